"""Files for spreadsheets: real figures and days, nothing that starts a formula, one sentence where they cannot be written."""

from __future__ import annotations

import csv
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import fastexcel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.core.errors import ConfigurationError, RequestError
from argosy.core.text import Text
from argosy.interfaces.presentation.csv_file import FORMULA_STARTS, harmless, write_csv
from argosy.interfaces.presentation.spreadsheet import write_workbook
from argosy.interfaces.presentation.tables import Column, Kind, Table

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", '=HYPERLINK("http://x")']
COLUMNS = (
    Column("name", Text("Name")),
    Column("day", Text("Day"), Kind.DATE),
    Column("month", Text("Month"), Kind.MONTH),
    Column("net", Text("Net sales"), Kind.MONEY, "EUR"),
    Column("share", Text("Share"), Kind.SHARE),
    Column("count", Text("Orders"), Kind.COUNT),
)
TABLE = Table(
    "numbers",
    Text("Numbers"),
    COLUMNS,
    [[text, "2011-03-05", "2011-03", Decimal("-1234.50"), 0.25, 7] for text in DANGEROUS]
    + [["plain", date(2011, 3, 6), None, None, None, None]],
    currency="EUR",
)


def test_csv_begins_with_a_byte_order_mark_and_keeps_figures(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    write_csv(target, TABLE)
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(target.open(encoding="utf-8-sig", newline="")))
    assert rows[0]["net"] == "-1234.50"
    assert rows[0]["share"] == "0.25"
    assert rows[-1] == {
        "name": "plain", "day": "2011-03-06", "month": "", "net": "", "share": "", "count": "", "currency": "EUR",
    }  # fmt: skip


def test_no_cell_of_a_csv_starts_a_formula(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    write_csv(target, TABLE)
    names = [row["name"] for row in csv.DictReader(target.open(encoding="utf-8-sig", newline=""))]
    assert [name.removeprefix("'") for name in names[:-1]] == DANGEROUS
    assert not [name for name in names if name.lstrip().startswith(FORMULA_STARTS)]


@given(st.text())
def test_harmless_text_is_never_a_formula_and_loses_nothing(text: str) -> None:
    assert not harmless(text).lstrip(" ").startswith(FORMULA_STARTS)
    assert harmless(text).removeprefix("'") in (text, text.removeprefix("'"))


def test_a_workbook_has_figures_days_and_texts_as_what_they_are(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    write_workbook(target, [TABLE], "en", ((Text("Currency"), "EUR"),))
    book = fastexcel.read_excel(target)
    assert book.sheet_names == ["Numbers", "About"]
    rows = book.load_sheet("Numbers").to_arrow().to_pylist()
    assert [row["Name"] for row in rows] == [*DANGEROUS, "plain"]
    first = rows[0]
    assert first["Day"] == datetime(2011, 3, 5)  # noqa: DTZ001 - a workbook's day has no zone
    assert first["Month"] == datetime(2011, 3, 1)  # noqa: DTZ001 - as above
    assert (first["Net sales (EUR)"], first["Share"], first["Orders"]) == (-1234.5, 0.25, 7.0)
    assert rows[-1]["Net sales (EUR)"] is None


def test_a_workbook_holds_no_formula_no_link_and_the_currencys_format(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    write_workbook(target, [TABLE], "en")
    with zipfile.ZipFile(target) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        styles = parts.read("xl/styles.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()
    assert 'state="frozen"' in sheet
    assert "<autoFilter " in sheet
    assert "[$EUR] #,##0.00" in styles
    assert "<cols>" in sheet


def test_a_heading_is_in_the_readers_language(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    write_workbook(target, [TABLE], "zh")
    names = fastexcel.read_excel(target).load_sheet(0).to_arrow().column_names
    assert names[3] == "净销售额 (EUR)"


def test_two_tables_of_one_title_get_sheets_of_their_own(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    long = Table("n", Text("A very long title: with/odd [signs] in it?"), COLUMNS, [])
    write_workbook(target, [long, long, TABLE], "en")
    names = fastexcel.read_excel(target).sheet_names
    assert len(set(names)) == 3
    assert all(len(name) <= 31 for name in names)


def test_a_cell_of_a_million_characters_is_cut_to_what_a_sheet_holds(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    write_workbook(target, [Table("n", Text("N"), COLUMNS[:1], [["x" * 1_000_000]])], "en")
    (row,) = fastexcel.read_excel(target).load_sheet(0).to_arrow().to_pylist()
    assert len(row["Name"]) == 32_767


def test_more_rows_than_a_sheet_holds_are_refused_in_one_sentence(tmp_path: Path) -> None:
    class Endless(list[list[int]]):
        def __len__(self) -> int:
            return 2_000_000

    with pytest.raises(RequestError, match="2000000 rows do not fit"):
        write_workbook(tmp_path / "out.xlsx", [Table("n", Text("N"), COLUMNS[:1], Endless())], "en")


@pytest.mark.parametrize("write", [write_csv, lambda path, table: write_workbook(path, [table], "en")])
def test_a_file_that_cannot_be_written_is_said(write: object, tmp_path: Path) -> None:
    assert callable(write)
    with pytest.raises(ConfigurationError, match="cannot be written"):
        write(tmp_path / "missing" / "out", TABLE)
