"""The smallest set of slices that makes the moment likely.

Every leaf is usual or belongs to a slice that broke. A set of slices scores its log posterior odds against nothing having broken: evidence
summed over leaves, averaged over severities and over the noise, plus the slices' prior (so that ten thousand candidates do not find
something in noise). Slices of one direction share one severity, for they are one incident: what moved far less than the main slice is its
echo, not another cause. Slices are added one at a time, each the best of *all* (branch and bound, exact), while the odds rise enough; then
each is taken out and looked for again beside the others, and kept only if it still pays (explaining away).

A scan for over-dispersed data in the spirit of Kulldorff ("A spatial scan statistic", Communications in Statistics 26, 1997) in its
Bayesian form (Neill, Moore and Cooper, "A Bayesian spatial scan statistic", NIPS 2005), over conjunctions of attributes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from argosy.methods.slices.evidence import LEVEL, OVERDISPERSION, Evidence
from argosy.methods.slices.lattice import Lattice

Floats: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]

MOST_SLICES = 12
"""Additions that are tried; what needs more than this has no root cause to name."""

ROUNDING = 1e-6
"""Part of log odds that rounding may make: they are sums of millions of terms, in another order each time."""

MATERIAL = 0.05
"""Of what the largest slice moved: what moved less explains nothing anybody would act on, however sure it is."""

BATCH = 32
"""Slices scored exactly at once."""


@dataclass(frozen=True)
class Broken:
    """A slice of the answer: its row in the lattice, its direction (0 down, 1 up), the leaves it accounts for, and its log-likelihood
    under each noise and severity."""

    row: int
    direction: int
    leaves: Mask
    evidence: Floats


@dataclass(frozen=True)
class Problem:
    """What the search works on. `surplus` is seen minus expected per leaf; `usual_movement` how far the total strays anyway: what a further
    slice, beside those found, must exceed to be worth naming."""

    lattice: Lattice
    evidence: Evidence
    surplus: Floats
    usual_movement: float
    level: float = LEVEL

    @property
    def least_odds(self) -> float:
        """Log odds that every slice has to raise the answer by."""
        return float(np.log(1.0 / self.level))


def find_slices(problem: Problem) -> tuple[Broken, ...]:
    """The slices of the answer, largest surplus first; empty where nothing broke.

    Several slices of a small table make the noise look large as long as one of them is unnamed, so that none would be named first. So they
    are looked for under the noise of the past too, taken for known; whatever is found so has to pay under the noise that is not known.
    """
    found = _grown(problem)
    for columns in _past_noises(problem.evidence):
        other = _carried_over(problem, _grown(replace(problem, evidence=_at_noise(problem.evidence, columns))))
        if other and log_odds(problem, other) > max(log_odds(problem, found), problem.least_odds) + ROUNDING:
            found = other
    named = [_aptly_named(problem, slice_, found) for slice_ in found]
    moved = {slice_.row: abs(float(problem.surplus[slice_.leaves].sum())) for slice_ in named}
    material = [slice_ for slice_ in named if moved[slice_.row] >= MATERIAL * max(moved.values())]
    return tuple(sorted(material, key=lambda slice_: (-moved[slice_.row], slice_.row)))


def _grown(problem: Problem) -> list[Broken]:
    """Slices added one at a time, each the best of all, until none raises the odds enough."""
    found: list[Broken] = []
    for _ in range(MOST_SLICES):
        added = _best_addition(problem, found)
        if added is None:
            break
        found = _settled(problem, [*found, added])
    return found


def _past_noises(evidence: Evidence) -> Iterator[NDArray[np.int64]]:
    """Columns of one noise, with and without drift: the noise likeliest beforehand, and those one and two decades above it."""
    noises = len(OVERDISPERSION)
    likeliest = int(np.argmax(evidence.prior[:noises]))
    for place in range(likeliest, min(likeliest + 5, noises), 2):
        yield np.arange(place, len(evidence.prior), noises)


def _at_noise(evidence: Evidence, columns: NDArray[np.int64]) -> Evidence:
    down, up = (side[:, columns] for side in evidence.broken)
    prior = evidence.prior[columns] - np.logaddexp.reduce(evidence.prior[columns])
    return replace(
        evidence, usual=evidence.usual[:, columns], broken=(down, up), prior=prior, drifted=evidence.drifted[columns]
    )


def _carried_over(problem: Problem, found: Sequence[Broken]) -> list[Broken]:
    """Slices found elsewhere, weighed under every noise, and only those of them that pay there."""
    kept: list[Broken] = []
    for slice_ in found:
        again = _as_broken(problem, slice_.row, slice_.direction, _untouched(problem, kept))
        if again.leaves.any():
            kept.append(again)
    return _settled(problem, kept, steady=0)


def whole_moved(problem: Problem, found: Sequence[Broken]) -> bool:
    """Whether the whole having moved alike is likelier than `found`: as a drift of the usual kind, or as one slice without conditions."""
    evidence, total = problem.evidence, float(problem.surplus.sum())
    usual = evidence.prior + evidence.usual.sum(axis=0)
    if evidence.drifted.any():
        drifted, steady = (np.logaddexp.reduce(usual[which]) for which in (evidence.drifted, ~evidence.drifted))
        return not found and evidence.unusual_drift and bool(drifted > steady)
    if total == 0.0:
        return False
    whole = _as_broken(problem, 0, int(total > 0), np.ones(len(problem.surplus), dtype=np.bool_))
    return log_odds(problem, [whole]) > max(problem.least_odds, log_odds(problem, found))


def log_odds(problem: Problem, found: Sequence[Broken]) -> float:
    """Log posterior odds of `found` against nothing having broken."""
    evidence = problem.evidence
    usual = evidence.prior + evidence.usual[_untouched(problem, found)].sum(axis=0)
    joint = np.logaddexp.reduce(usual + sum(_severity(_carried(problem, found, direction)) for direction in (0, 1)))
    nothing = np.logaddexp.reduce(evidence.prior + evidence.usual.sum(axis=0))
    return float(joint - nothing + sum(_prior(problem.lattice)[slice_.row] for slice_ in found))


def _settled(problem: Problem, found: list[Broken], steady: int = 1) -> list[Broken]:
    """Each slice in turn taken out and looked for again beside the others, until all stay as they are; the last
    `steady` of them were just found so.

    Ends, for the odds rise, beyond what summing in another order does to them, or a slice goes with every change.
    """
    while steady < len(found):
        first, others = found[0], found[1:]
        again = _best_addition(problem, others)
        if again is None:
            found, steady = others, 1
        elif not _is_same(again, first) and _rises(log_odds(problem, found), log_odds(problem, [*others, again])):
            found, steady = [*others, again], 1
        else:
            found, steady = [*others, first], steady + 1
    return found


def _is_same(one: Broken, other: Broken) -> bool:
    return (one.row, one.direction) == (other.row, other.direction) and bool((one.leaves == other.leaves).all())


def _rises(odds: float, others: float) -> bool:
    return others > odds + ROUNDING * (1.0 + abs(odds))


def _untouched(problem: Problem, found: Sequence[Broken]) -> Mask:
    untouched = np.ones(len(problem.surplus), dtype=np.bool_)
    for slice_ in found:
        untouched &= ~slice_.leaves
    return untouched


def _prior(lattice: Lattice) -> Floats:
    """Log probability of each slice beforehand, either direction as likely."""
    prior: Floats = lattice.prior - np.log(2.0)
    return prior


def _carried(problem: Problem, found: Sequence[Broken], direction: int) -> Floats:
    """Joint evidence (noise, severity) of the slices of one direction."""
    start = np.zeros(problem.evidence.broken[direction].shape[1:])
    return sum((slice_.evidence for slice_ in found if slice_.direction == direction), start)


def _severity(evidence: Floats) -> Floats:
    """Evidence averaged over severities: (..., noise)."""
    mixed: Floats = np.logaddexp.reduce(evidence, axis=-1) - np.log(evidence.shape[-1])
    return mixed


def _best_addition(problem: Problem, found: Sequence[Broken]) -> Broken | None:
    """The slice of untouched leaves that raises the odds most, or None if none raises them by enough."""
    untouched = _untouched(problem, found)
    evidence = problem.evidence
    usual = np.where(untouched[:, None], evidence.usual, 0.0)
    carried = [_carried(problem, found, direction) for direction in (0, 1)]
    rest = evidence.prior + usual.sum(axis=0)
    nothing = float(np.logaddexp.reduce(rest + _severity(carried[0]) + _severity(carried[1])))
    surplus = problem.lattice.holds @ np.where(untouched, problem.surplus, 0.0)
    material = np.abs(surplus) > problem.usual_movement if found else np.ones(len(surplus), dtype=np.bool_)
    best: tuple[float, int, int] | None = None
    for direction in (1, 0):
        allowed = ((surplus > 0) if direction else (surplus < 0)) & material & ~problem.lattice.whole
        gain = np.where(untouched[:, None, None], evidence.broken[direction] - evidence.usual[:, :, None], 0.0)
        beside = rest - nothing + _severity(carried[1 - direction])
        floor = problem.least_odds if best is None else best[0]
        for row, score in _scores(problem.lattice, gain, beside, carried[direction], allowed, floor):
            if score > floor and (best is None or (score, -row) > (best[0], -best[1])):
                best = (score, row, direction)
    return None if best is None else _as_broken(problem, best[1], best[2], untouched)


def _scores(
    lattice: Lattice, gain: Floats, beside: Floats, carried: Floats, allowed: Mask, floor: float
) -> Iterator[tuple[int, float]]:
    """Exact scores, in the order of their upper bounds (each leaf choosing its own severity), while a bound is above the best so far."""
    rows = np.flatnonzero(allowed)
    prior = _prior(lattice)[rows]
    bound = np.logaddexp.reduce(lattice.holds[rows] @ gain.max(axis=2) + (beside + _severity(carried)), axis=1) + prior
    order = np.argsort(-bound, kind="stable")
    leaves, noises, severities = gain.shape
    flat = gain.reshape(leaves, noises * severities)
    best = floor
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        if bound[batch[0]] < best - 1e-9:
            return
        sums = (lattice.holds[rows[batch]] @ flat).reshape(len(batch), noises, severities)
        scores = np.logaddexp.reduce(_severity(sums + carried) + beside, axis=1) + prior[batch]
        best = max(best, float(scores.max()))
        yield from zip(rows[batch].tolist(), scores.tolist(), strict=True)


def _as_broken(problem: Problem, row: int, direction: int, untouched: Mask) -> Broken:
    leaves = np.zeros(len(untouched), dtype=np.bool_)
    leaves[problem.lattice.holds[row].indices] = True
    leaves &= untouched
    return Broken(row, direction, leaves, problem.evidence.broken[direction][leaves].sum(axis=0))


def _aptly_named(problem: Problem, slice_: Broken, found: Sequence[Broken]) -> Broken:
    """The same leaves under the name that says least beyond them: of the slices that cover them, and otherwise only leaves of other slices
    found, the one with fewest of those, then with fewest conditions."""
    holds = problem.lattice.holds
    others = ~_untouched(problem, [other for other in found if other is not slice_]) & ~slice_.leaves
    covered = holds @ slice_.leaves.astype(np.float64)
    overlap = holds @ others.astype(np.float64)
    size = holds @ np.ones(len(others))
    fits = np.flatnonzero((covered == slice_.leaves.sum()) & (size == covered + overlap) & ~problem.lattice.whole)
    order = np.lexsort((fits, -problem.lattice.prior[fits], problem.lattice.sizes[fits], overlap[fits]))
    return replace(slice_, row=int(fits[order[0]])) if len(fits) else slice_
