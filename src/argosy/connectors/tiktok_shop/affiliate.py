"""TikTok Shop's affiliate orders: which creator an order line is credited to, and the commission.

The actual commission counts once it is there; until then the estimate does, and the row says that it is not final.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report

AFFILIATE_ORDERS = report(
    Tabular(
        id="affiliate_orders",
        label="Affiliate orders",
        grain="One row per order line credited to a creator.",
        where="TikTok Shop: Affiliate Center > Orders > Export.",
        folder=Path(__file__).parent,
        fields=(
            Field("order_id", "Order ID", Kind.ID, filled=True),
            Field("sku", "SKU ID", Kind.ID, required=False, aliases=(("Seller Sku", ""), ("SKU", ""))),
            Field("creator", "Creator Username", filled=True),
            Field("currency", "Currency", Kind.CURRENCY, required=False),
            Field("quantity", "Quantity", Kind.WHOLE, required=False),
            Field("content_id", "Content ID", Kind.ID, required=False),
            Field("rate", "Standard commission rate", Kind.SHARE, required=False),
            Field("expected_base", "Est. Commission Base", Kind.AMOUNT, required=False),
            Field("expected", "Est. standard commission payment", Kind.AMOUNT),
            Field("actual_base", "Actual Commission Base", Kind.AMOUNT, required=False),
            Field(
                "actual",
                "Actual Commission Payment",
                Kind.AMOUNT,
                required=False,
                aliases=(("Actual standard commission payment", ""),),
            ),
            Field("ads_expected", "Est. Shop Ads commission payment", Kind.AMOUNT, required=False),
            Field("ads_actual", "Actual Shop Ads commission payment", Kind.AMOUNT, required=False),
            Field("is_refunded", "Fully returned or refunded", Kind.FLAG, required=False),
            Field("created_at", "Time Created", Kind.INSTANT, filled=True, formats=(*ISO, *SLASHED)),
        ),
        into=(
            Into(
                "affiliate_orders",
                {
                    "platform": "'tiktok'",
                    "order_id": "order_id",
                    "line_no": "line_of_order",
                    "creator_id": "creator",
                    "ordered_on": "ordered_on",
                    "post_id": "content_id",
                    "sku": "sku",
                    "quantity": "quantity",
                    "refunded_quantity": "CASE WHEN is_refunded THEN quantity END",
                    "currency": "money_of_line",
                    "base_amount": "coalesce(actual_base, expected_base)",
                    "commission_rate": "rate",
                    "commission_amount": "commission",
                    "is_final": "actual IS NOT NULL",
                },
                money_in="commission",
            ),
        ),
        money="commission",
        currency="money_of_line",
        money_out={"affiliate_orders": "commission_amount"},
        derived={
            "commission": "coalesce(actual, expected, 0) + coalesce(ads_actual, ads_expected, 0)",
            "money_of_line": "coalesce(currency, own_currency)",
            "ordered_on": "CAST(created_at AS DATE)",
            "line_of_order": "coalesce(sku, '*') || CASE WHEN row_number() OVER (PARTITION BY order_id, creator, sku ORDER BY source_line)"
            " > 1 THEN ' ' || row_number() OVER (PARTITION BY order_id, creator, sku ORDER BY source_line) ELSE '' END",
        },
        nothing=("--", "-"),
        known=(
            *(
                "Product ID",
                "Product Name",
                "Price",
                "Payment Amount",
                "Payment method",
                "Order Status",
                "Content Type",
            ),
            *(
                "commission model",
                "Shop Ads commission rate",
                "Est. co-funded creator bonus",
                "Actual co-funded creator bonus",
            ),
            *("Order Delivery Time", "Time Commission Paid", "Platform", "Attribution type"),
        ),
        status=Status.PARTIAL,
        sources=("Headings of the export in public parsers, checked 2026-11",),
    )
)
