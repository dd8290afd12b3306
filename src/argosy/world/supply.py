"""Stock and purchases, week by week: what suppliers made, when it came, and what lay in each country's warehouse.

Stock is planned with hindsight (the world knows what was sold), so that nothing runs out unless a cause says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from argosy.world.catalogue import Floats, Ints
from argosy.world.demand import Demand
from argosy.world.sites import HOME_COUNTRY

POOLS = ("US", "GB", "DE", "FR", "JP", HOME_COUNTRY)
"""Countries with a warehouse; what is ordered elsewhere leaves from home."""
CYCLE, SAFETY, TRAIL = 4, 5, 8
"""Weeks between receipts, weeks of demand held back, weeks a plan looks behind."""
PRODUCTION_WEEKS = np.array([3, 3, 4, 3, 4, 3])
FREIGHT_WEEKS = np.array([4, 4, 4, 4, 3, 1])
CARTON = 10
FBA = {"US": "amazon_na", "GB": "amazon_eu", "DE": "amazon_eu", "FR": "amazon_eu", "JP": "amazon_jp"}


@dataclass(frozen=True)
class Supply:
    """`stock` and `inbound` at the end of every week, products in pools by weeks; purchases one row per order line."""

    product: Ints
    pool: Ints
    stock: Ints
    inbound: Ints
    purchases: pa.Table


def supply(
    demand: Demand, product: Ints, pool: Ints, sold: Ints, starved: set[tuple[int, int]], slow: dict[int, int]
) -> Supply:
    """Plan receipts for what was sold (rows by weeks). `starved` rows were not ordered again in time; `slow` maps a supplier to the
    week from which it delivers three weeks late."""
    weeks = sold.shape[1]
    supplier = demand.products.supplier[product]
    lead = PRODUCTION_WEEKS[supplier] + FREIGHT_WEEKS[pool]
    stock, inbound, orders = np.zeros_like(sold), np.zeros_like(sold), []
    for row in range(len(product)):
        starving = (int(product[row]), int(pool[row])) in starved
        plan = _receipts(sold[row], int(lead[row]), row, starving)
        level = np.cumsum(plan[0] - sold[row])
        stock[row] = np.maximum(level, 0)
        late = slow.get(int(supplier[row]), weeks + 99)
        for week, quantity in plan[1]:
            ordered = week - int(lead[row])
            if ordered >= weeks:
                continue
            left = week - int(FREIGHT_WEEKS[pool[row]])
            delay = 3 if ordered >= late else 0
            inbound[row, max(left, 0) : min(week, weeks)] += quantity
            orders.append((int(product[row]), int(pool[row]), ordered - delay, left, week, quantity, delay))
    return Supply(product, pool, stock, inbound, _purchases(demand, orders, weeks))


def _receipts(sold: Ints, lead: int, row: int, starving: bool) -> tuple[Ints, list[tuple[int, int]]]:
    """Units received per week (the opening stock in the first), and the orders behind them: (week of receipt, units), open ones too."""
    weeks = len(sold)
    received, orders, level = np.zeros_like(sold), [], 0
    stop = weeks - lead - 3 if starving else weeks + lead
    days = [0, *range(1 + row % CYCLE, weeks + lead, CYCLE)]
    for week, following in zip(days, [*days[1:], weeks + lead + CYCLE], strict=True):
        if week >= stop:
            break
        behind = float(sold[max(week - TRAIL, 0) : week].mean()) if week >= TRAIL else float(sold[:TRAIL].mean())
        is_last = starving and following >= stop
        needed = int(sold[week:].sum() if is_last else sold[week:following].sum())
        expected = needed if following <= weeks or is_last else max(needed, round(behind * CYCLE))
        keep = max(round(1.2 * behind), 1) if is_last else round(SAFETY * behind)
        if week >= weeks:
            level = keep
        quantity = max(expected + keep - level, 0)
        quantity = quantity if is_last else -(-quantity // CARTON) * CARTON
        level += quantity - needed
        if week < weeks:
            received[week] += quantity
        if quantity:
            orders.append((week, quantity))
    return received, orders


def _purchases(demand: Demand, orders: Sequence[tuple[int, ...]], weeks: int) -> pa.Table:
    product, pool, ordered, left, week, quantity, delay = (
        np.array(column, dtype=np.int64) for column in (zip(*orders, strict=True) if orders else [[]] * 7)
    )
    cost = demand.products.cost[product]
    status = np.where(week < weeks, "received", np.where(left < weeks, "shipped", "in_production"))
    return pa.table(
        {
            "product": product,
            "pool": pool,
            "supplier": demand.products.supplier[product],
            "ordered": ordered * 7,
            "promised": (week - delay) * 7,
            "shipped": left * 7,
            "received": week * 7,
            "status": status,
            "quantity": quantity,
            "amount": quantity * cost,
            "unit_price": cost,
            "paid": np.where(left < weeks, quantity * cost, quantity * cost * 3 // 10),
            "balance_due": left * 7,
        }
    )


def cover_weeks(stock: Ints, sold: Ints) -> Floats:
    """Weeks the last stock lasts at the pace of the last eight."""
    pace = np.maximum(sold[:, -TRAIL:].mean(axis=1), 1e-9)
    weeks: Floats = stock[:, -1] / pace
    return weeks
