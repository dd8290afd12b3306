"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS) as text cells: dates as ISO text, numbers as the shortest exact text."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree.ElementTree import ParseError, iterparse

from argosy.core.errors import DataError

MIDNIGHT = " 00:00:00"
EMPTY_DAY = "1899-12-31 "
"""What a bare time of day becomes when a workbook counts days from 1900."""

LONG_DIGITS = re.compile(r"-?\d{16,}")
"""Integers beyond 2**53 do not survive the way through a binary float; they are read again from the sheet's XML."""

SHEET_XML = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@contextmanager
def _readable(name: str) -> Iterator[None]:
    import fastexcel

    try:
        yield
    except fastexcel.FastExcelError as error:
        if "password" in str(error).lower():
            raise DataError("Workbook {file} is protected by a password; save it without one.", file=name) from error
        raise DataError("Workbook {file} is damaged or was cut off; download or save it again.", file=name) from error


def sheet_names(path: Path, name: str) -> tuple[str, ...]:
    """The sheets of a workbook; `DataError` where it cannot be opened."""
    import fastexcel

    with _readable(name):
        return tuple(fastexcel.read_excel(path).sheet_names)


def sheet_columns(path: Path, name: str, sheet: str, rows: int | None = None) -> Any:
    """A sheet as an Arrow table of text columns, every row from the first (no header taken), at most `rows` of them."""
    import fastexcel
    import pyarrow as pa

    with _readable(name):
        loaded = fastexcel.read_excel(path).load_sheet(
            sheet, header_row=None, n_rows=rows, dtypes="string", skip_whitespace_tail_rows=True
        )
        batch = loaded.to_arrow()
    table = pa.table({f"c{place}": _plain(column) for place, column in enumerate(batch.columns)})
    return table if rows else _with_long_numbers(table, path, sheet)


def _plain(column: Any) -> Any:
    """Cells as a person wrote them: a day without its midnight, a time without its day, no surrounding blanks."""
    import pyarrow as pa
    import pyarrow.compute as pc

    text = pc.utf8_trim_whitespace(column.cast(pa.string()))
    midnight = pc.and_(pc.ends_with(text, MIDNIGHT), pc.equal(pc.utf8_length(text), 19))
    text = pc.if_else(midnight, pc.utf8_slice_codeunits(text, 0, 10), text)
    text = pc.if_else(pc.starts_with(text, EMPTY_DAY), pc.utf8_slice_codeunits(text, 11), text)
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _with_long_numbers(table: Any, path: Path, sheet: str) -> Any:
    """Put the digits back that a binary float has rounded away, where the workbook is XLSX and its XML still has them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    places = [
        place
        for place, column in enumerate(table.columns)
        if pc.any(pc.match_substring_regex(column, "^-?[0-9]{16,}$")).as_py()
    ]
    if not places or not zipfile.is_zipfile(path):
        return table
    columns = {place: table.column(place).to_pylist() for place in places}
    for row, place, written in _written_numbers(path, sheet):
        cells = columns.get(place)
        if cells and row < len(cells) and cells[row] != written and LONG_DIGITS.fullmatch(written):
            cells[row] = written
    for place, cells in columns.items():
        table = table.set_column(place, table.column_names[place], pa.array(cells, pa.string()))
    return table


def _written_numbers(path: Path, sheet: str) -> Iterator[tuple[int, int, str]]:
    """(row, column, text) of the numeric cells of an XLSX sheet exactly as its XML spells them."""
    with zipfile.ZipFile(path) as archive:
        member = _sheet_member(archive, sheet)
        if member is None:
            return
        with archive.open(member) as stream:
            for _, element in iterparse(stream):
                if element.tag != f"{SHEET_XML}c":
                    if element.tag == f"{SHEET_XML}row":
                        element.clear()
                    continue
                value = element.find(f"{SHEET_XML}v")
                if element.get("t", "n") == "n" and value is not None and value.text:
                    yield (*_position(element.get("r", "A1")), value.text)


def _sheet_member(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """The archive member of a sheet, found through the workbook's relations."""
    try:
        with archive.open("xl/workbook.xml") as stream:
            relation = next(
                (
                    element.get(RELATION)
                    for _, element in iterparse(stream)
                    if element.tag == f"{SHEET_XML}sheet" and element.get("name") == sheet
                ),
                None,
            )
        with archive.open("xl/_rels/workbook.xml.rels") as stream:
            targets = {element.get("Id"): element.get("Target", "") for _, element in iterparse(stream)}
    except (KeyError, ParseError):
        return None
    target = targets.get(relation, "")
    return str(PurePosixPath("xl") / target) if not target.startswith("/") else target[1:]


def _position(reference: str) -> tuple[int, int]:
    """Row and column, both from 0, of a cell reference.

    >>> _position("AB12")
    (11, 27)
    """
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]) - 1, column - 1
