"""The order lines of one span, drawn: who bought what, when, at what price, and what became of it. Whole columns at a time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from argosy.world.catalogue import Floats, Ints, countries
from argosy.world.demand import Demand
from argosy.world.sites import OWN_SHOP, SITES

DAY = 86_400
BUYERS_JOIN_EVERY = 15
"""Days after which those who bought for the first time may come again."""
Columns = dict[str, npt.NDArray[Any]]
MERGED = {OWN_SHOP: 0.22}
"""Part of the lines that join the order before them; elsewhere `MERGED_ELSEWHERE`."""
MERGED_ELSEWHERE = 0.06
CANCELLED = 0.015
COUPON = {OWN_SHOP: 0.16}
COUPON_ELSEWHERE = 0.05
HOURS = np.array([2, 1, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 5, 5, 5, 5, 5, 6, 7, 9, 10, 9, 6, 4], dtype=float)


@dataclass
class Buyers:
    """Customers of the own shop: where they live, how often they buy (orders a day), and until which day they do."""

    country: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    pace: Floats = field(default_factory=lambda: np.zeros(0))
    until: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    is_vip: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    lost: dict[int, int] = field(default_factory=dict)
    """Country to the day on which its best customers stop buying (a planted cause)."""

    def choose(self, dice: np.random.Generator, country: Ints, day: Ints) -> Ints:
        """A buyer for each order: one who came before, by own pace, or a new one."""
        chosen = np.full(len(country), -1)
        known = len(self.country)
        for place in np.unique(country):
            orders = np.flatnonzero(country == place)
            pool = np.flatnonzero((self.country == place) & (self.pace > 0) & (self.until > day[orders].min()))
            if len(pool):
                days = int(day.max() - day.min()) + 1
                back = min(0.5, float(self.pace[pool].sum()) * days / len(orders))
                again = orders[dice.random(len(orders)) < back]
                chosen[again] = dice.choice(pool, len(again), p=self.pace[pool] / self.pace[pool].sum())
        gone = (chosen >= 0) & (self.until[np.maximum(chosen, 0)] <= day) if known else chosen >= 0
        chosen[gone] = -1
        new = np.flatnonzero(chosen < 0)
        chosen[new] = known + np.arange(len(new))
        self._join(dice, country[new], day[new])
        return chosen

    def _join(self, dice: np.random.Generator, country: Ints, day: Ints) -> None:
        count = len(country)
        vip = dice.random(count) < 0.06
        once = dice.random(count) < 0.55
        pace = np.where(vip, dice.gamma(8, 1 / 200, count), np.where(once, 0, dice.gamma(0.9, 1 / 110, count)))
        until = day + np.maximum(dice.exponential(np.where(vip, 900, 260), count), 1).astype(np.int64)
        for place, last in self.lost.items():
            until = np.where(vip & (country == place), np.minimum(until, last), until)
            pace = np.where(vip & (country == place) & (day >= last), 0, pace)
        self.country = np.concatenate([self.country, country])
        self.pace = np.concatenate([self.pace, pace])
        self.until = np.concatenate([self.until, until])
        self.is_vip = np.concatenate([self.is_vip, vip.astype(np.int64)])


@dataclass(frozen=True)
class Month:
    """What one month brought: its lines, and the sessions of every stream and day (only those with any)."""

    first: int
    last: int
    lines: pa.Table
    sessions: pa.Table


def draw_month(demand: Demand, buyers: Buyers, first: int, last: int, next_line: int) -> Month:
    """The month of days `first` up to `last`; lines are numbered from `next_line`."""
    dice = demand.seller.dice("month", first)
    sessions_mean, conversion = demand.expected(first, last)
    sessions = dice.poisson(sessions_mean)
    bought = dice.binomial(sessions, conversion)
    stream, day = np.nonzero(bought)
    repeats = bought[stream, day]
    stream, day = np.repeat(stream, repeats), np.repeat(day, repeats) + first
    orders = _group(demand, dice, stream, day)
    stream, day = stream[orders.by], day[orders.by]
    columns = _columns(demand, dice, stream, day, orders)
    columns["buyer"] = _buyers(demand, buyers, dice, columns, orders)
    columns["line"] = next_line + np.arange(len(stream))
    columns["order_no"] = next_line + orders.first[orders.of_line]
    return Month(first, last, pa.table(columns), _sessions(sessions, bought, first))


@dataclass(frozen=True)
class Orders:
    """`by` brings lines of an order together; then `of_line` is the order of each line, `first` the first line of each order."""

    by: Ints
    of_line: Ints
    first: Ints


def _group(demand: Demand, dice: np.random.Generator, stream: Ints, day: Ints) -> Orders:
    places = {code: number for number, code in enumerate(countries())}
    site = demand.listings.site[demand.streams.listing[stream]]
    place = np.array([places[code] for code in demand.streams.country])[stream]
    group = (day * len(SITES) + site) * len(places) + place
    by = np.lexsort((dice.random(len(stream)), group))
    group, site = group[by], site[by]
    merged = np.array([MERGED.get(one.key, MERGED_ELSEWHERE) for one in SITES])[site]
    starts = np.ones(len(by), bool)
    starts[1:] = (group[1:] != group[:-1]) | (dice.random(max(len(by) - 1, 0)) >= merged[1:])
    return Orders(by, np.cumsum(starts) - 1, np.flatnonzero(starts))


def _columns(demand: Demand, dice: np.random.Generator, stream: Ints, day: Ints, orders: Orders) -> Columns:
    listing = demand.streams.listing[stream]
    site, count = demand.listings.site[listing], len(orders.first)
    places = {code: number for number, code in enumerate(countries())}
    quantity = dice.choice([1, 2, 3], len(stream), p=[0.87, 0.10, 0.03])
    price = _prices(demand, listing, day)
    ordered = (_midnights(demand, site, day) + _time_of_day(dice, count)[orders.of_line]).astype(np.int64)
    ordered = ordered[orders.first][orders.of_line]
    coupon = dice.random(count) < np.array([COUPON.get(one.key, COUPON_ELSEWHERE) for one in SITES])[site[orders.first]]
    discount = np.where(coupon[orders.of_line], np.round(price * quantity * 0.1 / 100) * 100, 0).astype(np.int64)
    cancelled = dice.random(count) < CANCELLED
    shipped = ordered + dice.integers(3 * 3600, 40 * 3600, count)[orders.of_line]
    refund_after = dice.integers(6 * DAY, 34 * DAY, len(stream))
    refunded = dice.random(len(stream)) < _return_rates(demand, listing, day)
    return {
        "stream": stream.astype(np.int32),
        "listing": listing.astype(np.int32),
        "country": np.array([places[code] for code in demand.streams.country])[stream].astype(np.int16),
        "day": day.astype(np.int32),
        "ordered": ordered,
        "quantity": quantity,
        "price": price,
        "discount": discount,
        "cancelled": cancelled[orders.of_line],
        "shipped": shipped,
        "refunded": np.where(refunded & ~cancelled[orders.of_line], shipped + refund_after, 0),
        "place_in_order": np.arange(len(stream)) - orders.first[orders.of_line] + 1,
        "luck": dice.integers(0, 1 << 30, len(stream)),
    }


def _prices(demand: Demand, listing: Ints, day: Ints) -> Ints:
    """The price of the day, whole hundredths (or ten yen where it was changed)."""
    price = demand.listings.price[listing].astype(np.float64)
    for shift in demand.shifts:
        if shift.lever == "price":
            hit = np.isin(listing, shift.entries) & (day >= shift.from_day) & (day < shift.to_day)
            price[hit] *= shift.factor
    yen = np.array([site.currency == "JPY" for site in SITES])[demand.listings.site[listing]]
    whole = np.where(yen, np.round(price / 1000) * 1000, np.round(price))
    return whole.astype(np.int64)


def _return_rates(demand: Demand, listing: Ints, day: Ints) -> Floats:
    rates = demand.products.return_rate[demand.listings.product[listing]].copy()
    for shift in demand.shifts:
        if shift.lever == "return_rate":
            hit = np.isin(listing, shift.entries) & (day >= shift.from_day) & (day < shift.to_day)
            rates[hit] *= shift.factor
    return np.minimum(rates, 0.6)


def _time_of_day(dice: np.random.Generator, count: int) -> Ints:
    return dice.choice(24, count, p=HOURS / HOURS.sum()) * 3600 + dice.integers(0, 3600, count)


def _midnights(demand: Demand, site: Ints, day: Ints) -> Ints:
    """The UTC second at which the day begins by the clock of the site."""
    if not len(day):
        return np.zeros(0, np.int64)
    first, last = int(day.min()), int(day.max()) + 1
    table = np.array(
        [[midnight(demand.seller.first_on, one.time_zone, d) for d in range(first, last)] for one in SITES]
    )
    found: Ints = table[site, day - first]
    return found


def midnight(first_on: date, time_zone: str, day: int) -> int:
    """The UTC second at which a day of the world begins in a time zone.

    >>> datetime.fromtimestamp(midnight(date(2024, 11, 1), "Asia/Tokyo", 1), ZoneInfo("UTC")).isoformat()
    '2024-11-01T15:00:00+00:00'
    """
    on = first_on + timedelta(days=day)
    return int(datetime(on.year, on.month, on.day, tzinfo=ZoneInfo(time_zone)).timestamp())


def _buyers(demand: Demand, buyers: Buyers, dice: np.random.Generator, columns: Columns, orders: Orders) -> Ints:
    """The customer of each line of the own shop; -1 where the platform does not tell who bought."""
    own = next(number for number, site in enumerate(SITES) if site.key == OWN_SHOP)
    site = demand.listings.site[columns["listing"]]
    heads = orders.first[site[orders.first] == own]
    chosen = np.full(len(site), -1)
    in_time = heads[np.argsort(columns["ordered"][heads], kind="stable")]
    for part in np.split(in_time, np.flatnonzero(np.diff(columns["day"][in_time] // BUYERS_JOIN_EVERY)) + 1):
        if len(part):
            chosen[part] = buyers.choose(dice, columns["country"][part].astype(np.int64), columns["day"][part])
    spread: Ints = chosen[orders.first][orders.of_line]
    return spread


def _sessions(sessions: Ints, bought: Ints, first: int) -> pa.Table:
    stream, day = np.nonzero(sessions)
    return pa.table(
        {
            "stream": stream.astype(np.int32),
            "day": (day + first).astype(np.int32),
            "sessions": sessions[stream, day],
            "bought": bought[stream, day],
        }
    )
