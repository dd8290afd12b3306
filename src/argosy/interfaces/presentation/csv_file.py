"""CSV that spreadsheets read right: UTF-8 with a byte order mark, exact figures, and no cell that starts a formula."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from typing import TextIO

from argosy.core.errors import ConfigurationError
from argosy.interfaces.presentation.tables import Table, Value

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe goes before what could start one.

    >>> harmless("=HYPERLINK(1)"), harmless("-5"), harmless("SKU-5")
    ("'=HYPERLINK(1)", "'-5", 'SKU-5')
    """
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def write_csv(path: Path, table: Table) -> None:
    """Write the table with the machine's column names; `ConfigurationError` where the file cannot be written."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            _write(file, table)
    except OSError as error:
        raise ConfigurationError(
            "{file} cannot be written: {why}; close it where it is open, or name another file.",
            file=path,
            why=error.strerror or error,
        ) from error


def csv_text(table: Table) -> str:
    """The table as the text of a CSV file, without the byte order mark."""
    file = StringIO(newline="")
    _write(file, table)
    return file.getvalue()


def _write(file: TextIO, table: Table) -> None:
    whole = table.for_machines()
    writer = csv.writer(file)
    writer.writerow([harmless(column.name) for column in whole.columns])
    for row in whole.rows:
        writer.writerow([_cell(value, column.exact(value)) for column, value in zip(whole.columns, row, strict=True)])


def _cell(value: Value, text: str) -> str:
    """Only text can be dangerous: a negative number stays a number."""
    return harmless(text) if isinstance(value, str) else text
