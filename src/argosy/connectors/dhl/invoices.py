"""DHL Express's invoice as CSV (MyBill): one row per shipment with up to nine extra charges (XC), and a row of the invoice's totals.

What the extra charges leave of a shipment's total without tax is its carriage, so discounts need no sign of their own.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.carrier_invoices import KIND_OF
from argosy.connectors.cells import DOTTED, ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report
from argosy.core.text import mark

DAYS = ("%Y%m%d", *ISO, *SLASHED, *DOTTED)
EXTRA = tuple(range(1, 10))
FIELDS = (
    Field("line_type", "Line Type"),
    Field("invoice", "Invoice Number", Kind.ID, filled=True),
    Field("invoiced_on", "Invoice Date", Kind.DAY, filled=True, formats=DAYS),
    Field("due_on", "Due Date", Kind.DAY, required=False, formats=DAYS),
    Field("tracking", "Shipment Number", Kind.ID),
    Field("shipped_on", "Shipment Date", Kind.DAY, formats=DAYS),
    Field("reference", "Shipment Reference 1", required=False),
    Field("product", "Product", required=False),
    Field("service", "Product Name"),
    Field("pieces", "Pieces", Kind.WHOLE, required=False),
    Field("from_country", "Orig Country Code", Kind.COUNTRY, required=False),
    Field("to_country", "Dest Country Code", Kind.COUNTRY),
    Field("scaled", "DHL Scale Weight (B)", Kind.AMOUNT, required=False, aliases=(("DHL Scale Weight (kg)", ""),)),
    Field("billed", "Weight (kg)", Kind.AMOUNT),
    Field("currency", "Currency", Kind.CURRENCY, filled=True),
    Field("total", "Total amount (excl. VAT)", Kind.AMOUNT),
    Field("tax", "Total Tax", Kind.AMOUNT, required=False),
    *(Field(f"code_{place}", f"XC{place} Code", required=False) for place in EXTRA),
    *(Field(f"text_{place}", f"XC{place} Name", required=False) for place in EXTRA),
    *(Field(f"amount_{place}", f"XC{place} Charge", Kind.AMOUNT, required=False) for place in EXTRA),
)


def _charge(line: str, kind: str, amount: str, code: str, text: str, where: str) -> Into:
    return Into(
        "carrier_charges",
        {
            "carrier": "'dhl'",
            "invoice_number": "invoice",
            "line_no": f"coalesce(tracking, '*') || ' ' || place || ' {line}'",
            "charged_on": "coalesce(shipped_on, invoiced_on)",
            "invoiced_on": "invoiced_on",
            "due_on": "due_on",
            "tracking_number": "tracking",
            "reference": "reference",
            "kind": kind,
            "service": "service",
            "origin_country": "from_country",
            "destination_country": "to_country",
            "piece_count": "pieces",
            "weight_g": "CAST(nullif(scaled * 1000, 0) AS BIGINT)",
            "chargeable_weight_g": "CAST(nullif(billed * 1000, 0) AS BIGINT)",
            "currency": "currency",
            "charge_amount": amount,
            "vendor_type": code,
            "vendor_description": text,
        },
        where=where,
        money_in=amount,
    )


INVOICES = report(
    Tabular(
        id="invoices",
        label="Invoice as CSV (MyBill)",
        grain="One row per shipment and invoice.",
        where="DHL MyBill: Invoices > Download > CSV.",
        folder=Path(__file__).parent,
        fields=FIELDS,
        into=(
            _charge(
                "0",
                "CASE WHEN tracking IS NULL THEN 'other' ELSE 'freight' END",
                "carriage",
                "product",
                "service",
                "TRUE",
            ),
            *(
                _charge(
                    f"{place}",
                    KIND_OF.format(text=f"coalesce(text_{place}, '')", amount=f"amount_{place}"),
                    f"amount_{place}",
                    f"code_{place}",
                    f"text_{place}",
                    f"coalesce(amount_{place}, 0) <> 0",
                )
                for place in EXTRA
            ),
        ),
        money="total",
        money_out={"carrier_charges": "charge_amount"},
        derived={
            "carriage": "total - (" + " + ".join(f"coalesce(amount_{place}, 0)" for place in EXTRA) + ")",
            "place": "row_number() OVER (PARTITION BY invoice, tracking ORDER BY source_line)",
        },
        checks={"missing:Total amount (excl. VAT)": "total IS NULL AND line_type <> 'I'"},
        reasons={"missing:Total amount (excl. VAT)": mark("The row lacks a value that every row must have.")},
        ignored={"invoice_total": "line_type = 'I'"},
        known=(
            *(
                "Billing Source",
                "Original Invoice Number",
                "Station Code",
                "Invoice Identifier",
                "Invoice Type",
                "Payment Terms",
            ),
            *(
                "Parent Account",
                "Billing Account",
                "Billing Account Name",
                "Senders Name",
                "Senders City",
                "Senders Country",
            ),
            *(
                "Receivers Name",
                "Receivers City",
                "Receivers Country",
                "Weight Flag",
                "Total amount (incl. VAT)",
                "Tax Code",
            ),
            *(
                "Weight Charge",
                "Weight Tax (VAT)",
                "Total Extra Charges (XC)",
                "Total Extra Charges Tax",
                "Invoice Fee",
            ),
            *(
                "Origin",
                "Orig Name",
                "Orig Country Name",
                "Destination",
                "Dest Name",
                "Dest Country Name",
                "Dimensions",
            ),
        ),
        status=Status.PARTIAL,
        sources=("Headings of the file in two public parsers, checked 2026-11-22",),
    )
)
