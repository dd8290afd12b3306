"""Stripe: balance, payouts and bank agree; attempts say why they failed; the same period may come twice, with other columns."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
BALANCE = (FOLDER / "balance_change.csv").read_text(encoding="utf-8")


def without(text: str, column: str) -> str:
    """A table without one of its columns."""
    rows = [line.split(",") for line in text.splitlines()]
    place = rows[0].index(column)
    return "\n".join(",".join(row[:place] + row[place + 1 :]) for row in rows) + "\n"


def test_a_payout_is_the_sum_of_its_lines_and_an_unknown_category_is_shown_with_its_sum(seller: Any) -> None:
    shop = seller("stripe", "Europe/Berlin")
    result = shop.sound(FOLDER / "balance_change.csv")
    assert result.kept_apart == {"unknown_value:reporting_category": 1}
    assert {(check.currency, check.kept_apart_amount) for check in result.money} == {
        ("EUR", Decimal("-2.40")),
        ("USD", Decimal(0)),
    }
    assert shop.violated() == {}
    paid = shop.rows("SELECT sum(amount) FROM settlement_lines WHERE payout_id = 'po_501' AND fee_type <> 'payout'")
    assert paid == [(Decimal("79.60"),)]
    shop.sound(FOLDER / "payouts.csv")
    assert shop.rows("SELECT status, paid_on::VARCHAR FROM payouts WHERE payout_id = 'po_501'") == [
        ("paid", "2026-04-01")
    ]
    assert shop.violated() == {}


def test_the_same_period_with_other_columns_doubles_nothing(seller: Any) -> None:
    shop = seller("stripe")
    shop.sound(BALANCE, "first.csv")
    count = shop.rows("SELECT count(*), sum(amount) FROM settlement_lines")
    shop.sound(without(BALANCE, "description"), "second.csv")
    half = "\n".join([BALANCE.splitlines()[0], *BALANCE.splitlines()[4:]]) + "\n"
    shop.sound(half, "half.csv")
    assert shop.rows("SELECT count(*), sum(amount) FROM settlement_lines") == count


def test_a_refund_after_the_month_was_closed_stands_in_its_own_month(seller: Any) -> None:
    shop = seller("stripe")
    shop.sound(BALANCE, "march.csv")
    header = BALANCE.splitlines()[0]
    late = "txn_2000,2026-05-03 10:00:00,2026-05-03 10:00:00,usd,-45.50,0.00,-45.50,refund,re_9,REFUND (Order 7002),,\n"
    shop.sound(f"{header}\n{late}", "may.csv")
    months = shop.rows("SELECT strftime(posted_on, '%m'), count(*) FROM settlement_lines GROUP BY 1 ORDER BY 1")
    assert months == [("03", 8), ("04", 2), ("05", 1)]


def test_the_night_of_the_summer_time_belongs_to_the_right_day(seller: Any) -> None:
    shop = seller("stripe", "Europe/Berlin")
    shop.sound(FOLDER / "balance_change.csv")
    days = "SELECT DISTINCT payment_id, posted_on::VARCHAR FROM settlement_lines WHERE payment_id LIKE 'ch_100_' ORDER BY 1"
    assert shop.rows(days)[:2] == [("ch_1001", "2026-03-29"), ("ch_1002", "2026-03-29")]


def test_attempts_keep_their_order_and_their_reason(seller: Any) -> None:
    shop = seller("stripe")
    result = shop.sound(FOLDER / "payments.csv")
    assert sum(result.remarks.values()) == 1  # a decline code of tomorrow counts as not told
    columns = "attempt_id, attempt_no, outcome, decline_code, vendor_code, method, captured_amount"
    assert shop.rows(f"SELECT {columns} FROM payment_attempts ORDER BY 1") == [
        ("ch_1001", 2, "approved", None, None, "card", Decimal(120)),
        ("ch_1009", 1, "declined", "insufficient_funds", "insufficient_funds", "card", Decimal(0)),
        ("ch_1010", 1, "blocked", "suspected_fraud", "fraudulent", "card", Decimal(0)),
        ("ch_1011", 1, "declined", "not_told", "a_code_of_tomorrow", "card", Decimal(0)),
        ("py_1012", 1, "approved", None, None, "direct_debit", Decimal(31)),
    ]


def test_ids_spoiled_by_a_spreadsheet_program(seller: Any) -> None:
    shop = seller("stripe")
    result = shop.load(BALANCE.replace("po_501,2026", "1.23E+17,2026"), "excel.csv")
    assert result.kept_apart["id_in_scientific_notation:automatic_payout_id"] == 5
    wrapped = BALANCE.replace("txn_1001", '="txn_1001"')
    shop.sound(wrapped, "wrapped.csv")
    assert shop.rows("SELECT count(*) FROM settlement_lines WHERE settlement_id = 'txn_1001'") == [(2,)]
