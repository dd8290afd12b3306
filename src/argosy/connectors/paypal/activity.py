"""PayPal's activity download: every movement of the balance, with its fee.

Date, time and time zone stand in three columns; the date follows the account's country (3/4 or 4/3), which the file shows as soon as
a day is beyond 12. Rows marked Memo, or not completed, do not move the balance: they are left out and counted. Each movement is booked
under its own transaction id, so exports may overlap. What the seller itself paid with PayPal is no settlement of sales: it is kept
apart with its sum.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import DOTTED, ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Part, Tabular
from argosy.connectors.tabular_report import report
from argosy.connectors.vocabulary import by_sign
from argosy.core.text import mark

PAID = "own_payment"

ACTIVITY = report(
    Tabular(
        id="activity",
        label="Activity download (Reports > Activity download)",
        grain="One row per movement of the balance.",
        where="PayPal: Reports > Activity download; choose Balance affecting, and all columns.",
        folder=Path(__file__).parent,
        fields=(
            Field("day", "Date", Kind.DAY, filled=True, formats=(*ISO, *SLASHED, *DOTTED), aliases=(("Datum", "de"),)),
            Field("clock", "Time", filled=True, aliases=(("Uhrzeit", "de"),)),
            Field("zone", "TimeZone", Kind.WORD, filled=True, aliases=(("Time Zone", ""), ("Zeitzone", "de"))),
            Field("name", "Name", required=False),
            Field("kind", "Type", Kind.WORD, filled=True, aliases=(("Typ", "de"),)),
            Field("status", "Status"),
            Field("currency", "Currency", Kind.CURRENCY, filled=True, aliases=(("Währung", "de"),)),
            Field("gross", "Gross", Kind.AMOUNT, filled=True, aliases=(("Brutto", "de"),)),
            Field("fee", "Fee", Kind.AMOUNT, aliases=(("Gebühr", "de"), ("Entgelt", "de"))),
            Field("net", "Net", Kind.AMOUNT, filled=True, aliases=(("Netto", "de"),)),
            Field("id", "Transaction ID", Kind.ID, filled=True, aliases=(("Transaktionscode", "de"),)),
            Field(
                "parent_id",
                "Reference Txn ID",
                Kind.ID,
                required=False,
                aliases=(("Zugehöriger Transaktionscode", "de"),),
            ),
            Field("invoice", "Invoice Number", Kind.ID, required=False, aliases=(("Rechnungsnummer", "de"),)),
            Field("custom", "Custom Number", Kind.ID, required=False),
            Field("item", "Item Title", required=False, aliases=(("Artikelbezeichnung", "de"),)),
            Field("sku", "Item ID", Kind.ID, required=False, aliases=(("Artikelnummer", "de"),)),
            Field("quantity", "Quantity", Kind.WHOLE, required=False, aliases=(("Anzahl", "de"),)),
            Field("impact", "Balance Impact", required=False, aliases=(("Auswirkung auf Guthaben", "de"),)),
            Field("country", "Country Code", Kind.COUNTRY, required=False, aliases=(("Ländervorwahl", "de"),)),
        ),
        into=(
            Into(
                "settlement_lines",
                {
                    "settlement_id": "id",
                    "market": "country",
                    "posted_at": "posted_at",
                    "payment_id": "coalesce(parent_id, id)",
                    "refund_id": "CASE WHEN kind = 'refund_product' THEN id END",
                    "order_id": "coalesce(invoice, custom)",
                    "sku": "CASE WHEN kind = 'product_charge' THEN sku END",
                    "quantity": "CASE WHEN kind = 'product_charge' THEN quantity END",
                    "currency": "currency",
                    "state": "'released'",
                    "payout_id": "CASE WHEN kind = 'payout' THEN id END",
                    "vendor_type": "kind_told",
                    "vendor_description": "item",
                },
                parts=(
                    Part(by_sign("kind", "gross"), "gross"),
                    Part("CASE WHEN fee > 0 THEN 'refund_payment_fee' ELSE 'payment_fee' END", "fee"),
                ),
                told="net",
            ),
            Into(
                "payouts",
                {
                    "payout_id": "id",
                    "paid_at": "posted_at",
                    "status": "'sent'",
                    "currency": "currency",
                    "payout_amount": "-gross",
                    "fee_amount": "nullif(-coalesce(fee, 0), 0)",
                    "reference": "id",
                },
                where="kind = 'payout' AND gross < 0",
            ),
        ),
        money="net",
        money_out={"settlement_lines": "amount"},
        derived={"posted_at": "timezone('UTC', timezone(zone, day + TRY_CAST(clock AS TIME)))"},
        checks={
            "not_an_instant:Time": "posted_at IS NULL",
            PAID: "kind = 'product_charge' AND gross < 0",
        },
        reasons={
            "not_an_instant:Time": mark("A cell that should be a date and time is none in a form we know."),
            PAID: mark("The seller paid somebody with PayPal; that is no settlement of sales."),
        },
        ignored={
            "no_balance_impact": (
                "(impact IS NOT NULL AND lower(impact) NOT IN ('credit', 'debit', 'haben', 'soll'))"
                " OR (impact IS NULL AND lower(status) NOT IN ('completed', 'abgeschlossen', 'removed'))"
            )
        },
        known=(
            *(
                "From Email Address",
                "To Email Address",
                "Shipping Address",
                "Address Status",
                "Receipt ID",
                "Sales Tax",
            ),
            *("Shipping and Handling Amount", "Insurance Amount", "Option 1 Name", "Option 1 Value", "Option 2 Name"),
            *(
                "Option 2 Value",
                "Balance",
                "Address Line 1",
                "Address Line 2/District/Neighborhood",
                "Town/City",
                "Country",
            ),
            *("Zip/Postal Code", "Contact Phone Number", "Subject", "Note"),
            *("State/Province/Region/County/Territory/Prefecture/Republic", "Guthaben"),
            *("Absender E-Mail-Adresse", "Empfänger E-Mail-Adresse"),
        ),
        status=Status.PARTIAL,
        sources=(
            "https://developer.paypal.com/reports/reference/changed-fields",
            "https://developer.paypal.com/docs/reports/reference/tcodes/",
        ),
    )
)
