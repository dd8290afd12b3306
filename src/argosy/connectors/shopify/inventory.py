"""Shopify's inventory export (`inventory_export.csv`, all states): what lies in each location, and what of it can be sold.

The file does not say when it was made. The stock counts for the context's day, else for today by the store's clock: load it on
the day of the export. A variant without SKU goes by the title the orders export gives it ('Cup - Red / Small'). 'On hand (new)'
is what the seller may write into the file before giving it back to Shopify; it is no stock and not read.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from argosy.connectors.contract import Connection, Context, Mapped, Report, Status, VendorColumn
from argosy.connectors.reading import text_literal
from argosy.connectors.recognition import signature
from argosy.connectors.shopify.cells import Cells, find_cells, problem
from argosy.connectors.shopify.parse import parse

LABEL = "Shopify inventory export"
STATES = {
    "On hand (current)": "on_hand_quantity",
    "Available": "available_quantity",
    "Committed": "reserved_quantity",
    "Unavailable": "unfulfillable_quantity",
    "Incoming": "inbound_quantity",
}
"""Shopify's state of stock to the column that holds it: committed is promised to orders, unavailable is damaged, held or in use."""
COLUMNS = (
    *(VendorColumn(name) for name in ("Handle", "Title", "SKU", "Location")),
    VendorColumn("On hand (current)", aliases=(("On hand", ""),)),
    *(
        VendorColumn(name, required=name == "Available", aliases=((f"{name} (not editable)", "2025"),))
        for name in STATES
        if name != "On hand (current)"
    ),
    *(
        VendorColumn(f"Option{number} {part}", required=False, aliases=((f"Option {number} {part}", ""),))
        for number in (1, 2, 3)
        for part in ("Name", "Value")
    ),
    *(VendorColumn(name, required=False) for name in ("HS Code", "COO", "Bin name", "On hand (new)")),
)
REASONS = {
    "excess_cells": "The row has more cells than the header, so its columns cannot be trusted.",
    "missing:Location": "The row has no location.",
    "missing:SKU": "The row has neither SKU nor title.",
    "not_stocked": "The variant is not kept in this location.",
    **{f"not_a_whole_number:{name}": f"The cell of {name} is not a whole number." for name in STATES},
}


def map_inventory(connection: Connection, context: Context) -> Mapped:
    """A level per location and SKU; places where a variant is not kept are passed over."""
    cells = find_cells(connection, COLUMNS, LABEL)
    rows = f"WITH typed AS ({_typed(cells)})"
    day = context.today or datetime.now(UTC).astimezone(ZoneInfo(context.time_zone)).date()
    empty = "NULL::VARCHAR AS reason, NULL::VARCHAR AS currency, NULL AS money_in"
    return Mapped(
        selects={
            "inventory_levels": f"SELECT * FROM ({rows} {_levels(context, day)})",
            "ignored": f"SELECT * FROM ({rows} SELECT source_line, problem AS reason_code FROM typed"
            " WHERE problem = 'not_stocked')",
            "kept_apart": f"SELECT * FROM ({rows} SELECT source_line, problem AS reason_code, {empty} FROM typed"
            " WHERE problem <> 'not_stocked')",
        },
        reasons=REASONS,
        remarks={
            f"{{count}} stock levels have no day in this export: they count for {day.isoformat()}": (
                f"SELECT count(*) FROM ({rows} SELECT 1 FROM typed WHERE problem IS NULL)"
            ),
            **cells.remarks(),
        },
    )


def _typed(cells: Cells) -> str:
    values = [cells.text(f"Option{number} Value") for number in (1, 2, 3)]
    first = f"CASE WHEN {values[0]} <> 'Default Title' THEN {values[0]} END"
    chosen = f"nullif(concat_ws(' / ', {first}, {values[1]}, {values[2]}), '')"
    title = f"nullif(concat_ws(' - ', {cells.text('Title')}, {chosen}), '')"
    columns = {
        "handle": cells.text("Handle"),
        "location": cells.text("Location"),
        "sku": f"coalesce({cells.bare('SKU')}, {title})",
        **{column: cells.whole(name) for name, column in STATES.items()},
        "problem": _problem(cells, f"coalesce({cells.bare('SKU')}, {title})"),
    }
    return "SELECT source_line, " + ", ".join(f"{sql} AS {name}" for name, sql in columns.items()) + " FROM vendor"


def _problem(cells: Cells, sku: str) -> str:
    """A cell 'not stocked' is Shopify's own word; a row without any quantity says the same."""
    told = [cells.text(name) for name in STATES if cells.has(name)]
    nothing = " AND ".join(f"({cell} IS NULL OR lower({cell}) = 'not stocked')" for cell in told)
    wrong = {
        f"not_a_whole_number:{name}": f"{cells.text(name)} IS NOT NULL AND {cells.whole(name)} IS NULL"
        for name in STATES
        if cells.has(name)
    }
    on_hand, available = (f"lower({cells.text(name)}) = 'not stocked'" for name in ("On hand (current)", "Available"))
    return problem(
        {
            "excess_cells": f"{cells.excess()} IS NOT NULL",
            "missing:Location": f"{cells.text('Location')} IS NULL",
            "missing:SKU": f"{sku} IS NULL",
            "not_stocked": f"{on_hand} OR {available} OR ({nothing})",
            **wrong,
        }
    )


def _levels(context: Context, day: date) -> str:
    return f"""SELECT {text_literal(context.store_id)} AS store_id, location AS location_id, sku, sku AS product_id,
            handle AS listing_id,
            {text_literal(day.isoformat())}::DATE AS snapshot_on, {", ".join(STATES.values())}, source_line
        FROM typed WHERE problem IS NULL"""


INVENTORY = Report(
    id="inventory",
    label="Inventory (inventory_export.csv, all states)",
    grain="One row per variant and location.",
    where="Shopify admin: Products > Inventory > Export > All states, as CSV.",
    tables=("inventory_levels",),
    columns=COLUMNS,
    recognise=signature(
        *(column.name for column in COLUMNS if column.required),
        any_of=tuple(
            name
            for column in COLUMNS
            if not column.required
            for name in (column.name, *(one for one, _ in column.aliases))
        ),
        aliases={column.name: [name for name, _ in column.aliases] for column in COLUMNS},
    ),
    parse=parse,
    map=map_inventory,
    status=Status.PARTIAL,
    sources=("https://help.shopify.com/en/manual/products/inventory/setup/inventory-csv",),
)
