"""eBay's transaction report: every booking of eBay's payments, after some lines that say what the report covers.

An order or refund is split into goods, shipping, tax the seller collects and each fee; every other type is one amount. Where the sale
was in another currency than the payout, its parts cannot be added up in the payout's currency: the net amount is booked whole. An item
of an order of several items has no net amount: its order's row has it.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Part, Tabular
from argosy.connectors.tabular_report import report
from argosy.connectors.vocabulary import by_sign

DAYS = ("%b %d, %Y", "%d %b %Y", "%b-%d-%y", "%d-%b-%y", *ISO)
FEES = (
    ("fixed_fee", "Final Value Fee - fixed", "closing_fee"),
    ("variable_fee", "Final Value Fee - variable", "referral_fee"),
    ("regulatory_fee", "Regulatory operating fee", "regulatory_fee"),
    ("description_fee", 'Very high "item not as described" fee', "referral_fee"),
    ("performance_fee", "Below standard performance fee", "referral_fee"),
    ("international_fee", "International fee", "international_fee"),
    ("deposit_fee", "Deposit processing fee", "payment_fee"),
)
"""Name, heading and fee type of each fee column; a fee given back with a refund is positive."""


def _split(amount: str) -> str:
    return f"CASE WHEN is_split THEN {amount} END"


TRANSACTIONS = report(
    Tabular(
        id="transactions",
        label="Transaction report",
        grain="One row per booking.",
        where="eBay Seller Hub: Payments > Reports > Transaction report.",
        folder=Path(__file__).parent,
        fields=(
            Field("created_at", "Transaction creation date", Kind.INSTANT, filled=True, formats=DAYS),
            Field("kind", "Type", Kind.WORD, filled=True),
            Field("order_id", "Order number", Kind.ID),
            Field("buyer", "Buyer username", required=False),
            Field("country", "Ship to country", Kind.COUNTRY, required=False),
            Field("net", "Net amount", Kind.AMOUNT),
            Field("currency", "Payout currency", Kind.CURRENCY),
            Field("paid_on", "Payout date", Kind.DAY, required=False, formats=DAYS),
            Field("payout_id", "Payout ID", Kind.ID),
            Field("payout_status", "Payout status", required=False),
            Field("item_id", "Item ID", Kind.ID, required=False),
            Field("transaction_id", "Transaction ID", Kind.ID, required=False),
            Field("sku", "Custom label", Kind.ID, required=False),
            Field("quantity", "Quantity", Kind.WHOLE, required=False),
            Field("goods", "Item subtotal", Kind.AMOUNT),
            Field("shipping", "Shipping and handling", Kind.AMOUNT),
            Field("seller_tax", "Seller collected tax", Kind.AMOUNT, required=False),
            *(Field(name, heading, Kind.AMOUNT, required=False) for name, heading, _ in FEES),
            Field("sale_currency", "Transaction currency", Kind.CURRENCY, required=False),
            Field("reference", "Reference ID", Kind.ID, required=False),
            Field("description", "Description", required=False),
        ),
        into=(
            Into(
                "settlement_lines",
                {
                    "settlement_id": "coalesce(order_id, reference, payout_id, kind_told)",
                    "market": "country",
                    "posted_at": "created_at",
                    "order_id": "order_id",
                    "order_line_no": "transaction_id",
                    "sku": "CASE WHEN is_split THEN sku END",
                    "listing_id": "item_id",
                    "quantity": "CASE WHEN kind = 'product_charge' THEN quantity END",
                    "currency": "currency",
                    "state": "CASE WHEN payout_id IS NOT NULL THEN 'released' ELSE 'deferred' END",
                    "payout_id": "payout_id",
                    "vendor_type": "kind_told",
                    "vendor_description": "description",
                },
                parts=(
                    Part(by_sign("kind", "coalesce(whole, goods, 0)"), "CASE WHEN is_split THEN goods ELSE whole END"),
                    Part(
                        "CASE WHEN shipping < 0 THEN 'refund_shipping' ELSE 'shipping_charge' END", _split("shipping")
                    ),
                    Part("CASE WHEN seller_tax < 0 THEN 'refund_tax' ELSE 'tax_collected' END", _split("seller_tax")),
                    *(
                        Part(f"CASE WHEN {name} > 0 THEN 'refund_referral_fee' ELSE '{fee_type}' END", _split(name))
                        for name, _, fee_type in FEES
                    ),
                ),
                told="net",
            ),
            Into(
                "payouts",
                {
                    "payout_id": "payout_id",
                    "paid_on": "coalesce(paid_on, CAST(created_at AS DATE))",
                    "status": "CASE WHEN net > 0 THEN 'returned'"
                    " WHEN lower(payout_status) IN ('funds sent', 'completed', 'paid') THEN 'paid' ELSE 'sent' END",
                    "currency": "currency",
                    "payout_amount": "abs(net)",
                    "reference": "payout_id",
                },
                where="kind = 'payout' AND payout_id IS NOT NULL",
            ),
        ),
        money="net",
        money_out={"settlement_lines": "amount"},
        derived={
            "is_split": "kind IN ('product_charge', 'refund_product') AND goods IS NOT NULL"
            " AND (sale_currency_told IS NULL OR sale_currency = currency)",
            "whole": "CASE WHEN NOT (kind IN ('product_charge', 'refund_product') AND goods IS NOT NULL"
            " AND (sale_currency_told IS NULL OR sale_currency = currency)) THEN net END",
        },
        ignored={"item_of_an_order": "net IS NULL AND order_id IS NOT NULL"},
        nothing=("--",),
        known=(
            *(
                "Legacy order ID",
                "Buyer name",
                "Ship to city",
                "Ship to province/region/state",
                "Ship to zip",
                "Payout method",
            ),
            *(
                "Reason for hold",
                "Item title",
                "eBay collected tax",
                "Charity donation",
                "Gross transaction amount",
                "Exchange rate",
            ),
        ),
        status=Status.PARTIAL,
        sources=("Headings of the report in public parsers, checked 2026-11",),
    )
)
