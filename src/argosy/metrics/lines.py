"""Order lines as every fact reads them: what counts as sold, when a customer came first, which product a SKU is."""

from __future__ import annotations

from typing import Any


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


def with_product(engine: Any, table: Any) -> Any:
    """The table with `product_id` filled: as told, else as the store's listings say for the SKU, else the SKU itself.

    So a SKU sold under several listing ids, and several SKUs of one product, come together.
    """
    if "listings" not in engine.snapshot.tables:
        return table.mutate(product_id=table.product_id.coalesce(table.sku))
    listings = engine.table("listings").filter(lambda one: one.product_id.notnull())
    known = listings.group_by(l_store=listings.store_id, l_sku=listings.sku).aggregate(
        l_product=listings.product_id.max()
    )
    joined = table.left_join(known, (table.store_id == known.l_store) & (table.sku == known.l_sku))
    filled = joined.product_id.coalesce(joined.l_product, joined.sku)
    return joined.mutate(product_id=filled).drop("l_store", "l_sku", "l_product")


def is_loaded(engine: Any, name: str) -> bool:
    """Whether anything was ever loaded into a table."""
    return name in engine.snapshot.tables
