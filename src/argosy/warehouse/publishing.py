"""Publishing: staged files of all tables of a load become visible together, replacing what they cover.

Correctness rests on the snapshot (only one process can follow a given one); the lock merely spares two loads on one machine the
work of starting over. Versions that a killed load left behind are named by no snapshot: the next load starts from the snapshot.
"""

from __future__ import annotations

import json
import secrets
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from argosy.canonical.schema import Table
from argosy.core.errors import RetriableError
from argosy.warehouse import snapshots
from argosy.warehouse.lake import Lake, files, relation_sql, scan_sql
from argosy.warehouse.month_files import StagedFile
from argosy.warehouse.snapshots import Snapshot
from argosy.warehouse.staging import Staged
from argosy.warehouse.types import arrow_schema, literal, quoted, stored_columns

ATTEMPTS = 20
LOCK_SECONDS = 600


@dataclass(frozen=True)
class Change:
    """What publishing does to one table: files that come, files that go, rows replaced."""

    adds: tuple[StagedFile, ...]
    removes: tuple[str, ...]
    rows_replaced: int


def publish(lake: Lake, connection: Any, load_id: str, staged: Sequence[Staged]) -> tuple[Snapshot, dict[str, int]]:
    """Make the staged tables visible as one new snapshot; returns it and, per table, how many older rows were replaced."""
    from filelock import FileLock, Timeout

    lake.root.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(lake.root / ".lock", timeout=LOCK_SECONDS):
            return _with_retries(lambda: _publish_once(lake, connection, load_id, staged))
    except Timeout as error:
        raise RetriableError(
            "Another load has held the lake for {seconds} seconds; try again when it has ended.", seconds=LOCK_SECONDS
        ) from error


def _with_retries(attempt: Callable[[], tuple[Snapshot, dict[str, int]] | None]) -> tuple[Snapshot, dict[str, int]]:
    from deltalake.exceptions import CommitFailedError

    for number in range(ATTEMPTS):
        try:
            if published := attempt():
                return published
        except CommitFailedError:
            pass  # another machine wrote the same table: look again
        time.sleep(0.05 * (number + 1))
    raise RetriableError("Other loads were always faster; try again.")


def _publish_once(
    lake: Lake, connection: Any, load_id: str, staged: Sequence[Staged]
) -> tuple[Snapshot, dict[str, int]] | None:
    parent = lake.latest()
    changed: dict[str, int] = {}
    replaced: dict[str, int] = {}
    for one in staged:
        if not one.rows:
            continue
        name = one.table.name
        delta = open_at(lake, one.table, parent.tables.get(name))
        existing = files(lake, name, parent.tables[name]) if name in parent.tables else []
        change = _change(connection, lake, one, existing)
        _place_files(one, change.adds, lake.table_path(name))
        changed[name] = commit(delta, one.table, change)
        replaced[name] = change.rows_replaced
    snapshot = snapshots.advance(lake.snapshots, parent, changed, load_id)
    return (snapshot, replaced) if snapshot else None


def open_at(lake: Lake, table: Table, version: int | None) -> Any:
    """The Delta table, created if need be, with the snapshot's version as its newest content."""
    from deltalake import DeltaTable

    path = lake.table_path(table.name)
    if not DeltaTable.is_deltatable(str(path)):
        path.mkdir(parents=True, exist_ok=True)
        partition = ["month"] if table.partition_on else None
        return DeltaTable.create(str(path), arrow_schema(table), mode="ignore", partition_by=partition)
    delta = DeltaTable(str(path))
    if version is None:
        if delta.get_add_actions().num_rows:
            delta.restore(0)  # rows of a load that was killed before its snapshot
            delta.update_incremental()
    elif delta.version() != version:
        delta.restore(version)
        delta.update_incremental()
    known = {field.name for field in delta.schema().fields}
    missing = [field for field in _delta_schema(table).fields if field.name not in known]
    if missing:
        delta.alter.add_columns(missing)
        delta.update_incremental()
    return delta


def commit(delta: Any, table: Table, change: Change) -> int:
    """Commit a change as one Delta version and return its number."""
    from deltalake import CommitProperties
    from deltalake.transaction import AddAction, RemoveAction

    now = int(time.time() * 1000)
    actions: list[Any] = [
        AddAction(file.path, file.size_bytes, file.partition, now, True, file.stats) for file in change.adds
    ]
    actions += [
        RemoveAction(path, True, now, partition_values=_partition_of(path) if table.partition_on else {})
        for path in change.removes
    ]
    partition = ["month"] if table.partition_on else None
    expected = int(delta.version()) + 1
    # No retries inside: the version must follow the one that was compared with, or another machine's rows would slip in.
    once = CommitProperties(max_commit_retries=0)
    delta.create_write_transaction(
        actions, "append", _delta_schema(table), partition_by=partition, commit_properties=once
    )
    return expected


def _delta_schema(table: Table) -> Any:
    from deltalake import Schema

    return Schema.from_arrow(arrow_schema(table))


def _partition_of(path: str) -> dict[str, str | None]:
    return {"month": path.split("/", 1)[0].removeprefix("month=")}


def _change(connection: Any, lake: Lake, staged: Staged, existing: list[str]) -> Change:
    """Compare staged rows with what the snapshot holds: which older rows they replace, which files must be written again."""
    adds = tuple(staged.files)
    if not existing:
        return Change(adds, (), 0)
    table = staged.table
    group = ", ".join(quoted(name) for name in table.replaces)
    new = f"(SELECT DISTINCT {group} FROM {scan_sql(table, staged.paths())})"
    old = scan_sql(table, existing, filename=True)
    touched = connection.execute(
        f"SELECT filename, count(*) FROM {old} SEMI JOIN {new} USING ({group}) GROUP BY filename ORDER BY filename"
    ).fetchall()
    if not touched:
        return Change(adds, (), 0)
    root = lake.table_path(table.name)
    if table.partition_on is None:
        adds = (_merged(connection, staged, [path for path, _ in touched]),)
    rest = _remainders(connection, root, table, [path for path, _ in touched], new)
    removes = tuple(str(Path(path).relative_to(root)) for path, _ in touched)
    return Change((*adds, *rest), removes, sum(count for _, count in touched))


def _merged(connection: Any, staged: Staged, old_files: list[str]) -> StagedFile:
    """Master data: what a new file leaves empty stays as it was, so that an order export does not wipe a product's brand."""
    table = staged.table
    key = " AND ".join(f"new.{quoted(name)} = old.{quoted(name)}" for name in table.key)
    columns = [f"coalesce(new.{quoted(name)}, old.{quoted(name)}) AS {quoted(name)}" for name in table.column_names]
    columns += [f"new.{name}" for name, _ in stored_columns(table)[len(table.columns) :]]
    query = (
        f"SELECT {', '.join(columns)} FROM ({relation_sql(connection, table, staged.paths())}) new"
        f" LEFT JOIN ({relation_sql(connection, table, old_files)}) old ON {key}"
    )
    return _copy(connection, query, staged.directory, {})


def _remainders(connection: Any, root: Path, table: Table, touched: list[str], new: str) -> list[StagedFile]:
    """The rows of the touched files that stay, one new file per month, written straight into the table's folder."""
    by_folder: dict[Path, list[str]] = {}
    for path in touched:
        by_folder.setdefault(Path(path).parent, []).append(path)
    columns = "* EXCLUDE (month)" if table.partition_on else "*"
    group = ", ".join(quoted(name) for name in table.replaces)
    written = []
    for folder, paths in sorted(by_folder.items()):
        query = f"SELECT {columns} FROM {scan_sql(table, paths)} ANTI JOIN {new} USING ({group})"
        partition = _partition_of(folder.name + "/") if table.partition_on else {}
        file = _copy(connection, query, root, partition)
        if file.rows:
            written.append(file)
        else:
            (root / file.path).unlink()
    return written


def _copy(connection: Any, query: str, root: Path, partition: dict[str, str | None]) -> StagedFile:
    folder = root / f"month={partition['month']}" if partition else root
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"part-{secrets.token_hex(12)}.parquet"
    # Instants carry their label UTC in the lake; DuckDB reads it back as TIMESTAMPTZ and writes it so.
    connection.execute(f"COPY ({query}) TO {literal(str(path))} (FORMAT parquet)")
    rows = int(connection.execute(f"SELECT count(*) FROM read_parquet({literal(str(path))})").fetchall()[0][0])
    return StagedFile(
        str(path.relative_to(root)), path.stat().st_size, partition, json.dumps({"numRecords": rows}), rows
    )


def _place_files(staged: Staged, adds: Sequence[StagedFile], root: Path) -> None:
    """Move staged files to where the table lives; what an earlier attempt has placed stays."""
    for file in adds:
        source, target = staged.directory / file.path, root / file.path
        if source.exists() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                target.hardlink_to(source)  # the staged file stays: another attempt compares with it again
            except OSError:
                shutil.copyfile(source, target)
