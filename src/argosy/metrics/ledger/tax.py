"""Tax within booked prices that the settlement does not show apart: it is the authority's, not the seller's.

Whether a booked price contains the tax is told by the amounts: it does where it is nearer to the order's price with tax than to the
one without.
"""

from __future__ import annotations

from typing import Any

from argosy.economics.statement import PLACE_OF_FEE
from argosy.metrics.contract import Query
from argosy.metrics.ledger.columns import AMOUNT_TYPE, ledger_lines
from argosy.metrics.ledger.orders import order_totals, order_totals_of
from argosy.metrics.ledger.spreading import spread_lines
from argosy.metrics.lines import is_loaded

PRICE_KINDS = tuple(
    name for name, place in PLACE_OF_FEE.items() if place in ("gross_sales", "shipping_income", "discounts")
)
REFUNDED_KINDS = ("refund_product", "refund_shipping", "refund_gift_wrap")


def settled_tax(engine: Any, query: Query) -> Any:
    """Tax contained in booked sales (kind `tax`, negative) and, in proportion, in booked refunds (positive), on their days."""
    import ibis

    joined = _contained(engine)
    tax = _part(joined, joined.paid + joined.given_back)
    market = joined.market.coalesce(joined.t_market)
    return spread_lines(engine, ledger_lines(joined, kind=ibis.literal("tax"), amount=tax, market=market), query)


def ordered_refund_tax(engine: Any, query: Query) -> Any:
    """Tax contained in booked refunds that no document of their own tells (kind `refund_tax`), on the day of the order."""
    import ibis

    joined = _contained(engine, is_given_back=True).filter(lambda one: one.given_back != 0)
    if is_loaded(engine, "refunds"):
        told = engine.table("refunds").select(r_store="store_id", r_order="order_id").distinct()
        joined = joined.anti_join(told, (joined.store_id == told.r_store) & (joined.order_id == told.r_order))
    tax = _part(joined, joined.given_back)
    market = joined.market.coalesce(joined.t_market)
    lines = ledger_lines(joined, kind=ibis.literal("refund_tax"), amount=tax, market=market, day=joined.t_day)
    return spread_lines(engine, lines, query)


def tax_of_bookings(engine: Any) -> Any:
    """Contained tax (`tax`, negative for sales) per order and day of booking, with the day of the order (`t_day`)."""
    joined = _contained(engine)
    return joined.mutate(tax=_part(joined, joined.paid + joined.given_back))


def _part(joined: Any, amount: Any) -> Any:
    share = amount.cast("float64") / joined.b_paid.cast("float64").nullif(0)
    return -(share * joined.t_tax.cast("float64")).round(4).cast(AMOUNT_TYPE)


def _contained(engine: Any, is_given_back: bool = False) -> Any:
    """Per order and day: what was booked as price and as refund, for orders whose booked price contains tax that is not shown.

    `is_given_back` leaves only orders of which something was given back.
    """
    lines = engine.table("settlement_lines")
    lines = lines.filter((lines.state.coalesce("released") == "released") & lines.order_id.notnull())
    if is_given_back:
        refunded = lines.filter(lines.fee_type.isin(REFUNDED_KINDS)).select("store_id", "order_id").distinct()
        orders = order_totals_of(engine, refunded)
        lines = lines.semi_join(refunded, ["store_id", "order_id"])
    else:
        orders = order_totals(engine)
    orders = orders.filter(orders.t_tax > 0)
    shown = lines.filter(lines.fee_type.isin(("tax_collected", "tax_withheld", "regulatory_charge")))
    shown = shown.select(x_store="store_id", x_order="order_id").distinct()
    orders = orders.anti_join(shown, (orders.t_store == shown.x_store) & (orders.t_order == shown.x_order))
    priced = lines.filter(lines.fee_type.isin((*PRICE_KINDS, *REFUNDED_KINDS)))
    is_refund = priced.fee_type.isin(REFUNDED_KINDS)
    booked = priced.group_by("store_id", "channel", "market", "order_id", "currency", day=priced.posted_on).aggregate(
        paid=priced.amount.sum(where=~is_refund).coalesce(0), given_back=priced.amount.sum(where=is_refund).coalesce(0)
    )
    totals = booked.group_by(b_store=booked.store_id, b_order=booked.order_id).aggregate(b_paid=booked.paid.sum())
    joined = booked.join(orders, (booked.store_id == orders.t_store) & (booked.order_id == orders.t_order))
    joined = joined.join(totals, (joined.store_id == totals.b_store) & (joined.order_id == totals.b_order))
    return joined.filter(joined.b_paid.cast("float64") > (joined.t_net + joined.t_tax / 2).cast("float64"))
