"""Walmart's order report: one row per line of a purchase order. Headings from general knowledge of Seller Center."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind, Tabular, orders_and_lines
from argosy.connectors.tabular_report import report

DAYS = (*ISO, *SLASHED, "%b %d, %Y")

ORDERS = report(
    Tabular(
        id="orders",
        label="Orders (Order management > Download)",
        grain="One row per line of an order.",
        where="Walmart Seller Center: Orders > Manage orders > Download orders.",
        folder=Path(__file__).parent,
        fields=(
            Field("order_id", "PO#", Kind.ID, filled=True),
            Field("customer_order", "Order#", Kind.ID),
            Field("ordered_at", "Order Date", Kind.INSTANT, filled=True, formats=DAYS),
            Field("ship_by", "Ship By", Kind.INSTANT, required=False, formats=DAYS),
            Field("promised", "Delivery Date", Kind.INSTANT, required=False, formats=DAYS),
            Field("state", "State", required=False),
            Field("postcode", "Zip", required=False),
            Field("line_no", "Line#", filled=True),
            Field("status", "Status", Kind.WORD, otherwise="pending"),
            Field("title", "Item Description"),
            Field("quantity", "Qty", Kind.WHOLE, filled=True),
            Field("sku", "SKU", Kind.ID, filled=True),
            Field("price", "Item Cost", Kind.AMOUNT, filled=True),
            Field("shipping", "Shipping Cost", Kind.AMOUNT),
            Field("tax", "Tax", Kind.AMOUNT),
            Field("fulfilment", "Fulfillment Entity", Kind.WORD, required=False, otherwise="seller"),
        ),
        into=orders_and_lines(
            {
                "order_id": "order_id",
                "ordered_at": "ordered_at",
                "market": "coalesce(own_market, 'US')",
                "currency": "money",
                "status": "status",
                "fulfilment": "fulfilment",
            },
            {
                "handed_over_by_at": "ship_by",
                "promised_at": "promised",
                "ship_postcode": "postcode",
                "ship_region": "state",
            },
            {
                "line_no": "line_no",
                "sku": "sku",
                "title": "title",
                "quantity": "quantity",
                "unit_price": "price",
                "shipping_amount": "shipping",
                "tax_amount": "tax",
                "tax_included": "FALSE",
            },
            gross="quantity * price",
        ),
        money="quantity * price",
        currency="money",
        money_out={"order_lines": "gross_amount"},
        derived={"money": "coalesce(own_currency, 'USD')"},
        known=(
            *(
                "Customer Name",
                "Customer Shipping Address",
                "Customer Phone Number",
                "Ship to Address 1",
                "Ship to Address 2",
            ),
            *(
                "City",
                "Segment",
                "UPC",
                "Shipping Method",
                "Shipping Tier",
                "Shipping SLA",
                "Requested Carrier Method",
                "Carrier",
            ),
            *(
                "Tracking Number",
                "Tracking Url",
                "Update Status",
                "Update Qty",
                "Update Carrier",
                "Update Tracking Number",
            ),
        ),
        status=Status.INFERRED,
        sources=("Headings of the export from general knowledge (unverified)",),
    )
)
