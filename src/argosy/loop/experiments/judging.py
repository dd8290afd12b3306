"""What an experiment showed: the effect on every metric, by the design it was assigned by, on the scale decisions are judged on.

Sums (money, orders) are per year as if the new arm were everywhere in the part tested; rates are in their own unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from argosy.core.errors import DataError, RequestError
from argosy.core.estimate import Estimate
from argosy.core.period import Period
from argosy.loop.experiments.assignment import midnight, schedule
from argosy.loop.experiments.experiment import Design, Experiment, arms_by_cell, definition_of, design_of
from argosy.loop.outcomes import DAYS_PER_YEAR, LEVEL
from argosy.methods.testing import (
    Pair,
    SampleMean,
    analyse_switchback,
    difference_in_differences,
    factorial_effects,
    judge,
    matched_difference,
    region_effect,
    synthetic_control,
)
from argosy.metrics.contract import Accumulates, Better, Measures, Metric, Query, Unit
from argosy.metrics.registry import metric

PLATFORM_LEVEL = 0.95
"""What platforms usually state their intervals at; theirs is taken as it stands."""


@dataclass(frozen=True)
class Effect:
    """A difference of arms in the metric's own unit (a sum: per day of the whole part), before it is put on the scale of decisions."""

    effect: float
    low: float
    high: float
    level: float = LEVEL


@dataclass(frozen=True)
class Judged:
    """What every new arm did, against the control: by arm, the metric and the guardrails that could be measured.

    Intervals are widened for the number of arms (Bonferroni), so that the best of several does not look better than it is. `factors` are
    the effects of a test of several factors, each factor's over all levels of the others, with their interactions.
    """

    arms: Mapping[str, Mapping[str, Estimate]]
    best: str
    factors: tuple[FactorEffect, ...] = ()

    def to_json(self) -> dict[str, object]:
        """As JSON types."""
        return {
            "best": self.best,
            "arms": {arm: {slug: one.to_json() for slug, one in found.items()} for arm, found in self.arms.items()},
            "factors": [one.to_json() for one in self.factors],
        }


@dataclass(frozen=True)
class FactorEffect:
    """What moving some factors to some levels does, on the metric's scale; `aliases` are effects the plan cannot tell from it."""

    factors: tuple[str, ...]
    levels: tuple[str, ...]
    estimate: Estimate
    p_adjusted: float
    aliases: tuple[tuple[str, ...], ...]

    def to_json(self) -> dict[str, object]:
        """As JSON types."""
        return {
            "factors": list(self.factors),
            "levels": list(self.levels),
            "estimate": self.estimate.to_json(),
            "p_adjusted": self.p_adjusted,
            "aliases": [list(one) for one in self.aliases],
        }


def effects(measures: Measures, experiment: Experiment) -> Mapping[str, Estimate]:
    """The effect of the new arm, of several the best, on the metric and every guardrail; raises as `judged` does."""
    found = judged(measures, experiment)
    return found.arms[found.best]


def judged(measures: Measures, experiment: Experiment) -> Judged:
    """The effect of every new arm on the metric and every guardrail.

    Raises `RequestError` where a metric was redefined since the start, `DataError` where the data cannot tell, with what is missing.
    """
    found: dict[str, dict[str, Estimate]] = {}
    for slug in (experiment.metric, *experiment.guardrails):
        if experiment.definitions.get(slug, definition_of(slug)) != definition_of(slug):
            raise RequestError(
                "Metric {metric} was redefined since experiment {id} began; its arms cannot be compared by it. Test anew.",
                metric=slug,
                id=experiment.id[:8],
            )
        definition = metric(slug)
        try:
            told = JUDGES[experiment.design](measures, experiment, definition)
        except DataError:
            if slug == experiment.metric:
                raise
            continue  # a guardrail that cannot be measured leaves the ruling to the criteria
        for arm, effect in told.items():
            found.setdefault(arm, {})[slug] = _scaled(measures, definition, effect)
    goal = metric(experiment.metric)
    sign = -1.0 if goal.better is Better.DOWN else 1.0
    best = max(
        (arm for arm in found if goal.slug in found[arm]), key=lambda arm: (sign * found[arm][goal.slug].point, arm)
    )
    factors = _factor_effects(measures, experiment, goal) if experiment.factors else ()
    return Judged(found, best, factors)


def _alpha(experiment: Experiment) -> float:
    """The level of one comparison of several."""
    return (1 - LEVEL) / max(len(experiment.arms) - 1, 1)


def _factor_effects(measures: Measures, experiment: Experiment, definition: Metric) -> tuple[FactorEffect, ...]:
    values = _values_by_arm(measures, experiment, definition)
    cells = arms_by_cell(experiment.factors, len(experiment.arms))
    scale = values.scale
    found = factorial_effects(
        design_of(experiment.factors, len(experiment.arms)),
        {cell: SampleMean.of(values.by_arm.get(arm, ())) for cell, arm in cells.items() if values.by_arm.get(arm)},
        alpha=1 - LEVEL,
    )
    return tuple(
        FactorEffect(
            one.term,
            tuple(
                experiment.factors[name][1] if level == "high" else level
                for name, level in zip(one.term, one.levels, strict=True)
            ),
            _scaled(
                measures,
                definition,
                Effect(one.difference.effect * scale, one.difference.low * scale, one.difference.high * scale),
            ),
            one.p_adjusted,
            one.aliases,
        )
        for one in found
    )


@dataclass(frozen=True)
class _Values:
    """One value per unit (a day, a person) by arm; `scale` makes a mean per unit one per day of the whole part."""

    by_arm: Mapping[str, Sequence[float]]
    scale: float


def _values_by_arm(measures: Measures, experiment: Experiment, definition: Metric) -> _Values:
    by_arm: dict[str, list[float]] = {}
    if experiment.design is Design.SWITCHBACK:
        daily = _daily(measures, definition, experiment.period, experiment.where)
        for period in schedule(experiment):
            if period.starts_at.date() in daily:
                by_arm.setdefault(period.arm, []).append(daily[period.starts_at.date()])
        return _Values(by_arm, 1.0)
    units, arms, values = _exposed(measures, experiment, definition)
    seen: dict[str, tuple[str, float]] = {}
    for unit, arm, value in zip(units, arms, values, strict=True):
        seen[unit] = (arm, value)
    for arm, value in seen.values():
        by_arm.setdefault(arm, []).append(value)
    return _Values(by_arm, len(seen) / experiment.days if is_sum(definition) else 1.0)


def _scaled(measures: Measures, definition: Metric, found: Effect) -> Estimate:
    money = measures.home_currency
    if is_sum(definition):
        unit = f"{money}/year" if definition.unit is Unit.MONEY else f"{definition.unit.value}/year"
        plain = Estimate(definition.slug, found.effect, found.low, found.high, unit, found.level)
        return plain.scaled(DAYS_PER_YEAR)
    unit = money if definition.unit is Unit.MONEY else "/1" if definition.unit is Unit.SHARE else definition.unit.value
    return Estimate(definition.slug, found.effect, found.low, found.high, unit, found.level)


def is_sum(definition: Metric) -> bool:
    """Whether a metric's days add up."""
    return definition.accumulates is Accumulates.SUM or definition.unit is Unit.COUNT


def _switchback(measures: Measures, experiment: Experiment, definition: Metric) -> Mapping[str, Effect]:
    daily = _daily(measures, definition, experiment.period, experiment.where)
    readings: dict[datetime, float] = {midnight(day): value for day, value in daily.items()}
    effects = {}
    for arm in experiment.arms[1:]:
        found = analyse_switchback(
            schedule(experiment), readings, arm=arm, versus=experiment.control, alpha=_alpha(experiment)
        )
        effects[arm] = Effect(found.effect, found.low, found.high)
    return effects


def _only(experiment: Experiment, effect: Effect) -> Mapping[str, Effect]:
    """The effect of the one new arm of designs that have no more."""
    return {experiment.arms[1]: effect}


def _matched(measures: Measures, experiment: Experiment, definition: Metric) -> Mapping[str, Effect]:
    before, after = _member_series(measures, experiment, definition)
    names = [*experiment.treated, *experiment.controls]
    before, after = ({name: side.get(name, []) for name in names} for side in (before, after))
    if len(experiment.treated) == len(experiment.controls):
        pairs = [Pair(one, other, 0.0) for one, other in zip(experiment.treated, experiment.controls, strict=True)]
        found = matched_difference(pairs, before, after, alpha=1 - LEVEL).difference
    else:
        found = difference_in_differences(experiment.treated, before, after, alpha=1 - LEVEL).difference
    scale = len(experiment.treated) if is_sum(definition) else 1
    return _only(experiment, Effect(found.effect * scale, found.low * scale, found.high * scale))


def _holdout(measures: Measures, experiment: Experiment, definition: Metric) -> Mapping[str, Effect]:
    before, after = _member_series(measures, experiment, definition)
    totals = [{name: sum(values) for name, values in side.items()} for side in (before, after)]
    found = region_effect(totals[0], totals[1], experiment.controls, alpha=1 - LEVEL)
    ends = (number / experiment.days for number in (found.total, found.total_low, found.total_high))
    return _only(experiment, Effect(*ends))


def _synthetic(measures: Measures, experiment: Experiment, definition: Metric) -> Mapping[str, Effect]:
    before, after = _member_series(measures, experiment, definition)
    series = {name: [*before[name], *after[name]] for name in before if name in after}
    found = synthetic_control(experiment.treated[0], series, experiment.days, alpha=1 - LEVEL)
    return _only(experiment, Effect(found.effect, found.low, found.high))


def _exposed(
    measures: Measures, experiment: Experiment, definition: Metric
) -> tuple[list[str], list[str], list[float]]:
    """Of every exposure the unit, its arm, and the unit's value over the days of the test (0 for who bought nothing)."""
    name = experiment.external_id or experiment.id
    exposed = measures.table("exposures", ("unit_id", "customer_id", "arm"), {"experiment_id": (name,)})
    if not exposed.num_rows:
        raise DataError("No exposures of experiment {id} are loaded; export who saw which arm.", id=name[:8])
    period = experiment.period
    query = Query((definition.slug,), by=("customer",), start=period.start, end=period.end, where=experiment.where)
    values = {row["customer"]: float(str(row[definition.slug] or 0)) for row in measures.measure(query).rows}
    rows = exposed.to_pylist()
    units = [str(row["customer_id"] or row["unit_id"]) for row in rows]
    return units, [str(row["arm"]) for row in rows], [values.get(unit, 0.0) for unit in units]


def _split(measures: Measures, experiment: Experiment, definition: Metric) -> Mapping[str, Effect]:
    import pyarrow as pa

    units, arms, values = _exposed(measures, experiment, definition)
    empty = [arm for arm in experiment.arms if arm not in set(arms)]
    if empty:
        raise DataError(
            "Nobody was exposed to arm {arm} of experiment {id}; export its exposures, or find why it never ran.",
            arm=empty[0],
            id=experiment.id[:8],
        )
    table = pa.table({"arm": arms, "unit": units, "value": values})
    found = judge(
        table, arm="arm", metrics=["value"], unit="unit", control=experiment.control, alpha=_alpha(experiment)
    )
    if found.sample_ratio.mismatch:
        raise DataError(
            "The arms of experiment {id} are not of the sizes planned, so its result cannot be trusted; find out why first.",
            id=experiment.id[:8],
        )
    scale = len(set(units)) / experiment.days if is_sum(definition) else 1.0
    return {one.arm: Effect(one.effect * scale, one.low * scale, one.high * scale) for one in found.results}


def _platform(measures: Measures, experiment: Experiment, definition: Metric) -> Mapping[str, Effect]:
    """The platform's own result: its relative effect on the part's usual level."""
    rows = measures.table("experiment_results", (), {"experiment_id": (experiment.external_id,)}).to_pylist()
    told = [row for row in rows if row["effect_rate"] is not None and row["arm"] != experiment.control]
    if not told:
        raise DataError(
            "The platform's result of experiment {id} is not loaded yet; export it and ingest it.",
            id=experiment.external_id,
        )
    before = Period(experiment.start_on - timedelta(days=experiment.days), experiment.start_on)
    daily = list(_daily(measures, definition, before, experiment.where).values())
    usual = sum(daily) / len(daily) if daily else 0.0
    return {str(row["arm"]): _told_by_platform(row, usual) for row in told}


def _told_by_platform(row: Mapping[str, Any], usual: float) -> Effect:
    rate = float(row["effect_rate"])
    low, high = (
        float(row[name]) if row[name] is not None else rate for name in ("effect_low_rate", "effect_high_rate")
    )
    return Effect(rate * usual, min(low, rate) * usual, max(high, rate) * usual, PLATFORM_LEVEL)


JUDGES: Mapping[Design, Callable[[Measures, Experiment, Metric], Mapping[str, Effect]]] = {
    Design.SWITCHBACK: _switchback,
    Design.MATCHED: _matched,
    Design.HOLDOUT: _holdout,
    Design.SYNTHETIC: _synthetic,
    Design.SPLIT: _split,
    Design.PLATFORM: _platform,
}


def _daily(
    measures: Measures, definition: Metric, period: Period, where: Mapping[str, tuple[str, ...]]
) -> dict[date, float]:
    """A value per day; a sum's day without rows is a day of nothing, a ratio's is not known where nothing is below its line."""
    if definition.numerator:
        above, below = (
            _daily(measures, metric(slug), period, where) for slug in (definition.numerator, definition.denominator)
        )
        return {day: above.get(day, 0.0) / weight for day, weight in below.items() if weight > 0}
    query = Query((definition.slug,), by=("day",), start=period.start, end=period.end, where=where)
    rows = measures.measure(query).rows
    known = {str(row["day"])[:10]: float(str(row[definition.slug])) for row in rows if row[definition.slug] is not None}
    if is_sum(definition):
        return {day: known.get(day.isoformat(), 0.0) for day in period}
    return {day: known[day.isoformat()] for day in period if day.isoformat() in known}


def _member_series(
    measures: Measures, experiment: Experiment, definition: Metric
) -> tuple[dict[str, Sequence[float]], dict[str, Sequence[float]]]:
    """Every member's days before the start, as many as it runs, and its days since."""
    if not experiment.dimension:
        raise DataError("Experiment {id} names no dimension whose members were treated.", id=experiment.id[:8])
    sides: list[dict[str, Sequence[float]]] = []
    names = (experiment.dimension, "day")
    for start in (experiment.start_on - timedelta(days=experiment.days), experiment.start_on):
        days = [start + timedelta(days=number) for number in range(experiment.days)]
        query = Query(
            (definition.slug,), by=names, start=start, end=days[-1] + timedelta(days=1), where=experiment.where
        )
        values: dict[str, dict[str, float]] = {}
        for row in measures.measure(query).rows:
            if row[experiment.dimension] is not None and row[definition.slug] is not None:
                values.setdefault(str(row[experiment.dimension]), {})[str(row["day"])[:10]] = float(
                    str(row[definition.slug])
                )
        sides.append({name: [known.get(day.isoformat(), 0.0) for day in days] for name, known in values.items()})
    return sides[0], sides[1]
