"""Staging: one SELECT of a connector becomes Parquet files of a canonical table, in a folder no reader looks at.

Rows stream from DuckDB through Arrow into Parquet files in one pass, so that ten million lines need no more memory than one million.
On the way, rows that must not enter are set aside, and the money each row says it brings is added up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from argosy.canonical.schema import Table
from argosy.core.errors import DataError, FaultError
from argosy.warehouse.month_files import MonthFiles, StagedFile
from argosy.warehouse.types import DUCKDB_TYPES, arrow_schema, literal, quoted

BATCH_ROWS = 100_000
STREAM_BUFFER = "32MB"
"""What DuckDB may work ahead while rows are written: with its own 1 MB the cores wait for each other."""
KEPT_APART_COLUMNS = ("source_line", "reason_code", "currency", "amount")


class BrokenRows(DataError):
    """A file whose rows the reader cannot take as they are: uneven, or with a quote that is not doubled."""


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


def stage(
    connection: Any, select: str, table: Table, load_id: str, directory: Path, *, is_streamed: bool = False
) -> Staged:
    """Run a connector's SELECT and write its good rows under `directory`; the connection is busy until it returns.

    Of a streamed report the SELECT covers every line once and in order, so its lines are counted here: numbering them in the query would
    hold it to one core.
    """
    connection.execute(f"SET streaming_buffer_size={literal(STREAM_BUFFER)}")
    query = select_sql(connection, select, table, numbered=not is_streamed)
    reader = connection.sql(query).to_arrow_reader(BATCH_ROWS)
    schema = arrow_schema(table, {*reader.schema.names, "source_line"}, with_month=False)
    own_load = _Load(load_id, "load_id" in table.column_names)
    staged = Staged(table, directory, (*schema.names, *own_load.names))
    target = MonthFiles(table, directory, own_load.schema(schema))
    try:
        for rows in _good_rows(reader, schema, staged, is_streamed):
            target.write(own_load.added(rows))
        staged.files = target.close()
    except OSError as error:  # what DuckDB finds wrong while it streams arrives through Arrow without its type
        if str(error).startswith("Conversion Error"):
            raise DataError(
                "A value of table {table} does not fit its column: {why}.", table=table.name, why=first_line(error)
            ) from error
        if str(error).startswith("Invalid Input Error"):
            raise BrokenRows(
                "The file cannot be read to its end: {why}. Nothing was loaded.", why=first_line(error)
            ) from error
        raise
    finally:
        target.abandon()
    staged.rows = sum(file.rows for file in staged.files)
    return staged


@dataclass(frozen=True)
class _Load:
    """The id of the load as a column: one word for all rows, so it is never written out row by row."""

    load_id: str
    is_given: bool

    @property
    def names(self) -> tuple[str, ...]:
        return () if self.is_given else ("load_id",)

    def schema(self, rows: Any) -> Any:
        """The schema of the stored rows."""
        import pyarrow as pa

        return rows if self.is_given else rows.append(pa.field("load_id", pa.dictionary(pa.int32(), pa.string())))

    def added(self, rows: Any) -> Any:
        """The rows with their load."""
        import numpy as np
        import pyarrow as pa

        if self.is_given:
            return rows
        zeros = pa.py_buffer(np.zeros(rows.num_rows, dtype=np.int32))
        places = pa.Array.from_buffers(pa.int32(), rows.num_rows, [None, zeros])
        word = self.load_id.encode()
        bounds = pa.py_buffer(np.array([0, len(word)], dtype=np.int32))
        words = pa.Array.from_buffers(pa.string(), 1, [None, bounds, pa.py_buffer(word)])  # pa.array would load pandas
        return rows.append_column("load_id", pa.DictionaryArray.from_arrays(places, words))


def select_sql(connection: Any, select: str, table: Table, *, numbered: bool = True) -> str:
    """The connector's SELECT, brought to the table's columns and types, with lineage and the loader's two columns."""
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
    if numbered and "source_line" not in table.column_names:
        columns.append(f"CAST({'source_line' if 'source_line' in given else 'NULL'} AS BIGINT) AS source_line")
    columns.append(f"{_kept_apart_sql(table, given)} AS kept_apart")
    columns.append(f"CAST({'money_in' if 'money_in' in given else 'NULL'} AS DECIMAL(18,4)) AS money_in")
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


def _good_rows(reader: Any, schema: Any, staged: Staged, is_streamed: bool) -> Iterator[Any]:
    """The rows that may enter, in the table's Arrow schema, batch by batch; the rest goes to `staged.kept_apart`."""
    import numpy as np
    import pyarrow as pa

    for batch in reader:
        rows = pa.Table.from_batches([batch])
        if is_streamed:
            first = staged.rows_seen + 1
            lines = pa.py_buffer(np.arange(first, first + rows.num_rows, dtype=np.int64))
            rows = rows.append_column("source_line", pa.Array.from_buffers(pa.int64(), rows.num_rows, [None, lines]))
        staged.rows_seen += rows.num_rows
        _add_money(staged, rows)
        rows = _set_aside(staged, rows)
        if rows.num_rows:
            yield rows.select(schema.names).cast(schema)


def _add_money(staged: Staged, rows: Any) -> None:
    import numpy as np

    if rows["money_in"].null_count == rows.num_rows:
        return
    if "currency" not in rows.column_names:
        raise FaultError("The mapping of table {table} gives money_in but no currency.", table=staged.table.name)
    currencies = rows["currency"].combine_chunks().dictionary_encode()
    names = [*currencies.dictionary.to_pylist(), None]
    places = np.frombuffer(currencies.indices.buffers()[1], dtype=np.int32, count=rows.num_rows)
    if currencies.null_count:
        places = np.where(_is_valid(currencies.indices), places, len(names) - 1)
    for name, amount in zip(names, _sums(rows["money_in"].combine_chunks(), places, len(names)), strict=True):
        if amount is not None:
            staged.money_in[name or ""] = staged.money_in.get(name or "", Decimal(0)) + amount


def _sums(amounts: Any, places: Any, groups: int) -> list[Decimal | None]:
    """Exact sums of DECIMAL(18,4) by group; None for a group without an amount. (Arrow's own grouping would load pandas.)"""
    import numpy as np

    words = np.frombuffer(amounts.buffers()[1], dtype=np.int64)[
        ::2
    ]  # 18 digits stand in the lower of a decimal's two words
    units = words[amounts.offset :][: len(amounts)]
    if amounts.null_count:
        is_given = _is_valid(amounts)
        units, places = units[is_given], places[is_given]
    found: list[Decimal | None] = []
    for group in range(groups):
        own = units[places == group]
        high, low = own >> 32, own & 0xFFFFFFFF  # halves, whose sums cannot overflow
        total = (int(high.sum()) << 32) + int(low.sum())
        found.append(Decimal(total).scaleb(-amounts.type.scale) if len(own) else None)
    return found


def _is_valid(column: Any) -> Any:
    """Which rows of an Arrow array hold a value."""
    import numpy as np

    bits = np.frombuffer(column.buffers()[0], dtype=np.uint8)
    return np.unpackbits(bits, count=column.offset + len(column), bitorder="little")[column.offset :].astype(bool)


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


def first_line(error: BaseException) -> str:
    """What an engine says of an error in its first line, without the dot at its end."""
    return str(error).splitlines()[0].rstrip(".")
