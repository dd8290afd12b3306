"""What is worked out when the books are closed: the worth of causes that hang on stock left and parcels lost, which no one knows before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from argosy.world.exports import Exports
from argosy.world.goods_causes import CLAIMS_PAID, LOST_PARCELS, SOLD_OUT
from argosy.world.lines import CANCELLED, midnight
from argosy.world.planting import Cause, Ground
from argosy.world.supply import FREIGHT_WEEKS, POOLS, PRODUCTION_WEEKS, Supply
from argosy.world.worth import UNITS_A_LINE, in_home, margin_of_line

CLAIM_DAYS, SURELY_LOST_DAYS = 60, 14
"""Days after shipping within which a carrier takes claims, and after which a parcel on a line of four days will not come any more."""
ROUND_WEEKS, LATE_WEEKS = 4, 3
"""Weeks an order has to last until the next one arrives; weeks by which a supplier that slips is late."""


def close_truth(exports: Exports, ground: Ground, planned: Supply) -> None:
    """Give the causes of `goods_causes` their effects, from the world's own stock, demand to come and parcels."""
    ground.causes = [_closed(exports, ground, planned, cause) for cause in ground.causes]


def _closed(exports: Exports, ground: Ground, planned: Supply, cause: Cause) -> Cause:
    if cause.name == SOLD_OUT:
        return replace(cause, effect=_order_brings(ground, planned, cause))
    if cause.name == LOST_PARCELS:
        open_claims, so_far = _parcels(exports, ground, str(cause.facts["carrier"]))
        return replace(cause, effect=open_claims * CLAIMS_PAID, so_far=so_far)
    return cause


def _order_brings(ground: Ground, planned: Supply, cause: Cause) -> float:
    """Contribution of what is sold because goods are ordered on the last day: what is needed from their arrival until those of the next
    round arrive, beyond what lies there and is on its way; expected, CNY."""
    product, pool = int(str(cause.facts["product"])), POOLS.index(str(cause.facts["pool"]))
    row = int(np.flatnonzero((planned.product == product) & (planned.pool == pool))[0])
    there = float(planned.stock[row, -1] + planned.inbound[row, -1])
    supplier = int(ground.demand.products.supplier[product])
    slow = ground.levers.get("slow_supplier", {})
    assert isinstance(slow, dict)
    lead = int(PRODUCTION_WEEKS[supplier] + FREIGHT_WEEKS[pool]) + LATE_WEEKS * (supplier in slow)
    until_arrival, worth = _to_come(ground, product, POOLS[pool], lead)
    until_next, _ = _to_come(ground, product, POOLS[pool], lead + ROUND_WEEKS)
    left = max(there - until_arrival, 0.0)
    more = until_next - until_arrival - min(until_next - until_arrival, left)
    return more * worth


def _to_come(ground: Ground, product: int, country: str, weeks: int) -> tuple[float, float]:
    """Units expected in the weeks after the last day, and the contribution of one of them."""
    demand, listing = ground.demand, ground.demand.streams.listing
    here = (demand.listings.product[listing] == product) & np.array(
        [code == country for code in demand.streams.country]
    )
    sessions, conversion = demand.expected(ground.end, ground.end + 7 * weeks)
    lines = (sessions * conversion)[here].sum(axis=1) * (1 - CANCELLED)
    margin = margin_of_line(demand)[listing[here]]
    units = float(lines.sum()) * UNITS_A_LINE
    return units, float((lines * margin).sum()) / max(units, 1e-9)


def _parcels(exports: Exports, ground: Ground, carrier: str) -> tuple[float, float]:
    """Declared value of a carrier's lost parcels: those that can be told lost and may still be claimed, and all since the cause; CNY."""
    first = ground.demand.seller.first_on
    opens, closes = (midnight(first, "UTC", ground.end - days) for days in (CLAIM_DAYS, SURELY_LOST_DAYS))
    since = midnight(first, "UTC", ground.end - 120)
    found = exports.connection.execute(
        f"""SELECT coalesce(sum(declared) FILTER (shipped >= {opens} AND shipped < {closes}), 0)::BIGINT,
            coalesce(sum(declared) FILTER (shipped >= {since}), 0)::BIGINT FROM lost_parcels WHERE carrier = ?""",
        [carrier],
    ).fetchall()[0]
    home = in_home("USD", ground.demand.seller) / 100
    return found[0] * home, found[1] * home
