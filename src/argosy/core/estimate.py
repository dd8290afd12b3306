"""An estimate: a number with its uncertainty, never without."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from argosy.core.errors import FaultError

DEFAULT_LEVEL = 0.8


@dataclass(frozen=True)
class Estimate:
    """`metric` is about `point` and, with probability `level`, between `low` and `high`, all in `unit`.

    `metric` is a metric's slug; `unit` is a currency (`EUR`), `EUR/year`, `/1` for a fraction, `days` and the like.

    >>> Estimate("net_sales", 100.0, 80.0, 130.0, "EUR").scaled(12)
    Estimate(metric='net_sales', point=1200.0, low=960.0, high=1560.0, unit='EUR', level=0.8)
    """

    metric: str
    point: float
    low: float
    high: float
    unit: str
    level: float = DEFAULT_LEVEL

    def __post_init__(self) -> None:
        for name in ("point", "low", "high", "level"):
            object.__setattr__(self, name, float(getattr(self, name)))
        if not all(math.isfinite(value) for value in (self.point, self.low, self.high)):
            raise FaultError("The estimate of {metric} is not a finite number.", metric=self.metric)
        if not self.low <= self.point <= self.high:
            raise FaultError(
                "The estimate of {metric} is out of order: {low} to {high} does not hold {point}.",
                metric=self.metric,
                low=self.low,
                high=self.high,
                point=self.point,
            )
        if not 0 < self.level < 1:
            raise FaultError(
                "The level of the estimate of {metric} is {level}, not between 0 and 1.",
                metric=self.metric,
                level=self.level,
            )

    @classmethod
    def exact(cls, metric: str, value: float, unit: str, level: float = DEFAULT_LEVEL) -> Estimate:
        """A number that is known, not estimated: an interval of no width."""
        return cls(metric, value, value, value, unit, level)

    @property
    def is_above_zero(self) -> bool:
        """Whether the whole interval lies above zero."""
        return self.low > 0

    @property
    def is_below_zero(self) -> bool:
        """Whether the whole interval lies below zero."""
        return self.high < 0

    def scaled(self, factor: float, unit: str | None = None) -> Estimate:
        """Times a known factor; a negative one swaps the ends. `unit` is the new unit where the factor changes it.

        >>> Estimate("margin", 2.0, 1.0, 4.0, "EUR").scaled(-1)
        Estimate(metric='margin', point=-2.0, low=-4.0, high=-1.0, unit='EUR', level=0.8)
        """
        low, high = sorted((self.low * factor, self.high * factor))
        return replace(self, point=self.point * factor, low=low, high=high, unit=self.unit if unit is None else unit)

    def shifted(self, amount: float) -> Estimate:
        """Plus a known amount in the same unit."""
        return replace(self, point=self.point + amount, low=self.low + amount, high=self.high + amount)

    def renamed(self, metric: str) -> Estimate:
        """The same interval as an estimate of another metric."""
        return replace(self, metric=metric)

    def __add__(self, other: Estimate) -> Estimate:
        """The sum of two *independent* estimates in one unit and at one level.

        The distances from point to low, and from point to high, add in quadrature, which is exact for normal errors.

        >>> Estimate("sales", 10.0, 7.0, 13.0, "EUR") + Estimate("sales", 20.0, 16.0, 24.0, "EUR")
        Estimate(metric='sales', point=30.0, low=25.0, high=35.0, unit='EUR', level=0.8)
        """
        if not isinstance(other, Estimate):
            return NotImplemented
        if (self.unit, self.level, self.metric) != (other.unit, other.level, other.metric):
            raise FaultError(
                "Estimates of {left} and {right} cannot be added: metric, unit and level must be the same.",
                left=f"{self.metric} [{self.unit}, {self.level}]",
                right=f"{other.metric} [{other.unit}, {other.level}]",
            )
        point = self.point + other.point
        below = math.hypot(self.point - self.low, other.point - other.low)
        above = math.hypot(self.high - self.point, other.high - other.point)
        return replace(self, point=point, low=point - below, high=point + above)

    def __neg__(self) -> Estimate:
        return self.scaled(-1.0)

    def __sub__(self, other: Estimate) -> Estimate:
        return self + (-other)

    def to_json(self) -> dict[str, str | float]:
        """All six fields as JSON types."""
        return {
            "metric": self.metric,
            "point": self.point,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "level": self.level,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Estimate:
        """The inverse of `to_json`."""
        numbers = (float(str(data[name])) for name in ("point", "low", "high"))
        point, low, high = numbers
        return cls(
            str(data["metric"]), point, low, high, str(data["unit"]), float(str(data.get("level", DEFAULT_LEVEL)))
        )


def combined(estimates: Iterable[Estimate], metric: str) -> Estimate | None:
    """The sum of independent estimates under a new name; None where there are none to add."""
    result: Estimate | None = None
    for estimate in estimates:
        renamed = estimate.renamed(metric)
        result = renamed if result is None else result + renamed
    return result
