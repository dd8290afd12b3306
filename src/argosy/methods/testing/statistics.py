"""Sufficient statistics: what one arm's data say about one metric, in a few numbers that add up.

A store sends sums, never rows. Every value is frozen, additive (`+` joins two disjoint groups of units) and knows its `mean` and the
`variance` of one unit's contribution, so that `variance / units` is the squared standard error of the mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from argosy.core.errors import DataError, RequestError
from argosy.methods.testing.moments import Moments


def require_units(units: int, least: int = 2) -> None:
    """Raise `DataError`, with how many are missing, where there are fewer than `least` units."""
    if units < least:
        raise DataError(
            "{units} units are too few: {least} are the least that can be judged, so {missing} are missing; collect more.",
            units=units,
            least=least,
            missing=least - units,
        )


@dataclass(frozen=True, slots=True)
class SampleMean:
    """The mean of a value measured once per unit; `squares` is the sum of squared deviations from it.

    >>> SampleMean.of([1.0, 2.0]) + SampleMean.of([3.0]) == SampleMean(3, 2.0, 2.0)
    True
    """

    units: int
    mean: float
    squares: float

    @classmethod
    def of(cls, values: ArrayLike) -> SampleMean:
        """The statistic of an array with one value per unit."""
        return cls.from_moments(Moments.of(values))

    @classmethod
    def from_moments(cls, moments: Moments) -> SampleMean:
        """The statistic of the moments of one column."""
        return cls(moments.units, moments.means[0], moments.products[0])

    @classmethod
    def from_sums(cls, units: int, total: float, total_squares: float) -> SampleMean:
        """The statistic of raw sums; where the mean is large beside the spread, digits are lost: prefer `of`.

        >>> SampleMean.from_sums(2, 3.0, 5.0)
        SampleMean(units=2, mean=1.5, squares=0.5)
        """
        require_units(units, 1)
        return cls(units, total / units, max(0.0, total_squares - total * total / units))

    @property
    def variance(self) -> float:
        """The sample variance (divisor n - 1)."""
        require_units(self.units)
        return self.squares / (self.units - 1)

    def __add__(self, other: SampleMean) -> SampleMean:
        moments = Moments(self.units, (self.mean,), (self.squares,)) + Moments(
            other.units, (other.mean,), (other.squares,)
        )
        return SampleMean.from_moments(moments)


@dataclass(frozen=True, slots=True)
class Proportion:
    """How many of the units did it: a yes or no measured once per unit.

    >>> (Proportion(10, 3) + Proportion(10, 1)).mean
    0.2
    """

    units: int
    successes: int

    def __post_init__(self) -> None:
        if not 0 <= self.successes <= self.units:
            raise DataError(
                "{successes} successes of {units} units cannot be; count each unit once.",
                successes=self.successes,
                units=self.units,
            )

    @classmethod
    def of(cls, values: ArrayLike) -> Proportion:
        """The statistic of an array of 0 and 1, one per unit."""
        data = np.asarray(values, dtype=np.float64)
        if not np.isin(data, (0.0, 1.0)).all():
            raise DataError("A proportion is counted from 0 and 1 only; use a mean for other values.")
        return cls(data.size, int(data.sum()))

    @property
    def mean(self) -> float:
        """The share of units that did it, 0 to 1."""
        require_units(self.units, 1)
        return self.successes / self.units

    @property
    def variance(self) -> float:
        """p (1 - p)."""
        return self.mean * (1.0 - self.mean)

    def __add__(self, other: Proportion) -> Proportion:
        return Proportion(self.units + other.units, self.successes + other.successes)


@dataclass(frozen=True, slots=True)
class Ratio:
    """Sum of one value over sum of another, each summed per unit first (columns of `moments`: numerator, denominator).

    The delta method gives its variance (Deng, Knoblich, Lu 2018, "Applying the delta method in metric analytics"). With the number
    of rows as denominator it is the mean over rows, robust to rows of one unit being alike (cluster-robust).

    >>> Ratio.of([2.0, 4.0], [1.0, 3.0]).mean
    1.5
    """

    moments: Moments

    @classmethod
    def of(cls, numerator: ArrayLike, denominator: ArrayLike) -> Self:
        """The statistic of two arrays with one sum per unit."""
        return cls(Moments.of(numerator, denominator))

    @property
    def units(self) -> int:
        """Number of units (not rows)."""
        return self.moments.units

    @property
    def mean(self) -> float:
        """Sum of the numerators over sum of the denominators."""
        return _ratio(self.moments)

    @property
    def variance(self) -> float:
        """Variance of one unit's linearised contribution (numerator - ratio x denominator) / mean denominator."""
        require_units(self.units)
        return linearised(self.moments).product(0, 0) / (self.units - 1)

    def __add__(self, other: Ratio) -> Ratio:
        return Ratio(self.moments + other.moments)


@dataclass(frozen=True, slots=True)
class AdjustedMean:
    """A mean beside a covariate known before the test (columns of `moments`: value, covariate); CUPED when compared.

    Deng, Xu, Kohavi, Walker 2013, "Improving the sensitivity of online controlled experiments by utilizing pre-experiment data".
    """

    moments: Moments

    @classmethod
    def of(cls, values: ArrayLike, covariate: ArrayLike) -> Self:
        """The statistic of two arrays with one value per unit."""
        return cls(Moments.of(values, covariate))

    @property
    def units(self) -> int:
        """Number of units."""
        return self.moments.units

    @property
    def mean(self) -> float:
        """The plain, unadjusted mean."""
        return self.moments.means[0]

    @property
    def variance(self) -> float:
        """The plain, unadjusted variance (divisor n - 1)."""
        require_units(self.units)
        return self.moments.covariance(0, 0)

    def __add__(self, other: AdjustedMean) -> AdjustedMean:
        return AdjustedMean(self.moments + other.moments)


@dataclass(frozen=True, slots=True)
class AdjustedRatio:
    """A ratio beside a covariate known before the test (columns: numerator, denominator, covariate, each per unit)."""

    moments: Moments

    @classmethod
    def of(cls, numerator: ArrayLike, denominator: ArrayLike, covariate: ArrayLike) -> Self:
        """The statistic of three arrays with one value per unit."""
        return cls(Moments.of(numerator, denominator, covariate))

    @property
    def units(self) -> int:
        """Number of units (not rows)."""
        return self.moments.units

    @property
    def mean(self) -> float:
        """The plain, unadjusted ratio."""
        return _ratio(self.moments)

    @property
    def variance(self) -> float:
        """The plain, unadjusted variance of one unit's linearised contribution."""
        require_units(self.units)
        return linearised(self.moments).product(0, 0) / (self.units - 1)

    def __add__(self, other: AdjustedRatio) -> AdjustedRatio:
        return AdjustedRatio(self.moments + other.moments)


Statistic = SampleMean | Proportion | Ratio | AdjustedMean | AdjustedRatio


def linearised(moments: Moments) -> Moments:
    """Moments of (ratio's linearised contribution, further columns) from those of (numerator, denominator, further columns).

    Around its ratio R a unit contributes R + (numerator - R x denominator) / mean denominator.
    """
    ratio, size = _ratio(moments), moments.means[1]
    rest = range(2, len(moments.means))
    own = moments.product(0, 0) - 2.0 * ratio * moments.product(0, 1) + ratio * ratio * moments.product(1, 1)
    crossed = [(moments.product(0, k) - ratio * moments.product(1, k)) / size for k in rest]
    others = [moments.product(j, k) for j in rest for k in rest if k >= j]
    return Moments(
        moments.units, (ratio, *(moments.means[k] for k in rest)), (max(0.0, own) / (size * size), *crossed, *others)
    )


def _ratio(moments: Moments) -> float:
    require_units(moments.units, 1)
    if moments.means[1] == 0.0:
        raise RequestError(
            "The denominator of the ratio adds up to 0; judge the numerator alone, or another denominator."
        )
    return moments.means[0] / moments.means[1]
