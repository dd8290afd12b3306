"""Who makes the goods, what was ordered from them, and how good it was."""

from __future__ import annotations

from argosy.canonical.schema import Table, boolean, date, decimal, integer, json_text, money, rate, text

SUPPLIER_TIERS = {
    "strategic": "Shares plans and risk with the seller.",
    "preferred": "Asked first.",
    "approved": "Passed screening, may be ordered from.",
    "trial": "First orders under watch.",
    "blocked": "Must not be ordered from.",
}

COOPERATION = {
    "trading": "Buys and sells what others make.",
    "oem": "Makes the seller's design.",
    "odm": "Makes its own design under the seller's brand.",
    "obm": "Makes its own brand, which the seller distributes.",
}

PURCHASE_STATUS = {
    "draft": "Not sent yet.",
    "placed": "Sent to the supplier.",
    "confirmed": "Accepted by the supplier.",
    "in_production": "Being made.",
    "ready": "Made, waiting for inspection or pick-up.",
    "shipped": "Left the supplier.",
    "received": "All units that will come are in.",
    "cancelled": "Will not come.",
}

INSPECTION_KINDS = {
    "factory_audit": "The supplier's site and processes, not a batch.",
    "pre_production": "Materials and the first sample.",
    "in_line": "During production.",
    "pre_shipment": "A sample of the finished batch before it leaves.",
    "full": "Every unit of the batch.",
    "incoming": "On arrival in the warehouse.",
    "laboratory": "A test by a laboratory.",
}

SUPPLIERS = Table(
    name="suppliers",
    subject="suppliers",
    grain="One row per supplier.",
    key=("supplier_id",),
    columns=(
        text("supplier_id", "The seller's own code of the supplier.", required=True),
        text("name", "Registered name.", required=True),
        text("country", "Country it makes or ships from, ISO 3166-1 alpha-2."),
        text("region", "Province or state."),
        text("city", "City."),
        text("contact_name", "Person to talk to.", personal=True),
        text("contact_phone", "Phone of that person.", personal=True),
        text("contact_email", "E-mail of that person.", personal=True),
        text("url", "Shop or site of the supplier."),
        text("tier", "How close the seller works with it.", values=tuple(SUPPLIER_TIERS)),
        text("cooperation", "What kind of maker it is.", values=tuple(COOPERATION)),
        json_text("categories", "What it makes, a JSON list of the seller's categories."),
        integer("lead_time_days", "Calendar days from order to ready, as promised."),
        integer("monthly_capacity_quantity", "Units it can make for the seller in a month."),
        text("currency", "ISO 4217 currency of the amounts; empty where there are none."),
        money("minimum_order_amount", "Smallest order it takes."),
        money("credit_limit_amount", "How much may be owed to it at a time."),
        rate("deposit_share", "Share of an order paid when it is placed, 0 to 1."),
        integer("balance_days", "Days after hand-over until the rest is due; negative where it is due before."),
        boolean("issues_vat_invoice", "True where it issues the invoice that the export rebate needs."),
        rate("vat_invoice_rate", "Tax rate on that invoice, a fraction."),
        rate("agreed_defect_rate", "Share of defective units the contract accepts."),
        date("audited_on", "Day of the last factory audit."),
        decimal("audit_score", "Score of that audit, points out of 100."),
        json_text("certificates", "Certificates of its management, a JSON list: ISO 9001, BSCI ..."),
        date("contract_until_on", "Last day of the contract."),
        text("owner_id", "Buyer who works with it (see people)."),
        text("note", "Remark of the buyer."),
    ),
)

PURCHASE_ORDERS = Table(
    name="purchase_orders",
    subject="suppliers",
    grain="One row per line of a purchase order: a product, its quantity, price and dates.",
    key=("purchase_order_id", "line_no"),
    replaces=("purchase_order_id",),
    partition_on="ordered_on",
    columns=(
        text("purchase_order_id", "The seller's own number of the order.", required=True),
        text("line_no", "Line of the order.", required=True),
        date("ordered_on", "Day it was placed.", required=True),
        text("supplier_id", "Supplier (see suppliers).", required=True),
        text("product_id", "Product ordered (see products).", required=True),
        text("market", "Country the units are for, ISO 3166-1 alpha-2; empty where not decided."),
        text("location_id", "Warehouse they go to, as named in argosy.toml."),
        text("batch_id", "Batch the units will carry; ties cost, inspection and complaints together."),
        text("status", "Where the line stands.", required=True, values=tuple(PURCHASE_STATUS)),
        integer("quantity", "Units ordered.", required=True),
        integer("received_quantity", "Units received so far, good and bad."),
        integer("defective_quantity", "Units received that were not good."),
        integer("cancelled_quantity", "Units that will not come."),
        text("currency", "ISO 4217 currency of the amounts.", required=True),
        money("unit_price", "Price of one unit without recoverable tax."),
        money("line_amount", "Quantity times unit price, without recoverable tax."),
        money("tax_amount", "Recoverable tax on the line."),
        money("freight_amount", "Freight the supplier charges for the line."),
        money("paid_amount", "Paid so far, deposit included, positive."),
        date("deposit_due_on", "Day the deposit is due."),
        date("balance_due_on", "Day the rest is due."),
        date("promised_on", "Day the supplier promised the goods ready."),
        date("ready_on", "Day they were ready."),
        date("shipped_on", "Day they left the supplier."),
        date("received_on", "Day the last of them was received."),
        text("incoterm", "Incoterm with place, such as FOB Ningbo."),
        text("owner_id", "Buyer (see people)."),
        text("decision_id", "Decision of Argosy that asked for it."),
    ),
)

INSPECTIONS = Table(
    name="inspections",
    subject="suppliers",
    grain="One row per inspection of a batch, a product or a factory.",
    key=("inspection_id",),
    partition_on="inspected_on",
    columns=(
        text("inspection_id", "Number of the report.", required=True),
        date("inspected_on", "Day of the inspection.", required=True),
        text("kind", "What was inspected, and when.", required=True, values=tuple(INSPECTION_KINDS)),
        text("supplier_id", "Supplier (see suppliers)."),
        text("purchase_order_id", "Order (see purchase_orders); empty for an audit."),
        text("product_id", "Product (see products); empty for an audit."),
        text("batch_id", "Batch inspected."),
        text("market", "Country whose standard was applied, ISO 3166-1 alpha-2."),
        text("standard", "Standard and level, such as ISO 2859-1 level II."),
        integer("lot_quantity", "Units in the lot."),
        integer("sample_quantity", "Units looked at."),
        integer("critical_defect_count", "Units with a defect that endangers or breaks law."),
        integer("major_defect_count", "Units with a defect a buyer would return."),
        integer("minor_defect_count", "Units with a defect a buyer would accept."),
        rate("major_limit_rate", "Acceptance quality limit for major defects, a fraction (0.025 for AQL 2.5)."),
        rate("minor_limit_rate", "Acceptance quality limit for minor defects, a fraction."),
        text("result", "What the inspector concluded.", required=True, values=("passed", "conditional", "failed")),
        json_text("findings", "Defects found, a JSON list of {defect, severity, count}."),
        text("inspector", "Company that inspected."),
        text("currency", "ISO 4217 currency of the amount; empty where there is none."),
        money("cost_amount", "What the inspection cost, positive."),
        text("document", "Name or address of the report."),
    ),
)

TABLES = (SUPPLIERS, PURCHASE_ORDERS, INSPECTIONS)

VOCABULARIES = {
    "suppliers.tier": SUPPLIER_TIERS,
    "suppliers.cooperation": COOPERATION,
    "purchase_orders.status": PURCHASE_STATUS,
    "inspections.kind": INSPECTION_KINDS,
}
