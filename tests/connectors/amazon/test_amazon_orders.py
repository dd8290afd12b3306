"""All orders: prices of a line, dates of the store, cancelled and pending lines, and orders of other channels."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from argosy.app.results import Outcome
from argosy.connectors.amazon.orders import NO_PRICE, UNKNOWN_STATUS

FOLDER = Path(__file__).parent / "all_orders"
US = (FOLDER / "us.txt").read_text(encoding="utf-8")


def test_lines_carry_the_price_of_all_their_units_and_orders_add_them_up(shop: Any) -> None:
    result = shop.sound(FOLDER / "us.txt")
    assert (result.report, result.rows, result.kept_apart, result.ignored) == (
        "all_orders",
        7,
        {},
        {"other_channel": 1},
    )
    found = shop.rows(
        "order_lines", "line_no, quantity, unit_price, gross_amount, discount_amount, status, fulfilment, market"
    )
    assert found[0] == ("1", 2, Decimal("29.99"), Decimal("59.98"), Decimal("5.00"), "shipped", "platform", "US")
    assert found[1][:4] == ("2", 1, Decimal("29.99"), Decimal("29.99"))
    assert shop.rows(
        "orders", "goods_amount, discount_amount, shipping_amount, tax_amount, total_amount, tax_included"
    )[0] == (
        *(Decimal("89.97"), Decimal("8.00"), Decimal("3.00"), Decimal("7.20"), Decimal("92.17")),
        False,
    )


def test_cancelled_and_pending_lines_without_a_price_count_as_nothing_and_are_told(shop: Any) -> None:
    result = shop.sound(FOLDER / "us.txt")
    found = {row[0]: row[1:] for row in shop.rows("order_lines", "order_id, quantity, gross_amount, status, currency")}
    assert found["111-0000001-0000002"] == (0, Decimal(0), "cancelled", "USD")
    assert found["111-0000001-0000003"] == (1, Decimal(0), "pending", "USD")
    assert result.remarks[NO_PRICE] == 1


def test_an_unknown_status_is_pending_never_success(shop: Any) -> None:
    result = shop.sound(FOLDER / "us.txt")
    assert result.remarks[UNKNOWN_STATUS] == 1
    assert shop.rows("order_lines", "status")[-1] == ("pending",)


def test_thousands_separators_and_business_buyers(shop: Any) -> None:
    shop.sound(FOLDER / "us.txt")
    assert (Decimal("1250.00"), "seller", True) in shop.rows("order_lines", "gross_amount, fulfilment, is_business")


def test_german_commas_and_the_country_of_the_buyer(shop: Any) -> None:
    shop.sound(FOLDER / "de_comma_cp1252.txt")
    columns = "sku, gross_amount, unit_price, market, marketplace, status, tax_included"
    assert shop.rows("order_lines", columns)[0] == (
        *("VASE-GRÜN", Decimal("59.97"), Decimal("19.99"), "AT", "amazon.de", "delivered"),
        True,
    )
    assert shop.rows("orders", "total_amount")[0] == (Decimal("59.97"),)


def test_japanese_titles_in_shift_jis(shop: Any) -> None:
    shop.sound(FOLDER / "jp_cp932.txt")
    assert shop.rows("order_lines", "sku, title, gross_amount") == [("傘-青", "雨傘 青色", Decimal(2000))]


def test_a_later_export_replaces_its_orders_and_leaves_the_others(shop: Any) -> None:
    shop.sound(US)
    lines = US.splitlines(keepends=True)
    pending = next(line for line in lines if "\tPending\t" in line)
    shipped = pending.replace("Pending", "Shipped").replace("\t1\t\t\t", "\t1\tUSD\t15.00\t")
    shop.sound(lines[0] + shipped, "later.txt")
    found = {row[0]: row[1:] for row in shop.rows("order_lines", "order_id, status, gross_amount")}
    assert found["111-0000001-0000003"] == ("shipped", Decimal("15.00"))
    assert len(shop.rows("order_lines", "sku")) == 6


def test_a_shipped_line_without_a_price_or_with_a_broken_quantity_is_kept_apart(shop: Any) -> None:
    text = US.replace("\t59.98\t", "\t\t").replace("\t1\tUSD\t29.99", "\tone\tUSD\t29.99")
    result = shop.sound(text)
    assert result.kept_apart == {"not_a_number:item-price": 1, "not_a_number:quantity": 1}
    assert result.money[0].kept_apart_amount == Decimal("29.99")


def test_a_missing_column_is_named(shop: Any) -> None:
    result = shop.load(US.replace("sales-channel", "channel of sale"))
    assert result.outcome is Outcome.REJECTED
    assert result.message.values["columns"] == "sales-channel"
