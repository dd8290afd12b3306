"""A table as every interface shows it: typed columns with titles, rows of plain values, notes. No figure is text before it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from argosy.core.text import Text
from argosy.interfaces.presentation import words
from argosy.interfaces.presentation.formatting import MISSING, Formats

CENTS = 2

Value = str | int | float | bool | Decimal | date | None


class Kind(StrEnum):
    """What a column holds, which decides how it is aligned and written."""

    TEXT = "text"
    PLACE = "place"  # an ISO 3166 code, or a name of a market as it came
    WORD = "word"  # a word of the code, shown by `words`
    COUNT = "count"
    NUMBER = "number"  # two digits behind the point
    FIGURE = "figure"  # a figure of any size, four significant digits
    MONEY = "money"
    SHARE = "share"  # a fraction, read as a percentage
    DATE = "date"  # a date or an ISO day
    MONTH = "month"  # an ISO month
    YEAR = "year"

    @property
    def is_figure(self) -> bool:
        """Whether values are aligned right and summed in a spreadsheet."""
        return self in (Kind.COUNT, Kind.NUMBER, Kind.FIGURE, Kind.MONEY, Kind.SHARE)


@dataclass(frozen=True)
class Column:
    """`name` is what machines call it, `title` what people read; `currency` of a money column; `words` of a word column."""

    name: str
    title: Text
    kind: Kind = Kind.TEXT
    currency: str = ""
    words: Mapping[str, str] = field(default_factory=dict)

    def heading(self, language: str) -> str:
        """The title, with the currency where the column is money."""
        title = self.title.render(language)
        return f"{title} ({self.currency})" if self.currency else title

    def shown(self, value: Value, formats: Formats) -> str:
        """One value as a person reads it."""
        if value is None:
            return MISSING
        if isinstance(value, bool):
            return (Text("yes") if value else Text("no")).render(formats.language)
        match self.kind:
            case Kind.PLACE:
                return formats.place(str(value))
            case Kind.WORD:
                return words.word(self.words, str(value), formats.language)
            case Kind.DATE if isinstance(value, date):
                return value.isoformat()
            case _ if isinstance(value, int | float | Decimal) and self.kind.is_figure:
                return self._figure(value, formats)
            case _:
                return str(value)

    def _figure(self, value: float | Decimal, formats: Formats) -> str:
        if self.kind is Kind.MONEY:
            return formats.amount(value, self.currency) if self.currency else formats.number(value)
        if self.kind is Kind.SHARE:
            return formats.percent(value)
        if self.kind is Kind.FIGURE:
            return formats.significant(value)
        return formats.count(value) if self.kind is Kind.COUNT else formats.number(value)

    def exact(self, value: Value) -> str:
        """One value for a machine that reads text: figures in full with a decimal point, days by ISO 8601, nothing where it is missing.

        >>> Column("net", Text("Net"), Kind.MONEY, "EUR").exact(Decimal("1234.5000")), Column("d", Text("D")).exact(None)
        ('1234.50', '')
        """
        match value:
            case None:
                return ""
            case bool():
                return "true" if value else "false"
            case Decimal():
                return _plain_decimal(value, self.kind) if value.is_finite() else ""
            case float():
                return repr(value) if value - value == 0 else ""
            case date():
                return value.isoformat()
            case _:
                return str(value)


def _plain_decimal(value: Decimal, kind: Kind) -> str:
    """All digits without an exponent; money without the zeros that only the ledger's scale adds."""
    text = format(value, "f")
    if kind is not Kind.MONEY or "." not in text:
        return text
    whole, _, behind = text.partition(".")
    return f"{whole}.{behind.rstrip('0').ljust(CENTS, '0')}"


@dataclass(frozen=True)
class Table:
    """`rows` run parallel to `columns`; `notes` are sentences for below the table; `name` is what machines call it.

    `currency` is the currency of all money columns, where there is one. `row_kinds` are the kinds of rows that hold something else
    than their columns say (a margin below amounts), by place. For spreadsheets: `formulas` by row and column place, in letters and
    lines of the sheet (the first row is line 2); `summed`, the columns whose sum means something, for a last line.
    """

    name: str
    title: Text
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    notes: tuple[Text, ...] = ()
    currency: str = ""
    row_kinds: Mapping[int, Kind] = field(default_factory=dict)
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)
    summed: frozenset[int] = frozenset()

    def column_of(self, row: int, column: Column) -> Column:
        """The column as a row has it."""
        kind = self.row_kinds.get(row)
        return replace(column, kind=kind) if kind and column.kind is Kind.MONEY else column

    def for_machines(self) -> Table:
        """The table with the currency of its money in a column of its own: headings of files for machines do not say it."""
        has_money = any(column.kind is Kind.MONEY for column in self.columns)
        if not self.currency or not has_money or any(column.name == "currency" for column in self.columns):
            return self
        added = Column("currency", Text(words.DIMENSIONS["currency"]))
        rows = [[*row, self.currency] for row in self.rows]
        return replace(self, columns=(*self.columns, added), rows=rows)

    def headings(self, language: str) -> list[str]:
        """The titles in a language."""
        return [column.heading(language) for column in self.columns]

    def shown(self, formats: Formats, limit: int | None = None) -> Iterator[list[str]]:
        """The rows as people read them, at most `limit`."""
        for place, row in enumerate(self.rows[:limit]):
            columns = [self.column_of(place, column) for column in self.columns]
            yield [column.shown(value, formats) for column, value in zip(columns, row, strict=True)]

    def exact(self) -> Iterator[list[str]]:
        """The rows as machines read them."""
        for row in self.rows:
            yield [column.exact(value) for column, value in zip(self.columns, row, strict=True)]


def definition(columns: Sequence[tuple[str, Text, Kind]]) -> tuple[Column, ...]:
    """Plain columns from name, title and kind."""
    return tuple(Column(name, title, kind) for name, title, kind in columns)


def as_date(value: Value, kind: Kind) -> date | None:
    """The first day that a value of a date, month or year column names; None where it names none.

    >>> as_date("2011-03", Kind.MONTH), as_date("2011-03-05", Kind.DATE), as_date("soon", Kind.DATE)
    (datetime.date(2011, 3, 1), datetime.date(2011, 3, 5), None)
    """
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(f"{value}-01" if kind is Kind.MONTH else str(value))
    except ValueError:
        return None


def cut_note(table: Table, limit: int) -> Text | None:
    """Says how many rows were left out below a table cut at `limit`; None where all are shown."""
    left = len(table.rows) - limit
    return (
        Text("… and {count} more rows; --csv FILE or --xlsx FILE holds them all", {"count": left}) if left > 0 else None
    )
