"""How much stock lies where, and what moved it."""

from __future__ import annotations

from argosy.canonical.places import STORE_OR_ALL
from argosy.canonical.schema import Table, date, decimal, instant, integer, json_text, money, text

LOCATION_KINDS = {
    "platform": "The selling channel's own warehouses (FBA and the like).",
    "overseas": "A warehouse the seller hires in the market.",
    "home": "The seller's own warehouse in the country of origin.",
    "supplier": "Finished goods still at the supplier.",
    "return_centre": "Where returns are gathered and graded.",
}

DISPOSITIONS = {
    "sellable": "Can be sold as new.",
    "customer_damaged": "Damaged by the buyer.",
    "carrier_damaged": "Damaged on the way.",
    "warehouse_damaged": "Damaged in the warehouse.",
    "defective": "Does not work.",
    "expired": "Past its date.",
    "unknown": "The file does not say.",
}

INVENTORY_EVENT_KINDS = {
    "received": "Came in from a supplier or consignment.",
    "sold": "Left for a buyer.",
    "returned": "Came back from a buyer.",
    "transferred_in": "Came from another warehouse.",
    "transferred_out": "Left for another warehouse.",
    "found": "Turned up in a count.",
    "lost": "Missing in a count.",
    "damaged": "Became unsellable.",
    "disposition_changed": "From one disposition to another.",
    "disposed": "Destroyed.",
    "removed": "Sent back to the seller.",
    "liquidated": "Sold off to a liquidator.",
    "sampled": "Taken out for inspection or given away.",
    "assembled": "Made into or taken from a bundle.",
    "adjusted": "A correction the warehouse does not explain further.",
    "reimbursed": "Paid for by the warehouse in place of the units; moves no stock.",
}

INVENTORY_LEVELS = Table(
    name="inventory_levels",
    subject="inventory",
    grain="One row per SKU in a location on a day: the stock at the time of the export.",
    key=("store_id", "location_id", "sku", "snapshot_on"),
    partition_on="snapshot_on",
    columns=(
        STORE_OR_ALL,
        text(
            "location_id",
            "The warehouse, as named in argosy.toml, or the channel's network: fba_us, fba_eu ...",
            required=True,
        ),
        text("location_kind", "What sort of warehouse it is.", values=tuple(LOCATION_KINDS)),
        text("country", "Country of the warehouse, ISO 3166-1 alpha-2."),
        text("sku", "The SKU as the warehouse knows it.", required=True),
        text("product_id", "The product (see products); the SKU itself where empty."),
        text("listing_id", "The channel's id of the page."),
        date("snapshot_on", "Day of the stock, in the warehouse's time zone.", required=True),
        instant("snapshot_at", "Instant of the stock, UTC, where the file tells it."),
        integer("on_hand_quantity", "Units in the building: available, reserved and unfulfillable."),
        integer("available_quantity", "Units that can be sold now."),
        integer("reserved_quantity", "Units promised to orders, in transfer or in processing."),
        integer("unfulfillable_quantity", "Units that cannot be sold."),
        integer("researching_quantity", "Units the warehouse is looking for."),
        integer("pending_removal_quantity", "Units waiting to be sent back or destroyed."),
        integer("inbound_quantity", "Units on the way in: working, shipped and receiving."),
        integer("inbound_working_quantity", "Units of consignments planned but not sent."),
        integer("inbound_shipped_quantity", "Units of consignments on the way."),
        integer("inbound_receiving_quantity", "Units of consignments being put away."),
        integer("aged_0_90_quantity", "Units in stock for 0 to 90 days."),
        integer("aged_91_180_quantity", "Units in stock for 91 to 180 days."),
        integer("aged_181_270_quantity", "Units in stock for 181 to 270 days."),
        integer("aged_271_365_quantity", "Units in stock for 271 to 365 days."),
        integer("aged_over_365_quantity", "Units in stock for more than 365 days."),
        json_text("age_quantities", "Finer ages where the file has them, a JSON object: first day of age to units."),
        decimal("storage_volume_m3", "Room the units take, cubic metres."),
        text("storage_kind", "Storage class the warehouse bills, in its words."),
        text("currency", "ISO 4217 currency of the amounts; empty where there are none."),
        money("next_storage_amount", "Storage fee the warehouse expects for the next month, positive."),
        money("next_aged_storage_amount", "Aged-stock surcharge it expects for the next month, positive."),
        integer("recommended_quantity", "Units the channel recommends to send in."),
        integer("limit_quantity", "Most units the channel accepts."),
    ),
)

INVENTORY_EVENTS = Table(
    name="inventory_events",
    subject="inventory",
    grain="One row per movement of a SKU in a location, and per reimbursement in place of one.",
    key=("store_id", "location_id", "event_id"),
    partition_on="happened_on",
    columns=(
        STORE_OR_ALL,
        text("location_id", "The warehouse, as named in argosy.toml, or the channel's network.", required=True),
        text(
            "event_id",
            "The warehouse's id; where there is none, a digest of the row and its place among equal rows.",
            required=True,
        ),
        date("happened_on", "Day in the warehouse's time zone.", required=True),
        instant("happened_at", "When, UTC, where the file tells it."),
        text("kind", "What happened.", required=True, values=tuple(INVENTORY_EVENT_KINDS)),
        text("sku", "The SKU as the warehouse knows it.", required=True),
        text("product_id", "The product (see products); the SKU itself where empty."),
        text("building", "The single building within the network, such as a fulfilment centre's code."),
        text("country", "Country of the building, ISO 3166-1 alpha-2."),
        text("disposition", "State of the units.", values=tuple(DISPOSITIONS)),
        integer(
            "quantity",
            "Units, positive into the stock, negative out of it; 0 for a reimbursement in money.",
            required=True,
        ),
        integer("reconciled_quantity", "Units of it the warehouse has since explained or paid for."),
        integer("unreconciled_quantity", "Units of it still open: what may be claimed."),
        text("order_id", "Order the units were for or came from."),
        text("shipment_id", "Consignment they came with (see shipments)."),
        text("reference_id", "The warehouse's reference: removal order, transfer, case."),
        text("reason", "Why, in the warehouse's words."),
        integer("reimbursed_quantity", "Units paid for or replaced."),
        text("currency", "ISO 4217 currency of the amount; empty where there is none."),
        money("reimbursed_amount", "What was paid for them, positive; negative where it was taken back."),
        text("batch_id", "Batch of the units, where the warehouse keeps it."),
    ),
)

TABLES = (INVENTORY_LEVELS, INVENTORY_EVENTS)

VOCABULARIES = {
    "inventory_levels.location_kind": LOCATION_KINDS,
    "inventory_events.kind": INVENTORY_EVENT_KINDS,
    "inventory_events.disposition": DISPOSITIONS,
}
