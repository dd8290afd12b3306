"""Etsy's sold order items (one row per item, money of the order repeated on each) and its payment sales (one row per payment).

A payment is gross less fees; what was refunded since is shown in the adjusted columns and booked as a refund on the day the payment
was made available, because the file gives no other.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Part, Tabular, orders_and_lines
from argosy.connectors.tabular_report import report

FOLDER = Path(__file__).parent
DAYS = (*ISO, *SLASHED, "%B %d, %Y", "%b %d, %Y", "%d %B, %Y")
SOURCES = ("Headings of the exports in public parsers, checked 2026-11",)

SOLD_ITEMS = report(
    Tabular(
        id="sold_order_items",
        label="Sold order items (EtsySoldOrderItems)",
        grain="One row per item sold.",
        where="Etsy: Shop manager > Settings > Options > Download data: Order items.",
        folder=FOLDER,
        fields=(
            Field("ordered_at", "Sale Date", Kind.INSTANT, filled=True, formats=DAYS),
            Field("title", "Item Name"),
            Field("buyer", "Buyer", required=False),
            Field("quantity", "Quantity", Kind.WHOLE, filled=True),
            Field("price", "Price", Kind.AMOUNT, filled=True),
            Field("coupon", "Coupon Code", required=False),
            Field("discount", "Discount Amount", Kind.AMOUNT),
            Field("shipping", "Order Shipping", Kind.AMOUNT),
            Field("tax", "Order Sales Tax", Kind.AMOUNT),
            Field("item_total", "Item Total", Kind.AMOUNT),
            Field("currency", "Currency", Kind.CURRENCY, filled=True),
            Field("line_no", "Transaction ID", Kind.ID, filled=True),
            Field("listing_id", "Listing ID", Kind.ID),
            Field("paid_at", "Date Paid", Kind.INSTANT, required=False, formats=DAYS),
            Field("shipped_at", "Date Shipped", Kind.INSTANT, required=False, formats=DAYS),
            Field("region", "Ship State", required=False),
            Field("postcode", "Ship Zipcode", required=False),
            Field("country", "Ship Country", Kind.COUNTRY),
            Field("order_id", "Order ID", Kind.ID, filled=True),
            Field("variation", "Variations", required=False),
            Field("sku", "SKU", Kind.ID, required=False),
            Field("payment", "Payment Type", required=False),
        ),
        into=orders_and_lines(
            {
                "order_id": "order_id",
                "ordered_at": "ordered_at",
                "market": "coalesce(country, own_market)",
                "customer_id": "buyer",
                "currency": "currency",
                "status": "CASE WHEN shipped_at IS NOT NULL THEN 'shipped' ELSE 'ordered' END",
            },
            {
                "shipping_amount": "shipping",
                "tax_amount": "tax",
                "ship_region": "region",
                "ship_postcode": "postcode",
                "paid_at": "paid_at",
                "shipped_at": "shipped_at",
                "coupon_code": "coupon",
                "payment_method": "payment",
            },
            {
                "line_no": "line_no",
                "sku": "coalesce(sku, listing_id)",
                "title": "concat_ws(' ', title, variation)",
                "quantity": "quantity",
                "unit_price": "price",
                "discount_amount": "coalesce(discount, 0)",
                "listing_id": "listing_id",
                "shipped_at": "shipped_at",
            },
            gross="quantity * price",
            told="coalesce(item_total, quantity * price)",
        ),
        money="coalesce(item_total, quantity * price)",
        money_out={"order_lines": "gross_amount"},
        known=(
            *(
                "Coupon Details",
                "Shipping Discount",
                "Ship Name",
                "Ship Address1",
                "Ship Address2",
                "Ship City",
                "Order Type",
            ),
            *("Listings Type", "InPerson Discount", "InPerson Location", "VAT Paid by Buyer"),
        ),
        status=Status.PARTIAL,
        sources=SOURCES,
    )
)

PAYMENTS = report(
    Tabular(
        id="payment_sales",
        label="Etsy payments sales (EtsyDirectCheckoutPayments)",
        grain="One row per payment.",
        where="Etsy: Shop manager > Settings > Options > Download data: Etsy payments sales.",
        folder=FOLDER,
        fields=(
            Field("id", "Payment ID", Kind.ID, filled=True),
            Field("order_id", "Order ID", Kind.ID, filled=True),
            Field("gross", "Gross Amount", Kind.AMOUNT, filled=True),
            Field("fees", "Fees", Kind.AMOUNT),
            Field("net", "Net Amount", Kind.AMOUNT, filled=True),
            Field("posted_gross", "Posted Gross", Kind.AMOUNT, required=False),
            Field("posted_fees", "Posted Fees", Kind.AMOUNT, required=False),
            Field("posted_net", "Posted Net", Kind.AMOUNT, required=False),
            Field("adjusted_gross", "Adjusted Gross", Kind.AMOUNT, required=False),
            Field("adjusted_fees", "Adjusted Fees", Kind.AMOUNT, required=False),
            Field("adjusted_net", "Adjusted Net", Kind.AMOUNT, required=False),
            Field("currency", "Currency", Kind.CURRENCY, filled=True),
            Field("status", "Status", required=False),
            Field("available", "Funds Available", Kind.DAY, formats=DAYS),
            Field("ordered", "Order Date", Kind.DAY, filled=True, formats=DAYS),
        ),
        into=(
            Into(
                "settlement_lines",
                {
                    "settlement_id": "id",
                    "posted_on": "ordered",
                    "order_id": "order_id",
                    "payment_id": "id",
                    "currency": "currency",
                    "state": "'released'",
                    "settled_at": "available::TIMESTAMP",
                    "vendor_type": "status",
                },
                parts=(
                    Part("product_charge", "gross"),
                    Part("payment_fee", "-abs(fees)"),
                    Part("refund_product", "CASE WHEN is_adjusted THEN adjusted_gross - gross END"),
                    Part("refund_payment_fee", "CASE WHEN is_adjusted THEN abs(fees) - abs(adjusted_fees) END"),
                ),
                told="CASE WHEN is_adjusted THEN adjusted_net ELSE net END",
                is_whole=True,
            ),
        ),
        money="CASE WHEN is_adjusted THEN adjusted_net ELSE net END",
        money_out={"settlement_lines": "amount"},
        derived={"is_adjusted": "coalesce(adjusted_net, 0) <> 0 AND adjusted_net <> net"},
        known=(
            *(
                "Buyer Username",
                "Buyer Name",
                "Listing Amount",
                "Listing Currency",
                "Exchange Rate",
                "VAT Amount",
                "Buyer",
            ),
            *("Gift Card Applied?", "Order Type", "Payment Type", "Refund Amount"),
        ),
        status=Status.PARTIAL,
        sources=SOURCES,
    )
)
