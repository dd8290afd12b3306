"""Pool members that cannot matter, so that the exact search stays small whatever the table's size.

The search needs every leaf of the cube. Ten million rows may have millions of leaves; then only the members whose totals moved most
against their past, alone or in pairs, keep their name, the others of that dimension become one member, the rest (sure independence
screening: Fan and Lv, "Sure independence screening for ultrahigh dimensional feature space", JRSS B 70, 2008). A slice that broke moves
the totals of its members.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Codes: TypeAlias = NDArray[np.int64]

LEAF_LIMIT = 4096
"""Leaves searched exactly; a bound on time and memory, not on the answer's meaning."""


def number_leaves(codes: Sequence[Codes], sizes: Sequence[int]) -> tuple[Codes, Codes]:
    """Number each distinct combination of members, in the order of the members; with the row where each is first seen.

    >>> leaf, first = number_leaves([np.array([1, 0, 1]), np.array([0, 0, 0])], [2, 1])
    >>> leaf.tolist(), first.tolist()
    ([1, 0, 1], [1, 0])
    """
    key = np.zeros(len(codes[0]), dtype=np.int64)
    span = 1
    for code, size in zip(codes, sizes, strict=True):
        if span > 2**62 // max(size, 1):
            key = np.unique(key, return_inverse=True)[1].reshape(-1)
            span = int(key.max(initial=0)) + 1
        key = key * size + code
        span *= size
    _, first, leaf = np.unique(key, return_index=True, return_inverse=True)
    return leaf.reshape(-1), first


@dataclass(frozen=True)
class Margin:
    """Sums by the members of one or two dimensions: `codes[k]` numbers the members of `dimensions[k]`, one entry per cell; values and
    weights summed over the `stamps` before the last stamp, and at it."""

    dimensions: tuple[int, ...]
    codes: tuple[Codes, ...]
    stamps: int
    value_before: Floats
    value_at: Floats
    weight_before: Floats
    weight_at: Floats


def kept_members(
    margins: Sequence[Margin], sizes: Sequence[int], *, ratio: bool, limit: int | None = None
) -> list[list[int]]:
    """Per dimension (of `sizes` members), the members that keep their name.

    Members are kept in the order of how far they moved, alone or in a pair, while the leaves that could result stay within `limit`.

    >>> none = np.zeros(3)
    >>> moved = Margin((0,), (np.arange(3),), 1, np.array([10.0, 10.0, 10.0]), np.array([10.0, 40.0, 11.0]), none, none)
    >>> kept_members([moved], [3], ratio=False, limit=2)
    [[1]]
    """
    surprise = [np.full(size, -np.inf) for size in sizes]
    movements = [_movement(margin, ratio=ratio) for margin in margins]
    usual = (
        float(np.median(np.concatenate(movements))) / 0.2275
    )  # the median of half a chi-squared of one degree of freedom
    for margin, movement in zip(margins, movements, strict=True):
        unexpected = movement / max(usual, 1e-300) - np.log(len(movement))  # the largest of n noises is about log n
        for dimension, code in zip(margin.dimensions, margin.codes, strict=True):
            np.maximum.at(surprise[dimension], code, unexpected)
    ranked = sorted(
        (-score, place, member) for place, scores in enumerate(surprise) for member, score in enumerate(scores)
    )
    kept: list[set[int]] = [set() for _ in sizes]
    for _, place, member in ranked:
        slots = [min(len(names) + 1 + (other == place), sizes[other]) for other, names in enumerate(kept)]
        if np.prod(np.array(slots, dtype=np.float64)) <= (limit or LEAF_LIMIT):
            kept[place].add(member)
    # One member left alone in the rest may as well keep its name.
    return [
        sorted(names) if len(names) < size - 1 else list(range(size)) for names, size in zip(kept, sizes, strict=True)
    ]


def _movement(margin: Margin, *, ratio: bool) -> Floats:
    """Poisson deviance of each cell's value against its mean before (per unit of weight, for a ratio), the whole's own movement aside."""
    from scipy.special import xlogy

    before, seen = np.maximum(margin.value_before, 0.0), np.maximum(margin.value_at, 0.0)
    if ratio:
        overall = before.sum() / max(float(margin.weight_before.sum()), 1e-9)
        has = margin.weight_before > 0
        expected = margin.weight_at * np.where(has, before / np.where(has, margin.weight_before, 1.0), overall)
    else:
        expected = before / margin.stamps
    if expected.sum() > 0 and seen.sum() > 0:
        expected = expected * (seen.sum() / expected.sum())
    expected = np.maximum(
        expected, 1e-3 * max(float(seen.mean()), 1e-9)
    )  # what is new is a surprise, not an infinite one
    deviance: Floats = xlogy(seen, seen / expected) - (seen - expected)
    return deviance
