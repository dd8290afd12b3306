"""What the orders themselves tell the ledger: which orders are known, and money that stands at the order, not at its lines."""

from __future__ import annotations

from typing import Any

from argosy.metrics.contract import Query
from argosy.metrics.ledger.columns import AMOUNT_TYPE, ledger_lines
from argosy.metrics.ledger.spreading import spread_lines
from argosy.metrics.lines import is_loaded


def known_orders(engine: Any) -> Any:
    """One row per order with lines: `o_store`, `o_order`, its day, market and channel (all named o_...)."""
    return engine.hold("ledger_known_orders", lambda: _known_orders(engine.table("order_lines")))


def _known_orders(lines: Any) -> Any:
    return lines.group_by(o_store=lines.store_id, o_order=lines.order_id).aggregate(
        o_day=lines.ordered_on.min(), o_market=lines.market.min(), o_channel=lines.channel.min()
    )


def foreign_stores(engine: Any) -> tuple[str, ...]:
    """Stores that book money but have no order lines of their own: two stores of one account, loaded under different names."""

    def look() -> tuple[str, ...]:
        booked, ordered = engine.table("settlement_lines"), engine.table("order_lines")
        found = booked.select("store_id").distinct().anti_join(ordered.select("store_id").distinct(), "store_id")
        return tuple(sorted(row["store_id"] for row in engine.to_arrow(found).to_pylist()))

    return engine.once("foreign_stores", look) if is_loaded(engine, "order_lines") else ()


def with_order(engine: Any, lines: Any) -> Any:
    """The lines with the o_ columns of their order, empty where it is not known.

    An order is looked up in its own store; money of a store without orders is matched by the order's number alone, where only one
    store has it.
    """
    known = known_orders(engine)
    foreign = foreign_stores(engine)
    own = lines.left_join(known, (lines.store_id == known.o_store) & (lines.order_id == known.o_order))
    if not foreign:
        return own
    single = known.group_by("o_order").aggregate(
        o_store=known.o_store.min(),
        last_store=known.o_store.max(),
        o_day=known.o_day.min(),
        o_market=known.o_market.min(),
        o_channel=known.o_channel.min(),
    )
    single = single.filter(single.o_store == single.last_store).drop("last_store")
    theirs = lines.filter(lines.store_id.isin(foreign))
    joined = theirs.left_join(single, theirs.order_id == single.o_order)
    at_home = own.filter(~own.store_id.isin(foreign))
    return at_home.union(joined.select(*at_home.columns))


def order_totals(engine: Any) -> Any:
    """Per order: `t_net`, what the buyer owed without tax, and `t_tax`, the tax; whether the prices contain it, and whether it was sold."""
    return engine.view("ledger_order_totals", lambda: _order_totals(engine, engine.table("order_lines")))


def order_totals_of(engine: Any, orders: Any) -> Any:
    """The same of some orders only (their store_id and order_id): what only few orders have need not be summed up over all."""
    return _order_totals(engine, engine.table("order_lines").semi_join(orders, ["store_id", "order_id"]))


def _order_totals(engine: Any, lines: Any) -> Any:
    contained = lines.tax_included.coalesce(False)
    tax = lines.tax_amount.coalesce(0)
    goods = lines.gross_amount - lines.discount_amount.coalesce(0) + lines.shipping_amount.coalesce(0)
    rows = lines.mutate(own_tax=tax, net=goods - contained.ifelse(tax, 0))
    sums = rows.group_by(t_store=rows.store_id, t_order=rows.order_id).aggregate(
        t_market=rows.market.min(),
        t_day=rows.ordered_on.min(),
        t_net=rows.net.sum(),
        t_tax=rows.own_tax.sum(),
        t_shipping=rows.shipping_amount.coalesce(0).sum(),
        t_discount=rows.discount_amount.coalesce(0).sum(),
        is_contained=contained.any(),
        is_sold=(rows.status != "cancelled").any(),
    )
    if not is_loaded(engine, "orders"):
        return sums.drop("t_shipping", "t_discount")
    heads = engine.table("orders").select(
        "tax_amount", "shipping_amount", "discount_amount", h_store="store_id", h_order="order_id"
    )
    joined = sums.left_join(heads, (sums.t_store == heads.h_store) & (sums.t_order == heads.h_order))
    more_tax = (joined.tax_amount - joined.t_tax).coalesce(0)
    freight = (joined.shipping_amount - joined.t_shipping).coalesce(0)
    discount = (joined.discount_amount - joined.t_discount).coalesce(0)
    net = joined.t_net + freight - discount - joined.is_contained.ifelse(more_tax, 0)
    totals = joined.mutate(t_net=net, t_tax=joined.t_tax + more_tax)
    return totals.select("t_store", "t_order", "t_market", "t_day", "t_net", "t_tax", "is_contained", "is_sold")


def order_rests(engine: Any, query: Query) -> Any:
    """Money that orders tell and their lines do not (kinds `shipping`, `discount`, `tax`), one line per order and kind.

    Tax counts only where the amounts contain it: added on top it never was the seller's. What an order tells of its samples is no
    sale and no price reduction: lines of every kind are taken off.
    """
    import ibis

    orders = engine.table("orders").filter(lambda one: one.status != "cancelled")
    lines = engine.table("order_lines").filter(lambda one: one.status != "cancelled")
    told = lines.group_by(t_store=lines.store_id, t_order=lines.order_id).aggregate(
        t_shipping=lines.shipping_amount.sum(), t_tax=lines.tax_amount.sum(), t_discount=lines.discount_amount.sum()
    )
    joined = orders.left_join(told, (orders.store_id == told.t_store) & (orders.order_id == told.t_order))
    contained = joined.tax_included.coalesce(False)
    kinds = {
        "shipping": (joined.shipping_amount - joined.t_shipping.coalesce(0)).coalesce(0),
        "discount": -(joined.discount_amount - joined.t_discount.coalesce(0)).coalesce(0),
        "tax": -contained.ifelse((joined.tax_amount - joined.t_tax.coalesce(0)).coalesce(0), 0),
    }
    parts = []
    for kind, rest in kinds.items():
        rows = joined.mutate(rest=rest.cast(AMOUNT_TYPE))
        rows = rows.filter(rows.rest != 0)
        parts.append(ledger_lines(rows, day=rows.ordered_on, kind=ibis.literal(kind), amount=rows.rest))
    return spread_lines(engine, ibis.union(*parts), query)


def order_refunds(engine: Any, query: Query) -> Any:
    """Refunds told by documents of their own (kind `refund`) and the tax in them (`refund_tax`), on the day of the order.

    A refund of an order that was cancelled whole is left out with the sale. Where the document does not tell its tax, it has the
    order's share of tax.
    """
    import ibis

    refunds = engine.table("refunds")
    totals = order_totals_of(engine, refunds.select("store_id", "order_id").distinct())
    joined = refunds.left_join(totals, (refunds.store_id == totals.t_store) & (refunds.order_id == totals.t_order))
    joined = joined.filter(joined.is_sold.coalesce(True))
    given = joined.refund_amount + joined.shipping_amount.coalesce(0)
    share = joined.t_tax.cast("float64") / (joined.t_net + joined.t_tax).cast("float64").nullif(0)
    reckoned = (given.cast("float64") * share).round(4).cast(AMOUNT_TYPE)
    told = joined.is_contained.coalesce(False).ifelse(joined.tax_amount, 0)
    tax = joined.tax_amount.notnull().ifelse(told, reckoned).coalesce(0)
    shared = {"day": joined.t_day.coalesce(joined.refunded_on), "market": joined.market.coalesce(joined.t_market)}
    money = ledger_lines(joined, kind=ibis.literal("refund"), amount=-given, **shared)
    taxes = ledger_lines(joined, kind=ibis.literal("refund_tax"), amount=tax, **shared)
    return spread_lines(engine, ibis.union(money, taxes.filter(taxes.amount != 0)), query)
