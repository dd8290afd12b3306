"""Fees of orders no settlement has come for yet, expected at the store's own rate of the orders settled last."""

from __future__ import annotations

from typing import Any

from argosy.economics.statement import PLACE_OF_FEE
from argosy.metrics.contract import Query
from argosy.metrics.ledger.columns import AMOUNT_TYPE, ledger_lines
from argosy.metrics.lines import sold_lines, with_product

FEE_PLACES = ("selling_fees", "fulfilment_cost", "payment_fees")
FEE_KINDS = tuple(name for name, place in PLACE_OF_FEE.items() if place in FEE_PLACES)
RECENT_DAYS = 90
OPEN_COLUMNS = (
    "store_id",
    "channel",
    "market",
    "sku",
    "product_id",
    "order_id",
    "currency",
    "ordered_on",
    "gross_amount",
    "discount_amount",
    "load_id",
    "source_line",
)


def expected_fees(engine: Any, _query: Query) -> Any:
    """One line per order line whose order has no settlement line: minus its net price times the store's rate."""
    import ibis

    open_lines = engine.hold("ledger_open_lines", lambda: _open_lines(engine))
    rates = _rates(engine)
    joined = open_lines.join(rates, (open_lines.store_id == rates.r_store) & (open_lines.currency == rates.r_currency))
    net = joined.gross_amount - joined.discount_amount.coalesce(0)
    fee = (net.cast("float64") * joined.fee_rate).round(4).cast(AMOUNT_TYPE)
    return ledger_lines(joined, day=joined.ordered_on, kind=ibis.literal("expected"), amount=fee)


def _open_lines(engine: Any) -> Any:
    """Order lines of no settlement: few, and found by looking through all settlements, so that it is done once."""
    lines = with_product(engine, sold_lines(engine))
    booked = engine.table("settlement_lines").filter(lambda one: one.order_id.notnull())
    settled = booked.select(b_order="order_id").distinct()
    columns = [name for name in OPEN_COLUMNS if name in lines.columns]
    return lines.anti_join(settled, lines.order_id == settled.b_order).select(*columns)


def _rates(engine: Any) -> Any:
    """Fees as a (negative) share of net price per store and currency, over orders of the last 90 settled days."""
    booked = engine.table("settlement_lines")
    booked = booked.filter(booked.order_id.notnull() & booked.fee_type.isin(FEE_KINDS))
    last = booked.group_by(l_store=booked.store_id).aggregate(last_on=booked.posted_on.max())
    booked = booked.join(last, booked.store_id == last.l_store)
    booked = booked.filter(booked.last_on.delta(booked.posted_on, unit="day") < RECENT_DAYS)
    fees = booked.group_by(f_store=booked.store_id, f_order=booked.order_id, f_currency=booked.currency).aggregate(
        fees=booked.amount.sum()
    )
    lines = sold_lines(engine)
    lines = lines.semi_join(fees, (lines.store_id == fees.f_store) & (lines.order_id == fees.f_order))
    prices = lines.group_by("store_id", "order_id", "currency").aggregate(
        net=(lines.gross_amount - lines.discount_amount.coalesce(0)).sum()
    )
    joined = fees.join(
        prices,
        (fees.f_store == prices.store_id) & (fees.f_order == prices.order_id) & (fees.f_currency == prices.currency),
    )
    sums = joined.group_by(r_store=joined.store_id, r_currency=joined.currency).aggregate(
        fees=joined.fees.sum(), net=joined.net.sum()
    )
    sums = sums.filter((sums.net > 0) & (sums.fees < 0))
    return sums.select("r_store", "r_currency", fee_rate=sums.fees.cast("float64") / sums.net.cast("float64"))
