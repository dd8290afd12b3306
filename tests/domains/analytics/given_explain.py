"""Sellers for the cases of `analytics.explain`: even sales, and what the case plants into the last month."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from memory_measures import measures_of
from planted_seller import order_lines, price_change, stock

from argosy.metrics.contract import Measures


def measures(case: dict[str, Any]) -> Measures:
    """`planted`: nothing, stock_out (K3 from the 8th of the last month), price (K1 in Germany from its 1st), season (all double), none."""
    last: date = case["as_of"]
    planted = case.get("planted", "none")
    if planted == "empty":
        return measures_of({})
    month = last.replace(day=1)
    first = last - timedelta(days=case.get("days", 180))

    def rate(day: date, market: str, sku: str) -> float:
        if planted == "stock_out" and sku == "K3" and day >= month + timedelta(days=7):
            return 0.05
        if planted == "price" and (market, sku) == ("DE", "K1") and day >= month:
            return 0.3
        return 0.6 if planted == "season" and day >= month else 1.0

    def price(day: date, market: str, sku: str) -> float:
        return 26.0 if planted == "price" and (market, sku) == ("DE", "K1") and day >= month else 20.0

    tables: dict[str, Any] = {"order_lines": order_lines(first, last, rate, price, level=case.get("level", 3.0))}
    if planted == "stock_out":
        out_from = month + timedelta(days=7)
        tables["inventory_levels"] = stock(
            month - timedelta(days=31), last, lambda day, sku: sku == "K3" and day >= out_from
        )
    if planted == "price":
        tables["listing_changes"] = [price_change(month, "K1", "DE", 20.0, 26.0)]
    return measures_of(tables)
