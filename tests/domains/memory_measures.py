"""The real `Measures` over canonical tables held in memory: what a domain sees of a seller, without a lake."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import ibis
import pyarrow as pa

from argosy.canonical.catalogue import table as canonical
from argosy.canonical.schema import Kind, Table
from argosy.metrics.measures import WarehouseMeasures
from argosy.warehouse.snapshots import Snapshot
from argosy.warehouse.types import DUCKDB_TYPES, arrow_type, stored_columns

Rows = Sequence[Mapping[str, object]]
FILLED: dict[Kind, object] = {
    Kind.TEXT: "*",
    Kind.INTEGER: 0,
    Kind.MONEY: 0,
    Kind.DATE: date(2026, 1, 1),
    Kind.INSTANT: datetime(2026, 1, 1, tzinfo=UTC),
}
"""What stands in a required column a test does not speak of."""


class MemoryEngine:
    """Ibis on DuckDB over tables given as rows (dicts of some of their columns) or as Arrow tables."""

    cost_method = "fifo"

    def __init__(self, tables: Mapping[str, Rows | pa.Table]) -> None:
        self.snapshot = Snapshot(1 if tables else 0, dict.fromkeys(tables, 1))
        self._backend = ibis.duckdb.connect()
        self._given = tables
        self._known: dict[str, Any] = {}
        self._made: dict[str, Any] = {}

    def once(self, key: str, make: Callable[[], Any]) -> Any:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def keep(self, name: str, make: Callable[[], Any]) -> Any:
        return self.once(name, make)

    def table(self, name: str) -> Any:
        if name not in self._known:
            declared = canonical(name)
            self._backend.con.register(f"given_{name}", stored(declared, self._given.get(name, ())))
            columns = ", ".join(
                f'CAST("{column}" AS {DUCKDB_TYPES[kind]}) AS "{column}"' for column, kind in stored_columns(declared)
            )
            self._backend.con.execute(f'CREATE VIEW "{name}" AS SELECT {columns} FROM "given_{name}"')
            self._known[name] = self._backend.table(name)
        return self._known[name]

    def memory_table(self, name: str, rows: Any) -> Any:
        if name not in self._known:
            self._backend.con.register(name, rows)
            self._known[name] = self._backend.table(name)
        return self._known[name]

    def view(self, name: str, make: Callable[[], Any]) -> Any:
        if name not in self._known:
            self._known[name] = self._backend.create_view(name, make())
        return self._known[name]

    def months(self, name: str) -> tuple[str, ...]:
        day = self.table(name)[canonical(name).partition_on]
        found = self.to_arrow(day.strftime("%Y-%m").name("month").as_table().distinct().order_by("month"))
        return tuple(found["month"].to_pylist())

    def stage(self, made: Any) -> Any:
        name = f"stage_{len(self._known)}"
        if isinstance(made, str):
            self._backend.con.execute(f"CREATE VIEW {name} AS {made}")
            self._known[name] = self._backend.table(name)
        else:
            self._known[name] = self._backend.create_view(name, made)
        return self._known[name]

    def hold(self, name: str, make: Callable[[], Any]) -> Any:
        if name not in self._known:
            made = make()
            sql = made if isinstance(made, str) else self.to_sql(made)
            self._backend.con.execute(f"CREATE TABLE {name} AS {sql}").fetchall()
            self._known[name] = self._backend.table(name)
        return self._known[name]

    def to_sql(self, expression: Any) -> str:
        return str(self._backend.compile(expression))

    def run(self, sql: str) -> pa.Table:
        return self._backend.con.sql(sql).to_arrow_table()

    def to_arrow(self, expression: Any) -> Any:
        return self._backend.to_pyarrow(expression)


def stored(declared: Table, given: Rows | pa.Table) -> pa.Table:
    """The rows with every column of the table; what is required and not given is filled."""
    names = [] if isinstance(given, pa.Table) else list(dict.fromkeys(name for row in given for name in row))
    rows = (
        given if isinstance(given, pa.Table) else pa.table({name: [row.get(name) for row in given] for name in names})
    )
    unknown = set(rows.column_names) - {name for name, _ in stored_columns(declared)}
    assert not unknown, f"{declared.name} has no columns {sorted(unknown)}"
    required = {column.name for column in declared.columns if column.required}
    columns = {}
    for name, kind in stored_columns(declared):
        if name in rows.column_names:
            columns[name] = rows[name]  # the view casts it
        elif name == "load_id":
            columns[name] = pa.array(["load-1"] * len(rows), pa.string())
        else:
            value = FILLED.get(kind) if name in required else None
            columns[name] = pa.array([value] * len(rows), arrow_type(kind))
    return pa.table(columns)


def measures_of(tables: Mapping[str, Rows | pa.Table], currency: str = "EUR") -> WarehouseMeasures:
    """What a domain may ask, over these tables."""
    return WarehouseMeasures(MemoryEngine({name: rows for name, rows in tables.items() if len(rows)}), currency)


def at(day: date, hour: int = 12) -> datetime:
    """An instant of a day, UTC."""
    return datetime.combine(day, time(hour), UTC)
