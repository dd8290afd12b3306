"""FBA inventory planning: units by state and age, volumes in cubic metres, expected fees."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "fba_inventory_planning"


def test_stock_is_told_by_state_age_and_cost(shop: Any) -> None:
    result = shop.sound(FOLDER / "us.txt")
    assert (result.report, result.rows, result.kept_apart) == (
        "fba_inventory_planning",
        3,
        {"not_a_number:available": 1},
    )
    columns = (
        "location_id, country, sku, on_hand_quantity, available_quantity, reserved_quantity, unfulfillable_quantity"
    )
    assert shop.rows("inventory_levels", columns) == [
        ("fba_us", "US", "LAMP-01", 42, 32, 7, 3),
        ("fba_gb", "GB", "0012", 10, 0, 7, 3),
    ]
    columns = "aged_0_90_quantity, aged_91_180_quantity, inbound_quantity, next_storage_amount, next_aged_storage_amount, currency"
    assert shop.rows("inventory_levels", columns)[0] == (30, 8, 40, Decimal("9.18"), Decimal("1.50"), "USD")
    assert shop.rows("inventory_levels", "age_quantities")[0] == ('{"0":20,"31":6,"61":4}',)


def test_cubic_feet_and_cubic_metres_become_one_unit(shop: Any) -> None:
    shop.sound(FOLDER / "us.txt")
    shop.sound(FOLDER / "de_comma_bom.txt")
    found = dict(shop.rows("inventory_levels", "country, storage_volume_m3"))
    assert float(found["US"]) == pytest.approx(10.5 * 0.3048**3, rel=1e-6)
    assert float(found["DE"]) == pytest.approx(0.30)


def test_a_german_file_with_commas_and_its_own_dates(shop: Any) -> None:
    shop.sound(FOLDER / "de_comma_bom.txt")
    columns = "location_id, sku, snapshot_on::VARCHAR, next_storage_amount, next_aged_storage_amount"
    assert shop.rows("inventory_levels", columns) == [
        ("fba_de", "VASE-GRÜN", "2026-03-31", Decimal("9.18"), Decimal("1.50"))
    ]


def test_the_same_day_exported_again_replaces_and_never_doubles(shop: Any) -> None:
    text = (FOLDER / "us.txt").read_text(encoding="utf-8")
    shop.sound(text)
    shop.sound(text.replace("\t32\t", "\t30\t"), "again.txt")
    assert shop.rows("inventory_levels", "sku, available_quantity") == [("LAMP-01", 30), ("0012", 0)]
