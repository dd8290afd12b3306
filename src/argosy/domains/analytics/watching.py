"""Watch: which KPI, in which part of the shop, left its own season in the week that ended on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from argosy.core.period import Period
from argosy.methods.anomalies import Anomaly, anomalies
from argosy.metrics.contract import Measures

KPIS: Mapping[str, tuple[str, ...]] = {
    "net_sales": ("gross_sales", "discounts", "refunds"),
    "orders": ("orders",),
    "units": ("units",),
    "refunds": ("refunds",),
}
"""What is watched, each with the sums it is made of."""

PARTS: tuple[str, ...] = ("market", "channel", "category", "sku")
WEEK = 7
YEAR_WEEKS = 52
MOST_WEEKS = 2 * YEAR_WEEKS + 12
"""Two years for the season of the year, and what foretells their first weeks."""

FEWEST_WEEKS = 13
FEWEST_DAYS, MOST_DAYS = 56, 182
"""Days that are compared with the same weekday before: eight weeks at least, half a year at most."""

MOST_MEMBERS = 50
"""Of every dimension the largest are watched: the more series, the larger a break must be to stand out."""


@dataclass(frozen=True)
class Place:
    """A KPI in a part of the shop; no dimension means the whole."""

    slug: str
    dimension: str = ""
    member: str = ""

    @property
    def where(self) -> Mapping[str, tuple[str, ...]]:
        """The part as a filter."""
        return {self.dimension: (self.member,)} if self.dimension else {}

    @property
    def subject(self) -> str:
        """The part as decisions name it.

        >>> Place("net_sales", "market", "DE").subject, Place("net_sales").subject
        ('market:DE', 'shop:all')
        """
        return f"{self.dimension}:{self.member}" if self.dimension else "shop:all"


@dataclass(frozen=True)
class Watched:
    """The week (or day) watched, how many weeks (or days) before it are known of `needed`, and what stood out, the surest first."""

    week: Period
    weeks: int
    series: int
    found: tuple[Anomaly[Place], ...]
    needed: int = FEWEST_WEEKS


def watch(measures: Measures, as_of: date, level: float = 0.05) -> Watched:
    """What stood out in the seven days that ended on `as_of`, against the weeks before.

    Of the alarms at most `level` are false on average.
    """
    week = Period(as_of - timedelta(days=WEEK - 1), as_of + timedelta(days=1))
    span = measures.span("order_lines")
    first = span[0] if span else as_of
    count = min(MOST_WEEKS, (week.end - first).days // WEEK)
    if count < FEWEST_WEEKS:
        return Watched(week, max(count - 1, 0), 0, ())
    windows = [week.start - timedelta(days=WEEK * back) for back in range(count - 1, -1, -1)]
    series = _series(measures, windows, WEEK)
    found = anomalies(series, year=YEAR_WEEKS, level=level)
    return Watched(week, count - 1, len(series), found)


def watch_day(measures: Measures, as_of: date, level: float = 0.05) -> Watched:
    """What stood out on one day, against the same weekday of the weeks before; otherwise as `watch`."""
    day = Period(as_of, as_of + timedelta(days=1))
    span = measures.span("order_lines")
    count = min(MOST_DAYS, (as_of - span[0]).days + 1) if span else 0
    if count < FEWEST_DAYS:
        return Watched(day, max(count - 1, 0), 0, (), FEWEST_DAYS)
    starts = [as_of - timedelta(days=back) for back in range(count - 1, -1, -1)]
    series = _series(measures, starts, 1)
    return Watched(day, count - 1, len(series), anomalies(series, phase=WEEK, level=level), FEWEST_DAYS)


def _series(measures: Measures, starts: Sequence[date], days: int) -> dict[Place, Sequence[float]]:
    """A value per stretch of so many days for every KPI, over all and by member of every dimension."""
    bases = dict.fromkeys(base for parts in KPIS.values() for base in parts)
    table = measures.dataset(
        "window_cube",
        metrics=",".join(bases),
        by=",".join(PARTS),
        windows=",".join(f"{start}:{start + timedelta(days=days)}" for start in starts),
    )
    window = np.asarray(table["window"].to_numpy(), dtype=np.int64)
    sums = {base: np.nan_to_num(table[base].to_numpy(zero_copy_only=False)) for base in bases}
    found: dict[Place, Sequence[float]] = {}
    for slug, parts in KPIS.items():
        value = np.sum([_sign(slug, base) * sums[base] for base in parts], axis=0)
        found[Place(slug)] = np.bincount(window, value, len(starts)).tolist()
        for name in PARTS:
            found |= _by_member(slug, name, table[name].to_pylist(), window, value, len(starts))
    return found


def _sign(slug: str, base: str) -> float:
    return -1.0 if slug == "net_sales" and base in ("discounts", "refunds") else 1.0


def _by_member(
    slug: str, name: str, members: Sequence[str | None], window: np.ndarray, value: np.ndarray, weeks: int
) -> dict[Place, Sequence[float]]:
    """The largest members' weekly values; a dimension with one member says nothing the whole does not."""
    weekly: dict[str, np.ndarray] = defaultdict(lambda: np.zeros(weeks))
    names, codes = np.unique(np.array([member or "" for member in members]), return_inverse=True)
    if len(names) < 2:
        return {}
    flat = np.bincount(codes.reshape(-1) * weeks + window, value, len(names) * weeks).reshape(len(names), weeks)
    for place, member in enumerate(names.tolist()):
        if member:
            weekly[member] = flat[place]
    largest = sorted(weekly, key=lambda member: -float(np.abs(weekly[member]).sum()))[:MOST_MEMBERS]
    return {Place(slug, name, member): weekly[member].tolist() for member in largest}
