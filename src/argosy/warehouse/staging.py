"""Staging: one SELECT of a connector becomes Parquet files of a canonical table, in a folder no reader looks at.

Rows stream from DuckDB through Arrow into the Delta writer in one pass, so that ten million lines need no more memory than one million.
On the way, rows that must not enter are set aside, and the money each row says it brings is added up.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from argosy.canonical.schema import Kind, Table
from argosy.core.errors import DataError, FaultError
from argosy.warehouse.types import DUCKDB_TYPES, arrow_schema, literal, quoted

BATCH_ROWS = 100_000
ROW_GROUP_ROWS = 122_880
KEPT_APART_COLUMNS = ("source_line", "reason_code", "currency", "amount")


@dataclass(frozen=True)
class StagedFile:
    """A Parquet file in staging: path relative to the table's folder, with what Delta's log says of it."""

    path: str
    size_bytes: int
    partition: dict[str, str | None]
    stats: str
    rows: int


@dataclass
class Staged:
    """What came of staging one table (filled while rows stream by); `columns` are those its files hold, in order."""

    table: Table
    directory: Path
    columns: tuple[str, ...] = ()
    files: list[StagedFile] = field(default_factory=list)
    rows_seen: int = 0
    rows: int = 0
    money_in: dict[str, Decimal] = field(default_factory=dict)
    kept_apart: list[Any] = field(default_factory=list)  # Arrow tables with KEPT_APART_COLUMNS

    def paths(self) -> list[str]:
        """Absolute paths of the files."""
        return [str(self.directory / file.path) for file in self.files]


def stage(connection: Any, select: str, table: Table, load_id: str, directory: Path) -> Staged:
    """Run a connector's SELECT and write its good rows under `directory`; the connection is busy until it returns."""
    from deltalake import write_deltalake

    reader = connection.sql(select_sql(connection, select, table, load_id)).to_arrow_reader(BATCH_ROWS)
    schema = arrow_schema(table, set(reader.schema.names))
    staged = Staged(table, directory, tuple(name for name in schema.names if name != "month"))
    failure: list[BaseException] = []
    write_deltalake(
        str(directory),
        _reader(schema, _good_rows(reader, schema, staged, failure)),
        partition_by=["month"] if table.partition_on else None,
        writer_properties=_writer_properties(table),
        configuration={"delta.dataSkippingNumIndexedCols": "0"},
    )
    if failure:
        raise failure[0]
    staged.files = logged_files(directory)
    staged.rows = sum(file.rows for file in staged.files)
    return staged


def select_sql(connection: Any, select: str, table: Table, load_id: str) -> str:
    """The connector's SELECT, brought to the table's columns and types, with lineage, month, and the loader's two columns."""
    given = {row[0] for row in connection.execute(f"DESCRIBE {select}").fetchall()}
    known = {*table.column_names, "source_line", "kept_apart", "money_in"}
    if unknown := sorted(given - known):
        raise FaultError(
            "The mapping of table {table} gives columns that the table does not have: {columns}.",
            table=table.name,
            columns=", ".join(unknown),
        )
    columns = [
        f"CAST({quoted(column.name)} AS {DUCKDB_TYPES[column.kind]}) AS {quoted(column.name)}"
        for column in table.columns
        if column.name in given
    ]
    if "load_id" not in table.column_names:
        columns.append(f"{literal(load_id)} AS load_id")
    if "source_line" not in table.column_names:
        columns.append(f"CAST({'source_line' if 'source_line' in given else 'NULL'} AS BIGINT) AS source_line")
    if table.partition_on:
        columns.append(f"strftime(CAST({quoted(table.partition_on)} AS DATE), '%Y-%m') AS month")
    columns.append(f"{_kept_apart_sql(table, given)} AS kept_apart")
    columns.append(f"CAST({'money_in' if 'money_in' in given else 'NULL'} AS DECIMAL(18,4)) AS money_in")
    columns.append(f"{'hash(currency)' if {'currency', 'money_in'} <= given else '0::UBIGINT'} AS currency_key")
    return f"SELECT {', '.join(columns)} FROM ({select})"


def _kept_apart_sql(table: Table, given: set[str]) -> str:
    """The connector's own reason first; then our safety net: a required value that is missing, a word outside the vocabulary."""
    cases = [f"WHEN {quoted('kept_apart')} IS NOT NULL THEN {quoted('kept_apart')}"] if "kept_apart" in given else []
    for column in table.columns:
        if column.required:
            if column.name not in given:
                raise FaultError(
                    "The mapping of table {table} does not give its required column {column}.",
                    table=table.name,
                    column=column.name,
                )
            cases.append(f"WHEN {quoted(column.name)} IS NULL THEN {literal('missing:' + column.name)}")
        if column.values and column.name in given:
            words = ", ".join(literal(value) for value in column.values)
            cases.append(f"WHEN {quoted(column.name)} NOT IN ({words}) THEN {literal('unknown_value:' + column.name)}")
    return f"CASE {' '.join(cases)} END" if cases else "NULL::VARCHAR"


def _writer_properties(table: Table) -> Any:
    """No column statistics (months prune enough), and no dictionary for columns whose values hardly repeat: half the writing time."""
    from deltalake import ColumnProperties, WriterProperties

    plain = ColumnProperties(dictionary_enabled=False, statistics_enabled="NONE")
    instants = [column.name for column in table.columns if column.kind is Kind.INSTANT]
    return WriterProperties(
        max_row_group_size=ROW_GROUP_ROWS,
        default_column_properties=ColumnProperties(statistics_enabled="NONE"),
        column_properties=dict.fromkeys([table.replaces[-1], "source_line", *instants], plain),
    )


def _reader(schema: Any, batches: Iterator[Any]) -> Any:
    import pyarrow as pa

    return pa.RecordBatchReader.from_batches(schema, batches)


def _good_rows(reader: Any, schema: Any, staged: Staged, failure: list[BaseException]) -> Iterator[Any]:
    """Batches of rows that may enter, in the table's Arrow schema; the rest goes to `staged.kept_apart`.

    An error inside a stream that Rust pulls from would come back without its type, so it is also left in `failure`.
    """
    import duckdb
    import pyarrow as pa

    try:
        for batch in reader:
            staged.rows_seen += batch.num_rows
            rows = pa.Table.from_batches([batch])
            _add_money(staged, rows)
            rows = _set_aside(staged, rows)
            if rows.num_rows:
                yield from rows.select(schema.names).cast(schema).to_batches()
    except duckdb.ConversionException as error:
        failure.append(
            DataError(
                "A value of table {table} does not fit its column: {why}.",
                table=staged.table.name,
                why=_first_line(error),
            )
        )
        raise
    except (duckdb.Error, pa.ArrowException, OSError, MemoryError) as error:
        failure.append(error)
        raise


def _add_money(staged: Staged, rows: Any) -> None:
    import pyarrow.compute as pc

    if rows["money_in"].null_count == rows.num_rows:
        return
    if "currency" not in rows.column_names:
        raise FaultError("The mapping of table {table} gives money_in but no currency.", table=staged.table.name)
    keys = rows["currency_key"]
    for key in pc.unique(keys):  # a handful; comparing numbers is thirty times cheaper than comparing texts
        chosen = pc.equal(keys, key)
        amount = pc.sum(rows["money_in"].filter(chosen)).as_py()
        if amount is not None:
            name = rows["currency"][pc.index(keys, key).as_py()].as_py() or ""
            staged.money_in[name] = staged.money_in.get(name, Decimal(0)) + amount


def _set_aside(staged: Staged, rows: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    reasons = rows["kept_apart"]
    if reasons.null_count == rows.num_rows:
        return rows
    is_good = pc.is_null(reasons)
    bad = rows.filter(pc.invert(is_good))
    currency = bad["currency"] if "currency" in bad.column_names else pa.nulls(bad.num_rows, pa.string())
    staged.kept_apart.append(
        pa.table(
            [bad["source_line"], bad["kept_apart"], currency.cast(pa.string()), bad["money_in"]],
            names=list(KEPT_APART_COLUMNS),
        )
    )
    return rows.filter(is_good)


def logged_files(directory: Path) -> list[StagedFile]:
    """The files a Delta log in staging has added, read from the log itself so that its statistics stay exact."""
    found = []
    for log in sorted((directory / "_delta_log").glob("*.json")):
        for line in log.read_text(encoding="utf-8").splitlines():
            add = json.loads(line).get("add")
            if add:
                rows = json.loads(add["stats"])["numRecords"]
                found.append(StagedFile(unquote(add["path"]), add["size"], add["partitionValues"], add["stats"], rows))
    return found


def _first_line(error: BaseException) -> str:
    return str(error).splitlines()[0].rstrip(".")
