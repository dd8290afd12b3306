"""Causes about goods: stock that ends, suppliers that slip, parcels and units that vanish, papers that lapse.

What an order or a claim brings is worked out when the books are closed (`closing.py`): stock and parcels are not known before.
"""

from __future__ import annotations

from functools import partial

from argosy.world.lines import midnight
from argosy.world.planting import Cause, Ground
from argosy.world.sites import SITES
from argosy.world.supply import FBA, POOLS

CLAIMS_PAID = 0.7
"""Part of what is rightly claimed that this world's carriers and warehouses pay."""
SOLD_OUT, LOST_PARCELS = "sold out soon", "carrier loses parcels"


def is_on(ground: Ground, site: str, listing: int) -> bool:
    """Whether a listing stands on a site; for `partial`."""
    return ground.is_on(listing, site)


def sold_out_soon(ground: Ground) -> list[Cause]:
    """Two products were not ordered again in time: what lies there ends before the next order could come."""
    made = []
    starved: set[tuple[int, int]] = set()
    for site in ("amazon_us", "amazon_de"):
        listing = ground.pick(partial(is_on, ground, site))
        name, pool = ground.name(listing), str(ground.name(listing)["market"])
        product = int(ground.demand.listings.product[listing])
        starved.add((product, POOLS.index(pool)))
        facts = name | {"product": product, "pool": pool, "option": "order_full"}
        subjects = (f"sku:{name['sku']}/{pool}",)
        on = ground.on(ground.end - 7 * 10)
        made.append(Cause(SOLD_OUT, "product.replenish", 3, subjects, on, None, 0.0, 0.0, facts))
    ground.levers["starved"] = starved
    return made


def supplier_slips(ground: Ground) -> list[Cause]:
    """One supplier delivers three weeks later than it promises since half a year. No kind asks for it yet."""
    week = ground.end // 7 - 28
    ground.levers["slow_supplier"] = {2: week}
    facts: dict[str, object] = {"supplier": "GYS03", "late_days": 21}
    return [Cause("supplier slips", "", 3, ("supplier:GYS03",), ground.on(week * 7), None, 0.0, 0.0, facts)]


def carrier_loses(ground: Ground) -> list[Cause]:
    """One carrier's line into one country became slow, and parcels vanish on it."""
    day, country, carrier = ground.end - 120, "US", "usps"
    ground.levers["carrier"] = {
        "carrier": carrier,
        "country": country,
        "since": midnight(ground.demand.seller.first_on, "UTC", day),
        "slow_factor": 1.5,
        "lost": 0.10,
    }
    facts: dict[str, object] = {"carrier": carrier, "country": country, "option": "file_claims"}
    subjects = (f"carrier:{carrier}",)
    return [Cause(LOST_PARCELS, "logistics.claim", 4, subjects, ground.on(day), None, 0.0, 0.0, facts)]


def warehouse_lost_units(ground: Ground) -> list[Cause]:
    """The platform's warehouses lost units of some products and neither found nor paid for them."""
    country = "US"
    lost, worth = [], 0.0
    for step in range(4):
        listing = ground.pick(lambda n: ground.is_on(n, "amazon_us"), among=20)
        product = int(ground.demand.listings.product[listing])
        units = 12 + 6 * step
        lost.append((FBA[country], country, ground.end - 20 - 6 * step, ground.demand.products.sku[product], units))
        worth += units * int(ground.demand.products.cost[product]) / 100
    ground.levers["lost_units"] = lost
    day = ground.end - 38
    facts: dict[str, object] = {"skus": [row[3] for row in lost], "units": sum(row[4] for row in lost)}
    facts["option"] = "file_claims"
    subjects = (f"warehouse:{FBA[country]}/fba_us", "warehouse:fba_us")
    paid = worth * CLAIMS_PAID
    return [Cause("warehouse lost units", "logistics.claim", 4, subjects, ground.on(day), None, paid, worth, facts)]


def paper_lapsed(ground: Ground) -> list[Cause]:
    """The papers of two products lapsed in a market and were not renewed. With some chance the offer is taken down within a year; what
    that costs is told for every country of the place."""
    made, lapsed = [], set()
    chance = ground.number("takedown", 0.15, 0.6)
    for site, place, countries in (("amazon_us", "US", ("US",)), ("amazon_de", "EU", ("DE", "FR", "NL"))):
        listing = ground.pick(partial(_is_lit, ground, site), among=4)
        product = int(ground.demand.listings.product[listing])
        lapsed.add((product, place))
        facts = ground.name(listing)
        of_subject = {
            f"sku:{facts['sku']}/{code}": round(ground.margin_in(product, code) * chance, 2) for code in countries
        }
        subjects, worth = tuple(of_subject), sum(of_subject.values())
        facts |= {"takedown_chance": round(chance, 3), "effect_by_subject": of_subject}
        on = ground.on(ground.end - 26)
        made.append(Cause("paper lapsed", "compliance.certify", 9, subjects, on, None, worth, 0.0, facts))
    ground.levers["lapsed_papers"] = lapsed
    return made


def _is_lit(ground: Ground, site: str, listing: int) -> bool:
    """Electric products have papers everywhere."""
    sku = ground.demand.products.sku[ground.demand.listings.product[listing]]
    return SITES[ground.demand.listings.site[listing]].key == site and sku[:4] in ("LAMP", "EARB", "PBNK", "BLND")
