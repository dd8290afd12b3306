"""Facts: the tables metrics are measured on, filtered and joined to the dimensions a query asks for.

`order_lines` are goods that are not cancelled, `refunds` lines of refunds, `customer_periods` one row per known customer and period;
those of the ledger (`ledger/facts.py`) are made of several tables.
"""

from __future__ import annotations

from typing import Any

from argosy.core.errors import RequestError
from argosy.metrics.contract import Query
from argosy.metrics.dimensions import DIMENSIONS, LOYAL_ORDERS, ONE_TIME_ORDERS, TIME, finest_time
from argosy.metrics.fact import Fact as Fact
from argosy.metrics.ledger.closed import kept
from argosy.metrics.ledger.facts import LEDGER_FACTS
from argosy.metrics.ledger.spreading import spreads
from argosy.metrics.lines import first_orders, sold_lines, with_product
from argosy.metrics.operating_facts import OPERATING_FACTS

FACTS = {
    fact.name: fact
    for fact in (
        Fact("order_lines", "order_lines", "ordered_on"),
        Fact("refunds", "refunds", "refunded_on"),
        Fact("customer_periods", "order_lines", "ordered_on"),
        *LEDGER_FACTS,
        *OPERATING_FACTS,
    )
}


def rows(engine: Any, fact: Fact, query: Query) -> Any:
    """The fact's rows within the query's days and filters, with a column per dimension of `by` (named as the dimension)."""
    names = (*query.by, *query.where)
    table = _joined(engine, _base(engine, fact, query), names)
    _refuse_missing(fact, table, names)
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


def _base(engine: Any, fact: Fact, query: Query) -> Any:
    if fact.make:
        make, word = fact.make, fact.shape(query) if fact.shape else spreads(query)
        return engine.view(f"fact_{fact.name}_{word}", lambda: kept(engine, fact, make(engine, query)))
    return sold_lines(engine) if fact.table == "order_lines" else engine.table(fact.table)


def _refuse_missing(fact: Fact, table: Any, names: tuple[str, ...]) -> None:
    """A dimension the fact does not have is refused by name, not answered with something else."""
    for name in names:
        if name in DIMENSIONS and DIMENSIONS[name].column not in table.columns:
            raise RequestError(
                "A metric asked for is measured on {fact}, which cannot be broken down by {name}; leave one of them out.",
                fact=fact.name,
                name=name,
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
        products = products.select(*columns, joined_id=products.product_id)
        if "product_id" not in table.columns:
            import ibis

            table = table.mutate(product_id=ibis.null("string"))
        if "sku" in table.columns:
            table = with_product(engine, table)
            table = table.left_join(products, table.product_id == products.joined_id).drop("joined_id")
    if "segments" in wanted:
        table = _with_segments(engine, table)
    return table


def _with_segments(engine: Any, table: Any) -> Any:
    import ibis

    firsts = first_orders(engine).select("store_id", "customer_id", "first_on", "orders_to_date").view()
    joined = table.left_join(firsts, ["store_id", "customer_id"]).drop("store_id_right", "customer_id_right")
    count = joined.orders_to_date
    segment = ibis.cases(
        (joined.customer_id.isnull(), "guest"),
        (count >= LOYAL_ORDERS, "loyal"),
        (count > ONE_TIME_ORDERS, "repeat"),
        (count == ONE_TIME_ORDERS, "one_time"),
        else_="no_order",
    )
    return joined.mutate(customer_segment=segment, cohort=joined.first_on.strftime("%Y-%m"))
