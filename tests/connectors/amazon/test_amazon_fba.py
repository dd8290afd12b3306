"""FBA reports: movements with their signs, stock by day, parcels to buyers and back to the seller."""

from __future__ import annotations

from decimal import Decimal
from typing import Any


def test_every_movement_has_its_kind_and_sign(reader: Any) -> None:
    found = reader.sample("fba", "ledger_detail.txt").rows("inventory_events", "kind, quantity, happened_on::VARCHAR")
    assert found[:10] == [
        ("received", 100, "2026-06-13"),
        ("sold", -1, "2026-06-14"),
        ("sold", -1, "2026-06-14"),
        ("returned", 1, "2026-06-15"),
        ("lost", -2, "2026-06-16"),
        ("found", 1, "2026-06-17"),
        ("adjusted", -1, "2026-06-17"),
        ("transferred_out", -10, "2026-06-18"),
        ("transferred_in", 10, "2026-06-18"),
        ("removed", -3, "2026-06-19"),
    ]


def test_what_does_not_reconcile_is_told_and_an_unknown_event_kept_apart(reader: Any) -> None:
    found = reader.sample("fba", "ledger_detail.txt")
    columns = "unreconciled_quantity, reference_id, location_id, building, disposition"
    assert found.rows("inventory_events", columns)[4] == (-2, "77001", "fba_gb", "BHX4", "sellable")
    assert found.rows("inventory_events", "kept_apart")[-1] == ("unknown_value:Event Type",)


def test_two_equal_movements_stay_two_after_loading_twice(shop: Any, reader: Any) -> None:
    from pathlib import Path

    path = Path(__file__).parent / "fba" / "ledger_detail.txt"
    shop.sound(path)
    shop.argosy.ingest([path], again=True)
    assert shop.rows("inventory_events", "count(*), sum(quantity)", "1") == [(10, 94)]


def test_dispositions_of_a_day_are_one_level(reader: Any) -> None:
    columns = "sku, snapshot_on::VARCHAR, on_hand_quantity, available_quantity, unfulfillable_quantity, location_id"
    assert reader.sample("fba", "ledger_summary_joined.txt").rows("inventory_levels", columns) == [
        ("LAMP-01", "2026-06-13", 106, 105, 1, "fba_gb"),
        ("LAMP-01", "2026-06-14", 100, 100, 0, "fba_gb"),
    ]


def test_restock_takes_its_day_from_the_name(reader: Any) -> None:
    columns = "sku, snapshot_on::VARCHAR, available_quantity, reserved_quantity, inbound_quantity, recommended_quantity"
    found = reader.sample("fba", "restock 2026-04-06.txt").rows("inventory_levels", columns)
    assert found[0] == ("LAMP-01", "2026-04-06", 100, 8, 50, 120)


def test_aged_stock_of_the_old_report(reader: Any) -> None:
    columns = "available_quantity, aged_0_90_quantity, aged_over_365_quantity, location_id"
    assert reader.sample("fba", "aged.txt").rows("inventory_levels", columns) == [(60, 40, 2, "fba_us")]


def test_parcels_to_buyers(reader: Any) -> None:
    found = reader.sample("fba", "fulfilled.txt")
    columns = "shipment_id, unit_count, carrier, purpose, destination_country, shipped_at::VARCHAR, created_on::VARCHAR"
    assert found.rows("shipments", columns) == [("DLhJ1", 3, "ups", "order", "US", "2026-06-11 08:00:00", "2026-06-11")]
    assert found.rows("shipment_lines", "line_no, sku, quantity, kept_apart")[2] == (
        *("Dh2a", "LAMP-02", 1, "not_a_date"),
    )


def test_removals_and_what_they_cost(reader: Any) -> None:
    orders = reader.sample("fba", "removal_orders.txt")
    assert orders.rows("shipments", "shipment_id, purpose, status, unit_count, freight_amount, currency") == [
        ("RM-1", "removal", "delivered", 7, Decimal("6.79"), "USD"),
        ("RM-2", "removal", "created", 1, None, "USD"),
    ]
    parcels = reader.sample("fba", "removal_shipments.txt")
    assert parcels.rows("shipments", "shipment_id, unit_count, tracking_number") == [("RM-1/1Z111", 7, "1Z111")]
