"""Workbooks: sheets, dates, long ids, no float noise, lines above the header."""

from __future__ import annotations

import os
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter

from argosy.connectors.reading import read
from argosy.connectors.sighting import look
from argosy.core.errors import DataError


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Two filled sheets and an empty one; the second has a title above its header and a gap in its rows."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        clock = workbook.add_format({"num_format": "hh:mm"})
        first = workbook.add_worksheet("Costs")
        first.write_row(0, 0, ["id", "number", "day", "moment", "clock", "yes", "formula"])
        first.write_row(1, 0, ["007", 0.1 + 0.2])
        first.write_datetime(1, 2, date(2024, 5, 1), day)
        first.write_datetime(1, 3, datetime.fromisoformat("2024-05-01 10:30"), moment)
        first.write_datetime(1, 4, time(10, 30), clock)
        first.write_boolean(1, 5, True)
        first.write_formula(1, 6, "=1+1", None, 2)
        first.write_row(2, 0, [123456789012345, 1e-7])
        second = workbook.add_worksheet("Other")
        second.write_string(0, 0, "Report of May")
        second.write_row(2, 0, ["sku", "stock", "note"])
        second.write_row(3, 0, ["a", 5, "two\nlines"])
        second.write_row(6, 0, ["b", 6.5, " blank ", "beyond"])
        workbook.add_worksheet("Empty")
    os.utime(path, (0, 0))
    return path


def rows(path: Path, sheet: int) -> list[tuple[Any, ...]]:
    """The rows of a sheet."""
    connection = duckdb.connect()
    read(look(path)[sheet], connection)
    return list(connection.execute("SELECT * FROM vendor ORDER BY source_line").fetchall())


def test_cells_are_exact_text(book: Path) -> None:
    assert rows(book, 0) == [
        ("007", "0.3", "2024-05-01", "2024-05-01 10:30:00", "10:30:00", "true", "2", 1),
        ("123456789012345", "0.0000001", None, None, None, None, None, 2),
    ]


def test_one_sighting_per_filled_sheet(book: Path) -> None:
    found = look(book)
    assert [(one.sheet, one.header_line, one.header[:2]) for one in found] == [
        ("Costs", 0, ("id", "number")),
        ("Other", 2, ("sku", "stock")),
    ]
    assert found[1].sheets == ("Costs", "Other", "Empty")
    assert found[1].preamble[0] == "Report of May"


def test_rows_keep_their_line_and_cells_beyond_the_header_are_told(book: Path) -> None:
    assert rows(book, 1) == [("a", "5", "two\nlines", None, 1), ("b", "6.5", "blank", "beyond", 4)]


def test_ids_of_17_digits_keep_their_digits(tmp_path: Path) -> None:
    """Excel itself rounds them; a program that wrote them exactly into the XML is believed."""
    source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(source) as workbook:
        sheet = workbook.add_worksheet("S")
        sheet.write_row(0, 0, ["id", "name"])
        sheet.write_row(1, 0, [12345678901234567, "a"])
        sheet.write_row(2, 0, [5, "b"])
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            if member == "xl/worksheets/sheet1.xml":
                assert b"1.234567890123457E+16" in content
                content = content.replace(b"1.234567890123457E+16", b"12345678901234567")
            new.writestr(member, content)
    assert [row[0] for row in rows(target, 0)] == ["12345678901234567", "5"]


def test_a_workbook_without_a_filled_sheet(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "empty.xlsx") as workbook:
        workbook.add_worksheet()
    with pytest.raises(DataError, match="no filled sheet"):
        look(tmp_path / "empty.xlsx")


def test_a_plain_zip_says_unpack(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("orders.csv", "a,b\n1,2\n")
    with pytest.raises(DataError, match="unpack it"):
        look(tmp_path / "x.zip")
