"""How a canonical column is stored: DuckDB, Arrow and thereby Delta types."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from argosy.canonical.schema import LINEAGE, Kind, Table

DUCKDB_TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.INTEGER: "BIGINT",
    Kind.MONEY: "DECIMAL(18,4)",
    Kind.DECIMAL: "DECIMAL(18,6)",
    Kind.RATE: "DOUBLE",
    Kind.DATE: "DATE",
    Kind.INSTANT: "TIMESTAMP",  # naive while we compute; the label UTC is put on at the border, see arrow_schema
    Kind.BOOLEAN: "BOOLEAN",
    Kind.JSON: "VARCHAR",
}


def stored_columns(table: Table) -> tuple[tuple[str, Kind], ...]:
    """Name and kind of every column of a stored table: its own, then lineage; without the partition column."""
    lineage = [column for column in LINEAGE if column.name not in table.column_names]
    return tuple((column.name, column.kind) for column in (*table.columns, *lineage))


def arrow_type(kind: Kind) -> Any:
    """The Arrow type of a kind."""
    import pyarrow as pa

    return {
        Kind.TEXT: pa.string(),
        Kind.INTEGER: pa.int64(),
        Kind.MONEY: pa.decimal128(18, 4),
        Kind.DECIMAL: pa.decimal128(18, 6),
        Kind.RATE: pa.float64(),
        Kind.DATE: pa.date32(),
        Kind.INSTANT: pa.timestamp("us", tz="UTC"),
        Kind.BOOLEAN: pa.bool_(),
        Kind.JSON: pa.string(),
    }[kind]


def arrow_schema(table: Table, present: Container[str] | None = None, *, with_month: bool = True) -> Any:
    """The Arrow schema of the stored table, or of those of its columns that are `present`; the partition column last, if wanted."""
    import pyarrow as pa

    fields = [
        pa.field(name, arrow_type(kind)) for name, kind in stored_columns(table) if present is None or name in present
    ]
    if table.partition_on and with_month:
        fields.append(pa.field("month", pa.string()))
    return pa.schema(fields)


def quoted(name: str) -> str:
    """A column name as an SQL identifier.

    >>> print(quoted('Lineitem "x" name'))
    "Lineitem ""x"" name"
    """
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A text as an SQL literal.

    >>> literal("Men's")
    "'Men''s'"
    """
    return "'" + value.replace("'", "''") + "'"
