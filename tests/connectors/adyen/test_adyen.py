"""Adyen: a batch's lines equal its payout, fees stand apart, the clocks of two zones are one time."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def test_a_batch_equals_its_payout_and_an_unknown_type_is_shown(seller: Any) -> None:
    shop = seller("adyen", "Europe/Amsterdam", "NL", "EUR")
    result = shop.sound(FOLDER / "settlement_detail.csv")
    assert result.kept_apart == {"unknown_value:Type": 1}
    assert result.money[0].kept_apart_amount == Decimal("-0.50")
    assert shop.violated() == {}
    lines = "SELECT fee_type, sum(amount) FROM settlement_lines GROUP BY 1 ORDER BY 1"
    assert dict(shop.rows(lines)) == {
        "chargeback": Decimal(-30),
        "chargeback_fee": Decimal("-7.50"),
        "payment_fee": Decimal("-7.78"),
        "payout": Decimal("-74.82"),
        "product_charge": Decimal("166.09"),
        "refund_product": Decimal("-45.99"),
    }
    times = "SELECT posted_at::TIMESTAMP::VARCHAR FROM settlement_lines WHERE order_id = 'ORDER-2' LIMIT 1"
    assert shop.rows(times) == [("2026-03-29 01:05:00",)]
