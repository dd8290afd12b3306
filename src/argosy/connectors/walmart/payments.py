"""Walmart's payment report: one row per amount, with its type; the first row of a period says what is paid in all.

What the amounts of a period leave unexplained of its total is the residual of the load.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report
from argosy.connectors.vocabulary import by_sign

DAYS = (*ISO, *SLASHED)
PERIOD = "strftime(from_on, '%Y-%m-%d') || ' ' || strftime(to_on, '%Y-%m-%d')"

PAYMENTS = report(
    Tabular(
        id="payments",
        label="Payment report (reconciliation)",
        grain="One row per amount booked in a pay period.",
        where="Walmart Seller Center: Payments > Statements > Download new report.",
        folder=Path(__file__).parent,
        fields=(
            Field("from_on", "Period Start Date", Kind.DAY, filled=True, formats=DAYS),
            Field("to_on", "Period End Date", Kind.DAY, filled=True, formats=DAYS),
            Field("total", "Total Payable", Kind.AMOUNT),
            Field("currency", "Currency", Kind.CURRENCY, filled=True),
            Field("id", "Transaction Key", Kind.ID),
            Field("posted_on", "Transaction Posted Timestamp", Kind.DAY, formats=DAYS),
            Field("transaction", "Transaction Type"),
            Field("order_id", "Purchase Order #", Kind.ID),
            Field("order_line", "Purchase Order line #", required=False),
            Field("amount", "Amount", Kind.AMOUNT),
            Field("kind", "Amount Type", Kind.WORD),
            Field("reason", "Transaction Reason Description", required=False),
            Field("quantity", "Ship Qty", Kind.WHOLE, required=False),
            Field("sku", "Partner Item Id", Kind.ID, required=False),
        ),
        into=(
            Into(
                "settlement_lines",
                {
                    "settlement_id": PERIOD,
                    "posted_on": "coalesce(posted_on, to_on)",
                    "order_id": "order_id",
                    "order_line_no": "order_line",
                    "sku": "sku",
                    "quantity": "CASE WHEN kind LIKE 'product_charge%' AND amount > 0 THEN abs(quantity) END",
                    "fee_type": by_sign("kind", "amount"),
                    "currency": "currency",
                    "amount": "amount",
                    "payout_id": PERIOD,
                    "vendor_type": "concat_ws(' / ', transaction, kind_told)",
                    "vendor_description": "reason",
                },
                where="kind IS NOT NULL",
                money_in="amount",
            ),
            Into(
                "payouts",
                {
                    "payout_id": PERIOD,
                    "settlement_id": PERIOD,
                    "paid_on": "to_on",
                    "status": "'sent'",
                    "currency": "currency",
                    "from_on": "from_on",
                    "to_on": "to_on + 1",
                    "payout_amount": "total",
                },
                where="kind IS NULL AND total IS NOT NULL",
                money_in="total - coalesce(booked, 0)",
            ),
        ),
        money="amount",
        money_out={"settlement_lines": "amount", "payouts": "0"},
        derived={"booked": "sum(CASE WHEN kind_told IS NOT NULL THEN amount END) OVER (PARTITION BY from_on, to_on)"},
        checks={"missing:Amount": "kind_told IS NOT NULL AND amount IS NULL"},
        reasons={"missing:Amount": "The row lacks a value that every row must have."},
        ignored={"empty_row": "kind_told IS NULL AND total IS NULL"},
        known=(
            *(
                "Transaction Description",
                "Customer Order #",
                "Customer Order line #",
                "Commission Rate",
                "Partner GTIN",
            ),
            *(
                "Partner Item Name",
                "Product Tax Code",
                "Ship to State",
                "Ship to City",
                "Ship to County",
                "Ship to Zipcode",
            ),
            *(
                "Contract Category",
                "Product Type",
                "Commission Rule",
                "Shipping Method",
                "Fulfillment Type",
                "Original Item Price",
            ),
        ),
        status=Status.INFERRED,
        sources=("Headings of the report from general knowledge (unverified)",),
    )
)
