"""TikTok Shop's orders export (sheet OrderSKUList, or CSV): one row per SKU of an order; what belongs to the order stands on each row.

The second line describes the columns and is left out. Samples for creators are ordered like any goods, with a discount of the seller
over the whole price and nothing to pay: they count as samples, not as sales at 100 % off. The platform's own discounts are paid to the
seller with the settlement, so only the seller's discount is one here. Money of the order (shipping, tax, total) is taken once.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report
from argosy.core.text import mark

TIMES = (*ISO, *SLASHED)
SALES = "kind = 'goods'"
SHARED = {
    "order_id": "order_id",
    "ordered_at": "created_at",
    "market": "market_of_order",
    "currency": "currency_of_order",
}

ORDERS = report(
    Tabular(
        id="orders",
        label="Orders (All orders > Export)",
        grain="One row per SKU of an order.",
        where="TikTok Shop Seller Center: Orders > Manage orders > Export, all orders.",
        folder=Path(__file__).parent,
        fields=(
            Field("order_id", "Order ID", Kind.ID, filled=True),
            Field("status", "Order Status", Kind.WORD, otherwise="pending"),
            Field("substatus", "Order Substatus", required=False),
            Field("sku_id", "SKU ID", Kind.ID),
            Field("seller_sku", "Seller SKU"),
            Field("title", "Product Name"),
            Field("variation", "Variation", required=False),
            Field("quantity", "Quantity", Kind.WHOLE, filled=True),
            Field("price", "SKU Unit Original Price", Kind.AMOUNT, filled=True),
            Field("before", "SKU Subtotal Before Discount", Kind.AMOUNT, filled=True),
            Field("platform_discount", "SKU Platform Discount", Kind.AMOUNT),
            Field("seller_discount", "SKU Seller Discount", Kind.AMOUNT),
            Field("after", "SKU Subtotal After Discount", Kind.AMOUNT),
            Field("shipping", "Shipping Fee After Discount", Kind.AMOUNT, required=False),
            Field("taxes", "Taxes", Kind.AMOUNT, required=False),
            Field("total", "Order Amount", Kind.AMOUNT, filled=True),
            Field("created_at", "Created Time", Kind.INSTANT, filled=True, formats=TIMES),
            Field("paid_at", "Paid Time", Kind.INSTANT, required=False, formats=TIMES),
            Field("shipped_at", "Shipped Time", Kind.INSTANT, required=False, formats=TIMES),
            Field("delivered_at", "Delivered Time", Kind.INSTANT, required=False, formats=TIMES),
            Field("cancelled_at", "Cancelled Time", Kind.INSTANT, required=False, formats=TIMES),
            Field("cancelled_by", "Cancel By", required=False),
            Field("cancel_reason", "Cancel Reason", required=False),
            Field("fulfilment", "Fulfillment Type", Kind.WORD, required=False, otherwise="seller"),
            Field("buyer", "Buyer Username", required=False),
            Field("country", "Country", Kind.COUNTRY, required=False),
            Field("region", "State", required=False, aliases=(("Province", ""),)),
            Field("postcode", "Zipcode", required=False),
            Field("payment", "Payment Method", required=False),
            Field("currency", "Currency", Kind.CURRENCY, required=False),
        ),
        into=(
            Into(
                "orders",
                {
                    **SHARED,
                    "customer_id": "buyer",
                    "status": "status",
                    "shipping_amount": "shipping",
                    "tax_amount": "taxes",
                    "total_amount": "total",
                    "payment_method": "payment",
                    "ship_postcode": "postcode",
                    "ship_region": "region",
                    "fulfilment": "fulfilment",
                    "paid_at": "paid_at",
                    "shipped_at": "shipped_at",
                    "delivered_at": "CASE WHEN delivered_at >= shipped_at OR shipped_at IS NULL THEN delivered_at END",
                    "cancelled_at": "cancelled_at",
                    "cancel_reason": "nullif(concat_ws(': ', cancelled_by, cancel_reason), '')",
                },
                per=("order_id",),
                totals={"goods_amount": "sum(before)", "discount_amount": "sum(coalesce(seller_discount, 0))"},
            ),
            Into(
                "order_lines",
                {
                    **SHARED,
                    "customer_id": "buyer",
                    "sku": "coalesce(seller_sku, sku_id)",
                    "title": "concat_ws(' - ', title, variation)",
                    "quantity": "quantity",
                    "unit_price": "price",
                    "gross_amount": "quantity * price",
                    "discount_amount": "coalesce(seller_discount, 0)",
                    "status": "status",
                    "kind": "kind",
                    "fulfilment": "fulfilment",
                    "listing_id": "sku_id",
                    "shipped_at": "shipped_at",
                },
                money_in="before",
            ),
        ),
        money="before",
        currency="currency_of_order",
        money_out={"order_lines": "gross_amount"},
        derived={
            "market_of_order": "coalesce(country, own_market)",
            "currency_of_order": "coalesce(nullif(regexp_extract(total_told, '^([A-Z]{3}) ?[0-9-]', 1), ''), currency)",
            "kind": "CASE WHEN after = 0 AND coalesce(total, 0) = 0 AND (before = 0 OR seller_discount >= before)"
            " THEN 'sample' ELSE 'goods' END",
        },
        checks={
            "missing:SKU ID": "coalesce(seller_sku, sku_id) IS NULL",
            "unknown_currency:Currency": "currency_of_order IS NULL",
        },
        reasons={"missing:SKU ID": mark("The row lacks a value that every row must have.")},
        ignored={"description_row": "source_line = 1 AND quantity IS NULL AND created_at IS NULL"},
        remarks={mark("{count} lines are samples for creators, not sales"): "kind = 'sample'"},
        known=(
            *(
                "Cancelation/Return Type",
                "Normal or Pre-order",
                "Sku Quantity of return",
                "Original Shipping Fee",
                "RTS Time",
            ),
            *(
                "Shipping Fee Seller Discount",
                "Shipping Fee Platform Discount",
                "Payment platform discount",
                "Recipient",
                "City",
            ),
            *(
                "Retail Delivery Fee",
                "Order Refund Amount",
                "Warehouse Name",
                "Tracking ID",
                "Delivery Option",
                "Phone #",
            ),
            *(
                "Delivery Option Type",
                "Shipping Provider Name",
                "Buyer Message",
                "District",
                "Detail Address",
                "Weight(kg)",
            ),
            *(
                "Additional address information",
                "Product Category",
                "Package ID",
                "Seller Note",
                "Checked Status",
                "Checked Marked by",
            ),
        ),
        status=Status.PARTIAL,
        sources=("Headings of the export in public parsers, checked 2026-11",),
    )
)
