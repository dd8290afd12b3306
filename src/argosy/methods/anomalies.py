"""Which of many series left their own season at the end, false alarms bounded over all of them.

A series is foretold by simple rules (the median of its last values in phase; with two years of history also that, times the season a year
before); the rule with the smaller past errors is used. The last error is held against the spread of the past ones (median absolute
deviation, Student's t), so that a restless series alarms as rarely as a quiet one. How rare a large error truly is, one series cannot
tell: the past errors in phase of all series, each in units of its own spread, say it together, beyond the largest of them by a Pareto tail
(Hill, "A simple general approach to inference about the tail of a distribution", Annals of Statistics 3, 1975). The larger of the two
p-values counts, so that neither a heavy tail nor a restless series alarms; over all series false discoveries are bounded by
Benjamini and Hochberg ("Controlling the false discovery rate", JRSS B 57, 1995).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from argosy.methods.testing import benjamini_hochberg

Key = TypeVar("Key", bound=Hashable)
Floats = NDArray[np.float64]

MEMORY = 8
"""Values in phase whose median foretells the next: long enough for noise, short enough to follow a trend."""

FEWEST_IN_PHASE = 4
"""Values in phase below which nothing is foretold."""

FEWEST_ERRORS = 8
"""Past errors below which a spread says nothing."""

NEGLIGIBLE = 1e-9
"""A spread that rounding alone makes: a series that never varied."""

TAIL_SHARE = 0.02
"""Of all past errors the largest, which tell the tail; at least `FEWEST_IN_TAIL` of them."""

FEWEST_IN_TAIL = 10
FEWEST_POOLED = 40
"""Past errors of all series below which nothing is known of their tail: then it is taken for heavy."""

HEAVY_FREEDOM = 3.0

CONSISTENCY = 1.4826
"""Of the median absolute deviation with the standard deviation of normal errors."""


@dataclass(frozen=True)
class Anomaly(Generic[Key]):
    """The last value of a series against what was expected; `low` to `high` held it with probability 1 - level in the past.

    `p_adjusted` is the smallest false discovery rate at which it is still an alarm.
    """

    key: Key
    observed: float
    expected: float
    low: float
    high: float
    p: float
    p_adjusted: float

    @property
    def change(self) -> float:
        """Observed less expected."""
        return self.observed - self.expected


def anomalies(
    series: Mapping[Key, Sequence[float]], *, phase: int = 1, year: int | None = None, level: float = 0.05
) -> tuple[Anomaly[Key], ...]:
    """The series whose last value is out of their own season, the surest first; at most `level` of them are false alarms on average.

    `phase` is the season in steps (7: values of days, compared with the same weekday), `year` the steps of a year where the season of the
    year is to be tried too (52 for weeks). Series that are too short, or never vary, are not judged.

    >>> steady = [100.0, 104.0, 97.0, 101.0, 99.0] * 6
    >>> [one.key for one in anomalies({"steady": [*steady, 100.0], "broken": [*steady, 20.0]})]
    ['broken']
    """
    judged = [found for key, values in series.items() if (found := _judged(key, values, phase, year, level))]
    tail = _tail([errors for _, errors, _ in judged])
    weighed = [replace(one, p=max(one.p, tail(abs(last)))) for one, _, last in judged]
    adjusted = benjamini_hochberg([one.p for one in weighed])
    told = [replace(one, p_adjusted=p) for one, p in zip(weighed, adjusted, strict=True)]
    return tuple(sorted((one for one in told if one.p_adjusted <= level), key=lambda one: (one.p, str(one.key))))


def _tail(errors: Sequence[Floats]) -> Callable[[float], float]:
    """How often an error, in spreads, is so large by chance: by rank among all past errors, among the largest and beyond by their tail."""
    from scipy.special import stdtr

    pooled = np.sort(np.abs(np.concatenate(errors))) if errors else np.empty(0)
    count = len(pooled)
    if count < FEWEST_POOLED:
        usual = max(1.0, CONSISTENCY * float(np.median(pooled))) if count else 1.0
        return lambda size: 2.0 * float(stdtr(HEAVY_FREEDOM, -size / usual))
    kept = max(FEWEST_IN_TAIL, round(TAIL_SHARE * count))
    edge = float(pooled[count - kept - 1])
    if edge <= 0.0:
        return lambda size: 2.0 * float(stdtr(HEAVY_FREEDOM, -size))
    index = float(np.mean(np.log(pooled[count - kept :] / edge)))

    def chance(size: float) -> float:
        if size <= edge:
            return (1.0 + count - float(np.searchsorted(pooled, size))) / (count + 1.0)
        return (kept + 1.0) / (count + 1.0) * float((size / edge) ** (-1.0 / max(index, NEGLIGIBLE)))

    return chance


def _judged(
    key: Key, values: Sequence[float], phase: int, year: int | None, level: float
) -> tuple[Anomaly[Key], Floats, float] | None:
    """The last value by its own series alone; the past errors in phase and the last one in spreads. None where nothing can be said."""
    from scipy.special import stdtr, stdtrit

    raw = np.asarray(values, dtype=np.float64)
    if len(raw) < 2 or not np.isfinite(raw).all():
        return None
    ahead, back = _scale(raw)
    scaled = ahead(raw)
    rules = [_median_rule(scaled, phase)]
    if year is not None and len(raw) > 2 * year:
        rules.append(_season_rule(scaled, phase, year))
    best = min(rules, key=lambda rule: _roughness(scaled, rule))
    errors = (scaled - best)[:-1]
    errors = errors[np.isfinite(errors)]
    if len(errors) < FEWEST_ERRORS or not math.isfinite(best[-1]):
        return None
    middle = float(np.median(errors))
    spread = CONSISTENCY * float(np.median(np.abs(errors - middle)))
    if spread <= NEGLIGIBLE * (1.0 + abs(float(best[-1]))):
        return None
    freedom = _freedom(errors)
    wide = spread * math.sqrt(1.0 + 1.0 / len(errors))
    centre = float(best[-1]) + middle
    reach = float(stdtrit(freedom, 1.0 - level / 2.0)) * wide
    p = 2.0 * float(stdtr(freedom, -abs(float(scaled[-1]) - centre) / wide))
    found = Anomaly(key, float(raw[-1]), back(centre), back(centre - reach), back(centre + reach), p, p)
    in_phase = (scaled - best)[len(raw) - 1 - phase :: -phase]  # weekends scatter otherwise than working days
    return found, (in_phase[np.isfinite(in_phase)] - middle) / spread, (float(scaled[-1]) - centre) / wide


def _scale(values: Floats) -> tuple[Callable[[Floats], Floats], Callable[[float], float]]:
    """Logarithms of what is above zero, square roots of what is not below it, so that a busy season does not look restless; and back."""
    if (values > 0.0).all():
        return (lambda numbers: np.log(numbers)), (lambda number: math.exp(min(number, 700.0)))
    if (values >= 0.0).all():
        return (lambda numbers: np.sqrt(numbers)), (lambda number: max(number, 0.0) ** 2)
    return (lambda numbers: numbers), (lambda number: number)


def _median_rule(values: Floats, phase: int) -> Floats:
    """What the last values in phase foretell, per place; not a number where there are too few."""
    lagged = np.full((MEMORY, len(values)), np.nan)
    for lag in range(1, MEMORY + 1):
        lagged[lag - 1, lag * phase :] = values[: max(len(values) - lag * phase, 0)]
    foretold = np.full(len(values), np.nan)
    enough = slice(FEWEST_IN_PHASE * phase, None)
    foretold[enough] = np.nanmedian(lagged[:, enough], axis=0)
    return foretold


def _season_rule(values: Floats, phase: int, year: int) -> Floats:
    """The same, shifted by how the season stood a year before against the values that led up to it."""
    foretold = _median_rule(values, phase)
    shifted = np.full(len(values), np.nan)
    shifted[year:] = foretold[year:] + values[: len(values) - year] - foretold[: len(values) - year]
    return shifted


def _roughness(values: Floats, foretold: Floats) -> float:
    """The root mean square of a rule's past errors (a season missed once a year must count); infinite where it has too few to tell."""
    errors = (values - foretold)[:-1]
    known = errors[np.isfinite(errors)]
    return float(np.sqrt(np.mean(known**2))) if len(known) >= FEWEST_ERRORS else math.inf


def _freedom(errors: Floats) -> float:
    """Degrees of freedom of the Student's t with the tails of the errors: 4 + 6 / excess kurtosis, at most their number less one."""
    centred = errors - errors.mean()
    variance = float(np.mean(centred**2))
    excess = float(np.mean(centred**4)) / variance**2 - 3.0 if variance > 0.0 else 0.0
    most = len(errors) - 1.0
    return min(most, 4.0 + 6.0 / excess) if excess > 0.0 else most
