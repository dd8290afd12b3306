"""A workbook as people of the trade want it: numbers as numbers with their currency, days as days, heading frozen, filters set.

No data is ever a formula or a link: every text is written as text, whatever it starts with. The only formulas are our own, where people
expect them: sums below columns, and what a table says of its cells; each is written with its value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from argosy.core.errors import ConfigurationError, RequestError
from argosy.core.text import Text
from argosy.interfaces.presentation.formatting import Formats, currency_digits
from argosy.interfaces.presentation.letters import letters
from argosy.interfaces.presentation.tables import Column, Kind, Table, Value, as_date

About = Sequence[tuple[Text, Value]]
"""Names and values for the last sheet: what was asked, of which data."""

LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576
LONGEST_SHEET_NAME = 31
WIDEST = 60
NARROWEST = 8
A4 = 9
LINE_POINTS = 15
HIGHEST_ROW_POINTS = 405
WIDEST_PAGE = 180  # characters that can still be read when a sheet is fitted to the width of a page
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]")
_MEASURED_ROWS = 1000  # widths are taken from so many rows


def write_workbook(path: Path, tables: Sequence[Table], language: str, about: About = ()) -> None:
    """Write one sheet per table, and `about` (what was asked, of which data) as the last one.

    `RequestError` where a table has more rows than a sheet holds, `ConfigurationError` where the file cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    for table in tables:
        if len(table.rows) >= MOST_ROWS:
            raise RequestError(
                "{rows} rows do not fit into one sheet of a workbook; narrow the question, or use --csv.",
                rows=len(table.rows),
            )
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    writer = _Writer(book, language)
    for table in tables:
        writer.sheet(table)
    if about:
        writer.about(about)
    try:
        book.close()
    except FileCreateError as error:
        raise ConfigurationError(
            "{file} cannot be written: {why}; close it where it is open, or name another file.", file=path, why=error
        ) from error


@dataclass
class _Writer:
    """Writes sheets into one workbook; formats are made once."""

    book: Any
    language: str
    formats: dict[tuple[tuple[str, object], ...], Any] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def sheet(self, table: Table) -> None:
        """One table: heading, rows, notes, then freeze, filter and widths."""
        sheet = self.book.add_worksheet(self._name(table.title.render(self.language)))
        heading = self._format(bold=True, text_wrap=True, valign="top", bottom=1, bg_color="#F2F2F2")
        for number, (column, title) in enumerate(zip(table.columns, table.headings(self.language), strict=True)):
            align = self._format(bold=True, text_wrap=True, valign="top", bottom=1, bg_color="#F2F2F2", align="right")
            sheet.write_string(0, number, title, align if column.kind.is_figure else heading)
        widths = self._widths(table)
        for line, row in enumerate(table.rows, start=1):
            for number, (column, value) in enumerate(zip(table.columns, row, strict=True)):
                own, formula = table.column_of(line - 1, column), table.formulas.get((line - 1, number))
                if formula and value is not None:
                    self._formula(sheet, (line, number), own, formula, value)
                else:
                    self._cell(sheet, line, number, own, value)
            lines = max((_lines(value, width) for value, width in zip(row, widths, strict=True)), default=1)
            if lines > 1:
                sheet.set_row(line, min(lines * LINE_POINTS, HIGHEST_ROW_POINTS))
        self._sums(sheet, table)
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width)
        sheet.freeze_panes(1, 0)
        if table.columns:
            sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
        _set_page(sheet, sum(widths))

    def _sums(self, sheet: Any, table: Table) -> None:
        """Below the rows the sums of what adds up, of the rows a filter leaves."""
        if not table.summed or len(table.rows) <= 1:
            return
        line = len(table.rows) + 1
        for number, column in enumerate(table.columns):
            if number not in table.summed:
                continue
            numbers = [row[number] for row in table.rows]
            total = sum((Decimal(str(one)) for one in numbers if isinstance(one, int | float | Decimal)), Decimal(0))
            cells = f"{letters(number)}2:{letters(number)}{line}"
            self._formula(sheet, (line, number), column, f"SUBTOTAL(109,{cells})", total)

    def _formula(self, sheet: Any, place: tuple[int, int], column: Column, formula: str, value: Value) -> None:
        """A formula of ours with its value, so that readers that do not reckon show it too."""
        number = float(value) if isinstance(value, int | float | Decimal) else value
        shape = self._format(num_format=_pattern(column), valign="top", bold=True)
        sheet.write_formula(*place, f"={formula}", shape, number)

    def about(self, about: About) -> None:
        """What was asked, of which data: names and values below one another."""
        sheet = self.book.add_worksheet(self._name(Text("About").render(self.language)))
        for line, (title, value) in enumerate(about):
            sheet.write_string(line, 0, title.render(self.language), self._format(bold=True, valign="top"))
            self._cell(sheet, line, 1, Column("value", title, Kind.DATE), value)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 80)

    def _cell(self, sheet: Any, line: int, number: int, column: Column, value: Value) -> None:
        day = as_date(value, column.kind) if column.kind in (Kind.DATE, Kind.MONTH) else None
        if value is None:
            sheet.write_blank(line, number, None)
        elif isinstance(value, bool) or column.kind is Kind.WORD:
            sheet.write_string(line, number, column.shown(value, Formats(self.language)), self._text())
        elif day is not None:
            pattern = "yyyy-mm" if column.kind is Kind.MONTH else "yyyy-mm-dd"
            sheet.write_datetime(line, number, day, self._format(num_format=pattern, align="left", valign="top"))
        elif isinstance(value, int | float | Decimal) and math.isfinite(value):
            sheet.write_number(line, number, float(value), self._format(num_format=_pattern(column), valign="top"))
        else:
            sheet.write_string(line, number, _fitting(column.exact(value)), self._text())

    def _text(self) -> Any:
        return self._format(num_format="@", valign="top", text_wrap=True)

    def _format(self, **properties: object) -> Any:
        key = tuple(sorted(properties.items(), key=lambda pair: pair[0]))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(properties)
        return self.formats[key]

    def _widths(self, table: Table) -> list[int]:
        """How wide each column must be for its heading and its first thousand rows, within limits."""
        widths = [min(_cells(title), 24) for title in table.headings(self.language)]
        shown = Formats(self.language)
        for row in table.rows[:_MEASURED_ROWS]:
            for number, (column, value) in enumerate(zip(table.columns, row, strict=True)):
                if value is not None:
                    text = column.exact(value) if column.kind is Kind.PLACE else column.shown(value, shown)
                    widths[number] = max(widths[number], _cells(text))
        return [max(NARROWEST, min(width + 3, WIDEST)) for width in widths]

    def _name(self, title: str) -> str:
        """A name a sheet may have: 31 characters, none of []:*?/\\, not twice."""
        plain = _NOT_IN_SHEET_NAMES.sub(" ", title).strip("' ")[:LONGEST_SHEET_NAME] or "Sheet"
        name, count = plain, 1
        while name.lower() in self.names:
            count += 1
            name = f"{plain[: LONGEST_SHEET_NAME - 4]} {count}"
        self.names.add(name.lower())
        return name


def _set_page(sheet: Any, width: int) -> None:
    """How the sheet prints: lying, the heading on each page, fitted to the page's width where it can then be read."""
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    if width <= WIDEST_PAGE:
        sheet.fit_to_pages(1, 0)


def _lines(value: Value, width: int) -> int:
    """How many lines a text takes in a column of that width; Chinese signs are wide.

    >>> _lines("short", 10), _lines("a sentence of thirty characters", 10), _lines(12, 10)
    (1, 4, 1)
    """
    if not isinstance(value, str):
        return 1
    return sum(max(1, math.ceil(_cells(part) / width)) for part in value.split("\n"))


def _pattern(column: Column) -> str:
    """The number format of a column, its currency in it.

    >>> _pattern(Column("net", Text("Net"), Kind.MONEY, "GBP")), _pattern(Column("n", Text("N"), Kind.COUNT))
    ('[$GBP] #,##0.00', '#,##0')
    """
    match column.kind:
        case Kind.MONEY if column.currency:
            digits = currency_digits(column.currency)
            return f"[${column.currency}] #,##0" + ("." + "0" * digits if digits else "")
        case Kind.MONEY | Kind.NUMBER:
            return "#,##0.00"
        case Kind.FIGURE:
            return "General"
        case Kind.SHARE:
            return "0.0%"
        case Kind.COUNT:
            return "#,##0"
        case _:
            return "General"


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def _cells(text: str) -> int:
    """How many columns of a terminal or characters of a cell a text takes: Chinese, Japanese and Korean signs take two.

    >>> _cells("net"), _cells("净销售额")
    (3, 8)
    """
    longest = max(text.split("\n"), key=len, default="")
    return len(longest) + len(_WIDE.findall(longest))
