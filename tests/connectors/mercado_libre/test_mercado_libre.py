"""Mercado Libre and Mercado Pago: written-out days, parcels of several items, ledger and wallet that count nothing twice."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
MEXICO = ("mercado_libre", "America/Mexico_City", "MX", "MXN")


def test_sales_with_a_parcel_of_two_items(seller: Any) -> None:
    shop = seller(*MEXICO)
    result = shop.sound(FOLDER / "sales_mx.xlsx")
    assert result.ignored == {"parcel_of_several_items": 1}
    assert result.kept_apart == {"not_an_instant:Fecha de venta": 1}
    columns = "order_id, status, goods_amount, currency, ordered_at::TIMESTAMP::VARCHAR, ordered_on::VARCHAR"
    assert shop.rows(f"SELECT {columns} FROM orders ORDER BY 1") == [
        ("2000000111", "delivered", Decimal(1480), "MXN", "2026-04-01 05:12:00", "2026-03-31"),
        ("2000000115", "shipped", Decimal(940), "MXN", "2026-04-01 15:00:00", "2026-04-01"),
        ("2000000120", "cancelled", Decimal(200), "MXN", "2026-04-02 16:00:00", "2026-04-02"),
    ]
    assert shop.violated() == {}


def test_the_heading_tells_the_currency(seller: Any) -> None:
    shop = seller("mercado_libre", "America/Mexico_City", "MX", "USD")
    shop.sound(FOLDER / "sales_mx.xlsx")
    assert shop.rows("SELECT DISTINCT currency FROM order_lines") == [("MXN",)]


def test_a_refund_after_month_close_and_a_payout(seller: Any) -> None:
    shop = seller(*MEXICO)
    result = shop.sound(FOLDER / "settlement.csv")
    assert result.kept_apart == {"unknown_value:TRANSACTION_TYPE": 1}
    months = "SELECT strftime(posted_on, '%m'), sum(amount) FROM settlement_lines GROUP BY 1 ORDER BY 1"
    assert shop.rows(months) == [("04", Decimal("1264.80")), ("05", Decimal("-1243.20"))]
    assert shop.rows("SELECT payout_id, payout_amount FROM payouts") == [("90003", Decimal(600))]


def test_released_money_is_the_statement_of_the_wallet(seller: Any) -> None:
    shop = seller("mercado_libre", "America/Sao_Paulo", "BR", "BRL")
    result = shop.sound(FOLDER / "released_money.csv")
    assert result.remarks == {}
    lines = "SELECT category, amount, balance_amount FROM bank_lines ORDER BY booked_on"
    assert shop.rows(lines) == [
        ("payout", Decimal("150.25"), Decimal("250.25")),
        ("advertising", Decimal("-48.90"), Decimal("201.35")),
        ("transfer", Decimal(-200), Decimal("1.35")),
    ]
    short = (FOLDER / "released_money.csv").read_text(encoding="utf-8").splitlines()
    result = shop.load("\n".join(short[:3] + short[4:]) + "\n", "short.csv")
    assert sum(result.remarks.values()) == 1
