"""eBay: orders of several items, the end of the file, fees by column, payouts that meet their lines."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
REPORT = (FOLDER / "transactions.csv").read_text(encoding="utf-8")


def test_an_order_of_several_items_has_one_total_and_two_lines(seller: Any) -> None:
    shop = seller("ebay", "America/Los_Angeles", "US", "USD")
    result = shop.sound(FOLDER / "orders.csv")
    assert result.ignored == {"end_of_report": 2}
    columns = "order_id, goods_amount, shipping_amount, tax_amount, total_amount, currency, ordered_on::VARCHAR"
    assert shop.rows(f"SELECT {columns} FROM orders ORDER BY 1") == [
        ("12-34567-89012", Decimal("51.98"), Decimal(4), Decimal("4.62"), Decimal("60.60"), "USD", "2026-03-07"),
        ("12-34567-89013", Decimal("39.99"), Decimal(6), Decimal("3.10"), Decimal("49.09"), "USD", "2026-03-08"),
    ]
    assert shop.violated() == {}


def test_the_summer_time_night_keeps_its_day(seller: Any) -> None:
    shop = seller("ebay", "America/Los_Angeles", "US", "USD")
    shop.sound(FOLDER / "orders.csv")
    assert shop.rows("SELECT ordered_at::TIMESTAMP::VARCHAR FROM orders ORDER BY 1") == [
        ("2026-03-07 08:00:00",),
        ("2026-03-08 08:00:00",),
    ]


def test_a_payout_is_the_sum_of_its_lines(seller: Any) -> None:
    shop = seller("ebay", "America/Los_Angeles", "US", "USD")
    result = shop.sound(FOLDER / "transactions.csv")
    assert result.kept_apart == {"unknown_value:Type": 1}
    assert result.ignored == {"item_of_an_order": 1}
    assert shop.violated() == {}
    assert shop.rows("SELECT payout_amount, status, paid_on::VARCHAR FROM payouts") == [
        (Decimal("85.43"), "paid", "2026-03-12")
    ]
    refunds = "SELECT fee_type, amount FROM settlement_lines WHERE vendor_type = 'Refund' ORDER BY 1"
    assert shop.rows(refunds) == [("refund_product", Decimal("-25.99")), ("refund_referral_fee", Decimal("3.42"))]


def test_a_fee_column_of_tomorrow_is_kept_apart_with_its_sum(seller: Any) -> None:
    text = REPORT.replace("International fee", "Interplanetary fee")
    result = seller("ebay", market="US", currency="USD").sound(text)
    assert result.kept_apart == {"unexplained_amount": 1, "unknown_value:Type": 1}
    assert result.money[0].kept_apart_amount == Decimal("-2.50")
