"""Date-range and unified transaction report: every order, refund, fee and transfer of an account in a period, in the site's language.

A row has one amount per kind of money; each amount that is not 0 becomes a settlement line. The row's own total is what the money check
starts from: a row whose amounts do not add up to it (a kind of money we do not know yet) is kept apart whole, with that total.

The report cuts its period at midnight of the site. Lines are booked on the day the file writes, so that the export of the next month
never replaces half a day. A settlement loaded in more than one form is there once: the last one loaded stands, day by day.
"""

from __future__ import annotations

import re

from argosy.connectors.amazon.cells import (
    SCIENTIFIC,
    SCIENTIFIC_SENTENCE,
    Cells,
    cells_of,
    is_scientific,
    place_sql,
    prepare,
    unknown_columns,
)
from argosy.connectors.amazon.dates import with_dates
from argosy.connectors.amazon.marketplaces import currency_sql, market_sql
from argosy.connectors.amazon.transaction_columns import AMOUNTS, aliases, columns
from argosy.connectors.amazon.vocabulary import case_sql, prefix_sql, words
from argosy.connectors.contract import Connection, Context, Mapped, Report, Sighting, Status
from argosy.connectors.future import FUTURE, FUTURE_SENTENCE, is_far_off
from argosy.connectors.reading import text_literal
from argosy.connectors.recognition import signature

CURRENCIES = "USD|CAD|MXN|BRL|GBP|EUR|SEK|PLN|TRY|AED|SAR|EGP|ZAR|INR|JPY|AUD|SGD"
CURRENCY_CODE = re.compile(rf"\b({CURRENCIES})\b")
CURRENCY_WORDS = (("Beträge in Euro", "EUR"), ("単位は円", "JPY"))
"""How sites that do not write the code say what all amounts are in. The Mexican "dólares" is left out: the amounts are pesos."""
FILE_FACTS = "transaction_file"
ROWS = "transaction_rows"

DESCRIBED = (
    *("adjustment", "fee_adjustment", "service_fee", "fba_inventory_fee", "fba_transaction_fee", "amazon_fees"),
)
"""Kinds of rows that only their description tells apart."""

REASONS = {
    "unknown_value:type": "Nobody knows this type of transaction yet; its money is shown and not booked.",
    "unknown_value:description": "Nobody knows yet what this fee or adjustment is for; its money is shown and not booked.",
    "total_does_not_add_up": "The amounts of the row are not its total: it has a kind of money that is not known yet.",
    "not_a_number": "A cell of the row that should be an amount is no number.",
    "not_a_number:total": "The total of the row is missing or is no number.",
    "not_a_date:date/time": "The date is missing or has a form we do not know.",
    "missing:currency": "Neither the file nor the store says which currency the amounts are in.",
    SCIENTIFIC: SCIENTIFIC_SENTENCE,
    FUTURE: FUTURE_SENTENCE,
}
OTHER_DAY = "{count} bookings are of another day in the time zone of the store: set it to the site's in argosy.toml"
UNKNOWN_STATE = "{count} transactions with a status not known yet: taken as neither deferred nor released"


def parse_transactions(sighting: Sighting, connection: Connection, _context: Context) -> None:
    """Every cell as it came, with its line; the currency of the whole file is read from the lines above the header."""
    prepare(connection, sighting, columns())
    above = "\n".join(sighting.preamble)
    told = [match.group(1) for match in CURRENCY_CODE.finditer(above)]
    told += [code for words_of_site, code in CURRENCY_WORDS if words_of_site in above]
    currency = text_literal(told[0]) if len(set(told)) == 1 else "NULL"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {FILE_FACTS} AS SELECT {currency}::VARCHAR AS currency")


def map_transactions(connection: Connection, context: Context) -> Mapped:
    """One settlement line per amount, and a payout per settlement that was transferred."""
    cells = cells_of(connection, (*AMOUNTS, "total"), aliases())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {ROWS} AS {_rows_sql(cells, context)}")
    state = f"lower({cells.text('transaction status')})"
    known = ", ".join(text_literal(word) for word in words("transactions_state"))
    zone = text_literal(context.time_zone)
    return Mapped(
        selects={
            "settlement_lines": _lines_sql(context),
            "payouts": _payouts_sql(context),
            "ignored": f"SELECT source_line, 'no_money' AS reason_code FROM {ROWS} WHERE problem IS NULL AND len(items) = 0",
        },
        money_out={"settlement_lines": "amount", "payouts": "0"},
        reasons=REASONS,
        remarks={
            OTHER_DAY: f"SELECT count(*) FROM {ROWS} WHERE CAST(timezone({zone}, timezone('UTC', posted_at)) AS DATE) <> posted_on",
            UNKNOWN_STATE: f"SELECT count(*) FROM vendor WHERE {state} NOT IN ({known})",
            **unknown_columns(connection, columns()),
        },
    )


def _key(cell: str) -> str:
    return f"lower(translate({cell}, '’\u00a0', ''' '))"


def _rows_sql(cells: Cells, context: Context) -> str:
    """Every row with its `items`, a list of (place, fee type, amount) of all money in it; `problem` says why it may not enter."""
    own = text_literal(context.currency) if context.currency else "NULL::VARCHAR"
    asked = ", ".join(map(text_literal, DESCRIBED))
    described = f"CASE WHEN kind IN ({asked}) THEN {prefix_sql('transactions_description', 'told')} END"
    sites = f"SELECT DISTINCT {currency_sql(_site(cells))} AS currency FROM vendor"
    only = f"(SELECT any_value(currency) FROM ({sites}) HAVING count(currency) = 1)"
    kinds = f"SELECT *, {case_sql('transactions_type', 'said_type')} AS kind FROM ({_cells_sql(cells)})"
    named = f"""
        SELECT *, {market_sql("site")} AS market, concat(kind, '|', said_description) AS told,
            coalesce((SELECT currency FROM {FILE_FACTS}), {currency_sql("site")}, {only}, {own}) AS currency
        FROM ({kinds})
    """
    dated = with_dates(
        f"SELECT *, {described} AS described FROM ({named})", {"posted": "said_at", "settled": "said_settled"}, context
    )
    return f"SELECT *, {_problem_sql(context)} AS problem FROM (SELECT *, {_items_sql(cells)} AS items FROM ({dated}))"


def _site(cells: Cells) -> str:
    return f"replace(lower({cells.text('marketplace')}), 'amazon.jp', 'amazon.co.jp')"


def _cells_sql(cells: Cells) -> str:
    """The cells of every row under short names, amounts as numbers."""
    present = [(place, name) for place, name in enumerate(AMOUNTS) if cells.has(name)]
    amounts = ", ".join(f"{cells.money(name)} AS a{place}" for place, name in present)
    unreadable = " OR ".join(f"(r{place} IS NOT NULL AND a{place} IS NULL)" for place, _ in present)
    raw = ", ".join(f"{cells.raw(name)} AS r{place}" for place, name in present)
    return f"""
        SELECT *, {unreadable} AS is_unreadable FROM (
            SELECT {_site(cells)} AS site, {cells.text("settlement id")} AS settlement, {_key(cells.text("type"))} AS said_type,
                {cells.text("type")} AS vendor_type, {cells.text("date/time")} AS said_at,
                {cells.text("transaction release date")} AS said_settled, {cells.text("order id")} AS order_id, {cells.text("sku")} AS sku,
                abs({cells.units("quantity")}) AS quantity, {case_sql("transactions_fulfilment", cells.text("fulfillment"))} AS fulfilment,
                {case_sql("transactions_state", cells.text("transaction status"))} AS state,
                {cells.text("description")} AS vendor_description, {_key(cells.text("description"))} AS said_description,
                {amounts}, {raw}, {cells.money("total")} AS total, source_line
            FROM vendor)
    """


def _items_sql(cells: Cells) -> str:
    items = [
        f"{{'place': {place}, 'amount': a{place}, 'fee': {_fee_sql(name)}}}"
        for place, name in enumerate(AMOUNTS)
        if cells.has(name)
    ]
    return f"list_filter([{', '.join(items)}], lambda item: item.amount <> 0)"


def _fee_sql(column: str) -> str:
    """The fee type of a column, by the kind of its row: `plus/minus` where the sign tells them apart."""
    rules = {
        key.split("|")[0]: fee
        for key, fee in words("transactions_column").items()
        if key.split("|")[1] in (column, "*")
    }
    cases = " ".join(f"WHEN {text_literal(kind)} THEN {text_literal(fee)}" for kind, fee in rules.items())
    return f"coalesce(described, CASE kind {cases} END)"


def _problem_sql(context: Context) -> str:
    parts = "list_sum(list_transform(items, lambda item: item.amount))"
    unknown = "len(list_filter(items, lambda item: item.fee IS NULL)) > 0"
    return f"""CASE
        WHEN {is_scientific("settlement")} OR {is_scientific("order_id")} THEN {text_literal(SCIENTIFIC)}
        WHEN total IS NULL THEN 'not_a_number:total' WHEN is_unreadable THEN 'not_a_number'
        WHEN posted_on IS NULL THEN 'not_a_date:date/time' WHEN {is_far_off("posted_on", context)} THEN {text_literal(FUTURE)}
        WHEN currency IS NULL THEN 'missing:currency' WHEN kind IS NULL THEN 'unknown_value:type'
        WHEN coalesce({parts}, 0) <> total THEN 'total_does_not_add_up'
        WHEN {unknown} THEN 'unknown_value:description' END"""


def _lines_sql(context: Context) -> str:
    """One line per item; the row's total is told with its first one."""
    open_items = "CASE WHEN problem IS NULL THEN items ELSE [{'place': -1, 'amount': total, 'fee': NULL}] END"
    fee = "CASE WHEN item.amount > 0 THEN split_part(item.fee, '/', 1) ELSE split_part(item.fee, '/', -1) END"
    return f"""
        SELECT {place_sql(context, "market")}, site AS marketplace, settlement_id, posted_at, posted_on, order_id,
            sku, quantity, {fee} AS fee_type, currency, item.amount AS amount, state, settled_at, fulfilment,
            vendor_type, vendor_description, source_line, kept_apart,
            row_number() OVER (PARTITION BY settlement_id, posted_on ORDER BY source_line, item.place)::VARCHAR AS line_no,
            CASE WHEN row_number() OVER (PARTITION BY source_line ORDER BY item.place) = 1 THEN total END AS money_in
        FROM (SELECT *, problem AS kept_apart, unnest({open_items}) AS item, {SETTLEMENT} AS settlement_id FROM {ROWS})
    """


SETTLEMENT = "coalesce(settlement, concat('*', site))"
"""Money not yet in a settlement stands under its site: two sites of one store must not replace each other's."""


def _payouts_sql(context: Context) -> str:
    """What was transferred to the seller, per settlement."""
    return f"""
        SELECT {place_sql(context)}, {SETTLEMENT} AS payout_id, any_value(settlement) AS settlement_id, max(posted_on) AS paid_on,
            max(posted_at) AS paid_at, 'sent' AS status, currency, -sum(total) AS payout_amount
        FROM {ROWS} WHERE kind = 'transfer' AND problem IS NULL GROUP BY {SETTLEMENT}, currency
    """


REPORT = Report(
    id="transactions",
    label="Date Range / Unified Transaction (Monthly or Custom Transaction)",
    grain="One row per order, refund, fee, adjustment or transfer, with one amount per kind of money.",
    where="Seller Central: Payments, Reports Repository, Transaction; one file per site.",
    tables=("settlement_lines", "payouts"),
    columns=columns(),
    recognise=signature(
        *("date/time", "settlement id", "type", "order id", "description", "product sales", "selling fees", "fba fees"),
        *("other transaction fees", "total"),
        share=0.7,
        aliases=aliases(),
    ),
    parse=parse_transactions,
    map=map_transactions,
    status=Status.INFERRED,
    sources=(
        "Headings, months and words of the sites as public parsers of the report read them, 2026-11-22 (transaction_headings.csv)",
        "t_amz_transaction_report_column_mapping of wimoor-erp/wimoor (MIT)",
    ),
)
