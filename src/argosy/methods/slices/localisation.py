"""Find the slices in which a figure broke at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from argosy.core.text import Text
from argosy.methods.slices.cube import HISTORY, Cube, read_cube
from argosy.methods.slices.evidence import LEVEL, weigh
from argosy.methods.slices.expectation import Expectation, expect
from argosy.methods.slices.lattice import Lattice, build_lattice
from argosy.methods.slices.result import Localisation, Slice
from argosy.methods.slices.search import Broken, Problem, find_slices, log_odds, whole_moved

if TYPE_CHECKING:
    from argosy.methods.slices.query import Source

Floats: TypeAlias = NDArray[np.float64]


def localise(
    table: Source,
    *,
    value: str,
    per: str | None = None,
    time: str,
    at: object,
    by: Sequence[str],
    history: int = HISTORY,
    season: int = 1,
    level: float = LEVEL,
) -> Localisation:
    """The smallest set of slices (conjunctions of members of `by`) in which the figure broke at `at` against its own past.

    `table` is an Arrow table or a DuckDB relation in long form, any number of rows per stamp and combination. The figure is the sum of
    `value`, or the ratio of the sums of `value` and `per`. Up to `history` stamps before `at` are its past; with `season`, only every
    `season`-th of them (7: the same weekday of daily stamps).

    Odds of 1 / `level` are asked of every slice. The answer depends on nothing but the arguments.

    Raises `RequestError` where the request does not fit the table (unknown column, a moment that cannot be read) and `DataError` where
    the table cannot answer it (no rows at that moment, no past, text in a number, a denominator below zero).
    """
    cube = read_cube(table, value=value, per=per, time=time, at=at, by=by, history=history, season=season)
    expectation = expect(cube)
    informative = _informative(expectation)
    expectation = expectation.at_leaves(informative)
    lattice = build_lattice(cube.leaves[informative])
    surplus = expectation.seen - expectation.expected
    problem = Problem(lattice, weigh(expectation), surplus, _usual_movement(expectation), level)
    found = find_slices(problem)
    return _told(cube, expectation, problem, found)


def _informative(expectation: Expectation) -> NDArray[np.bool_]:
    """Leaves that say anything: with a denominator, or with something seen or expected."""
    if expectation.weight is not None:
        return expectation.weight > 0
    return (np.abs(expectation.seen) > 0) | (np.abs(expectation.expected) > 0)


def _usual_movement(expectation: Expectation) -> float:
    """How far the total strays from what is expected of it anyway, common drift set aside, in units of value: a prediction interval at
    `LEVEL` from the past stamps (Student's t, robust scale); 0 where fewer than three leave it unknown."""
    from scipy.special import stdtrit

    strayed = expectation.strayed
    stamps = len(strayed)
    if stamps < 3:
        return 0.0
    scale = 1.4826 * float(np.median(np.abs(strayed - np.median(strayed)))) * np.sqrt(1.0 + 1.0 / stamps)
    return float(scale * stdtrit(stamps - 1, 1.0 - LEVEL / 2.0) * abs(expectation.expected.sum()))


def _told(cube: Cube, expectation: Expectation, problem: Problem, found: tuple[Broken, ...]) -> Localisation:
    whole = _figure(expectation, np.ones(len(expectation.seen), dtype=np.bool_))
    change = whole[0] - whole[1]
    everywhere = whole_moved(problem, found)
    named = () if everywhere else found
    slices = tuple(_slice(cube, expectation, problem, broken, named, change) for broken in named)
    return Localisation(
        slices=slices,
        observed=whole[0],
        expected=whole[1],
        change=change,
        unexplained=change - sum(slice_.contribution for slice_ in slices),
        everywhere=everywhere,
        at=cube.stamps[-1],
        past=cube.stamps[:-1],
        quiet=tuple(cube.stamps[stamp] for stamp in expectation.quiet),
        model=expectation.model,
        notes=_notes(cube, problem.lattice),
    )


def _figure(expectation: Expectation, leaves: NDArray[np.bool_]) -> tuple[float, float]:
    """Observed and expected figure of some leaves: a ratio where there is a denominator, else an amount."""
    seen, expected = float(expectation.seen[leaves].sum()), float(expectation.expected[leaves].sum())
    if expectation.weight is None:
        return seen, expected
    weight = float(expectation.weight[leaves].sum())
    return (seen / weight, expected / weight) if weight > 0 else (0.0, 0.0)


def _slice(
    cube: Cube, expectation: Expectation, problem: Problem, broken: Broken, found: tuple[Broken, ...], change: float
) -> Slice:
    observed, expected = _figure(expectation, broken.leaves)
    whole = 1.0 if expectation.weight is None else float(expectation.weight.sum())
    contribution = float(problem.surplus[broken.leaves].sum()) / whole
    others = [other for other in found if other is not broken]
    score = log_odds(problem, found) - log_odds(problem, others)
    conditions = (
        (cube.dimensions[dimension], cube.members[dimension][member])
        for dimension, member in problem.lattice.conditions(broken.row)
    )
    return Slice(
        conditions=tuple(sorted(conditions, key=lambda pair: cube.dimensions.index(pair[0]))),
        observed=observed,
        expected=expected,
        change=observed - expected,
        contribution=contribution,
        share=contribution / change if change else None,
        score=score,
        p_value=float(np.exp(-max(score, 0.0))),
        groups=int(broken.leaves.sum()),
    )


def _notes(cube: Cube, lattice: Lattice) -> tuple[Text, ...]:
    notes = []
    if cube.pooled:
        notes.append(Text("{count} members that moved least were searched as one.", {"count": cube.pooled}))
    if lattice.depth < len(cube.dimensions):
        notes.append(Text("Slices of up to {count} conditions were searched.", {"count": lattice.depth}))
    return tuple(notes)
