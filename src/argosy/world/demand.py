"""How many buyers come and how many of them order: expected sessions and conversion per stream and day.

A stream is a listing and the way buyers reach it: unpaid, through one search term of its advertising, or (in the own shop) from one
country. Everything that happens in the world, planted causes too, is a `Shift` of a lever on some streams over some days.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from argosy.world.catalogue import Floats, Ints, Listings, Products, assortment
from argosy.world.seller import Seller
from argosy.world.sites import DESTINATIONS, OWN_SHOP, SITES

UNPAID = -1
TERMS = 7
LOOKALIKE, FOUND = 5, 6
"""Terms nobody bids on: one brings people who want something else, one brings buyers. Both are silent unless a cause wakes them."""
AD_SHARE = 0.24
AHEAD_DAYS = 200
"""Days after the last of the world for which demand is known to it: what an order placed on that day will sell."""
TERM_WEIGHTS = np.array([0.34, 0.24, 0.19, 0.13, 0.10, 0.0, 0.0])
TERM_CONVERSION = np.array([1.15, 1.0, 0.95, 0.9, 1.0, 0.0, 1.7])
WEEKDAYS = np.array([1.05, 1.02, 1.0, 0.98, 0.95, 0.95, 1.05])
GROWTH_A_YEAR = 1.12
PEAK_DAYS = {"11-2": 1.35, "07-0": 1.15, "12-0": 1.25, "12-1": 1.3}
SEASONS = {
    "flat": (1, 0.0),
    "summer": (190, 0.45),
    "winter": (345, 0.30),
    "christmas": (340, 0.40),
    "january": (15, 0.35),
    "school": (235, 0.35),
}
"""Day of the year on which a season peaks, and by how much it lifts demand then."""


@dataclass(frozen=True)
class Streams:
    """One entry per stream: its listing, the country it comes from, its search term (or `UNPAID`), its part of the listing."""

    listing: Ints
    country: list[str]
    term: Ints
    weight: Floats
    conversion_factor: Floats

    def __len__(self) -> int:
        return len(self.country)


@dataclass(frozen=True, eq=False)
class Shift:
    """A lever moved by a factor on chosen entries (streams, or listings for `price` and `return_rate`) from one day up to another."""

    lever: str
    entries: Ints
    from_day: int
    to_day: int
    factor: float


@dataclass
class Demand:
    """Expected sessions and conversion of every stream on every day."""

    seller: Seller
    products: Products
    listings: Listings
    streams: Streams
    shifts: list[Shift] = field(default_factory=list)
    scale: float = 1.0

    def __post_init__(self) -> None:
        noise = self.seller.dice("weeks").lognormal(-0.0018, 0.06, (len(self.listings), self.seller.day_count // 7 + 2))
        self._week_noise = np.hstack([noise, np.ones((len(self.listings), AHEAD_DAYS // 7))])
        self._lift = {name: self._season(name) for name in SEASONS}
        self._days = self._calendar()
        expected = sum(
            float((sessions * conversion).sum())
            for first, last in self.seller.spans()
            for sessions, conversion in [self.expected(first, last, planted=False)]
        )
        self.scale = self.seller.order_lines / expected

    def expected(self, first: int, last: int, planted: bool = True) -> tuple[Floats, Floats]:
        """Sessions and conversion, streams by days from `first` up to `last`; without the shifts where `planted` is false."""
        days, streams = np.arange(first, last), self.streams
        season = np.array([self._lift[kind["season"]] for kind in assortment()["products"]])
        kind = self.products.kind[self.listings.product]
        of_listing = season[kind][:, days] * self._week_noise[:, days // 7] * self._days[days]
        of_listing *= days >= self.listings.since[:, None]
        share = np.array([site.share for site in SITES])[self.listings.site] * self.listings.weight
        conversion = (self.listings.conversion[streams.listing] * streams.conversion_factor)[:, None] * np.ones(
            len(days)
        )
        usual = self.listings.conversion[streams.listing][:, None]
        sessions = (share[:, None] * of_listing)[streams.listing] * streams.weight[:, None] * self.scale / usual
        for shift in self.shifts if planted else ():
            self._apply(shift, first, sessions, conversion)
        return sessions, np.clip(conversion, 0, 0.6)

    def _apply(self, shift: Shift, first: int, sessions: Floats, conversion: Floats) -> None:
        span = slice(max(shift.from_day - first, 0), max(shift.to_day - first, 0))
        match shift.lever:
            case "sessions":
                sessions[shift.entries, span] *= shift.factor
            case "conversion":
                conversion[shift.entries, span] *= shift.factor
            case "asked":  # visitors from the last destination, a part of those from the first
                sessions[shift.entries, span] = sessions[shift.entries - len(DESTINATIONS) + 1, span] * shift.factor
            case "woken":  # a silent term gets a multiple of the clicks its listing's first term has
                usual = sessions[shift.entries - self.streams.term[shift.entries], span]
                sessions[shift.entries, span] = usual * shift.factor

    def rate(self, lever: str, base: Floats, day: int) -> Floats:
        """A rate of listings (`return_rate`, `price`) as it is on a day."""
        now = base.astype(np.float64).copy()
        for shift in self.shifts:
            if shift.lever == lever and shift.from_day <= day < shift.to_day:
                now[shift.entries] *= shift.factor
        return now

    def _season(self, name: str) -> Floats:
        peak, lift = SEASONS[name]
        start = np.datetime64(self.seller.first_on, "D")
        dates = start + np.arange(self.seller.day_count + AHEAD_DAYS)
        of_year = (dates - dates.astype("datetime64[Y]").astype("datetime64[D]")).astype(int)
        curve: Floats = 1 + lift * np.cos(2 * np.pi * (of_year - peak) / 365.25)
        return curve

    def _calendar(self) -> Floats:
        """Weekday, growth, and the trade's great days."""
        start = np.datetime64(self.seller.first_on, "D")
        dates = start + np.arange(self.seller.day_count + AHEAD_DAYS)
        weekday = (dates.astype(int) + 3) % 7
        lift = np.array([PEAK_DAYS.get(str(one)[5:9], 1.0) for one in dates])
        growth = GROWTH_A_YEAR ** (np.arange(len(dates)) / 365)
        calendar: Floats = WEEKDAYS[weekday] * growth * lift
        return calendar


def make_streams(products: Products, listings: Listings) -> Streams:
    """Unpaid streams of all listings, countries of the own shop, and search terms of the listings that are advertised."""
    rows: list[tuple[int, str, int, float, float]] = []
    best = set(np.argsort(-products.popularity)[: max(6, len(products) * 2 // 5)].tolist())
    for index, (product, site) in enumerate(zip(listings.product.tolist(), listings.site.tolist(), strict=True)):
        if SITES[site].key == OWN_SHOP:
            rows += [(index, one.country, UNPAID, one.share, 1.0) for one in DESTINATIONS]
            continue
        advertised = product in best
        rows.append((index, SITES[site].market, UNPAID, 1 - AD_SHARE * advertised, 1.0))
        if advertised:
            rows += [
                (index, SITES[site].market, term, AD_SHARE * TERM_WEIGHTS[term], TERM_CONVERSION[term])
                for term in range(TERMS)
            ]
    listing, country, term, weight, factor = zip(*rows, strict=True)
    return Streams(np.array(listing), list(country), np.array(term), np.array(weight), np.array(factor))
