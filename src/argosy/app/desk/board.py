"""The board of KPIs: every metric the person sees, of the last whole month, beside the month and the year before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from argosy.app.desk.desk import Desk
from argosy.app.desk.targets import Target, targets
from argosy.core.errors import ArgosyError
from argosy.core.period import Grain, add_months
from argosy.metrics.contract import Metric, Query, Row, Value
from argosy.metrics.registry import families as all_families

FIRST = ("sales", "profit", "settled_profit", "profit_after_overhead", "customers")
BEFORE, YEAR_BEFORE = "previous", "year_before"


@dataclass(frozen=True)
class Tile:
    """One KPI; `better` and `worse` say whether its change pleases, by its own definition; None where nothing is known."""

    metric: Metric
    value: Value
    previous: Value
    year_before: Value
    target: Target | None = None

    @property
    def change(self) -> float | None:
        """Change against the month before: relative, for a share in points."""
        return self._against(self.previous)

    @property
    def year_change(self) -> float | None:
        """Change against the year before."""
        return self._against(self.year_before)

    def _against(self, before: Value) -> float | None:
        numeric = isinstance(self.value, str | date | None) or isinstance(before, str | date | None)
        if numeric or self.value is None or before is None:
            return None
        now, then = float(self.value), float(before)  # type: ignore[arg-type]  # what is left are numbers
        if self.metric.unit.value == "share":
            return now - then
        return (now - then) / abs(then) if then else None

    def mood(self, change: float | None) -> str:
        """`gain`, `loss` or `flat`, by the direction that pleases."""
        if not change or self.metric.better.value == "neither":
            return "flat"
        return "gain" if (change > 0) == (self.metric.better.value == "up") else "loss"


@dataclass(frozen=True)
class Board:
    """The tiles by family (None: not measured yet), of the days `start` to `end` (not in)."""

    start: date
    end: date
    currency: str
    families: tuple[tuple[str, tuple[Tile, ...] | None], ...]

    @property
    def filled(self) -> tuple[tuple[str, tuple[Tile, ...] | None], ...]:
        """The families of which something is known, or that are not measured yet; sales first."""
        return tuple(sorted((one for one in self.families if one not in self.empty), key=_place))

    @property
    def empty(self) -> tuple[tuple[str, tuple[Tile, ...] | None], ...]:
        """The families nothing is known of: their files were not loaded."""
        return tuple(
            (name, tiles) for name, tiles in self.families if tiles and all(one.value in (None, 0) for one in tiles)
        )

    @property
    def last_day(self) -> date:
        """The last day that is in."""
        return self.end - timedelta(days=1)


def _place(family: tuple[str, object]) -> tuple[int, str]:
    """Where a family stands: what every shop looks at first, then by name."""
    name = family[0]
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)


def families(desk: Desk) -> tuple[tuple[str, tuple[Metric, ...]], ...]:
    """The metrics the person sees, by family."""
    seen = {metric.slug for metric in desk.metrics()}
    found = ((name, tuple(one for one in members if one.slug in seen)) for name, members in all_families().items())
    return tuple((name, members) for name, members in found if members)


def last_month(last_day: date) -> tuple[date, date]:
    """The last whole month of books that end on that day.

    >>> last_month(date(2011, 12, 9)), last_month(date(2011, 11, 30))
    ((datetime.date(2011, 11, 1), datetime.date(2011, 12, 1)), (datetime.date(2011, 11, 1), datetime.date(2011, 12, 1)))
    """
    first = Grain.MONTH.floor(last_day)
    following = add_months(first, 1)
    is_whole = (following - last_day).days == 1
    return (first, following) if is_whole else (add_months(first, -1), first)


def board(desk: Desk) -> Board | None:
    """The board; None where there are no orders. What was not measured yet is left to be asked for, family by family."""
    span = desk.span()
    if span is None:
        return None
    start, end = last_month(span[1])
    known = desk.live.argosy.shared.knows
    found = (
        (name, tiles(desk, name) if known(desk.within_stores(question(name, start, end))) else None)
        for name, _ in families(desk)
    )
    return Board(start, end, desk.home_currency, tuple(found))


def question(family: str, start: date, end: date) -> Query:
    """What is asked for a family: all of it, whoever asks, so that it is measured once for everybody."""
    slugs = tuple(metric.slug for metric in all_families()[family])
    return Query(slugs, (), start, end, compare=(BEFORE, YEAR_BEFORE))


def tiles_by_now(desk: Desk, family: str) -> tuple[Tile, ...] | None:
    """The tiles of a family; None while they are being measured beforehand."""
    span = desk.span()
    if span is None or family not in all_families():
        return ()
    asked = desk.within_stores(question(family, *last_month(span[1])))
    is_common = desk.person.stores is None
    if is_common and not desk.live.argosy.shared.knows(asked) and desk.is_warming():
        return None
    return tiles(desk, family)


def tiles(desk: Desk, family: str) -> tuple[Tile, ...]:
    """The tiles of a family, those the person sees; dashes where the family cannot be measured yet."""
    span = desk.span()
    shown = dict(families(desk)).get(family, ())
    row: Row = {}
    if span is not None and shown:
        try:
            rows = desk.live.argosy.measure(desk.within_stores(question(family, *last_month(span[1])))).rows
            row = rows[0] if rows else {}
        except ArgosyError:  # a metric of the family has no data yet: a dash says so
            row = {}
    known = targets(desk.live) if desk.person.stores is None else {}  # they are the whole company's
    return tuple(
        Tile(
            one,
            row.get(one.slug),
            row.get(f"{one.slug}_{BEFORE}"),
            row.get(f"{one.slug}_{YEAR_BEFORE}"),
            known.get(one.slug),
        )
        for one in shown
    )
