"""The inventory export: states of stock per location, for the day it is loaded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from argosy.connectors.contract import Context

STORE = Context("shop", "shopify", "America/New_York", today=date(2026, 11, 22))
LEVELS = (
    "SELECT sku, location_id, on_hand_quantity, available_quantity, reserved_quantity, unfulfillable_quantity, inbound_quantity"
    " FROM inventory_levels ORDER BY source_line"
)


def test_states_of_stock_per_location(load_sample: Any) -> None:
    found = load_sample("inventory_all_states.csv", STORE)
    assert found.rows(LEVELS) == [
        ("CUP-R", "Newark", 8, 5, 2, 1, 10),
        ("CUP-R", "Shenzhen", 40, 40, 0, 0, 0),
        ('Cup, "small" - Blue', "Newark", 2, -1, 3, 0, 0),
        ("0012345678901234567", "Newark", 0, 0, 0, 0, 0),
    ]
    assert found.rows("SELECT DISTINCT snapshot_on FROM inventory_levels") == [(date(2026, 11, 22),)]


def test_not_stocked_is_passed_over_and_half_units_are_kept_apart(load_sample: Any) -> None:
    found = load_sample("inventory_all_states.csv", STORE)
    assert found.loaded.ignored == {"not_stocked": 1}
    assert found.kept() == {6: "not_a_whole_number:Available", 7: "missing:Location"}
    assert found.loaded.remarks == {"{count} stock levels have no day in this export: they count for 2026-11-22": 4}


def test_the_layout_before_2025(load_sample: Any) -> None:
    assert load_sample("inventory_before_2025.csv", STORE).rows(LEVELS) == [("MUG", "Newark", 10, 8, 2, 0, 0)]


def test_without_a_day_it_is_today_by_the_store_s_clock(load_sample: Any) -> None:
    found = load_sample("inventory_before_2025.csv", replace(STORE, time_zone="Pacific/Kiritimati", today=None))
    (day,) = found.rows("SELECT snapshot_on FROM inventory_levels")[0]
    ahead = (datetime.now(UTC) + timedelta(hours=14)).date()
    assert day in (ahead, ahead - timedelta(days=1 if datetime.now(UTC).hour == 10 else 0))


def test_another_day_adds_and_the_same_day_replaces(load_sample: Any) -> None:
    load_sample("inventory_before_2025.csv", STORE)
    load_sample("inventory_before_2025.csv", STORE)
    found = load_sample("inventory_before_2025.csv", replace(STORE, today=date(2026, 11, 23)))
    assert found.rows("SELECT count(*), count(DISTINCT snapshot_on) FROM inventory_levels") == [(2, 2)]
