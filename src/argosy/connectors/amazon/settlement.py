"""Settlement, flat file V2: every amount of a pay period, and the transfer that closes it.

The first row of a settlement holds its period, deposit date, total and currency; the rows below hold the amounts, mostly without a
currency of their own. The sum of the amounts is the total: what is missing from it appears as the residual of the load, because the row
with the total brings into the money check what its own lines do not explain (0.00 in a sound file).
"""

from __future__ import annotations

from collections.abc import Mapping

from argosy.connectors.amazon.cells import (
    SCIENTIFIC,
    SCIENTIFIC_SENTENCE,
    Cells,
    cells_of,
    day_sql,
    instant_sql,
    is_scientific,
    local_day,
    place_sql,
    prepare,
    unknown_columns,
)
from argosy.connectors.amazon.marketplaces import market_sql, site_sql
from argosy.connectors.amazon.vocabulary import case_sql, values_sql
from argosy.connectors.contract import VENDOR, Connection, Context, Mapped, Report, Sighting, Status, VendorColumn
from argosy.connectors.future import FUTURE, FUTURE_SENTENCE, is_far_off
from argosy.connectors.reading import text_literal
from argosy.connectors.recognition import signature

COLUMNS = (
    VendorColumn("settlement-id", "Number of the settlement."),
    VendorColumn("settlement-start-date", "Start of the period.", required=False),
    VendorColumn("settlement-end-date", "End of the period.", required=False),
    VendorColumn("deposit-date", "Day the total is sent to the bank."),
    VendorColumn("total-amount", "Sum of all amounts of the settlement, in its first row only."),
    VendorColumn("currency", "Currency of the settlement, in its first row only."),
    VendorColumn("transaction-type", "Order, Refund, ServiceFee, other-transaction ..."),
    VendorColumn("order-id", "Amazon's order number."),
    VendorColumn("merchant-order-id", "The seller's own order number.", required=False),
    VendorColumn("adjustment-id", "Number of the refund or adjustment.", required=False),
    VendorColumn("shipment-id", "Number of the parcel.", required=False),
    VendorColumn("marketplace-name", "Site such as Amazon.de.", required=False),
    VendorColumn("amount-type", "ItemPrice, ItemFees, Promotion ..."),
    VendorColumn("amount-description", "Principal, Commission ..."),
    VendorColumn("amount", "Signed from the seller's side."),
    VendorColumn("fulfillment-id", "AFN: Amazon; MFN: the seller.", required=False),
    VendorColumn("posted-date", "Day of the booking.", required=False),
    VendorColumn("posted-date-time", "Instant of the booking."),
    VendorColumn("order-item-code", "Line of the order.", required=False),
    VendorColumn("merchant-order-item-id", "The seller's own line id.", required=False),
    VendorColumn("merchant-adjustment-item-id", "The seller's own id of the adjusted line.", required=False),
    VendorColumn("sku", "The seller's SKU.", required=False),
    VendorColumn("quantity-purchased", "Units the amount is for.", required=False),
    VendorColumn("promotion-id", "Promotion behind a discount.", required=False),
)

UNKNOWN = "unknown_value:amount-description"
REASONS = {
    UNKNOWN: "The vocabulary does not know this combination of transaction-type, amount-type and amount-description.",
    "not_a_number:amount": "The amount is missing or is not a number.",
    "not_a_number:total-amount": "The total of the settlement is missing or is not a number.",
    "not_a_date:posted-date-time": "The time of the booking is missing or has a form we do not know.",
    "not_a_date:deposit-date": "The settlement has neither a deposit date nor an end in a form we know.",
    "missing:currency": "The settlement does not say its currency: the first row, which holds it, is not in the file.",
    SCIENTIFIC: SCIENTIFIC_SENTENCE,
    FUTURE: FUTURE_SENTENCE,
}

UNMATCHED = "{count} settlements whose amounts do not add up to the total the file itself names"
HEADLESS = "{count} settlements without the row that holds their total: only the amounts could be checked"

RETURNED = "transfer of funds unsuccessful:"
"""The description goes on with the bank's reason, in many wordings."""


def parse_settlement(sighting: Sighting, connection: Connection, _context: Context) -> None:
    """Every cell as it came, with its line; `DataError` where a column is missing that the report cannot do without."""
    prepare(connection, sighting, COLUMNS)


def map_settlement(connection: Connection, context: Context) -> Mapped:
    """Settlement lines and the payout of each settlement."""
    cells = cells_of(connection, ("amount", "total-amount"))
    return booked(connection, cells, context, unknown_columns(connection, COLUMNS))


HEADS, SUMS, MEANINGS = "settlement_heads", "settlement_sums", "settlement_meanings"
"""What is small and asked for several times, reckoned once: as tables, so that the engine knows how small it is."""


def booked(
    connection: Connection,
    cells: Cells,
    context: Context,
    remarks: Mapping[str, str],
    source: str = VENDOR,
    line_no: str = "source_line",
) -> Mapped:
    """The lines and payouts of a relation with the columns of flat file V2, one amount per row."""
    small = {
        HEADS: _heads_sql(cells, context, source),
        SUMS: _sums_sql(cells, source),
        MEANINGS: _meanings_sql(cells, source),
    }
    for name, select in small.items():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}")
    difference = (
        f"SELECT 1 FROM {HEADS} h LEFT JOIN {SUMS} l USING (settlement_id) WHERE h.total - coalesce(l.total, 0) <> 0"
    )
    return Mapped(
        selects={"settlement_lines": _lines_sql(cells, context, source, line_no), "payouts": _payouts_sql(context)},
        money_out={"settlement_lines": "amount", "payouts": "0"},
        reasons=REASONS,
        remarks={
            UNMATCHED: f"SELECT count(*) FROM ({difference})",
            HEADLESS: f"SELECT count(*) FROM {SUMS} ANTI JOIN {HEADS} USING (settlement_id)",
            **remarks,
        },
    )


def _is_head(cells: Cells) -> str:
    return f"({cells.raw('total-amount')} IS NOT NULL AND {cells.raw('transaction-type')} IS NULL)"


def _heads_sql(cells: Cells, context: Context, source: str) -> str:
    """The first row of each settlement: what it says of the whole."""
    return (
        f"SELECT {cells.text('settlement-id')} AS settlement_id, any_value(upper({cells.text('currency')})) AS currency,"
        f" min(source_line) AS source_line, any_value({cells.money('total-amount')}) AS total,"
        f" any_value({_day(cells, 'deposit-date', context)}) AS deposit_on,"
        f" any_value({instant_sql(cells.text('deposit-date'), context)}) AS deposit_at,"
        f" any_value({_day(cells, 'settlement-start-date', context)}) AS from_on,"
        f" any_value({_day(cells, 'settlement-end-date', context)}) AS to_on"
        f" FROM {source} WHERE {_is_head(cells)} GROUP BY settlement_id"
    )


def _sums_sql(cells: Cells, source: str) -> str:
    reserve = f"lower({cells.raw('amount-description')}) = 'current reserve amount'"
    return (
        f"SELECT {cells.text('settlement-id')} AS settlement_id, sum({cells.money('amount')}) AS total,"
        f" sum({cells.money('amount')}) FILTER (WHERE {reserve}) AS reserve"
        f" FROM {source} WHERE NOT {_is_head(cells)} GROUP BY settlement_id"
    )


def _day(cells: Cells, name: str, context: Context) -> str:
    cell = cells.text(name)
    return f"coalesce({local_day(instant_sql(cell, context), context)}, {day_sql(cell)})"


def _lines_sql(cells: Cells, context: Context, source: str, line_no: str) -> str:
    """One row per amount, numbered by its line in the file, because Amazon gives it no number.

    What the few different combinations of words mean is found once for each of them, not once per row: half the time of the load.
    """
    same = " AND ".join(f"rows.{one} IS NOT DISTINCT FROM meant.{one}" for one in WORD_CELLS)
    return f"""
        SELECT * EXCLUDE (problem), CASE
            WHEN problem IS NOT NULL THEN problem
            WHEN fee_type IS NULL THEN {text_literal(UNKNOWN)}
            WHEN currency IS NULL THEN 'missing:currency' END AS kept_apart
        FROM (
            SELECT rows.* EXCLUDE (currency, {", ".join(WORD_CELLS)}), meant.market, meant.marketplace, meant.fulfilment, meant.fee_type,
                meant.vendor_description, coalesce(rows.currency, heads.currency, {_own_currency(context)}) AS currency,
                rows.settlement_id AS payout_id
            FROM ({_rows_sql(cells, context, source, line_no)}) rows
            LEFT JOIN (SELECT settlement_id, currency FROM {HEADS}) heads ON rows.settlement_id = heads.settlement_id
            LEFT JOIN {MEANINGS} meant ON {same}
        )
    """


WORD_CELLS = ("vendor_type", "amount_kind", "amount_words", "site", "fulfilled_by")
"""Columns with few different words, which only together say what an amount is."""


def _words_sql(cells: Cells) -> str:
    names = ("transaction-type", "amount-type", "amount-description", "marketplace-name", "fulfillment-id")
    return ", ".join(f"{cells.text(name)} AS {column}" for name, column in zip(names, WORD_CELLS, strict=True))


def _meanings_sql(cells: Cells, source: str) -> str:
    """Every combination of words in the file with what it means; NULL where the vocabulary does not know it."""
    told = "lower(amount_words)"
    told = (
        f"CASE WHEN starts_with({told}, {text_literal(RETURNED)}) THEN {text_literal(RETURNED + '*')} ELSE {told} END"
    )
    known = values_sql("settlement_v2")
    return f"""
        SELECT {", ".join(f"said.{one}" for one in WORD_CELLS)}, said.market, said.marketplace, said.fulfilment,
            said.vendor_description, coalesce(a.fee_type, b.fee_type, c.fee_type) AS fee_type
        FROM (
            SELECT *, {market_sql("site")} AS market, {site_sql("site")} AS marketplace,
                {case_sql("settlement_v2_fulfilment", "fulfilled_by")} AS fulfilment,
                concat_ws(' / ', amount_kind, amount_words) AS vendor_description,
                concat(lower(vendor_type), '|', lower(amount_kind), '|', {told}) AS words,
                concat('*|', lower(amount_kind), '|', {told}) AS any_words,
                concat(lower(vendor_type), '|', lower(amount_kind), '|*') AS at_type
            FROM (SELECT DISTINCT {_words_sql(cells)} FROM {source})
        ) said
        LEFT JOIN ({known}) a(word, fee_type) ON said.words = a.word
        LEFT JOIN ({known}) b(word, fee_type) ON said.any_words = b.word
        LEFT JOIN ({known}) c(word, fee_type) ON said.at_type = c.word
    """


def _rows_sql(cells: Cells, context: Context, source: str, line_no: str) -> str:
    """The rows with amounts, column by column."""
    said = cells.text("posted-date-time")
    return f"""
        SELECT *, CASE
            WHEN {is_scientific("settlement_id")} OR {is_scientific("order_id")} THEN {text_literal(SCIENTIFIC)}
            WHEN amount IS NULL THEN 'not_a_number:amount' WHEN posted_on IS NULL THEN 'not_a_date:posted-date-time'
            WHEN {is_far_off("posted_on", context)} THEN {text_literal(FUTURE)} END AS problem
        FROM (
            SELECT * EXCLUDE (said_at, said_on), CASE WHEN posted_at IS NOT NULL THEN {local_day("posted_at", context)}
                ELSE coalesce({day_sql("said_at")}, {day_sql("said_on")}) END AS posted_on
            FROM (
                SELECT {text_literal(context.store_id)} AS store_id, {text_literal(context.channel)} AS channel,
                    {cells.text("settlement-id")} AS settlement_id, {instant_sql(said, context)} AS posted_at,
                    {said} AS said_at, {cells.text("posted-date")} AS said_on, {cells.text("order-id")} AS order_id,
                    {cells.text("order-item-code")} AS order_line_no, {cells.text("adjustment-id")} AS refund_id,
                    {cells.text("shipment-id")} AS shipment_id, {cells.text("sku")} AS sku,
                    abs({cells.units("quantity-purchased")}) AS quantity, upper({cells.text("currency")}) AS currency,
                    {cells.money("amount")} AS amount, {cells.text("promotion-id")} AS promotion_id, {_words_sql(cells)},
                    source_line, ({line_no})::VARCHAR AS line_no, {cells.money("amount")} AS money_in
                FROM {source} WHERE NOT {_is_head(cells)}
            )
        )
    """


def _payouts_sql(context: Context) -> str:
    """One row per settlement. Its `money_in` is what the amounts leave unexplained of the total: 0.00 in a sound file."""
    today = f"DATE {text_literal(context.today.isoformat())}" if context.today else "NULL::DATE"
    return f"""
        SELECT {place_sql(context)}, settlement_id AS payout_id, settlement_id, coalesce(deposit_on, to_on) AS paid_on,
            deposit_at AS paid_at, from_on, to_on, CASE WHEN deposit_on > {today} THEN 'pending' ELSE 'sent' END AS status,
            coalesce(heads.currency, {_own_currency(context)}) AS currency, heads.total AS payout_amount, -sums.reserve AS reserve_amount,
            heads.source_line, heads.total - coalesce(sums.total, 0) AS money_in, CASE
                WHEN {is_scientific("settlement_id")} THEN {text_literal(SCIENTIFIC)}
                WHEN heads.total IS NULL THEN 'not_a_number:total-amount'
                WHEN coalesce(deposit_on, to_on) IS NULL THEN 'not_a_date:deposit-date' END AS kept_apart
        FROM {HEADS} heads LEFT JOIN {SUMS} sums USING (settlement_id)
    """


def _own_currency(context: Context) -> str:
    return text_literal(context.currency) if context.currency else "NULL::VARCHAR"


REPORT = Report(
    id="settlement_v2",
    label="Settlement, Flat File V2 (GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2)",
    grain="One row per amount booked in a pay period, after one row with the period's total.",
    where="Seller Central: Payments, Reports Repository (All Statements), Download Flat File V2.",
    tables=("settlement_lines", "payouts"),
    columns=COLUMNS,
    recognise=signature(
        "settlement-id",
        "deposit-date",
        "total-amount",
        "transaction-type",
        "amount-type",
        "amount-description",
        "amount",
        "posted-date-time",
        share=0.7,
        any_of=("amount-type", "amount-description"),
        forbids=("price-type", "item-related-fee-type"),
    ),
    parse=parse_settlement,
    map=map_settlement,
    status=Status.PARTIAL,
    sources=(
        "https://developer-docs.amazon.com/sp-api/docs/report-type-values-settlement",
        "https://sellercentral.amazon.in/gp/help/external/help.html?itemID=791&language=en_IN",
        "Settlement glossary of wimoor-erp/wimoor (MIT), 2026-06-24",
    ),
)
