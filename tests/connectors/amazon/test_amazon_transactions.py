"""The date-range (unified) report in every site's language: the same words, days and cents whatever the site writes."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from argosy.canonical.fee_types import FEE_TYPE_NAMES
from argosy.connectors.amazon.dates import with_dates
from argosy.connectors.amazon.transaction_columns import AMOUNTS, headings
from argosy.connectors.amazon.vocabulary import words
from argosy.connectors.conformance import CONTEXT
from argosy.core.errors import DataError

FOLDER = Path(__file__).parent

SITES = {
    "ae.csv": "AED",
    "au.csv": "AUD",
    "be.csv": "EUR",
    "ca.csv": "CAD",
    "de_cp1252.csv": "EUR",
    "es.csv": "EUR",
    "fr_bom.csv": "EUR",
    "in.csv": "INR",
    "it.csv": "EUR",
    "mx.csv": "MXN",
    "nl.csv": "EUR",
    "pl.csv": "PLN",
    "se.csv": "SEK",
    "uk.csv": "GBP",
}
SAME = [
    ("product_charge", "1119.98"),
    ("shipping_charge", "3.99"),
    ("promotion", "-3.99"),
    ("referral_fee", "-168.00"),
    ("fulfilment_fee", "-8.42"),
    ("refund_product", "-59.99"),
    ("refund_referral_fee", "9.00"),
    ("advertising_fee", "-120.50"),
    ("payout", "-772.07"),
]


@pytest.mark.parametrize(("name", "currency"), SITES.items())
def test_every_site_says_the_same_in_its_own_words(reader: Any, name: str, currency: str) -> None:
    done = reader.sample("transactions", name)
    found = done.rows("settlement_lines", "fee_type, amount, currency, kept_apart", "source_line, line_no::INTEGER")
    assert [row[:2] for row in found[:9]] == [(fee, Decimal(amount)) for fee, amount in SAME]
    assert {row[2:] for row in found} == {(currency, None)}
    assert done.rows("payouts", "settlement_id, payout_amount, currency", "1") == [
        ("18000000011", Decimal("772.07"), currency)
    ]


def test_american_rows_keep_what_is_unknown_apart_with_its_total(shop: Any) -> None:
    result = shop.sound(FOLDER / "transactions" / "us.csv")
    assert result.kept_apart == {
        "total_does_not_add_up": 1,
        "unknown_value:description": 1,
        "unknown_value:type": 1,
    }
    assert result.money[0].kept_apart_amount == Decimal("6.01")
    assert result.ignored == {"no_money": 1}
    columns = "fee_type, amount, posted_on::VARCHAR, posted_at::TIMESTAMP::VARCHAR, quantity, state, market"
    found = shop.rows("settlement_lines", columns, "source_line, line_no::INTEGER")
    assert found[0][:6] == (
        *("product_charge", Decimal("1259.98"), "2026-06-02", "2026-06-02 14:11:52", 2, "released"),
    )
    assert [row[0] for row in found] == [
        *("product_charge", "tax_collected", "shipping_charge", "regulatory_charge", "promotion", "tax_withheld"),
        *("referral_fee", "fulfilment_fee", "refund_product", "refund_tax", "refund_tax_withheld"),
        *("refund_referral_fee", "advertising_fee", "storage_fee", "reimbursement", "reimbursement_reversed"),
        *("payout", "product_charge", "referral_fee"),
    ]
    assert found[-1][5] == "deferred"


def test_half_an_overlap_with_last_months_export_counts_nothing_twice(shop: Any) -> None:
    text = (FOLDER / "transactions" / "us.csv").read_text(encoding="utf-8")
    lines = text.splitlines(keepends=True)
    early = "".join(line for line in lines if not line.startswith(('"Jun 6,', '"Jun 1')))
    late = "".join(line for line in lines if not line.startswith('"Jun 2,'))
    shop.sound(early, "early.csv")
    shop.sound(late, "late.csv")
    lines_of = "(SELECT settlement_id, count(*) AS lines FROM settlement_lines GROUP BY settlement_id)"
    assert shop.rows(lines_of, "*", "lines") == [("*amazon.com", 2), ("24500000001", 17)]


def test_money_not_yet_in_a_settlement_stands_under_its_site(reader: Any) -> None:
    found = reader.sample("transactions", "br.csv").rows("settlement_lines", "DISTINCT settlement_id, state", "ALL")
    assert found == [("*amazon.com.br", "deferred"), ("25926492791", "released")]


def test_japanese_points_and_whole_yen(reader: Any) -> None:
    found = reader.sample("transactions", "jp_cp932.csv").rows(
        "settlement_lines", "fee_type, amount, marketplace, market"
    )
    assert ("points_granted", Decimal(-62), "amazon.co.jp", "JP") in found
    assert {row[0] for row in found} >= {"advertising_fee", "payout", "refund_product"}


def test_an_unknown_heading_is_named(reader: Any) -> None:
    with pytest.raises(DataError, match=r"total; headings nobody knows here: Grand sum"):
        reader.changed("transactions", "us.csv", {'"total"': '"Grand sum"'})


def test_an_unknown_kind_of_money_keeps_its_rows_apart(reader: Any) -> None:
    done = reader.changed("transactions", "us.csv", {'"regulatory fee"': '"moon toll"'})
    assert done.rows("settlement_lines", "kept_apart, money_in", "source_line")[0] == (
        "total_does_not_add_up",
        Decimal("1057.98"),
    )


@pytest.mark.parametrize(
    ("said", "instant", "day"),
    [
        ("Jun 2, 2026 11:30:00 PM PDT", "2026-06-03 06:30:00", "2026-06-02"),
        ("Jan 2, 2026 12:05:00 a.m. PST", "2026-01-02 08:05:00", "2026-01-02"),
        ("1 de mar. de 2026 00:15:19 GMT-8", "2026-03-01 08:15:19", "2026-03-01"),
        ("2 juil. 2026 07:11:52 UTC", "2026-07-02 07:11:52", "2026-07-02"),
        ("2 giu 2017 7.11.52 GMT", "2017-06-02 07:11:52", "2017-06-02"),
        ("2 września 2026 07:11:52 UTC", "2026-09-02 07:11:52", "2026-09-02"),
        ("2026/06/02 7:11:52JST", "2026-06-01 22:11:52", "2026-06-02"),
        ("25 Oct 2026 00:30:00 BST", "2026-10-24 23:30:00", "2026-10-25"),
        ("2026-03-29 02:30:00+02:00", "2026-03-29 00:30:00", "2026-03-29"),
        ("Jan 2, 2026 7:11:52 AM XYZT", None, "2026-01-02"),
        ("03/04/2026", None, None),
        ("31 Feb 2026 07:11:52 UTC", None, None),
    ],
)
def test_dates_of_every_site(said: str, instant: str | None, day: str | None) -> None:
    select = with_dates(f"SELECT '{said}' AS said", {"posted": "said"}, CONTEXT)
    found = duckdb.connect().execute(f"SELECT posted_at, posted_on FROM ({select})").fetchall()[0]
    assert found == (instant and datetime.fromisoformat(instant), day and date.fromisoformat(day))


def test_every_word_means_something_canonical() -> None:
    meant = {*words("transactions_column").values(), *words("transactions_description").values()}
    assert {part for fee in meant for part in fee.split("/")} <= set(FEE_TYPE_NAMES)
    kinds = set(words("transactions_type").values())
    assert {key.split("|")[0] for key in words("transactions_column")} <= kinds
    assert set(AMOUNTS) <= set(headings())
