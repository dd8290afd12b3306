"""A file with some cells corrected: the rest of it stays letter for letter, so that it can be loaded again in its own place."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from argosy.connectors.contract import Sighting
from argosy.connectors.layout import column_names
from argosy.connectors.sighting import look
from argosy.core.errors import DataError, RequestError

Row = Mapping[str, object]
"""A row as it came, by column."""


def write_corrected(
    raw: Path, name: str, before: Mapping[int, Row], changes: Mapping[int, Mapping[str, str]], target: Path
) -> None:
    """Write the file of `raw` to `target` with the cells of `changes` (data row, the first is 1, to column to text).

    `before` says what those rows held; `DataError` where the file holds something else there, or is no table of text.
    """
    sighting = look(raw, name)[0]
    if sighting.format not in ("csv", "text") or sighting.is_uneven:
        raise DataError(
            "{file} is no plain table of text, so it cannot be corrected here; correct it in the file and load it again.",
            file=name,
        )
    names = list(column_names(sighting.header))
    wanted = {
        line: {names.index(_known(one, names)): text for one, text in cells.items()} for line, cells in changes.items()
    }
    left = set(wanted)
    with _text(raw, sighting) as source, target.open("w", encoding="utf-8", newline="") as file:
        for _ in range(sighting.header_line):
            file.write(source.readline())
        rows = csv.reader(source, delimiter=sighting.delimiter, quotechar=sighting.quote or '"')
        out = csv.writer(file, delimiter=sighting.delimiter, quotechar=sighting.quote or '"', lineterminator="\n")
        for line, cells in _numbered(rows):
            if line in wanted:
                _refuse_other(names, cells, before[line], name, line)
                cells = [wanted[line].get(place, cell) for place, cell in enumerate(cells)]
                left.discard(line)
            out.writerow(cells)
    if left:
        raise DataError("{file} has no data row {line}; load it again.", file=name, line=min(left))


def _known(column: str, names: list[str]) -> str:
    if column not in names:
        raise RequestError(
            "There is no column {column}; the columns are: {known}.", column=column, known=", ".join(names)
        )
    return column


def _numbered(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Records with their number: the header is 0, the first data row 1; blank ones are left out."""
    number = 0
    for cells in rows:
        if any(cell.strip() for cell in cells):
            yield number, cells
            number += 1


def _refuse_other(names: list[str], cells: list[str], before: Row, name: str, line: int) -> None:
    for place, column in enumerate(names):
        cell, known = (cells[place].strip() if place < len(cells) else ""), before.get(column)
        if column in before and cell.strip('="') != str("" if known is None else known).strip('="'):
            raise DataError(
                "Data row {line} of {file} is another one than the row kept apart; correct it in the file and load it again.",
                line=line,
                file=name,
            )


@contextmanager
def _text(raw: Path, sighting: Sighting) -> Iterator[IO[str]]:
    with raw.open("rb") as stream:
        is_packed = stream.read(2) == b"\x1f\x8b"
    with gzip.open(raw, "rb") if is_packed else raw.open("rb") as stream:
        encoding = "utf-8-sig" if sighting.encoding in ("utf-8", "utf8", "ascii") else sighting.encoding
        yield io.TextIOWrapper(stream, encoding=encoding, newline="")
