"""The chain from order to settlement to payout to bank: every amount that does not pass on to the next link, with its reason and age.

Reasons: `order_not_settled` (no channel booked anything for the order), `settled_without_order` (a booked sale of an order no file has),
`settled_differently` (the booked price is neither the order's with nor without tax), `not_paid_out` (booked, in no payout),
`payout_differs` (the payout is not the sum of its lines), `payout_not_at_bank` (sent, and no bank line names it), `bank_differs`
(what arrived is not what was sent less its fee).
"""

from __future__ import annotations

from typing import Any

from argosy.metrics.contract import Query
from argosy.metrics.ledger.charges import SALE_KINDS, UNSEEN
from argosy.metrics.ledger.orders import known_orders, order_totals
from argosy.metrics.ledger.tax import PRICE_KINDS
from argosy.metrics.lines import is_loaded

HALF_CENT = "0.005"
AGES = ((7, "0-7"), (30, "8-30"), (60, "31-60"), (90, "61-90"))
OLDEST = "over 90"
NEEDED = ("order_lines", "settlement_lines", "payouts", "bank_lines")


def unreconciled(engine: Any, _query: Query) -> Any:
    """One line per order, settlement or payout that does not reconcile: amount (what is missing or too much), reason, age in days."""
    for name in NEEDED:
        engine.table(name)
    known_orders(engine)
    order_totals(engine)
    parts = []
    if is_loaded(engine, "order_lines") and is_loaded(engine, "settlement_lines"):
        parts += [_order_not_settled(), _settled_without_order(), _settled_differently()]
    if is_loaded(engine, "payouts") and is_loaded(engine, "settlement_lines"):
        parts += [_not_paid_out(), _payout_differs()]
    if is_loaded(engine, "bank_lines") and is_loaded(engine, "payouts"):
        parts += [_payout_not_at_bank(), _bank_differs()]
    stacked = engine.stage(" UNION ALL ".join(parts) if parts else f"{_not_paid_out()} LIMIT 0")
    return _with_age(engine, stacked)


def _with_age(engine: Any, lines: Any) -> Any:
    """How old each line is, counted to the newest booking of the lake."""
    import ibis

    newest = engine.table("settlement_lines").aggregate(newest_on=lambda one: one.posted_on.max())
    joined = lines.cross_join(newest)
    days = joined.newest_on.delta(joined.day, unit="day")
    age = ibis.cases(*((days <= limit, word) for limit, word in AGES), else_=OLDEST)
    return joined.mutate(age_days=days, age=age)


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _order_not_settled() -> str:
    return (
        "SELECT l.store_id, l.channel, l.market, l.order_id, CAST(NULL AS VARCHAR(64)) AS payout_id, l.currency, l.ordered_on AS day,"
        " SUM(l.gross_amount - COALESCE(l.discount_amount, 0)) AS amount, 'order_not_settled' AS reason FROM order_lines l"
        " WHERE l.status <> 'cancelled' AND COALESCE(l.kind, 'goods') = 'goods'"
        " AND l.store_id IN (SELECT store_id FROM settlement_lines WHERE order_id IS NOT NULL)"
        " AND NOT EXISTS (SELECT 1 FROM settlement_lines s WHERE s.order_id = l.order_id AND s.store_id = l.store_id)"
        " GROUP BY l.store_id, l.channel, l.market, l.order_id, l.currency, l.ordered_on"
    )


def _settled_without_order() -> str:
    return (
        "SELECT s.store_id, s.channel, s.market, s.order_id, CAST(NULL AS VARCHAR(64)) AS payout_id, s.currency, s.posted_on AS day,"
        " SUM(s.amount) AS amount, 'settled_without_order' AS reason FROM settlement_lines s"
        f" WHERE s.fee_type IN ({_listed(SALE_KINDS)}) AND s.order_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM ledger_known_orders o WHERE o.o_order = s.order_id)"
        " GROUP BY s.store_id, s.channel, s.market, s.order_id, s.currency, s.posted_on"
    )


def _settled_differently() -> str:
    booked = (
        "SELECT store_id, channel, order_id, currency, MIN(posted_on) AS day, SUM(amount) AS paid FROM settlement_lines"
        f" WHERE fee_type IN ({_listed(PRICE_KINDS)}) AND order_id IS NOT NULL GROUP BY store_id, channel, order_id, currency"
    )
    return (
        "SELECT b.store_id, b.channel, t.t_market AS market, b.order_id, CAST(NULL AS VARCHAR(64)) AS payout_id, b.currency, b.day,"
        " CASE WHEN ABS(b.paid - t.t_net) <= ABS(b.paid - t.t_net - t.t_tax) THEN b.paid - t.t_net"
        " ELSE b.paid - t.t_net - t.t_tax END AS amount, 'settled_differently' AS reason"
        f" FROM ({booked}) b JOIN ledger_order_totals t ON t.t_store = b.store_id AND t.t_order = b.order_id WHERE t.is_sold"
        f" AND ABS(b.paid - t.t_net) > {HALF_CENT} AND ABS(b.paid - t.t_net - t.t_tax) > {HALF_CENT}"
    )


def _not_paid_out() -> str:
    return (
        "SELECT store_id, channel, market, order_id, CAST(NULL AS VARCHAR(64)) AS payout_id, currency, posted_on AS day,"
        " SUM(amount) AS amount, 'not_paid_out' AS reason FROM settlement_lines"
        f" WHERE fee_type NOT IN ({_listed(UNSEEN)}) AND payout_id IS NULL"
        " GROUP BY store_id, channel, market, order_id, currency, posted_on"
    )


def _payout_differs() -> str:
    lines = (
        "SELECT store_id, payout_id, currency, SUM(amount) AS lines_amount FROM settlement_lines"
        " WHERE fee_type NOT IN ('payout', 'payout_returned') AND payout_id IS NOT NULL GROUP BY store_id, payout_id, currency"
    )
    return (
        "SELECT p.store_id, p.channel, p.market, CAST(NULL AS VARCHAR(64)) AS order_id, p.payout_id, p.currency, p.paid_on AS day,"
        " p.payout_amount - COALESCE(l.lines_amount, 0) AS amount, 'payout_differs' AS reason FROM payouts p"
        f" LEFT JOIN ({lines}) l ON l.store_id = p.store_id AND l.payout_id = p.payout_id AND l.currency = p.currency"
        f" WHERE ABS(p.payout_amount - COALESCE(l.lines_amount, 0)) > {HALF_CENT}"
    )


SENT = "COALESCE(p.received_amount, p.payout_amount - COALESCE(p.fee_amount, 0))"
SENT_CURRENCY = "COALESCE(p.received_currency, p.currency)"
MATCH = (
    f"b.currency = {SENT_CURRENCY} AND (b.payout_id = p.payout_id"
    f" OR (b.payout_id IS NULL AND p.reference IS NOT NULL AND b.reference = p.reference AND ABS(b.amount - {SENT}) <= {HALF_CENT}))"
)


def _payout_not_at_bank() -> str:
    return (
        f"SELECT p.store_id, p.channel, p.market, CAST(NULL AS VARCHAR(64)) AS order_id, p.payout_id, {SENT_CURRENCY} AS currency,"
        f" p.paid_on AS day, {SENT} AS amount, 'payout_not_at_bank' AS reason FROM payouts p WHERE p.status IN ('sent', 'paid')"
        f" AND NOT EXISTS (SELECT 1 FROM bank_lines b WHERE {MATCH})"
    )


def _bank_differs() -> str:
    return (
        f"SELECT p.store_id, p.channel, p.market, CAST(NULL AS VARCHAR(64)) AS order_id, p.payout_id, {SENT_CURRENCY} AS currency,"
        f" p.paid_on AS day, SUM(b.amount) - MAX({SENT}) AS amount, 'bank_differs' AS reason FROM payouts p JOIN bank_lines b ON {MATCH}"
        f" GROUP BY p.store_id, p.channel, p.market, p.payout_id, {SENT_CURRENCY}, p.paid_on"
        f" HAVING ABS(SUM(b.amount) - MAX({SENT})) > {HALF_CENT}"
    )
