"""The chain from order to bank: each broken link is listed once, with its reason, amount and age."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from memory_measures import measures_of
from small_business import booked, ordered

from argosy.metrics.contract import Query

OLD, NEW = date(2026, 1, 5), date(2026, 5, 4)


def paid(payout: str, amount: str, **columns: Any) -> dict[str, Any]:
    row = {"store_id": "a", "channel": "amazon", "market": "DE", "payout_id": payout, "paid_on": NEW, "status": "paid"}
    return {**row, "currency": "EUR", "payout_amount": Decimal(amount), "reference": None, **columns}


TABLES = {
    "order_lines": [
        ordered("never", "A", 1, "30.00", OLD),
        ordered("less", "A", 1, "50.00", NEW),
        ordered("fine", "A", 1, "119.00", NEW, tax_amount=Decimal(19)),
    ],
    "settlement_lines": [
        booked(1, "product_charge", "45.00", NEW, order_id="less"),
        booked(2, "product_charge", "119.00", NEW, order_id="fine"),
        booked(3, "product_charge", "7.00", NEW, order_id="stranger"),
        booked(4, "storage_fee", "-2.00", NEW, payout_id=None),
        booked(5, "product_charge", "80.00", NEW, payout_id="S2"),
        booked(6, "payout", "-80.00", NEW, payout_id="S2"),
    ],
    "payouts": [paid("S1", "170.00"), paid("S2", "80.00", reference="REF-2")],
    "bank_lines": [
        {
            "account_id": "m",
            "line_no": "1",
            "booked_on": NEW,
            "currency": "EUR",
            "amount": Decimal("79.50"),
            "payout_id": "S2",
            "reference": None,
        }
    ],
}


def test_every_broken_link_is_listed_with_its_reason() -> None:
    rows = measures_of(TABLES).measure(Query(("unreconciled", "unreconciled_cases"), ("channel", "reason", "age"))).rows
    assert [(row["reason"], row["age"], str(row["unreconciled"]), row["unreconciled_cases"]) for row in rows] == [
        ("bank_differs", "0-7", "-0.5000", 1),
        ("not_paid_out", "0-7", "-2.0000", 1),
        ("order_not_settled", "over 90", "30.0000", 1),
        ("payout_differs", "0-7", "-1.0000", 1),
        ("payout_not_at_bank", "0-7", "170.0000", 1),
        ("settled_differently", "0-7", "-5.0000", 1),
        ("settled_without_order", "0-7", "7.0000", 1),
    ]


def test_nothing_is_listed_where_all_is_paid() -> None:
    tables = {
        "order_lines": [ordered("fine", "A", 1, "119.00", NEW, tax_amount=Decimal(19))],
        "settlement_lines": [booked(1, "product_charge", "119.00", NEW, order_id="fine")],
        "payouts": [paid("S1", "119.00")],
    }
    (row,) = measures_of(tables).measure(Query(("unreconciled", "unreconciled_cases"))).rows
    assert row["unreconciled_cases"] == 0
