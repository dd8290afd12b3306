"""FBA customer returns (units that came back) and reimbursements (money or units Amazon gave for what it lost or damaged)."""

from __future__ import annotations

from argosy.connectors.amazon.cells import (
    SCIENTIFIC,
    SCIENTIFIC_SENTENCE,
    cells_of,
    day_sql,
    instant_sql,
    is_scientific,
    local_day,
    place_sql,
    prepare,
    unknown_columns,
)
from argosy.connectors.amazon.vocabulary import case_sql, words
from argosy.connectors.contract import Connection, Context, Mapped, Report, Sighting, Status, VendorColumn
from argosy.connectors.future import FUTURE, FUTURE_SENTENCE, is_far_off
from argosy.connectors.reading import text_literal
from argosy.connectors.recognition import signature

RETURN_COLUMNS = (
    *(VendorColumn(name) for name in ("return-date", "order-id", "sku", "quantity", "detailed-disposition", "reason")),
    *(
        VendorColumn(name, required=False)
        for name in ("asin", "fnsku", "product-name", "fulfillment-center-id", "status")
    ),
    *(VendorColumn(name, required=False) for name in ("license-plate-number", "customer-comments", "dataEndTime")),
)
REIMBURSEMENT_COLUMNS = (
    *(
        VendorColumn(name)
        for name in ("approval-date", "reimbursement-id", "reason", "sku", "currency-unit", "amount-total")
    ),
    *(VendorColumn(name, required=False) for name in ("case-id", "amazon-order-id", "fnsku", "asin", "product-name")),
    *(VendorColumn(name, required=False) for name in ("condition", "amount-per-unit", "quantity-reimbursed-cash")),
    *(VendorColumn(name, required=False) for name in ("quantity-reimbursed-inventory", "quantity-reimbursed-total")),
    *(VendorColumn(name, required=False) for name in ("original-reimbursement-id", "original-reimbursement-type")),
    VendorColumn("dataEndTime", required=False),
)
REASONS = {
    "not_a_number:quantity": "The quantity is missing or is no whole number.",
    "not_a_number:amount-total": "The amount is missing or is no number.",
    "not_a_date:return-date": "The day of the return is missing or has a form we do not know.",
    "not_a_date:approval-date": "The day of the approval is missing or has a form we do not know.",
    SCIENTIFIC: SCIENTIFIC_SENTENCE,
    FUTURE: FUTURE_SENTENCE,
}
UNKNOWN_STATE = "{count} returned units in a state not known yet: taken as unknown"


def parse_returns(sighting: Sighting, connection: Connection, _context: Context) -> None:
    """Every cell as it came, with its line; `DataError` where a column is missing that the report cannot do without."""
    prepare(connection, sighting, RETURN_COLUMNS)


def parse_reimbursements(sighting: Sighting, connection: Connection, _context: Context) -> None:
    """Every cell as it came, with its line; `DataError` where a column is missing that the report cannot do without."""
    prepare(connection, sighting, REIMBURSEMENT_COLUMNS)


def map_returns(connection: Connection, context: Context) -> Mapped:
    """Returned units; a unit is known by its licence plate, or by its order where the file has none."""
    cells = cells_of(connection, ())
    state = cells.text("detailed-disposition")
    known = ", ".join(text_literal(word) for word in words("fba_returns_disposition"))
    rows = f"""
        SELECT *, CASE WHEN {is_scientific("order_id")} OR {is_scientific("return_id")} THEN {text_literal(SCIENTIFIC)}
            WHEN quantity IS NULL THEN 'not_a_number:quantity' WHEN returned_on IS NULL THEN 'not_a_date:return-date'
            WHEN {is_far_off("returned_on", context)} THEN {text_literal(FUTURE)} END AS kept_apart
        FROM (
            SELECT {place_sql(context)}, coalesce({cells.text("license-plate-number")}, {cells.text("order-id")}) AS return_id,
                {cells.text("order-id")} AS order_id, {cells.text("sku")} AS sku, {cells.units("quantity")} AS quantity,
                coalesce({local_day(instant_sql(cells.text("return-date"), context), context)}, {day_sql(cells.text("return-date"))})
                AS returned_on, {case_sql("fba_returns_disposition", state, "'unknown'")} AS disposition,
                {cells.text("customer-comments")} AS comment, {cells.text("license-plate-number")} AS license_plate,
                {cells.text("reason")} AS vendor_reason, {cells.text("asin")} AS listing_id, source_line
            FROM vendor
        )
    """
    return Mapped(
        selects={"returns": rows},
        reasons=REASONS,
        remarks={
            UNKNOWN_STATE: f"SELECT count(*) FROM vendor WHERE coalesce(lower({state}), '') NOT IN ({known})",
            **unknown_columns(connection, RETURN_COLUMNS),
        },
    )


def map_reimbursements(connection: Connection, context: Context) -> Mapped:
    """Reimbursements as events of Amazon's network that move no stock; what Amazon takes back again is negative."""
    cells = cells_of(connection, ("amount-total", "amount-per-unit"))
    approved = cells.text("approval-date")
    network = text_literal(f"fba_{context.market.lower()}" if context.market else "fba")
    rows = f"""
        SELECT * EXCLUDE (reimbursement_id), concat_ws('/', reimbursement_id, sku,
                nullif(row_number() OVER (PARTITION BY reimbursement_id, sku ORDER BY source_line), 1)) AS event_id,
            CASE WHEN {is_scientific("reimbursement_id")} THEN {text_literal(SCIENTIFIC)}
                WHEN reimbursed_amount IS NULL THEN 'not_a_number:amount-total'
                WHEN happened_on IS NULL THEN 'not_a_date:approval-date'
                WHEN {is_far_off("happened_on", context)} THEN {text_literal(FUTURE)} END AS kept_apart, reimbursed_amount AS money_in
        FROM (
            SELECT {text_literal(context.store_id)} AS store_id, {network} AS location_id, 'reimbursed' AS kind,
                {cells.text("reimbursement-id")} AS reimbursement_id, {instant_sql(approved, context)} AS happened_at,
                coalesce({local_day(instant_sql(approved, context), context)}, {day_sql(approved)}) AS happened_on,
                {cells.text("sku")} AS sku, 0 AS quantity, {cells.text("amazon-order-id")} AS order_id,
                {cells.text("case-id")} AS reference_id, {cells.text("reason")} AS reason,
                {cells.units("quantity-reimbursed-total")} AS reimbursed_quantity, upper({cells.text("currency-unit")}) AS currency,
                {cells.money("amount-total")} AS reimbursed_amount, source_line
            FROM vendor
        )
    """
    return Mapped(
        selects={"inventory_events": rows},
        money_out={"inventory_events": "reimbursed_amount"},
        reasons=REASONS,
        remarks=unknown_columns(connection, REIMBURSEMENT_COLUMNS),
    )


SOURCES = (
    "https://developer-docs.amazon.com/sp-api/docs/report-type-values-fba",
    "Field list of the Airbyte source amazon-seller-partner 4.6.4 (MIT)",
)

RETURNS = Report(
    id="fba_returns",
    label="FBA customer returns (GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA)",
    grain="One row per unit (or group of units) a buyer sent back to Amazon.",
    where="Seller Central: Reports, Fulfilment, Customer Concessions, FBA customer returns.",
    tables=("returns",),
    columns=RETURN_COLUMNS,
    recognise=signature(
        "return-date", "order-id", "sku", "fnsku", "quantity", "detailed-disposition", "reason", share=0.7
    ),
    parse=parse_returns,
    map=map_returns,
    status=Status.PARTIAL,
    sources=SOURCES,
)

REIMBURSEMENTS = Report(
    id="fba_reimbursements",
    label="FBA reimbursements (GET_FBA_REIMBURSEMENTS_DATA)",
    grain="One row per SKU of a reimbursement.",
    where="Seller Central: Reports, Fulfilment, Payments, Reimbursements.",
    tables=("inventory_events",),
    columns=REIMBURSEMENT_COLUMNS,
    recognise=signature(
        "approval-date", "reimbursement-id", "case-id", "reason", "sku", "currency-unit", "amount-total", share=0.7
    ),
    parse=parse_reimbursements,
    map=map_reimbursements,
    status=Status.PARTIAL,
    sources=SOURCES,
)
