"""UPS Billing Data File with headings: one row per charge of a parcel; the sum of an invoice's rows is its amount.

UPS itself sends the file without headings; the Billing Center's download and most tools write them in. Rows of information (charge
category INF) carry no money of their own.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.carrier_invoices import charges, grams_of
from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind, Tabular
from argosy.connectors.tabular_report import report

DAYS = (*ISO, *SLASHED)

BILLING = report(
    Tabular(
        id="billing",
        label="Billing data (UPS Billing Center, with headings)",
        grain="One row per charge of a parcel.",
        where="UPS Billing Center: My invoices > Download > CSV with header; or the billing data file with its headings written in.",
        folder=Path(__file__).parent,
        fields=(
            Field("account", "Account Number", required=False),
            Field("invoiced_on", "Invoice Date", Kind.DAY, filled=True, formats=DAYS),
            Field("invoice", "Invoice Number", Kind.ID, filled=True),
            Field("sent_on", "Transaction Date", Kind.DAY, formats=DAYS),
            Field("tracking", "Tracking Number", Kind.ID),
            Field("lead", "Lead Shipment Number", required=False),
            Field(
                "reference",
                "Shipment Reference Number 1",
                required=False,
                aliases=(("Package Reference Number 1", ""),),
            ),
            Field("pieces", "Package Quantity", Kind.WHOLE, required=False),
            Field("entered", "Entered Weight", Kind.AMOUNT, required=False),
            Field("entered_unit", "Entered Weight Unit of Measure", required=False),
            Field("billed", "Billed Weight", Kind.AMOUNT),
            Field("billed_unit", "Billed Weight Unit of Measure", required=False),
            Field("zone", "Zone", required=False),
            Field("category", "Charge Category Code", Kind.WORD, otherwise=""),
            Field("detail", "Charge Category Detail Code", required=False),
            Field("classification", "Charge Classification Code", Kind.WORD, otherwise="other"),
            Field("code", "Charge Description Code", required=False),
            Field("description", "Charge Description"),
            Field("currency", "Transaction Currency Code", Kind.CURRENCY, aliases=(("Invoice Currency Code", ""),)),
            Field("net", "Net Amount", Kind.AMOUNT, filled=True),
            Field("due_on", "Invoice Due Date", Kind.DAY, required=False, formats=DAYS),
            Field("from_country", "Sender Country", Kind.COUNTRY, required=False),
            Field("to_country", "Receiver Country", Kind.COUNTRY, required=False),
            Field("service", "Original Service Description", required=False),
        ),
        into=(
            charges(
                "ups",
                {
                    "invoice_number": "invoice",
                    "line_no": "coalesce(tracking, lead, '*') || ' ' || row_number() OVER (PARTITION BY invoice,"
                    " coalesce(tracking, lead, '*') ORDER BY source_line)",
                    "charged_on": "coalesce(sent_on, invoiced_on)",
                    "invoiced_on": "invoiced_on",
                    "due_on": "due_on",
                    "tracking_number": "tracking",
                    "reference": "reference",
                    "purpose": "CASE category WHEN 'return' THEN 'return' END",
                    "service": "coalesce(service, CASE WHEN classification = 'freight' THEN description END)",
                    "origin_country": "from_country",
                    "destination_country": "to_country",
                    "zone": "zone",
                    "piece_count": "pieces",
                    "weight_g": grams_of("entered", "entered_unit"),
                    "chargeable_weight_g": grams_of("billed", "billed_unit"),
                    "currency": "currency",
                    "vendor_type": "concat_ws(' ', category_told, detail, classification_told, code)",
                    "vendor_description": "description",
                },
                amount="net",
                kind="CASE WHEN net < 0 AND category = 'adjustment' THEN 'credit' WHEN category = 'adjustment' THEN 'correction'"
                " WHEN lower(description) LIKE '%fuel%' THEN 'fuel' ELSE classification END",
            ),
        ),
        money="net",
        money_out={"carrier_charges": "charge_amount"},
        ignored={"information": "category = 'information' AND coalesce(net, 0) = 0"},
        known=(
            *(
                "Version",
                "Recipient Number",
                "Account Country",
                "Invoice Type Code",
                "Invoice Type Detail Code",
                "Account Tax ID",
            ),
            *(
                "Invoice Amount",
                "Pickup Record Number",
                "World Ease Number",
                "Shipment Reference Number 2",
                "Bill Option Code",
            ),
            *(
                "Oversize Quantity",
                "Package Reference Number 2",
                "Container Type",
                "Billed Weight Type",
                "Package Dimensions",
            ),
            *(
                "Charge Source",
                "Charged Unit Quantity",
                "Basis Currency Code",
                "Basis Value",
                "Tax Indicator",
                "Incentive Amount",
            ),
            *(
                "Sender Name",
                "Sender Company Name",
                "Sender City",
                "Sender State",
                "Sender Postal",
                "Receiver Name",
                "Receiver City",
            ),
            *(
                "Receiver Company Name",
                "Receiver State",
                "Receiver Postal",
                "Duty Amount",
                "Invoice Exchange Rate",
                "Carrier Name",
            ),
        ),
        status=Status.PARTIAL,
        sources=("Headings of the billing data file in several public parsers, checked 2026-11-22",),
    )
)
