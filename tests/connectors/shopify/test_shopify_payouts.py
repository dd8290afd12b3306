"""The payouts export: what was sent, one row per day and currency, met by the transactions it pays."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from argosy.canonical.balances import BALANCES


def test_payouts_meet_their_transactions_and_show_what_is_missing(load_sample: Any) -> None:
    load_sample("transactions_month_close.csv")
    found = load_sample("payouts_plain.csv")
    assert found.rows("SELECT payout_id, payout_amount, status FROM payouts ORDER BY 1") == [
        ("2026-02-03 USD", Decimal("38.54"), "paid"),
        ("2026-02-04 USD", Decimal("31.80"), "paid"),
        ("2026-02-05 USD", Decimal("31.80"), "sent"),
    ]
    (balance,) = [one for one in BALANCES if one.name == "payouts_equal_settlement_lines"]
    found.mapped.selects["settlement_lines"] = ""
    label_of_seven = [("shop", "2026-02-05 USD", Decimal("31.80"), Decimal("38.80"))]
    assert found.rows(balance.violations_sql()) == label_of_seven
    assert found.loaded.remarks == {
        "{count} payouts are not the sum of the columns beside their total: the total was taken": 1
    }


def test_days_currencies_failures_and_debts(load_sample: Any) -> None:
    found = load_sample("payouts_two_currencies.csv")
    assert found.rows("SELECT payout_id, payout_amount, status, reference FROM payouts ORDER BY 1") == [
        ("2026-05-01 EUR", Decimal(19), "paid", "REF-3"),
        ("2026-05-01 EUR failed", Decimal(9), "failed", None),
        ("2026-05-01 USD", Decimal(138), "paid", "REF-1 REF-2"),
        ("2026-05-04 EUR", Decimal(9), "pending", None),
        ("2026-05-05 EUR", Decimal(-25), "paid", None),
    ]
    assert found.kept() == {7: "not_a_date:Payout Date"}
    assert found.loaded.ignored == {"added_to_same_day": 1}
    assert {check.currency: check.in_amount for check in found.loaded.money} == {
        "EUR": Decimal(17),
        "USD": Decimal(138),
    }
    assert found.loaded.remarks == {"{count} payouts have a status nobody knows and count as pending": 1}
