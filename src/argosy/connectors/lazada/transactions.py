"""Lazada's account transactions: one row per fee or credit of an order item, with the statement it belongs to.

The amount contains the VAT shown beside it, so the VAT is not booked again.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report
from argosy.connectors.vocabulary import by_sign

DAYS = ("%d %b %Y", "%d-%b-%Y", *ISO, *SLASHED)

TRANSACTIONS = report(
    Tabular(
        id="transactions",
        label="Account transactions (My income > Transactions)",
        grain="One row per amount booked.",
        where="Lazada Seller Center: Finance > My income > Transaction overview > Export.",
        folder=Path(__file__).parent,
        fields=(
            Field("posted_on", "Transaction Date", Kind.DAY, filled=True, formats=DAYS),
            Field("transaction", "Transaction Type"),
            Field("kind", "Fee Name", Kind.WORD, filled=True),
            Field("id", "Transaction Number", Kind.ID, filled=True),
            Field("details", "Details", required=False),
            Field("sku", "Seller SKU", Kind.ID),
            Field("listing_id", "Lazada SKU", Kind.ID, required=False),
            Field("amount", "Amount", Kind.AMOUNT, filled=True),
            Field("statement", "Statement"),
            Field("paid", "Paid Status", required=False),
            Field("order_id", "Order No.", Kind.ID),
            Field("item_id", "Order Item No.", Kind.ID, required=False),
            Field("currency", "Currency", Kind.CURRENCY, required=False),
        ),
        into=(
            Into(
                "settlement_lines",
                {
                    "settlement_id": "id",
                    "posted_on": "posted_on",
                    "market": "own_market",
                    "order_id": "order_id",
                    "order_line_no": "item_id",
                    "sku": "sku",
                    "listing_id": "listing_id",
                    "fee_type": by_sign("kind", "amount"),
                    "currency": "currency",
                    "amount": "amount",
                    "state": "CASE WHEN lower(paid) = 'paid' THEN 'released' WHEN paid IS NOT NULL THEN 'deferred' END",
                    "vendor_type": "kind_told",
                    "vendor_description": "coalesce(details, statement)",
                },
                money_in="amount",
            ),
        ),
        money="amount",
        money_out={"settlement_lines": "amount"},
        checks={"unknown_currency:Currency": "currency IS NULL"},
        known=(
            *(
                "VAT in Amount",
                "WHT Amount",
                "WHT included in Amount",
                "Order Item Status",
                "Shipping Provider",
                "Reference",
            ),
            *("Shipping Speed", "Shipment Type", "Comment", "PaymentRefId", "Payment Ref Id"),
        ),
        status=Status.INFERRED,
        sources=("Headings of the export from general knowledge (unverified)",),
    )
)
