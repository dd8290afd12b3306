"""FBA inventory ledger: every movement (detail), and the stock at the end of each day (summary); units that do not reconcile are claims.

The detail gives an event no number of its own: its id is a digest of the row and its place among equal rows. A reason code we do not
know makes an adjustment, never a loss.
"""

from __future__ import annotations

from collections.abc import Mapping

from argosy.connectors.amazon.cells import Cells
from argosy.connectors.amazon.dates import slash_order_sql, with_dates
from argosy.connectors.amazon.marketplaces import country_sql
from argosy.connectors.amazon.plain_report import Plain, plain_report
from argosy.connectors.amazon.vocabulary import case_sql
from argosy.connectors.contract import Context, Status
from argosy.connectors.future import FUTURE, FUTURE_SENTENCE, is_far_off
from argosy.connectors.reading import text_literal

REASONS = {
    "not_a_number:Quantity": "The quantity is missing or is no whole number.",
    "not_a_number:Ending Warehouse Balance": "The balance is missing or is no whole number.",
    "not_a_date:Date": "The day is missing, has a form we do not know, or could be read two ways.",
    "unknown_value:Event Type": "Nobody knows this type of event yet.",
    "missing:Country": "The country is not told, and the store has no market in argosy.toml, so the warehouse network is unknown.",
    FUTURE: FUTURE_SENTENCE,
}
SOURCES = (
    "https://developer-docs.amazon.com/sp-api/docs/report-type-values-fba",
    "Field list of the Airbyte source amazon-seller-partner 4.6.4 (MIT)",
)


def _joined(*names: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Names also written without blanks, as some sites do."""
    return {name: ((name.replace(" ", ""), ""), (name.replace(" ", "-").lower(), "")) for name in names}


DETAIL_NAMES = ("Event Type", "Reference ID", "Fulfillment Center", "Reconciled Quantity", "Unreconciled Quantity")
SUMMARY_NAMES = (
    *("Starting Warehouse Balance", "In Transit Between Warehouses", "Customer Shipments", "Customer Returns"),
    *("Vendor Returns", "Warehouse Transfer In/Out", "Other Events", "Ending Warehouse Balance", "Unknown Events"),
)


def _country(cell: str, context: Context) -> str:
    own = text_literal(context.market) if context.market else "NULL::VARCHAR"
    return f"coalesce({country_sql(cell)}, {own})"


def _events(cells: Cells, context: Context) -> Mapping[str, str]:
    kind, reason = cells.text("Event Type"), cells.text("Reason")
    fields = ", ".join(
        cells.text(name)
        for name in (
            "Date",
            "Date and Time",
            "FNSKU",
            "MSKU",
            "Event Type",
            "Reference ID",
            "Quantity",
            "Fulfillment Center",
            "Disposition",
            "Reason",
            "Country",
        )
    )
    rows = f"""
        SELECT {text_literal(context.store_id)} AS store_id, {_country(cells.text("Country"), context)} AS country,
            md5(concat_ws('|', {fields})) AS digest, {slash_order_sql(cells.text("Date"), context)} AS said_on,
            {case_sql("ledger_event", f"replace({kind}, ' ', '')")} AS told, {case_sql("ledger_reason", reason)} AS adjusted,
            {cells.text("MSKU")} AS sku, {cells.text("Fulfillment Center")} AS building,
            {case_sql("ledger_disposition", cells.text("Disposition"), "'unknown'")} AS disposition, {cells.units("Quantity")} AS quantity,
            {cells.units("Reconciled Quantity")} AS reconciled_quantity, {cells.units("Unreconciled Quantity")} AS unreconciled_quantity,
            {cells.text("Reference ID")} AS reference_id, concat_ws(' ', {kind}, {reason}) AS reason, source_line
        FROM vendor
    """
    signed = """CASE told WHEN 'transfer' THEN CASE WHEN quantity >= 0 THEN 'transferred_in' ELSE 'transferred_out' END
        WHEN 'adjustment' THEN CASE WHEN adjusted = 'found' AND quantity >= 0 THEN 'found' WHEN adjusted = 'found' THEN 'adjusted'
            WHEN adjusted IN ('lost', 'disposed') AND quantity > 0 THEN 'adjusted' ELSE coalesce(adjusted, 'adjusted') END
        ELSE CASE WHEN told IN ('sold', 'removed') AND quantity > 0 OR told IN ('received', 'returned') AND quantity < 0
            THEN 'adjusted' ELSE told END END"""
    return {
        "inventory_events": f"""
            SELECT store_id, 'fba_' || lower(country) AS location_id, country, happened_on, sku, building, disposition, quantity,
                reconciled_quantity, unreconciled_quantity, reference_id, reason, source_line, {signed} AS kind,
                digest || '.' || row_number() OVER (PARTITION BY digest ORDER BY source_line) AS event_id, CASE
                WHEN quantity IS NULL THEN 'not_a_number:Quantity' WHEN happened_on IS NULL THEN 'not_a_date:Date'
                WHEN {is_far_off("happened_on", context)} THEN {text_literal(FUTURE)} WHEN told IS NULL THEN 'unknown_value:Event Type'
                WHEN country IS NULL THEN 'missing:Country' END AS kept_apart
            FROM ({with_dates(rows, {"happened": "said_on"}, context)})
        """
    }


def _balances(cells: Cells, context: Context) -> Mapping[str, str]:
    """Dispositions of a SKU, place and day added up."""
    rows = f"""
        SELECT {_country(cells.text("Location"), context)} AS country, {slash_order_sql(cells.text("Date"), context)} AS said_on,
            {cells.text("MSKU")} AS sku, {cells.text("ASIN")} AS listing_id, lower({cells.text("Disposition")}) = 'sellable' AS is_sellable,
            {cells.units("Ending Warehouse Balance")} AS balance, source_line
        FROM vendor
    """
    told = f"""
        SELECT *, CASE WHEN balance IS NULL THEN 'not_a_number:Ending Warehouse Balance' WHEN snapshot_on IS NULL THEN 'not_a_date:Date'
            WHEN {is_far_off("snapshot_on", context)} THEN {text_literal(FUTURE)}
            WHEN country IS NULL THEN 'missing:Country' END AS problem
        FROM ({with_dates(rows, {"snapshot": "said_on"}, context)})
    """
    return {
        "inventory_levels": f"""
            SELECT {text_literal(context.store_id)} AS store_id, 'fba_' || lower(country) AS location_id,
                'platform' AS location_kind, country, sku, any_value(listing_id) AS listing_id, snapshot_on,
                greatest(sum(balance), 0) AS on_hand_quantity,
                greatest(coalesce(sum(balance) FILTER (WHERE is_sellable), 0), 0) AS available_quantity,
                greatest(coalesce(sum(balance) FILTER (WHERE NOT is_sellable), 0), 0) AS unfulfillable_quantity,
                min(source_line) AS source_line
            FROM ({told}) WHERE problem IS NULL GROUP BY country, sku, snapshot_on
        """,
        "kept_apart": f"""
            SELECT source_line, problem AS reason_code, NULL::VARCHAR AS reason, NULL::VARCHAR AS currency, NULL::DECIMAL(18,4) AS money_in
            FROM ({told}) WHERE problem IS NOT NULL
        """,
        "ignored": f"""
            SELECT source_line, 'other_disposition' AS reason_code FROM ({told}) WHERE problem IS NULL
            QUALIFY row_number() OVER (PARTITION BY country, sku, snapshot_on ORDER BY source_line) > 1
        """,
    }


DETAIL = plain_report(
    Plain(
        id="fba_ledger_detail",
        label="Inventory Ledger, detailed view (GET_LEDGER_DETAIL_VIEW_DATA)",
        grain="One row per movement of a SKU in a fulfilment centre.",
        where="Seller Central: Reports, Fulfilment, Inventory Ledger, Detailed View.",
        required=("Date", "MSKU", "Event Type", "Quantity"),
        optional=(
            *("FNSKU", "ASIN", "Title", "Reference ID", "Fulfillment Center", "Disposition", "Reason", "Country"),
            *("Reconciled Quantity", "Unreconciled Quantity", "Date and Time", "dataEndTime"),
        ),
        needed=("Date", "FNSKU", "MSKU", "Event Type", "Reference ID", "Quantity", "Fulfillment Center", "Disposition"),
        aliases=_joined(*DETAIL_NAMES),
        any_of=("Event Type", "EventType", "event-type"),
        selects=_events,
        tables=("inventory_events",),
        reasons=REASONS,
        status=Status.PARTIAL,
        sources=SOURCES,
    )
)
SUMMARY = plain_report(
    Plain(
        id="fba_ledger_summary",
        label="Inventory Ledger, summary view (GET_LEDGER_SUMMARY_VIEW_DATA)",
        grain="One row per SKU, disposition, place and day.",
        where="Seller Central: Reports, Fulfilment, Inventory Ledger, Summary View, by day and country.",
        required=("Date", "MSKU", "Disposition", "Ending Warehouse Balance"),
        optional=(
            *("FNSKU", "ASIN", "Title", "Receipts", "Found", "Lost", "Damaged", "Disposed", "Location", "dataEndTime"),
            *(name for name in SUMMARY_NAMES if name != "Ending Warehouse Balance"),
        ),
        needed=(
            "Date",
            "FNSKU",
            "MSKU",
            "Disposition",
            "Starting Warehouse Balance",
            "Ending Warehouse Balance",
            "Receipts",
        ),
        aliases=_joined(*SUMMARY_NAMES),
        any_of=(
            "Ending Warehouse Balance",
            "EndingWarehouseBalance",
            "Starting Warehouse Balance",
            "StartingWarehouseBalance",
        ),
        selects=_balances,
        tables=("inventory_levels",),
        reasons=REASONS,
        status=Status.PARTIAL,
        sources=SOURCES,
    )
)
