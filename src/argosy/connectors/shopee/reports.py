"""Shopee's orders export and its income report (released orders), in English headings; countries add columns of their own.

Of the income report only components are booked; what they leave of `Total Released Amount` is kept apart, so that a country's own fee is
seen. Headings of amounts may end in the country's currency, such as (RM) or (Rp).
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Part, Tabular, orders_and_lines
from argosy.connectors.tabular_report import report
from argosy.core.text import mark

FOLDER = Path(__file__).parent
SIGNS = {"RM": "MYR", "Rp": "IDR", "₱": "PHP", "S$": "SGD", "฿": "THB", "₫": "VND", "R$": "BRL", "NT$": "TWD"}
TIMES = (*ISO, *SLASHED, "%d-%m-%Y %H:%M", "%d-%m-%Y")
SOURCES = ("Headings of the exports in public parsers (in part), others from general knowledge (unverified)",)


def also(*names: str) -> tuple[tuple[str, str], ...]:
    """Other headings, and all with a country's sign of currency behind them."""
    return tuple((f"{name} ({sign})", "") for name in names for sign in SIGNS) + tuple((name, "") for name in names)


def _currency() -> str:
    sign = "regexp_extract(released_heading, '[(]([^)]*)[)]$', 1)"
    cases = " ".join(f"WHEN '{text}' THEN '{code}'" for text, code in SIGNS.items())
    return f"coalesce(CASE {sign} {cases} END, own_currency)"


ORDERS = report(
    Tabular(
        id="orders",
        label="Orders (Order.all)",
        grain="One row per item of an order.",
        where="Shopee Seller Centre: My orders > Export.",
        folder=FOLDER,
        fields=(
            Field("order_id", "Order ID", Kind.ID, filled=True),
            Field("status", "Order Status", Kind.WORD, otherwise="pending"),
            Field("cancel_reason", "Cancel reason", required=False),
            Field(
                "ordered_at",
                "Order Creation Date",
                Kind.INSTANT,
                filled=True,
                formats=TIMES,
                aliases=(("Create Time", ""),),
            ),
            Field(
                "paid_at", "Order Paid Time", Kind.INSTANT, required=False, formats=TIMES, aliases=(("Paid Time", ""),)
            ),
            Field("shipped_at", "Ship Time", Kind.INSTANT, required=False, formats=TIMES),
            Field(
                "delivered_at",
                "Order Complete Time",
                Kind.INSTANT,
                required=False,
                formats=TIMES,
                aliases=(("Complete Time", ""),),
            ),
            Field("title", "Product Name"),
            Field("sku", "SKU Reference No.", Kind.ID),
            Field("parent_sku", "Parent SKU Reference No.", Kind.ID, required=False),
            Field("variation", "Variation Name", required=False),
            Field("price", "Original Price", Kind.AMOUNT, filled=True),
            Field("deal_price", "Deal Price", Kind.AMOUNT),
            Field("quantity", "Quantity", Kind.WHOLE, filled=True),
            Field("subtotal", "Product Subtotal", Kind.AMOUNT),
            Field("seller_voucher", "Seller Voucher", Kind.AMOUNT, required=False),
            Field("shipping", "Buyer Paid Shipping Fee", Kind.AMOUNT, required=False),
            Field("total", "Total Amount", Kind.AMOUNT, required=False),
            Field("buyer", "Username (Buyer)", required=False, aliases=(("Buyer Username", ""),)),
            Field("payment", "Payment Method", required=False),
            Field("region", "Province", required=False),
            Field("postcode", "Zip Code", required=False, aliases=(("Postal Code", ""),)),
        ),
        into=orders_and_lines(
            {
                "order_id": "order_id",
                "ordered_at": "ordered_at",
                "market": "own_market",
                "customer_id": "buyer",
                "currency": "own_currency",
                "status": "status",
            },
            {
                "shipping_amount": "shipping",
                "total_amount": "total",
                "payment_method": "payment",
                "paid_at": "paid_at",
                "shipped_at": "shipped_at",
                "cancel_reason": "cancel_reason",
                "ship_region": "region",
                "ship_postcode": "postcode",
            },
            {
                "sku": "coalesce(sku, parent_sku, title)",
                "title": "concat_ws(' - ', title, variation)",
                "quantity": "quantity",
                "unit_price": "price",
                "discount_amount": "greatest(quantity * (price - coalesce(deal_price, price)), 0)",
            },
            gross="quantity * price",
        ),
        money="quantity * price",
        currency="own_currency",
        money_out={"order_lines": "gross_amount"},
        checks={"unknown_currency:Currency": "own_currency IS NULL"},
        reasons={"unknown_currency:Currency": mark("The file names no currency; give the store one in argosy.toml.")},
        known=(
            *(
                "Seller Discount",
                "Shopee Discount",
                "Shopee Rebate",
                "Shopee Coin Discount",
                "Shopee Shipping Discount",
            ),
            *(
                "Shopee Voucher",
                "Receiver Name",
                "Phone Number",
                "Delivery Address",
                "City",
                "Courier",
                "Warehouse",
                "Note",
            ),
            *(
                "Return/Refund Status",
                "Ready to Ship Time",
                "Delivered Time",
                "Cancel Time",
                "Tracking Number*",
                "Shipping Option",
            ),
        ),
        status=Status.INFERRED,
        sources=SOURCES,
    )
)

COMPONENTS = (
    ("goods", "Original product price", "product_charge", ("Product Price", "Original Price")),
    ("discount", "Your Seller product promotion", "promotion", ("Seller Discount",)),
    ("refund", "Refund Amount to Buyer", "refund_product", ("Refund Amount",)),
    ("rebate", "Product Discount Rebate from Shopee", "platform_promotion", ("Shopee rebate",)),
    ("voucher", "Voucher Sponsored by Seller", "promotion", ("Seller Voucher Code", "Voucher")),
    ("coins", "Seller Absorbed Coin Cashback", "promotion", ()),
    ("shipping_paid", "Shipping Fee Paid by Buyer", "shipping_charge", ("Buyer Paid Shipping Fee",)),
    ("shipping_rebate", "Shipping Rebate From Shopee", "shipping_subsidy", ("Shipping Fee Rebate from Shopee",)),
    ("shipping_cost", "Actual Shipping Fee", "platform_shipping_fee", ("Shipping Fee Charged by Logistic Provider",)),
    ("return_shipping", "Reverse Shipping Fee", "return_shipping_fee", ()),
    ("ams", "AMS Commission Fee", "affiliate_commission", ()),
    ("commission", "Commission fee", "referral_fee", ("Commission Fee (Incl. SST)", "Commission Fee (incl. GST)")),
    ("service", "Service Fee", "programme_fee", ("Service Fee (Incl. SST)", "Service Fee (incl. GST)")),
    ("transaction", "Transaction Fee", "payment_fee", ("Transaction Fee (Incl. SST)", "Transaction Fee (incl. GST)")),
    ("saver", "Saver Programme Fee (Incl. SST)", "programme_fee", ("Free Returns Fee", "Saver Programme Fee")),
)
"""Name, heading, fee type, other headings. Amounts carry their sign in the file."""

INCOME = report(
    Tabular(
        id="income",
        label="Income (released), sheet Income",
        grain="One row per order released.",
        where="Shopee Seller Centre: Finance > My income > Income reports > Export.",
        folder=FOLDER,
        fields=(
            Field("order_id", "Order ID", Kind.ID, filled=True),
            Field(
                "released_on",
                "Payout Completed Date",
                Kind.DAY,
                filled=True,
                formats=TIMES,
                aliases=(("Released Date", ""),),
            ),
            Field(
                "released",
                "Total Released Amount",
                Kind.AMOUNT,
                filled=True,
                aliases=also("Total Released Amount"),
                keeps_heading=True,
            ),
            *(
                Field(name, heading, Kind.AMOUNT, name == "commission", aliases=also(heading, *others))
                for name, heading, _, others in COMPONENTS
            ),
        ),
        into=(
            Into(
                "settlement_lines",
                {
                    "settlement_id": "order_id",
                    "posted_on": "released_on",
                    "order_id": "order_id",
                    "market": "own_market",
                    "currency": "money",
                    "state": "'released'",
                    "vendor_type": "'Income'",
                },
                parts=tuple(Part(fee_type, name) for name, _, fee_type, _ in COMPONENTS),
                told="released",
            ),
        ),
        money="released",
        currency="money",
        money_out={"settlement_lines": "amount"},
        derived={"money": _currency()},
        checks={"unknown_currency:Total Released Amount": "money IS NULL"},
        reasons={
            "unknown_currency:Total Released Amount": mark(
                "The file names no currency; give the store one in argosy.toml."
            )
        },
        known=("Sequence No.", "Refund ID", "Username (Buyer)", "Order Creation Date", "Buyer Payment Method"),
        status=Status.INFERRED,
        sources=SOURCES,
    )
)
