"""The files platforms import: what a proposed option carries as its `file`, written as it has to be uploaded."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from argosy.core.errors import ConfigurationError
from argosy.interfaces.presentation.csv_file import FORMULA_STARTS

if TYPE_CHECKING:
    from argosy.interfaces.presentation.decisions import Proposed

FILE = "file"


def write_platform_files(folder: Path, proposals: Sequence[Proposed]) -> list[Path]:
    """Write the file of every proposed option that has one; returns where. `ConfigurationError` where the folder cannot be written."""
    written = []
    try:
        for one in proposals:
            file = one.decision.chosen.terms.get(FILE)
            if isinstance(file, Mapping):
                folder.mkdir(parents=True, exist_ok=True)
                written.append(_write(folder, file))
    except OSError as error:
        raise ConfigurationError(
            "{file} cannot be written: {why}; close it where it is open, or name another file.",
            file=folder,
            why=error.strerror or error,
        ) from error
    return written


def _write(folder: Path, file: Mapping[str, object]) -> Path:
    path = folder / safe_name(str(file["name"]))
    columns, rows = _cells(file["columns"]), [_cells(row) for row in _cells(file["rows"])]
    if path.suffix == ".xlsx":
        _write_workbook(path, str(file["sheet"]), columns, rows)
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(columns)
            writer.writerows(row for row in rows if not any(_starts_formula(cell) for cell in row))
    return path


def safe_name(name: str) -> str:
    """A file's name without what could lead out of its folder.

    >>> safe_name("negatives-amazon_ads-../a b.csv")
    'negatives-amazon_ads-.._a b.csv'
    """
    return "".join("_" if character in '/\\:*?"<>|' else character for character in name).lstrip(".")


def _write_workbook(path: Path, sheet: str, columns: Sequence[object], rows: Sequence[Sequence[object]]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet(sheet[:31])
        page.write_row(0, 0, columns)
        for number, row in enumerate(rows, start=1):
            page.write_row(number, 0, row)


def _starts_formula(cell: object) -> bool:
    """Text that a spreadsheet would run: strangers type search terms, so such a row is left to be done by hand."""
    return isinstance(cell, str) and cell.startswith(FORMULA_STARTS)


def _cells(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else ()
