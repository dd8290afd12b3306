"""Rows behind a number, as people and machines read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from argosy.core.text import Text
from argosy.interfaces.presentation.tables import Column, Kind, Table, Value

if TYPE_CHECKING:
    from argosy.app.results import SourceRow


def source_json(row: SourceRow) -> dict[str, object]:
    """A row as JSON types."""
    values = {name: _value(value) for name, value in row.values.items()}
    return {"file": row.file, "line": row.line, "load_id": row.load_id, "values": values}


def sources_table(rows: Sequence[SourceRow]) -> Table:
    """One row per source row: file, line, load, then every column any of them has."""
    names = list(dict.fromkeys(name for row in rows for name in row.values))
    columns = (
        Column("file", Text("File")),
        Column("line", Text("Data row"), Kind.COUNT),
        Column("load_id", Text("Load")),
        *(Column(name, Text(name), _kind([_value(row.values.get(name)) for row in rows])) for name in names),
    )
    body = [[row.file, row.line, row.load_id, *(_value(row.values.get(name)) for name in names)] for row in rows]
    return Table("sources", Text("Source rows"), columns, body)


def source_lines(row: SourceRow) -> tuple[Text, str]:
    """Where a row stands, and its values in one line."""
    where = Text("{file}, data row {line}", {"file": row.file, "line": row.line}) if row.line else Text(row.file)
    return where, "  ".join(f"{name}={_value(value)}" for name, value in row.values.items())


def _kind(values: Sequence[Value]) -> Kind:
    present = [value for value in values if value is not None]
    is_number = all(isinstance(value, int | float | Decimal) and not isinstance(value, bool) for value in present)
    if present and is_number:
        return Kind.COUNT if all(isinstance(value, int) for value in present) else Kind.NUMBER
    return Kind.DATE if present and all(isinstance(value, date) for value in present) else Kind.TEXT


def _value(value: object) -> Value:
    match value:
        case datetime():
            return value.isoformat(sep=" ")
        case None | bool() | int() | float() | str() | Decimal() | date():
            return value
        case _:
            return str(value)
