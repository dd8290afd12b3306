"""Causes about attention: search terms, pictures and budgets, and pages in the wrong language."""

from __future__ import annotations

from functools import partial

import numpy as np

from argosy.world.demand import FOUND, LOOKALIKE
from argosy.world.files.attention import COST_SHARE
from argosy.world.goods_causes import is_on
from argosy.world.planting import Cause, Ground
from argosy.world.worth import in_home


def term_burns(ground: Ground) -> list[Cause]:
    """An automatic campaign is shown for a term that looks alike and means something else."""
    return [
        _wake(ground, LOOKALIKE, "term burns money", "marketing.add_negative", site)
        for site in ("amazon_us", "amazon_gb")
    ]


def term_earns(ground: Ground) -> list[Cause]:
    """An automatic campaign found a term that sells well and that nobody bids on; a bid of its own would add a part of its clicks."""
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
    shift = ground.move("woken", entries, day, ground.end, 4.0 if term == LOOKALIKE else 2.5)
    facts = ground.name(listing) | {
        "search_term": ground.term_text(listing, term),
        "campaign_id": f"C{100_000 + listing}",
    }
    cost = _clicks_a_year(ground, entries) * _click_cost(ground, listing)
    a_year = cost
    if term == FOUND:
        more = ground.number(f"{site[-2:]} bid", 0.15, 0.45)
        facts["own_bid_adds"] = round(more, 3)
        a_year = (-ground.money_lost([shift], day)[0] - cost) * more
    subjects = (f"campaign:amazon_ads/ads_{str(facts['market']).lower()}/{facts['campaign_id']}",)
    return Cause(name, kind, 7, subjects, ground.on(day), None, a_year, a_year * 160 / 365, facts)


def _clicks_a_year(ground: Ground, entries: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
    return ground.sessions_between([*entries.tolist()], ground.end - 90, ground.end) * 365 / 90


def _click_cost(ground: Ground, listing: int) -> float:
    """CNY for a click on an advertisement of a listing."""
    site = ground.site(listing)
    price = float(ground.demand.listings.price[listing]) / 100 * in_home(site.currency, ground.demand.seller)
    return price * site.conversion * COST_SHARE


def creative_tires(ground: Ground) -> list[Cause]:
    """The pictures of one campaign have been seen too often: fewer click, month after month. No kind asks for it yet."""
    listing = ground.pick(partial(_is_advertised, ground, "amazon_us"))
    entries, day = _bid_on(ground, listing), ground.end - 120
    shifts = [ground.move("sessions", entries, day + 30 * step, ground.end, 0.75) for step in range(4)]
    a_year, so_far = ground.money_lost(shifts, day)
    return [Cause("creative tires", "", 7, _campaign(ground, listing), ground.on(day), None, a_year, so_far, {})]


def budget_misplaced(ground: Ground) -> list[Cause]:
    """A campaign got three times the clicks, of people who hardly ever buy. No kind asks for it yet: its terms are bid on exactly."""
    listing = ground.pick(partial(_is_advertised, ground, "amazon_gb"))
    entries, day = _bid_on(ground, listing), ground.end - 100
    ground.move("sessions", entries, day, ground.end, 3.0)
    ground.move("conversion", entries, day, ground.end, 0.3)
    wasted = _clicks_a_year(ground, entries) * 0.7 * _click_cost(ground, listing)
    subjects = _campaign(ground, listing)
    return [Cause("budget misplaced", "", 7, subjects, ground.on(day), None, wasted, wasted * 100 / 365, {})]


def _is_advertised(ground: Ground, site: str, listing: int) -> bool:
    return ground.is_on(listing, site) and len(_bid_on(ground, listing)) > 0


def _bid_on(ground: Ground, listing: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    streams = ground.demand.streams
    return np.flatnonzero((streams.listing == listing) & (streams.term >= 0) & (streams.term < LOOKALIKE))


def _campaign(ground: Ground, listing: int) -> tuple[str, ...]:
    market = str(ground.name(listing)["market"]).lower()
    return (f"campaign:amazon_ads/ads_{market}/C{100_000 + listing}",)


def foreign_title(ground: Ground) -> list[Cause]:
    """Two listings stand in a market in the language of another; visitors read them and leave."""
    made, foreign = [], {}
    for site in ("amazon_de", "amazon_fr"):
        listing = ground.pick(partial(is_on, ground, site))
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
