"""Judge an experiment: from a table of rows, or from sufficient statistics alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from argosy.core.errors import DataError, RequestError
from argosy.methods.testing.contrast import contrast
from argosy.methods.testing.control_arm import control_arm
from argosy.methods.testing.correction import Correction, correct
from argosy.methods.testing.distributions import normal_quantile, require_share
from argosy.methods.testing.experiment_table import experiment_table
from argosy.methods.testing.fixed_horizon import Difference, compare, lift
from argosy.methods.testing.judgement import Judgement, Kind, Refusal, Result
from argosy.methods.testing.metric import Metric
from argosy.methods.testing.notices import notices
from argosy.methods.testing.power import detectable_by
from argosy.methods.testing.quantiles import QuantileSample, compare_quantiles, compare_quantiles_always_valid
from argosy.methods.testing.sample_ratio import sample_ratio, sample_ratio_always_valid
from argosy.methods.testing.sequential import PLANNED_UNITS, boundary, compare_always_valid, mixing_ratio
from argosy.methods.testing.statistics import AdjustedMean, AdjustedRatio, Proportion, Ratio, SampleMean, Statistic
from argosy.methods.testing.tabulate import PerUnit, Summary, tabulate


@dataclass(frozen=True, slots=True)
class _Terms:
    """How all metrics and arms of one experiment are judged."""

    alpha: float
    sequential: bool
    planned_units: int
    covariate: str | None = None
    clustered: bool = False


def judge(
    table: pa.Table,
    *,
    arm: str,
    metrics: Sequence[str | Metric],
    unit: str | None = None,
    covariate: str | None = None,
    control: str | None = None,
    shares: Mapping[str, float] | None = None,
    alpha: float = 0.05,
    sequential: bool = False,
    planned_units: int = PLANNED_UNITS,
    correction: Correction = "holm",
    winsorise: float | None = None,
    per_unit: PerUnit = "rows",
) -> Judgement:
    """Judge every metric of every arm against the control.

    `table` has one row per observation: the column `arm`; `metrics`, each a number column, `a/b` (a ratio of sums) or `a@0.9` (a
    quantile); `unit`, where several rows belong to one unit that was assigned as a whole; `covariate`, a number known before the test,
    which narrows the interval (CUPED). A column of 0 and 1 (or booleans) is judged as a proportion. `control` is recognised by name
    where it is not given (see `control_arm`); `shares` are the planned weights of the arms, equal ones by default. With `sequential`
    intervals and p-values are valid at every look.

    Raises `RequestError` for columns and arms that are not there and `DataError` where nothing can be judged; where only some metrics
    cannot, they are in `refused`.

    >>> rows = pa.table({"arm": ["control", "new"] * 50, "seconds": [float(i % 7) for i in range(100)]})
    >>> [(found.metric, found.arm, found.versus) for found in judge(rows, arm="arm", metrics=["seconds"]).results]
    [('seconds', 'new', 'control')]
    """
    source = experiment_table(table, arm=arm, metrics=metrics, unit=unit, covariate=covariate)
    found = tabulate(source, winsorise=winsorise, per_unit=per_unit)
    chosen = control_arm(found.units, control)
    terms = _Terms(_level(alpha), sequential, _planned(planned_units), covariate, found.clustered)
    tables = {entry.metric.name: (entry.kind, entry.arms) for entry in found.metrics}
    judged = _judged(tables, found.units, chosen, shares, terms, correction)
    return replace(judged, contaminated=found.contaminated, notices=notices(source, found, judged.sample_ratio, chosen))


def judge_statistics(
    statistics: Mapping[str, Mapping[str, Statistic]],
    units: Mapping[str, int],
    *,
    control: str | None = None,
    shares: Mapping[str, float] | None = None,
    alpha: float = 0.05,
    sequential: bool = False,
    planned_units: int = PLANNED_UNITS,
    correction: Correction = "holm",
) -> Judgement:
    """The same from sufficient statistics (metric to arm to statistic) and the number of units per arm: no row is read.

    >>> found = judge_statistics({"done": {"a": Proportion(1000, 100), "b": Proportion(1000, 150)}}, {"a": 1000, "b": 1000})
    >>> round(found.results[0].effect, 3), round(found.results[0].p, 5)
    (0.05, 0.00072)
    """
    terms = _Terms(_level(alpha), sequential, _planned(planned_units))
    tables = {metric: (_kind(arms), arms) for metric, arms in statistics.items()}
    return _judged(tables, units, control_arm(units, control), shares, terms, correction)


def _level(alpha: float) -> float:
    require_share("alpha", alpha)
    return alpha


def _planned(units: int) -> int:
    if units < 1:
        raise RequestError("The planned number of units must be at least 1, not {planned}.", planned=units)
    return units


def _kind(arms: Mapping[str, Statistic]) -> Kind:
    kinds: dict[type, Kind] = {
        Proportion: "proportion",
        Ratio: "ratio",
        AdjustedRatio: "ratio",
        SampleMean: "mean",
        AdjustedMean: "mean",
    }
    return kinds[type(next(iter(arms.values())))]


def _judged(
    tables: Mapping[str, tuple[Kind, Mapping[str, Summary]]],
    units: Mapping[str, int],
    control: str,
    shares: Mapping[str, float] | None,
    terms: _Terms,
    correction: Correction,
) -> Judgement:
    ratio = (sample_ratio_always_valid if terms.sequential else sample_ratio)(units, shares)
    results: list[Result] = []
    refused: list[Refusal] = []
    for metric, (kind, arms) in tables.items():
        for arm in sorted(units):
            if arm == control:
                continue
            try:
                results.append(_result(metric, kind, arm, control, arms, terms))
            except DataError as reason:
                refused.append(Refusal(metric, arm, reason.text))
    if not results:
        first = refused[0]
        raise DataError(
            "{metric} of arm {arm} cannot be judged: {reason}", metric=first.metric, arm=first.arm, reason=first.reason
        )
    adjusted = correct([result.p for result in results], correction)
    return Judgement(
        ratio,
        tuple(replace(result, p_adjusted=p) for result, p in zip(results, adjusted, strict=True)),
        tuple(refused),
        (),
        control,
        dict(units),
        0,
        terms.alpha,
        terms.sequential,
    )


def _result(metric: str, kind: Kind, arm: str, control: str, arms: Mapping[str, Summary], terms: _Terms) -> Result:
    ours, theirs = (_present(arms, name) for name in (arm, control))
    if isinstance(ours, QuantileSample) and isinstance(theirs, QuantileSample):
        found = _quantile_difference(ours, theirs, terms)
        reduction = relative = None
    elif isinstance(ours, QuantileSample) or isinstance(theirs, QuantileSample):
        raise RequestError("A quantile cannot be compared with another statistic; summarise both arms the same way.")
    else:
        _require_variation(ours, theirs)
        found = _difference(ours, theirs, terms)
        relative = lift(ours, theirs, alpha=terms.alpha)
        reduction = _variance_reduction(ours, theirs)
    return Result(
        metric=metric,
        arm=arm,
        versus=control,
        effect=found.effect,
        low=found.low,
        high=found.high,
        p=found.p,
        p_adjusted=found.p,
        kind=kind,
        arm_mean=ours.mean,
        versus_mean=theirs.mean,
        arm_units=ours.units,
        versus_units=theirs.units,
        standard_error=found.standard_error,
        detectable=_detectable(found, terms, ours.units + theirs.units),
        relative=relative.effect if relative else None,
        relative_low=relative.low if relative else None,
        relative_high=relative.high if relative else None,
        clustered=terms.clustered,
        covariate=terms.covariate if reduction is not None else None,
        variance_reduction=reduction,
    )


def _present(arms: Mapping[str, Summary], arm: str) -> Statistic | QuantileSample:
    found = arms.get(arm)
    if found is None:
        raise DataError("Arm {arm} has no value of this metric; check the export.", arm=arm)
    if isinstance(found, DataError):
        raise DataError("Arm {arm}: {reason}", arm=arm, reason=found.text)
    return found


def _require_variation(ours: Statistic, theirs: Statistic) -> None:
    """Two arms in which everybody, or nobody, did it leave nothing to compare, although a score interval exists."""
    if (
        isinstance(ours, Proportion)
        and isinstance(theirs, Proportion)
        and ours.mean == theirs.mean
        and ours.variance == 0.0
    ):
        raise DataError(
            "The metric is {value} for every unit of both arms, so there is nothing to compare.", value=round(ours.mean)
        )


def _difference(ours: Statistic, theirs: Statistic, terms: _Terms) -> Difference:
    if terms.sequential:
        return compare_always_valid(ours, theirs, alpha=terms.alpha, planned_units=terms.planned_units)
    return compare(ours, theirs, alpha=terms.alpha)


def _quantile_difference(ours: QuantileSample, theirs: QuantileSample, terms: _Terms) -> Difference:
    if terms.sequential:
        return compare_quantiles_always_valid(ours, theirs, alpha=terms.alpha, planned_units=terms.planned_units)
    return compare_quantiles(ours, theirs, alpha=terms.alpha)


def _variance_reduction(ours: Statistic, theirs: Statistic) -> float | None:
    """The share of the effect's variance that the covariate took away; None without one."""
    if not isinstance(ours, AdjustedMean | AdjustedRatio):
        return None
    plain = ours.variance / ours.units + theirs.variance / theirs.units
    return 1.0 - contrast(ours, theirs).variance / plain if plain > 0.0 else None


def _detectable(found: Difference, terms: _Terms, units: int) -> float:
    if not terms.sequential:
        return detectable_by(found.standard_error, found.degrees, alpha=terms.alpha)
    ratio = mixing_ratio(terms.alpha) * units / terms.planned_units
    return (boundary(ratio, terms.alpha) + normal_quantile(0.8)) * found.standard_error
