"""Magento (Adobe Commerce): the exports of its grids of orders and customers, and its product export.

The grid of orders has no lines: orders come without their items. Amounts are those the buyer saw (Purchased); the currency is the
store's, because the grid shows only its sign.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report
from argosy.core.text import mark

FOLDER = Path(__file__).parent
TIMES = (*ISO, *SLASHED, "%b %d, %Y %I:%M:%S %p", "%b %d, %Y, %I:%M:%S %p")
SOURCES = ("https://experienceleague.adobe.com/en/docs/commerce-admin/stores-sales/order-management/orders/orders",)

ORDERS = report(
    Tabular(
        id="orders",
        label="Orders (grid export)",
        grain="One row per order.",
        where="Magento admin: Sales > Orders > Export > CSV.",
        folder=FOLDER,
        fields=(
            Field("order_id", "ID", Kind.ID, filled=True),
            Field("purchase_point", "Purchase Point"),
            Field("ordered_at", "Purchase Date", Kind.INSTANT, filled=True, formats=TIMES),
            Field("total", "Grand Total (Purchased)", Kind.AMOUNT, filled=True),
            Field("base_total", "Grand Total (Base)", Kind.AMOUNT, required=False),
            Field("status", "Status", Kind.WORD, otherwise="pending"),
            Field("email", "Customer Email", required=False),
            Field("goods", "Subtotal", Kind.AMOUNT),
            Field("shipping", "Shipping and Handling", Kind.AMOUNT),
            Field("payment", "Payment Method", required=False),
            Field("refunded", "Total Refunded", Kind.AMOUNT, required=False),
        ),
        into=(
            Into(
                "orders",
                {
                    "order_id": "order_id",
                    "ordered_at": "ordered_at",
                    "market": "own_market",
                    "customer_id": "sha256(lower(email))",
                    "status": "status",
                    "currency": "own_currency",
                    "goods_amount": "goods",
                    "shipping_amount": "shipping",
                    "total_amount": "total",
                    "payment_method": "payment",
                },
                money_in="total",
            ),
        ),
        money="total",
        currency="own_currency",
        money_out={"orders": "total_amount"},
        checks={"unknown_currency:Currency": "own_currency IS NULL"},
        reasons={"unknown_currency:Currency": mark("The file names no currency; give the store one in argosy.toml.")},
        known=(
            *(
                "Bill-to Name",
                "Ship-to Name",
                "Billing Address",
                "Shipping Address",
                "Shipping Information",
                "Customer Group",
            ),
            *("Customer Name", "Signifyd Guarantee Decision", "Allocated sources", "Braintree Transaction Source"),
        ),
        status=Status.PARTIAL,
        sources=SOURCES,
    )
)

PRODUCTS = report(
    Tabular(
        id="products",
        label="Products (System > Export)",
        grain="One row per product (and per store view).",
        where="Magento admin: System > Data transfer > Export > Products.",
        folder=FOLDER,
        fields=(
            Field("sku", "sku", Kind.ID, filled=True),
            Field("view", "store_view_code"),
            Field("kind", "product_type"),
            Field("categories", "categories"),
            Field("title", "name"),
            Field("description", "description", required=False),
            Field("weight", "weight", Kind.AMOUNT, required=False),
            Field("online", "product_online", required=False),
            Field("price", "price", Kind.AMOUNT),
            Field("url_key", "url_key", required=False),
            Field("created", "created_at", required=False),
        ),
        into=(
            Into(
                "listings",
                {
                    "market": "coalesce(own_market, '*')",
                    "listing_id": "sku",
                    "sku": "sku",
                    "title": "title",
                    "description": "description",
                    "category": "replace(split_part(categories, ',', 1), '/', ' > ')",
                    "url": "url_key",
                    "currency": "CASE WHEN price IS NOT NULL THEN own_currency END",
                    "price_amount": "CASE WHEN own_currency IS NOT NULL THEN price END",
                    "status": "CASE WHEN online IN ('1', 'Enabled') THEN 'active' WHEN online IS NOT NULL THEN 'inactive' END",
                },
                where="view IS NULL",
            ),
        ),
        ignored={"other_store_view": "view IS NOT NULL"},
        known=(
            *(
                "attribute_set_code",
                "product_websites",
                "short_description",
                "tax_class_name",
                "visibility",
                "special_price",
            ),
            *(
                "meta_title",
                "meta_keywords",
                "meta_description",
                "base_image",
                "small_image",
                "updated_at",
                "qty",
                "is_in_stock",
            ),
            *(
                "additional_attributes",
                "related_skus",
                "configurable_variations",
                "bundle_values",
                "manage_stock",
                "thumbnail_image",
            ),
        ),
        status=Status.PARTIAL,
        sources=(
            "https://experienceleague.adobe.com/en/docs/commerce-admin/systems/data-transfer/data-attributes-product",
        ),
    )
)

CUSTOMERS = report(
    Tabular(
        id="customers",
        label="Customers (grid export)",
        grain="One row per customer.",
        where="Magento admin: Customers > All customers > Export > CSV.",
        folder=FOLDER,
        fields=(
            Field("number", "ID", Kind.ID, filled=True),
            Field("name", "Name"),
            Field("email", "Email", filled=True),
            Field("group", "Group", required=False),
            Field("phone", "Phone", required=False),
            Field("postcode", "ZIP", required=False),
            Field("country", "Country", Kind.COUNTRY),
            Field("region", "State/Province", required=False),
            Field("since", "Customer Since", filled=True),
        ),
        into=(
            Into(
                "customers",
                {
                    "customer_id": "sha256(lower(email))",
                    "market": "coalesce(country, own_market)",
                    "email": "lower(email)",
                    "email_sha256": "sha256(lower(email))",
                    "family_name": "name",
                    "phone": "phone",
                    "postcode": "postcode",
                    "region": "region",
                },
                per=("customer_id",),
                joined="same_address",
            ),
        ),
        known=(
            "Web Site",
            "Confirmed email",
            "Account Created in",
            "Date of Birth",
            "Tax VAT Number",
            "Gender",
            "Company",
        ),
        status=Status.PARTIAL,
        sources=("https://experienceleague.adobe.com/en/docs/commerce-admin/customers/customers-all",),
    )
)
