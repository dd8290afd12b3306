"""Bank statements: opening and lines make the closing balance, whatever form the bank gives them in."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from argosy.app.results import Outcome
from argosy.connectors.bank.statements import UNEXPLAINED

FOLDER = Path(__file__).parent
CAMT = (FOLDER / "camt053.xml").read_text(encoding="utf-8")
SWIFT = (FOLDER / "mt940.txt").read_text(encoding="utf-8")


def test_camt_lines_lead_from_opening_to_closing(seller: Any) -> None:
    shop = seller("bank")
    shop.sound(FOLDER / "camt053.xml")
    lines = "SELECT amount, is_pending, reference, original_amount FROM bank_lines ORDER BY booked_on, line_no"
    assert shop.rows(lines) == [
        (Decimal(400), False, "po_700", Decimal(440)),
        (Decimal("-120.60"), False, None, None),
        (Decimal(-55), True, None, None),
    ]
    assert shop.rows("SELECT account_id, balance_amount FROM bank_balances") == [("*3000", Decimal("1279.40"))]


@pytest.mark.parametrize(("text", "name"), [(CAMT, "camt.xml"), (SWIFT, "mt940.sta")])
def test_a_line_that_is_missing_is_the_residual(seller: Any, text: str, name: str) -> None:
    short = text.replace("120.60", "100.60").replace("D100,00", "D80,00")
    result = seller("bank").load(short, name)
    assert result.money[0].residual == Decimal(-20)
    assert result.remarks[UNEXPLAINED] == 1


def test_the_same_days_as_mt940_and_as_camt_are_not_doubled(seller: Any) -> None:
    shop = seller("bank")
    shop.sound(FOLDER / "mt940.txt")
    shop.sound(CAMT.replace("2026-04-01", "2026-03-02"), "again.xml")
    assert shop.rows("SELECT count(*) FROM bank_lines WHERE booked_on = '2026-03-02'") == [(2,)]


def test_mt940_knows_purposes_parties_and_the_turn_of_the_year(seller: Any) -> None:
    shop = seller("bank")
    shop.sound(FOLDER / "mt940.txt")
    first = shop.rows("SELECT reference, counterparty, amount FROM bank_lines ORDER BY booked_on LIMIT 1")
    assert first == [("PO-501", "STRIPE PAYMENTS", Decimal("950.25"))]
    shop.sound(SWIFT.replace(":61:2603020302C", ":61:2512310102C"), "year.sta")
    assert shop.rows("SELECT min(booked_on)::VARCHAR, min(value_on)::VARCHAR FROM bank_lines") == [
        ("2026-01-02", "2025-12-31")
    ]


def test_an_entry_nobody_can_read_is_kept_apart(seller: Any) -> None:
    result = seller("bank").load(SWIFT.replace(":61:260303D100,00NMSC", ":61:later"), "odd.sta")
    assert result.kept_apart == {"not_a_number:amount": 1}


def test_a_cut_camt_file_is_refused(seller: Any) -> None:
    result = seller("bank").load(CAMT[: CAMT.rindex("<Ntry>")], "cut.xml")
    assert result.outcome is Outcome.REJECTED


def test_a_chinese_statement_and_the_balance_that_jumps(seller: Any) -> None:
    shop = seller("bank")
    result = shop.sound(FOLDER / "statement_cn.csv")
    assert sum(count for text, count in result.remarks.items() if "balance to the next" in text) == 1
    assert shop.rows("SELECT account_id, currency, amount FROM bank_lines ORDER BY booked_on") == [
        ("*2222", "CNY", Decimal(-12000)),
        ("*2222", "CNY", Decimal("35120.50")),
        ("*2222", "CNY", Decimal(-15)),
    ]
    assert shop.sound(FOLDER / "statement_us.csv").remarks == {}
