"""Derived tables of demand and stock: weekly units per product and market, stock per product and country of the warehouse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from argosy.metrics.contract import Query
from argosy.metrics.conversion import converted, rates_table
from argosy.metrics.facts import FACTS, rows

WEEK_DAYS = 7


def weekly_units(engine: Any, currency: str, *, until: date, weeks: int) -> Any:
    """One row per product, market and week: units ordered and their net amount in the home currency.

    Weeks end on `until`: `weeks_back` 0 is the last seven days. The product is the line's own, else its listing's, else the SKU.
    """
    import ibis

    start = until - timedelta(days=WEEK_DAYS * weeks - 1)
    fact = FACTS["order_lines"]
    lines = with_product(engine, rows(engine, fact, Query(metrics=(), start=start, end=until + timedelta(days=1))))
    plain = lines.select(
        "product",
        "market",
        "currency",
        "quantity",
        day=lines[fact.day],
        net_amount_home=(lines.gross_amount - lines.discount_amount.coalesce(0)).cast("decimal(38, 4)"),
    )
    plain = plain.group_by("product", "market", "currency", "day").aggregate(
        quantity=plain.quantity.sum(), net_amount_home=plain.net_amount_home.sum()
    )
    rated = converted(plain, rates_table(engine, fact, currency), ["net_amount_home"], currency)
    back = (ibis.literal(until).delta(rated.day, unit="day") / WEEK_DAYS).floor().cast("int64")
    rated = rated.mutate(weeks_back=back)
    found = rated.group_by("product", "market", "weeks_back").aggregate(
        units=rated.quantity.sum().cast("float64"),
        net_amount_home=rated.net_amount_home.sum().coalesce(0).cast("float64"),
    )
    return engine.to_arrow(found.order_by("product", "market", "weeks_back"))


def weekly_stock(engine: Any, _currency: str, *, until: date, weeks: int) -> Any:
    """One row per product, country of the warehouse and week: days with a snapshot, and of these days with nothing to sell."""
    import ibis

    start = until - timedelta(days=WEEK_DAYS * weeks - 1)
    days = _stock_days(engine, start, until)
    back = (ibis.literal(until).delta(days.snapshot_on, unit="day") / WEEK_DAYS).floor().cast("int64")
    days = days.mutate(weeks_back=back)
    found = days.group_by("product", "country", "weeks_back").aggregate(
        days=days.count(), empty_days=(days.available <= 0).cast("int64").sum()
    )
    return engine.to_arrow(found.order_by("product", "country", "weeks_back"))


def newest_stock(engine: Any, _currency: str, *, until: date) -> Any:
    """One row per product and country of the warehouse: what lies there and what is on its way, by each warehouse's newest day.

    A product that the newest export of a warehouse does not list any more has nothing there.
    """
    levels = _levels(engine, until - timedelta(days=366), until)
    newest = levels.group_by("location_id").aggregate(newest_on=levels.snapshot_on.max())
    levels = levels.join(newest, "location_id")
    is_newest = levels.snapshot_on == levels.newest_on
    found = levels.group_by("product", "country").aggregate(
        available=levels.available.sum(where=is_newest).coalesce(0).cast("float64"),
        inbound=levels.inbound_quantity.sum(where=is_newest).coalesce(0).cast("float64"),
        snapshot_on=levels.newest_on.max(),
    )
    return engine.to_arrow(found.order_by("product", "country"))


def unit_costs(engine: Any, _currency: str, *, until: date) -> Any:
    """One row per product, market ('*' for all), component and currency: the newest cost of one unit that is not given back."""
    costs = engine.table("product_costs")
    costs = costs.filter((costs.effective_on <= until) & ~costs.is_recoverable.coalesce(False))
    found = costs.group_by("product_id", "market", "component", "currency").aggregate(
        unit_cost=costs.unit_cost_amount.argmax(costs.effective_on).cast("float64"),
        effective_on=costs.effective_on.max(),
    )
    return engine.to_arrow(found.order_by("product_id", "market", "component", "currency"))


DATASETS: dict[str, Callable[..., Any]] = {
    "weekly_units": weekly_units,
    "weekly_stock": weekly_stock,
    "newest_stock": newest_stock,
    "unit_costs": unit_costs,
}
"""Datasets by name."""


def with_product(engine: Any, lines: Any) -> Any:
    """Rows that have a SKU, with the column `product`: the row's own, else that of a listing of the SKU, else the SKU itself."""
    listings = engine.table("listings")
    listed = listings.filter(listings.product_id.notnull())
    known = listed.group_by(listed_sku=listed.sku).aggregate(listed_product=listed.product_id.min())
    joined = lines.left_join(known, lines.sku == known.listed_sku)
    return joined.mutate(product=joined.product_id.coalesce(joined.listed_product, joined.sku)).drop(
        "listed_sku", "listed_product"
    )


def _levels(engine: Any, start: date, until: date) -> Any:
    levels = engine.table("inventory_levels")
    levels = levels.filter((levels.snapshot_on >= start) & (levels.snapshot_on <= until))
    levels = with_product(engine, levels)
    return levels.mutate(
        country=levels.country.coalesce("*"),
        available=levels.available_quantity.coalesce(levels.on_hand_quantity, 0),
    )


def _stock_days(engine: Any, start: date, until: date) -> Any:
    """One row per product, country and day with a snapshot: what could be sold."""
    levels = _levels(engine, start, until)
    return levels.group_by("product", "country", "snapshot_on").aggregate(available=levels.available.sum())
