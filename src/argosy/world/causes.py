"""The causes that can be planted, chapter by chapter: each changes the world and says what it did.

A cause never writes into a file that it is there: it moves demand, prices, stock, carriers or banks, and the files show what follows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from argosy.world.catalogue import countries
from argosy.world.demand import FOUND, LOOKALIKE, Demand
from argosy.world.files.attention import COST_SHARE
from argosy.world.lines import Buyers, midnight
from argosy.world.planting import Cause, Ground
from argosy.world.sites import UNASKED
from argosy.world.supply import FBA, POOLS
from argosy.world.worth import in_home

ASKING_ORDERS = 36
"""Orders from a country nobody works at, in nine months: enough to be noticed, too few to be a market."""


def plant(demand: Demand, buyers: Buyers) -> Ground:
    """Plant every cause (none where the seller has none); returns what was planted."""
    ground = Ground(demand, buyers, demand.seller.dice("causes"))
    for cause in CAUSES if demand.seller.planted else ():
        ground.causes.extend(cause(ground))
    return ground


def market_fades(ground: Ground) -> list[Cause]:
    """Demand in one small market melts away, step by step."""
    day = ground.end - 330
    listings = [n for n in range(len(ground.demand.listings)) if ground.is_on(n, "amazon_fr")]
    shifts = [ground.shift("sessions", listings, day + 60 * step, ground.end, 0.72) for step in range(5)]
    a_year, so_far = ground.money_lost(shifts, day, "revenue")
    facts: dict[str, object] = {"market": "FR", "measured_in": "net_sales"}
    return [Cause("market fades", "market.focus", 1, ("market:FR",), ground.on(day), None, a_year, so_far, facts)]


def market_asks(ground: Ground) -> list[Cause]:
    """Buyers of a country without a site of ours find the own shop by themselves, more every month."""
    day, country = ground.end - 270, UNASKED
    entries = np.flatnonzero([code == country for code in ground.demand.streams.country])
    part = ASKING_ORDERS / max(ground.orders_of("US", day), 1.0)
    shifts = [ground.move("asked", entries, day + 90 * step, ground.end, part * (step + 1) / 2) for step in range(3)]
    a_year, so_far = (-value for value in ground.money_lost(shifts, day))
    return [
        Cause(
            "market asks",
            "market.enter",
            1,
            (f"market:{country}",),
            ground.on(day),
            None,
            a_year,
            so_far,
            {"market": country},
        )
    ]


def sold_out_soon(ground: Ground) -> list[Cause]:
    """Two products were not ordered again in time: what lies there ends before the next order could come."""
    made = []
    starved: set[tuple[int, int]] = set()
    for site in ("amazon_us", "amazon_de"):
        listing = ground.pick(partial(_is_on, ground, site))
        name, pool = ground.name(listing), str(ground.name(listing)["market"])
        starved.add((int(ground.demand.listings.product[listing]), POOLS.index(pool)))
        lead_weeks = 8
        a_week = ground.margin_a_year(listing) / 52
        subjects = (f"sku:{name['sku']}/{pool}",)
        day = ground.end - 7 * 10
        made.append(
            Cause(
                "sold out soon",
                "product.replenish",
                3,
                subjects,
                ground.on(day),
                None,
                a_week * (lead_weeks - 1),
                0.0,
                name,
            )
        )
    ground.levers["starved"] = starved
    return made


def _is_on(ground: Ground, site: str, listing: int) -> bool:
    return ground.is_on(listing, site)


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
    orders = ground.orders_of(country, day) / 2
    a_parcel = (
        float(np.mean(ground.demand.listings.price[: len(ground.demand.products)]))
        / 100
        * in_home("USD", ground.demand.seller)
    )
    so_far = orders * 0.10 * a_parcel
    facts: dict[str, object] = {"carrier": carrier, "country": country}
    open_claims = so_far / 2  # of the last sixty days
    return [
        Cause(
            "carrier loses parcels",
            "logistics.claim",
            4,
            (f"carrier:{carrier}",),
            ground.on(day),
            None,
            open_claims,
            so_far,
            facts,
        )
    ]


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
    subjects = (f"warehouse:{FBA[country]}/fba_us", "warehouse:fba_us")
    return [Cause("warehouse lost units", "logistics.claim", 4, subjects, ground.on(day), None, worth, worth, facts)]


def bank_declines(ground: Ground) -> list[Cause]:
    """The banks of one country refuse a part of all cards since some day; those buyers are lost."""
    day, country, loss = ground.end - 150, "DE", 0.30
    ground.levers["bank"] = {
        "country": country,
        "since": midnight(ground.demand.seller.first_on, "UTC", day),
        "loss": loss,
    }
    entries = ground.shop_streams(country)
    shift = ground.move("conversion", entries, day, ground.end, 1 - loss * 0.8)
    a_year, so_far = ground.money_lost([shift], day)
    facts: dict[str, object] = {"issuer_country": country, "provider": "stripe", "loss_rate": loss}
    subjects = (f"issuer_country:{country}",)
    return [Cause("banks decline", "payment.reduce_declines", 5, subjects, ground.on(day), None, a_year, so_far, facts)]


def term_burns(ground: Ground) -> list[Cause]:
    """An automatic campaign is shown for a term that looks alike and means something else."""
    return [
        _wake(ground, LOOKALIKE, "term burns money", "marketing.add_negative", site)
        for site in ("amazon_us", "amazon_gb")
    ]


def term_earns(ground: Ground) -> list[Cause]:
    """An automatic campaign found a term that sells well and that nobody bids on."""
    return [
        _wake(ground, FOUND, "term earns unbid", "marketing.harvest_keyword", site)
        for site in ("amazon_us", "amazon_de")
    ]


def _wake(ground: Ground, term: int, name: str, kind: str, site: str) -> Cause:
    streams = ground.demand.streams
    advertised = set(streams.listing[streams.term == term].tolist())
    listing = ground.pick(lambda n: ground.is_on(n, site) and n in advertised)
    day = ground.end - 160
    entries = np.flatnonzero((streams.listing == listing) & (streams.term == term))
    shift = ground.move("woken", entries, day, ground.end, 2.5 if term == LOOKALIKE else 0.9)
    clicks = ground.sessions_between([*entries.tolist()], ground.end - 90, ground.end) * 365 / 90
    facts = ground.name(listing) | {
        "search_term": ground.term_text(listing, term),
        "campaign_id": f"C{100_000 + listing}",
    }
    price = (
        float(ground.demand.listings.price[listing])
        / 100
        * in_home(ground.site(listing).currency, ground.demand.seller)
    )
    cost = clicks * price * ground.site(listing).conversion * COST_SHARE
    a_year = cost if term == LOOKALIKE else -ground.money_lost([shift], day)[0] - cost
    subjects = (f"campaign:amazon_ads/ads_{str(facts['market']).lower()}/{facts['campaign_id']}",)
    return Cause(name, kind, 7, subjects, ground.on(day), None, a_year, a_year * 160 / 365, facts)


def best_customers_gone_quiet(ground: Ground) -> list[Cause]:
    """The best customers of the own shop in one country stopped ordering."""
    country, day = "GB", ground.end - 150
    ground.buyers.lost[countries().index(country)] = day
    ground.demand.shifts.append(ground.plain("sessions", ground.shop_streams(country), day, ground.end, 0.8))
    facts: dict[str, object] = {"country": country, "channel": "shopify"}
    _, so_far = ground.money_lost([ground.demand.shifts[-1]], day, "revenue")
    subjects = (f"segment:{country}/gone_quiet", "segment:*/gone_quiet")
    return [
        Cause("best customers gone quiet", "customer.win_back", 8, subjects, ground.on(day), None, 0.0, so_far, facts)
    ]


def listing_change_broke_conversion(ground: Ground) -> list[Cause]:
    """New titles and pictures went live in one market, and fewer visitors buy since."""
    listings = [n for n in range(len(ground.demand.listings)) if ground.is_on(n, "amazon_de")]
    return [_broke(ground, listings, "listing change broke conversion", 7, "conversion", 0.45, "listing_change")]


def competitor_cut_price(ground: Ground) -> list[Cause]:
    """A competitor in one market undercuts a product: fewer of its visitors buy."""
    listing = ground.pick(lambda n: ground.is_on(n, "amazon_us"), among=2)
    return [_broke(ground, [listing], "competitor cut the price", 7, "conversion", 0.25, "competitor")]


def _broke(ground: Ground, listings: list[int], title: str, days: int, lever: str, factor: float, mark: str) -> Cause:
    day = ground.end - days
    shift = ground.shift(lever, listings, day, ground.end, factor)
    a_year, so_far = ground.money_lost([shift], day)
    name = ground.name(listings[0])
    ground.levers[mark] = {"listings": listings, "day": day}
    subjects = (f"sku:{name['sku']}", f"market:{name['market']}", f"channel:{name['channel']}", "shop:all")
    return Cause(title, "analytics.explain", 10, subjects, ground.on(day), None, a_year, so_far, name)


def cash_runs_dry(ground: Ground) -> list[Cause]:
    """The seller keeps too little in hand for what it owes in the coming weeks."""
    ground.levers["cover_weeks"] = 2.5
    ground.levers["great_order"] = 14.0
    return [
        Cause(
            "cash runs dry",
            "risk.hold_cash",
            13,
            ("cash:all",),
            ground.on(ground.end - 60),
            None,
            0.0,
            0.0,
            {"cover_weeks": 2.5},
        )
    ]


def defect_complaints(ground: Ground) -> list[Cause]:
    """A batch of one product stops working after a while: buyers say so under it, nobody answers, more send it back, fewer buy."""
    listing = ground.pick(partial(_is_on, ground, "amazon_us"))
    product, day = int(ground.demand.listings.product[listing]), ground.end - 120
    alike = np.flatnonzero(ground.demand.listings.product == product).tolist()
    ground.levers["defect"] = {"product": product, "day": day, "share": 0.12}
    ground.shift("return_rate", alike, day, ground.end, 2.2)
    shift = ground.shift("conversion", alike, day + 30, ground.end, 0.85)
    a_year, so_far = ground.money_lost([shift], day)
    facts = ground.name(listing)
    subjects = (f"sku:{facts['sku']}/broke",)
    return [
        Cause(
            "complaints on one defect", "brand.answer_review", 11, subjects, ground.on(day), None, a_year, so_far, facts
        )
    ]


def paper_lapsed(ground: Ground) -> list[Cause]:
    """The papers of two products lapsed in a market and were not renewed."""
    made, lapsed = [], set()
    for site, place in (("amazon_us", "US"), ("amazon_de", "EU")):
        listing = ground.pick(partial(_is_lit, ground, site), among=4)
        lapsed.add((int(ground.demand.listings.product[listing]), place))
        facts = ground.name(listing)
        subjects = (f"sku:{facts['sku']}/{facts['market']}", f"sku:{facts['sku']}/FR", f"sku:{facts['sku']}/NL")
        worth = ground.margin_a_year(listing)
        made.append(
            Cause(
                "paper lapsed", "compliance.certify", 9, subjects, ground.on(ground.end - 26), None, worth, 0.0, facts
            )
        )
    ground.levers["lapsed_papers"] = lapsed
    return made


def _is_lit(ground: Ground, site: str, listing: int) -> bool:
    """Electric products have papers everywhere."""
    sku = ground.demand.products.sku[ground.demand.listings.product[listing]]
    return ground.is_on(listing, site) and sku[:4] in ("LAMP", "EARB", "PBNK", "BLND")


def foreign_title(ground: Ground) -> list[Cause]:
    """Two listings stand in a market in the language of another; visitors read them and leave."""
    made, foreign = [], {}
    for site in ("amazon_de", "amazon_jp"):
        listing = ground.pick(partial(_is_on, ground, site))
        shift = ground.shift("conversion", [listing], 0, ground.end, 0.6)
        a_year, so_far = ground.money_lost([shift], ground.end - 365)
        foreign[listing] = "en"
        facts = ground.name(listing)
        subjects = (f"listing:{facts['sku']}/{facts['market']}",)
        made.append(
            Cause("foreign title", "localization.fix_listing", 6, subjects, ground.on(0), None, a_year, so_far, facts)
        )
    ground.levers["foreign_title"] = foreign
    return made


def nobody_answers(ground: Ground) -> list[Cause]:
    """Whoever spoke the language of one market has left; its buyers wait for days, and some buy elsewhere."""
    day, language = ground.end - 110, "ja"
    ground.levers["mute"] = {"language": language, "day": day}
    listings = [n for n in range(len(ground.demand.listings)) if ground.is_on(n, "amazon_jp")]
    shift = ground.shift("conversion", listings, day + 10, ground.end, 0.97)
    a_year, so_far = ground.money_lost([shift], day)
    facts: dict[str, object] = {"language": language, "market": "JP"}
    return [
        Cause(
            "nobody answers",
            "team.cover_hours",
            12,
            (f"language:{language}",),
            ground.on(day),
            None,
            a_year,
            so_far,
            facts,
        )
    ]


def store_loses(ground: Ground) -> list[Cause]:
    """A price war in one store: prices far below cost win buyers and lose money on every one."""
    day, factor = ground.end - 340, 0.5
    listings = [n for n in range(len(ground.demand.listings)) if ground.is_on(n, "amazon_jp")]
    ground.shift("price", listings, day, ground.end, factor)
    loss = -ground.margin_at(listings, factor)
    facts: dict[str, object] = {"store": "amazon_jp", "price_factor": factor}
    return [
        Cause(
            "store loses money",
            "channel.fix_or_leave",
            2,
            ("store:amazon_jp",),
            ground.on(day),
            None,
            loss,
            loss * 340 / 365,
            facts,
        )
    ]


def supplier_slips(ground: Ground) -> list[Cause]:
    """One supplier delivers three weeks later than it promises since half a year. No kind asks for it yet."""
    week = ground.end // 7 - 28
    ground.levers["slow_supplier"] = {2: week}
    facts: dict[str, object] = {"supplier": "GYS03", "late_days": 21}
    return [Cause("supplier slips", "", 3, ("supplier:GYS03",), ground.on(week * 7), None, 0.0, 0.0, facts)]


CAUSES: tuple[Callable[[Ground], list[Cause]], ...] = (
    market_fades,
    market_asks,
    store_loses,
    sold_out_soon,
    supplier_slips,
    carrier_loses,
    warehouse_lost_units,
    bank_declines,
    term_burns,
    term_earns,
    best_customers_gone_quiet,
    listing_change_broke_conversion,
    competitor_cut_price,
    cash_runs_dry,
    defect_complaints,
    paper_lapsed,
    foreign_title,
    nobody_answers,
)
"""In the order in which they choose their subjects, which is part of what a seed means."""
