"""Rows in any order become Parquet files by month; none is lost, none written twice, and few wait in memory."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from argosy.canonical.catalogue import table
from argosy.warehouse import month_files
from argosy.warehouse.month_files import MonthFiles

ORDERS = table("orders")
SCHEMA = pa.schema([("order_id", pa.string()), (ORDERS.partition_on, pa.date32()), ("source_line", pa.int64())])


def rows(first: int, days: list[date]) -> pa.Table:
    lines = range(first, first + len(days))
    return pa.table([[f"o{line}" for line in lines], days, list(lines)], schema=SCHEMA)


@pytest.fixture
def files(tmp_path: Path) -> MonthFiles:
    return MonthFiles(ORDERS, tmp_path, SCHEMA)


def stored(folder: Path) -> list[tuple[str, int]]:
    """Month of the folder and line of every row."""
    with duckdb.connect() as connection:
        return sorted(
            connection.execute(
                f"SELECT month, source_line FROM read_parquet('{folder}/*/*.parquet', hive_partitioning=true,"
                f" hive_types_autocast=false) WHERE month = strftime({ORDERS.partition_on}, '%Y-%m')"
            ).fetchall()
        )


def test_every_row_lies_in_the_folder_of_its_month(files: MonthFiles, tmp_path: Path) -> None:
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2023, 12, 1), date(987, 2, 3)]
    files.write(rows(1, days))
    written = files.close()
    assert {file.partition["month"]: file.rows for file in written} == {"2023-12": 2, "2024-01": 1, "0987-02": 1}
    assert [line for _, line in stored(tmp_path)] == [4, 1, 3, 2]


def test_rows_of_many_years_in_any_order_hold_little_in_memory(
    files: MonthFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(month_files, "MOST_WAITING", 200)
    monkeypatch.setattr(month_files, "MOST_OPEN", 5)
    monkeypatch.setattr(month_files, "ROW_GROUP_ROWS", 100)
    for batch in range(20):
        files.write(
            rows(batch * 50, [date(2015, 1, 1) + timedelta(days=(batch * 50 + n) * 37 % 3000) for n in range(50)])
        )
        assert sum(one.rows_waiting for one in files._open.values()) == files._waiting <= 200
        assert len(files._open) <= 5
    written = files.close()
    assert sum(file.rows for file in written) == 1000
    assert sorted(line for _, line in stored(tmp_path)) == list(range(1000))


def test_a_file_in_time_order_gives_one_file_a_month(files: MonthFiles) -> None:
    for batch in range(6):
        files.write(rows(batch * 30, [date(2024, 1, 1) + timedelta(days=batch * 30 + n) for n in range(30)]))
    assert [file.partition["month"] for file in files.close()] == [f"2024-0{month}" for month in range(1, 7)]
