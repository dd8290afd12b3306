"""CAMT.053 and MT940 in canonical tables: lines, closing balances, and the proof that opening plus lines is closing.

An account is named by its last four characters. A re-import replaces the days it holds, so statements may
overlap by whole days. The text of the bank is not interpreted: which payout arrived is found by matching later.
"""

from __future__ import annotations

from argosy.connectors.bank import camt, mt940
from argosy.connectors.bank.entry import CLOSING, ENTRY, NOTE, OPENING, show
from argosy.connectors.contract import Connection, Context, Mapped, Report, Sighting, Status, VendorColumn
from argosy.core.text import mark

MONEY = "DECIMAL(18,4)"
AMOUNT = f"TRY_CAST(booked_amount AS {MONEY})"
DAY = "TRY_CAST(booked_on AS DATE)"
REASONS = {
    "not_a_number:amount": mark("A cell that should be an amount is none."),
    "not_a_date:booked": mark("A cell that should be a date is none in a form we know."),
    "unknown_currency:currency": mark("The currency is not a three-letter code."),
}
UNEXPLAINED = mark("{count} statements whose lines do not lead from the opening to the closing balance")


def map_statement(_connection: Connection, _context: Context) -> Mapped:
    """Entries to `bank_lines`, closing balances to `bank_balances`; what they leave unexplained appears as the residual."""
    gaps = _gaps()
    return Mapped(
        selects={"bank_lines": _lines(), "bank_balances": _balances(gaps), "ignored": _ignored()},
        money_out={"bank_lines": "CASE WHEN is_pending THEN 0 ELSE amount END", "bank_balances": "0"},
        reasons=REASONS,
        remarks={UNEXPLAINED: f"SELECT count(*) FROM ({gaps}) WHERE gap <> 0"},
    )


def _lines() -> str:
    problem = (
        f"CASE WHEN {AMOUNT} IS NULL THEN 'not_a_number:amount' WHEN {DAY} IS NULL THEN 'not_a_date:booked'"
        " WHEN booked_currency IS NULL THEN 'unknown_currency:currency' END"
    )
    return f"""
        SELECT account AS account_id, {DAY} AS booked_on, TRY_CAST(value_on AS DATE) AS value_on, booked_currency AS currency,
            row_number() OVER (PARTITION BY account, booked_currency, booked_on ORDER BY source_line)::VARCHAR AS line_no,
            {AMOUNT} AS amount, original_currency, TRY_CAST(original_amount AS {MONEY}) AS original_amount,
            TRY_CAST(fx_rate AS DOUBLE) AS fx_rate, abs(TRY_CAST(fee_amount AS {MONEY})) AS fee_amount, counterparty,
            payer_reference AS reference, description, coalesce(is_pending = 'true', FALSE) AS is_pending, source_line,
            {problem} AS kept_apart, CASE WHEN is_pending IS NULL THEN {AMOUNT} END AS money_in
        FROM vendor WHERE kind = '{ENTRY}'"""


def _gaps() -> str:
    """Per statement: closing less opening less booked lines; NULL where the statement does not give both balances."""
    return f"""
        SELECT statement, arg_max(booked_currency, source_line) FILTER (WHERE kind = '{CLOSING}') AS currency,
            arg_max({AMOUNT}, source_line) FILTER (WHERE kind = '{CLOSING}')
                - arg_min({AMOUNT}, source_line) FILTER (WHERE kind = '{OPENING}')
                - coalesce(sum({AMOUNT}) FILTER (WHERE kind = '{ENTRY}' AND is_pending IS NULL), 0) AS gap
        FROM vendor GROUP BY statement"""


def _balances(gaps: str) -> str:
    """The last closing balance of a day; it brings the unexplained rest of its statement into the money check."""
    return f"""
        SELECT account AS account_id, 'bank' AS kind, {DAY} AS balance_on, booked_currency AS currency, {AMOUNT} AS balance_amount,
            source_line, coalesce(gap, 0)::{MONEY} AS money_in, CASE WHEN {AMOUNT} IS NULL THEN 'not_a_number:amount'
                WHEN {DAY} IS NULL THEN 'not_a_date:booked' END AS kept_apart
        FROM vendor JOIN ({gaps}) USING (statement) WHERE source_line IN ({_last_closings()})"""


def _last_closings() -> str:
    return f"SELECT max(source_line) FROM vendor WHERE kind = '{CLOSING}' GROUP BY account, booked_currency, booked_on"


def _ignored() -> str:
    return f"""
        SELECT source_line, CASE kind WHEN '{OPENING}' THEN 'opening_balance' WHEN '{NOTE}' THEN 'moved_no_money'
            ELSE 'earlier_balance' END AS reason_code
        FROM vendor WHERE kind IN ('{OPENING}', '{NOTE}') OR (kind = '{CLOSING}' AND source_line NOT IN ({_last_closings()}))"""


def parse_camt(sighting: Sighting, connection: Connection, _context: Context) -> None:
    """The statement's balances and entries as `vendor`."""
    show(connection, camt.rows(sighting))


def parse_mt940(sighting: Sighting, connection: Connection, _context: Context) -> None:
    """The statement's balances and entries as `vendor`."""
    show(connection, mt940.rows(sighting))


def is_camt(sighting: Sighting) -> float:
    """Certain where the document is a bank-to-customer statement."""
    tags = {tag.rpartition(":")[2] for tag in sighting.header}
    return 1.0 if sighting.format == "xml" and "BkToCstmrStmt" in tags else 0.0


def is_mt940(sighting: Sighting) -> float:
    """Certain where the message has account and balances of a customer statement."""
    tags = set(sighting.header)
    return 1.0 if sighting.format == "text" and {":25:", ":60F:"} <= tags else 0.0


CAMT053 = Report(
    id="camt053",
    label="CAMT.053 statement",
    grain="One row per booking or balance.",
    where="Online banking: Statements > Download > CAMT.053 (XML).",
    tables=("bank_lines", "bank_balances"),
    columns=(VendorColumn("BkToCstmrStmt", "The statement."), VendorColumn("Ntry", "A booking.", required=False)),
    recognise=is_camt,
    parse=parse_camt,
    map=map_statement,
    status=Status.PARTIAL,
    sources=("https://www.iso20022.org/iso-20022-message-definitions", "ISO 20022 camt.053.001.02 and .08"),
)

MT940 = Report(
    id="mt940",
    label="MT940 statement",
    grain="One row per booking or balance.",
    where="Online banking: Statements > Download > MT940 (.sta, .txt).",
    tables=("bank_lines", "bank_balances"),
    columns=(VendorColumn(":25:", "Account."), VendorColumn(":61:", "A booking.", required=False)),
    recognise=is_mt940,
    parse=parse_mt940,
    map=map_statement,
    status=Status.PARTIAL,
    sources=("SWIFT MT940 customer statement message, field specifications",),
)
