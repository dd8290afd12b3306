"""eBay's orders report: one row per item sold; an order of several items has a row of its own before them, with its totals.

The last lines of the file (number of records, seller) are left out. Days have no time: they are taken as the start of the store's day.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report

DAYS = ("%b-%d-%y", "%d-%b-%y", "%b %d, %Y", "%d %b %Y", *ISO)
ORDER = {
    "order_id": "order_id",
    "ordered_at": "sold_at",
    "market": "coalesce(country, own_market)",
    "currency": "money",
    "customer_id": "buyer",
    "status": "CASE WHEN shipped_at IS NOT NULL THEN 'shipped' WHEN paid_at IS NOT NULL THEN 'ordered' ELSE 'pending' END",
}

ORDERS = report(
    Tabular(
        id="orders",
        label="Orders report",
        grain="One row per item sold, and one per order of several items.",
        where="eBay Seller Hub: Orders > All orders > Download report.",
        folder=Path(__file__).parent,
        fields=(
            Field("sales_record", "Sales Record Number", required=False),
            Field("order_id", "Order Number", Kind.ID),
            Field("buyer", "Buyer Username"),
            Field("country", "Ship To Country", Kind.COUNTRY, required=False),
            Field("region", "Ship To State", required=False),
            Field("postcode", "Ship To Zip", required=False),
            Field("item_id", "Item Number", Kind.ID),
            Field("title", "Item Title"),
            Field("sku", "Custom Label", Kind.ID, aliases=(("Custom Label (SKU)", ""),)),
            Field("is_promoted", "Sold Via Promoted Listings", Kind.FLAG, required=False),
            Field("quantity", "Quantity", Kind.WHOLE),
            Field("price", "Sold For", Kind.AMOUNT),
            Field("shipping", "Shipping And Handling", Kind.AMOUNT),
            Field("seller_tax", "Seller Collected Tax", Kind.AMOUNT, required=False),
            Field("ebay_tax", "eBay Collected Tax", Kind.AMOUNT, required=False),
            Field("total", "Total Price", Kind.AMOUNT),
            Field("payment", "Payment Method", required=False),
            Field("sold_at", "Sale Date", Kind.INSTANT, formats=DAYS),
            Field("paid_at", "Paid On Date", Kind.INSTANT, formats=DAYS),
            Field("ship_by", "Ship By Date", Kind.INSTANT, required=False, formats=DAYS),
            Field("promised", "Maximum Estimated Delivery Date", Kind.INSTANT, required=False, formats=DAYS),
            Field("shipped_at", "Shipped On Date", Kind.INSTANT, required=False, formats=DAYS),
            Field("variation", "Variation Details", required=False),
            Field("transaction_id", "Transaction ID", Kind.ID, required=False),
            Field("currency", "Currency", Kind.CURRENCY, required=False),
        ),
        into=(
            Into(
                "orders",
                {
                    **ORDER,
                    "shipping_amount": "shipping",
                    "tax_amount": "coalesce(seller_tax, 0) + coalesce(ebay_tax, 0)",
                    "total_amount": "total",
                    "payment_method": "payment",
                    "ship_postcode": "postcode",
                    "ship_region": "region",
                    "paid_at": "paid_at",
                    "shipped_at": "shipped_at",
                    "handed_over_by_at": "ship_by",
                    "promised_at": "promised",
                },
                per=("order_id",),
                totals={"goods_amount": "sum(quantity * price) FILTER (WHERE item_id IS NOT NULL)"},
            ),
            Into(
                "order_lines",
                {
                    **ORDER,
                    "sku": "coalesce(sku, item_id)",
                    "title": "concat_ws(' ', title, variation)",
                    "quantity": "quantity",
                    "unit_price": "price",
                    "gross_amount": "quantity * price",
                    "listing_id": "item_id",
                    "shipped_at": "shipped_at",
                    "sales_source": "CASE WHEN is_promoted THEN 'promoted listing' END",
                },
                where="item_id IS NOT NULL",
                money_in="quantity * price",
            ),
        ),
        money="quantity * price",
        currency="money",
        money_out={"order_lines": "gross_amount"},
        derived={
            "money": "CASE regexp_extract(coalesce(price_told, total_told), '^[^0-9-]*') WHEN 'AU $' THEN 'AUD' WHEN 'C $' THEN 'CAD'"
            " WHEN '$' THEN CASE WHEN currency IN ('USD', 'AUD', 'CAD', 'SGD', 'HKD') THEN currency ELSE 'USD' END"
            " WHEN '£' THEN 'GBP' WHEN 'EUR ' THEN 'EUR' WHEN '€' THEN 'EUR' ELSE currency END",
        },
        checks={
            "missing:Order Number": "order_id IS NULL",
            "missing:Sale Date": "sold_at IS NULL",
            "missing:Sold For": "item_id IS NOT NULL AND (price IS NULL OR quantity IS NULL)",
            "unknown_currency:Currency": "money IS NULL",
        },
        reasons={
            f"missing:{name}": "The row lacks a value that every row must have."
            for name in ("Order Number", "Sale Date", "Sold For")
        },
        ignored={"end_of_report": "item_id IS NULL AND sold_at IS NULL AND total IS NULL"},
        nothing=("--",),
        known=(
            *(
                "Buyer Name",
                "Buyer Email",
                "Buyer Note",
                "Buyer Address 1",
                "Buyer Address 2",
                "Buyer City",
                "Buyer State",
            ),
            *("Buyer Zip", "Buyer Country", "Ship To Name", "Ship To Phone", "Ship To Address 1", "Ship To Address 2"),
            *(
                "Ship To City",
                "eBay Collected Tax Included in Total",
                "Minimum Estimated Delivery Date",
                "Feedback Left",
            ),
            *("Feedback Received", "My Item Note", "PayPal Transaction ID", "Shipping Service", "Tracking Number"),
            *("Global Shipping Program", "Global Shipping Reference ID", "Click And Collect", "eBay Plus"),
            "Click And Collect Reference Number",
        ),
        status=Status.PARTIAL,
        sources=("Headings of the report in public parsers, checked 2026-11",),
    )
)
