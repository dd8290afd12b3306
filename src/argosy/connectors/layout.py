"""How a text table is laid out: its delimiter, the lines before its header, its header and a sample of its rows."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

DELIMITERS = ("\t", ";", "|", ",")
SAMPLE_ROWS = 100
SIGHT_LINES = 500
"""Lines that show how a text is laid out; more would only take longer."""
HEADER_WITHIN = 60
"""A header is looked for among the first so many rows; the longest known preamble (a unified transaction report) has 9 lines."""

RESERVED_NAMES = ("source_line", "excess_cells")
"""Column names the reader adds itself; a file's own column of that name is renamed like a repeated one."""

NUMBER = re.compile(r"[-+(]?\s*[$€£¥]?\s*[\d.,'\s]*\d[\d.,'\s]*\s*[%€$£¥]?\s*[)-]?")
DATE = re.compile(r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}.*")

csv.field_size_limit(1 << 26)  # the module's default of 131,072 characters would refuse a long product description


@dataclass(frozen=True)
class Layout:
    """Where the table is in a text: `header_line` counts the physical lines before the header."""

    delimiter: str
    header: tuple[str, ...]
    header_line: int
    preamble: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    is_table: bool


@dataclass(frozen=True)
class Row:
    """One record of a text: its cells and the physical line it starts on."""

    cells: tuple[str, ...]
    line: int


def rows_of(text: str, delimiter: str, *, complete: bool = True) -> list[Row]:
    """The records of a text; blank lines are left out, and the last one where the text may have been cut."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    line = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            rows.append(Row(tuple(cell.strip() for cell in cells), line))
        line = reader.line_num
    if not complete and len(rows) > 1:
        rows.pop()
    return rows


def find_layout(
    text: str, *, complete: bool = True, delimiter: str | None = None, header_line: int | None = None
) -> Layout:
    """The most consistent reading of a text as a table; `delimiter` and `header_line` fix what is known already.

    >>> found = find_layout("Report of May\\n\\nSKU;Preis\\nA-1;1,50\\nA-2;2,75\\n")
    >>> found.delimiter, found.header, found.header_line, found.sample[0]
    (';', ('SKU', 'Preis'), 2, ('A-1', '1,50'))
    """
    text = text.removeprefix("\ufeff")
    if (cut := _place_of_newline(text, SIGHT_LINES)) is not None:
        text, complete = text[:cut], False
    choices = {one: rows_of(text, one, complete=complete) for one in ((delimiter,) if delimiter else DELIMITERS)}
    best = max(choices, key=lambda one: _consistency(choices[one], one))
    rows = choices[best]
    is_table = delimiter is not None or _consistency(rows, best) > 0
    if not rows:
        return Layout(best, (), 0, (), (), is_table)
    place = _header_place(rows) if header_line is None else _place_of_line(rows, header_line)
    header = rows[place]
    lines = text.splitlines()[: header.line]
    sample = tuple(row.cells for row in rows[place + 1 : place + 1 + SAMPLE_ROWS])
    return Layout(best, header.cells, header.line, tuple(lines), sample, is_table)


def _place_of_newline(text: str, number: int) -> int | None:
    """Where so many lines end; None in a shorter text."""
    place = -1
    for _ in range(number):
        place = text.find("\n", place + 1)
        if place < 0:
            return None
    return place + 1


def has_open_quote(text: str, delimiter: str) -> bool:
    """True where the text ends inside a quoted cell: it was cut off.

    >>> has_open_quote('a,b\\n1,"two', ","), has_open_quote('a,b\\n1,"two"', ",")
    (True, False)
    """
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def usual_width(rows: Sequence[Row]) -> int:
    """The most frequent number of cells; the wider one where two are equally frequent."""
    widths = Counter(len(row.cells) for row in rows)
    return max(widths, key=lambda width: (widths[width], width)) if widths else 0


def table_width(rows: Sequence[Row]) -> int:
    """The width of the table among lines of text: wide rows count more, because `Name: value` lines may outnumber a short table."""
    widths = Counter(len(row.cells) for row in rows)
    return max(widths, key=lambda width: (widths[width] * width**0.5, width)) if widths else 0


def column_names(header: Sequence[str]) -> tuple[str, ...]:
    """Names for the reader: as written and trimmed; an empty one gets its place, a repeated one a number (without regard to case).

    >>> column_names(["SKU", "Amount", "amount", ""])
    ('SKU', 'Amount', 'amount_2', 'column_4')
    """
    taken = set(RESERVED_NAMES)
    names: list[str] = []
    for place, cell in enumerate(header, start=1):
        name = base = cell.strip().removeprefix("\ufeff") or f"column_{place}"
        number = 2
        while name.casefold() in taken:
            name = f"{base}_{number}"
            number += 1
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def looks_like_value(cell: str) -> bool:
    """True for a number, an amount or a date: cells that no header has.

    >>> [looks_like_value(cell) for cell in ("1.234,50", "2024-05-01", "Preis", "")]
    [True, True, False, False]
    """
    return bool(NUMBER.fullmatch(cell) or DATE.fullmatch(cell))


def _consistency(rows: Sequence[Row], delimiter: str) -> float:
    """How well rows agree on a width of at least two, wider tables counting more; 0 where nothing is delimited."""
    widths = Counter(len(row.cells) for row in rows if len(row.cells) > 1)
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1] * item[0] ** 0.5, item[0]))
    others = [one for one in DELIMITERS if one not in (delimiter, ",")]
    cells = [cell for row in rows if len(row.cells) == width for cell in row.cells]
    mixed = sum(1 for cell in cells if any(one in cell for one in others)) / len(cells)
    first = next(row for row in rows if len(row.cells) == width)
    headless = 0.6 if any(looks_like_value(cell) for cell in first.cells) else 1.0
    return float(count / len(rows) * min(width, 12) ** 0.5 * (1 - mixed) * headless)


def _header_place(rows: Sequence[Row]) -> int:
    """Index of the header: the first row at least as wide as the table, or the row of names before it that is narrower by one."""
    several = [
        row for row in rows[1:] if len(row.cells) > 1
    ]  # lines of text above a short table may outnumber its rows
    width = table_width(several or rows[1:] or rows)
    place = next((place for place, row in enumerate(rows[:HEADER_WITHIN]) if len(row.cells) >= width), 0)
    if place and not _is_names(rows[place], width) and _is_names(rows[place - 1], width):
        return place - 1  # the rows end in a delimiter that the header does not have
    return place


def _is_names(row: Row, width: int) -> bool:
    filled = [cell for cell in row.cells if cell]
    return len(row.cells) >= width - 1 and len(filled) * 2 > width and not any(map(looks_like_value, filled))


def _place_of_line(rows: Sequence[Row], line: int) -> int:
    return next((place for place, row in enumerate(rows) if row.line >= line), len(rows) - 1)
