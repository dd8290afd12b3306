"""FBA restock recommendations and the older aged-inventory report: more views of the stock that FBA inventory planning shows."""

from __future__ import annotations

import re
from collections.abc import Mapping

from argosy.connectors.amazon.cells import Cells
from argosy.connectors.amazon.inventory import AGES, levels
from argosy.connectors.amazon.marketplaces import place_name_sql
from argosy.connectors.amazon.plain_report import Plain, plain_report
from argosy.connectors.contract import Connection, Context, Sighting, Status
from argosy.connectors.future import FUTURE, FUTURE_SENTENCE
from argosy.connectors.reading import text_literal
from argosy.core.errors import DataError

DAY = "stock_day"
DAY_IN_NAME = re.compile(r"20\d\d-[01]\d-[0-3]\d")
REASONS = {
    FUTURE: FUTURE_SENTENCE,
    "not_a_number:Available": "The available quantity is missing or is no whole number.",
    "not_a_number:available": "The available quantity is missing or is no whole number.",
    "not_a_date:snapshot-date": "The day of the stock is missing or has a form we do not know.",
    "missing:Country": "The country is not told, and the store has no market in argosy.toml, so the warehouse network is unknown.",
    "missing:marketplace": "The site is not told, and the store has no market in argosy.toml, so the warehouse network is unknown.",
}
TODAY = "{count} rows of stock are dated today, because neither the file nor its name says the day"


def _day_of_stock(sighting: Sighting, connection: Connection, context: Context) -> None:
    """The report has no day: the one in the file's name, else today."""
    named = DAY_IN_NAME.search(sighting.name)
    day = named.group() if named else context.today and context.today.isoformat()
    if not day:
        raise DataError(
            "File {file} does not say of which day the stock is; put the day into its name, such as 'restock 2026-06-30.csv'.",
            file=sighting.name,
        )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {DAY} AS SELECT TRY_CAST({text_literal(day)} AS DATE) AS day, {not named} AS is_guessed"
    )


def _restock(cells: Cells, context: Context) -> Mapping[str, str]:
    own = text_literal(context.market) if context.market else "NULL::VARCHAR"
    held = " + ".join(
        f"coalesce({cells.units(name)}, 0)" for name in ("FC transfer", "FC Processing", "Customer Order")
    )
    return {
        "inventory_levels": f"""
            SELECT *, {text_literal(context.store_id)} AS store_id, 'fba_' || lower(country) AS location_id, 'platform' AS location_kind,
                available_quantity + reserved_quantity + coalesce(unfulfillable_quantity, 0) AS on_hand_quantity, CASE
                WHEN available_quantity IS NULL THEN 'not_a_number:Available' WHEN country IS NULL THEN 'missing:Country' END AS kept_apart
            FROM (
                SELECT coalesce({place_name_sql(cells.text("Country"))}, {own}) AS country, {cells.text("Merchant SKU")} AS sku,
                    {cells.text("ASIN")} AS listing_id, (SELECT day FROM {DAY}) AS snapshot_on,
                    {cells.units("Available")} AS available_quantity,
                    {held} AS reserved_quantity, {cells.units("Unfulfillable")} AS unfulfillable_quantity,
                    {cells.units("Inbound")} AS inbound_quantity, {cells.units("Working")} AS inbound_working_quantity,
                    {cells.units("Shipped")} AS inbound_shipped_quantity, {cells.units("Receiving")} AS inbound_receiving_quantity,
                    {cells.units("Recommended replenishment qty")} AS recommended_quantity, source_line
                FROM vendor
            )
        """
    }


def _guessed(_cells: Cells, _context: Context) -> Mapping[str, str]:
    return {TODAY: f"SELECT count(*) FROM vendor WHERE (SELECT is_guessed FROM {DAY})"}


RESTOCK = plain_report(
    Plain(
        id="fba_restock",
        label="Restock Inventory (GET_RESTOCK_INVENTORY_RECOMMENDATIONS_REPORT)",
        grain="One row per SKU of a site at the time of the export.",
        where="Seller Central: Inventory, FBA, Restock, Download recommendations; put the day into the file's name.",
        required=("Merchant SKU", "Available", "Recommended replenishment qty"),
        optional=(
            *(
                "Country",
                "Product Name",
                "FNSKU",
                "ASIN",
                "Condition",
                "Supplier",
                "Supplier part no.",
                "Currency code",
            ),
            *("Price", "Sales last 30 days", "Units Sold Last 30 Days", "Total Units", "Inbound", "FC transfer"),
            *("FC Processing", "Customer Order", "Unfulfillable", "Working", "Shipped", "Receiving", "Fulfilled by"),
            *("Total Days of Supply (including units from open shipments)", "Alert", "Recommended ship date"),
            *("Days of Supply at Amazon Fulfillment Network", "Recommended action", "Unit storage size", "dataEndTime"),
        ),
        needed=(
            "Merchant SKU",
            "FNSKU",
            "Available",
            "Inbound",
            "Units Sold Last 30 Days",
            "Recommended replenishment qty",
        ),
        selects=_restock,
        remarks=_guessed,
        check=_day_of_stock,
        tables=("inventory_levels",),
        reasons=REASONS,
        status=Status.PARTIAL,
        sources=("Field list of the Airbyte source amazon-seller-partner 4.6.4 (MIT)",),
    )
)

SELLABLE = "available"
AGED = plain_report(
    Plain(
        id="fba_aged",
        label="FBA Inventory Age (GET_FBA_INVENTORY_AGED_DATA), before inventory planning replaced it",
        grain="One row per SKU on the day of the export.",
        where="Seller Central: Reports, Fulfilment, Inventory Age (replaced by FBA Inventory).",
        required=("snapshot-date", "sku", SELLABLE, *AGES.values()),
        optional=(
            *("fnsku", "asin", "product-name", "condition", "qty-with-removals-in-progress", "currency", "marketplace"),
            *("qty-to-be-charged-ltsf-6-mo", "projected-ltsf-6-mo", "qty-to-be-charged-ltsf-12-mo"),
            *("projected-ltsf-12-mo", "units-shipped-last-7-days", "units-shipped-last-30-days"),
            *("units-shipped-last-60-days", "units-shipped-last-90-days", "alert", "your-price", "sales_price"),
        ),
        needed=("snapshot-date", "sku", SELLABLE, "inv-age-0-to-90-days", "qty-to-be-charged-ltsf-12-mo"),
        aliases={
            SELLABLE: (
                ("avaliable-quantity (sellable)", ""),
                ("available-quantity (sellable)", ""),
                ("avaliable-quantity(sellable)", ""),
            )
        },
        any_of=("qty-with-removals-in-progress", "qty-to-be-charged-ltsf-6-mo"),
        forbids=("days-of-supply", "inbound-quantity"),
        selects=lambda cells, context: {"inventory_levels": levels(cells, context)},
        tables=("inventory_levels",),
        reasons=REASONS,
        status=Status.INFERRED,
        sources=("unverified: general knowledge of the report before 2023",),
    )
)
