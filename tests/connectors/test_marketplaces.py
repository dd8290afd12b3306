"""Marketplaces whose exports we know second-hand: orders equal their lines, settlements their totals, unknown fees stand apart."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent


@pytest.mark.parametrize(
    ("channel", "file", "market", "currency", "goods"),
    [
        ("walmart", "orders.csv", "US", "USD", "110.00"),
        ("etsy", "sold_order_items.csv", "US", "USD", "90.00"),
        ("woocommerce", "orders.csv", "DE", "EUR", "110.00"),
        ("shopee", "orders.csv", "MY", "MYR", "360.00"),
    ],
)
def test_orders_equal_their_lines(seller: Any, channel: str, file: str, market: str, currency: str, goods: str) -> None:
    shop = seller(channel, market=market, currency=currency)
    result = shop.sound(FOLDER / channel / file)
    assert result.kept_apart == {}
    assert shop.violated() == {}
    assert shop.rows("SELECT currency, sum(goods_amount) FROM orders GROUP BY 1") == [(currency, Decimal(goods))]


@pytest.mark.parametrize(
    ("channel", "file", "currency", "booked", "apart"),
    [
        ("walmart", "payments.csv", "USD", "76.50", {"unknown_value:Amount Type": "-1.50"}),
        ("etsy", "payment_sales.csv", "USD", "113.09", {}),
        ("shopee", "income.csv", "MYR", "292.76", {"unexplained_amount": "-1.00"}),
        ("lazada", "transactions.csv", "MYR", "-12.00", {"unknown_value:Fee Name": "-2.00"}),
    ],
)
def test_a_settlement_equals_its_total_and_what_is_unknown_stands_apart(
    seller: Any, channel: str, file: str, currency: str, booked: str, apart: dict[str, str]
) -> None:
    shop = seller(channel, market="MY", currency=currency)
    result = shop.sound(FOLDER / channel / file)
    assert shop.rows("SELECT sum(amount) FROM settlement_lines") == [(Decimal(booked),)]
    kept = dict(shop.rows("SELECT reason_code, sum(amount) FROM kept_apart GROUP BY 1")) if apart else {}
    assert kept == {code: Decimal(amount) for code, amount in apart.items()}
    assert set(result.kept_apart) == set(apart)


def test_a_walmart_period_that_lacks_a_row_shows_it_as_the_residual(seller: Any) -> None:
    lines = (FOLDER / "walmart" / "payments.csv").read_text(encoding="utf-8").splitlines()
    result = seller("walmart", market="US", currency="USD").load("\n".join(lines[:4] + lines[5:]) + "\n")
    assert result.money[0].residual == Decimal(20)


def test_the_heading_of_an_income_report_tells_its_currency(seller: Any) -> None:
    shop = seller("shopee", market="MY", currency="SGD")
    shop.sound(FOLDER / "shopee" / "income.csv")
    assert shop.rows("SELECT DISTINCT currency FROM settlement_lines") == [("MYR",)]
