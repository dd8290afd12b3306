"""The causes that can be planted, chapter by chapter: each changes the world and says what it did.

A cause never writes into a file that it is there: it moves demand, prices, stock, carriers or banks, and the files show what follows.
"""

from __future__ import annotations

from collections.abc import Callable

from argosy.world import attention_causes, goods_causes, market_causes, money_causes, people_causes
from argosy.world.demand import Demand
from argosy.world.lines import Buyers
from argosy.world.planting import Cause, Ground


def plant(demand: Demand, buyers: Buyers) -> Ground:
    """Plant every cause (none where the seller has none); returns what was planted."""
    ground = Ground(demand, buyers, demand.seller.dice("causes"))
    for cause in CAUSES if demand.seller.planted else ():
        ground.causes.extend(cause(ground))
    return ground


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


CAUSES: tuple[Callable[[Ground], list[Cause]], ...] = (
    market_causes.market_fades,
    market_causes.market_takes_off,
    market_causes.market_asks,
    market_causes.store_loses,
    goods_causes.sold_out_soon,
    goods_causes.supplier_slips,
    goods_causes.carrier_loses,
    goods_causes.warehouse_lost_units,
    money_causes.bank_declines,
    money_causes.currency_kept,
    attention_causes.term_burns,
    attention_causes.term_earns,
    attention_causes.creative_tires,
    attention_causes.budget_misplaced,
    people_causes.best_customers_gone_quiet,
    listing_change_broke_conversion,
    competitor_cut_price,
    money_causes.cash_runs_dry,
    people_causes.complaints_alike,
    goods_causes.paper_lapsed,
    money_causes.tax_threshold_crossed,
    attention_causes.foreign_title,
    people_causes.nobody_at_night,
    people_causes.nobody_answers,
)
"""In the order in which they choose their subjects, which is part of what a seed means."""
