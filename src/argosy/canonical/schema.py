"""How a canonical table is declared: grain, columns with units, key, and how a re-import replaces what it covers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from argosy.core.errors import FaultError


class Kind(StrEnum):
    """What a column holds; `warehouse` turns this into storage types, `metrics` into expressions."""

    TEXT = "text"
    INTEGER = "integer"  # 64 bit
    MONEY = "money"  # DECIMAL(18, 4), in the row's currency
    DECIMAL = "decimal"  # DECIMAL(18, 6), exact, not money
    RATE = "rate"  # DOUBLE, a fraction (0.05), never percent, or a measured ratio
    DATE = "date"  # a calendar day in the store's own time zone
    INSTANT = "instant"  # UTC, microseconds
    BOOLEAN = "boolean"
    JSON = "json"  # text that is JSON


@dataclass(frozen=True)
class Column:
    """One column: its name, kind, what it means (a sentence with unit), whether every row must have it, and the values it may take."""

    name: str
    kind: Kind
    description: str
    required: bool = False
    values: tuple[str, ...] = ()
    personal: bool = False  # personal data: masked by role, erased on request


@dataclass(frozen=True)
class Table:
    """One canonical table.

    `grain` says what one row is. `key` identifies a row. `replaces` is the part of the key a re-import replaces whole: an order export
    that lists order 17 replaces every line of order 17, so that a corrected file which dropped a line does not leave it behind; it is
    the key itself where rows stand alone. `partition_on` is the date column whose month partitions the table (None: not partitioned).
    """

    name: str
    subject: str
    grain: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    replaces: tuple[str, ...] = ()
    partition_on: str | None = None

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) != len(names):
            raise FaultError("Table {table} declares a column twice.", table=self.name)
        for name in (*self.key, *self.replaces, *((self.partition_on,) if self.partition_on else ())):
            if name not in names:
                raise FaultError(
                    "Table {table} names a column {column} that it does not declare.", table=self.name, column=name
                )
        if not self.replaces:
            object.__setattr__(self, "replaces", self.key)

    def column(self, name: str) -> Column:
        """The column of that name; `FaultError` where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise FaultError("Table {table} has no column {column}.", table=self.name, column=name)

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the declared columns, in order (without lineage)."""
        return tuple(column.name for column in self.columns)


LINEAGE = (
    Column("load_id", Kind.TEXT, "The load that brought the row (see table `loads`).", required=True),
    Column(
        "source_line",
        Kind.INTEGER,
        "Line of the row in its file, the first data row being 1; empty where the row was derived from several lines.",
    ),
)
"""Columns every lake table carries behind its own: which load, which line."""

MONTH = Column("month", Kind.TEXT, "Calendar month (YYYY-MM) of the partition date.", required=True)
"""The partition column, derived from `partition_on`."""


def text(
    name: str, description: str, *, required: bool = False, values: tuple[str, ...] = (), personal: bool = False
) -> Column:
    """A text column."""
    return Column(name, Kind.TEXT, description, required, values, personal)


def integer(name: str, description: str, *, required: bool = False) -> Column:
    """A whole-number column."""
    return Column(name, Kind.INTEGER, description, required)


def money(name: str, description: str, *, required: bool = False) -> Column:
    """An amount in the row's `currency`."""
    return Column(name, Kind.MONEY, description, required)


def decimal(name: str, description: str, *, required: bool = False) -> Column:
    """An exact decimal that is not money."""
    return Column(name, Kind.DECIMAL, description, required)


def rate(name: str, description: str, *, required: bool = False) -> Column:
    """A fraction or ratio."""
    return Column(name, Kind.RATE, description, required)


def date(name: str, description: str, *, required: bool = False) -> Column:
    """A calendar day."""
    return Column(name, Kind.DATE, description, required)


def instant(name: str, description: str, *, required: bool = False) -> Column:
    """A UTC instant."""
    return Column(name, Kind.INSTANT, description, required)


def boolean(name: str, description: str, *, required: bool = False) -> Column:
    """True or false."""
    return Column(name, Kind.BOOLEAN, description, required)


def json_text(name: str, description: str, *, required: bool = False) -> Column:
    """A JSON document as text."""
    return Column(name, Kind.JSON, description, required)
