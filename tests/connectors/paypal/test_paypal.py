"""PayPal: three columns make an instant, what moved no balance is left out, what the seller paid is kept apart."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
US = (FOLDER / "activity_us.csv").read_text(encoding="utf-8")


def test_movements_of_the_balance(seller: Any) -> None:
    shop = seller("paypal", "America/Los_Angeles", "US", "USD")
    result = shop.sound(FOLDER / "activity_us.csv")
    assert result.kept_apart == {"own_payment": 1, "unknown_value:Type": 1}
    assert result.ignored == {"no_balance_impact": 1}
    check = next(one for one in result.money if one.currency == "USD")
    assert (check.out_amount, check.kept_apart_amount) == (Decimal("44.27"), Decimal(-34))
    paid = "SELECT payout_id, payout_amount, paid_on::VARCHAR FROM payouts"
    assert shop.rows(paid) == [("1AB00007", Decimal(900), "2026-03-15")]


def test_the_night_the_clocks_change(seller: Any) -> None:
    shop = seller("paypal", "America/Los_Angeles", "US", "USD")
    shop.sound(FOLDER / "activity_us.csv")
    times = "SELECT DISTINCT payment_id, posted_at::TIMESTAMP::VARCHAR, posted_on::VARCHAR FROM settlement_lines ORDER BY 2 LIMIT 2"
    assert shop.rows(times) == [
        ("1AB00001", "2026-03-08 07:30:00", "2026-03-07"),
        ("1AB00002", "2026-03-08 10:10:00", "2026-03-08"),
    ]


def test_a_german_file_has_day_first_and_decimal_commas(seller: Any) -> None:
    shop = seller("paypal", "Europe/Berlin")
    shop.sound(FOLDER / "activity_de.csv")
    lines = "SELECT fee_type, amount, posted_on::VARCHAR FROM settlement_lines ORDER BY posted_on, line_no"
    assert shop.rows(lines) == [
        ("product_charge", Decimal("1234.50"), "2026-03-28"),
        ("payment_fee", Decimal("-31.09"), "2026-03-28"),
        ("refund_product", Decimal("-34.50"), "2026-03-29"),
    ]


def test_half_an_overlap_with_last_months_export(seller: Any) -> None:
    shop = seller("paypal", market="US", currency="USD")
    shop.sound(US, "march.csv")
    count = shop.rows("SELECT count(*), sum(amount) FROM settlement_lines")
    lines = US.splitlines()
    shop.sound("\n".join([lines[0], *lines[3:]]) + "\n", "late march.csv")
    assert shop.rows("SELECT count(*), sum(amount) FROM settlement_lines") == count
