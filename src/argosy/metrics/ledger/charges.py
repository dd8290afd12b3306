"""What channels and providers booked, line by line, in the two views."""

from __future__ import annotations

from typing import Any

from argosy.economics.statement import OF_THE_ORDER, PLACE_OF_FEE
from argosy.metrics.contract import Query
from argosy.metrics.ledger.columns import ledger_lines
from argosy.metrics.ledger.orders import with_order
from argosy.metrics.ledger.spend import months_with_advertising
from argosy.metrics.ledger.spreading import spread_lines
from argosy.metrics.lines import is_loaded, with_product

SALE_KINDS = tuple(name for name, place in PLACE_OF_FEE.items() if place == "gross_sales")
REFUND_KINDS = tuple(name for name, place in PLACE_OF_FEE.items() if place == "refunds")
BORNE_BY_OTHERS = ("platform_promotion", "points_granted")
"""Price reductions no order tells: what the channel pays in place of the buyer, and points it grants at the seller's expense."""
ORDER_KINDS = tuple(
    name
    for name, place in PLACE_OF_FEE.items()
    if place in OF_THE_ORDER and place != "refunds" and name not in BORNE_BY_OTHERS
)
ADVERTISING_FEE = "advertising_fee"
UNSEEN = tuple(name for name, place in PLACE_OF_FEE.items() if place == "transfer")


def counted(engine: Any) -> Any:
    """Settlement lines that make the result: no transfers, no advertising whose own report tells it day by day, no tax that comes back.

    Tax on fees is given back where the seller is registered for value added tax (`tax_registrations`).
    """
    lines = engine.table("settlement_lines")
    lines = lines.filter(~lines.fee_type.isin(UNSEEN))
    if is_loaded(engine, "tax_registrations"):
        rows = engine.table("tax_registrations")
        active = rows.scheme.isin(("vat", "gst")) & (rows.status.coalesce("active") == "active")
        countries = rows.filter(active).select(v_country="country").distinct()
        taxes = lines.filter(lines.fee_type == "fee_tax")
        kept = taxes.anti_join(countries, taxes.market == countries.v_country)
        lines = lines.filter(lines.fee_type != "fee_tax").union(kept.select(*lines.columns))
    if not is_loaded(engine, "ad_performance"):
        return lines
    told = months_with_advertising(engine)
    paid = lines.filter(lines.fee_type == ADVERTISING_FEE)
    kept = paid.anti_join(
        told,
        (paid.channel == told.a_channel)
        & (paid.posted_on.strftime("%Y-%m") == told.a_month)
        & ((told.a_store == "*") | (paid.store_id == told.a_store)),
    )
    return lines.filter(lines.fee_type != ADVERTISING_FEE).union(kept.select(*lines.columns))


def booked(engine: Any) -> Any:
    """The same, each money once: a deferred line counts until its order has released ones."""
    lines = counted(engine)
    is_deferred = lines.state == "deferred"
    released = lines.filter(~is_deferred.coalesce(False) & lines.order_id.notnull())
    waiting = lines.filter(is_deferred).anti_join(
        released.select("store_id", "order_id", "fee_type").distinct(), ["store_id", "order_id", "fee_type"]
    )
    return lines.filter(~is_deferred.coalesce(False)).union(waiting.select(*lines.columns))


def ordered_charges(engine: Any, query: Query) -> Any:
    """Charges on the day of their order. Sales, discounts and refunds that the order's own documents tell are left to these."""
    lines = booked(engine)
    if is_loaded(engine, "order_lines"):
        joined = with_order(engine, _with_product(engine, lines))
        joined = joined.filter(joined.o_order.isnull() | ~joined.fee_type.isin(ORDER_KINDS))
    else:
        joined = _with_product(engine, lines)
    if is_loaded(engine, "refunds"):
        joined = _without_told_refunds(engine, joined)
    if "o_order" not in joined.columns:
        return spread_lines(engine, _lines(joined, joined.posted_on), query)
    plain = ledger_lines(
        joined,
        store_id=joined.o_store.coalesce(joined.store_id),
        channel=joined.o_channel.coalesce(joined.channel),
        market=joined.market.coalesce(joined.o_market),
        day=joined.o_day.coalesce(joined.posted_on),
        kind=joined.fee_type,
        order_id=joined.o_order,
    )
    return spread_lines(engine, plain, query)


def settled_charges(engine: Any, query: Query) -> Any:
    """Charges on the day they were booked, sales among them; money that is still deferred is not settled."""
    lines = counted(engine)
    lines = _with_product(engine, lines.filter(lines.state.coalesce("released") == "released"))
    if not is_loaded(engine, "order_lines"):
        return spread_lines(engine, _lines(lines, lines.posted_on), query)
    joined = with_order(engine, lines)
    plain = ledger_lines(
        joined,
        store_id=joined.o_store.coalesce(joined.store_id),
        channel=joined.o_channel.coalesce(joined.channel),
        market=joined.market.coalesce(joined.o_market),
        day=joined.posted_on,
        kind=joined.fee_type,
        order_id=joined.o_order,
    )
    return spread_lines(engine, plain, query)


def _with_product(engine: Any, lines: Any) -> Any:
    import ibis

    return with_product(engine, lines.mutate(product_id=ibis.null("string")))


def _lines(lines: Any, day: Any) -> Any:
    return ledger_lines(lines, day=day, kind=lines.fee_type)


def _without_told_refunds(engine: Any, lines: Any) -> Any:
    """Refund money of orders whose refunds are told by a document of their own (table `refunds`) is left out."""
    refunds = engine.table("refunds")
    told = refunds.filter(refunds.order_id.notnull()).select(r_store="store_id", r_order="order_id").distinct()
    joined = lines.left_join(told, (lines.store_id == told.r_store) & (lines.order_id == told.r_order))
    kept = joined.filter(joined.r_order.isnull() | ~joined.fee_type.isin(REFUND_KINDS))
    return kept.drop("r_store", "r_order")
