"""Money changed from one currency into another, from the seller's own statements: what was given, what came, and through whom.

Three kinds of evidence: a bank or wallet line that tells the other currency's amount; the two lines of an exchange within one account
on one day, paired in their order; a payout that arrives in another currency, which is the channel's own settlement rate. Fees a line
tells without a change of currency (withdrawals) count too: given with the fee, come without it. So the cost is all in.
"""

from __future__ import annotations

from typing import Any

from argosy.metrics.contract import Query

GIVEN, COME = "given", "come"
COLUMNS = (
    "provider, store_id, channel, day, given_currency, given_amount, come_currency, come_amount, load_id, source_line"
)

NAMED = (
    "(SELECT b.*, COALESCE(l.connector, b.account_id) AS provider FROM bank_lines b"
    " LEFT JOIN (SELECT DISTINCT load_id, connector FROM loads) l ON l.load_id = b.load_id)"
)
NO_CHANNEL = "CAST(NULL AS VARCHAR(64)) AS channel"
TOLD = (
    f"SELECT provider, account_id AS store_id, {NO_CHANNEL}, booked_on AS day,"
    " CASE WHEN amount < 0 THEN currency ELSE original_currency END AS given_currency,"
    " CASE WHEN amount < 0 THEN -amount ELSE ABS(original_amount) END AS given_amount,"
    " CASE WHEN amount < 0 THEN original_currency ELSE currency END AS come_currency,"
    " CASE WHEN amount < 0 THEN ABS(original_amount) ELSE amount END AS come_amount, load_id, source_line"
    f" FROM {NAMED} AS told WHERE original_amount <> 0 AND original_currency <> currency AND amount <> 0"
)
WITH_FEE = (
    f"SELECT provider, account_id AS store_id, {NO_CHANNEL}, booked_on AS day, currency AS given_currency,"
    " CASE WHEN amount < 0 THEN -amount ELSE amount + fee_amount END AS given_amount, currency AS come_currency,"
    " CASE WHEN amount < 0 THEN -amount - fee_amount ELSE amount END AS come_amount, load_id, source_line"
    f" FROM {NAMED} AS paid WHERE fee_amount > 0 AND category IN ('transfer', 'payout')"
    " AND (original_currency IS NULL OR original_currency = currency)"
)


def _sides(sign: str) -> str:
    return (
        "SELECT provider, account_id, booked_on, currency, ABS(amount) AS amount, load_id, source_line, ROW_NUMBER() OVER"
        " (PARTITION BY account_id, booked_on ORDER BY source_line, line_no) AS place"
        f" FROM {NAMED} AS side WHERE category = 'exchange' AND amount {sign} 0"
        " AND (original_currency IS NULL OR original_currency = currency)"
    )


PAIRED = (
    f"SELECT g.provider, g.account_id AS store_id, {NO_CHANNEL}, g.booked_on AS day, g.currency AS given_currency,"
    " g.amount AS given_amount, c.currency AS come_currency, c.amount AS come_amount, g.load_id, g.source_line"
    f" FROM ({_sides('<')}) AS g JOIN ({_sides('>')}) AS c ON c.account_id = g.account_id AND c.booked_on = g.booked_on"
    " AND c.place = g.place AND c.currency <> g.currency"
)
PAID_OUT = (
    "SELECT channel AS provider, store_id, channel, paid_on AS day, currency AS given_currency, payout_amount AS given_amount,"
    " received_currency AS come_currency, received_amount AS come_amount, load_id, source_line FROM payouts"
    " WHERE status IN ('sent', 'paid') AND received_currency <> currency AND received_amount > 0 AND payout_amount > 0"
)


def changed_money(engine: Any) -> Any:
    """One row per change of money: provider, store (or account), day, what was given and what came."""
    for name in ("bank_lines", "loads", "payouts"):
        engine.table(name)
    parts = [f"SELECT {COLUMNS} FROM ({part}) AS part" for part in (TOLD, WITH_FEE, PAIRED, PAID_OUT)]
    return engine.view("changed_money", lambda: engine.stage(" UNION ALL ".join(parts)))


def conversions(engine: Any, _query: Query) -> Any:
    """Two lines per change of money: what was given (kind `given`) and what came (`come`), each in its currency, both positive."""
    source = changed_money(engine).get_name()
    shared = "provider, store_id, channel, day, given_currency || '/' || come_currency AS pair"
    sides = [
        f"SELECT {shared}, '{kind}' AS kind, {kind}_currency AS currency,"
        f" CAST({kind}_amount AS DECIMAL(38, 4)) AS amount, load_id, source_line FROM {source}"
        for kind in (GIVEN, COME)
    ]
    return engine.stage(" UNION ALL ".join(sides))
