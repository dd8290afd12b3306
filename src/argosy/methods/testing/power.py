"""How likely a test is to see an effect of a given size, how many units it needs, and the smallest effect it can see.

A baseline says what one unit of the metric looks like before the test. Means use the noncentral t distribution, proportions the normal
with the variance pooled under no effect (as their tests do), clusters the design effect of Kish 1965 with unequal sizes (Eldridge,
Ashby, Kerry 2006). All tests are two-sided.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import singledispatch

from argosy.core.errors import DataError, RequestError
from argosy.methods.testing.distributions import normal_quantile, normal_tail, require_share, student_quantile
from argosy.methods.testing.statistics import AdjustedMean, AdjustedRatio, Proportion, Statistic, linearised

_MOST_UNITS = 1e12


@dataclass(frozen=True, slots=True)
class MeanBaseline:
    """A mean, or a ratio by its linearised contribution: `deviation` of one unit, `correlation` with a covariate known before.

    A covariate leaves 1 - correlation^2 of the variance (CUPED).
    """

    mean: float
    deviation: float
    correlation: float = 0.0

    def __post_init__(self) -> None:
        if not (self.deviation > 0.0 and math.isfinite(self.deviation)):
            raise DataError(
                "The metric does not vary beforehand (deviation {deviation}); choose another.", deviation=self.deviation
            )
        if not -1.0 < self.correlation < 1.0:
            raise RequestError("A correlation lies between -1 and 1, not at {value}.", value=self.correlation)

    @property
    def variance(self) -> float:
        """The variance that the covariate leaves."""
        return self.deviation**2 * (1.0 - self.correlation**2)


@dataclass(frozen=True, slots=True)
class ProportionBaseline:
    """A share of units, 0 to 1."""

    rate: float

    def __post_init__(self) -> None:
        require_share("The rate beforehand", self.rate)


@dataclass(frozen=True, slots=True)
class ClusterBaseline:
    """Rows in clusters that are assigned whole: `rows` per cluster, their likeness, and the variation of the clusters' sizes.

    `intraclass` is the correlation of two rows of one cluster; `size_variation` the deviation of sizes over their mean. `row` is what
    one row looks like. Units are then clusters.
    """

    row: MeanBaseline | ProportionBaseline
    rows: float
    intraclass: float
    size_variation: float = 0.0

    def __post_init__(self) -> None:
        if self.rows < 1.0 or not 0.0 <= self.intraclass <= 1.0 or self.size_variation < 0.0:
            raise RequestError(
                "A cluster has at least 1 row, a correlation from 0 to 1 and a size variation of 0 or more."
            )

    @property
    def design_effect(self) -> float:
        """By how much the likeness of rows inflates the variance.

        >>> round(ClusterBaseline(ProportionBaseline(0.1), rows=21, intraclass=0.05).design_effect, 6)
        2.0
        """
        return 1.0 + ((1.0 + self.size_variation**2) * self.rows - 1.0) * self.intraclass


Baseline = MeanBaseline | ProportionBaseline | ClusterBaseline


def baseline_of(statistic: Statistic) -> MeanBaseline | ProportionBaseline:
    """The baseline that data from before the test show.

    >>> baseline_of(Proportion(100, 7))
    ProportionBaseline(rate=0.07)
    """
    if isinstance(statistic, Proportion):
        return ProportionBaseline(statistic.mean)
    correlation = 0.0
    if isinstance(statistic, AdjustedMean | AdjustedRatio):
        moments = linearised(statistic.moments) if isinstance(statistic, AdjustedRatio) else statistic.moments
        spread = math.sqrt(moments.product(0, 0) * moments.product(1, 1))
        correlation = moments.product(0, 1) / spread if spread > 0.0 else 0.0
    return MeanBaseline(statistic.mean, math.sqrt(statistic.variance), correlation)


def power(
    baseline: Baseline, effect: float, units: float, versus_units: float | None = None, *, alpha: float = 0.05
) -> float:
    """The chance that a two-sided test at level `alpha` sees `effect` (absolute, arm minus versus).

    `units` in the arm, `versus_units` in the other (as many by default). Clusters are units where the baseline is a cluster's.

    >>> round(power(MeanBaseline(0.0, 1.0), 0.5, 64), 4)
    0.8015
    >>> round(power(ProportionBaseline(0.10), 0.02, 3841), 4)
    0.8
    """
    require_share("alpha", alpha)
    others = units if versus_units is None else versus_units
    if min(units, others) < 2:
        return 0.0
    return _power(baseline, effect, units, others, alpha)


@singledispatch
def _power(baseline: object, _effect: float, _units: float, _versus_units: float, _alpha: float) -> float:
    raise RequestError("{kind} is not a baseline; give a mean, a proportion or clusters.", kind=type(baseline).__name__)


@_power.register
def _(baseline: MeanBaseline, effect: float, units: float, versus_units: float, alpha: float) -> float:
    error = math.sqrt(baseline.variance * (1.0 / units + 1.0 / versus_units))
    degrees = units + versus_units - (3 if baseline.correlation else 2)
    return student_power(effect / error, degrees, alpha)


@_power.register
def _(baseline: ProportionBaseline, effect: float, units: float, versus_units: float, alpha: float) -> float:
    return _proportion_power(baseline.rate, effect, units, versus_units, alpha)


@_power.register
def _(baseline: ClusterBaseline, effect: float, units: float, versus_units: float, alpha: float) -> float:
    sizes = [count * baseline.rows / baseline.design_effect for count in (units, versus_units)]
    if isinstance(baseline.row, ProportionBaseline):
        return _proportion_power(baseline.row.rate, effect, sizes[0], sizes[1], alpha)
    error = math.sqrt(baseline.row.variance * (1.0 / sizes[0] + 1.0 / sizes[1]))
    return student_power(effect / error, units + versus_units - 2, alpha)


def _proportion_power(rate: float, effect: float, units: float, versus_units: float, alpha: float) -> float:
    arm_rate = rate + effect
    if not 0.0 <= arm_rate <= 1.0:
        raise RequestError(
            "A rate of {rate} cannot move by {effect}: it would leave 0 to 1; ask for a smaller effect.",
            rate=rate,
            effect=effect,
        )
    pooled = (units * arm_rate + versus_units * rate) / (units + versus_units)
    under_none = math.sqrt(pooled * (1.0 - pooled) * (1.0 / units + 1.0 / versus_units))
    under_effect = math.sqrt(arm_rate * (1.0 - arm_rate) / units + rate * (1.0 - rate) / versus_units)
    critical = normal_quantile(1.0 - alpha / 2.0) * under_none
    return normal_tail((critical - effect) / under_effect) + normal_tail((critical + effect) / under_effect)


def student_power(shift: float, degrees: float, alpha: float = 0.05) -> float:
    """The chance that |t| exceeds its critical value when the effect is `shift` standard errors.

    >>> round(student_power(2.8284, 126.0), 4)
    0.8015
    """
    critical, shift = student_quantile(1.0 - alpha / 2.0, degrees), abs(shift)
    if math.isinf(degrees) or degrees > 1e6:
        return normal_tail(critical - shift) + normal_tail(critical + shift)
    from scipy.stats import nct

    if shift - critical > 12.0:
        return 1.0  # to fifteen digits, where the noncentral t underflows
    far_side = float(nct.cdf(-critical, degrees, shift)) if shift < 6.0 else 0.0
    return float(nct.sf(critical, degrees, shift)) + far_side


def units_needed(
    baseline: Baseline, effect: float, *, alpha: float = 0.05, target: float = 0.8, versus_ratio: float = 1.0
) -> tuple[int, int]:
    """Units for (arm, versus) so that the power reaches `target`; versus gets `versus_ratio` times the arm's.

    >>> units_needed(MeanBaseline(0.0, 1.0), 0.5)
    (64, 64)
    """
    require_share("The power", target)
    if effect == 0.0:
        raise RequestError("No number of units shows an effect of 0; name the smallest effect that matters.")
    from scipy.optimize import brentq

    def missing(log_units: float) -> float:
        units = math.exp(log_units)
        return power(baseline, effect, units, units * versus_ratio, alpha=alpha) - target

    least = math.log(2.0 / min(1.0, versus_ratio))
    most = math.log(_MOST_UNITS)
    if missing(least) >= 0.0:
        needed = math.exp(least)
    elif missing(most) < 0.0:
        raise RequestError("An effect of {effect} is too small to be seen with any number of units.", effect=effect)
    else:
        needed = math.exp(brentq(missing, least, most, xtol=1e-13))
    arm = math.ceil(needed - 1e-9 * needed)
    return arm, max(2, math.ceil(arm * versus_ratio - 1e-9))


def detectable_effect(
    baseline: Baseline, units: float, versus_units: float | None = None, *, alpha: float = 0.05, target: float = 0.8
) -> float:
    """The smallest positive effect seen with power `target`: the minimum detectable effect, in the metric's unit.

    >>> round(detectable_effect(MeanBaseline(0.0, 1.0), 64), 3)
    0.499
    """
    require_share("The power", target)
    others = units if versus_units is None else versus_units
    if min(units, others) < 2:
        raise DataError(
            "Two units per arm are the least, {missing} are missing; collect more.",
            missing=2 - math.floor(min(units, others)),
        )
    from scipy.optimize import brentq

    def missing(effect: float) -> float:
        return power(baseline, effect, units, others, alpha=alpha) - target

    highest = _largest_effect(baseline, min(units, others))
    if missing(highest) < 0.0:
        raise DataError(
            "With {units} units no possible effect is seen; collect more units.", units=math.floor(min(units, others))
        )
    return float(brentq(missing, 0.0, highest, xtol=1e-15 * highest, rtol=1e-12))


def _largest_effect(baseline: Baseline, units: float) -> float:
    if isinstance(baseline, ProportionBaseline):
        return 1.0 - baseline.rate
    if isinstance(baseline, ClusterBaseline):
        widened = math.sqrt(baseline.design_effect)
        return _largest_effect(baseline.row, units) * (1.0 if isinstance(baseline.row, ProportionBaseline) else widened)
    # two units per arm need 21 standard errors for power 0.8; a thousand deviations is beyond every case
    return 1_000.0 * math.sqrt(baseline.variance / units)


def detectable_by(standard_error: float, degrees: float, *, alpha: float = 0.05, target: float = 0.8) -> float:
    """The smallest effect an estimate with this standard error would have seen with power `target`.

    >>> round(detectable_by(1.0, math.inf), 4)
    2.8016
    """
    return (student_quantile(1.0 - alpha / 2.0, degrees) + student_quantile(target, degrees)) * standard_error
