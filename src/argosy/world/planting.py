"""The ground causes are planted in: who may be chosen, who is taken, and what a planted cause says of itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from argosy.world.catalogue import Floats, Ints, search_terms
from argosy.world.demand import Demand, Shift
from argosy.world.lines import Buyers
from argosy.world.sites import OWN_SHOP, SITES, Site
from argosy.world.worth import (
    WINDOW_DAYS,
    expected_lines,
    in_home,
    lines_lost,
    margin_of_line,
    revenue_of_line,
    streams_of,
)


@dataclass(frozen=True)
class Cause:
    """Something planted: which kind of decision should find it, on which subjects (any of them), since when, and what it is worth.

    `effect` is CNY a year at the end of the world (what mending it brings, before what mending costs); `so_far` what it has cost
    since `from_on`. `facts` are further things to look up.
    """

    name: str
    kind: str
    chapter: int
    subjects: tuple[str, ...]
    from_on: date
    to_on: date | None
    effect: float
    so_far: float
    facts: dict[str, object] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """As JSON types; money with two decimals."""
        return {
            "name": self.name,
            "kind": self.kind,
            "chapter": self.chapter,
            "subjects": list(self.subjects),
            "from": self.from_on.isoformat(),
            "to": self.to_on.isoformat() if self.to_on else None,
            "effect": {"amount": round(self.effect, 2), "currency": "CNY", "per": "year"},
            "so_far": {"amount": round(self.so_far, 2), "currency": "CNY"},
            "facts": self.facts,
        }


@dataclass
class Ground:
    """The world while causes are planted in it; `taken` listings carry one cause already."""

    demand: Demand
    buyers: Buyers
    dice: np.random.Generator
    causes: list[Cause] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    levers: dict[str, object] = field(default_factory=dict)
    """What other parts of the world do differently because of a cause (a carrier, a bank, a certificate)."""

    def __post_init__(self) -> None:
        end = self.demand.seller.day_count
        self._volume = expected_lines(self.demand, end - WINDOW_DAYS, end)
        self._margin = margin_of_line(self.demand)
        self._revenue = revenue_of_line(self.demand)

    @property
    def end(self) -> int:
        """Days the world has."""
        return self.demand.seller.day_count

    def on(self, day: int) -> date:
        """A day of the world as a date."""
        return self.demand.seller.first_on + timedelta(days=day)

    def pick(self, fits: Callable[[int], bool], among: int = 6) -> int:
        """One of the best-selling listings that fit and carry no cause yet; they are taken from then on."""
        order = [n for n in np.argsort(-self._volume).tolist() if n not in self.taken and fits(n)]
        if not order:
            order = [n for n in np.argsort(-self._volume).tolist() if fits(n)]
        chosen = int(order[int(self.dice.integers(0, min(among, len(order))))])
        self.taken.add(chosen)
        return chosen

    def is_on(self, listing: int, *keys: str) -> bool:
        """Whether a listing stands on one of some sites."""
        return SITES[self.demand.listings.site[listing]].key in keys

    def name(self, listing: int) -> dict[str, object]:
        """How files name a listing: SKU, channel, market, code."""
        listings, site = self.demand.listings, SITES[self.demand.listings.site[listing]]
        return {
            "sku": self.demand.products.sku[listings.product[listing]],
            "channel": site.key.split("_")[0],
            "store": site.store,
            "market": site.market,
            "code": listings.code[listing],
        }

    def shift(self, lever: str, listings: Sequence[int], from_day: int, to_day: int, factor: float) -> Shift:
        """Move a lever of some listings: of all their streams, or of themselves for what concerns the page."""
        whole = lever in ("price", "return_rate")
        entries = np.array(listings) if whole else streams_of(self.demand, np.array(listings))
        made = Shift(lever, entries, from_day, to_day, factor)
        self.demand.shifts.append(made)
        return made

    def plain(self, lever: str, entries: Ints, from_day: int, to_day: int, factor: float) -> Shift:
        """A shift that is not applied yet."""
        return Shift(lever, entries, from_day, to_day, factor)

    def move(self, lever: str, entries: Ints, from_day: int, to_day: int, factor: float) -> Shift:
        """Move a lever of some streams."""
        made = self.plain(lever, entries, from_day, to_day, factor)
        self.demand.shifts.append(made)
        return made

    def site(self, listing: int) -> Site:
        """The site of a listing."""
        return SITES[int(self.demand.listings.site[listing])]

    def shop_streams(self, country: str) -> Ints:
        """The own shop's streams from a country."""
        streams, site = self.demand.streams, self.demand.listings.site
        own = np.array([SITES[one].key == OWN_SHOP for one in site[streams.listing]])
        return np.flatnonzero(own & np.array([code == country for code in streams.country]))

    def sessions_between(self, entries: Sequence[int], first: int, last: int) -> float:
        """Expected sessions of some streams between two days."""
        sessions, _ = self.demand.expected(first, last)
        return float(sessions[list(entries)].sum())

    def orders_of(self, country: str, from_day: int) -> float:
        """Expected order lines of the own shop from a country since a day."""
        entries = self.shop_streams(country)
        sessions, conversion = self.demand.expected(from_day, self.end)
        return float((sessions * conversion)[entries].sum())

    def margin_a_year(self, listing: int) -> float:
        """Contribution of a listing a year at the pace of the last 90 days, CNY."""
        return float(self._volume[listing] * self._margin[listing]) * 365 / WINDOW_DAYS

    def margin_in(self, product: int, country: str) -> float:
        """Contribution a year of a product with buyers in one country, on its site and in the own shop, at the pace of the last 90 days."""
        streams, listing = self.demand.streams, self.demand.streams.listing
        here = (self.demand.listings.product[listing] == product) & np.array(
            [code == country for code in streams.country]
        )
        sessions, conversion = self.demand.expected(self.end - WINDOW_DAYS, self.end)
        lines = (sessions * conversion)[here].sum(axis=1)
        return float((lines * self._margin[listing[here]]).sum()) * 365 / WINDOW_DAYS

    def shop_sales(self, codes: Sequence[str], first: int, last: int, currency: str) -> float:
        """Expected sales of the own shop to some countries between two days."""
        sessions, conversion = self.demand.expected(first, last)
        entries = np.concatenate([self.shop_streams(code) for code in codes])
        lines = (sessions * conversion)[entries].sum(axis=1)
        home = in_home(currency, self.demand.seller)
        return float((lines * self._revenue[self.demand.streams.listing[entries]]).sum()) / home

    def number(self, purpose: str, low: float, high: float) -> float:
        """A number of this world that nobody in it can know, between two ends, from the seed."""
        return float(self.demand.seller.dice("number", purpose).uniform(low, high))

    def margin_at(self, listings: Sequence[int], price_factor: float) -> float:
        """Contribution of some listings a year at the pace of the last 90 days, with prices at a part of what they were, CNY."""
        chosen, site = list(listings), self.demand.listings.site
        kept = np.array([1 - one.referral_rate * (1 + one.vat_rate) for one in SITES])[site[chosen]]
        margin = self._margin[chosen] - (1 - price_factor) * self._revenue[chosen] * kept
        return float((self._volume[chosen] * margin).sum()) * 365 / WINDOW_DAYS

    def term_text(self, listing: int, term: int) -> str:
        """What a buyer types, in the language of the listing's site."""
        kind = int(self.demand.products.kind[self.demand.listings.product[listing]])
        return search_terms(kind, self.site(listing).language)[term]

    def money_lost(self, shifts: list[Shift], from_day: int, what: str = "margin") -> tuple[float, float]:
        """CNY a year at the run rate of the last 90 days, and CNY since a day, that some shifts take away."""
        worth: Floats = self._margin if what == "margin" else self._revenue
        recent = max(from_day, self.end - WINDOW_DAYS)
        a_year = (
            float((lines_lost(self.demand, shifts, recent, self.end) * worth).sum()) * 365 / max(self.end - recent, 1)
        )
        so_far = float((lines_lost(self.demand, shifts, from_day, self.end) * worth).sum())
        return a_year, so_far
