"""Shopify Payments' payouts export: what was sent to the bank, per day and currency.

The file has no id of a payout, so its key is day and currency, as in the transactions export; several payouts of one day and
currency are one row with their sum. Total is what was sent. Where it is not the sum of the columns beside it (labels bought
through Shopify stand in none of them), that is counted in a remark and Total rules.
"""

from __future__ import annotations

from argosy.connectors.contract import Connection, Context, Mapped, Report, Status, VendorColumn
from argosy.connectors.reading import text_literal
from argosy.connectors.recognition import signature
from argosy.connectors.shopify.cells import MONEY, Cells, day, find_cells, payout_key, problem
from argosy.connectors.shopify.parse import parse
from argosy.connectors.shopify.vocabulary import canonical, words

LABEL = "Shopify Payments payouts export"
NEEDED = ("Payout Date", "Status", "Charges", "Refunds", "Adjustments", "Fees", "Total", "Currency")
PARTS = (
    "Charges",
    "Refunds",
    "Adjustments",
    "Fees",
    "Reserved Funds",
    "Retried Amount",
    "Marketplace Sales Tax",
    "Advances",
)
COLUMNS = (
    *(VendorColumn(name) for name in NEEDED),
    *(VendorColumn(name, required=False) for name in (*PARTS, "Bank Reference") if name not in NEEDED),
)
REASONS = {
    "excess_cells": "The row has more cells than the header, so its columns cannot be trusted.",
    "not_a_date:Payout Date": "The payout's date cannot be read.",
    "not_a_currency": "The currency is not a three-letter code.",
    "not_an_amount:Total": "The cell of Total is not an amount.",
    "added_to_same_day": "Another payout of the same day and currency; its amount is in their common row.",
}


def map_payouts(connection: Connection, context: Context) -> Mapped:
    """One payout per day and currency; those that failed by themselves."""
    cells = find_cells(connection, COLUMNS, LABEL)
    rows = f"WITH typed AS ({_typed(cells)}), sound AS ({SOUND})"
    apart = "SELECT source_line, problem AS reason_code, NULL::VARCHAR AS reason, currency, total AS money_in"
    return Mapped(
        selects={
            "payouts": f"SELECT * FROM ({rows} {_payouts(context)})",
            "ignored": f"SELECT * FROM ({rows} SELECT source_line, 'added_to_same_day' AS reason_code FROM sound"
            " WHERE source_line <> first_line)",
            "kept_apart": f"SELECT * FROM ({rows} {apart} FROM typed WHERE problem IS NOT NULL)",
        },
        money_out={"payouts": "payout_amount"},
        reasons=REASONS,
        remarks={
            "{count} payouts are not the sum of the columns beside their total: the total was taken": (
                f"SELECT count(*) FROM ({rows} SELECT 1 FROM sound WHERE total <> parts)"
            ),
            "{count} payouts have a status nobody knows and count as pending": (
                f"SELECT count(*) FROM ({rows} SELECT 1 FROM sound WHERE status IS NULL)"
            ),
            **cells.remarks(),
        },
    )


def _typed(cells: Cells) -> str:
    paid_on = day(cells.text("Payout Date"))
    currency = cells.text("Currency")
    status = canonical(cells.text("Status"), words("payouts", "Status"))
    checks = {
        "excess_cells": f"{cells.excess()} IS NOT NULL",
        "not_a_date:Payout Date": f"{paid_on} IS NULL",
        "not_a_currency": f"NOT coalesce(regexp_full_match({currency}, '[A-Z]{{3}}'), FALSE)",
        "not_an_amount:Total": f"{cells.amount('Total')} IS NULL",
    }
    parts = " + ".join(f"coalesce({cells.amount(name)}, 0)" for name in PARTS)
    return f"""SELECT source_line, {paid_on} AS paid_on, {currency} AS currency, {status} AS status, {cells.amount("Total")} AS total,
            {parts} AS parts, {cells.text("Bank Reference")} AS reference, {problem(checks)} AS problem,
            {payout_key(paid_on, currency, status)} AS payout_id
        FROM vendor"""


SOUND = "SELECT *, min(source_line) OVER (PARTITION BY payout_id) AS first_line FROM typed WHERE problem IS NULL"


def _payouts(context: Context) -> str:
    market = text_literal(context.market) if context.market else "NULL::VARCHAR"
    return f"""SELECT {text_literal(context.store_id)} AS store_id, {text_literal(context.channel)} AS channel, {market} AS market,
            payout_id, paid_on, coalesce(arg_max(status, source_line), 'pending') AS status, currency,
            sum(total)::{MONEY} AS payout_amount, string_agg(DISTINCT reference, ' ' ORDER BY reference) AS reference,
            min(source_line) AS source_line, sum(total)::{MONEY} AS money_in
        FROM sound GROUP BY payout_id, paid_on, currency"""


PAYOUTS = Report(
    id="payouts",
    label="Payouts (payouts_export.csv)",
    grain="One row per payout.",
    where="Shopify admin: Finance > Payouts > View payouts > Export.",
    tables=("payouts",),
    columns=COLUMNS,
    recognise=signature(*NEEDED, any_of=tuple(column.name for column in COLUMNS if not column.required)),
    parse=parse,
    map=map_payouts,
    status=Status.INFERRED,
    sources=(
        "https://help.shopify.com/en/manual/payments/shopify-payments/getting-paid-with-shopify-payments/view-payouts/view-details",
        "https://shopify.dev/docs/api/admin-graphql/latest/enums/ShopifyPaymentsPayoutStatus",
    ),
)
