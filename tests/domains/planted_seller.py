"""A seller with planted causes, as rows of canonical tables: even sales by market and SKU, and what a test plants into a month."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

Row = dict[str, Any]
Rate = Callable[[date, str, str], float]
"""What the usual number of orders of a day, market and SKU is multiplied by."""

MARKETS = ("DE", "FR", "GB")
SKUS = tuple(f"K{number}" for number in range(8))


def order_lines(
    first: date,
    last: date,
    rate: Rate = lambda day, market, sku: 1.0,
    price: Rate = lambda day, market, sku: 20.0,
    level: float = 3.0,
    seed: int = 7,
) -> list[Row]:
    """Orders of one line each: Poisson around `level` a day, market and SKU, with a rhythm of the week."""
    random = np.random.default_rng(seed)
    rows = []
    for day in _days(first, last):
        for market in MARKETS:
            for sku in SKUS:
                usual = level * (1.2 if day.weekday() < 5 else 0.5)
                for number in range(random.poisson(usual * rate(day, market, sku))):
                    amount = round(price(day, market, sku), 2)
                    rows.append(
                        {
                            "store_id": "shop",
                            "channel": "own_store",
                            "market": market,
                            "order_id": f"{day}-{market}-{sku}-{number}",
                            "line_no": "1",
                            "ordered_on": day,
                            "customer_id": f"c{random.integers(4000)}",
                            "sku": sku,
                            "quantity": 1,
                            "currency": "EUR",
                            "gross_amount": amount,
                            "discount_amount": 0.0,
                            "status": "shipped",
                            "kind": "goods",
                        }
                    )
    return rows


def stock(first: date, last: date, out: Callable[[date, str], bool]) -> list[Row]:
    """A day's stock of every SKU, none where `out` says so."""
    return [
        {
            "store_id": "shop",
            "location_id": "main",
            "snapshot_on": day,
            "sku": sku,
            "available_quantity": 0 if out(day, sku) else 50,
        }
        for day in _days(first, last)
        for sku in SKUS
    ]


def price_change(day: date, sku: str, market: str, before: float, after: float) -> Row:
    """A price that was changed on a day."""
    return {
        "store_id": "shop",
        "channel": "own_store",
        "market": market,
        "listing_id": f"L-{sku}",
        "sku": sku,
        "field": "price",
        "changed_on": day,
        "currency": "EUR",
        "old_amount": before,
        "new_amount": after,
        "told_by": "recorded",
    }


def _days(first: date, last: date) -> Sequence[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
