"""The lake: a folder of raw files, Delta tables and snapshots, and how a DuckDB connection sees one snapshot of it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from argosy.canonical.catalogue import table as canonical_table
from argosy.canonical.schema import Kind, Table
from argosy.warehouse import snapshots
from argosy.warehouse.snapshots import Snapshot
from argosy.warehouse.types import DUCKDB_TYPES, literal, quoted, stored_columns

READ_MEMORY = "4GB"


@dataclass(frozen=True)
class Lake:
    """Paths of a lake on disk."""

    root: Path

    @property
    def raw(self) -> Path:
        """Raw files, by sha256."""
        return self.root / "raw"

    @property
    def snapshots(self) -> Path:
        """Snapshot files."""
        return self.root / "snapshots"

    @property
    def staging(self) -> Path:
        """What a running load has written and not yet published."""
        return self.root / "staging"

    @property
    def derived(self) -> Path:
        """Rows worked out of snapshots and kept, since they never change; they can be deleted, and are made again."""
        return self.root / "derived"

    def table_path(self, name: str) -> Path:
        """Folder of a Delta table."""
        return self.root / "tables" / name

    def latest(self) -> Snapshot:
        """The newest snapshot."""
        return snapshots.latest(self.snapshots)

    def at(self, number: int) -> Snapshot:
        """The snapshot of that number (time travel)."""
        return snapshots.read(self.snapshots, number)


def kept_rows(lake: Lake, name: str, make: Callable[[], Any]) -> Any:
    """Rows that never change once made, from the lake's folder of derived ones; made and put there the first time."""
    import pyarrow.parquet as pq

    path = lake.derived / f"{name}.parquet"
    if path.exists():
        return pq.ParquetFile(path).read()
    rows = make()
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{secrets.token_hex(8)}.partial")
    pq.write_table(rows, partial)
    partial.replace(path)
    return rows


def connect(lake: Lake, memory: str = READ_MEMORY, threads: int | None = None) -> Any:
    """A DuckDB connection in memory that spills into the lake's staging folder and counts time in UTC."""
    import duckdb

    connection = duckdb.connect()
    configure(connection, lake, memory, threads)
    return connection


def configure(connection: Any, lake: Lake, memory: str = READ_MEMORY, threads: int | None = None) -> None:
    """Settings every connection of ours has."""
    spill = lake.staging / f"spill-{os.getpid()}"
    connection.execute("SET TimeZone='UTC'")
    connection.execute(f"SET memory_limit={literal(memory)}")
    connection.execute(f"SET temp_directory={literal(str(spill))}")
    connection.execute("SET enable_progress_bar=false")
    if threads:
        connection.execute(f"SET threads={int(threads)}")


def files(lake: Lake, name: str, version: int) -> list[str]:
    """Absolute paths of the Parquet files that make up a version of a table."""
    from deltalake import DeltaTable

    root = lake.table_path(name)
    actions = DeltaTable(str(root), version=version).get_add_actions(flatten=True)
    return sorted(str(root / path) for path in actions["path"].to_pylist())


def relation_sql(connection: Any, table: Table, paths: Iterable[str]) -> str:
    """SQL of a table over its files: every declared column, NULL where the files lack it; typed and empty where there is no file.

    Files hold only the columns their report could fill: an order export with twelve columns writes twelve, not forty.
    """
    paths = list(paths)
    columns = [*stored_columns(table), *((("month", Kind.TEXT),) if table.partition_on else ())]
    if not paths:
        return (
            "SELECT "
            + ", ".join(f"NULL::{_read_type(kind)} AS {quoted(name)}" for name, kind in columns)
            + " WHERE false"
        )
    scan = scan_sql(table, paths)
    present = {row[0] for row in connection.execute(f"DESCRIBE FROM {scan}").fetchall()}
    cells = [
        quoted(name) if name in present else f"NULL::{_read_type(kind)} AS {quoted(name)}" for name, kind in columns
    ]
    return f"SELECT {', '.join(cells)} FROM {scan}"


def scan_sql(table: Table, paths: Iterable[str], *, filename: bool = False) -> str:
    """A `read_parquet(...)` call over files of a table."""
    listed = ", ".join(literal(path) for path in paths)
    options = ["union_by_name=true"]
    if table.partition_on:
        options += ["hive_partitioning=true", "hive_types_autocast=false"]
    else:
        options.append("hive_partitioning=false")
    if filename:
        options.append("filename=true")
    return f"read_parquet([{listed}], {', '.join(options)})"


def create_views(connection: Any, lake: Lake, snapshot: Snapshot, names: Iterable[str]) -> None:
    """Create a view per canonical table, as the snapshot has it."""
    for name in names:
        table = canonical_table(name)
        paths = files(lake, name, snapshot.tables[name]) if name in snapshot.tables else []
        connection.execute(f"CREATE OR REPLACE VIEW {quoted(name)} AS {relation_sql(connection, table, paths)}")


def _read_type(kind: Kind) -> str:
    return "TIMESTAMPTZ" if kind is Kind.INSTANT else DUCKDB_TYPES[kind]
