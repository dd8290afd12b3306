"""What the reader of a judgement should know before believing it: each notice one translatable sentence with its numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from argosy.core.errors import DataError
from argosy.core.text import Text
from argosy.methods.testing.distributions import chi_square_tail
from argosy.methods.testing.experiment_table import ExperimentTable
from argosy.methods.testing.fixed_horizon import compare
from argosy.methods.testing.sample_ratio import SampleRatio
from argosy.methods.testing.statistics import SampleMean
from argosy.methods.testing.tabulate import MetricTable, Tabulation

STRICT = 0.001
"""Checks on the test itself are many and a false alarm discredits it, so they are strict."""

SKEW_BEARABLE = 355.0**-0.5
"""The skewness of a mean up to which its normal interval misses 2 to 3 % on either side (Kohavi et al. 2014, "Seven rules of thumb")."""

FEW_UNITS = 30


def notices(source: ExperimentTable, found: Tabulation, ratio: SampleRatio, control: str) -> tuple[Text, ...]:
    """All notices of a tabulated experiment, the gravest first."""
    return (
        *_mismatch(ratio),
        *_units(source, found),
        *_missing(source, found),
        *_covariate(source, found),
        *_size(found, control),
    )


def _mismatch(ratio: SampleRatio) -> Iterator[Text]:
    if ratio.mismatch:
        yield Text(
            "The arms' sizes do not fit the planned shares (p = {p}): something besides the arm differs; find it before trusting a result.",
            {"p": f"{ratio.p:.2g}"},
        )


def _units(source: ExperimentTable, found: Tabulation) -> Iterator[Text]:
    if found.contaminated:
        yield Text(
            "{count} units appear in more than one arm and were left out; find out how they got there.",
            {"count": found.contaminated},
        )
    if found.without_arm:
        yield Text("{count} rows have no arm and were left out.", {"count": found.without_arm})
    lost = sum(survey.without_unit for survey in found.surveys.values())
    if lost:
        yield Text("{count} rows have no {unit} and were left out.", {"count": lost, "unit": source.unit})


def _missing(source: ExperimentTable, found: Tabulation) -> Iterator[Text]:
    for name, short in source.columns.items():
        rows = {arm: survey.rows for arm, survey in found.surveys.items()}
        gaps = {arm: survey.rows - survey.valid[short] for arm, survey in found.surveys.items()}
        if not any(gaps.values()):
            continue
        yield Text(
            "{count} rows have no value of {column} and were left out of it.",
            {"count": sum(gaps.values()), "column": name},
        )
        if homogeneity_p(gaps, rows) < STRICT:
            yield Text(
                "Values of {column} are missing more often in some arms than in others, so its result compares unlike groups.",
                {"column": name},
            )


def homogeneity_p(hits: Mapping[str, int], rows: Mapping[str, int]) -> float:
    """Pearson's chi-square p-value that all arms have the same share of hits.

    >>> round(homogeneity_p({"a": 10, "b": 30}, {"a": 100, "b": 100}), 6)
    0.000407
    """
    share = sum(hits.values()) / sum(rows.values())
    if share in (0.0, 1.0):
        return 1.0
    statistic = sum((hits[arm] - share * rows[arm]) ** 2 / (rows[arm] * share * (1.0 - share)) for arm in rows)
    return chi_square_tail(statistic, len(rows) - 1)


def _covariate(source: ExperimentTable, found: Tabulation) -> Iterator[Text]:
    if found.covariate_missing:
        yield Text(
            "{count} units have no {column}; they count with its mean, unadjusted.",
            {"count": found.covariate_missing, "column": source.covariate},
        )
    arms = sorted(found.covariate)
    for place, arm in enumerate(arms):
        for other in arms[:place]:
            if _apart(found.covariate[arm], found.covariate[other]):
                yield Text(
                    "{column} already differs between {arm} and {other}: a covariate must be measured before the arm can change it.",
                    {"column": source.covariate, "arm": arm, "other": other},
                )


def _apart(one: SampleMean, other: SampleMean) -> bool:
    try:
        return compare(one, other).p < STRICT
    except DataError:
        return False


def _size(found: Tabulation, control: str) -> Iterator[Text]:
    few = {arm: count for arm, count in found.units.items() if count < FEW_UNITS}
    for arm, count in few.items():
        yield Text(
            "Arm {arm} has {count} units: below {least} the intervals lean on values being normal; {missing} more would be enough.",
            {"arm": arm, "count": count, "least": FEW_UNITS, "missing": FEW_UNITS - count},
        )
    if few:
        return
    for table in found.metrics:
        missing = max((skew_shortfall(table, arm, control) for arm in table.third_moments if arm != control), default=0)
        if missing:
            yield Text(
                "{metric} is very skewed: about {missing} more units per arm would make its interval exact; winsorising needs fewer.",
                {"metric": table.metric.name, "missing": missing},
            )


def skew_shortfall(table: MetricTable, arm: str, control: str) -> int:
    """Units per arm still missing until the difference of means is near enough to normal; 0 where it is."""
    one, other = table.arms.get(arm), table.arms.get(control)
    if not (isinstance(one, SampleMean) and isinstance(other, SampleMean)) or control not in table.third_moments:
        return 0
    if min(one.units, other.units) < 2:
        return 0
    variance = one.variance / one.units + other.variance / other.units
    if variance <= 0.0:
        return 0
    third = table.third_moments[arm] / one.units**2 - table.third_moments[control] / other.units**2
    excess = (abs(third) / variance**1.5 / SKEW_BEARABLE) ** 2
    return math.ceil(min(one.units, other.units) * (excess - 1.0)) if excess > 1.0 else 0
