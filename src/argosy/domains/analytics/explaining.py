"""Explains why a metric moved between two periods: reads the numbers, splits along the formula, then along dimensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from argosy.core.errors import DataError, RequestError
from argosy.core.period import Period
from argosy.core.text import Text
from argosy.domains.analytics.breakdown import Cells, broken_down, find_slices
from argosy.domains.analytics.formula import Ends, formula_tree, slugs_needed
from argosy.domains.analytics.happenings import happened
from argosy.domains.analytics.hypotheses import Hypothesis, hypotheses
from argosy.domains.analytics.scene import Happening
from argosy.domains.analytics.tree import Node, Role, step_of
from argosy.metrics.contract import Measures, Query, Unit
from argosy.metrics.cube import is_additive
from argosy.metrics.dimensions import DIMENSIONS
from argosy.metrics.registry import metric

ALONG = ("market", "channel", "store", "category", "brand", "sku")
"""Dimensions looked along unless others are named. Customer segments are not among them: who ordered lately has had less time to return."""

MOST_PAST = 12
"""Earlier windows of the same length that say how far a figure strays anyway: a year of months."""

SMALL_SHARE = Decimal("0.05")
"""Leaves that did less than this share of all movement are shown but not broken down: nobody would act on them."""


@dataclass(frozen=True)
class Explanation:
    """Why a metric moved: the tree, what changed beside its leaves, what follows; `notes` say what bounds the answer."""

    slug: str
    unit: Unit
    currency: str
    period: Period
    versus: Period
    root: Node
    happenings: tuple[Happening, ...]
    hypotheses: tuple[Hypothesis, ...]
    notes: tuple[Text, ...]
    snapshot: int

    @property
    def change(self) -> Decimal:
        """By how much the metric changed."""
        return self.root.effect


def explain(
    measures: Measures,
    slug: str,
    period: Period,
    versus: Period,
    by: Sequence[str] = ALONG,
    where: Mapping[str, tuple[str, ...]] | None = None,
) -> Explanation:
    """Why the metric is in `period` what it is, against `versus`.

    Raises `RequestError` for an unknown metric or dimension or periods that overlap, `DataError` where one of them has no data.
    """
    definition = metric(slug)
    if period.overlap(versus):
        raise RequestError("The periods {one} and {other} overlap; choose two that do not.", one=period, other=versus)
    _check_dimensions(by)
    filters = dict(where or {})
    ends, notes = _ends(measures, slug, period, versus, filters)
    root = formula_tree(slug, ends, (versus.days, period.days))
    step = step_of(ends.before[""], ends.after[""])
    root, more = _with_slices(measures, root, _windows(measures, period, versus), tuple(by), filters, step)
    within = {name: members[0] for name, members in filters.items() if len(members) == 1}
    beside = happened(measures, root, period, versus, within)
    return Explanation(
        slug=slug,
        unit=definition.unit,
        currency=measures.home_currency,
        period=period,
        versus=versus,
        root=root,
        happenings=beside,
        hypotheses=hypotheses(root, beside, period, within),
        notes=(*notes, *more),
        snapshot=measures.snapshot_number,
    )


def _check_dimensions(by: Sequence[str]) -> None:
    for name in by:
        if name not in DIMENSIONS:
            raise RequestError(
                "There is no dimension {name}; the dimensions are: {known}.", name=name, known=", ".join(DIMENSIONS)
            )


def _ends(
    measures: Measures, slug: str, period: Period, versus: Period, where: Mapping[str, tuple[str, ...]]
) -> tuple[Ends, tuple[Text, ...]]:
    """Every metric the formula may ask for on both sides, sums made comparable where the periods differ in length."""
    wanted = slugs_needed(slug)
    sides = []
    for stretch in (versus, period):
        query = Query(wanted, start=stretch.start, end=stretch.end, where=where)
        rows = measures.measure(query).rows
        row = rows[0] if rows else {}
        sides.append({name: Decimal(str(row[name])) for name in wanted if row.get(name) is not None})
    for side, stretch in zip(sides, (versus, period), strict=True):
        if slug not in side:
            raise DataError(
                "{metric} has no data in {period}; load it, or choose another period.", metric=slug, period=stretch
            )
    for name in wanted:  # a sum that has rows on one side only was nothing on the other: a week without refunds
        if is_additive(name) and any(name in side for side in sides):
            for side in sides:
                side.setdefault(name, Decimal(0))
    wholes = [side[slug] for side in sides]
    notes: tuple[Text, ...] = ()
    if period.days != versus.days:
        mean = Decimal(period.days + versus.days) / 2
        for side, days in zip(sides, (versus.days, period.days), strict=True):
            for name in side:
                side[name] *= mean / days if is_additive(name) else 1
        notes = (
            Text(
                "The periods have {days} and {other} days; what that alone does to a sum is a part of its own.",
                {"days": period.days, "other": versus.days},
            ),
        )
    return Ends({**sides[0], "": wholes[0]}, {**sides[1], "": wholes[1]}), notes


def _windows(measures: Measures, period: Period, versus: Period) -> list[Period]:
    """The windows to compare, oldest first: earlier ones of the same length, the one compared with, the one explained.

    Only where the one compared with comes right before does the past lead up to it; a year before stands alone.
    """
    span = measures.span("order_lines")
    windows = [versus, period]
    if versus.end != period.start or span is None:
        return windows
    while (
        len(windows) < MOST_PAST + 2
        and windows[0].previous().start >= span[0]
        and windows[0].previous().end == windows[0].start
    ):
        windows.insert(0, windows[0].previous())
    return windows


def _with_slices(
    measures: Measures,
    root: Node,
    windows: Sequence[Period],
    by: tuple[str, ...],
    where: Mapping[str, tuple[str, ...]],
    step: Decimal,
) -> tuple[Node, tuple[Text, ...]]:
    """The tree with its large leaves broken down; the cells of all of them are read at once."""
    leaves = [leaf for leaf in root.leaves() if leaf.figure is not None and leaf.role is not Role.DAYS]
    all_movement = sum((abs(leaf.effect) for leaf in leaves), Decimal(0))
    large = [leaf for leaf in leaves if all_movement and abs(leaf.effect) >= SMALL_SHARE * all_movement]
    additive = [leaf for leaf in large if all(is_additive(slug) for slug in _slugs(leaf))]
    notes = tuple(
        Text("{figure} does not add up over parts, so it is not broken down.", {"figure": leaf.title})
        for leaf in large
        if leaf not in additive
    )
    if not additive:
        return root, notes
    names = tuple(dict.fromkeys((*by, *where)))
    cube = _cube(measures, [slug for leaf in additive for slug in _slugs(leaf)], windows, names, where)
    titles = {name: Text(DIMENSIONS[name].title) for name in names}
    found: dict[int, Node] = {}
    for leaf in additive:
        cells = cube.cells(_slugs(leaf))
        answer = find_slices(cells)
        told = broken_down(leaf, cells, answer.slices, titles, step)
        told = replace(told, children=tuple(_as_likely(child, answer.is_sure) for child in told.children))
        found[id(leaf)] = replace(told, is_alike=answer.everywhere and not answer.slices)
    return _replaced(root, found), notes


def _as_likely(child: Node, is_sure: bool) -> Node:
    if is_sure or child.role is not Role.SLICE:
        return child
    return replace(child, is_likely=True, title=Text("{slice} (likely, not sure)", {"slice": child.title}))


def _slugs(leaf: Node) -> tuple[str, ...]:
    """The metrics a leaf's figure is made of."""
    figure = leaf.figure
    return () if figure is None else tuple(slug for slug in (figure.numerator, figure.denominator) if slug)


def _replaced(node: Node, found: Mapping[int, Node]) -> Node:
    if id(node) in found:
        return found[id(node)]
    return replace(node, children=tuple(_replaced(child, found) for child in node.children)) if node.children else node


def _components(slug: str) -> tuple[tuple[str, int], ...]:
    """What a metric is the sum of: metrics that a fact holds itself, each with its sign."""
    one = metric(slug)
    if not one.parts:
        return ((slug, 1),)
    return tuple((base, sign * inner) for part, sign in one.parts for base, inner in _components(part))


@dataclass(frozen=True)
class _Cube:
    """Sums by window and members of every dimension, per metric, made comparable where windows differ in length."""

    window: NDArray[np.int64]
    members: Mapping[str, NDArray[Any]]
    sums: Mapping[str, NDArray[np.float64]]

    def cells(self, slugs: Sequence[str]) -> Cells:
        """The cells of an amount, or of the ratio of two."""
        return Cells(self.window, self.members, self.sums[slugs[0]], self.sums[slugs[1]] if len(slugs) > 1 else None)


def _cube(
    measures: Measures,
    slugs: Sequence[str],
    windows: Sequence[Period],
    by: tuple[str, ...],
    where: Mapping[str, tuple[str, ...]],
) -> _Cube:
    bases = dict.fromkeys(base for slug in slugs for base, _ in _components(slug))
    table = measures.dataset(
        "window_cube",
        metrics=",".join(bases),
        by=",".join(by),
        windows=",".join(f"{one.start}:{one.end}" for one in windows),
    )
    members = {name: np.array(table[name].to_pylist(), dtype=object) for name in by}
    window = np.asarray(table["window"].to_numpy(), dtype=np.int64)
    chosen = np.ones(len(window), dtype=np.bool_)
    for name, wanted in where.items():
        chosen &= np.isin(members[name].astype(str), list(wanted))
    mean = sum(one.days for one in windows[-2:]) / 2
    scale = np.array([mean / one.days for one in windows])[window]
    sums = {}
    for slug in dict.fromkeys(slugs):
        total = np.zeros(len(window))
        for base, sign in _components(slug):
            total += sign * np.nan_to_num(table[base].to_numpy(zero_copy_only=False))
        counts = not np.any(total % 1)  # what was counted stays a count: its noise is a count's
        sums[slug] = (np.rint(total * scale) if counts else total * scale)[chosen]
    return _Cube(window[chosen], {name: column[chosen] for name, column in members.items()}, sums)


def previous_month(as_of: date) -> tuple[Period, Period]:
    """The newest month that is complete on a day, and the one before.

    >>> [str(period) for period in previous_month(date(2026, 3, 31))], [str(period) for period in previous_month(date(2026, 3, 30))]
    (['2026-03', '2026-02'], ['2026-02', '2026-01'])
    """
    month = Period.of("month", as_of + timedelta(days=1)).previous()
    return month, month.previous()


__all__ = ["ALONG", "Explanation", "explain", "previous_month"]
