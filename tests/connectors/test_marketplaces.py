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
        ("temu", "orders.csv", "US", "USD", "37.00"),
        ("rakuten", "orders.csv", "JP", "JPY", "18000"),
        ("shopline", "orders.csv", "TW", "TWD", "3400"),
        ("meta_commerce", "orders.csv", "US", "USD", "110.00"),
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
        ("temu", "settlement.csv", "USD", "20.80", {"unknown_value:账务类型": "-1.00"}),
        ("aliexpress", "settlement.csv", "USD", "67.16", {"unexplained_amount": "-1.00"}),
        ("meta_commerce", "payouts.csv", "USD", "71.25", {"unknown_value:Transaction Type": "-1.00"}),
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


def test_ids_wrapped_for_excel_are_read_and_rounded_ones_kept_apart(seller: Any) -> None:
    shop = seller("aliexpress", market="ES", currency="USD")
    result = shop.sound(FOLDER / "aliexpress" / "orders.csv")
    assert result.kept_apart == {"id_in_scientific_notation:订单号": 1}
    assert shop.rows("SELECT order_id, goods_amount, discount_amount, market FROM orders") == [
        ("8170000000000001", Decimal(58), Decimal(3), "ES")
    ]


def test_a_status_nobody_knows_is_no_success(seller: Any) -> None:
    shop = seller("temu", market="US", currency="USD")
    result = shop.sound(FOLDER / "temu" / "orders.csv")
    assert shop.rows("SELECT order_id, status FROM orders ORDER BY 1") == [
        ("PO-211-001", "shipped"),
        ("PO-211-002", "pending"),
    ]
    assert sum(result.remarks.values()) == 1


def test_rakuten_hours_are_those_of_japan_wherever_the_store_is(seller: Any) -> None:
    shop = seller("rakuten", "Europe/Berlin", "JP", "JPY")
    shop.sound(FOLDER / "rakuten" / "orders.csv")
    times = "SELECT ordered_at::TIMESTAMP::VARCHAR, status FROM orders ORDER BY 1"
    assert shop.rows(times) == [("2026-03-28 14:30:00", "shipped"), ("2026-03-28 23:00:00", "cancelled")]


def test_magento_orders_products_and_customers(seller: Any) -> None:
    shop = seller("magento")
    orders = shop.sound(FOLDER / "magento" / "orders.csv")
    assert orders.money[0].in_amount == Decimal("1119.80")
    products = shop.sound(FOLDER / "magento" / "products.csv")
    assert products.ignored == {"other_store_view": 1}
    customers = shop.sound(FOLDER / "magento" / "customers.csv")
    assert customers.ignored == {"same_address": 1}
    assert shop.rows("SELECT count(*) FROM orders JOIN customers USING (customer_id)") == [(2,)]
    assert shop.rows("SELECT sku, category, status, price_amount FROM listings ORDER BY 1") == [
        ("LAMP-W", "Default Category > Lamps", "active", Decimal(35)),
        ("VASE-S", "Default Category > Vases", "inactive", Decimal(20)),
    ]
