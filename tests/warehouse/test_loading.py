"""A load replaces what it covers, doubles nothing, and is all or nothing."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from argosy.core.errors import DataError, FaultError
from argosy.warehouse.engine import DuckDBEngine
from argosy.warehouse.lake import Lake
from argosy.warehouse.loading import Job, Loaded, load

LINES = """
    SELECT 'shop' AS store_id, 'own_store' AS channel, market, order_id, line_no::VARCHAR AS line_no,
        ordered_on::TIMESTAMP AS ordered_at, ordered_on::DATE AS ordered_on, customer AS customer_id, sku, quantity,
        'EUR' AS currency, price::DECIMAL(18,4) AS unit_price, (quantity * price)::DECIMAL(18,4) AS gross_amount,
        'ordered' AS status, source_line, CASE WHEN quantity IS NULL THEN 'not_a_number:quantity' END AS kept_apart,
        (coalesce(quantity, 0) * price)::DECIMAL(18,4) AS money_in
    FROM vendor
"""
PRODUCTS = "SELECT sku AS product_id, max(title) AS title, NULL::BIGINT AS source_line FROM vendor GROUP BY sku"

Row = tuple[object, ...]
COLUMNS = "order_id, line_no, ordered_on, market, customer, sku, title, quantity, price"
FIRST: list[Row] = [
    ("o1", 1, "2024-01-30", "DE", "c1", "A", "Lamp", 2, 10.0),
    ("o1", 2, "2024-01-30", "DE", "c1", "B", "Vase", 1, 5.5),
    ("o2", 1, "2024-02-01", "FR", "c2", "A", "Lamp", 1, 10.0),
    ("o3", 1, "2024-02-02", "FR", None, "C", None, 3, 1.25),
]


def run(
    lake: Lake,
    rows: list[Row],
    load_id: str,
    *,
    tables: tuple[str, ...] = ("order_lines", "products"),
    **changes: object,
) -> Loaded:
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE raw (order_id VARCHAR, line_no INT, ordered_on VARCHAR, market VARCHAR, customer VARCHAR, sku VARCHAR,"
        " title VARCHAR, quantity BIGINT, price DOUBLE)"
    )
    if rows:
        connection.executemany("INSERT INTO raw VALUES (?,?,?,?,?,?,?,?,?)", rows)
    connection.execute("CREATE VIEW vendor AS SELECT *, row_number() OVER () AS source_line FROM raw")
    selects = {name: {"order_lines": LINES, "products": PRODUCTS}[name] for name in tables}
    selects.update(changes.pop("selects", {}))  # type: ignore[arg-type]
    job = Job(
        load_id,
        selects,
        {"order_lines": "gross_amount"},
        {"not_a_number:quantity": "The quantity is not a number."},
        {},
        streaming=len(selects) == 1,
        record={
            "file_sha256": load_id * 2,
            "file_name": f"{load_id}.csv",
            "connector": "test",
            "report": "lines",
            "store_id": "shop",
        },
    )
    return load(lake, connection, job)


def lines(lake: Lake, number: int | None = None) -> list[Row]:
    engine = DuckDBEngine(lake, lake.at(number) if number is not None else None)
    rows = engine.sql(
        "SELECT order_id, line_no, quantity, gross_amount, load_id, source_line FROM order_lines ORDER BY 1, 2",
        ["order_lines"],
    )
    return [tuple(row.values()) for row in rows.to_pylist()]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def test_rows_arrive_with_lineage_and_money_adds_up(lake: Lake) -> None:
    loaded = run(lake, FIRST, "first")
    assert loaded.rows_read == 4
    assert loaded.rows_loaded == {"order_lines": 4, "products": 3}
    assert [(check.currency, check.in_amount, check.residual) for check in loaded.money] == [
        ("EUR", Decimal("39.2500"), Decimal(0))
    ]
    assert lines(lake)[0] == ("o1", "1", 2, Decimal("20.0000"), "first", 1)
    assert DuckDBEngine(lake).sql(
        "SELECT file_name, rows_read, rows_loaded, residual_amount FROM loads", ["loads"]
    ).to_pylist() == [
        {"file_name": "first.csv", "rows_read": 4, "rows_loaded": 4, "residual_amount": Decimal("0.0000")}
    ]


def test_the_same_rows_again_change_nothing(lake: Lake) -> None:
    run(lake, FIRST, "first")
    before = [row[:4] for row in lines(lake)]
    again = run(lake, FIRST, "again")
    assert again.rows_replaced["order_lines"] == 4
    assert [row[:4] for row in lines(lake)] == before


def test_a_corrected_file_replaces_whole_orders_and_moves_them_between_months(lake: Lake) -> None:
    run(lake, FIRST, "first")
    corrected = run(lake, [("o1", 1, "2024-02-01", "DE", "c1", "A", "Lamp", 5, 10.0)], "corrected")
    assert corrected.rows_replaced["order_lines"] == 2, "both lines of o1 go, the one that is gone from the file too"
    assert [row[:3] for row in lines(lake)] == [("o1", "1", 5), ("o2", "1", 1), ("o3", "1", 3)]


def test_master_data_keeps_what_a_new_file_leaves_empty(lake: Lake) -> None:
    run(lake, FIRST, "first")
    run(lake, [("o9", 1, "2024-03-01", "DE", "c9", "A", None, 1, 1.0)], "second")
    titles = DuckDBEngine(lake).sql("SELECT product_id, title FROM products ORDER BY 1", ["products"]).to_pylist()
    assert titles == [
        {"product_id": "A", "title": "Lamp"},
        {"product_id": "B", "title": "Vase"},
        {"product_id": "C", "title": None},
    ]


def test_a_bad_row_is_kept_apart_with_its_reason_its_money_and_itself(lake: Lake) -> None:
    rows = [*FIRST, ("o4", 1, "2024-02-03", "DE", "c4", "A", "Lamp", None, 7.0)]
    for tables in (("order_lines",), ("order_lines", "products")):
        loaded = run(lake, rows, "apart" + str(len(tables)), tables=tables)
        assert loaded.kept_apart == {"not_a_number:quantity": 1}
        assert loaded.rows_entered == 4
    kept = DuckDBEngine(lake).sql("SELECT source_line, reason, raw FROM kept_apart", ["kept_apart"]).to_pylist()
    assert kept[0]["source_line"] == 5
    assert kept[0]["reason"] == "The quantity is not a number."
    assert '"order_id":"o4"' in kept[0]["raw"]


def test_a_vendors_own_columns_may_be_called_like_ours(lake: Lake) -> None:
    connection = duckdb.connect()
    connection.execute(
        "CREATE VIEW vendor AS SELECT 'x' AS currency, 'y' AS \"Amount\", 'z' AS reason_code, 's' AS sentence, 1 AS source_line"
    )
    select = "SELECT source_line, 'odd' AS reason_code, 'Odd.' AS reason, 'EUR' AS currency, 2.5::DECIMAL(18,4) AS money_in FROM vendor"
    record = {"file_sha256": "f", "file_name": "f", "connector": "test", "report": "lines", "store_id": "shop"}
    loaded = load(lake, connection, Job("named", {"kept_apart": select}, {}, {"odd": "Odd."}, {}, False, record))
    assert loaded.kept_apart == {"odd": 1}
    kept = DuckDBEngine(lake).sql("SELECT currency, amount, reason FROM kept_apart", ["kept_apart"]).to_pylist()
    assert kept == [{"currency": "EUR", "amount": Decimal("2.5000"), "reason": "Odd."}]


def test_identical_repeats_count_once_and_different_rows_of_one_key_leave_the_last(lake: Lake) -> None:
    rows = [*FIRST, FIRST[0], ("o2", 1, "2024-03-05", "FR", "c2", "A", "Lamp", 9, 10.0)]
    loaded = run(lake, rows, "doubled")
    assert loaded.ignored == {"repeated_row": 1}
    assert loaded.kept_apart == {"same_key_again": 1}
    assert [row[:3] for row in lines(lake)] == [("o1", "1", 2), ("o1", "2", 1), ("o2", "1", 9), ("o3", "1", 3)]


def test_a_missing_required_value_and_an_unknown_word_are_kept_apart(lake: Lake) -> None:
    select = LINES.replace(
        "'ordered' AS status", "CASE WHEN sku = 'B' THEN 'teleported' ELSE 'ordered' END AS status"
    ).replace("sku, quantity", "nullif(sku, 'C') AS sku, quantity")
    loaded = run(lake, FIRST, "odd", tables=("order_lines",), selects={"order_lines": select})
    assert loaded.kept_apart == {"missing:sku": 1, "unknown_value:status": 1}


def test_rows_no_select_mentions_are_kept_apart(lake: Lake) -> None:
    loaded = run(lake, FIRST, "partial", selects={"order_lines": LINES + " WHERE order_id <> 'o3'"})
    assert loaded.kept_apart == {"no_rule": 1}


def test_time_travel_reads_an_older_snapshot(lake: Lake) -> None:
    first = run(lake, FIRST, "first")
    run(lake, [("o1", 1, "2024-02-01", "DE", "c1", "A", "Lamp", 5, 10.0)], "corrected")
    assert [row[:3] for row in lines(lake, first.snapshot.number)] == [
        ("o1", "1", 2),
        ("o1", "2", 1),
        ("o2", "1", 1),
        ("o3", "1", 3),
    ]


def test_a_failing_table_leaves_the_lake_as_it_was(lake: Lake) -> None:
    run(lake, FIRST, "first")
    before, number = lines(lake), lake.latest().number
    with pytest.raises(DataError, match="does not fit"):
        run(
            lake,
            FIRST,
            "broken",
            selects={
                "products": "SELECT sku AS product_id, 'x' AS title, CAST(title AS BIGINT) AS weight_g FROM vendor"
            },
        )
    with pytest.raises(FaultError, match="does not have"):
        run(lake, FIRST, "broken", selects={"products": "SELECT sku AS product_id, title AS wrong FROM vendor"})
    assert (lines(lake), lake.latest().number) == (before, number)
    assert not list(lake.staging.glob("broken*"))


def test_versions_of_a_killed_load_are_passed_over(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    run(lake, FIRST, "first")
    before = lines(lake)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("argosy.warehouse.snapshots.advance", killed)
        with pytest.raises(KeyboardInterrupt):
            run(lake, [("o8", 1, "2024-02-09", "DE", "c8", "A", "Lamp", 8, 1.0)], "killed")
    assert lines(lake) == before
    run(lake, [("o9", 1, "2024-02-09", "DE", "c9", "A", "Lamp", 9, 1.0)], "next")
    assert [row[0] for row in lines(lake)] == ["o1", "o1", "o2", "o3", "o9"]


def test_an_empty_file_is_a_load_of_no_rows(lake: Lake) -> None:
    loaded = run(lake, [], "empty")
    assert (loaded.rows_read, loaded.rows_entered, loaded.money) == (0, 0, ())


def test_a_plain_delta_reader_sees_the_same_rows(lake: Lake) -> None:
    """The lake opens as it is in other tools: columns a report could not fill read as NULL."""
    from deltalake import DeltaTable

    run(lake, FIRST, "first")
    select = LINES.replace("'ordered' AS status", "'ordered' AS status, 0.5::DECIMAL(18,4) AS discount_amount")
    run(
        lake,
        [("o7", 1, "2024-01-09", "DE", "c7", "A", "Lamp", 7, 1.0)],
        "wider",
        tables=("order_lines",),
        selects={"order_lines": select},
    )
    version = lake.latest().tables["order_lines"]
    plain = DeltaTable(str(lake.table_path("order_lines")), version=version)
    assert plain.count() == 5
    connection = duckdb.connect()
    connection.register("plain", plain.to_pyarrow_table())
    rows = connection.execute(
        "SELECT order_id, discount_amount, ordered_at FROM plain ORDER BY order_id, line_no"
    ).fetchall()
    assert [(row[0], row[1]) for row in rows] == [
        ("o1", None),
        ("o1", None),
        ("o2", None),
        ("o3", None),
        ("o7", Decimal("0.5000")),
    ]
    assert all(row[2].tzinfo is not None for row in rows), "instants carry UTC"
