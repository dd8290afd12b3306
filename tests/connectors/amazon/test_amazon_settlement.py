"""The settlement report: every amount with its meaning, the file's own total met to the cent, nothing unknown folded away."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from argosy.app.results import Outcome
from argosy.canonical.fee_types import FEE_TYPE_NAMES
from argosy.connectors.amazon.settlement import HEADLESS, UNKNOWN, UNMATCHED
from argosy.connectors.amazon.vocabulary import words

FOLDER = Path(__file__).parent / "settlement_v2"
US = (FOLDER / "us.txt").read_text(encoding="utf-8")


def test_every_amount_gets_its_meaning_its_day_and_its_place(shop: Any) -> None:
    result = shop.sound(FOLDER / "us.txt")
    assert (result.report, result.rows, result.loaded, result.kept_apart) == ("settlement_v2", 16, 16, {})
    columns = "fee_type, amount, market, marketplace, quantity, fulfilment, posted_on::VARCHAR, currency"
    found = shop.rows("settlement_lines", columns)
    assert found[0] == ("product_charge", Decimal("59.98"), "US", "amazon.com", 2, "platform", "2026-03-03", "USD")
    assert [row[0] for row in found[1:]] == [
        *("tax_collected", "tax_withheld", "promotion", "referral_fee", "fulfilment_fee"),
        *("refund_product", "refund_referral_fee", "refund_administration_fee", "advertising_fee", "reimbursement"),
        *("storage_fee", "storage_fee", "reserve_released", "reserve_held"),
    ]
    assert shop.rows("payouts", "payout_id, paid_on::VARCHAR, payout_amount, reserve_amount, currency, status") == [
        ("25814407731", "2026-03-18", Decimal("22.42"), Decimal("39.00"), "USD", "sent")
    ]


def test_the_money_check_starts_from_the_total_the_file_names(shop: Any) -> None:
    result = shop.sound(US)
    check = result.money[0]
    assert (check.currency, check.in_amount, check.out_amount) == ("USD", Decimal("22.42"), Decimal("22.42"))
    short = shop.load("".join(line for line in US.splitlines(keepends=True) if "-12.50" not in line), "short.txt")
    assert short.money[0].residual == Decimal("-12.50")
    assert short.remarks[UNMATCHED] == 1


def test_two_equal_fees_of_one_day_are_two_and_stay_two(shop: Any) -> None:
    shop.sound(US)
    shop.argosy.ingest([shop.folder / "report.txt"], again=True)
    fees = shop.rows("settlement_lines", "amount", "line_no")
    assert len(fees) == 15
    assert fees.count((Decimal("-3.00"),)) == 2


def test_decimal_commas_day_first_dates_and_windows_letters(shop: Any) -> None:
    shop.sound(FOLDER / "de_comma_cp1252.txt")
    found = shop.rows("settlement_lines", "fee_type, amount, sku, posted_at::TIMESTAMP::VARCHAR, fulfilment")
    assert found[0] == ("product_charge", Decimal("1200.00"), "VASE-GRÜN", "2026-03-04 09:00:00", "seller")
    assert found[-1][0] == "review_programme_fee"
    assert shop.rows("payouts", "payout_amount, from_on::VARCHAR") == [(Decimal("1016.13"), "2026-03-01")]


def test_a_japanese_file_in_shift_jis_with_whole_yen(shop: Any) -> None:
    shop.sound(FOLDER / "jp_cp932.txt")
    assert shop.rows("settlement_lines", "sku, fee_type, amount, posted_at::TIMESTAMP::VARCHAR")[1] == (
        "傘-青",
        "points_granted",
        Decimal("-20"),
        "2026-03-05 01:00:00",
    )


def test_an_unknown_fee_is_kept_apart_with_its_sum_and_ids_keep_their_digits(shop: Any) -> None:
    result = shop.sound(FOLDER / "unknown_fee_gb18030.txt")
    assert result.kept_apart == {UNKNOWN: 1}
    assert result.money[0].kept_apart_amount == Decimal("-3.00")
    assert shop.rows("kept_apart", "reason_code, currency, amount") == [(UNKNOWN, "USD", Decimal("-3.00"))]
    assert shop.rows("settlement_lines", "settlement_id, order_id, sku, fee_type") == [
        ("25814407732", "111-0000004-0000004", "灯-01", "product_charge"),
        ("25814407732", None, None, "coupon_fee"),
    ]


def test_two_settlements_in_two_currencies_in_one_file(shop: Any) -> None:
    result = shop.sound(FOLDER / "two_currencies_bom.txt")
    assert [(check.currency, check.in_amount) for check in result.money] == [
        ("EUR", Decimal(-17)),
        ("GBP", Decimal("8.50")),
    ]
    columns = "market, currency, fee_type, posted_on::VARCHAR"
    assert shop.rows("settlement_lines", columns)[2:] == [
        ("FR", "EUR", "refund_product", "2026-04-02"),
        ("FR", "EUR", "refund_referral_fee", "2026-04-02"),
    ]
    assert shop.rows("payouts", "payout_amount", "currency") == [(Decimal(-17),), (Decimal("8.50"),)]


def test_a_second_export_replaces_the_days_it_covers(shop: Any) -> None:
    shop.sound(US)
    lines = US.splitlines(keepends=True)
    kept = [line for line in lines if "2026-03-03" not in line]
    later = "".join(kept).replace("\t-12.50\t", "\t-62.50\t").replace("\t22.42\t", "\t-116.59\t")
    assert shop.sound(later, "later.txt").replaced["settlement_lines"] == 8
    assert shop.rows("settlement_lines", "sum(amount), count(*)", "1") == [(Decimal("-27.58"), 15)]


def test_a_store_in_new_york_books_the_day_of_new_york(shop: Any) -> None:
    toml = shop.argosy.workspace.root / "argosy.toml"
    toml.write_text(
        toml.read_text(encoding="utf-8")
        + '\n[[stores]]\nid = "us"\nchannel = "amazon"\ntime_zone = "America/New_York"\nmarket = "US"\ncurrency = "USD"\n',
        encoding="utf-8",
    )
    from argosy.app.facade import Argosy

    type(shop)(Argosy.open(shop.argosy.workspace.root), shop.folder).sound(FOLDER / "two_currencies_bom.txt")
    assert {row[0] for row in shop.rows("settlement_lines", "posted_on::VARCHAR")} == {"2026-04-01"}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("\t-12.50\t", "\ttwelve\t", "not_a_number:amount"),
        ("\t-12.50\t", "\t-12,50\t", "not_a_number:amount"),
        ("2026-03-16 23:30:00 UTC", "yesterday", None),
        ("\t111-0000001-0000001\t", "\t1.11E+18\t", "id_in_scientific_notation"),
    ],
)
def test_a_value_that_cannot_be_read_is_kept_apart_never_guessed(
    shop: Any, old: str, new: str, reason: str | None
) -> None:
    result = shop.load(US.replace(old, new))
    assert result.outcome is Outcome.LOADED
    assert result.kept_apart == ({reason: US.count(old)} if reason else {})


def test_a_missing_column_is_named(shop: Any) -> None:
    lines = [line.split("\t") for line in US.splitlines()]
    place = lines[0].index("amount")
    text = "\n".join("\t".join(cells[:place] + cells[place + 1 :]) for cells in lines) + "\n"
    result = shop.load(text)
    assert result.outcome is Outcome.REJECTED
    assert result.message.values["columns"] == "amount"


def test_a_new_column_is_reported_and_changes_nothing(shop: Any) -> None:
    lines = US.splitlines()
    text = "\n".join([f"{lines[0]}\tnew-thing", *(f"{line}\tx" for line in lines[1:])]) + "\n"
    result = shop.sound(text)
    assert [count for remark, count in result.remarks.items() if "not known yet" in remark] == [1]


def test_every_word_of_the_vocabulary_means_a_canonical_fee_type() -> None:
    known = words("settlement_v2")
    assert len(known) > 300
    assert set(known.values()) <= set(FEE_TYPE_NAMES)
    assert all(word.count("|") == 2 for word in known)


def test_without_its_first_row_a_settlement_has_no_currency_and_no_line_enters(shop: Any) -> None:
    lines = US.splitlines(keepends=True)
    result = shop.load(lines[0] + "".join(lines[2:]))
    assert result.kept_apart == {"missing:currency": 15}
    assert result.remarks[HEADLESS] == 1


def test_the_old_flat_file_books_what_v2_would(shop: Any) -> None:
    result = shop.sound(FOLDER.parent / "settlement_v1" / "us.txt")
    assert (result.report, result.kept_apart) == ("settlement_v1", {UNKNOWN: 1})
    assert result.money[0].in_amount == Decimal("-3.69")
    assert [row[0] for row in shop.rows("settlement_lines", "fee_type", "source_line, line_no")] == [
        *("product_charge", "tax_collected", "tax_withheld", "referral_fee", "fulfilment_fee"),
        *("shipping_charge", "shipping_promotion", "refund_product", "refund_administration_fee"),
        *("subscription_fee", "reimbursement", "reserve_released", "reserve_held"),
    ]
    assert shop.rows("payouts", "payout_amount, reserve_amount") == [(Decimal("-3.69"), Decimal("5.00"))]


def test_a_booking_far_in_the_future_is_kept_apart() -> None:
    from dataclasses import replace
    from datetime import date

    import duckdb

    from argosy.connectors.amazon.settlement import REPORT
    from argosy.connectors.conformance import CONTEXT
    from argosy.connectors.sighting import look

    context, connection = replace(CONTEXT, today=date(2024, 1, 1)), duckdb.connect()
    REPORT.parse(look(FOLDER / "us.txt")[0], connection, context)
    select = REPORT.map(connection, context).selects["settlement_lines"]
    found = connection.execute(f"SELECT DISTINCT kept_apart FROM ({select})").fetchall()
    assert found == [("future_date",)]
