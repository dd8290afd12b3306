"""Dimensions: by what a metric may be broken down, defined once for every fact that has the column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from argosy.core.errors import RequestError

ONE_TIME_ORDERS = 1
LOYAL_ORDERS = 5
"""Customer segments by orders to date: one_time has 1, repeat 2 to 4, loyal 5 and more; guest has no identifier. Our own choice."""


@dataclass(frozen=True)
class Dimension:
    """`column` is a fact's column; `prepare` joins what is needed first; `is_fine` warns that it may have very many values."""

    name: str
    title: str
    column: str
    joins: str = ""  # products | tags | customers | segments
    is_fine: bool = False


DIMENSIONS = {
    dimension.name: dimension
    for dimension in (
        Dimension("store", "Store", "store_id"),
        Dimension("channel", "Channel", "channel"),
        Dimension("market", "Market", "market"),
        Dimension("currency", "Currency", "currency"),
        Dimension("sku", "SKU", "sku", is_fine=True),
        Dimension("product", "Product", "product_id", joins="products", is_fine=True),
        Dimension("tag", "Tag", "tag", joins="tags"),
        Dimension("order", "Order", "order_id", is_fine=True),
        Dimension("parent", "Parent product", "parent_id", joins="products", is_fine=True),
        Dimension("brand", "Brand", "brand", joins="products"),
        Dimension("category", "Category", "category", joins="products"),
        Dimension("owner", "Person in charge", "owner_id", joins="products"),
        Dimension("customer", "Customer", "customer_id", joins="customers", is_fine=True),
        Dimension("cohort", "Month of the first order", "cohort", joins="segments"),
        Dimension("source", "Source of the visit", "source"),
        Dimension("campaign", "Campaign", "campaign_id"),
        Dimension("platform", "Advertising platform", "platform"),
        Dimension("reason", "Reason", "reason"),
        Dimension("age", "Age in days", "age"),
        Dimension("payout", "Payout", "payout_id", is_fine=True),
        Dimension("location", "Warehouse", "location_id"),
        Dimension("provider", "Provider", "provider"),
        Dimension("pair", "Currencies exchanged", "pair"),
        Dimension("supplier", "Supplier", "supplier_id"),
        Dimension("customer_segment", "Customer segment", "customer_segment", joins="segments"),
    )
}

TIME: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "day": ("Day", lambda day: day.cast("string")),
    "week": ("Week", lambda day: day.truncate("W").strftime("%Y-%m-%d")),
    "month": ("Month", lambda day: day.strftime("%Y-%m")),
    "quarter": ("Quarter", lambda day: day.year().cast("string") + "-Q" + day.quarter().cast("string")),
    "year": ("Year", lambda day: day.year().cast("string")),
}
"""Time words of `by`, with the label of the period a day falls into."""

STARTS: dict[str, Callable[[Any], Any]] = {
    "day": lambda day: day,
    "week": lambda day: day.truncate("W").cast("date"),
    "month": lambda day: day.truncate("M").cast("date"),
    "quarter": lambda day: day.truncate("Q").cast("date"),
    "year": lambda day: day.truncate("Y").cast("date"),
}
"""The first day of the period, which has the same label: rows are grouped by it, since a label takes longer to make than a sum."""

COARSEST_FIRST = ("year", "quarter", "month", "week", "day")


def check(names: tuple[str, ...]) -> None:
    """Refuse a dimension nobody defined, naming those that are."""
    for name in names:
        if name not in DIMENSIONS and name not in TIME:
            known = ", ".join([*DIMENSIONS, *TIME])
            raise RequestError("There is no dimension {name}; the dimensions are: {known}.", name=name, known=known)


def finest_time(names: tuple[str, ...]) -> str | None:
    """The finest time word among the names: the period customers are counted in; None where time does not matter.

    >>> finest_time(("market", "year", "month"))
    'month'
    """
    asked = [name for name in COARSEST_FIRST if name in names]
    return asked[-1] if asked else None
