"""Derived table of visits: how often each listing was visited in each market and how many orders came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any


def listing_visits(engine: Any, _currency: str, *, until: date, days: int) -> Any:
    """One row per market, page and SKU over the days: sessions, and the orders the report credits.

    Order items, else units, take their place where it has no orders. Only rows that are not broken down by source, campaign or device.
    """
    rows = engine.table("traffic")
    rows = rows.filter(
        (rows.level == "listing")
        & (rows.visited_on > until - timedelta(days=days))
        & (rows.visited_on <= until)
        & (rows.source == "*")
        & (rows.campaign == "*")
        & (rows.device == "*")
    )
    ordered = rows.orders.cast("float64").coalesce(rows.order_items.cast("float64"), rows.units.cast("float64"))
    rows = rows.mutate(ordered=ordered)
    found = rows.group_by("market", "listing_id", "sku").aggregate(
        sessions=rows.sessions.sum().coalesce(0).cast("float64"), orders=rows.ordered.sum().coalesce(0)
    )
    return engine.to_arrow(found.order_by("market", "listing_id", "sku"))


DATASETS: dict[str, Callable[..., Any]] = {"listing_visits": listing_visits}
"""Datasets by name."""
