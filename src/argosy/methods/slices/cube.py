"""From a long table to a small cube: sums by leaf (a combination of members) and stamp."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from argosy.core.errors import DataError
from argosy.methods.slices.query import (
    REST_LABEL,
    Question,
    count_leaves,
    find_stamps,
    pose,
    sum_leaves,
    sum_margins,
)
from argosy.methods.slices.screening import LEAF_LIMIT, Margin, kept_members, number_leaves

if TYPE_CHECKING:
    from argosy.methods.slices.query import Source

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

HISTORY = 16
"""Stamps of the past that are used. An expectation from 16 stamps has a variance of a sixteenth of what it is compared with: more
past would add little but drift."""

SCREENING_STAMPS = 4
"""Stamps before the last that tell which members moved: a rough expectation is enough for that."""

PAIR_LIMIT = 100_000
"""Pairs of members of two dimensions that are looked at to tell which moved; the members of larger dimensions are looked at alone."""

REST = -1
"""The member number of everything pooled."""


@dataclass(frozen=True)
class Cube:
    """Sums per leaf and stamp.

    `leaves` (leaf, dimension) holds member numbers into `members`, or `REST` for members pooled away; `value` and `weight` are
    (leaf, stamp), the last stamp being the one in question; `weight` is the denominator of a ratio, None for an amount. `pooled` counts
    the members that were pooled.
    """

    dimensions: tuple[str, ...]
    members: tuple[tuple[str | None, ...], ...]
    leaves: Codes
    stamps: tuple[str, ...]
    value: Floats
    weight: Floats | None
    pooled: int


def read_cube(
    source: Source,
    *,
    value: str,
    per: str | None,
    time: str,
    at: object,
    by: Sequence[str],
    history: int = HISTORY,
    season: int = 1,
) -> Cube:
    """Sum `value` (and `per`) by stamp and leaf, at `at` and at the `history` stamps before it that are in season.

    Where the table has more leaves than are searched, members that moved least are pooled.
    Raises `RequestError` for a request that does not fit the table, `DataError` for a table that cannot answer it.
    """
    question = pose(source, value=value, per=per, time=time, by=by)
    stamps = find_stamps(question, at, history=history, season=season)
    if count_leaves(question, stamps[-1]) <= LEAF_LIMIT:
        cube = _pivot(question, stamps, sum_leaves(question, stamps), pooled=0)
        if len(cube.leaves) <= LEAF_LIMIT or cube.weight is not None:
            return cube
    return _pooled_cube(question, stamps)


def _pooled_cube(question: Question, stamps: tuple[str, ...]) -> Cube:
    """The cube of the members that moved most, alone or in pairs; the others pooled."""
    recent = stamps[-1 - SCREENING_STAMPS :]
    singles = [(place,) for place in range(len(question.by))]
    members: list[dict[str | None, int]] = [{} for _ in singles]
    alone = _margins(question, recent, singles, members)
    sizes = [len(names) for names in members]
    pairs = [pair for pair in combinations(range(len(sizes)), 2) if sizes[pair[0]] * sizes[pair[1]] <= PAIR_LIMIT]
    together = _margins(question, recent, pairs, members) if pairs else []
    kept = kept_members([*alone, *together], sizes, ratio=question.per is not None)
    named = [list(names) for names in members]
    chosen = {
        column: [names[place] for place in places]
        for column, names, places in zip(question.by, named, kept, strict=True)
    }
    pooled = sum(sizes) - sum(len(places) for places in kept)
    return _pivot(question, stamps, sum_leaves(question, stamps, chosen), pooled=pooled)


def _margins(
    question: Question,
    stamps: Sequence[str],
    sets: Sequence[tuple[int, ...]],
    members: list[dict[str | None, int]],
) -> list[Margin]:
    """The margins of each set of dimensions. `members` numbers each dimension's members by name; where it is empty it is filled."""
    table = sum_margins(question, stamps, sets)
    place = np.asarray(table["place"].to_numpy(), dtype=np.int64)
    sums = {
        name: _finite(table[name], question.value)
        for name in ("value_before", "value_at", "weight_before", "weight_at")
    }
    margins = []
    for index, chosen in enumerate(sets):
        rows = np.flatnonzero(place == index)
        codes = []
        for dimension in chosen:
            names, code = _members(table[f"d{dimension}"].take(pa.array(rows)))
            members[dimension] = members[dimension] or {name: number for number, name in enumerate(names)}
            codes.append(np.array([members[dimension][name] for name in names], dtype=np.int64)[code])
        margins.append(
            Margin(chosen, tuple(codes), len(stamps) - 1, **{name: part[rows] for name, part in sums.items()})
        )
    return margins


def _pivot(question: Question, stamps: tuple[str, ...], sums: pa.Table, *, pooled: int) -> Cube:
    encoded = [_members(sums[f"d{index}"]) for index in range(len(question.by))]
    value = _finite(sums["value"], question.value)
    weight = _finite(sums["weight"], question.per) if question.per is not None else None
    if weight is not None and (weight < 0).any():
        raise DataError("Column {column} is below zero in some group; a denominator must not be.", column=question.per)
    leaf, first = number_leaves([codes for _, codes in encoded], [len(members) for members, _ in encoded])
    cell = leaf * len(stamps) + _floats(sums["number"]).astype(np.int64)
    shape = (len(first), len(stamps))

    def spread(amount: Floats) -> Floats:
        return np.bincount(cell, amount, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)

    columns = [codes[first] for _, codes in encoded]
    for place, (members, _) in enumerate(encoded):
        if REST_LABEL in members:
            columns[place] = np.where(columns[place] == members.index(REST_LABEL), REST, columns[place])
    weights = None if weight is None else spread(weight)
    if weights is not None and not (weights[:, -1].sum() > 0 and weights[:, :-1].sum() > 0):
        raise DataError(
            "Column {column} sums to zero at {at} or at all times before; there is no ratio to compare.",
            column=question.per,
            at=stamps[-1],
        )
    return Cube(
        dimensions=question.by,
        members=tuple(members for members, _ in encoded),
        leaves=np.stack(columns, axis=1),
        stamps=stamps,
        value=spread(value),
        weight=weights,
        pooled=pooled,
    )


def _members(column: pa.ChunkedArray) -> tuple[tuple[str | None, ...], Codes]:
    """Member names in sorted order and, per row, the number of its member; a missing member is a member of its own (None)."""
    array = column.combine_chunks()
    encoded = array.dictionary_encode(null_encoding="encode")
    names: list[str | None] = encoded.dictionary.to_pylist()
    order = sorted(range(len(names)), key=lambda index: (names[index] is not None, names[index] or ""))
    number = np.empty(len(names), dtype=np.int64)
    number[order] = np.arange(len(names))
    return tuple(names[index] for index in order), number[np.asarray(encoded.indices, dtype=np.int64)]


def _floats(column: pa.ChunkedArray) -> Floats:
    return np.asarray(column.to_numpy(), dtype=np.float64)


def _finite(column: pa.ChunkedArray, name: str) -> Floats:
    amounts = _floats(column.fill_null(0.0))
    if not np.isfinite(amounts).all():
        raise DataError("Column {column} holds an infinite or undefined number; remove it first.", column=name)
    return amounts
