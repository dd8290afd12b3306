"""FedEx Billing Online's download: one row per parcel and invoice, with up to 25 pairs of a charge's name and amount.

The pairs bear the same two headings 25 times; the reader numbers them. Carriage and pairs make the net charge of the parcel; what they
leave of it stands apart. The invoice's own total is repeated on every row and is not money of the row. A row without a parcel is a fee.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from argosy.connectors.carrier_invoices import KIND_OF, grams_of
from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Connection, Context, Mapped, Report, Status
from argosy.connectors.reading import vendor_columns
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report
from argosy.connectors.tabular_sql import mapped
from argosy.core.text import mark

FOLDER = Path(__file__).parent
DAYS = ("%Y%m%d", *ISO, *SLASHED)
PAIRS = 25
SOURCE = "https://www.fedex.com/content/dam/fedex/us-united-states/services/downloadref_ExpressGround.pdf"
FIELDS = (
    Field("account", "Bill to Account Number", required=False),
    Field("invoiced_on", "Invoice Date", Kind.DAY, filled=True, formats=DAYS),
    Field("invoice", "Invoice Number", Kind.ID, filled=True),
    Field("tracking", "Express or Ground Tracking ID", Kind.ID),
    Field("carriage", "Transportation Charge Amount", Kind.AMOUNT),
    Field("net", "Net Charge Amount", Kind.AMOUNT, filled=True),
    Field("service", "Service Type"),
    Field("ground", "Ground Service", required=False),
    Field("shipped_on", "Shipment Date", Kind.DAY, formats=DAYS),
    Field("delivered_on", "POD Delivery Date", Kind.DAY, required=False, formats=DAYS),
    Field("weight", "Actual Weight Amount", Kind.AMOUNT, required=False),
    Field("weight_unit", "Actual Weight Units", required=False),
    Field("rated", "Rated Weight Amount", Kind.AMOUNT, required=False),
    Field("rated_unit", "Rated Weight Units", required=False),
    Field("pieces", "Number of Pieces", Kind.WHOLE, required=False),
    Field(
        "from_country", "Shipper Country/Territory", Kind.COUNTRY, required=False, aliases=(("Shipper Country", ""),)
    ),
    Field(
        "to_country", "Recipient Country/Territory", Kind.COUNTRY, required=False, aliases=(("Recipient Country", ""),)
    ),
    Field("zone", "Zone Code", required=False),
    Field("reference", "Original Customer Reference", required=False),
)
KNOWN = (
    *("Consolidated Account Number", "Store ID", "Original Amount Due", "Current Balance", "Payor", "Bundle Number"),
    *("Ground Tracking ID Prefix", "POD Delivery Time", "POD Service Area Code", "POD Signature Description"),
    *(
        "Meter Number",
        "TDMasterTrackingID",
        "Service Packaging",
        "Dim Length",
        "Dim Width",
        "Dim Height",
        "Dim Divisor",
    ),
    *("Dim Unit", "Recipient Name", "Recipient Company", "Recipient Address Line 1", "Recipient Address Line 2"),
    *("Recipient City", "Recipient State", "Recipient Zip Code", "Shipper Company", "Shipper Name", "Shipper City"),
    *("Shipper Address Line 1", "Shipper Address Line 2", "Shipper State", "Shipper Zip Code", "Original Ref#2"),
    *(
        "Original Ref#3/PO Number",
        "Original Department Reference Description",
        "RMA#",
        "Shipment Notes",
        "Tendered Date",
    ),
)


def _pairs(columns: list[str]) -> list[tuple[Field, Field]]:
    """The fields of the pairs the file has."""
    found = []
    for number in range(1, PAIRS + 1):
        end = "" if number == 1 else f"_{number}"
        if {f"Tracking ID Charge Description{end}", f"Tracking ID Charge Amount{end}"} <= set(columns):
            text = Field(f"text_{number}", f"Tracking ID Charge Description{end}", required=False)
            found.append(
                (text, Field(f"amount_{number}", f"Tracking ID Charge Amount{end}", Kind.AMOUNT, required=False))
            )
    return found


def _charge(line: str, kind: str, amount: str, text: str, where: str) -> Into:
    return Into(
        "carrier_charges",
        {
            "carrier": "'fedex'",
            "invoice_number": "invoice",
            "line_no": f"coalesce(tracking, '*') || ' ' || place || ' {line}'",
            "charged_on": "coalesce(shipped_on, invoiced_on)",
            "invoiced_on": "invoiced_on",
            "tracking_number": "tracking",
            "reference": "reference",
            "kind": kind,
            "service": "nullif(concat_ws(', ', service, ground), '')",
            "origin_country": "from_country",
            "destination_country": "to_country",
            "zone": "zone",
            "piece_count": "pieces",
            "weight_g": grams_of("weight", "weight_unit"),
            "chargeable_weight_g": grams_of("rated", "rated_unit"),
            "currency": "money",
            "charge_amount": amount,
            "vendor_description": text,
        },
        where=where,
        money_in=amount,
    )


def _explained(pairs: list[tuple[Field, Field]]) -> str:
    """SQL of the sum of carriage and pairs."""
    return " + ".join(f"coalesce({name}, 0)" for name in ("carriage", *(amount.name for _, amount in pairs)))


def _into(pairs: list[tuple[Field, Field]]) -> tuple[Into, ...]:
    """Carriage, the pairs, and what both leave of the net charge."""
    amounts = [amount.name for _, amount in pairs]
    parts = [
        _charge(
            f"{number}",
            KIND_OF.format(text=f"coalesce({text.name}, '')", amount=amount.name),
            amount.name,
            text.name,
            f"coalesce({amount.name}, 0) <> 0",
        )
        for number, (text, amount) in enumerate(pairs, start=1)
    ]
    nothing_else = " AND ".join([*(f"coalesce({name}, 0) = 0" for name in amounts), "rest = 0"])
    what = "CASE WHEN tracking IS NULL THEN 'other' ELSE 'freight' END"
    freight = _charge("0", what, "coalesce(carriage, 0)", "service", f"carriage <> 0 OR ({nothing_else})")
    rest = _charge("rest", "CASE WHEN rest < 0 THEN 'credit' ELSE 'other' END", "rest", "NULL", "rest <> 0")
    return freight, *parts, rest


def table(pairs: list[tuple[Field, Field]]) -> Tabular:
    """The declaration for a file with these pairs."""
    return Tabular(
        id="invoices",
        label="Invoices (FedEx Billing Online, all columns)",
        grain="One row per parcel and invoice.",
        where="FedEx Billing Online: Reporting > Create report > Invoice, all columns > CSV.",
        folder=FOLDER,
        fields=(*FIELDS, *(field for pair in pairs for field in pair)),
        into=_into(pairs),
        money="net",
        currency="money",
        money_out={"carrier_charges": "charge_amount"},
        derived={
            "money": "coalesce(own_currency, 'USD')",
            "rest": f"net - ({_explained(pairs)})",
            "place": "row_number() OVER (PARTITION BY invoice, tracking ORDER BY source_line)",
        },
        remarks={
            mark(
                "{count} rows cost more or less than the charges they tell; the rest is a charge of its own"
            ): "rest <> 0",
            mark("{count} rows of an invoice that does not name its currency; the store's is taken"): "TRUE",
        },
        known=KNOWN,
        status=Status.PARTIAL,
        sources=(SOURCE,),
    )


def _map(connection: Connection, context: Context) -> Mapped:
    return mapped(table(_pairs(list(vendor_columns(connection)))), connection, context)


INVOICES: Report = replace(report(table([])), map=_map)
