"""The orders export: money once per order, to the cent, and nothing taken for more than the file says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pytest

from argosy.canonical.balances import BALANCES
from argosy.connectors.contract import Context
from argosy.connectors.shopify import METADATA
from argosy.connectors.sighting import look
from argosy.core.errors import DataError

SAMPLES = Path(__file__).parent / "samples"
BERLIN = Context("shop", "shopify", "Europe/Berlin")


def test_order_money_counts_once_however_many_lines(load_sample: Any) -> None:
    found = load_sample("orders_first_line.csv")
    assert found.rows("SELECT count(*), sum(total_amount) FROM orders") == [(5, Decimal("177.54"))]
    assert found.rows("SELECT count(*) FROM order_lines") == [(9,)]
    (check,) = found.loaded.money
    assert (check.currency, check.in_amount, check.out_amount) == ("USD", Decimal("177.54"), Decimal("177.54"))


def test_lines_share_the_discount_to_the_last_cent(load_sample: Any) -> None:
    found = load_sample("orders_first_line.csv")
    by_order = "SELECT order_id, list(discount_amount ORDER BY line_no) FROM order_lines GROUP BY ALL ORDER BY 1"
    assert found.rows(by_order) == [
        ("#1001", [Decimal("5.0000"), Decimal("3.0000"), Decimal("2.0000")]),
        ("#1002", [Decimal(0)]),
        ("#1003", [Decimal("0.0100"), Decimal("0.0000"), Decimal("0.0100")]),
        ("#1004", [Decimal("10.0000")]),
        ("#1005", [Decimal(0)]),
    ]
    assert found.rows("SELECT discount_amount, shipping_amount FROM orders WHERE order_id = '#1005'") == [
        (Decimal(6), Decimal(6))
    ]


def test_orders_equal_their_lines(load_sample: Any) -> None:
    found = load_sample("orders_first_line.csv")
    (balance,) = [one for one in BALANCES if one.name == "orders_equal_their_lines"]
    assert found.rows(balance.violations_sql()) == []
    assert found.rows(
        "SELECT goods_amount, discount_amount, tax_amount, tax_included FROM orders WHERE order_id = '#1001'"
    ) == [(Decimal(100), Decimal(10), Decimal("7.6"), False)]


def test_continuation_rows_inherit_day_buyer_and_place(load_sample: Any) -> None:
    found = load_sample("orders_first_line.csv")
    rows = found.rows(
        "SELECT DISTINCT ordered_at, ordered_on, customer_id, market, currency, status FROM order_lines WHERE order_id = '#1001'"
    )
    digest = sha256(b"1001@example.com").hexdigest()
    moment = datetime(2026, 3, 2, 14, 15, tzinfo=UTC)
    assert rows == [(moment, date(2026, 3, 2), digest, "US", "USD", "shipped")]


def test_bom_and_cells_of_several_lines(load_sample: Any) -> None:
    found = load_sample("orders_multiline_bom.csv", BERLIN)
    assert found.loaded.rows_read == 3
    assert found.rows("SELECT order_id, title FROM order_lines ORDER BY source_line") == [
        ("#2001", 'Tischlampe "Elbe"'),
        ("#2001", "Gruß; Karte"),
        ("#2002", "Tasse"),
    ]
    assert found.rows("SELECT order_id, tax_amount, tax_included, ship_postcode FROM orders ORDER BY 1") == [
        ("#2001", Decimal("3.99"), True, "01067"),
        ("#2002", Decimal("2.38"), True, "01067"),
    ]


def test_two_currencies_are_never_added(load_sample: Any) -> None:
    found = load_sample("orders_two_currencies.csv")
    assert {check.currency: check.out_amount for check in found.loaded.money} == {
        "EUR": Decimal(40),
        "JPY": Decimal(11380),
    }
    assert found.rows("SELECT market, tax_included FROM orders ORDER BY order_id") == [
        ("FR", None),
        ("JP", False),
        ("IT", None),
    ]


def test_refunds_and_states(load_sample: Any) -> None:
    found = load_sample("orders_refunds_and_cancels.csv")
    assert found.rows("SELECT order_id, status FROM orders ORDER BY 1") == [
        ("#4001", "shipped"),
        ("#4002", "cancelled"),
        ("#4003", "cancelled"),
        ("#4004", "pending"),
        ("#4005", "pending"),
    ]
    refunds = "SELECT order_id, refund_amount, refunded_on, sku, quantity, reason FROM refunds ORDER BY 1"
    assert found.rows(refunds) == [
        ("#4001", Decimal(20), date(2026, 2, 2), None, 0, None),
        ("#4002", Decimal(25), date(2026, 2, 3), None, 0, "cancelled"),
    ]
    assert found.rows("SELECT ordered_on FROM orders WHERE order_id = '#4001'") == [(date(2026, 1, 30),)]
    (check,) = found.loaded.money
    assert check.in_amount == check.out_amount == Decimal(125) - Decimal(45)
    assert "1 orders have a status nobody knows and count as pending" in {
        text.replace("{count}", str(count)) for text, count in found.loaded.remarks.items()
    }


def test_a_later_export_replaces_an_order_and_its_refund(load_sample: Any, tmp_path: Path) -> None:
    load_sample("orders_refunds_and_cancels.csv")
    later = tmp_path / "later.csv"
    text = (SAMPLES / "orders_refunds_and_cancels.csv").read_text(encoding="utf-8")
    later.write_text(text.replace(",20.00,Northlight,", ",40.00,Northlight,", 1), encoding="utf-8")
    found = load_sample(later)
    assert found.rows("SELECT count(*) FROM orders") == [(5,)]
    assert found.rows("SELECT refund_amount FROM refunds WHERE order_id = '#4001'") == [(Decimal(40),)]


def test_the_hour_that_comes_twice(load_sample: Any) -> None:
    found = load_sample("orders_summer_time.csv")
    assert found.rows("SELECT ordered_at, ordered_on FROM orders ORDER BY order_id") == [
        (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 11, 2, 4, 30, tzinfo=UTC), date(2026, 11, 1)),
    ]


def test_gift_cards_and_lines_without_sku(load_sample: Any) -> None:
    found = load_sample("orders_gift_card.csv")
    assert found.rows("SELECT sku, kind FROM order_lines ORDER BY source_line") == [
        ("Gift Card - $50.00", "gift_card"),
        ("Sticker - Red / Small", "goods"),
    ]
    assert found.rows("SELECT customer_id, market, sales_source FROM orders") == [(None, None, "pos")]
    assert found.loaded.remarks["{count} order lines have no SKU: their title stands for it"] == 2


def test_what_cannot_be_trusted_is_kept_apart_with_its_money(load_sample: Any) -> None:
    found = load_sample("orders_kept_apart.csv")
    assert found.kept() == {
        1: "no_first_row",
        2: "total_not_explained",
        3: "duties",
        4: "not_a_whole_number:Lineitem quantity",
        5: "not_a_whole_number:Lineitem quantity",
        6: "not_a_time:Created at",
        7: "order_twice",
        9: "not_an_amount:Total",
        10: "not_a_currency",
    }
    assert found.rows("SELECT order_id, status FROM orders ORDER BY 1") == [
        ("#7001", "ordered"),
        ("#7002", "ordered"),
        ("#7005", "ordered"),
    ]
    money = {
        check.currency: (check.in_amount, check.out_amount, check.kept_apart_amount) for check in found.loaded.money
    }
    assert money["USD"] == (Decimal("125.5"), Decimal(60), Decimal("65.5"))


def test_renamed_columns_are_read_and_unknown_ones_named(load_sample: Any) -> None:
    found = load_sample("orders_renamed_columns.csv")
    assert found.rows("SELECT sku, status FROM order_lines") == [("MUG", "cancelled")]
    assert found.loaded.remarks["{count} columns are not known and were not used: Loyalty Tier"] == 1


def test_a_missing_column_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "cut.csv"
    text = (SAMPLES / "orders_first_line.csv").read_text(encoding="utf-8").replace("Created at", "Made on", 1)
    path.write_text(text, encoding="utf-8")
    (report,) = [one for one in METADATA.reports if one.id == "orders"]
    (sighting,) = look(path)
    assert report.recognise(sighting) == 0
    connection = duckdb.connect()
    report.parse(sighting, connection, BERLIN)
    with pytest.raises(DataError, match=r"Column Created at is missing .* Made on"):
        report.map(connection, BERLIN)
