"""A leaf of the formula, broken down to the smallest set of slices that moved; what they and the rest did sums to the leaf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from argosy.core.errors import DataError
from argosy.core.text import Text
from argosy.domains.analytics.tree import Node, Role, Where, closed
from argosy.methods.decomposition import WORKING, split_amount, split_ratio
from argosy.methods.slices import LEVEL

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

WINDOW, VALUE, WEIGHT = "window", "value", "weight"
SMALL_SHARE = Decimal("0.05")
"""A slice that did less than this share of what its leaf's parts did is left to the rest: true or not, it explains nothing."""

MOST_ROUNDS = 3
"""Searches one after the other; what needs more has no cause to name."""

WHOLE_SHARE = 0.99
"""Slices that hold so much of all volume are the whole under another name."""

LIKELY = 0.5
"""Level at which a slice is still named, as likely: odds of two to one. Who asks why wants the best guess, told as one."""

FEWEST_CELLS = 3
"""Below so many cells there is nothing to choose between."""


@dataclass(frozen=True)
class Cells:
    """A leaf's figure by cell: rows of (window, members of every dimension). The last window is the one explained, the one before it is
    what it is compared with; earlier ones say how far the figure strays anyway."""

    window: NDArray[np.int64]
    members: Mapping[str, NDArray[Any]]
    value: Floats
    weight: Floats | None

    def chosen(self, rows: Mask) -> Cells:
        """Some of the rows."""
        weight = None if self.weight is None else self.weight[rows]
        return Cells(
            self.window[rows], {name: column[rows] for name, column in self.members.items()}, self.value[rows], weight
        )

    @property
    def last(self) -> int:
        """The number of the window explained."""
        return int(self.window.max()) if len(self.window) else 0


def useful_dimensions(members: Mapping[str, NDArray[Any]]) -> tuple[str, ...]:
    """The dimensions with more than one member, without those that only rename an earlier one.

    >>> one = {"market": np.array(["DE", "FR"]), "store": np.array(["a", "b"]), "channel": np.array(["x", "x"])}
    >>> useful_dimensions(one)
    ('market',)
    """
    kept: dict[str, NDArray[np.int64]] = {}
    for name, column in members.items():
        codes = np.unique(column.astype(str), return_inverse=True)[1].reshape(-1)
        if len(codes) == 0 or codes.max() == 0 or any(_renames(codes, other) for other in kept.values()):
            continue
        kept[name] = codes
    return tuple(kept)


def _renames(codes: NDArray[np.int64], other: NDArray[np.int64]) -> bool:
    pairs = np.unique(np.column_stack([codes, other]), axis=0)
    return bool(len(pairs) == codes.max() + 1 == other.max() + 1)


@dataclass(frozen=True)
class Found:
    """What the search for slices said of a leaf: the slices, largest first; whether the whole moved alike, and whether chance is out of
    the question (else the slices are likely, no more)."""

    slices: tuple[Where, ...]
    everywhere: bool
    is_sure: bool = True


def find_slices(cells: Cells) -> Found:
    """The slices in which the leaf's figure left its past, looked for again beside those found until nothing more stands out.

    Once the largest are set aside the rest is quieter, so that a smaller one shows which the whole's usual movement had covered.
    """
    found, everywhere = _found(cells, LEVEL)
    slices = list(found)
    if not slices and not everywhere:
        likely, everywhere = _found(cells, LIKELY)
        return Found(tuple(likely), everywhere, is_sure=False)
    for _ in range(MOST_ROUNDS - 1):
        if not found:
            break
        rest = cells.chosen(_parts(cells, slices) == len(slices))
        if len(np.unique(rest.window)) < 2 or rest.last != cells.last:
            break
        found, _alike = _found(rest, LEVEL)
        slices += found
    return Found(tuple(slices), everywhere)


def _found(cells: Cells, level: float) -> tuple[tuple[Where, ...], bool]:
    """One search, and whether the whole moved alike.

    Both pasts are asked (all windows before, and only the one compared with), since either may have been the odd one; the answer is the
    one that leaves less unexplained, the longer past where they leave the same.
    """
    known = []
    for first in dict.fromkeys((0, cells.last - 1)):
        answer = _asked(cells, cells.window >= first, level)
        known += [] if answer is None else [answer]
        if answer is not None and answer[0] == 0:
            break
    if not known:
        return (), False
    best = min(known, key=lambda answer: answer[0])[1]
    return best.slices, best.everywhere


def _is_whole(cells: Cells, slices: Sequence[Where]) -> bool:
    """Whether next to all volume of the windows compared lies in the slices."""
    compared = cells.window >= cells.last - 1
    inside = _parts(cells, slices) < len(slices)
    volume = np.abs(cells.value if cells.weight is None else cells.weight)
    return float(volume[compared & inside].sum()) >= WHOLE_SHARE * float(volume[compared].sum())


def _asked(cells: Cells, chosen: Mask, level: float) -> tuple[float, Found] | None:
    """The share of the movement left unexplained (in quarters, so that a hair's breadth decides nothing), and the answer."""
    import pyarrow as pa

    from argosy.methods.slices import localise

    names = useful_dimensions({name: column[chosen] for name, column in cells.members.items()})
    if not names or len(np.unique(cells.window[chosen])) < 2 or int(chosen.sum()) < FEWEST_CELLS:
        return None
    columns: dict[str, Any] = {WINDOW: cells.window[chosen], VALUE: cells.value[chosen]}
    if cells.weight is not None:
        columns[WEIGHT] = cells.weight[chosen]
    columns |= {f"by_{name}": pa.array(cells.members[name][chosen].tolist(), pa.string()) for name in names}
    per = WEIGHT if cells.weight is not None else None
    by = [f"by_{name}" for name in names]
    try:
        found = localise(pa.table(columns), value=VALUE, per=per, time=WINDOW, at=cells.last, by=by, level=level)
    except DataError:  # no past, or a denominator that is not above zero: this leaf cannot be broken down
        return None
    slices = tuple(
        MappingProxyType({column.removeprefix("by_"): member for column, member in slice_.conditions})
        for slice_ in sorted(found.slices, key=lambda slice_: -abs(slice_.contribution))
    )
    told = sum(abs(slice_.contribution) for slice_ in found.slices)
    if slices and _is_whole(cells, slices):  # all parts at once are the whole, not a part of it
        return 1.0, Found((), everywhere=True)
    left = abs(found.unexplained) / (told + abs(found.unexplained)) if told else 1.0
    return round(4 * left), Found(slices, found.everywhere)


def broken_down(leaf: Node, cells: Cells, slices: Sequence[Where], titles: Mapping[str, Text], step: Decimal) -> Node:
    """The leaf with a child per slice (a row counts in the first that holds it) and the rest.

    A ratio also has the weight that moved between those parts.
    """
    if not slices or leaf.figure is None:
        return leaf
    parts = _parts(cells, slices)
    sides = [_sums(cells, parts, len(slices) + 1, window) for window in (cells.last - 1, cells.last)]
    with localcontext(WORKING):
        try:
            children = (
                _of_ratio(leaf, slices, sides, titles)
                if leaf.figure.denominator
                else _of_amount(leaf, slices, sides, titles)
            )
        except DataError:  # no weight on one side
            return leaf
    telling = [
        where
        for where, child in zip(slices, children, strict=False)
        if abs(child.effect) >= SMALL_SHARE * sum(abs(one.effect) for one in children)
    ]
    if len(telling) < len(slices):
        return broken_down(leaf, cells, telling, titles, step)
    return Node(
        leaf.role,
        leaf.title,
        leaf.effect,
        leaf.figure,
        leaf.before,
        leaf.after,
        leaf.where,
        closed(leaf.effect, children, step),
    )


def _parts(cells: Cells, slices: Sequence[Where]) -> NDArray[np.int64]:
    """The number of the slice each row counts in; that of the rest is the number of slices."""
    parts = np.full(len(cells.window), len(slices), dtype=np.int64)
    for place in range(len(slices) - 1, -1, -1):
        holds = np.ones(len(parts), dtype=np.bool_)
        for name, member in slices[place].items():
            column = cells.members[name]
            holds &= np.array([value == member for value in column], dtype=np.bool_)
        parts[holds] = place
    return parts


def _sums(cells: Cells, parts: NDArray[np.int64], count: int, window: int) -> list[tuple[Decimal, Decimal]]:
    """(value, weight) of every part in a window; weight 1 for an amount."""
    chosen = cells.window == window
    value = np.bincount(parts[chosen], cells.value[chosen], count)
    weight = np.ones(count) if cells.weight is None else np.bincount(parts[chosen], cells.weight[chosen], count)
    return [(Decimal(repr(float(v))), Decimal(repr(float(w)))) for v, w in zip(value, weight, strict=True)]


def _of_amount(
    leaf: Node, slices: Sequence[Where], sides: Sequence[Sequence[tuple[Decimal, Decimal]]], titles: Mapping[str, Text]
) -> list[Node]:
    before, after = ({place: value for place, (value, _) in enumerate(side)} for side in sides)
    split = split_amount(before, after)
    change = Decimal(split.change)
    scale = leaf.effect / change if change else Decimal(0)
    return [
        _node(
            leaf,
            slices,
            place,
            Decimal(split.effects[place]) * scale,
            float(before[place]),
            float(after[place]),
            titles,
        )
        for place in before
    ]


def _of_ratio(
    leaf: Node, slices: Sequence[Where], sides: Sequence[Sequence[tuple[Decimal, Decimal]]], titles: Mapping[str, Text]
) -> list[Node]:
    before, after = (dict(enumerate(side)) for side in sides)
    split = split_ratio(before, after)
    change = Decimal(split.change)
    scale = leaf.effect / change if change else Decimal(0)
    children = []
    for place in before:
        ends = [float(side[place][0] / side[place][1]) if side[place][1] > 0 else 0.0 for side in (before, after)]
        children.append(_node(leaf, slices, place, Decimal(split.rate[place]) * scale, ends[0], ends[1], titles))
    moved = sum((Decimal(effect) for effect in split.mix.values()), Decimal(0)) * scale
    return [*children, Node(Role.MIX, Text("Weight moved between these parts"), moved)]


def _node(
    leaf: Node,
    slices: Sequence[Where],
    place: int,
    effect: Decimal,
    before: float,
    after: float,
    titles: Mapping[str, Text],
) -> Node:
    if place == len(slices):
        return Node(Role.REST, Text("Everything else"), effect, leaf.figure, before, after)
    where = slices[place]
    return Node(Role.SLICE, named(where, titles), effect, leaf.figure, before, after, where)


def named(where: Where, titles: Mapping[str, Text]) -> Text:
    """A slice as people say it: Market DE, SKU K3."""
    pairs = [(titles.get(name, Text(name)), member) for name, member in where.items()]
    texts = [
        Text("{dimension} {member}", {"dimension": title, "member": member})
        if member is not None
        else Text("no {dimension}", {"dimension": title})
        for title, member in pairs
    ]
    joined = texts[0]
    for text in texts[1:]:
        joined = Text("{one}, {other}", {"one": joined, "other": text})
    return joined
