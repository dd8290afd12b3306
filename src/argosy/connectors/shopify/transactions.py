"""Shopify Payments' transactions (`payment_transactions_export.csv`): what buyers paid, what it cost, and when it is paid out.

Shopify knows no settlement. So that a transaction exported while pending is replaced when it comes again as paid, it is booked
under its order (else its checkout, else its type) and its day. A payout has an id here and none in the payouts export, hence its
key is what both have: day and currency, such as '2026-09-05 EUR'; Shopify's own id stands in `reference`.

A charge is one amount: goods, shipping and tax together. The payouts made here are the sums of their transactions. Labels bought
through Shopify are not among them, and a file that begins within a payout has only a part of it: the payouts export has what was
truly sent.

VAT on fees is taken as contained in Fee or as added to it, whichever makes Amount less Fee (less VAT) equal Net; where neither
does, the row is kept apart.
"""

from __future__ import annotations

from collections.abc import Mapping

from argosy.connectors.contract import Connection, Context, Mapped, Report, Status, VendorColumn
from argosy.connectors.reading import text_literal
from argosy.connectors.recognition import signature
from argosy.connectors.shopify.cells import MONEY, Cells, day, find_cells, local_day, payout_key, problem
from argosy.connectors.shopify.parse import parse
from argosy.connectors.shopify.vocabulary import canonical, words

LABEL = "Shopify Payments transactions export"
NEEDED = ("Transaction Date", "Type", "Order", "Payout Status", "Payout Date", "Amount", "Fee", "Net", "Currency")
MAY_BE = (
    *("Card Brand", "Card Source", "Payout ID", "Available On", "Checkout", "Presentment Amount"),
    *("Presentment Currency", "VAT", "Business Entity Name", "Business Entity ID"),
)
COLUMNS = (
    *(VendorColumn(name) for name in NEEDED),
    VendorColumn("Payment Method Name", required=False, aliases=(("Payment Method", ""),)),
    *(VendorColumn(name, required=False) for name in MAY_BE),
)
REASONS = {
    "excess_cells": "The row has more cells than the header, so its columns cannot be trusted.",
    "not_a_time:Transaction Date": "The transaction's date cannot be read.",
    "not_a_date:Payout Date": "The payout's date cannot be read.",
    "not_a_currency": "The currency is not a three-letter code.",
    "net_does_not_add_up": "Amount less Fee (less VAT) is not Net.",
    "unknown_type": "Nobody knows this type of transaction; its money is shown and not booked.",
    **{f"not_an_amount:{name}": f"The cell of {name} is not an amount." for name in ("Amount", "Fee", "Net", "VAT")},
}


def map_transactions(connection: Connection, context: Context) -> Mapped:
    """One line for the amount, one for its fee, one for VAT on the fee; payouts as sums of their transactions."""
    cells = find_cells(connection, COLUMNS, LABEL)
    rows = f"WITH typed AS ({_typed(cells, context)}), sound AS (SELECT * FROM typed WHERE problem IS NULL)"
    unknown = canonical("payout_status", words("transactions", "Payout Status"))
    whole = (
        "{count} payouts are the sum of their transactions in this file; the payouts export says what was truly sent"
    )
    remarks = {
        whole: f"SELECT count(*) FROM ({rows} {_payouts(context)})",
        "{count} transactions have a payout status nobody knows: they count as not yet paid out": (
            f"SELECT count(*) FROM ({rows} SELECT 1 FROM sound WHERE payout_status IS NOT NULL AND {unknown} IS NULL)"
        ),
    }
    return Mapped(
        selects={
            "settlement_lines": f"SELECT * FROM ({rows} {_lines(context)})",
            "payouts": f"SELECT * FROM ({rows} {_payouts(context)})",
            "kept_apart": f"SELECT * FROM ({rows} {APART})",
        },
        money_out={"settlement_lines": "amount"},
        reasons=REASONS,
        remarks={**remarks, **cells.remarks()},
    )


APART = """SELECT source_line, problem AS reason_code, NULL::VARCHAR AS reason, currency, net AS money_in
    FROM typed WHERE problem IS NOT NULL"""


def _typed(cells: Cells, context: Context) -> str:
    kinds = words("transactions", "Type")
    columns = {
        "posted_at": cells.instant("Transaction Date", context.time_zone),
        "kind": cells.text("Type"),
        "order_id": cells.text("Order"),
        "checkout": cells.text("Checkout"),
        "currency": cells.text("Currency"),
        "amount": cells.amount("Amount"),
        "fee": f"coalesce({cells.amount('Fee')}, 0)::{MONEY}",
        "net": cells.amount("Net"),
        "vat": f"coalesce({cells.amount('VAT')}, 0)::{MONEY}",
        "payout_status": cells.text("Payout Status"),
        "paid_on": day(cells.text("Payout Date")),
        "available_on": day(cells.text("Available On")),
        "reference": cells.bare("Payout ID"),
        "described": _description(cells),
        "fee_type": _signed(kinds, cells),
        "problem": _problem(cells, context),
    }
    return "SELECT source_line, " + ", ".join(f"{sql} AS {name}" for name, sql in columns.items()) + " FROM vendor"


def _description(cells: Cells) -> str:
    """How it was paid, and what the buyer saw where that was another currency."""
    shown, currency = cells.text("Presentment Amount"), cells.text("Presentment Currency")
    seen = f"CASE WHEN {currency} <> {cells.text('Currency')} THEN concat({shown}, ' ', {currency}) END"
    parts = [cells.text(name) for name in ("Payment Method Name", "Card Brand", "Card Source")]
    return f"nullif(concat_ws(' ', {', '.join(parts)}, {seen}), '')"


def _signed(kinds: Mapping[str, str], cells: Cells) -> str:
    """The fee type; of a pair 'a/b' the first for money from the seller, the second for money to the seller."""
    minus = {word: kind.split("/")[0] for word, kind in kinds.items()}
    plus = {word: kind.split("/")[-1] for word, kind in kinds.items()}
    cell = cells.text("Type")
    return f"CASE WHEN {cells.amount('Amount')} < 0 THEN {canonical(cell, minus)} ELSE {canonical(cell, plus)} END"


def _problem(cells: Cells, context: Context) -> str:
    amount, fee, net = (f"coalesce({cells.amount(name)}, 0)" for name in ("Amount", "Fee", "Net"))
    vat = f"coalesce({cells.amount('VAT')}, 0)"
    checks = {
        "excess_cells": f"{cells.excess()} IS NOT NULL",
        "not_a_time:Transaction Date": f"{cells.instant('Transaction Date', context.time_zone)} IS NULL",
        "not_a_date:Payout Date": (
            f"{cells.text('Payout Date')} IS NOT NULL AND {day(cells.text('Payout Date'))} IS NULL"
        ),
        "not_a_currency": f"NOT coalesce(regexp_full_match({cells.text('Currency')}, '[A-Z]{{3}}'), FALSE)",
        "not_an_amount:Amount": f"{cells.amount('Amount')} IS NULL",
        "not_an_amount:Net": f"{cells.amount('Net')} IS NULL",
        "not_an_amount:Fee": f"{cells.text('Fee')} IS NOT NULL AND {cells.amount('Fee')} IS NULL",
        "not_an_amount:VAT": f"{cells.text('VAT')} IS NOT NULL AND {cells.amount('VAT')} IS NULL",
        "net_does_not_add_up": f"{net} NOT IN ({amount} - {fee}, {amount} - {fee} - {vat})",
        "unknown_type": f"{canonical(cells.text('Type'), words('transactions', 'Type'))} IS NULL",
    }
    return problem(checks)


def _payout_id() -> str:
    """Day and currency; empty while the money is in no payout yet."""
    status = canonical("payout_status", words("transactions", "Payout Status"))
    key = payout_key("paid_on", "currency", status)
    return (
        f"CASE WHEN {status} IS NOT NULL AND lower(payout_status) <> 'pending' AND paid_on IS NOT NULL THEN {key} END"
    )


def _lines(context: Context) -> str:
    """Net is shown once per transaction, on its first line, so that the lines are proved against it."""
    booked_on = local_day("posted_at", context.time_zone)
    contained = "CASE WHEN net = amount - fee THEN vat ELSE 0 END"
    fee_type = (
        "CASE WHEN fee_type IN ('chargeback', 'chargeback_reversed') THEN 'chargeback_fee'"
        " WHEN fee < 0 THEN 'refund_payment_fee' ELSE 'payment_fee' END"
    )
    parts = f"""SELECT *, 1 AS part, fee_type AS line_type, amount AS line_amount, net AS told FROM sound
        UNION ALL SELECT *, 2, {fee_type}, -(fee - {contained}), 0 FROM sound WHERE fee - {contained} <> 0
        UNION ALL SELECT *, 3, 'fee_tax', -vat, 0 FROM sound WHERE vat <> 0"""
    settlement = "coalesce(order_id, checkout, kind)"
    available = f"timezone('UTC', timezone({text_literal(context.time_zone)}, available_on::TIMESTAMP))"
    return f"""SELECT {text_literal(context.store_id)} AS store_id, {text_literal(context.channel)} AS channel,
            {text_literal(context.market) if context.market else "NULL::VARCHAR"} AS market, {settlement} AS settlement_id,
            row_number() OVER (PARTITION BY {settlement}, {booked_on} ORDER BY source_line, part)::VARCHAR AS line_no,
            posted_at, {booked_on} AS posted_on, order_id, checkout AS payment_id, line_type AS fee_type, currency,
            line_amount::{MONEY} AS amount,
            CASE WHEN payout_status IS NULL OR lower(payout_status) = 'pending' THEN 'deferred'
                WHEN {_payout_id()} IS NOT NULL THEN 'released' END AS state,
            {available} AS settled_at, {_payout_id()} AS payout_id, kind AS vendor_type, described AS vendor_description,
            source_line, told::{MONEY} AS money_in
        FROM ({parts})"""


def _payouts(context: Context) -> str:
    booked_on = local_day("posted_at", context.time_zone)
    status = canonical("max(payout_status)", words("transactions", "Payout Status"))
    return f"""SELECT {text_literal(context.store_id)} AS store_id, {text_literal(context.channel)} AS channel,
            {_payout_id()} AS payout_id, paid_on, {status} AS status, currency, sum(net)::{MONEY} AS payout_amount,
            min({booked_on}) AS from_on, max({booked_on}) + 1 AS to_on,
            string_agg(DISTINCT reference, ' ' ORDER BY reference) AS reference, NULL::BIGINT AS source_line
        FROM sound WHERE {_payout_id()} IS NOT NULL AND fee_type NOT IN ('payout', 'payout_returned')
        GROUP BY {_payout_id()}, paid_on, currency"""


TRANSACTIONS = Report(
    id="transactions",
    label="Payment transactions (payment_transactions_export.csv)",
    grain="One row per transaction of Shopify Payments: charge, refund, adjustment, chargeback.",
    where="Shopify admin: Finance > Payouts > View transactions > Export; choose days, not one payout.",
    tables=("settlement_lines", "payouts"),
    columns=COLUMNS,
    recognise=signature(*NEEDED, any_of=("Payment Method Name", "Payment Method", *MAY_BE)),
    parse=parse,
    map=map_transactions,
    status=Status.PARTIAL,
    sources=(
        "https://help.shopify.com/en/manual/payments/shopify-payments/getting-paid-with-shopify-payments/view-payouts/view-details",
        "https://shopify.dev/docs/api/admin-graphql/latest/enums/ShopifyPaymentsTransactionType",
        "https://shopify.dev/docs/api/admin-graphql/latest/enums/ShopifyPaymentsPayoutStatus",
    ),
)
