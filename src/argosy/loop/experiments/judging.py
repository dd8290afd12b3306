"""What an experiment showed: the effect on every metric, by the design it was assigned by, on the scale decisions are judged on.

Sums (money, orders) are per year as if the new arm were everywhere in the part tested; rates are in their own unit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from argosy.core.errors import DataError, RequestError
from argosy.core.estimate import Estimate
from argosy.core.period import Period
from argosy.loop.experiments.assignment import midnight, schedule
from argosy.loop.experiments.experiment import Design, Experiment, definition_of
from argosy.loop.outcomes import DAYS_PER_YEAR, LEVEL
from argosy.methods.testing import (
    Pair,
    analyse_switchback,
    difference_in_differences,
    judge,
    matched_difference,
    region_effect,
    synthetic_control,
)
from argosy.metrics.contract import Accumulates, Measures, Metric, Query, Unit
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


def effects(measures: Measures, experiment: Experiment) -> Mapping[str, Estimate]:
    """The effect of the new arm on the metric and every guardrail.

    Raises `RequestError` where a metric was redefined since the start, `DataError` where the data cannot tell, with what is missing.
    """
    found = {}
    for slug in (experiment.metric, *experiment.guardrails):
        if experiment.definitions.get(slug, definition_of(slug)) != definition_of(slug):
            raise RequestError(
                "Metric {metric} was redefined since experiment {id} began; its arms cannot be compared by it. Test anew.",
                metric=slug,
                id=experiment.id[:8],
            )
        definition = metric(slug)
        try:
            effect = JUDGES[experiment.design](measures, experiment, definition)
        except DataError:
            if slug == experiment.metric:
                raise
            continue  # a guardrail that cannot be measured leaves the ruling to the criteria
        found[slug] = _scaled(measures, definition, effect)
    return found


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


def _switchback(measures: Measures, experiment: Experiment, definition: Metric) -> Effect:
    daily = _daily(measures, definition, experiment.period, experiment.where)
    readings: dict[datetime, float] = {midnight(day): value for day, value in daily.items()}
    found = analyse_switchback(
        schedule(experiment), readings, arm=experiment.arms[1], versus=experiment.control, alpha=1 - LEVEL
    )
    return Effect(found.effect, found.low, found.high)


def _matched(measures: Measures, experiment: Experiment, definition: Metric) -> Effect:
    before, after = _member_series(measures, experiment, definition)
    names = [*experiment.treated, *experiment.controls]
    before, after = ({name: side.get(name, []) for name in names} for side in (before, after))
    if len(experiment.treated) == len(experiment.controls):
        pairs = [Pair(one, other, 0.0) for one, other in zip(experiment.treated, experiment.controls, strict=True)]
        found = matched_difference(pairs, before, after, alpha=1 - LEVEL).difference
    else:
        found = difference_in_differences(experiment.treated, before, after, alpha=1 - LEVEL).difference
    scale = len(experiment.treated) if is_sum(definition) else 1
    return Effect(found.effect * scale, found.low * scale, found.high * scale)


def _holdout(measures: Measures, experiment: Experiment, definition: Metric) -> Effect:
    before, after = _member_series(measures, experiment, definition)
    totals = [{name: sum(values) for name, values in side.items()} for side in (before, after)]
    found = region_effect(totals[0], totals[1], experiment.controls, alpha=1 - LEVEL)
    return Effect(found.total / experiment.days, found.total_low / experiment.days, found.total_high / experiment.days)


def _synthetic(measures: Measures, experiment: Experiment, definition: Metric) -> Effect:
    before, after = _member_series(measures, experiment, definition)
    series = {name: [*before[name], *after[name]] for name in before if name in after}
    found = synthetic_control(experiment.treated[0], series, experiment.days, alpha=1 - LEVEL)
    return Effect(found.effect, found.low, found.high)


def _split(measures: Measures, experiment: Experiment, definition: Metric) -> Effect:
    import pyarrow as pa

    name = experiment.external_id or experiment.id
    exposed = measures.table("exposures", ("unit_id", "customer_id", "arm"), {"experiment_id": (name,)})
    if not exposed.num_rows:
        raise DataError("No exposures of experiment {id} are loaded; export who saw which arm.", id=name[:8])
    period = experiment.period
    query = Query((definition.slug,), by=("customer",), start=period.start, end=period.end, where=experiment.where)
    values = {row["customer"]: float(str(row[definition.slug] or 0)) for row in measures.measure(query).rows}
    rows = exposed.to_pylist()
    units = [str(row["customer_id"] or row["unit_id"]) for row in rows]
    table = pa.table(
        {"arm": [row["arm"] for row in rows], "unit": units, "value": [values.get(unit, 0.0) for unit in units]}
    )
    judged = judge(table, arm="arm", metrics=["value"], unit="unit", control=experiment.control, alpha=1 - LEVEL)
    if judged.sample_ratio.mismatch:
        raise DataError(
            "The arms of experiment {id} are not of the sizes planned, so its result cannot be trusted; find out why first.",
            id=name[:8],
        )
    found = judged.results[0]
    scale = len(set(units)) / experiment.days if is_sum(definition) else 1.0
    return Effect(found.effect * scale, found.low * scale, found.high * scale)


def _platform(measures: Measures, experiment: Experiment, definition: Metric) -> Effect:
    """The platform's own result: its relative effect on the part's usual level."""
    rows = measures.table("experiment_results", (), {"experiment_id": (experiment.external_id,)}).to_pylist()
    told = [row for row in rows if row["effect_rate"] is not None and row["arm"] != experiment.control]
    if not told:
        raise DataError(
            "The platform's result of experiment {id} is not loaded yet; export it and ingest it.",
            id=experiment.external_id,
        )
    row = told[0]
    before = Period(experiment.start_on - timedelta(days=experiment.days), experiment.start_on)
    daily = list(_daily(measures, definition, before, experiment.where).values())
    usual = sum(daily) / len(daily) if daily else 0.0
    rate = float(row["effect_rate"])
    low, high = (
        float(row[name]) if row[name] is not None else rate for name in ("effect_low_rate", "effect_high_rate")
    )
    return Effect(rate * usual, min(low, rate) * usual, max(high, rate) * usual, PLATFORM_LEVEL)


JUDGES: Mapping[Design, Callable[[Measures, Experiment, Metric], Effect]] = {
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
