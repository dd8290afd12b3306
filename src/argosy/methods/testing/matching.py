"""Pairs of items or regions that moved alike before the test, so that one of each can be treated and the other compared.

The pairs are optimal: of all ways to pair everybody, the one with the least total distance (minimum-weight matching, solved exactly as an
integer programme), not a greedy walk that leaves the worst for last. Which of a pair is treated is drawn by a hash.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from argosy.core.errors import DataError, FaultError
from argosy.methods.testing.assign import position

Scale = Literal["level", "shape"]

_ALL_PAIRS_UP_TO = 60
_NEIGHBOURS = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """Two alike units, of which one is treated; `distance` says how far apart their series lay before."""

    treated: str
    control: str
    distance: float


def distances(
    series: Mapping[str, Sequence[float]], scale: Scale = "level"
) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Names (sorted) and the matrix of root-mean-square distances between their series before the test.

    "level" compares values as they are, each point of time divided by the deviation between units; "shape" first divides each series
    by its own mean, so that a small unit can pair with a large one that moves alike.

    >>> names, matrix = distances({"b": [1.0, 2.0], "a": [1.0, 2.0], "c": [5.0, 6.0]})
    >>> names, float(matrix[0, 1])
    (('a', 'b', 'c'), 0.0)
    """
    names = tuple(sorted(series))
    if len(names) < 2:
        raise DataError("Pairs need at least two units, not {count}; add some.", count=len(names))
    lengths = {len(series[name]) for name in names}
    if len(lengths) != 1 or 0 in lengths:
        raise DataError(
            "The series must all cover the same periods, at least one; fill or cut them to the same length."
        )
    data = np.array([series[name] for name in names], dtype=np.float64)
    if not np.isfinite(data).all():
        worst = names[int(np.argmax(~np.isfinite(data).all(axis=1)))]
        raise DataError("The series of {unit} has a missing value; fill it or leave the unit out.", unit=worst)
    if scale == "shape":
        means = np.abs(data.mean(axis=1))
        if not means.all():
            raise DataError(
                "The series of {unit} has mean 0 and no shape; leave it out.", unit=names[int(np.argmin(means))]
            )
        data = data / means[:, None]
    spread = data.std(axis=0)
    data = data / np.where(spread > 0.0, spread, 1.0)
    squares = (data**2).sum(axis=1)
    matrix = (squares[:, None] + squares[None, :] - 2.0 * data @ data.T) / data.shape[1]
    np.fill_diagonal(matrix, 0.0)
    return names, np.sqrt(np.maximum(matrix, 0.0))


def matched_pairs(series: Mapping[str, Sequence[float]], *, salt: str, scale: Scale = "level") -> tuple[Pair, ...]:
    """The optimal pairs, closest first, each with one unit drawn for treatment; of an odd number one unit stays out.

    Exact up to 60 units; beyond, each unit may pair with its 12 nearest (exact among those).

    >>> found = matched_pairs({"a": [1, 1], "b": [9, 9], "c": [1, 2], "d": [9, 8]}, salt="test")
    >>> sorted(tuple(sorted((pair.treated, pair.control))) for pair in found)
    [('a', 'c'), ('b', 'd')]
    """
    names, matrix = distances(series, scale)
    pairs = []
    for left, right in _solve(matrix):
        one, other = names[left], names[right]
        if position(f"{one}/{other}", salt) >= 0.5:
            one, other = other, one
        pairs.append(Pair(one, other, float(matrix[left, right])))
    return tuple(sorted(pairs, key=lambda pair: (pair.distance, pair.treated)))


def _solve(matrix: NDArray[np.float64]) -> list[tuple[int, int]]:
    edges = _candidates(matrix)
    chosen = _integer_programme(matrix, edges)
    if chosen is None:
        # the nearest neighbours alone may leave somebody without a partner
        chosen = _integer_programme(matrix, np.column_stack(np.triu_indices(len(matrix), 1)))
    if chosen is None:
        raise FaultError("The matching of {units} units was not solved; please report it.", units=len(matrix))
    return [(int(left), int(right)) for left, right in chosen]


def _candidates(matrix: NDArray[np.float64]) -> NDArray[np.intp]:
    units = len(matrix)
    if units <= _ALL_PAIRS_UP_TO:
        return np.column_stack(np.triu_indices(units, 1))
    apart = matrix + np.diag(np.full(units, np.inf))
    near = np.argsort(apart, axis=1, kind="stable")[:, :_NEIGHBOURS]
    ends = np.sort(np.column_stack([np.repeat(np.arange(units), _NEIGHBOURS), near.ravel()]), axis=1)
    return np.unique(ends, axis=0)


def _integer_programme(matrix: NDArray[np.float64], edges: NDArray[np.intp]) -> NDArray[np.intp] | None:
    """The edges of least total distance that touch no unit twice and leave at most one out; None where there is none."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    units, count = len(matrix), len(edges)
    touched = coo_array((np.ones(2 * count), (edges.T.ravel(), np.tile(np.arange(count), 2))), shape=(units, count))
    once = LinearConstraint(touched.tocsr(), 0.0, 1.0)
    everybody = LinearConstraint(np.ones((1, count)), units // 2, units // 2)
    cost = matrix[edges[:, 0], edges[:, 1]]
    solved = milp(
        cost,
        constraints=[once, everybody],
        integrality=np.ones(count),
        bounds=Bounds(0.0, 1.0),
        options={"mip_rel_gap": 0.0},
    )
    return None if solved.x is None else edges[solved.x > 0.5]
