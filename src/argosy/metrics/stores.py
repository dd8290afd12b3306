"""Derived tables of stores: which months their settlements cover, what their advertising is credited with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from argosy.metrics.conversion import converted, rates_table
from argosy.metrics.fact import Fact

ADVERTISED = Fact("ad_performance", "ad_performance", "performed_on")


def store_bookings(engine: Any, _currency: str, *, until: date) -> Any:
    """One row per store, channel and month (its first day) with settlements: the last day booked."""
    lines = engine.table("settlement_lines")
    lines = lines.filter(lines.posted_on <= until)
    found = lines.group_by("store_id", "channel", month=lines.posted_on.truncate("M").cast("date")).aggregate(
        last_on=lines.posted_on.max()
    )
    return engine.to_arrow(found.order_by("store_id", "channel", "month"))


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
    "store_advertising": store_advertising,
}
"""Datasets by name."""
