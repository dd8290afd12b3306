"""FBA inventory planning (formerly inventory health): stock, its age and what storing it will cost, per SKU and site."""

from __future__ import annotations

from argosy.connectors.amazon.cells import Cells, cells_of, day_sql, instant_sql, prepare, unknown_columns
from argosy.connectors.amazon.marketplaces import country_sql
from argosy.connectors.contract import Connection, Context, Mapped, Report, Sighting, Status, VendorColumn
from argosy.connectors.future import FUTURE, FUTURE_SENTENCE, is_far_off
from argosy.connectors.reading import text_literal
from argosy.connectors.recognition import signature

REQUIRED = ("snapshot-date", "sku", "asin", "available")
AGES = {
    "aged_0_90_quantity": "inv-age-0-to-90-days",
    "aged_91_180_quantity": "inv-age-91-to-180-days",
    "aged_181_270_quantity": "inv-age-181-to-270-days",
    "aged_271_365_quantity": "inv-age-271-to-365-days",
    "aged_over_365_quantity": "inv-age-365-plus-days",
}
FINE_AGES = {
    0: "inv-age-0-to-30-days",
    31: "inv-age-31-to-60-days",
    61: "inv-age-61-to-90-days",
    181: "inv-age-181-to-330-days",
    331: "inv-age-331-to-365-days",
}
SURCHARGES = tuple(
    f"estimated-ais-{days}-days"
    for days in ("181-210", "211-240", "241-270", "271-300", "301-330", "331-365", "365-plus")
)
READ = (
    *(
        "pending-removal-quantity",
        "currency",
        "storage-type",
        "storage-volume",
        "volume-unit-measurement",
        "marketplace",
    ),
    *(
        "estimated-storage-cost-next-month",
        "inbound-quantity",
        "inbound-working",
        "inbound-shipped",
        "inbound-received",
    ),
    *("reserved-quantity", "unfulfillable-quantity", *AGES.values(), *FINE_AGES.values(), *SURCHARGES),
)
UNREAD = [
    "fnsku",
    "product-name",
    "condition",
    "qty-to-be-charged-ltsf-9-mo",
    "projected-ltsf-9-mo",
    "qty-to-be-charged-ltsf-12-mo",
    "estimated-ltsf-next-charge",
    "units-shipped-t7",
    "units-shipped-t30",
    "units-shipped-t60",
    "units-shipped-t90",
    "alert",
    "your-price",
    "sales-price",
    "lowest-price-new-plus-shipping",
    "lowest-price-used",
    "recommended-action",
    "healthy-inventory-level",
    "recommended-sales-price",
    "recommended-sale-duration-days",
    "recommended-removal-quantity",
    "estimated-cost-savings-of-recommended-actions",
    "sell-through",
    "item-volume",
    "product-group",
    "sales-rank",
    "days-of-supply",
    "estimated-excess-quantity",
    "weeks-of-cover-t30",
    "weeks-of-cover-t90",
    "featuredoffer-price",
    "sales-shipped-last-7-days",
    "sales-shipped-last-30-days",
    "sales-shipped-last-60-days",
    "sales-shipped-last-90-days",
    "no-sale-last-6-months",
    "quantity-to-be-charged-ais-181-210-days",
    "quantity-to-be-charged-ais-211-240-days",
    "quantity-to-be-charged-ais-241-270-days",
    "quantity-to-be-charged-ais-271-300-days",
    "quantity-to-be-charged-ais-301-330-days",
    "quantity-to-be-charged-ais-331-365-days",
    "quantity-to-be-charged-ais-365-plus-days",
    "dataEndTime",
]
COLUMNS = (
    *(VendorColumn(name) for name in REQUIRED),
    *(VendorColumn(name, required=False) for name in (*READ, *UNREAD)),
)
CUBIC_FOOT_M3 = "0.028316846592"
"""Exact by definition: a foot is 0.3048 m."""

REASONS = {
    FUTURE: FUTURE_SENTENCE,
    "not_a_number:available": "The available quantity is missing or is no whole number.",
    "not_a_date:snapshot-date": "The day of the stock is missing or has a form we do not know.",
    "missing:marketplace": "The site is not told, and the store has no market in argosy.toml, so the warehouse network is unknown.",
}


def parse_planning(sighting: Sighting, connection: Connection, _context: Context) -> None:
    """Every cell as it came, with its line; `DataError` where a column is missing that the report cannot do without."""
    prepare(connection, sighting, COLUMNS)


def map_planning(connection: Connection, context: Context) -> Mapped:
    """Stock levels in Amazon's network of the site's country."""
    cells = cells_of(connection, ("estimated-storage-cost-next-month", "storage-volume", *SURCHARGES))
    return Mapped(
        selects={"inventory_levels": levels(cells, context)},
        reasons=REASONS,
        remarks=unknown_columns(connection, COLUMNS),
    )


def levels(cells: Cells, context: Context) -> str:
    """Stock per SKU, in the columns of `inventory_levels`; columns the file does not have are empty."""
    own = text_literal(context.market) if context.market else "NULL::VARCHAR"
    ages = ", ".join(f"{cells.units(name)} AS {column}" for column, name in AGES.items())
    held = [cells.money(name) for name in SURCHARGES if cells.has(name)]
    surcharge = " + ".join(f"coalesce({amount}, 0)" for amount in held) if held else "NULL::DECIMAL(18,4)"
    return f"""
        SELECT {text_literal(context.store_id)} AS store_id, 'fba_' || lower(country) AS location_id, 'platform' AS location_kind, *,
            available_quantity + coalesce(reserved_quantity, 0) + coalesce(unfulfillable_quantity, 0) AS on_hand_quantity,
            CASE WHEN available_quantity IS NULL THEN 'not_a_number:available' WHEN snapshot_on IS NULL THEN 'not_a_date:snapshot-date'
                WHEN {is_far_off("snapshot_on", context)} THEN {text_literal(FUTURE)}
                WHEN country IS NULL THEN 'missing:marketplace' END AS kept_apart
        FROM (
            SELECT coalesce({country_sql(cells.text("marketplace"))}, {own}) AS country, {cells.text("sku")} AS sku,
                {cells.text("asin")} AS listing_id, {day_sql(cells.text("snapshot-date"))} AS snapshot_on,
                {instant_sql(cells.text("snapshot-date"), context)} AS snapshot_at,
                {cells.units("available")} AS available_quantity, {cells.units("reserved-quantity")} AS reserved_quantity,
                {cells.units("unfulfillable-quantity")} AS unfulfillable_quantity,
                {cells.units("pending-removal-quantity")} AS pending_removal_quantity,
                {cells.units("inbound-quantity")} AS inbound_quantity, {cells.units("inbound-working")} AS inbound_working_quantity,
                {cells.units("inbound-shipped")} AS inbound_shipped_quantity,
                {cells.units("inbound-received")} AS inbound_receiving_quantity, {ages}, {_fine_ages_sql(cells)} AS age_quantities,
                {_volume_sql(cells)} AS storage_volume_m3, {cells.text("storage-type")} AS storage_kind,
                upper({cells.text("currency")}) AS currency, {cells.money("estimated-storage-cost-next-month")} AS next_storage_amount,
                {surcharge} AS next_aged_storage_amount, source_line
            FROM vendor
        )
    """


def _fine_ages_sql(cells: Cells) -> str:
    """The finer ages the file has, as a JSON object of first day to units."""
    pairs = [f"'{day}', {cells.units(name)}" for day, name in FINE_AGES.items() if cells.has(name)]
    return f"json_object({', '.join(pairs)})::VARCHAR" if pairs else "NULL::VARCHAR"


def _volume_sql(cells: Cells) -> str:
    """Cubic metres; NULL where the unit is one we do not know."""
    unit, volume = f"lower({cells.text('volume-unit-measurement')})", cells.money("storage-volume")
    feet = f"CAST({volume} AS DECIMAL(18,4)) * {CUBIC_FOOT_M3}::DECIMAL(18,12)"
    return (
        f"CASE WHEN {unit} IN ('cubic feet', 'cubic-feet', 'ft3') THEN {feet}"
        f" WHEN {unit} IN ('cubic meters', 'cubic metres', 'cubic-meters', 'm3') THEN {volume} END"
    )


REPORT = Report(
    id="fba_inventory_planning",
    label="FBA Inventory / Manage Inventory Health (GET_FBA_INVENTORY_PLANNING_DATA)",
    grain="One row per SKU of a site on the day of the export.",
    where="Seller Central: Reports, Fulfilment, Inventory, FBA Inventory.",
    tables=("inventory_levels",),
    columns=COLUMNS,
    recognise=signature(
        "snapshot-date", "sku", "fnsku", "asin", "available", "days-of-supply", "inv-age-91-to-180-days", share=0.7
    ),
    parse=parse_planning,
    map=map_planning,
    status=Status.PARTIAL,
    sources=(
        "https://developer-docs.amazon.com/sp-api/docs/report-type-values-fba",
        "Field list of the Airbyte source amazon-seller-partner 4.6.4 (MIT)",
    ),
)
