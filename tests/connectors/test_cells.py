"""How one cell is read: exactly, or not at all."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import pytest

from argosy.connectors.cells import (
    DOTTED,
    ISO,
    SLASHED,
    amount_sql,
    country_sql,
    day_sql,
    decimal_mark_of,
    flag_sql,
    instant_sql,
    is_scientific,
    month_first_of,
    share_sql,
    whole_sql,
)


def value(sql: str, *cells: str | None) -> Any:
    """The expression over a relation `vendor` with one column x."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE vendor (x VARCHAR)")
    connection.executemany("INSERT INTO vendor VALUES (?)", [[cell] for cell in cells])
    return connection.execute(f"SELECT {sql} FROM vendor").fetchall()[0][0]


@pytest.mark.parametrize(
    ("cell", "mark", "amount"),
    [
        ("1,234.50", ".", "1234.50"),
        ("1.234,50", ",", "1234.50"),
        ("1 234,50", ",", "1234.50"),
        ("1'234.50", ".", "1234.50"),
        ("12,34", ".", None),
        ("9.10", ",", None),
        ("(12.50)", ".", "-12.50"),
        ("12.50-", ".", "-12.50"),
        ("−4.20", ".", "-4.20"),
        ("-$5.10", ".", "-5.10"),
        ("BRL 12.30", ".", "12.30"),
        ("1,00,000.00", ".", "100000.00"),
        ("twelve", ".", None),
        ("12A3", ".", None),
        ("", ".", None),
        (None, ".", None),
    ],
)
def test_an_amount_is_exact_or_nothing(cell: str | None, mark: str, amount: str | None) -> None:
    assert value(amount_sql("x", mark), cell) == (Decimal(amount) if amount else None)


def test_a_whole_number_is_never_rounded() -> None:
    assert [value(whole_sql("x"), cell) for cell in ("2", "2.0", "2.5", "1,000")] == [2, 2, None, 1000]


def test_a_share_says_whether_it_is_percent() -> None:
    assert [value(share_sql("x"), cell) for cell in ("15%", "0.15", "7.5 %")] == [0.15, 0.15, 0.075]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("2026-03-29T00:59:00Z", "2026-03-29 00:59:00"),
        ("2026-03-29 01:59:00", "2026-03-29 00:59:00"),
        ("2026-03-29 03:01:00", "2026-03-29 01:01:00"),
        ("2026-03-29 02:30:00", "2026-03-29 01:30:00"),  # skipped by the clocks: moved on by the hour
        ("2026-10-25 12:00:00", "2026-10-25 11:00:00"),
        ("2026-07-01T10:00:00.000-04:00", "2026-07-01 14:00:00"),
        ("yesterday", None),
    ],
)
def test_an_instant_of_a_day_on_which_the_clocks_change(cell: str, told: str | None) -> None:
    assert value(f"({instant_sql('x', ISO, 'Europe/Berlin')})::VARCHAR", cell) == told


def test_the_file_shows_whether_the_month_comes_first() -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE vendor AS SELECT unnest(['3/4/2026 1:05', '3/14/2026 10:00']) AS x")
    assert month_first_of(connection, ["x"]) is True
    connection.execute("CREATE OR REPLACE TABLE vendor AS SELECT '3/4/2026' AS x")
    assert month_first_of(connection, ["x"]) is None
    assert str(value(instant_sql("x", SLASHED, "UTC", month_first=True), "3/4/2026 1:05")) == "2026-03-04 01:05:00"
    assert str(value(day_sql("x", DOTTED), "04.03.2026 10:00")) == "2026-03-04"


@pytest.mark.parametrize(
    ("amounts", "mark"),
    [
        (["1.234,50", "2,00", "7"], ","),
        (["1,234", "7"], "."),
        (["IDR 10.000", "IDR 1.250.000", "0"], ","),
        (["0.125", "1.250"], "."),
        (["12.500", "3.75"], "."),
        ([], "."),
    ],
)
def test_the_file_shows_its_decimal_sign(amounts: list[str], mark: str) -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE vendor AS SELECT unnest($amounts::VARCHAR[]) AS x", {"amounts": amounts})
    assert decimal_mark_of(connection, ["x"]) == mark


def test_countries_ids_and_flags() -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE vendor AS SELECT unnest(['Germany', 'US', '日本', 'Atlantis']) AS x")
    rows = connection.execute(f"SELECT {country_sql(connection, 'x')} FROM vendor").fetchall()
    assert rows == [("DE",), ("US",), ("JP",), (None,)]
    assert [value(is_scientific("x"), cell) for cell in ("1.23E+17", "1,23E+17", "577432269090755281", "A1E+2")] == [
        *(True, True, False, False),
    ]
    assert [value(flag_sql("x"), cell) for cell in ("TRUE", "no", "maybe")] == [True, False, None]
