"""Causes about where to sell: markets that fade, take off or ask, and a store that loses money."""

from __future__ import annotations

import numpy as np

from argosy.world.demand import Shift
from argosy.world.planting import Cause, Ground
from argosy.world.sites import UNASKED

ASKING_ORDERS, ASKING_SHARE = 36, 0.012
"""Orders from a country nobody works at, in nine months, at least, and as a part of the shop's orders at home: enough to be noticed, too
few to be a market."""


def _streams_in(ground: Ground, site: str, country: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The streams of a market: those of its site and those of the own shop."""
    streams = ground.demand.streams
    on_site = [place for place, listing in enumerate(streams.listing.tolist()) if ground.is_on(listing, site)]
    return np.union1d(np.array(on_site, dtype=np.int64), ground.shop_streams(country))


def market_fades(ground: Ground) -> list[Cause]:
    """Demand in one small market melts away, step by step. What a year's work would win back no world can know: no money."""
    day, entries = ground.end - 330, _streams_in(ground, "amazon_fr", "FR")
    shifts = [ground.move("sessions", entries, day + 60 * step, ground.end, 0.72) for step in range(5)]
    return [_of_market(ground, "market fades", "FR", shifts, day)]


def market_takes_off(ground: Ground) -> list[Cause]:
    """Demand in one market grows far faster than elsewhere. What work there would add no world can know: no money."""
    day, entries = ground.end - 300, _streams_in(ground, "amazon_gb", "GB")
    shifts = [ground.move("sessions", entries, day + 60 * step, ground.end, 1.22) for step in range(4)]
    return [_of_market(ground, "market takes off", "GB", shifts, day)]


def _of_market(ground: Ground, name: str, market: str, shifts: list[Shift], day: int) -> Cause:
    lost_a_year, so_far = ground.money_lost(shifts, day, "revenue")
    facts: dict[str, object] = {"market": market, "measured_in": "net_sales", "lost_a_year": round(lost_a_year, 2)}
    return Cause(name, "market.focus", 1, (f"market:{market}",), ground.on(day), None, 0.0, so_far, facts)


def market_asks(ground: Ground) -> list[Cause]:
    """Buyers of a country without a site of ours find the own shop by themselves, more every month. A page in their language, a local
    price and a parcel that arrives soon would bring several times as many: net sales of the first year."""
    day, country = ground.end - 270, UNASKED
    entries = np.flatnonzero([code == country for code in ground.demand.streams.country])
    at_home = max(ground.orders_of("US", day), 1.0)
    part = max(ASKING_ORDERS / at_home, ASKING_SHARE)
    shifts = [ground.move("asked", entries, day + 90 * step, ground.end, part * (step + 1) / 2) for step in range(3)]
    _, lost = ground.money_lost(shifts, day, "revenue")
    more = ground.number("entry", 3.0, 9.0)
    facts: dict[str, object] = {"market": country, "entering_brings_times": round(more, 2), "measured_in": "net_sales"}
    facts["option"] = "enter"
    subjects = (f"market:{country}",)
    return [Cause("market asks", "market.enter", 1, subjects, ground.on(day), None, -lost * more, -lost, facts)]


def store_loses(ground: Ground) -> list[Cause]:
    """A price war in one store: prices far below cost win buyers and lose money on every one."""
    day, factor = ground.end - 340, 0.5
    listings = [n for n in range(len(ground.demand.listings)) if ground.is_on(n, "amazon_jp")]
    ground.shift("price", listings, day, ground.end, factor)
    loss = -ground.margin_at(listings, factor)
    facts: dict[str, object] = {"store": "amazon_jp", "price_factor": factor, "option": "leave"}
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
