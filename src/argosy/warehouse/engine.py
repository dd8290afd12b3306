"""The engine behind the metrics: Ibis expressions, run by DuckDB in this process (`spark.py` is the other one)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, Self

from argosy.canonical.catalogue import tables
from argosy.warehouse.lake import Lake, configure, create_views, files, kept_rows
from argosy.warehouse.snapshots import Snapshot


class Engine(Protocol):
    """What metrics need of an engine; nothing else of it may be used."""

    snapshot: Snapshot
    cost_method: str

    def earlier(self, number: int) -> Engine:
        """The same engine over an older snapshot."""
        ...

    def keep(self, name: str, make: Callable[[], Any]) -> Any:
        """Rows that never change once made, as a `pyarrow.Table`: kept beside the lake under their name, for other processes too."""
        ...

    def once(self, key: str, make: Callable[[], Any]) -> Any:
        """A value that holds as long as the snapshot: made the first time it is asked for."""
        ...

    def table(self, name: str) -> Any:
        """A canonical table as an Ibis table, as the snapshot has it; typed and empty where nothing was loaded."""
        ...

    def memory_table(self, name: str, rows: Any) -> Any:
        """A small Arrow table (rates, mappings) as an Ibis table."""
        ...

    def view(self, name: str, make: Callable[[], Any]) -> Any:
        """The expression as a view of that name, made the first time it is asked for: what builds on it sees one table, not a tree."""
        ...

    def months(self, name: str) -> tuple[str, ...]:
        """Months (`2024-03`) a partitioned table has rows of, in order; known without reading a row."""
        ...

    def to_arrow(self, expression: Any) -> Any:
        """Run an expression; the rows as a `pyarrow.Table`."""
        ...

    def stage(self, made: Any) -> Any:
        """An expression, or SQL that DuckDB and Spark read alike, as a view with a name of its own."""
        ...

    def hold(self, name: str, make: Callable[[], Any]) -> Any:
        """The rows of an expression or of such SQL, worked out the first time they are asked for and held under that name."""
        ...

    def to_sql(self, expression: Any) -> str:
        """An expression in the engine's SQL, to be put together with others."""
        ...

    def run(self, sql: str) -> Any:
        """Run such SQL; the rows as a `pyarrow.Table`."""
        ...


class SnapshotEngine:
    """What every engine does alike, whatever runs its queries: the snapshot it stands on and what it has made already."""

    def __init__(self, lake: Lake, snapshot: Snapshot | None = None, cost_method: str = "fifo") -> None:
        self.cost_method = cost_method
        self._made: dict[str, Any] = {}
        self.lake = lake
        self.snapshot = snapshot or lake.latest()
        self._known: dict[str, Any] = {}

    def earlier(self, number: int) -> Self:
        """See `Engine.earlier`."""
        return type(self)(self.lake, self.lake.at(number), self.cost_method)

    def keep(self, name: str, make: Callable[[], Any]) -> Any:
        """See `Engine.keep`."""
        return kept_rows(self.lake, name, make)

    def once(self, key: str, make: Callable[[], Any]) -> Any:
        """See `Engine.once`."""
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]

    def months(self, name: str) -> tuple[str, ...]:
        """See `Engine.months`."""
        if name not in self.snapshot.tables:
            return ()
        paths = files(self.lake, name, self.snapshot.tables[name])
        return tuple(sorted({Path(path).parent.name.removeprefix("month=") for path in paths}))


class DuckDBEngine(SnapshotEngine):
    """Ibis on DuckDB over the Parquet files of one snapshot."""

    @cached_property
    def _backend(self) -> Any:
        """Made when the first thing is asked of it: an answer that was kept needs no engine."""
        import ibis

        backend = ibis.duckdb.connect()
        configure(backend.con, self.lake)
        return backend

    def table(self, name: str) -> Any:
        """See `Engine.table`."""
        if name not in self._known:
            create_views(self._backend.con, self.lake, self.snapshot, [name])
            self._known[name] = self._backend.table(name)
        return self._known[name]

    def memory_table(self, name: str, rows: Any) -> Any:
        """See `Engine.memory_table`; the same name twice is the first one's rows.

        They are copied into a table: of a registered one DuckDB does not know how many rows it has, and joins it in the wrong order.
        """
        if name not in self._known:
            self._backend.con.register(f"{name}_given", rows)
            self._backend.con.execute(f'CREATE TABLE "{name}" AS FROM "{name}_given"').fetchall()
            self._backend.con.unregister(f"{name}_given")
            self._known[name] = self._backend.table(name)
        return self._known[name]

    def view(self, name: str, make: Callable[[], Any]) -> Any:
        """See `Engine.view`."""
        if name not in self._known:
            self._known[name] = self._backend.create_view(name, make())
        return self._known[name]

    def stage(self, made: Any) -> Any:
        """See `Engine.stage`."""
        name = f"stage_{len(self._known)}"
        if isinstance(made, str):
            self._backend.con.execute(f"CREATE VIEW {name} AS {made}")
            self._known[name] = self._backend.table(name)
        else:
            self._known[name] = self._backend.create_view(name, made)
        return self._known[name]

    def hold(self, name: str, make: Callable[[], Any]) -> Any:
        """See `Engine.hold`; what does not fit into memory is spilled to the lake's staging folder."""
        if name not in self._known:
            made = make()
            sql = made if isinstance(made, str) else self.to_sql(made)
            self._backend.con.execute(f"CREATE TABLE {name} AS {sql}").fetchall()
            self._known[name] = self._backend.table(name)
        return self._known[name]

    def to_sql(self, expression: Any) -> str:
        """See `Engine.to_sql`."""
        return str(self._backend.compile(expression))

    def run(self, sql: str) -> Any:
        """See `Engine.run`."""
        return self._backend.con.sql(sql).to_arrow_table()

    def to_arrow(self, expression: Any) -> Any:
        """See `Engine.to_arrow`."""
        return self._backend.to_pyarrow(expression)

    def sql(self, query: str, names: Sequence[str] | None = None) -> Any:
        """Run SQL over the canonical tables named (all by default): lineage look-ups and tests; the rows as a `pyarrow.Table`."""
        for name in names if names is not None else tables():
            self.table(name)
        return self._backend.con.sql(query).to_arrow_table()
