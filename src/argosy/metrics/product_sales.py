"""Derived table of sales: what each product sold in each market over a stretch of days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from argosy.metrics.contract import Query
from argosy.metrics.conversion import converted, rates_table
from argosy.metrics.demand import with_product
from argosy.metrics.facts import FACTS, rows


def product_sales(engine: Any, currency: str, *, until: date, days: int) -> Any:
    """One row per product and market: units ordered and their amount after discounts, in the home currency.

    The product is the line's own, else its listing's, else the SKU.
    """
    fact = FACTS["order_lines"]
    query = Query(metrics=(), start=until - timedelta(days=days - 1), end=until + timedelta(days=1))
    lines = with_product(engine, rows(engine, fact, query))
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
    found = rated.group_by("product", "market").aggregate(
        units=rated.quantity.sum().cast("float64"),
        net_amount_home=rated.net_amount_home.sum().coalesce(0).cast("float64"),
    )
    return engine.to_arrow(found.order_by("product", "market"))


DATASETS: dict[str, Callable[..., Any]] = {"product_sales": product_sales}
"""Datasets by name."""
