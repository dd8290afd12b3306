"""The ordinary analysis: one look, at the end that was planned. Interval and p-value of the difference of two arms."""

from __future__ import annotations

import math
from dataclasses import dataclass

from argosy.methods.testing.contrast import Contrast, contrast
from argosy.methods.testing.distributions import require_share, student_quantile, two_sided
from argosy.methods.testing.proportions import score_interval, score_p
from argosy.methods.testing.statistics import Proportion, Statistic


@dataclass(frozen=True, slots=True)
class Difference:
    """An effect (arm minus versus) with the interval of level 1 - alpha and the two-sided p-value of no effect."""

    effect: float
    low: float
    high: float
    p: float
    standard_error: float
    degrees: float


@dataclass(frozen=True, slots=True)
class Lift:
    """An effect as a share of the other arm's mean: 0.1 is ten percent more."""

    effect: float
    low: float
    high: float


def compare(arm: Statistic, versus: Statistic, *, alpha: float = 0.05, equal_variance: bool = False) -> Difference:
    """The difference of two arms, judged once at the planned end.

    Proportions by the score test; means by Welch's (Student's with `equal_variance`); ratios by the delta method; statistics with a
    covariate by analysis of covariance (CUPED). Raises `DataError` where no interval exists.

    >>> from argosy.methods.testing.statistics import SampleMean
    >>> found = compare(SampleMean.of([1, 2, 3, 4]), SampleMean.of([3, 4, 5, 6]))
    >>> found.effect, round(found.low, 4), round(found.high, 4), round(found.p, 4)
    (-2.0, -4.2337, 0.2337, 0.071)
    """
    require_share("alpha", alpha)
    found = contrast(arm, versus, equal_variance=equal_variance)
    if isinstance(arm, Proportion) and isinstance(versus, Proportion):
        low, high = score_interval(arm, versus, alpha)
        return Difference(found.effect, low, high, score_p(arm, versus), found.standard_error, found.degrees)
    return interval(found, alpha)


def interval(found: Contrast, alpha: float = 0.05) -> Difference:
    """Student's interval and p-value of a contrast."""
    error = found.standard_error
    half = student_quantile(1.0 - alpha / 2.0, found.degrees) * error
    effect = found.effect
    return Difference(
        effect, effect - half, effect + half, two_sided(effect / error, found.degrees), error, found.degrees
    )


def lift(arm: Statistic, versus: Statistic, *, alpha: float = 0.05) -> Lift | None:
    """The relative effect with its interval (delta method on the logarithm), or None unless both means are above 0.

    >>> ratio = lift(Proportion(1000, 120), Proportion(1000, 100))
    >>> [round(value, 3) for value in (ratio.effect, ratio.low, ratio.high)]
    [0.2, -0.067, 0.543]
    """
    found = contrast(arm, versus)
    if found.arm_mean <= 0.0 or found.versus_mean <= 0.0:
        return None
    shares = found.arm_variance / found.arm_mean**2 + found.versus_variance / found.versus_mean**2
    spread = math.sqrt(shares + found.extra_variance / found.versus_mean**2)
    half = student_quantile(1.0 - alpha / 2.0, found.degrees) * spread
    centre = math.log(found.arm_mean / found.versus_mean)
    return Lift(math.expm1(centre), math.expm1(centre - half), math.expm1(centre + half))
