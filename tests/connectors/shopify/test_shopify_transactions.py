"""Shopify Payments' transactions: net proved line by line, refunds on their own day, pending replaced by paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from argosy.canonical.balances import BALANCES
from argosy.connectors.contract import Context

SAMPLES = Path(__file__).parent / "samples"
BERLIN = Context("shop", "shopify", "Europe/Berlin")


def test_lines_are_proved_against_net(load_sample: Any) -> None:
    found = load_sample("transactions_month_close.csv")
    (check,) = found.loaded.money
    assert check.in_amount == check.out_amount == Decimal("157.39")
    by_type = "SELECT fee_type, sum(amount) FROM settlement_lines GROUP BY ALL ORDER BY 1"
    assert found.rows(by_type) == [
        ("adjustment", Decimal("-1.2")),
        ("chargeback", Decimal(-30)),
        ("chargeback_fee", Decimal(0)),
        ("chargeback_reversed", Decimal(25)),
        ("payment_fee", Decimal("-6.41")),
        ("product_charge", Decimal(190)),
        ("refund_product", Decimal(-20)),
    ]


def test_a_refund_stands_in_its_own_month(load_sample: Any) -> None:
    found = load_sample("transactions_month_close.csv")
    rows = found.rows(
        "SELECT fee_type, posted_on FROM settlement_lines WHERE order_id = '#4001' ORDER BY source_line, line_no"
    )
    assert rows == [
        ("product_charge", date(2026, 1, 30)),
        ("payment_fee", date(2026, 1, 30)),
        ("refund_product", date(2026, 2, 2)),
    ]


def test_payouts_are_sums_and_equal_their_lines(load_sample: Any) -> None:
    found = load_sample("transactions_month_close.csv")
    assert found.rows("SELECT payout_id, payout_amount, status, reference FROM payouts ORDER BY 1") == [
        ("2026-02-03 USD", Decimal("38.54"), "paid", "90001"),
        ("2026-02-04 USD", Decimal("31.80"), "paid", "90002"),
        ("2026-02-05 USD", Decimal("38.80"), "sent", "90003"),
    ]
    (balance,) = [one for one in BALANCES if one.name == "payouts_equal_settlement_lines"]
    assert found.rows(balance.violations_sql()) == []
    assert (
        found.rows("SELECT payout_id, state FROM settlement_lines WHERE order_id = '#4011'") == [(None, "deferred")] * 2
    )


def test_pending_comes_again_as_paid_and_is_not_doubled(load_sample: Any, tmp_path: Path) -> None:
    load_sample("transactions_month_close.csv")
    text = (SAMPLES / "transactions_month_close.csv").read_text(encoding="utf-8")
    later = tmp_path / "payout 90004.csv"
    header, last = text.splitlines()[0], text.splitlines()[-1]
    later.write_text(f"{header}\n{last.replace('pending,,,', 'paid,2026-02-06,90004,')}\n", encoding="utf-8")
    found = load_sample(later)
    rows = found.rows(
        "SELECT fee_type, amount, payout_id FROM settlement_lines WHERE order_id = '#4011' ORDER BY line_no"
    )
    assert rows == [
        ("product_charge", Decimal(50), "2026-02-06 USD"),
        ("payment_fee", Decimal("-1.75"), "2026-02-06 USD"),
    ]
    assert found.rows("SELECT sum(amount) FROM settlement_lines") == [(Decimal("157.39"),)]


def test_what_the_buyer_saw_in_another_currency_is_kept(load_sample: Any) -> None:
    found = load_sample("transactions_month_close.csv")
    rows = found.rows(
        "SELECT vendor_description FROM settlement_lines WHERE order_id = '#4010' AND fee_type = 'product_charge'"
    )
    assert rows == [("card master online 136.00 CAD",)]


def test_vat_within_and_beside_the_fee_and_two_currencies(load_sample: Any) -> None:
    found = load_sample("transactions_vat_two_currencies.csv", BERLIN)
    assert {check.currency: check.out_amount for check in found.loaded.money} == {
        "EUR": Decimal("134.31"),
        "GBP": Decimal("19.5"),
    }
    rows = found.rows(
        "SELECT order_id, fee_type, amount FROM settlement_lines WHERE fee_type LIKE '%fee%' ORDER BY 1, line_no"
    )
    assert rows == [
        ("#5101", "payment_fee", Decimal(-1)),
        ("#5101", "fee_tax", Decimal("-0.21")),
        ("#5102", "payment_fee", Decimal(-2)),
        ("#5102", "fee_tax", Decimal("-0.38")),
        ("#5103", "payment_fee", Decimal("-0.5")),
    ]
    assert found.rows("SELECT payout_id FROM payouts ORDER BY 1") == [("2026-04-01 EUR",), ("2026-04-01 GBP",)]
    instants = "SELECT DISTINCT hour(posted_at AT TIME ZONE 'UTC') FROM settlement_lines ORDER BY 1"
    assert found.rows(instants) == [(0,), (1,), (2,)]


def test_unknown_types_and_wrong_sums_are_kept_apart(load_sample: Any) -> None:
    found = load_sample("transactions_kept_apart.csv", BERLIN)
    assert found.kept() == {1: "unknown_type", 2: "net_does_not_add_up", 3: "not_an_amount:Amount"}
    (check,) = found.loaded.money
    assert (check.out_amount, check.kept_apart_amount) == (Decimal("9.5"), Decimal("13.5"))
    assert found.rows("SELECT DISTINCT state, payout_id FROM settlement_lines") == [(None, None)]
    assert found.rows("SELECT count(*) FROM payouts") == [(0,)]
