"""A business small enough to be worked by hand: three orders, one settlement, rent, advertising; all in euro but one order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

PLACE = {"store_id": "a", "channel": "amazon", "market": "DE"}
FIRST, SECOND, THIRD = date(2026, 5, 4), date(2026, 5, 18), date(2026, 6, 2)


def booked(line: int, kind: str, amount: str, on: date = SECOND, **columns: Any) -> dict[str, Any]:
    """A settlement line of store `a`, amazon, DE unless told otherwise."""
    return {
        "store_id": "a",
        "channel": "amazon",
        "market": "DE",
        "settlement_id": "S1",
        "payout_id": "S1",
        "line_no": str(line),
        "posted_on": on,
        "fee_type": kind,
        "currency": "EUR",
        "amount": Decimal(amount),
        "order_id": None,
        "sku": None,
        "quantity": None,
        "state": None,
        **columns,
    }


def ordered(order: str, sku: str, quantity: int, gross: str, on: date, **columns: Any) -> dict[str, Any]:
    """An order line of store `a`, amazon, DE, price with tax, unless told otherwise."""
    return {
        "store_id": "a",
        "channel": "amazon",
        "market": "DE",
        "order_id": order,
        "line_no": sku,
        "ordered_on": on,
        "sku": sku,
        "quantity": quantity,
        "currency": "EUR",
        "gross_amount": Decimal(gross),
        "discount_amount": Decimal(0),
        "tax_amount": Decimal(0),
        "tax_included": True,
        "status": "shipped",
        **columns,
    }


def priced(product: str, amount: str, **columns: Any) -> dict[str, Any]:
    """A standard cost in euro since the first of January."""
    return {
        "product_id": product,
        "market": "*",
        "batch_id": "*",
        "component": "purchase",
        "effective_on": date(2026, 1, 1),
        "currency": "EUR",
        "unit_cost_amount": Decimal(amount),
        "batch_quantity": None,
        "is_recoverable": None,
        **columns,
    }


def advertised(level: str, spend: str, **columns: Any) -> dict[str, Any]:
    """A day of an advertising account at one level."""
    return {
        "store_id": "a",
        "channel": "amazon",
        "market": "DE",
        "platform": "amazon_ads",
        "account_id": "x",
        "level": level,
        "campaign_id": "c",
        "sku": "*",
        "performed_on": FIRST,
        "days": 1,
        "currency": "EUR",
        "spend_amount": Decimal(spend),
        "impressions": 1000,
        "clicks": 20,
        **columns,
    }


def business() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Every table of it."""
    return {
        "order_lines": [
            ordered("o1", "A", 2, "119.00", FIRST, tax_amount=Decimal(19)),
            ordered("o1", "B", 1, "11.90", FIRST, tax_amount=Decimal("1.90")),
            ordered("o2", "A", 1, "59.50", SECOND, tax_amount=Decimal("9.50")),
            ordered("o3", "C", 1, "50.00", THIRD, currency="USD", market="US", tax_included=False),
        ],
        "settlement_lines": [
            booked(1, "product_charge", "100.00", order_id="o1", sku="A", quantity=2),
            booked(2, "tax_collected", "19.00", order_id="o1", sku="A"),
            booked(3, "product_charge", "10.00", order_id="o1", sku="B", quantity=1),
            booked(4, "tax_collected", "1.90", order_id="o1", sku="B"),
            booked(5, "referral_fee", "-15.00", order_id="o1", sku="A"),
            booked(6, "referral_fee", "-1.50", order_id="o1", sku="B"),
            booked(7, "storage_fee", "-7.00"),
            booked(8, "subscription_fee", "-39.00", market=None),
            booked(9, "shipping_label_fee", "-5.00", order_id="o1"),
            booked(10, "advertising_fee", "-10.00"),
            booked(11, "reserve_held", "-20.00"),
        ],
        "product_costs": [priced("A", "20"), priced("B", "3", batch_id="B1", batch_quantity=10)],
        "expenses": [
            {
                "expense_id": "e1",
                "incurred_on": date(2026, 5, 1),
                "to_on": date(2026, 7, 1),
                "category": "rent",
                "currency": "EUR",
                "cost_amount": Decimal(610),
                "allocation": "by_sales",
            }
        ],
        "ad_performance": [advertised("campaign", "10.00"), advertised("product", "8.00", sku="A")],
    }
