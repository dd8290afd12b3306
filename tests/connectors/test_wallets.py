"""Wallets between marketplaces and banks: what is not completed moves nothing, unknown types keep their money and are counted."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent


@pytest.mark.parametrize(
    ("wallet", "balances", "uncategorised"),
    [
        ("payoneer", {"USD": Decimal(295)}, 1),
        ("pingpong", {"USD": Decimal("296.40")}, 0),
        ("worldfirst", {"USD": Decimal(1400), "CNY": Decimal(7180)}, 0),
    ],
)
def test_the_lines_of_a_wallet_make_its_balance(
    seller: Any, wallet: str, balances: dict[str, Decimal], uncategorised: int
) -> None:
    shop = seller(wallet)
    result = shop.sound(FOLDER / wallet / "statement.csv")
    assert dict(shop.rows("SELECT currency, sum(amount) FROM bank_lines GROUP BY 1")) == balances
    last = "SELECT currency, arg_max(balance_amount, booked_on) FROM bank_lines GROUP BY 1"
    assert dict(shop.rows(last)) == balances
    assert shop.rows("SELECT count(*) FROM bank_lines WHERE category IS NULL") == [(uncategorised,)]
    assert sum(result.remarks.values()) == uncategorised


def test_a_refused_attempt_says_why_and_an_unknown_state_is_no_success(seller: Any) -> None:
    shop = seller("oceanpayment")
    shop.sound(FOLDER / "oceanpayment" / "payments.csv")
    columns = "order_id, attempt_no, outcome, decline_code, captured_amount"
    assert shop.rows(f"SELECT {columns} FROM payment_attempts ORDER BY attempted_at") == [
        ("R-100", 1, "declined", "insufficient_funds", Decimal(0)),
        ("R-100", 2, "approved", None, Decimal("59.90")),
        ("R-101", 1, "declined", "risk_rule", Decimal(0)),
        ("R-102", 1, "pending", None, Decimal(0)),
    ]
