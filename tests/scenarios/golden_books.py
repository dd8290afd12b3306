"""Writes the files of the golden month (docs/golden-month.md): real formats for Amazon and Shopify, tables with mappings for the rest."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from argosy.canonical.catalogue import table as canonical_table
from argosy.canonical.fee_types import FEE_TYPES

FIRST, SECOND, BOOKED, PAID = "2026-05-04", "2026-05-11", "2026-05-18", "2026-05-20"
STORES = """
[[stores]]
id = "us_amazon"
channel = "amazon"
market = "US"
time_zone = "UTC"
currency = "USD"
[[stores]]
id = "de_shop"
channel = "shopify"
market = "DE"
time_zone = "UTC"
currency = "EUR"
"""
SETTLEMENT_COLUMNS = [
    "settlement-id",
    "settlement-start-date",
    "settlement-end-date",
    "deposit-date",
    "total-amount",
    "currency",
    "transaction-type",
    "order-id",
    "merchant-order-id",
    "adjustment-id",
    "shipment-id",
    "marketplace-name",
    "amount-type",
    "amount-description",
    "amount",
    "fulfillment-id",
    "posted-date",
    "posted-date-time",
    "order-item-code",
    "merchant-order-item-id",
    "merchant-adjustment-item-id",
    "sku",
    "quantity-purchased",
    "promotion-id",
]
ORDER_COLUMNS = [
    "amazon-order-id",
    "merchant-order-id",
    "purchase-date",
    "last-updated-date",
    "order-status",
    "fulfillment-channel",
    "sales-channel",
    "order-channel",
    "url",
    "ship-service-level",
    "product-name",
    "sku",
    "asin",
    "item-status",
    "quantity",
    "currency",
    "item-price",
    "item-tax",
    "shipping-price",
    "shipping-tax",
    "gift-wrap-price",
    "gift-wrap-tax",
    "item-promotion-discount",
    "ship-promotion-discount",
    "ship-city",
    "ship-state",
    "ship-postal-code",
    "ship-country",
    "promotion-ids",
    "is-business-order",
]
POSITIVE = {
    "shipping_charge",
    "gift_wrap_charge",
    "cod_charge",
    "restocking_charge",
    "shipping_subsidy",
    "liquidation_proceeds",
    "regulatory_charge",
    "platform_promotion",
    "refund_promotion",
    "refund_fulfilment_fee",
    "refund_payment_fee",
    "refund_affiliate_commission",
    "chargeback_reversed",
    "guarantee_claim_reversed",
}
ELSEWHERE = {
    "product_charge",
    "tax_collected",
    "tax_withheld",
    "promotion",
    "refund_product",
    "refund_tax",
    "refund_tax_withheld",
    "refund_referral_fee",
    "refund_administration_fee",
    "referral_fee",
    "subscription_fee",
    "advertising_fee",
    "fulfilment_fee",
    "storage_fee",
    "reimbursement",
    "points_granted",
}
"""Fee types the orders and the settlement of the month have anyway; every other one is booked once, with one real."""


def sweep() -> list[tuple[str, Decimal]]:
    """Every fee type that nothing else of the month books: one real each, to the seller where its meaning says so."""
    rest = [fee for fee in FEE_TYPES if fee.name not in ELSEWHERE and fee.step != "transfer"]
    return [(fee.name, Decimal(1 if fee.name in POSITIVE else -1)) for fee in rest]


def amazon_orders() -> Iterator[Mapping[str, str]]:
    """Twenty orders of one lamp, twelve on the first day and eight on the second."""
    for number in range(20):
        day = FIRST if number < 12 else SECOND
        yield {
            "amazon-order-id": f"111-{number:07d}-0000001",
            "purchase-date": f"{day}T10:00:00+00:00",
            "last-updated-date": f"{day}T12:00:00+00:00",
            "order-status": "Shipped",
            "fulfillment-channel": "Amazon",
            "sales-channel": "Amazon.com",
            "product-name": "Lamp",
            "sku": "LAMP",
            "asin": "B000000001",
            "item-status": "Shipped",
            "quantity": "1",
            "currency": "USD",
            "item-price": "20.00",
            "item-tax": "1.60",
            "ship-country": "US",
        }


def amazon_settlement() -> Iterator[Mapping[str, str]]:
    """The settlement of these orders: two are refunded; storage, subscription, advertising, one reimbursement."""
    rows = []
    for number, order in enumerate(amazon_orders()):
        parts = [("Order", "ItemPrice", "Principal", "20.00"), ("Order", "ItemPrice", "Tax", "1.60")]
        parts += [("Order", "ItemWithheldTax", "MarketplaceFacilitatorTax-Principal", "-1.60")]
        parts += [
            ("Order", "ItemFees", "Commission", "-3.00"),
            ("Order", "ItemFees", "FBAPerUnitFulfillmentFee", "-4.00"),
        ]
        if number < 2:
            parts += [("Refund", "ItemPrice", "Principal", "-20.00"), ("Refund", "ItemPrice", "Tax", "-1.60")]
            parts += [("Refund", "ItemWithheldTax", "MarketplaceFacilitatorTax-Principal", "1.60")]
            parts += [("Refund", "ItemFees", "Commission", "3.00"), ("Refund", "ItemFees", "RefundCommission", "-0.60")]
        rows += [(*part, order["amazon-order-id"], "LAMP", "1" if part[2] == "Principal" else "") for part in parts]
    rows += [
        ("other-transaction", "other-transaction", "Storage Fee", "-30.00", "", "", ""),
        ("other-transaction", "other-transaction", "Subscription Fee", "-39.99", "", "", ""),
        ("ServiceFee", "Cost of Advertising", "TransactionTotalAmount", "-50.00", "", "", ""),
        ("other-transaction", "FBA Inventory Reimbursement", "WAREHOUSE_DAMAGE", "25.00", "", "LAMP", "1"),
    ]
    total = sum((Decimal(row[3]) for row in rows), Decimal(0))
    yield {
        "settlement-id": "9001",
        "settlement-start-date": "2026-05-01 00:00:00 UTC",
        "settlement-end-date": f"{BOOKED} 23:00:00 UTC",
        "deposit-date": f"{PAID} 08:00:00 UTC",
        "total-amount": f"{total:.2f}",
        "currency": "USD",
    }
    for kind, amount_type, described, amount, order, sku, quantity in rows:
        yield {
            "settlement-id": "9001",
            "transaction-type": kind,
            "order-id": order,
            "marketplace-name": "Amazon.com",
            "amount-type": amount_type,
            "amount-description": described,
            "amount": amount,
            "fulfillment-id": "AFN",
            "posted-date": BOOKED,
            "posted-date-time": f"{BOOKED} 10:00:00 UTC",
            "sku": sku,
            "quantity-purchased": quantity,
        }


def shopify_orders(header: Sequence[str]) -> Iterator[list[str]]:
    """Fifteen orders of two mugs with shipping, VAT within: ten on the first day, five on the second; the first is refunded whole."""
    for number in range(15):
        at = f"{FIRST if number < 10 else SECOND} 09:00:00 +0000"
        cells = {
            "Name": f"#{1001 + number}",
            "Email": f"buyer{number}@example.com",
            "Financial Status": "refunded" if number == 0 else "paid",
            "Paid at": at,
            "Fulfillment Status": "fulfilled",
            "Fulfilled at": at,
            "Currency": "EUR",
            "Subtotal": "23.80",
            "Shipping": "4.76",
            "Taxes": "4.56",
            "Total": "28.56",
            "Discount Amount": "0.00",
            "Created at": at,
            "Lineitem quantity": "2",
            "Lineitem name": "Mug",
            "Lineitem price": "11.90",
            "Lineitem sku": "MUG",
            "Lineitem requires shipping": "true",
            "Lineitem taxable": "true",
            "Lineitem fulfillment status": "fulfilled",
            "Shipping Country": "DE",
            "Payment Method": "Shopify Payments",
            "Refunded Amount": "28.56" if number == 0 else "0.00",
            "Lineitem discount": "0.00",
            "Id": str(7_000_000 + number),
        }
        yield [cells.get(name, "") for name in header]


def shopify_transactions() -> Iterator[Mapping[str, str]]:
    """Each charge less a fee of 0.96, and the refund."""
    for number in range(16):
        is_refund = number == 15
        amount, fee = (Decimal("-28.56"), Decimal(0)) if is_refund else (Decimal("28.56"), Decimal("0.96"))
        yield {
            "Transaction Date": f"{BOOKED} 09:00:00 +0000",
            "Type": "refund" if is_refund else "charge",
            "Order": f"#{1001 if is_refund else 1001 + number}",
            "Payout Status": "paid",
            "Payout Date": PAID,
            "Payout ID": "77",
            "Available On": PAID,
            "Amount": str(amount),
            "Fee": str(fee),
            "Net": str(amount - fee),
            "Currency": "EUR",
            "VAT": "0.00",
        }


def tables() -> Mapping[str, tuple[str, list[Mapping[str, object]]]]:
    """The other channels and the seller's own sheets: name to canonical table and rows, columns named as the table's."""
    meli = {"store_id": "br_meli", "channel": "mercado_livre", "market": "BR", "currency": "BRL"}
    rakuten = {"store_id": "jp_rakuten", "channel": "rakuten", "market": "JP", "currency": "JPY"}
    orders: list[Mapping[str, object]] = []
    booked: list[Mapping[str, object]] = []

    def book(place: Mapping[str, object], kind: str, amount: object, **more: object) -> None:
        row = {
            **place,
            "settlement_id": "M1",
            "payout_id": "M1",
            "posted_on": BOOKED,
            "fee_type": kind,
            "amount": amount,
        }
        booked.append({**row, "line_no": str(len(booked) + 1), **more})

    for number in range(15):
        day, order = FIRST if number < 9 else SECOND, f"ML{number:03d}"
        row = {"order_id": order, "line_no": "1", "ordered_at": f"{day}T15:00:00Z", "sku": "LAMP", "quantity": 1}
        orders.append(
            {**meli, **row, "gross_amount": "150.00", "discount_amount": "10.00", "tax_included": "", "tax_amount": ""}
        )
        book(meli, "product_charge", "150.00", order_id=order, sku="LAMP", quantity=1)
        book(meli, "promotion", "-10.00", order_id=order, sku="LAMP")
        book(meli, "referral_fee", "-22.40", order_id=order, sku="LAMP")
    for kind, amount in sweep():
        book(meli, kind, amount)
    for number in range(10):
        day, order = FIRST if number < 5 else SECOND, f"RK{number:03d}"
        row = {"order_id": order, "line_no": "1", "ordered_at": f"{day}T05:00:00Z", "sku": "MUG", "quantity": 1}
        orders.append(
            {
                **rakuten,
                **row,
                "gross_amount": "3300",
                "discount_amount": "0",
                "tax_included": "true",
                "tax_amount": "300",
            }
        )
        book(rakuten, "product_charge", "3300", order_id=order, sku="MUG", quantity=1)
        book(rakuten, "referral_fee", "-330", order_id=order, sku="MUG")
        book(rakuten, "points_granted", "-33", order_id=order, sku="MUG")
    cost = {"market": "*", "batch_id": "*", "component": "purchase", "effective_on": "2026-01-01", "currency": "CNY"}
    lot = {**cost, "product_id": "MUG"}
    return {
        "channel_orders": ("order_lines", orders),
        "channel_bookings": ("settlement_lines", booked),
        "cost_sheet": (
            "product_costs",
            [
                {**cost, "product_id": "LAMP", "unit_cost_amount": "40.00", "batch_quantity": ""},
                {
                    **cost,
                    "product_id": "LAMP",
                    "component": "first_leg",
                    "unit_cost_amount": "6.00",
                    "batch_quantity": "",
                },
                {**lot, "batch_id": "B1", "unit_cost_amount": "15.00", "batch_quantity": 30},
                {
                    **lot,
                    "batch_id": "B2",
                    "effective_on": "2026-02-01",
                    "unit_cost_amount": "18.00",
                    "batch_quantity": 100,
                },
            ],
        ),
        "overhead": (
            "expenses",
            [
                {
                    "expense_id": "rent-05",
                    "incurred_on": "2026-05-01",
                    "to_on": "2026-06-01",
                    "category": "rent",
                    "currency": "CNY",
                    "cost_amount": "800.00",
                    "allocation": "by_sales",
                }
            ],
        ),
        "returned_units": (
            "returns",
            [
                {
                    "store_id": "us_amazon",
                    "channel": "amazon",
                    "market": "US",
                    "return_id": "R1",
                    "order_id": "111-0000000-0000001",
                    "returned_on": SECOND,
                    "sku": "LAMP",
                    "quantity": 1,
                    "disposition": "sellable",
                }
            ],
        ),
        "payments_received": (
            "payouts",
            [
                {
                    **meli,
                    "payout_id": "M1",
                    "paid_on": PAID,
                    "status": "paid",
                    "payout_amount": "1731.00",
                    "received_currency": "CNY",
                    "received_amount": "2330.00",
                },
                {
                    **rakuten,
                    "payout_id": "M1",
                    "paid_on": PAID,
                    "status": "paid",
                    "payout_amount": "29370",
                    "received_currency": "CNY",
                    "received_amount": "1250.00",
                },
            ],
        ),
    }


KINDS = {"quantity": "integer", "batch_quantity": "integer", "tax_included": "boolean", "ordered_at": "instant"}


def mapping(name: str, table: str, columns: Sequence[str]) -> str:
    """A mapping file for a sheet whose columns are named as the canonical table's."""
    lines = [
        "argosy_mapping: 1",
        f"name: {name}",
        f"recognise: {{columns: [{', '.join(columns)}]}}",
        "store: {id: sheet, channel: own_store, time_zone: UTC}",
        "columns:",
    ]
    for column in columns:
        kind = KINDS.get(column) or (
            "date" if column.endswith("_on") else "money" if column.endswith("amount") else "text"
        )
        if kind == "money":
            money = "received_currency" if column == "received_amount" else "currency"
            lines.append(f"  {column}: {{type: money, currency: {{column: {money}}}}}")
        else:
            lines.append(f"  {column}: {{type: {kind}}}")
    lines += ["rows:", "  - name: all", f"    to: {table}", "    set:"]
    for column in columns:
        words = canonical_table(table).column(column).values
        told = f"{{vocabulary: {{column: {column}, values: {{{', '.join(f'{word}: {word}' for word in words)}}}}}}}"
        lines.append(f"      {column}: {told if words else column}")
    if table == "order_lines":
        lines.append("      status: {constant: shipped}")
    return "\n".join(lines) + "\n"


def write(folder: Path, shopify_header: Sequence[str]) -> list[tuple[Path, Path | None, str | None]]:
    """Every file of the month: path, mapping file (None: known by its format) and store."""
    files: list[tuple[Path, Path | None, str | None]] = []
    for name, columns, rows in (
        ("orders.txt", ORDER_COLUMNS, amazon_orders()),
        ("settlement.txt", SETTLEMENT_COLUMNS, amazon_settlement()),
    ):
        path = folder / name
        lines = ["\t".join(columns), *("\t".join(row.get(column, "") for column in columns) for row in rows)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        files.append((path, None, "us_amazon"))
    orders = folder / "orders_export.csv"
    with orders.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([list(shopify_header), *shopify_orders(shopify_header)])
    paid = folder / "payment_transactions_export.csv"
    transactions = list(shopify_transactions())
    with paid.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file,
            [
                *transactions[0],
                "Checkout",
                "Card Brand",
                "Card Source",
                "Payment Method Name",
                "Presentment Amount",
                "Presentment Currency",
            ],
        )
        writer.writeheader()
        writer.writerows(transactions)
    files += [(orders, None, "de_shop"), (paid, None, "de_shop")]
    for name, (table, table_rows) in tables().items():
        columns = list(dict.fromkeys(column for row in table_rows for column in row))
        path, rule = folder / f"{name}.csv", folder / f"{name}.yaml"
        with path.open("w", encoding="utf-8", newline="") as file:
            sheet = csv.DictWriter(file, columns)
            sheet.writeheader()
            sheet.writerows(table_rows)
        rule.write_text(mapping(name, table, columns), encoding="utf-8")
        files.append((path, rule, None))
    return files
