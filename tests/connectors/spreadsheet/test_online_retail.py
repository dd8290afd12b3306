"""The demo's mapping: every row of a real shop's year has its place, the money adds up, the published figures come out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from argosy.canonical.catalogue import tables
from argosy.connectors.contract import Context, Mapped
from argosy.connectors.discovery import connectors
from argosy.connectors.recognition import recognise
from argosy.connectors.sighting import look

CONTEXT = Context("uk_shop", "own_store", "Europe/London")


@pytest.fixture(scope="module")
def loaded(shared_data: Path) -> tuple[Any, Mapped]:
    """The demo's file, mapped; each canonical table stands as `out_<table>`."""
    (sighting,) = look(shared_data / "online_retail" / "online_retail.parquet")
    report = connectors()["spreadsheet"].report("online_retail")
    assert report is not None
    connection = duckdb.connect()
    report.parse(sighting, connection, CONTEXT)
    mapped = report.map(connection, CONTEXT)
    for name, select in mapped.selects.items():
        connection.execute(f"CREATE TABLE out_{name} AS {select}")
    return connection, mapped


def one(connection: Any, query: str) -> Any:
    """The only value of a query."""
    return connection.execute(query).fetchone()[0]


def test_the_file_is_recognised_by_its_columns(shared_data: Path) -> None:
    best = recognise(look(shared_data / "online_retail" / "online_retail.parquet"), connectors().values())[0]
    assert (best.connector, best.report, best.confidence) == ("spreadsheet", "online_retail", 1.0)


def test_every_row_enters_exactly_one_table(loaded: tuple[Any, Mapped]) -> None:
    connection, mapped = loaded
    lines = " UNION ALL ".join(
        f"SELECT source_line FROM out_{name} WHERE source_line IS NOT NULL" for name in mapped.selects
    )
    assert one(connection, f"SELECT count(*) FROM ({lines})") == 541_909
    assert one(connection, f"SELECT count(DISTINCT source_line) FROM ({lines})") == 541_909
    assert one(connection, "SELECT count(*) FROM out_kept_apart") == 0


def test_money_adds_up_to_nothing_left(loaded: tuple[Any, Mapped]) -> None:
    connection, mapped = loaded
    money_in = sum(one(connection, f"SELECT sum(money_in) FROM out_{name}") for name in mapped.money_out)
    money_out = sum(one(connection, f"SELECT sum({sql}) FROM out_{name}") for name, sql in mapped.money_out.items())
    assert money_in == money_out == Decimal("9747747.9340")


def test_published_figures_come_out_of_the_mapped_rows(loaded: tuple[Any, Mapped]) -> None:
    connection, _ = loaded
    rows = (
        "SELECT order_id AS invoice, sku AS code, customer_id, gross_amount AS amount FROM out_order_lines"
        " UNION ALL SELECT refund_id, coalesce(sku, '(none)'), customer_id, -refund_amount - shipping_amount FROM out_refunds"
        " UNION ALL SELECT coalesce(order_id, refund_id), vendor_type, NULL, amount FROM out_settlement_lines"
        " UNION ALL SELECT split_part(event_id, '-', 1), sku, NULL, 0 FROM out_inventory_events"
    )
    assert one(connection, f"SELECT count(DISTINCT invoice) FROM ({rows})") == 25_900
    assert one(connection, f"SELECT count(DISTINCT code) FROM ({rows}) WHERE code NOT IN ('(none)')") == 4_070 - 1  # D
    assert one(connection, "SELECT count(*) FROM out_customers") == 4_372
    known = (
        "SELECT v.* FROM vendor v WHERE v.CustomerID IS NOT NULL AND v.Quantity > 0 AND v.UnitPrice > 0"
        " AND NOT starts_with(v.InvoiceNo, 'C')"
    )
    assert one(connection, f"SELECT count(*) FROM ({known})") == 397_884
    assert one(connection, f"SELECT count(DISTINCT InvoiceNo) FROM ({known})") == 18_532
    places = (
        "SELECT source_line, gross_amount AS amount FROM out_order_lines"
        " UNION ALL SELECT source_line, amount FROM out_settlement_lines"
    )
    total = one(connection, f"SELECT sum(amount) FROM ({places}) SEMI JOIN ({known}) USING (source_line)")
    assert round(total, 2) == Decimal("8911407.90")


def test_times_are_london_and_stored_as_utc(loaded: tuple[Any, Mapped]) -> None:
    connection, _ = loaded
    summer = "SELECT ordered_at, ordered_on FROM out_order_lines WHERE order_id = '560373'"
    line = "SELECT InvoiceDate FROM vendor WHERE InvoiceNo = '560434' LIMIT 1"
    wall_clock = one(connection, line)
    stored, day = connection.execute(summer.replace("560373", "560434") + " LIMIT 1").fetchone()
    assert (wall_clock - stored).total_seconds() == 3600
    assert day == wall_clock.date()


def test_keys_are_unique_and_required_columns_filled(loaded: tuple[Any, Mapped]) -> None:
    connection, mapped = loaded
    for name in mapped.selects:
        if name == "kept_apart":
            continue
        table = tables()[name]
        key = ", ".join(table.key)
        doubled = f"SELECT count(*) FROM (SELECT 1 FROM out_{name} GROUP BY {key} HAVING count(*) > 1)"
        assert one(connection, doubled) == 0, name
        for column in table.columns:
            if column.required:
                assert one(connection, f"SELECT count(*) FROM out_{name} WHERE {column.name} IS NULL") == 0, column.name


def test_the_load_report_says_what_every_kind_of_dirt_is(loaded: tuple[Any, Mapped]) -> None:
    connection, mapped = loaded
    counts = {text: one(connection, select) for text, select in mapped.remarks.items()}
    found = {text.split("{count} ")[1].split(":")[0]: count for text, count in counts.items()}
    assert found["rows adjust bad debt"] == 3
    assert found["rows are Amazon's fees"] == 34
    assert found["rows are amounts entered by hand"] == 572
    repeats = next(count for text, count in counts.items() if "repeat another row" in text)
    assert repeats == 5_268
