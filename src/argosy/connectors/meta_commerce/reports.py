"""Meta's shops (Instagram, Facebook): orders and payouts of checkout on the platform, as far as public texts tell their headings."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Part, Tabular, orders_and_lines
from argosy.connectors.tabular_report import report

FOLDER = Path(__file__).parent
DAYS = (*ISO, *SLASHED, "%b %d, %Y")
SOURCES = ("Headings of Commerce Manager's exports from general knowledge (unverified)",)

ORDERS = report(
    Tabular(
        id="orders",
        label="Orders (Commerce Manager)",
        grain="One row per item of an order.",
        where="Meta Commerce Manager: Orders > Export.",
        folder=FOLDER,
        fields=(
            Field("order_id", "Order ID", Kind.ID, filled=True),
            Field("ordered_at", "Order Date", Kind.INSTANT, filled=True, formats=DAYS),
            Field("status", "Order State", Kind.WORD, otherwise="pending"),
            Field("shop", "Sales Channel"),
            Field("listing_id", "Content ID", Kind.ID, filled=True),
            Field("title", "Product Name"),
            Field("quantity", "Quantity", Kind.WHOLE, filled=True),
            Field("price", "Price Per Unit", Kind.AMOUNT, filled=True),
            Field("tax", "Estimated Tax", Kind.AMOUNT, required=False),
            Field("shipping", "Shipping Price", Kind.AMOUNT, required=False),
            Field("currency", "Currency", Kind.CURRENCY, filled=True),
            Field("country", "Ship To Country", Kind.COUNTRY, required=False),
            Field("region", "Ship To State", required=False),
        ),
        into=orders_and_lines(
            {
                "order_id": "order_id",
                "ordered_at": "ordered_at",
                "market": "coalesce(country, own_market)",
                "currency": "currency",
                "status": "status",
                "sales_source": "lower(shop)",
            },
            {"shipping_amount": "shipping", "ship_region": "region"},
            {
                "sku": "listing_id",
                "title": "title",
                "quantity": "quantity",
                "unit_price": "price",
                "tax_amount": "tax",
                "listing_id": "listing_id",
            },
            gross="quantity * price",
        ),
        money="quantity * price",
        money_out={"order_lines": "gross_amount"},
        status=Status.INFERRED,
        sources=SOURCES,
    )
)

PAYOUTS = report(
    Tabular(
        id="payouts",
        label="Payout transactions (Commerce Manager)",
        grain="One row per transaction of a payout.",
        where="Meta Commerce Manager: Payouts > Download transaction report.",
        folder=FOLDER,
        fields=(
            Field("payout_id", "Payout Reference ID", Kind.ID, filled=True),
            Field("paid_on", "Payout Date", Kind.DAY, filled=True, formats=DAYS),
            Field("posted_on", "Transaction Date", Kind.DAY, filled=True, formats=DAYS),
            Field("kind", "Transaction Type", Kind.WORD, filled=True),
            Field("order_id", "Order ID", Kind.ID),
            Field("gross", "Gross Payment Amount", Kind.AMOUNT, filled=True),
            Field("fee", "Processing Fee", Kind.AMOUNT),
            Field("net", "Net Payment Amount", Kind.AMOUNT, filled=True),
            Field("currency", "Currency", Kind.CURRENCY, filled=True),
        ),
        into=(
            Into(
                "settlement_lines",
                {
                    "settlement_id": "payout_id",
                    "posted_on": "posted_on",
                    "order_id": "order_id",
                    "currency": "currency",
                    "state": "'released'",
                    "payout_id": "payout_id",
                    "vendor_type": "kind_told",
                },
                parts=(
                    Part("kind", "gross"),
                    Part("CASE WHEN gross < 0 THEN 'refund_referral_fee' ELSE 'referral_fee' END", "net - gross"),
                ),
                told="net",
            ),
            Into(
                "payouts",
                {"payout_id": "payout_id", "status": "'sent'", "currency": "currency", "settlement_id": "payout_id"},
                per=("payout_id",),
                totals={
                    "paid_on": "max(paid_on)",
                    "payout_amount": "max(paid_in_all)",
                    "from_on": "min(posted_on)",
                    "to_on": "max(posted_on) + 1",
                },
            ),
        ),
        money="net",
        money_out={"settlement_lines": "amount"},
        derived={"paid_in_all": "sum(net) OVER (PARTITION BY payout_id)"},
        status=Status.INFERRED,
        sources=SOURCES,
    )
)
