"""What was declared to customs, on the way out and on the way in, and what it cost."""

from __future__ import annotations

from argosy.canonical.schema import Table, date, decimal, instant, integer, json_text, money, rate, text

CUSTOMS_STATUS = ("draft", "declared", "held", "released", "refused")

CUSTOMS_ENTRIES = Table(
    name="customs_entries",
    subject="logistics",
    grain="One row per goods line of a customs declaration.",
    key=("entry_id", "line_no"),
    replaces=("entry_id",),
    partition_on="declared_on",
    columns=(
        text("entry_id", "Number of the declaration.", required=True),
        text("line_no", "Line of the declaration.", required=True),
        date("declared_on", "Day it was lodged, in the country's time zone.", required=True),
        text("direction", "Out of or into the country.", required=True, values=("export", "import")),
        text("country", "Country whose customs it is, ISO 3166-1 alpha-2.", required=True),
        text("partner_country", "Country it goes to or comes from, ISO 3166-1 alpha-2."),
        text("procedure", "The country's own code of the procedure: 9610, 9710, 9810, H7 ..."),
        text("declarant", "Who lodged it."),
        text("importer", "Importer (or exporter) of record."),
        text("identifier", "Its number: EORI, IOSS, customs code."),
        text("shipment_id", "Consignment it clears (see shipments)."),
        text("product_id", "Product on the line (see products); empty where the line holds several."),
        text("hs_code", "Code declared, 6 to 10 digits without dots.", required=True),
        text("customs_name", "Name declared."),
        text("origin_country", "Country of origin declared, ISO 3166-1 alpha-2."),
        text("preference", "Trade preference claimed, and its proof."),
        decimal("declared_measure", "Quantity declared, in measure_unit."),
        text("measure_unit", "Unit of that quantity: piece, pair, kilogram ..."),
        integer("net_weight_g", "Net weight, grams."),
        integer("gross_weight_g", "Gross weight, grams."),
        text("incoterm", "Terms of the price declared."),
        text("currency", "ISO 4217 currency of the amounts.", required=True),
        money("customs_value_amount", "Value that duty is reckoned on.", required=True),
        money("freight_amount", "Freight contained in that value."),
        money("insurance_amount", "Insurance contained in that value."),
        rate("duty_rate", "Duty rate applied, a fraction."),
        money("duty_amount", "Duty, positive."),
        money("extra_duty_amount", "Anti-dumping, safeguard and other additional duty, positive."),
        rate("import_vat_rate", "Import VAT rate applied, a fraction."),
        money("import_vat_amount", "Import VAT, positive."),
        money("fee_amount", "Fees of customs and broker, positive."),
        rate("export_rebate_rate", "Rate of the tax given back on export, a fraction."),
        money("export_rebate_amount", "Tax given back on export, positive."),
        text("invoice_number", "Commercial or tax invoice it rests on."),
        text("status", "Where it stands.", required=True, values=CUSTOMS_STATUS),
        text("hold_reason", "Why it was held or refused."),
        instant("released_at", "When the goods were free, UTC."),
        json_text("documents", "Papers handed in, a JSON list of {kind, name}."),
    ),
)

TABLES = (CUSTOMS_ENTRIES,)
