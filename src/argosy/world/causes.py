"""The causes that can be planted, chapter by chapter: each changes the world and says what it did.

A cause never writes into a file that it is there: it moves demand, prices, stock, carriers or banks, and the files show what follows.
"""

from __future__ import annotations

from collections.abc import Callable

from argosy.world.catalogue import countries
from argosy.world.demand import Demand
from argosy.world.lines import Buyers
from argosy.world.planting import Cause, Ground

AMAZON = ("amazon_us", "amazon_gb", "amazon_de", "amazon_fr", "amazon_jp")


def plant(demand: Demand, buyers: Buyers) -> Ground:
    """Plant every cause (none where the seller has none); returns what was planted."""
    ground = Ground(demand, buyers, demand.seller.dice("causes"))
    for cause in CAUSES if demand.seller.planted else ():
        ground.causes.append(cause(ground))
    return ground


def listing_change_broke_conversion(ground: Ground) -> Cause:
    """A new title and picture went live in one market, and fewer visitors buy since."""
    listing = ground.pick(lambda n: ground.is_on(n, "amazon_de", "amazon_gb"))
    day = ground.end - 75
    shift = ground.shift("conversion", [listing], day, ground.end, 0.45)
    a_year, so_far = ground.money_lost([shift], day)
    name = ground.name(listing)
    ground.levers["listing_change"] = {"listing": listing, "day": day}
    subjects = (
        f"listing:{name['channel']}/{name['market']}/{name['sku']}",
        f"sku:{name['sku']}",
        f"market:{name['market']}",
    )
    return Cause(
        "listing change broke conversion", "analytics.explain", 10, subjects, ground.on(day), None, a_year, so_far, name
    )


def competitor_cut_price(ground: Ground) -> Cause:
    """A competitor in one market undercuts a product: fewer visitors, and fewer of them buy."""
    listing = ground.pick(lambda n: ground.is_on(n, "amazon_us"))
    day = ground.end - 60
    shifts = [
        ground.shift("conversion", [listing], day, ground.end, 0.62),
        ground.shift("sessions", [listing], day, ground.end, 0.85),
    ]
    a_year, so_far = ground.money_lost(shifts, day)
    name = ground.name(listing)
    ground.levers["competitor"] = {"listing": listing, "day": day, "price_factor": 0.8}
    subjects = (f"listing:{name['channel']}/{name['market']}/{name['sku']}", f"sku:{name['sku']}")
    return Cause(
        "competitor cut the price", "analytics.explain", 10, subjects, ground.on(day), None, a_year, so_far, name
    )


def best_customers_gone_quiet(ground: Ground) -> Cause:
    """The best customers of the own shop in one country stopped ordering."""
    country, day = "GB", ground.end - 150
    ground.buyers.lost[countries().index(country)] = day
    facts: dict[str, object] = {"country": country, "channel": "shopify"}
    subjects = (f"segment:{country}/gone_quiet", "segment:*/gone_quiet")
    return Cause("best customers gone quiet", "customer.win_back", 8, subjects, ground.on(day), None, 0.0, 0.0, facts)


def market_fades(ground: Ground) -> Cause:
    """Demand in one small market melts away while its cost of selling stays."""
    day = ground.end - 300
    listings = [n for n in range(len(ground.demand.listings)) if ground.is_on(n, "amazon_fr")]
    shifts = [ground.shift("sessions", listings, day + 60 * step, ground.end, 0.72) for step in range(5)]
    a_year, so_far = ground.money_lost(shifts, day, "revenue")
    return Cause(
        "market fades", "market.focus", 1, ("market:FR",), ground.on(day), None, a_year, so_far, {"market": "FR"}
    )


CAUSES: tuple[Callable[[Ground], Cause], ...] = (
    listing_change_broke_conversion,
    competitor_cut_price,
    best_customers_gone_quiet,
    market_fades,
)
