"""Facts: the tables metrics are measured on, filtered and joined to the dimensions a query asks for.

`order_lines` are goods that are not cancelled, `refunds` lines of refunds, `customer_periods` one row per known customer and period.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from argosy.metrics.contract import Query
from argosy.metrics.dimensions import DIMENSIONS, LOYAL_ORDERS, ONE_TIME_ORDERS, TIME, finest_time


@dataclass(frozen=True)
class Fact:
    """`table` is the canonical table below, `day` its date column."""

    name: str
    table: str
    day: str


FACTS = {
    fact.name: fact
    for fact in (
        Fact("order_lines", "order_lines", "ordered_on"),
        Fact("refunds", "refunds", "refunded_on"),
        Fact("customer_periods", "order_lines", "ordered_on"),
    )
}


def rows(engine: Any, fact: Fact, query: Query) -> Any:
    """The fact's rows within the query's days and filters, with a column per dimension of `by` (named as the dimension)."""
    table = sold_lines(engine) if fact.table == "order_lines" else engine.table(fact.table)
    names = (*query.by, *query.where)
    table = _joined(engine, table, names)
    day = table[fact.day]
    if query.start is not None:
        table = table.filter(day >= query.start)
    if query.end is not None:
        table = table.filter(table[fact.day] < query.end)
    for name, wanted in query.where.items():
        column = _dimension(table, fact, name)
        named = [value for value in wanted if value]
        condition = column.isin(named) if named else column.isnull()
        table = table.filter(condition | column.isnull() if named and "" in wanted else condition)
    table = table.mutate(**{f"by_{name}": _dimension(table, fact, name) for name in query.by})
    return customer_periods(engine, table, query) if fact.name == "customer_periods" else table


def sold_lines(engine: Any) -> Any:
    """Order lines of goods that are not cancelled; samples given away are no sales."""
    lines = engine.table("order_lines")
    kind = lines.kind.coalesce("goods")
    return lines.filter((lines.status != "cancelled") & (kind == "goods"))


def first_orders(engine: Any) -> Any:
    """One row per known customer: first day, number of orders to date."""
    lines = sold_lines(engine)
    lines = lines.filter(lines.customer_id.notnull())
    return lines.group_by("store_id", "customer_id").aggregate(
        first_on=lines.ordered_on.min(), orders_to_date=lines.order_id.nunique()
    )


def customer_periods(engine: Any, lines: Any, query: Query) -> Any:
    """One row per known customer and group of `by`: orders in it, and whether the customer's first order of all lies in the period."""
    lines = lines.filter(lines.customer_id.notnull())
    firsts = first_orders(engine).select("store_id", "customer_id", "first_on").view()
    lines = lines.join(firsts, ["store_id", "customer_id"])
    time = finest_time(query.by)
    if time:
        label = TIME[time][1]
        is_first = label(lines.first_on) == label(lines.ordered_on)
        if query.start is not None:
            is_first &= lines.first_on >= query.start
    elif query.start is not None:
        is_first = lines.first_on >= query.start
    else:
        is_first = lines.first_on.notnull()
    keys = [f"by_{name}" for name in query.by]
    return lines.group_by(*keys, "store_id", "customer_id").aggregate(
        order_count=lines.order_id.nunique(), is_new=is_first.any()
    )


def _dimension(table: Any, fact: Fact, name: str) -> Any:
    if name in TIME:
        return TIME[name][1](table[fact.day])
    return table[DIMENSIONS[name].column]


def _joined(engine: Any, table: Any, names: tuple[str, ...]) -> Any:
    wanted = {DIMENSIONS[name].joins for name in names if name in DIMENSIONS}
    if "products" in wanted:
        columns = sorted(
            {DIMENSIONS[name].column for name in names if name in DIMENSIONS and DIMENSIONS[name].joins == "products"}
        )
        products = engine.table("products")
        table = table.left_join(products.select("product_id", *columns), table.sku == products.product_id).drop(
            "product_id"
        )
    if "segments" in wanted:
        table = _with_segments(engine, table)
    return table


def _with_segments(engine: Any, table: Any) -> Any:
    import ibis

    firsts = first_orders(engine).select("store_id", "customer_id", "orders_to_date").view()
    joined = table.left_join(firsts, ["store_id", "customer_id"]).drop("store_id_right", "customer_id_right")
    count = joined.orders_to_date
    segment = ibis.cases(
        (joined.customer_id.isnull(), "guest"),
        (count >= LOYAL_ORDERS, "loyal"),
        (count > ONE_TIME_ORDERS, "repeat"),
        (count == ONE_TIME_ORDERS, "one_time"),
        else_="no_order",
    )
    return joined.mutate(customer_segment=segment)
