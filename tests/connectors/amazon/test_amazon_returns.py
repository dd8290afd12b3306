"""FBA returns and reimbursements: units by their licence plate, money to the cent, reversals negative."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from argosy.connectors.amazon.returns import UNKNOWN_STATE

RETURNS = Path(__file__).parent / "fba_returns"
REIMBURSEMENTS = Path(__file__).parent / "fba_reimbursements"


def test_each_unit_is_a_return_of_its_own_with_its_state(shop: Any) -> None:
    result = shop.sound(RETURNS / "us.txt")
    assert result.report == "fba_returns"
    assert result.kept_apart == {"id_in_scientific_notation": 1}
    assert result.remarks[UNKNOWN_STATE] == 1
    assert shop.rows(
        "returns", "return_id, order_id, sku, quantity, disposition, vendor_reason, returned_on::VARCHAR"
    ) == [
        ("LPN000000001", "111-0000001-0000001", "LAMP-01", 1, "sellable", "UNWANTED_ITEM", "2026-04-01"),
        ("LPN000000002", "111-0000001-0000001", "LAMP-01", 1, "damaged", "DEFECTIVE", "2026-04-01"),
        ("LPN000000003", "111-0000001-0000009", "VASE-02", 1, "unknown", "DEFECTIVE", "2026-04-02"),
    ]


def test_a_comment_in_japanese_survives_shift_jis(shop: Any) -> None:
    shop.sound(RETURNS / "jp_cp932.txt")
    assert shop.rows("returns", "sku, comment, disposition") == [("傘-青", "骨が折れていた", "defective")]


def test_reimbursements_keep_equal_rows_and_reversals(shop: Any) -> None:
    result = shop.sound(REIMBURSEMENTS / "us.txt")
    assert result.kept_apart == {"not_a_number:amount-total": 1}
    columns = "event_id, kind, quantity, reimbursed_quantity, reimbursed_amount, happened_on::VARCHAR"
    assert shop.rows("inventory_events", columns) == [
        ("8000000001/LAMP-01", "reimbursed", 0, 1, Decimal("17.30"), "2026-03-31"),
        ("8000000001/LAMP-01/2", "reimbursed", 0, 1, Decimal("17.30"), "2026-03-31"),
        ("8000000002/LAMP-01", "reimbursed", 0, -1, Decimal("-17.30"), "2026-03-31"),
    ]


def test_eighteen_digits_two_currencies_and_thousands_with_commas(shop: Any) -> None:
    result = shop.sound(REIMBURSEMENTS / "eu_comma_two_currencies_bom.txt")
    assert [(check.currency, check.in_amount) for check in result.money] == [
        ("EUR", Decimal("1234.56")),
        ("SEK", Decimal("99.90")),
    ]
    assert shop.rows("inventory_events", "event_id")[0] == ("123456789012345678/VASE-GRÜN",)


def test_the_same_period_exported_twice_changes_nothing(shop: Any) -> None:
    text = (REIMBURSEMENTS / "us.txt").read_text(encoding="utf-8")
    shop.sound(text)
    shop.sound(text.replace("Desk lamp", "Desk lamp, black"), "again.txt")
    assert shop.rows("inventory_events", "sum(reimbursed_amount), count(*)", "1") == [(Decimal("17.30"), 3)]
