"""WooCommerce orders, one row per item, as the Advanced Order Export plugin writes them; money of the order stands on each row."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind, Tabular, orders_and_lines
from argosy.connectors.tabular_report import report

ORDERS = report(
    Tabular(
        id="orders",
        label="Orders (Advanced Order Export)",
        grain="One row per item of an order.",
        where="WordPress: WooCommerce > Export orders > CSV, one row per item.",
        folder=Path(__file__).parent,
        fields=(
            Field("order_id", "Order Number", Kind.ID, filled=True),
            Field("status", "Order Status", Kind.WORD, otherwise="pending"),
            Field("ordered_at", "Order Date", Kind.INSTANT, filled=True),
            Field("email", "Email (Billing)", required=False),
            Field("country", "Country Code (Shipping)", Kind.COUNTRY, aliases=(("Country Code (Billing)", ""),)),
            Field("region", "State Code (Shipping)", required=False),
            Field("postcode", "Postcode (Shipping)", required=False),
            Field("payment", "Payment Method Title", required=False),
            Field("discount", "Cart Discount Amount", Kind.AMOUNT, required=False),
            Field("order_subtotal", "Order Subtotal Amount", Kind.AMOUNT, required=False),
            Field("shipping", "Order Shipping Amount", Kind.AMOUNT, required=False),
            Field("refunded", "Order Refund Amount", Kind.AMOUNT, required=False),
            Field("total", "Order Total Amount", Kind.AMOUNT),
            Field("tax", "Order Total Tax Amount", Kind.AMOUNT, required=False),
            Field("currency", "Order Currency", Kind.CURRENCY, required=False, aliases=(("Currency", ""),)),
            Field("item_no", "Item #", Kind.ID),
            Field("sku", "SKU", Kind.ID),
            Field("title", "Item Name"),
            Field("quantity", "Quantity (- Refund)", Kind.WHOLE, filled=True, aliases=(("Quantity", ""),)),
            Field("price", "Item Cost", Kind.AMOUNT, filled=True),
            Field("coupon", "Coupon Code", required=False),
        ),
        into=orders_and_lines(
            {
                "order_id": "order_id",
                "ordered_at": "ordered_at",
                "market": "coalesce(country, own_market)",
                "customer_id": "sha256(lower(email))",
                "currency": "currency",
                "status": "status",
            },
            {
                "discount_amount": "discount",
                "shipping_amount": "shipping",
                "tax_amount": "tax",
                "total_amount": "total",
                "payment_method": "payment",
                "ship_region": "region",
                "ship_postcode": "postcode",
                "coupon_code": "coupon",
            },
            {
                "sku": "coalesce(sku, title)",
                "title": "title",
                "quantity": "quantity",
                "unit_price": "price",
            },
            gross="quantity * price",
        ),
        money="quantity * price",
        money_out={"order_lines": "gross_amount"},
        checks={"unknown_currency:Order Currency": "currency IS NULL"},
        known=(
            *(
                "Customer Note",
                "First Name (Billing)",
                "Last Name (Billing)",
                "Company (Billing)",
                "Address 1&2 (Billing)",
            ),
            *(
                "City (Billing)",
                "State Code (Billing)",
                "Postcode (Billing)",
                "Phone (Billing)",
                "First Name (Shipping)",
            ),
            *(
                "Last Name (Shipping)",
                "Address 1&2 (Shipping)",
                "City (Shipping)",
                "Shipping Method Title",
                "Discount Amount",
            ),
            "Discount Amount Tax",
        ),
        status=Status.PARTIAL,
        sources=(
            "Default columns of the export plugin in public parsers (first 23 checked 2026-11, the others unverified)",
        ),
    )
)
