"""Parquet files of one table, a folder per month, written as the rows stream by: a file per month where the rows come in time order."""

from __future__ import annotations

import json
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from argosy.canonical.schema import Kind, Table

ROW_GROUP_ROWS = 122_880
MOST_WAITING = 500_000
"""Rows that may wait in memory until their row group is full. Rows of many years in any order give smaller row groups, not more memory."""
MOST_OPEN = 64


@dataclass(frozen=True)
class StagedFile:
    """A Parquet file in staging: path relative to the table's folder, with what Delta's log says of it."""

    path: str
    size_bytes: int
    partition: dict[str, str | None]
    stats: str
    rows: int


@dataclass
class _Open:
    """A file being written, and the rows that wait for its next row group."""

    path: str
    month: str | None
    writer: Any
    waiting: list[Any] = field(default_factory=list)
    rows_waiting: int = 0
    rows: int = 0

    def flush(self) -> int:
        """Write what waits as one row group; returns how many rows that were."""
        import pyarrow as pa

        written = self.rows_waiting
        if written:
            self.writer.write_table(pa.concat_tables(self.waiting), row_group_size=max(written, ROW_GROUP_ROWS))
        self.rows += written
        self.waiting, self.rows_waiting = [], 0
        return written


@dataclass
class MonthFiles:
    """Takes Arrow tables of a canonical table's stored columns (without `month`) and leaves Parquet files under `directory`."""

    table: Table
    directory: Path
    schema: Any
    done: list[StagedFile] = field(default_factory=list)
    _open: OrderedDict[str | None, _Open] = field(default_factory=OrderedDict)
    _waiting: int = 0

    def write(self, rows: Any) -> None:
        """Add rows to the files of their months."""
        for month, part in self._by_month(rows):
            target = self._open.get(month) or self._begin(month)
            self._open.move_to_end(month)
            target.waiting.append(part)
            target.rows_waiting += part.num_rows
            self._waiting += part.num_rows
            if target.rows_waiting >= ROW_GROUP_ROWS:
                self._waiting -= target.flush()
        while self._waiting > MOST_WAITING:
            self._waiting -= max(self._open.values(), key=lambda one: one.rows_waiting).flush()

    def close(self) -> list[StagedFile]:
        """Finish every file; returns them in the order of their paths."""
        while self._open:
            self._finish()
        return sorted(self.done, key=lambda file: file.path)

    def abandon(self) -> None:
        """Close what is open after a failure; the folder goes anyway."""
        for one in self._open.values():
            one.writer.close()
        self._open.clear()

    def _by_month(self, rows: Any) -> list[tuple[str | None, Any]]:
        """The rows of each month: cut out where they stand together, chosen one by one only where months alternate."""
        import numpy as np

        if self.table.partition_on is None:
            return [(None, rows)]
        days = rows[self.table.partition_on].combine_chunks()
        numbers = np.frombuffer(days.buffers()[1], dtype=np.int32)[days.offset :][: len(days)]
        months = numbers.astype("datetime64[D]").astype("datetime64[M]")
        starts = [0, *(np.flatnonzero(months[1:] != months[:-1]) + 1).tolist()]
        found = np.unique(months[starts])
        if len(found) == 1:
            return [(str(found[0]), rows)]
        if len(starts) == len(found):
            stops = [*starts[1:], rows.num_rows]
            return [(str(months[at]), _copied(rows, at, to)) for at, to in zip(starts, stops, strict=True)]
        return [(str(month), rows.filter(_mask(months == month))) for month in found]

    def _begin(self, month: str | None) -> _Open:
        from pyarrow.parquet import ParquetWriter

        if len(self._open) >= MOST_OPEN:
            self._finish()
        folder = f"month={month}/" if month else ""
        (self.directory / folder).mkdir(parents=True, exist_ok=True)
        path = f"{folder}part-{secrets.token_hex(12)}.parquet"
        # No column statistics: months prune enough. No dictionary for columns whose values hardly repeat. Half the writing time.
        writer = ParquetWriter(
            str(self.directory / path),
            self.schema,
            write_statistics=False,
            use_dictionary=_repeating(self.table, self.schema.names),
            store_decimal_as_integer=True,
            store_schema=False,
        )
        self._open[month] = _Open(path, month, writer)
        return self._open[month]

    def _finish(self) -> None:
        """Close the file that was written to longest ago."""
        _, one = self._open.popitem(last=False)
        self._waiting -= one.flush()
        one.writer.close()
        size = (self.directory / one.path).stat().st_size
        partition: dict[str, str | None] = {"month": one.month} if one.month else {}
        self.done.append(StagedFile(one.path, size, partition, json.dumps({"numRecords": one.rows}), one.rows))


def _copied(rows: Any, start: int, stop: int) -> Any:
    """A run of rows with memory of its own: a mere slice that waits for its row group would hold the whole batch."""
    import pyarrow as pa

    return pa.concat_tables([rows.slice(start, stop - start), rows.slice(0, 0)]).combine_chunks()


def _mask(chosen: Any) -> Any:
    """A numpy array of truths as an Arrow one (pa.array would load pandas)."""
    import numpy as np
    import pyarrow as pa

    return pa.Array.from_buffers(
        pa.bool_(), len(chosen), [None, pa.py_buffer(np.packbits(chosen, bitorder="little").tobytes())]
    )


def _repeating(table: Table, names: list[str]) -> list[str]:
    """Columns worth a dictionary: not the document's id, the line, or an instant."""
    unique = {table.replaces[-1], "source_line"}
    unique |= {column.name for column in table.columns if column.kind is Kind.INSTANT}
    return [name for name in names if name not in unique]
