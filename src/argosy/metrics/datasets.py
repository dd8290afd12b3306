"""Derived tables of sales that metrics hand out to domains: named, typed, in the home currency, up to a day.

Every dataset takes `until` (a day, inclusive) and returns a `pyarrow.Table` in a stable order.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from argosy.metrics.contract import Query
from argosy.metrics.conversion import converted, rates_table
from argosy.metrics.facts import FACTS, rows


def customer_histories(engine: Any, currency: str, *, until: date) -> Any:
    """One row per known customer: market, first and last day, order days, net spend, frequency, recency and age in days.

    `frequency` counts repeat order days (x), `recency_days` runs from first to last order (t_x),
    `age_days` from the first order to `until` (T).
    """
    sold = sold_to(engine, currency, until)
    sold = sold.filter(sold.customer_id.notnull())
    people = sold.group_by("store_id", "customer_id").aggregate(
        market=sold.market.argmax(sold.net_amount_home),
        first_on=sold.day.min(),
        last_on=sold.day.max(),
        orders=sold.day.nunique(where=sold.is_order),
        ordered_amount_home=sold.net_amount_home.sum(where=sold.is_order),
        net_amount_home=sold.net_amount_home.sum(),
        first_order_on=sold.day.min(where=sold.is_order),
        last_order_on=sold.day.max(where=sold.is_order),
    )
    people = people.filter(people.orders > 0)
    people = people.select(
        "customer_id",
        "store_id",
        "market",
        first_on=people.first_order_on,
        last_on=people.last_order_on,
        orders=people.orders,
        net_amount_home=people.net_amount_home.cast("float64"),
        ordered_amount_home=people.ordered_amount_home.cast("float64"),
        frequency=people.orders - 1,
        recency_days=people.last_order_on.delta(people.first_order_on, unit="day").cast("int64"),
        age_days=_day(until).delta(people.first_order_on, unit="day").cast("int64"),
    )
    return engine.to_arrow(people.order_by("store_id", "customer_id"))


def market_months(engine: Any, currency: str, *, until: date) -> Any:
    """One row per market and month (its first day): net and refunded amount, orders, known customers."""
    sold = sold_to(engine, currency, until)
    sold = sold.mutate(month=sold.day.truncate("M").cast("date"))
    months = sold.group_by("market", "month").aggregate(
        net_amount_home=sold.net_amount_home.sum().cast("float64"),
        refund_amount_home=(-sold.net_amount_home.sum(where=~sold.is_order)).coalesce(0).cast("float64"),
        orders=sold.order_key.nunique(where=sold.is_order),
        customers=sold.customer_id.nunique(where=sold.is_order),
    )
    return engine.to_arrow(months.order_by("market", "month"))


def market_customers(engine: Any, currency: str, *, until: date) -> Any:
    """One row per market and known customer: orders and net amount."""
    sold = sold_to(engine, currency, until)
    sold = sold.filter(sold.customer_id.notnull())
    found = sold.group_by("market", "customer_id").aggregate(
        orders=sold.order_key.nunique(where=sold.is_order), net_amount_home=sold.net_amount_home.sum().cast("float64")
    )
    return engine.to_arrow(found.order_by("market", "customer_id"))


def market_skus(engine: Any, currency: str, *, until: date) -> Any:
    """One row per market and SKU: net amount and units ordered."""
    sold = sold_to(engine, currency, until)
    found = sold.group_by("market", "sku").aggregate(
        net_amount_home=sold.net_amount_home.sum().cast("float64"), units=sold.quantity.sum(where=sold.is_order)
    )
    return engine.to_arrow(found.order_by("market", "sku"))


DATASETS: dict[str, Callable[..., Any]] = {
    "customer_histories": customer_histories,
    "market_months": market_months,
    "market_customers": market_customers,
    "market_skus": market_skus,
}
"""Datasets by name; other modules of this package have their own (see `registry.datasets`)."""


def sold_to(engine: Any, currency: str, until: date | None) -> Any:
    """Sales lines and, as negative amounts, refund lines, in a currency, up to `until` (None: all)."""
    import ibis

    query = Query(metrics=(), end=until + timedelta(days=1) if until else None)
    parts = []
    for name, sign, amount in (
        ("order_lines", 1, _net_of_discount),
        ("refunds", -1, lambda lines: lines.refund_amount),
    ):
        fact = FACTS[name]
        lines = rows(engine, fact, query)
        number = lines.order_id if name == "order_lines" else lines.refund_id
        plain = lines.select(
            "store_id",
            "market",
            "customer_id",
            "sku",
            "currency",
            day=lines[fact.day],
            order_key=lines.store_id + "\x1f" + number,
            quantity=lines.quantity,
            is_order=ibis.literal(sign > 0),
            net_amount_home=(amount(lines) * sign).cast("decimal(38, 4)"),
        )
        parts.append(converted(plain, rates_table(engine, fact, currency), ["net_amount_home"], currency))
    return ibis.union(*parts)


def _net_of_discount(lines: Any) -> Any:
    return lines.gross_amount - lines.discount_amount.coalesce(0)


def _day(day: date) -> Any:
    import ibis

    return ibis.literal(day)
