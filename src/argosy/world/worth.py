"""What a sale is worth to the seller, and so what a planted cause costs: expected values, in CNY."""

from __future__ import annotations

from functools import cache

import numpy as np

from argosy.reference.fx import rate
from argosy.world.catalogue import Floats, Ints
from argosy.world.demand import Demand, Shift
from argosy.world.ledger import CARD_FIXED, CARD_RATE
from argosy.world.seller import Seller
from argosy.world.sites import HOME_CURRENCY, OWN_SHOP, SITES

UNITS_A_LINE = 1.16
WINDOW_DAYS = 90


@cache
def in_home(currency: str, seller: Seller) -> float:
    """CNY for one unit of a currency at the end of the world."""
    return float(rate(currency, HOME_CURRENCY, seller.last_on).number)


def revenue_of_line(demand: Demand) -> Floats:
    """What buyers pay for an average order line of each listing, without tax, CNY."""
    listings = demand.listings
    vat = np.array([1 + one.vat_rate if one.tax in ("within", "owed") else 1.0 for one in SITES])[listings.site]
    home = np.array([in_home(one.currency, demand.seller) for one in SITES])[listings.site]
    paid: Floats = listings.price / 100 / vat * UNITS_A_LINE * home
    return paid


def margin_of_line(demand: Demand) -> Floats:
    """Contribution of an average order line of each listing before advertising, CNY: net of platform, fulfilment, goods, returns."""
    listings, products = demand.listings, demand.products
    site, product = listings.site, listings.product
    home = np.array([in_home(one.currency, demand.seller) for one in SITES])[site]
    kilograms = products.weight_g[product] / 1000
    handling = (
        np.array([one.handling for one in SITES])[site] + np.array([one.per_kg for one in SITES])[site] * kilograms
    )
    referral = listings.price / 100 * np.array([one.referral_rate for one in SITES])[site]
    own = np.array([one.key == OWN_SHOP for one in SITES])[site]
    card = np.where(own, listings.price / 100 * float(CARD_RATE) + CARD_FIXED / 100, 0.0)
    returned = products.return_rate[product]
    goods = (products.cost + products.freight)[product] / 100 * UNITS_A_LINE
    kept = revenue_of_line(demand) * (1 - returned) - (referral + card) * UNITS_A_LINE * home * (1 - 0.8 * returned)
    margin: Floats = kept - handling * UNITS_A_LINE * home - goods
    return margin


def lines_lost(demand: Demand, shifts: list[Shift], first: int, last: int) -> Floats:
    """Expected order lines per listing that some shifts take away between two days (negative where they add)."""
    with_them = _lines(demand, first, last)
    kept, demand.shifts = demand.shifts, [shift for shift in demand.shifts if shift not in shifts]
    without = _lines(demand, first, last)
    demand.shifts = kept
    lost: Floats = without - with_them
    return lost


def _lines(demand: Demand, first: int, last: int) -> Floats:
    total = np.zeros(len(demand.listings))
    for begin in range(first, last, 31):
        sessions, conversion = demand.expected(begin, min(begin + 31, last))
        np.add.at(total, demand.streams.listing, (sessions * conversion).sum(axis=1))
    return total


def expected_lines(demand: Demand, first: int, last: int) -> Floats:
    """Expected order lines of each listing between two days, with everything that is planted so far."""
    return _lines(demand, first, last)


def streams_of(demand: Demand, listings: Ints) -> Ints:
    """All streams of some listings."""
    return np.flatnonzero(np.isin(demand.streams.listing, listings))
