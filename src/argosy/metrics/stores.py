"""Derived tables of stores: what each month's settlements booked, which goods it moved, what its advertising cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from argosy.metrics.contract import Query
from argosy.metrics.conversion import converted, rates_table
from argosy.metrics.demand import with_product
from argosy.metrics.fact import Fact
from argosy.metrics.facts import FACTS, rows

SETTLED = Fact("settlement_lines", "settlement_lines", "posted_on")
ADVERTISED = Fact("ad_performance", "ad_performance", "performed_on")


def store_bookings(engine: Any, currency: str, *, until: date) -> Any:
    """One row per store, channel, month (its first day) and fee type: what was booked, in the home currency, signed as the seller's.

    A line that is deferred comes again as released and is left out until then.
    """
    lines = engine.table("settlement_lines")
    lines = lines.filter((lines.posted_on <= until) & (lines.state.coalesce("released") != "deferred"))
    plain = lines.group_by("store_id", "channel", "fee_type", "currency", day=lines.posted_on).aggregate(
        amount_home=lines.amount.sum().cast("decimal(38, 4)")
    )
    rated = converted(plain, rates_table(engine, SETTLED, currency), ["amount_home"], currency)
    rated = rated.mutate(month=rated.day.truncate("M").cast("date"))
    found = rated.group_by("store_id", "channel", "month", "fee_type").aggregate(
        amount_home=rated.amount_home.sum().coalesce(0).cast("float64"),
        first_on=rated.day.min(),
        last_on=rated.day.max(),
    )
    return engine.to_arrow(found.order_by("store_id", "channel", "month", "fee_type"))


def store_sales(engine: Any, currency: str, *, until: date) -> Any:
    """One row per store, channel and month: what was ordered after discounts, in the home currency."""
    fact = FACTS["order_lines"]
    lines = rows(engine, fact, Query(metrics=(), end=until + timedelta(days=1)))
    net = (lines.gross_amount - lines.discount_amount.coalesce(0)).cast("decimal(38, 4)")
    plain = lines.group_by("store_id", "channel", "currency", day=lines[fact.day]).aggregate(net_amount_home=net.sum())
    rated = converted(plain, rates_table(engine, fact, currency), ["net_amount_home"], currency)
    rated = rated.mutate(month=rated.day.truncate("M").cast("date"))
    found = rated.group_by("store_id", "channel", "month").aggregate(
        net_amount_home=rated.net_amount_home.sum().coalesce(0).cast("float64")
    )
    return engine.to_arrow(found.order_by("store_id", "channel", "month"))


def store_goods(engine: Any, _currency: str, *, until: date) -> Any:
    """One row per store, month and product: units ordered."""
    fact = FACTS["order_lines"]
    lines = with_product(engine, rows(engine, fact, Query(metrics=(), end=until + timedelta(days=1))))
    found = lines.group_by("store_id", "product", month=lines[fact.day].truncate("M").cast("date")).aggregate(
        units=lines.quantity.sum().cast("float64")
    )
    return engine.to_arrow(found.order_by("store_id", "month", "product"))


def store_advertising(engine: Any, currency: str, *, until: date) -> Any:
    """One row per store, month and level of an advertising account: spend and attributed sales. Levels repeat one another."""
    ads = engine.table("ad_performance")
    ads = ads.filter(ads.performed_on <= until)
    plain = ads.group_by("store_id", "platform", "account_id", "level", "currency", day=ads.performed_on).aggregate(
        spend_home=ads.spend_amount.sum().cast("decimal(38, 4)"),
        attributed_home=ads.attributed_sales_amount.sum().cast("decimal(38, 4)"),
    )
    rated = converted(plain, rates_table(engine, ADVERTISED, currency), ["spend_home", "attributed_home"], currency)
    rated = rated.mutate(month=rated.day.truncate("M").cast("date"))
    found = rated.group_by("store_id", "platform", "account_id", "level", "month").aggregate(
        spend_home=rated.spend_home.sum().coalesce(0).cast("float64"),
        attributed_home=rated.attributed_home.sum().coalesce(0).cast("float64"),
    )
    return engine.to_arrow(found.order_by("store_id", "platform", "account_id", "level", "month"))


DATASETS: dict[str, Callable[..., Any]] = {
    "store_bookings": store_bookings,
    "store_sales": store_sales,
    "store_goods": store_goods,
    "store_advertising": store_advertising,
}
"""Datasets by name."""
