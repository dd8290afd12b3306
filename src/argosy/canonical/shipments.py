"""Parcels to buyers, consignments to warehouses, what happened on the way, and what carriers charge."""

from __future__ import annotations

from argosy.canonical.places import STORE_OR_ALL
from argosy.canonical.schema import Table, boolean, date, instant, integer, money, rate, text

SHIPMENT_PURPOSES = {
    "order": "To a buyer.",
    "inbound": "To a warehouse, to be sold from there (first leg, replenishment).",
    "transfer": "From one warehouse to another.",
    "return": "From a buyer back.",
    "removal": "From the channel's warehouse back to the seller.",
    "sample": "A sample from a supplier or to a reviewer.",
}

ROUTE_KINDS = {
    "postal": "Postal small packet (ePacket and the like).",
    "express": "Integrated express.",
    "dedicated_line": "A consolidator's own line into one country.",
    "local": "Within the country of the warehouse.",
    "platform": "The selling channel's own logistics.",
    "air_freight": "Freight by air.",
    "sea_freight": "Freight by sea.",
    "rail_freight": "Freight by rail.",
    "road_freight": "Freight by road.",
}

SHIPMENT_STATUS = {
    "created": "Label made; also a status we do not know.",
    "in_transit": "With the carrier.",
    "held": "Stopped: customs, address, weather.",
    "out_for_delivery": "On the last vehicle.",
    "awaiting_collection": "In a shop or locker.",
    "delivered": "Handed over; for a consignment, received in full.",
    "attempt_failed": "The buyer was not reached.",
    "returning": "On the way back to the sender.",
    "returned": "Back at the sender.",
    "lost": "Declared lost.",
    "damaged": "Arrived broken.",
    "cancelled": "Never handed over.",
}

SHIPMENT_EVENT_KINDS = {
    "label_created": "The carrier was told about it.",
    "accepted": "The carrier took it over.",
    "departed": "Left a place on the way.",
    "arrived": "Reached a place on the way.",
    "export_cleared": "Left the customs of the country of origin.",
    "customs_started": "Presented to the customs of the destination.",
    "customs_held": "Customs wants papers, money or an inspection.",
    "customs_released": "Free in the country of destination.",
    "handed_over": "Given to the carrier of the last mile.",
    "out_for_delivery": "On the last vehicle.",
    "attempt_failed": "The buyer was not reached.",
    "awaiting_collection": "In a shop or locker.",
    "delivered": "Handed over.",
    "receiving_started": "The warehouse began to put a consignment away.",
    "receiving_closed": "The warehouse closed the consignment.",
    "return_started": "Turned back.",
    "returned": "Back at the sender.",
    "lost": "Declared lost.",
    "damaged": "Found damaged.",
    "exception": "Stopped for a reason the carrier does not explain further.",
}

CARRIER_CHARGE_KINDS = {
    "freight": "Carriage itself, with discounts.",
    "fuel": "Fuel surcharge.",
    "surcharge": "Other surcharges: remote area, residential, oversize, peak season.",
    "correction": "Weight, size or address corrected after delivery.",
    "duty": "Duty and import tax the carrier paid.",
    "brokerage": "Clearance and disbursement fees.",
    "insurance": "Premium.",
    "tax": "Value added tax on the charges.",
    "credit": "Money given back: late delivery, loss, an earlier error.",
    "other": "What the carrier does not explain further.",
}

CLAIM_STATUS = ("none", "filed", "accepted", "rejected", "paid")

SHIPMENTS = Table(
    name="shipments",
    subject="logistics",
    grain="One row per parcel to a buyer or consignment to a warehouse.",
    key=("store_id", "shipment_id"),
    partition_on="created_on",
    columns=(
        STORE_OR_ALL,
        text("shipment_id", "The sender's number; the tracking number where there is none.", required=True),
        date("created_on", "Day it was made up (the day it left, where the file has only that).", required=True),
        text("purpose", "What it was sent for.", required=True, values=tuple(SHIPMENT_PURPOSES)),
        text("order_id", "The order it fulfils or returns."),
        text("tracking_number", "The carrier's number."),
        text("carrier", "The carrier, in lower case: dhl, yanwen, china_post ..."),
        text("service", "The carrier's service, as it stands in the file."),
        text("route_kind", "How it travels.", values=tuple(ROUTE_KINDS)),
        text("rate_card_id", "Rate card it is priced by (see rate_cards)."),
        text("origin_id", "Warehouse it left, as named in argosy.toml."),
        text("origin_country", "Country it left, ISO 3166-1 alpha-2."),
        text("destination_id", "Warehouse it goes to; empty for a buyer."),
        text("destination_country", "Country it goes to, ISO 3166-1 alpha-2."),
        text("destination_region", "State, province or region it goes to."),
        text("destination_postcode", "Postal code it goes to.", personal=True),
        text("zone", "The carrier's zone."),
        text("incoterm", "Who bears duty and risk: DDP, DAP, FOB ..."),
        integer("piece_count", "Cartons or pieces."),
        integer("unit_count", "Units in it, of all SKUs."),
        integer("weight_g", "Weight, grams."),
        integer("chargeable_weight_g", "Weight billed (the larger of real and volumetric), grams."),
        integer("length_mm", "Longest side, millimetres; empty for several pieces."),
        integer("width_mm", "Middle side, millimetres."),
        integer("height_mm", "Shortest side, millimetres."),
        text("currency", "ISO 4217 currency of the amounts; empty where there are none."),
        money("declared_value_amount", "Value declared for customs."),
        money("quoted_amount", "Freight as quoted, positive."),
        money("freight_amount", "Freight as billed, positive."),
        money("surcharge_amount", "Surcharges billed beside it (fuel, remote area, oversize), positive."),
        money("duty_amount", "Duty and import tax the carrier paid and bills, positive."),
        money("insurance_amount", "Premium, positive."),
        money("insured_amount", "What is paid if it is lost; 0 for not insured."),
        text("invoice_number", "The carrier's invoice."),
        text("customs_entry_id", "Declaration it was cleared with (see customs_entries)."),
        text("status", "Where it stands.", required=True, values=tuple(SHIPMENT_STATUS)),
        instant("handed_over_by_at", "Last instant to hand it over that the buyer was promised, UTC."),
        instant("shipped_at", "When it was handed over, UTC."),
        instant("promised_at", "When it should arrive at the latest, UTC."),
        instant("delivered_at", "When it arrived, UTC."),
        instant("returned_at", "When it was back at the sender, UTC."),
        text("claim_status", "Claim against the carrier or warehouse.", values=CLAIM_STATUS),
        date("claimed_on", "Day the claim was filed."),
        money("claimed_amount", "What was claimed, positive."),
        money("claim_paid_amount", "What was paid on the claim, positive."),
        text(
            "told_by",
            "Report that only follows the parcel (connector.report); empty where the row is the sender's own. A parcel that"
            " both know is one parcel, known by its tracking_number.",
        ),
    ),
)

SHIPMENT_LINES = Table(
    name="shipment_lines",
    subject="logistics",
    grain="One row per SKU in a parcel or consignment.",
    key=("store_id", "shipment_id", "line_no"),
    replaces=("store_id", "shipment_id"),
    partition_on="created_on",
    columns=(
        STORE_OR_ALL,
        text("shipment_id", "The parcel or consignment (see shipments).", required=True),
        text("line_no", "Place of the line within it.", required=True),
        date("created_on", "Day it was made up, as in shipments.", required=True),
        text("sku", "The SKU as the sender knows it.", required=True),
        text("product_id", "The product (see products); the SKU itself where empty."),
        integer("quantity", "Units sent.", required=True),
        integer("received_quantity", "Units the receiver counted so far."),
        text("carton_id", "Carton they are in."),
        text("batch_id", "Batch of the units."),
        text("purchase_order_id", "Order they came from (see purchase_orders)."),
    ),
)

SHIPMENT_EVENTS = Table(
    name="shipment_events",
    subject="logistics",
    grain="One row per thing that happened to a parcel or consignment.",
    key=("store_id", "shipment_id", "happened_at", "kind", "place"),
    partition_on="happened_on",
    columns=(
        STORE_OR_ALL,
        text("shipment_id", "The parcel or consignment (see shipments).", required=True),
        instant("happened_at", "When, UTC.", required=True),
        date("happened_on", "Day in the time zone of the place.", required=True),
        text("kind", "What happened.", required=True, values=tuple(SHIPMENT_EVENT_KINDS)),
        text("place", "Where, in the carrier's words; '*' where it does not say.", required=True),
        text("country", "Country of the place, ISO 3166-1 alpha-2."),
        text("carrier", "The carrier, in lower case."),
        text("tracking_number", "The carrier's number."),
        text("vendor_code", "The carrier's own code, as it stands in the file."),
        text("vendor_description", "The carrier's own words."),
    ),
)

RATE_CARDS = Table(
    name="rate_cards",
    subject="logistics",
    grain="One row per weight step of a carrier's price for a service, a zone and a time.",
    key=("rate_card_id", "destination_country", "zone", "weight_from_g", "effective_on"),
    replaces=("rate_card_id", "effective_on"),
    columns=(
        text("rate_card_id", "Name of the rate card.", required=True),
        text("carrier", "The carrier, in lower case.", required=True),
        text("service", "The carrier's service.", required=True),
        text("route_kind", "How it travels.", required=True, values=tuple(ROUTE_KINDS)),
        text("origin_country", "Country it leaves, ISO 3166-1 alpha-2."),
        text(
            "destination_country", "Country it goes to, ISO 3166-1 alpha-2; '*' where the zone says it.", required=True
        ),
        text("zone", "The carrier's zone; '*' for the whole country.", required=True),
        integer("weight_from_g", "Step begins above this chargeable weight, grams.", required=True),
        integer("weight_to_g", "Step ends at this chargeable weight, grams, included; empty for no end."),
        integer("weight_step_g", "Weight is rounded up to multiples of this, grams; empty for none."),
        integer("minimum_weight_g", "Least chargeable weight, grams."),
        date("effective_on", "First day the price holds.", required=True),
        date("effective_to_on", "Day after its last day; empty for not announced."),
        text("currency", "ISO 4217 currency of the amounts.", required=True),
        money("base_amount", "Price of the step."),
        money("per_kg_amount", "Price per kilogram of chargeable weight, on top of the base."),
        money("per_parcel_amount", "Registration or handling per parcel, on top."),
        rate("fuel_surcharge_rate", "Fuel surcharge on the freight, a fraction."),
        integer(
            "volumetric_divisor", "Cubic centimetres that count as one kilogram; empty where volume does not count."
        ),
        integer("maximum_weight_g", "Heaviest parcel taken, grams."),
        integer("maximum_length_mm", "Longest side taken, millimetres."),
        integer("maximum_girth_mm", "Largest sum of sides taken, by the carrier's rule, millimetres."),
        integer("transit_days_from", "Fastest delivery stated, calendar days."),
        integer("transit_days_to", "Slowest delivery stated, calendar days."),
        boolean("accepts_battery", "True where batteries inside products may travel."),
        boolean("accepts_liquid", "True where liquids may travel."),
        boolean("accepts_magnet", "True where magnets may travel."),
        boolean("is_tracked", "True where it is tracked to the door."),
        boolean("includes_duty", "True where duty and import tax are in the price."),
        money("compensation_amount", "Paid for a lost parcel without insurance."),
        text("note", "Conditions in the carrier's words."),
    ),
)

CARRIER_CHARGES = Table(
    name="carrier_charges",
    subject="logistics",
    grain="One row per amount a carrier bills for a parcel, or for no parcel.",
    key=("carrier", "invoice_number", "line_no"),
    partition_on="charged_on",
    columns=(
        STORE_OR_ALL,
        text("carrier", "The carrier, in lower case: dhl, fedex, ups ...", required=True),
        text("invoice_number", "The carrier's invoice, credit note or statement.", required=True),
        text("line_no", "Place of the amount in it: the parcel's number and what is charged.", required=True),
        date("charged_on", "Day it belongs to: the parcel's, where told, else the invoice's.", required=True),
        date("invoiced_on", "Day of the invoice."),
        date("due_on", "Day it is due."),
        text("tracking_number", "The parcel's number at the carrier; empty for a charge of no parcel."),
        text("reference", "The sender's reference of the parcel, such as the order."),
        text("kind", "What is charged.", required=True, values=tuple(CARRIER_CHARGE_KINDS)),
        text("purpose", "What the parcel was sent for; empty where not told.", values=tuple(SHIPMENT_PURPOSES)),
        text("service", "The carrier's service, as it stands in the file."),
        text("origin_country", "Country it left, ISO 3166-1 alpha-2."),
        text("destination_country", "Country it went to, ISO 3166-1 alpha-2."),
        text("zone", "The carrier's zone."),
        integer("piece_count", "Cartons or pieces."),
        integer("weight_g", "Weight as the sender told it, grams."),
        integer("chargeable_weight_g", "Weight billed, grams."),
        text("currency", "ISO 4217 currency of the amount.", required=True),
        money(
            "charge_amount", "Amount without value added tax, positive; negative for money given back.", required=True
        ),
        text("vendor_type", "The carrier's code of the charge, as it stands in the file."),
        text("vendor_description", "The carrier's own words."),
    ),
)

TABLES = (SHIPMENTS, SHIPMENT_LINES, SHIPMENT_EVENTS, RATE_CARDS, CARRIER_CHARGES)

VOCABULARIES = {
    "shipments.purpose": SHIPMENT_PURPOSES,
    "shipments.route_kind": ROUTE_KINDS,
    "shipments.status": SHIPMENT_STATUS,
    "shipment_events.kind": SHIPMENT_EVENT_KINDS,
    "rate_cards.route_kind": ROUTE_KINDS,
    "carrier_charges.kind": CARRIER_CHARGE_KINDS,
    "carrier_charges.purpose": SHIPMENT_PURPOSES,
}
