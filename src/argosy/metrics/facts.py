"""Facts: the tables metrics are measured on, filtered and joined to the dimensions a query asks for.

`order_lines` are goods that are not cancelled, `refunds` lines of refunds, `customer_periods` one row per known customer and period;
those of the ledger (`ledger/facts.py`) are made of several tables.
"""

from __future__ import annotations

import json
from typing import Any

from argosy.core.errors import RequestError
from argosy.metrics.contract import Query
from argosy.metrics.dimensions import DIMENSIONS, LOYAL_ORDERS, ONE_TIME_ORDERS, TIME, finest_time
from argosy.metrics.fact import Fact as Fact
from argosy.metrics.ledger.closed import kept
from argosy.metrics.ledger.facts import LEDGER_FACTS
from argosy.metrics.ledger.spreading import spreads
from argosy.metrics.lifetime import customer_values
from argosy.metrics.lines import first_orders, sold_lines, with_product
from argosy.metrics.operating_facts import OPERATING_FACTS

FACTS = {
    fact.name: fact
    for fact in (
        Fact("order_lines", "order_lines", "ordered_on"),
        Fact("refunds", "refunds", "refunded_on"),
        Fact("customer_periods", "order_lines", "ordered_on"),
        Fact(
            "customer_values",
            "order_lines",
            "day",
            customer_values,
            needs=("order_lines", "refunds"),
            shape=lambda query: str(query.currency),
        ),
        *LEDGER_FACTS,
        *OPERATING_FACTS,
    )
}


def rows(engine: Any, fact: Fact, query: Query) -> Any:
    """The fact's rows within the query's days and filters, with a column per dimension of `by` (named as the dimension)."""
    names = (*query.by, *query.where)
    table = _joined(engine, _base(engine, fact, query), names, query)
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


def _joined(engine: Any, table: Any, names: tuple[str, ...], query: Query) -> Any:
    """The table with the columns of dimensions that other tables tell; what it has no key for is left out, and refused by name later."""
    wanted = {DIMENSIONS[name].joins for name in names if name in DIMENSIONS}
    if wanted & {"products", "tags"} and "sku" in table.columns:
        table = _with_products(engine, table, names)
    if "tags" in wanted and "product_id" in table.columns:
        table = _with_tags(engine, table, query)
    if wanted & {"customers", "segments"} and "customer_id" not in table.columns:
        table = _with_customer(engine, table)
    if "segments" in wanted and "customer_id" in table.columns:
        table = _with_segments(engine, table)
    return table


def _with_products(engine: Any, table: Any, names: tuple[str, ...]) -> Any:
    """What the seller's own books say of the product a SKU is."""
    import ibis

    told = {DIMENSIONS[name].column for name in names if name in DIMENSIONS and DIMENSIONS[name].joins == "products"}
    if "product_id" not in table.columns:
        table = table.mutate(product_id=ibis.null("string"))
    table = with_product(engine, table)
    columns = sorted(told - {"product_id"})
    if not columns:
        return table
    products = engine.table("products")
    products = products.select(*columns, joined_id=products.product_id)
    return table.left_join(products, table.product_id == products.joined_id).drop("joined_id")


def _with_tags(engine: Any, table: Any, query: Query) -> Any:
    """A row per tag of its product; where tags only filter, one row however many of the tags it has."""
    import pyarrow as pa

    pairs = engine.once("product_tags", lambda: product_tags(engine))
    if "tag" not in query.by:
        named = set(query.where.get("tag", ()))
        pairs = sorted({product: tag for product, tag in reversed(pairs) if tag in named}.items())
    rows = pa.table(
        {
            "t_product": pa.array([one for one, _ in pairs], pa.string()),
            "tag": pa.array([one for _, one in pairs], pa.string()),
        }
    )
    tags = engine.memory_table(f"product_tags_{abs(hash(tuple(pairs))):x}", rows)
    return table.left_join(tags, table.product_id == tags.t_product).drop("t_product")


def product_tags(engine: Any) -> list[tuple[str, str]]:
    """Products with each of their tags, sorted."""
    stored = engine.table("products")
    rows = engine.to_arrow(stored.filter(stored.tags.notnull()).select("product_id", "tags")).to_pylist()
    return sorted({(row["product_id"], str(tag)) for row in rows for tag in _listed(row["tags"])})


def _listed(text: str) -> list[object]:
    found = json.loads(text)
    return found if isinstance(found, list) else [found]


def _with_customer(engine: Any, table: Any) -> Any:
    """Money of an order is its customer's; money of no order is nobody's."""
    if not {"store_id", "order_id"} <= set(table.columns):
        return table
    lines = sold_lines(engine)
    buyers = lines.group_by(b_store=lines.store_id, b_order=lines.order_id).aggregate(
        customer_id=lines.customer_id.min()
    )
    return table.left_join(buyers, (table.store_id == buyers.b_store) & (table.order_id == buyers.b_order)).drop(
        "b_store"
    )


def _with_segments(engine: Any, table: Any) -> Any:
    import ibis

    firsts = first_orders(engine).select("store_id", "customer_id", "first_on", "orders_to_date").view()
    joined = table.left_join(firsts, ["store_id", "customer_id"]).drop("store_id_right", "customer_id_right")
    count = joined.orders_to_date
    of_nobody = [(joined.b_order.isnull(), ibis.null("string"))] if "b_order" in joined.columns else []
    segment = ibis.cases(
        *of_nobody,
        (joined.customer_id.isnull(), "guest"),
        (count >= LOYAL_ORDERS, "loyal"),
        (count > ONE_TIME_ORDERS, "repeat"),
        (count == ONE_TIME_ORDERS, "one_time"),
        else_="no_order",
    )
    return joined.mutate(customer_segment=segment, cohort=joined.first_on.strftime("%Y-%m"))
