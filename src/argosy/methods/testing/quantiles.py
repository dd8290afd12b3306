"""Quantiles of two arms compared without resampling: Woodruff's interval for each arm, joined by Newcombe's square-and-add.

The share of values below the quantile has a known error (binomial, or by the delta method where several rows belong to one unit: Deng,
Knoblich, Lu 2018, section 4); read back through the order statistics it bounds the quantile (Woodruff 1952). The two arms' one-sided
distances add in squares (Newcombe 1998; Zou, Donner 2008), which keeps the interval of a skewed value as lopsided as it should be.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from argosy.core.errors import DataError
from argosy.methods.testing.contrast import Contrast
from argosy.methods.testing.distributions import normal_quantile, normal_tail, require_share
from argosy.methods.testing.fixed_horizon import Difference
from argosy.methods.testing.sequential import PLANNED_UNITS, always_valid
from argosy.methods.testing.statistics import Ratio

_FARTHEST = 38.0
"""Beyond this many standard errors a normal tail is 0 in double precision."""


@dataclass(frozen=True, eq=False)
class QuantileSample:
    """One arm's values, sorted, with the `level` of the quantile and the standard error of the share of values below it."""

    values: NDArray[np.float64]
    level: float
    share_error: float
    units: int

    @classmethod
    def of(cls, values: ArrayLike, level: float, units: ArrayLike | None = None) -> QuantileSample:
        """From the values of an arm, one per row; `units` names the unit of each row where rows of one unit are alike.

        Raises `DataError` with how many rows are missing where the interval would reach beyond the last value.
        """
        require_share("The quantile", level)
        data = np.asarray(values, dtype=np.float64)
        if data.size < 2 or not np.isfinite(data).all():
            raise DataError("A quantile needs at least two finite values, not {rows}; collect more.", rows=data.size)
        if units is None:
            error, count = math.sqrt(level * (1.0 - level) / data.size), data.size
        else:
            error, count = _clustered_error(data, level, np.asarray(units))
        _require_rows(level, error, data.size)
        return cls(np.sort(data), level, error, count)

    @property
    def mean(self) -> float:
        """The quantile itself, interpolated between order statistics as numpy and DuckDB do."""
        return self.at(0.0)

    def at(self, z: float) -> float:
        """The value at the quantile's rank moved by `z` standard errors."""
        rank = min(1.0, max(0.0, self.level + z * self.share_error)) * (self.values.size - 1)
        below = int(rank)
        above = min(below + 1, self.values.size - 1)
        return float(self.values[below] + (rank - below) * (self.values[above] - self.values[below]))


def _clustered_error(data: NDArray[np.float64], level: float, units: NDArray[np.generic]) -> tuple[float, int]:
    below = data <= np.quantile(data, level)
    _, code = np.unique(units, return_inverse=True)
    ratio = Ratio.of(np.bincount(code, weights=below), np.bincount(code).astype(np.float64))
    return math.sqrt(ratio.variance / ratio.units), ratio.units


def _require_rows(level: float, error: float, rows: int) -> None:
    room = min(level, 1.0 - level)
    reach = 1.96 * error
    if reach >= room:
        needed = math.ceil(rows * (reach / room) ** 2) + 1
        raise DataError(
            "{rows} rows are too few for the {level} quantile: its interval would reach beyond the last value; "
            "about {missing} more are needed.",
            rows=rows,
            level=level,
            missing=needed - rows,
        )


def compare_quantiles(arm: QuantileSample, versus: QuantileSample, *, alpha: float = 0.05) -> Difference:
    """The difference of two arms' quantiles with its interval; the p-value is the level at which the interval just touches 0.

    >>> values = np.arange(400.0)
    >>> found = compare_quantiles(QuantileSample.of(values + 100.0, 0.5), QuantileSample.of(values, 0.5))
    >>> found.effect, found.low < 100.0 < found.high, found.p < 0.001
    (100.0, True, True)
    """
    require_share("alpha", alpha)
    low, high = _bounds(arm, versus, normal_quantile(1.0 - alpha / 2.0))
    effect = arm.mean - versus.mean
    return Difference(effect, low, high, _p(arm, versus, effect), _contrast(arm, versus).standard_error, math.inf)


def compare_quantiles_always_valid(
    arm: QuantileSample, versus: QuantileSample, *, alpha: float = 0.05, planned_units: int = PLANNED_UNITS
) -> Difference:
    """The same difference, valid at every look, with the standard error read from the 95 % intervals of both arms."""
    require_share("alpha", alpha)
    return always_valid(_contrast(arm, versus), alpha, planned_units)


def _contrast(arm: QuantileSample, versus: QuantileSample) -> Contrast:
    z = normal_quantile(0.975)
    ours, theirs = (
        (_squared_length(sample, z) + _squared_length(sample, -z)) / (2.0 * z * z) for sample in (arm, versus)
    )
    if ours + theirs <= 0.0:
        raise DataError(
            "The values around the quantile are all equal, so no interval exists; choose another quantile or the mean."
        )
    return Contrast(arm.mean, versus.mean, ours, theirs, math.inf, arm.units + versus.units)


def _bounds(arm: QuantileSample, versus: QuantileSample, z: float) -> tuple[float, float]:
    effect = arm.mean - versus.mean
    down = math.sqrt(_squared_length(arm, -z) + _squared_length(versus, z))
    up = math.sqrt(_squared_length(arm, z) + _squared_length(versus, -z))
    return effect - down, effect + up


def _squared_length(sample: QuantileSample, z: float) -> float:
    """The squared distance from the quantile to its one-sided bound, without bias.

    The bound lies about `steps` order statistics away. The sum of so many spacings, each about exponential, has a squared mean that is
    steps / (steps + 1) of its mean square; uncorrected, the joined interval of 400 values would hold the truth 96 times of a hundred.
    """
    steps = abs(z) * sample.share_error * sample.values.size
    length = sample.at(z) - sample.mean
    return length * length * steps / (steps + 1.0)


def _p(arm: QuantileSample, versus: QuantileSample, effect: float) -> float:
    if effect == 0.0:
        return 1.0
    inside, outside = 0.0, _FARTHEST
    for _ in range(44):
        middle = (inside + outside) / 2.0
        low, high = _bounds(arm, versus, middle)
        if low <= 0.0 <= high:
            outside = middle
        else:
            inside = middle
    return min(1.0, 2.0 * normal_tail(inside))
