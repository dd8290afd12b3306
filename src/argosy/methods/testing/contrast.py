"""What two arms' statistics say about their difference: the one place that dispatches on the kind of statistic."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import singledispatch

from argosy.core.errors import DataError, RequestError
from argosy.methods.testing.moments import Moments
from argosy.methods.testing.statistics import (
    AdjustedMean,
    AdjustedRatio,
    Proportion,
    Ratio,
    SampleMean,
    Statistic,
    linearised,
    require_units,
)


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two arms' means (adjusted where there is a covariate), the squared standard errors, and the degrees of freedom.

    `extra_variance` is what estimating the covariate's slope adds to the variance of the difference.
    """

    arm_mean: float
    versus_mean: float
    arm_variance: float
    versus_variance: float
    degrees: float
    units: int
    extra_variance: float = 0.0

    @property
    def effect(self) -> float:
        """The arm's mean minus the other's."""
        return self.arm_mean - self.versus_mean

    @property
    def variance(self) -> float:
        """The squared standard error of the effect."""
        return self.arm_variance + self.versus_variance + self.extra_variance

    @property
    def standard_error(self) -> float:
        """The standard error of the effect."""
        return math.sqrt(self.variance)


def contrast(arm: Statistic, versus: Statistic, *, equal_variance: bool = False) -> Contrast:
    """The difference of two statistics of one kind, with its standard error.

    Unequal variances (Welch) unless `equal_variance`. Raises `DataError` for fewer than two units in an arm and where neither arm
    varies, because then no interval exists.

    >>> round(contrast(SampleMean.of([1, 2, 3]), SampleMean.of([2, 4, 6])).standard_error, 6)
    1.290994
    """
    if type(arm) is not type(versus):
        raise RequestError(
            "A {arm} cannot be compared with a {versus}; summarise both arms the same way.",
            arm=type(arm).__name__,
            versus=type(versus).__name__,
        )
    require_units(arm.units)
    require_units(versus.units)
    found = _contrast(arm, versus, equal_variance)
    if found.variance <= 0.0:
        raise DataError(
            "The values do not vary within the arms, so chance cannot be told from effect; choose another metric."
        )
    return found


@singledispatch
def _contrast(arm: object, _versus: Statistic, _equal_variance: bool) -> Contrast:
    raise RequestError("{kind} is not a statistic that can be compared.", kind=type(arm).__name__)


@_contrast.register
def _(arm: SampleMean, versus: SampleMean, equal_variance: bool) -> Contrast:
    return _of_means(arm, versus, equal_variance)


@_contrast.register
def _(arm: Ratio, versus: Ratio, equal_variance: bool) -> Contrast:
    ours, theirs = (SampleMean.from_moments(linearised(value.moments)) for value in (arm, versus))
    return _of_means(ours, theirs, equal_variance)


@_contrast.register
def _(arm: Proportion, versus: Proportion, _equal_variance: bool) -> Contrast:
    # Laplace's two added units keep an arm where nobody (or everybody) did it from claiming certainty.
    smooth = [(p.successes + 1) / (p.units + 2) for p in (arm, versus)]
    ours, theirs = (rate * (1.0 - rate) / p.units for rate, p in zip(smooth, (arm, versus), strict=True))
    return Contrast(arm.mean, versus.mean, ours, theirs, math.inf, arm.units + versus.units)


@_contrast.register
def _(arm: AdjustedMean, versus: AdjustedMean, equal_variance: bool) -> Contrast:
    return _adjusted(arm.moments, versus.moments, equal_variance)


@_contrast.register
def _(arm: AdjustedRatio, versus: AdjustedRatio, equal_variance: bool) -> Contrast:
    return _adjusted(linearised(arm.moments), linearised(versus.moments), equal_variance)


def _of_means(arm: SampleMean, versus: SampleMean, equal_variance: bool) -> Contrast:
    units = arm.units + versus.units
    if equal_variance:
        pooled = (arm.squares + versus.squares) / (units - 2)
        ours, theirs, degrees = pooled / arm.units, pooled / versus.units, float(units - 2)
    else:
        ours, theirs = arm.variance / arm.units, versus.variance / versus.units
        degrees = satterthwaite((ours, theirs), (arm.units - 1, versus.units - 1))
    return Contrast(arm.mean, versus.mean, ours, theirs, degrees, units)


def satterthwaite(variances: tuple[float, ...], degrees: tuple[float, ...]) -> float:
    """Degrees of freedom of a sum of independent variance estimates (Satterthwaite 1946).

    >>> satterthwaite((1.0, 1.0), (9, 9))
    18.0
    """
    total = sum(variances)
    if total <= 0.0:
        return sum(degrees)
    # shares, not raw squares: the square of a tiny variance would underflow to nothing
    return 1.0 / sum((value / total) ** 2 / freedom for value, freedom in zip(variances, degrees, strict=True))


def slope(arm: AdjustedMean | AdjustedRatio, versus: AdjustedMean | AdjustedRatio) -> float:
    """The covariate's slope within arms (CUPED's theta): pooled over both, so that it equals the regression's on arm and covariate."""
    ours, theirs = (_covariate_moments(value) for value in (arm, versus))
    return _slope(ours, theirs)


def _covariate_moments(value: AdjustedMean | AdjustedRatio) -> Moments:
    return linearised(value.moments) if isinstance(value, AdjustedRatio) else value.moments


def _slope(arm: Moments, versus: Moments) -> float:
    spread = arm.product(1, 1) + versus.product(1, 1)
    if spread <= 0.0:
        raise DataError("The covariate is the same for every unit and so explains nothing; judge without it.")
    return (arm.product(0, 1) + versus.product(0, 1)) / spread


def _adjusted(arm: Moments, versus: Moments, equal_variance: bool) -> Contrast:
    """Analysis of covariance with one slope; with `equal_variance` exactly ordinary least squares of value on arm and covariate."""
    units = arm.units + versus.units
    require_units(units, 5)
    theta = _slope(arm, versus)
    left = [
        max(0.0, m.product(0, 0) - 2.0 * theta * m.product(0, 1) + theta * theta * m.product(1, 1))
        for m in (arm, versus)
    ]
    pooled = sum(left) / (units - 3)
    gap = arm.means[1] - versus.means[1]
    centre = (arm.units * arm.means[1] + versus.units * versus.means[1]) / units
    ours, theirs = (m.means[0] - theta * (m.means[1] - centre) for m in (arm, versus))
    slope_variance = pooled / (arm.product(1, 1) + versus.product(1, 1))
    if equal_variance:
        variances, degrees = (pooled / arm.units, pooled / versus.units), float(units - 3)
    else:
        # the slope costs one degree of freedom, which both arms' residuals share
        cost = (units - 2) / (units - 3)
        variances = (
            cost * left[0] / (arm.units - 1) / arm.units,
            cost * left[1] / (versus.units - 1) / versus.units,
        )
        degrees = max(1.0, satterthwaite(variances, (arm.units - 1, versus.units - 1)) - 1.0)
    return Contrast(ours, theirs, *variances, degrees, units, gap * gap * slope_variance)
