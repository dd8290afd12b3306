"""Difference in differences: what changed in the treated beyond what changed in those compared with them.

Every unit's series is first reduced to one number, its mean after minus its mean before, which makes the interval robust to values of
one unit being alike over time (Bertrand, Duflo, Mullainathan 2004, "How much should we trust differences-in-differences estimates?").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from argosy.core.errors import DataError
from argosy.methods.testing.fixed_horizon import Difference, compare
from argosy.methods.testing.matching import Pair
from argosy.methods.testing.statistics import SampleMean
from argosy.methods.testing.switchback import of_pairs

Series = Mapping[str, Sequence[float]]

_EXACT_UP_TO = 16


@dataclass(frozen=True, slots=True)
class PairedEffect:
    """The mean difference in differences over pairs, and the p-value of flipping which of each pair was treated."""

    difference: Difference
    permutation_p: float
    pairs: int


@dataclass(frozen=True, slots=True)
class GroupEffect:
    """The difference of the groups' mean changes, and the p-value of their trends having differed already before."""

    difference: Difference
    trend_p: float | None


def changes(before: Series, after: Series) -> dict[str, float]:
    """Each unit's mean after minus its mean before.

    >>> changes({"a": [1.0, 3.0]}, {"a": [5.0]})
    {'a': 3.0}
    """
    if set(before) != set(after):
        odd = min(set(before) ^ set(after))
        raise DataError(
            "Unit {unit} has a series only before or only after the start; give both or leave it out.", unit=odd
        )
    found = {}
    for unit in before:
        if not len(before[unit]) or not len(after[unit]):
            raise DataError(
                "The series of {unit} is empty before or after the start; give at least one value each.", unit=unit
            )
        change = float(np.mean(after[unit]) - np.mean(before[unit]))
        if not np.isfinite(change):
            raise DataError("The series of {unit} has a missing value; fill it or leave the unit out.", unit=unit)
        found[unit] = change
    return found


def matched_difference(pairs: Sequence[Pair], before: Series, after: Series, *, alpha: float = 0.05) -> PairedEffect:
    """The effect over matched pairs: Student's interval over pairs, and the sign-flip test (exact up to 16 pairs).

    >>> pairs = [Pair("a", "b", 0.0), Pair("c", "d", 0.0)]
    >>> found = matched_difference(pairs, dict.fromkeys("abcd", [1.0]), {"a": [3.0], "b": [1.0], "c": [5.0], "d": [1.0]})
    >>> found.difference.effect, found.permutation_p
    (3.0, 0.5)
    """
    if len(pairs) < 2:
        raise DataError(
            "{pairs} pairs are too few: two are the least, {missing} missing.", pairs=len(pairs), missing=2 - len(pairs)
        )
    moved = changes(before, after)
    absent = [name for pair in pairs for name in (pair.treated, pair.control) if name not in moved]
    if absent:
        raise DataError("Unit {unit} of a pair has no series; give it or leave the pair out.", unit=absent[0])
    gaps = [moved[pair.treated] - moved[pair.control] for pair in pairs]
    return PairedEffect(of_pairs(gaps, alpha), sign_flip_p(gaps), len(pairs))


def sign_flip_p(gaps: Sequence[float], *, draws: int = 20_000, seed: int = 20_260_101) -> float:
    """The share of ways to flip signs that gives a mean at least as far from 0; all ways up to 16 gaps, else seeded draws.

    >>> sign_flip_p([1.0, 2.0, 3.0])
    0.25
    """
    data = np.asarray(gaps, dtype=np.float64)
    observed = abs(data.mean()) * (1.0 - 1e-12)
    if data.size <= _EXACT_UP_TO:
        signs = 1.0 - 2.0 * (np.arange(1 << data.size)[:, None] >> np.arange(data.size) & 1)
        return float(np.mean(np.abs(signs @ data) / data.size >= observed))
    signs = np.random.default_rng(seed).choice((1.0, -1.0), size=(draws, data.size))
    return float((1 + np.sum(np.abs(signs @ data) / data.size >= observed)) / (draws + 1))


def difference_in_differences(
    treated: Sequence[str], before: Series, after: Series, *, alpha: float = 0.05
) -> GroupEffect:
    """The effect on `treated` units against all others in the series (Welch over units' changes).

    `trend_p` tests whether the slopes before the start were already different (None with fewer than three values before): a small one
    says the groups were not comparable.
    """
    moved = changes(before, after)
    unknown = sorted(set(treated) - set(moved))
    if unknown:
        raise DataError("Treated unit {unit} has no series; give it or leave it out.", unit=unknown[0])
    chosen = set(treated)
    ours, theirs = ([moved[unit] for unit in sorted(moved) if (unit in chosen) is inside] for inside in (True, False))
    found = compare(SampleMean.of(ours), SampleMean.of(theirs), alpha=alpha)
    slopes = {unit: _slope(before[unit]) for unit in moved} if min(len(before[unit]) for unit in moved) >= 3 else {}
    trends = [[slopes[unit] for unit in sorted(slopes) if (unit in chosen) is inside] for inside in (True, False)]
    steady = not slopes or all(np.ptp(group) == 0.0 for group in trends)
    return GroupEffect(found, None if steady else compare(SampleMean.of(trends[0]), SampleMean.of(trends[1])).p)


def _slope(values: Sequence[float]) -> float:
    steps = np.arange(len(values)) - (len(values) - 1) / 2.0
    return float(steps @ np.asarray(values, dtype=np.float64) / (steps @ steps))
