"""Every invariant and balance runs on the tables as declared, is silent on sound rows, and speaks on a row that breaks it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
import pytest
import sqlglot

from argosy.canonical.balances import BALANCES, Balance, balances_of
from argosy.canonical.catalogue import tables
from argosy.canonical.invariants import INVARIANTS, Invariant, invariants_of
from argosy.canonical.schema import Kind, Table

Row = Mapping[str, Any]

SQL_TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.INTEGER: "BIGINT",
    Kind.MONEY: "DECIMAL(18,4)",
    Kind.DECIMAL: "DECIMAL(18,6)",
    Kind.RATE: "DOUBLE",
    Kind.DATE: "DATE",
    Kind.INSTANT: "TIMESTAMP",
    Kind.BOOLEAN: "BOOLEAN",
    Kind.JSON: "VARCHAR",
}

ROWS: dict[str, tuple[Row, Row]] = {
    "order_amounts_not_negative": ({"total_amount": "9.90"}, {"total_amount": "-0.01"}),
    "order_delivered_after_shipped": (
        {"shipped_at": "2026-05-01 08:00", "delivered_at": "2026-05-04 10:00"},
        {"shipped_at": "2026-05-04 10:00", "delivered_at": "2026-05-01 08:00"},
    ),
    "order_line_quantity_not_negative": ({"quantity": 0}, {"quantity": -1}),
    "order_line_gross_is_quantity_times_price": (
        {"quantity": 3, "unit_price": "3.3333", "gross_amount": "10.00"},
        {"quantity": 3, "unit_price": "3.3333", "gross_amount": "10.02"},
    ),
    "refund_not_negative": ({"refund_amount": "5"}, {"refund_amount": "-5"}),
    "returns_have_units": ({"quantity": 1}, {"quantity": 0}),
    "settlement_quantity_not_negative": ({"quantity": 2}, {"quantity": -2}),
    "reserve_signs": (
        {"fee_type": "reserve_held", "amount": "-100"},
        {"fee_type": "reserve_held", "amount": "100"},
    ),
    "payout_period_runs_forward": (
        {"from_on": "2026-05-01", "to_on": "2026-05-15"},
        {"from_on": "2026-05-15", "to_on": "2026-05-15"},
    ),
    "payout_exchange_adds_up": (
        {
            "payout_amount": "102",
            "fee_amount": "2",
            "fx_rate": 7.1,
            "received_currency": "CNY",
            "received_amount": "710",
        },
        {
            "payout_amount": "102",
            "fee_amount": "2",
            "fx_rate": 7.1,
            "received_currency": "CNY",
            "received_amount": "700",
        },
    ),
    "attempt_captures_no_more_than_asked": (
        {"attempt_amount": "20", "captured_amount": "20", "refunded_amount": "20"},
        {"attempt_amount": "20", "captured_amount": "21"},
    ),
    "attempt_refused_collects_nothing": (
        {"outcome": "approved", "captured_amount": "20"},
        {"outcome": "declined", "captured_amount": "20"},
    ),
    "no_card_number": ({"card_prefix": "411111"}, {"card_prefix": "4111111111111111"}),
    "dispute_amounts_not_negative": ({"disputed_amount": "20"}, {"disputed_amount": "-20"}),
    "inventory_not_negative": ({"available_quantity": 0}, {"available_quantity": -1}),
    "inventory_available_is_on_hand": (
        {"on_hand_quantity": 10, "available_quantity": 8, "unfulfillable_quantity": 2},
        {"on_hand_quantity": 10, "available_quantity": 9, "unfulfillable_quantity": 2},
    ),
    "inventory_event_signs": ({"kind": "sold", "quantity": -1}, {"kind": "sold", "quantity": 1}),
    "shipment_delivered_after_shipped": (
        {"shipped_at": "2026-05-01 08:00", "delivered_at": "2026-05-01 08:00"},
        {"shipped_at": "2026-05-01 08:00", "delivered_at": "2026-04-30 08:00"},
    ),
    "shipment_measures_positive": ({"weight_g": 250}, {"weight_g": 0}),
    "shipment_line_units": ({"quantity": 1}, {"quantity": 0}),
    "rate_card_step_runs_forward": (
        {"weight_from_g": 0, "weight_to_g": 100},
        {"weight_from_g": 100, "weight_to_g": 100},
    ),
    "carrier_credit_gives_back": ({"kind": "credit", "charge_amount": "-4"}, {"kind": "credit", "charge_amount": "4"}),
    "customs_amounts_not_negative": ({"duty_amount": "0"}, {"duty_amount": "-1"}),
    "purchase_line_is_quantity_times_price": (
        {"quantity": 500, "unit_price": "12.5", "line_amount": "6250"},
        {"quantity": 500, "unit_price": "12.5", "line_amount": "6255"},
    ),
    "purchase_dates_in_order": (
        {"ordered_on": "2026-03-01", "promised_on": "2026-04-01"},
        {"ordered_on": "2026-03-01", "received_on": "2026-02-01"},
    ),
    "inspection_sample_within_lot": (
        {"lot_quantity": 500, "sample_quantity": 50, "major_defect_count": 2},
        {"lot_quantity": 500, "sample_quantity": 50, "major_defect_count": 51},
    ),
    "unit_cost_not_negative": (
        {"component": "export_rebate", "unit_cost_amount": "-1.3"},
        {"component": "purchase", "unit_cost_amount": "-1.3"},
    ),
    "ad_figures_not_negative": ({"spend_amount": "3", "days": 1}, {"spend_amount": "3", "days": 0}),
    "ad_shares_are_fractions": ({"impression_share": 0.45}, {"impression_share": 45}),
    "traffic_figures_not_negative": ({"sessions": 4, "days": 7}, {"sessions": -4, "days": 7}),
    "traffic_bounces_within_sessions": ({"sessions": 4, "bounces": 4}, {"sessions": 4, "bounces": 5}),
    "featured_offer_share_is_fraction": ({"featured_offer_share": 0.97}, {"featured_offer_share": 97}),
    "search_term_shares_are_fractions": ({"click_share": 0.2, "days": 7}, {"click_share": 20, "days": 7}),
    "competitor_price_positive": ({"price_amount": "9.99"}, {"price_amount": "0"}),
    "review_stars": ({"rating": "5"}, {"rating": "10"}),
    "survey_score_on_scale": (
        {"score": 10, "scale_from": 0, "scale_to": 10},
        {"score": 11, "scale_from": 0, "scale_to": 10},
    ),
    "loyalty_signs": ({"kind": "redeemed", "points": -200}, {"kind": "redeemed", "points": 200}),
    "tax_gross_is_net_plus_tax": (
        {"net_amount": "100", "tax_amount": "19", "gross_amount": "119"},
        {"net_amount": "100", "tax_amount": "19", "gross_amount": "100"},
    ),
    "certificate_expires_after_issue": (
        {"issued_on": "2024-01-01", "expires_on": "2027-01-01"},
        {"issued_on": "2024-01-01", "expires_on": "2023-01-01"},
    ),
    "privacy_request_due_after_receipt": (
        {"received_on": "2026-05-01", "due_on": "2026-05-31"},
        {"received_on": "2026-05-01", "due_on": "2026-04-30"},
    ),
    "experiment_interval_runs_up": (
        {"effect_low_rate": -0.02, "effect_high_rate": 0.05},
        {"effect_low_rate": 0.05, "effect_high_rate": -0.02},
    ),
    "budget_period_runs_forward": (
        {"from_on": "2026-01-01", "to_on": "2026-02-01"},
        {"from_on": "2026-02-01", "to_on": "2026-01-01"},
    ),
    "fx_rate_is_usable": (
        {
            "base_currency": "EUR",
            "quote_currency": "CNY",
            "fx_rate": 8.1,
            "published_on": "2026-05-01",
            "rate_on": "2026-05-03",
        },
        {
            "base_currency": "EUR",
            "quote_currency": "CNY",
            "fx_rate": 0,
            "published_on": "2026-05-01",
            "rate_on": "2026-05-03",
        },
    ),
    "fx_carried_says_so": (
        {"is_carried": True, "published_on": "2026-05-01", "rate_on": "2026-05-03"},
        {"is_carried": False, "published_on": "2026-05-01", "rate_on": "2026-05-03"},
    ),
    "load_rows_add_up": (
        {"rows_read": 10, "rows_loaded": 8, "rows_kept_apart": 1, "rows_ignored": 1},
        {"rows_read": 10, "rows_loaded": 8, "rows_kept_apart": 1, "rows_ignored": 0},
    ),
}
"""Per invariant: a sound row, and one that breaks it."""

SALE = {"store_id": "de", "order_id": "1", "currency": "EUR"}
PAID = {"store_id": "de", "payout_id": "p1", "currency": "EUR"}
PAYOUT = {**PAID, "payout_amount": "90", "fee_amount": "1"}
OFFER = {"channel": "amazon", "market": "DE", "listing_id": "B0", "condition": "new", "observed_at": "2026-05-01 08:00"}
STEP = {"rate_card_id": "c", "destination_country": "DE", "zone": "*", "effective_on": "2026-01-01"}
PAIR = {"source": "ecb", "base_currency": "EUR", "quote_currency": "CNY"}
LOAD = {"load_id": "l1", "rows_kept_apart": 1, "currency": "EUR", "money_in_amount": "10", "money_out_amount": "7"}

BOOKS: dict[str, tuple[Sequence[tuple[str, Row]], tuple[str, Row]]] = {
    "orders_equal_their_lines": (
        [
            ("orders", {**SALE, "goods_amount": "30"}),
            ("order_lines", {**SALE, "gross_amount": "10"}),
            ("order_lines", {**SALE, "gross_amount": "20"}),
        ],
        ("order_lines", {**SALE, "gross_amount": "1"}),
    ),
    "payouts_equal_settlement_lines": (
        [
            ("payouts", PAYOUT),
            ("settlement_lines", {**PAID, "fee_type": "product_charge", "amount": "100"}),
            ("settlement_lines", {**PAID, "fee_type": "referral_fee", "amount": "-10"}),
            ("settlement_lines", {**PAID, "fee_type": "payout", "amount": "-90"}),
        ],
        ("settlement_lines", {**PAID, "fee_type": "storage_fee", "amount": "-0.01"}),
    ),
    "payouts_equal_bank_lines": (
        [("payouts", PAYOUT), ("bank_lines", {"payout_id": "p1", "currency": "EUR", "amount": "89"})],
        ("bank_lines", {"payout_id": "p1", "currency": "EUR", "amount": "-0.30"}),
    ),
    "one_featured_offer": (
        [
            ("competitor_offers", {**OFFER, "seller_id": "a", "is_featured": True}),
            ("competitor_offers", {**OFFER, "seller_id": "b", "is_featured": False}),
        ],
        ("competitor_offers", {**OFFER, "seller_id": "c", "is_featured": True}),
    ),
    "rate_card_steps_do_not_overlap": (
        [
            ("rate_cards", {**STEP, "weight_from_g": 0, "weight_to_g": 100}),
            ("rate_cards", {**STEP, "weight_from_g": 100, "weight_to_g": None}),
        ],
        ("rate_cards", {**STEP, "weight_from_g": 50, "weight_to_g": 100}),
    ),
    "fx_has_every_day": (
        [("fx_rates", {**PAIR, "rate_on": "2026-05-01"}), ("fx_rates", {**PAIR, "rate_on": "2026-05-02"})],
        ("fx_rates", {**PAIR, "rate_on": "2026-05-04"}),
    ),
    "loads_count_what_they_kept_apart": (
        [("loads", LOAD), ("kept_apart", {"load_id": "l1", "source_line": 5})],
        ("kept_apart", {"load_id": "l1", "source_line": 6}),
    ),
    "loads_explain_their_money": (
        [
            ("loads", {**LOAD, "residual_amount": "0"}),
            ("kept_apart", {"load_id": "l1", "currency": "EUR", "amount": "3"}),
        ],
        ("kept_apart", {"load_id": "l1", "currency": "EUR", "amount": "0.5"}),
    ),
}
"""Per balance: books that agree, and one row more after which they do not."""


@contextmanager
def lake_of(*names: str) -> Iterator[Any]:
    """Those canonical tables in DuckDB, empty, nothing required, so that a test writes only what it is about."""
    with duckdb.connect() as connection:
        for table in (tables()[name] for name in names):
            columns = ", ".join(f"{column.name} {SQL_TYPES[column.kind]}" for column in table.columns)
            connection.execute(f"CREATE TABLE {table.name} ({columns})")
        yield connection


def insert(lake: Any, table: str, row: Row) -> None:
    marks = ", ".join("?" for _ in row)
    lake.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", list(row.values()))


def broken(lake: Any, rule: Invariant | Balance) -> int:
    return len(lake.execute(rule.violations_sql()).fetchall())


@pytest.mark.parametrize("invariant", INVARIANTS, ids=[invariant.name for invariant in INVARIANTS])
def test_invariant_tells_sound_rows_from_broken_ones(invariant: Invariant) -> None:
    sound, wrong = ROWS[invariant.name]
    with lake_of(invariant.table) as lake:
        insert(lake, invariant.table, sound)
        insert(lake, invariant.table, {tables()[invariant.table].column_names[0]: None})
        assert broken(lake, invariant) == 0, "a sound row and an empty one break nothing"
        insert(lake, invariant.table, wrong)
        assert broken(lake, invariant) == 1


@pytest.mark.parametrize("balance", BALANCES, ids=[balance.name for balance in BALANCES])
def test_balance_tells_books_that_agree_from_books_that_do_not(balance: Balance) -> None:
    sound, wrong = BOOKS[balance.name]
    with lake_of(*balance.tables) as lake:
        assert broken(lake, balance) == 0, "empty books agree"
        for table, row in sound:
            insert(lake, table, row)
        assert broken(lake, balance) == 0
        insert(lake, *wrong)
        assert broken(lake, balance) == 1


def test_names_are_unique_and_sentences_end() -> None:
    rules: list[Invariant | Balance] = [*INVARIANTS, *BALANCES]
    assert len({rule.name for rule in rules}) == len(rules)
    assert all(rule.sentence.endswith(".") for rule in rules)


def test_rules_read_the_same_in_both_engines() -> None:
    for rule in (*INVARIANTS, *BALANCES):
        as_spark = sqlglot.parse_one(rule.violations_sql(), read="spark")
        assert as_spark == sqlglot.parse_one(rule.violations_sql(), read="duckdb"), rule.name


def test_rules_are_found_by_their_table() -> None:
    assert [rule.name for rule in invariants_of("returns")] == ["returns_have_units"]
    assert {rule.name for rule in balances_of("payouts")} == {
        "payouts_equal_settlement_lines",
        "payouts_equal_bank_lines",
    }
    assert invariants_of("people") == ()


def test_tables_that_count_things_are_watched() -> None:
    """Facts with money or units in them have at least one rule; a new table has to say what must be true of it."""
    watched = {invariant.table for invariant in INVARIANTS} | {name for balance in BALANCES for name in balance.tables}
    assert {name for name, table in tables().items() if _is_ledger(table)} - watched == UNWATCHED


def _is_ledger(table: Table) -> bool:
    return table.partition_on is not None and any(
        column.required and column.kind is Kind.MONEY for column in table.columns
    )


UNWATCHED = {"affiliate_orders", "expenses", "bank_balances"}  # any sign and size can be true of their amounts
