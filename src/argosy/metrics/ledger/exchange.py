"""Differences of exchange: the same money valued on two days, or as it arrived. Two opposite lines each, so that home money gives nothing.

Ordered view: money of an order is valued on the order's day; what it is worth when it is booked, and when it arrives, is the
difference. Settled view: from the booking on.
"""

from __future__ import annotations

from typing import Any

from argosy.metrics.contract import Query
from argosy.metrics.ledger.charges import UNSEEN
from argosy.metrics.ledger.columns import ledger_lines
from argosy.metrics.ledger.orders import with_order
from argosy.metrics.ledger.spreading import spread_lines
from argosy.metrics.ledger.tax import tax_of_bookings
from argosy.metrics.lines import is_loaded

TIMING, CONVERSION = "timing", "conversion"


def settled_exchange(engine: Any, query: Query) -> Any:
    """What payouts were worth when sent, and as received, against the bookings they pay (kinds `timing`, `conversion`)."""
    import ibis

    parts = [*_payout_timing(engine), *_payout_conversion(engine)]
    return spread_lines(engine, ibis.union(*parts), query)


def ordered_exchange(engine: Any, query: Query) -> Any:
    """The same, and before it what bookings were worth against the days of their orders."""
    import ibis

    parts = _booking_timing(engine)
    if is_loaded(engine, "payouts"):
        parts += [*_payout_timing(engine), *_payout_conversion(engine)]
    return spread_lines(engine, ibis.union(*parts), query)


def _booking_timing(engine: Any) -> list[Any]:
    import ibis

    lines = engine.table("settlement_lines")
    lines = lines.filter(~lines.fee_type.isin(UNSEEN) & (lines.state.coalesce("released") == "released"))
    joined = with_order(engine, lines)
    joined = joined.filter(joined.o_day.notnull() & (joined.o_day != joined.posted_on))
    shared = {
        "store_id": joined.o_store,
        "channel": joined.o_channel,
        "market": joined.market.coalesce(joined.o_market),
        "day": joined.o_day,
        "kind": ibis.literal(TIMING),
    }
    after = ledger_lines(joined, rate_on=joined.posted_on, **shared)
    before = ledger_lines(joined, rate_on=joined.o_day, amount=-joined.amount, **shared)
    return [after, before, *_tax_timing(engine)]


def _tax_timing(engine: Any) -> list[Any]:
    """The tax within those bookings is not the seller's: neither is what its value gained or lost."""
    import ibis

    taxes = tax_of_bookings(engine)
    taxes = taxes.filter(taxes.t_day != taxes.day)
    shared = {"day": taxes.t_day, "kind": ibis.literal(TIMING), "market": taxes.market.coalesce(taxes.t_market)}
    after = ledger_lines(taxes, rate_on=taxes.day, amount=taxes.tax, **shared)
    before = ledger_lines(taxes, rate_on=taxes.t_day, amount=-taxes.tax, **shared)
    return [after, before]


def _paid(engine: Any) -> Any:
    payouts = engine.table("payouts")
    return payouts.filter(payouts.status.isin(("sent", "paid")))


def _payout_timing(engine: Any) -> list[Any]:
    """Lines of a payout valued on the day it was sent, less their value on the days they were booked."""
    import ibis

    payouts = _paid(engine).select(p_store="store_id", p_payout="payout_id", p_currency="currency", p_on="paid_on")
    lines = engine.table("settlement_lines")
    lines = lines.filter(~lines.fee_type.isin(UNSEEN) & lines.payout_id.notnull())
    sums = lines.group_by("store_id", "channel", "payout_id", "currency", "posted_on").aggregate(
        amount=lines.amount.sum()
    )
    joined = sums.join(
        payouts,
        (sums.store_id == payouts.p_store)
        & (sums.payout_id == payouts.p_payout)
        & (sums.currency == payouts.p_currency),
    )
    kind = ibis.literal(TIMING)
    after = ledger_lines(joined, day=joined.p_on, kind=kind)
    before = ledger_lines(joined, day=joined.p_on, kind=kind, rate_on=joined.posted_on, amount=-joined.amount)
    return [after, before]


def _payout_conversion(engine: Any) -> list[Any]:
    """What arrived in another currency, less what was sent, both valued on the day it was sent."""
    import ibis

    payouts = _paid(engine)
    payouts = payouts.filter(payouts.received_amount.notnull() & payouts.received_currency.notnull())
    payouts = payouts.drop("market")
    kind = ibis.literal(CONVERSION)
    arrived = ledger_lines(
        payouts, day=payouts.paid_on, kind=kind, currency=payouts.received_currency, amount=payouts.received_amount
    )
    sent = ledger_lines(payouts, day=payouts.paid_on, kind=kind, amount=-payouts.payout_amount)
    return [arrived, sent]
