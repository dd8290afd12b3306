"""Makes a file's rows visible in DuckDB as the relation `vendor`: text as it came, `source_line` in file order, nothing lost.

A sound UTF-8 table is read where it lies, by all cores. Another encoding, lines before the header or gzip first become a clean copy in a
temporary file, written as a stream. A table whose rows differ in width, or whose quotes are not doubled, is written again row by row:
short rows are filled with NULL, and what a long row has too much appears in the column `excess_cells`, for the mapping to keep it apart.
Blanks around a cell are not part of it, nor is Excel's ="..."; an empty cell is NULL.

A report whose rows several SELECTs read is parsed once, by all cores, into the table `vendor_cells`, whose row ids are its lines. One
that is streamed (see `contract.Mapped`) stays in its file and is parsed while it is loaded: ten million lines take no more memory than one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from argosy.connectors.cleaning import EXCESS, UTF8, clean_copy, even_copy, look_through
from argosy.connectors.contract import VENDOR, Connection, Sighting
from argosy.connectors.layout import column_names
from argosy.connectors.workbook import sheet_columns
from argosy.core.errors import DataError, RetriableError

LONG_LINE_BYTES = 64 * 1024 * 1024
"""Longest line the reader takes where DuckDB's own 2 MB do not suffice (a cell of a million characters can need 4 MB). Not from the
start, because buffers grow with it: 0.6 GB of memory become 1.6."""
CELLS = "vendor_cells"
LOOK_FIRST_BYTES = 16 * 1024 * 1024
"""A streamed file up to this size is looked through for uneven rows first; a larger one is taken for even, and read again if it is not."""


def read(sighting: Sighting, connection: Connection, *, streamed: bool = False) -> None:
    """Create the view `vendor` over the sighted file (or sheet): all columns as text (Parquet keeps its types), and `source_line`.

    `streamed` leaves a table in its file, for a report that one SELECT reads.
    """
    if sighting.path.stat().st_size != sighting.size_bytes:
        raise RetriableError("File {file} has changed since the look at it; ingest it again.", file=sighting.name)
    readers = {"xlsx": _workbook, "parquet": _parquet, "jsonl": _json, "json": _json}
    if sighting.format not in (*readers, "csv", "text"):
        raise DataError(
            "File {file} is {format}, which no mapping can read as a table; export it as CSV or XLSX.",
            file=sighting.name,
            format=sighting.format.upper(),
        )
    if sighting.format in ("csv", "text"):
        _delimited(sighting, connection, streamed)
    else:
        readers[sighting.format](sighting, connection)


def identifier(name: str) -> str:
    """A name as an SQL identifier.

    >>> identifier('Size 5" x 7"')
    '"Size 5"" x 7\"""'
    """
    return '"' + name.replace('"', '""') + '"'


def text_literal(value: str) -> str:
    """A text as an SQL literal.

    >>> text_literal("men's")
    "'men''s'"
    """
    return "'" + value.replace("'", "''") + "'"


def vendor_columns(connection: Connection) -> dict[str, str]:
    """Name to DuckDB type of the columns of `vendor`, without those the reader adds."""
    rows = connection.execute(f"DESCRIBE {VENDOR}").fetchall()
    return {row[0]: row[1] for row in rows if row[0] not in ("source_line", EXCESS)}


def has_excess(connection: Connection) -> bool:
    """True where some row of `vendor` has more cells than the header."""
    return any(row[0] == EXCESS for row in connection.execute(f"DESCRIBE {VENDOR}").fetchall())


@dataclass(frozen=True)
class _Table:
    """A clean UTF-8 table: its header in the first line, then rows."""

    path: Path
    names: tuple[str, ...]
    delimiter: str
    quote: str
    line_bytes: int | None = None

    def scan(self) -> str:
        """The `read_csv` call: every column text, nothing guessed, every deviation an error."""
        columns = ", ".join(f"{text_literal(name)}: 'VARCHAR'" for name in self.names)
        options = [
            "auto_detect=false",
            "header=true",
            f"delim={text_literal(self.delimiter)}",
            f"quote={text_literal(self.quote)}",
            f"escape={text_literal(self.quote)}",
            f"columns={{{columns}}}",
        ]
        if self.line_bytes:
            options.append(f"max_line_size={self.line_bytes}")
        return f"read_csv({text_literal(str(self.path))}, {', '.join(options)})"


def _delimited(sighting: Sighting, connection: Connection, streamed: bool) -> None:
    path, padded = sighting.path, True
    seen = look_through(sighting) if sighting.encoding in UTF8 else None
    if sighting.header_line or _is_packed(path) or seen is None or seen.not_utf8_from is not None:
        path = clean_copy(sighting, connection, seen.not_utf8_from if seen else None)
    else:
        padded = seen.has_padding
    table = _Table(path, column_names(sighting.header), sighting.delimiter, sighting.quote)
    if sighting.is_uneven:
        table = _evened(sighting, connection, table)
    elif streamed and path.stat().st_size <= LOOK_FIRST_BYTES:
        table = _sound(sighting, connection, table)
    if streamed:
        _show(connection, table.names, table.scan(), padded)
    else:
        _store(sighting, connection, table, padded)


def _is_packed(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(2) == b"\x1f\x8b"


def _show(connection: Connection, names: Sequence[str], rows: str, padded: bool) -> None:
    """The view over a file that is streamed."""
    connection.execute(
        f"CREATE OR REPLACE VIEW {VENDOR} AS SELECT {_cells(names, padded)}, row_number() OVER () AS source_line FROM {rows}"
    )


def _store(sighting: Sighting, connection: Connection, table: _Table, padded: bool) -> None:
    """The table of the cells and the view over it; its rows stand in file order, so that their ids are their lines."""
    import duckdb

    for attempt in (table, replace(table, line_bytes=LONG_LINE_BYTES), None):
        chosen = attempt or _evened(sighting, connection, table)
        try:
            connection.execute(
                f"CREATE OR REPLACE TABLE {CELLS} AS SELECT {_cells(chosen.names, padded)} FROM {chosen.scan()}"
            )
            break
        except duckdb.InvalidInputException:
            if attempt is None:
                raise
    connection.execute(f"CREATE OR REPLACE VIEW {VENDOR} AS SELECT *, rowid + 1 AS source_line FROM {CELLS}")


def _cells(names: Sequence[str], padded: bool) -> str:
    """The columns; trimming costs as much as reading, so it is done only where some cell has blanks around it."""
    return ", ".join(_trimmed(name) if padded else identifier(name) for name in names)


def _trimmed(name: str) -> str:
    """A column without what does not belong to its cells, under its own name: blanks around them, and the ="..." in which exports
    wrap ids so that Excel leaves them alone. trim() itself runs only on the few cells that need it.
    """
    cell = identifier(name)
    wrapped = f"starts_with({cell}, '=\"') AND ends_with({cell}, '\"') AND length({cell}) > 2"
    blank = f"{cell} < '!' OR ends_with({cell}, ' ') OR ends_with({cell}, '\t')"
    return (
        f"CASE WHEN {blank} THEN nullif(trim({cell}, ' \t\r\n'), '')"
        f" WHEN {wrapped} THEN nullif({cell}[3:-2], '') ELSE {cell} END AS {cell}"
    )


def _sound(sighting: Sighting, connection: Connection, table: _Table) -> _Table:
    """The table itself where every row is as wide as the header and every quote closed; else an even copy of it.

    The scan that decides takes no column, so that it costs about a tenth of the load.
    """
    import duckdb

    for line_bytes in (None, LONG_LINE_BYTES):
        table = replace(table, line_bytes=line_bytes)
        try:
            connection.execute(f"SELECT count(*) FROM {table.scan()}").fetchone()
            return table
        except duckdb.InvalidInputException as error:
            if "maximum line size" not in str(error).lower():
                break
    return _evened(sighting, connection, table)


def _evened(sighting: Sighting, connection: Connection, table: _Table) -> _Table:
    copy = even_copy(sighting, connection, table.path, table.names)
    return _Table(copy, (*table.names, EXCESS), ",", '"', LONG_LINE_BYTES)


def _parquet(sighting: Sighting, connection: Connection) -> None:
    """Parquet keeps its types; its reader numbers the rows itself, by all cores."""
    scan = f"read_parquet({text_literal(str(sighting.path))}, file_row_number=true)"
    types = {row[0]: row[1] for row in connection.execute(f"DESCRIBE SELECT * FROM {scan}").fetchall()}
    renamed = [
        f"{identifier(old)} AS {identifier(new)}"
        for old, new in zip(sighting.header, column_names(sighting.header), strict=True)
    ]
    texts = [
        new for old, new in zip(sighting.header, column_names(sighting.header), strict=True) if types[old] == "VARCHAR"
    ]
    trimmed = f" REPLACE ({', '.join(map(_trimmed, texts))})" if texts else ""
    connection.execute(
        f"CREATE OR REPLACE VIEW {VENDOR} AS SELECT *{trimmed}"
        f" FROM (SELECT {', '.join(renamed)}, file_row_number + 1 AS source_line FROM {scan})"
    )


def _workbook(sighting: Sighting, connection: Connection) -> None:
    """A sheet's rows below its header; blank rows are left out but counted, so that `source_line` points to the sheet's row."""
    cells = sheet_columns(sighting.path, sighting.name, sighting.sheet or "")
    names = column_names(sighting.header)
    places = cells.column_names
    connection.register("sheet_cells", cells)
    chosen = [f"{identifier(place)} AS {identifier(name)}" for place, name in zip(places, names, strict=False)]
    beyond = ", ".join(identifier(place) for place in places[len(names) :])
    excess = [f"nullif(concat_ws(' | ', {beyond}), '') AS {EXCESS}"] if beyond else []
    filled = f"coalesce({', '.join(identifier(place) for place in places)}) IS NOT NULL"
    connection.execute(
        f"CREATE OR REPLACE TABLE {CELLS} AS SELECT {', '.join([*chosen, *excess])}, line - {sighting.header_line + 1} AS source_line"
        f" FROM (SELECT *, row_number() OVER () AS line FROM sheet_cells)"
        f" WHERE line > {sighting.header_line + 1} AND {filled}"
    )
    connection.unregister("sheet_cells")
    connection.execute(f"CREATE OR REPLACE VIEW {VENDOR} AS SELECT * FROM {CELLS}")


def _json(sighting: Sighting, connection: Connection) -> None:
    """JSON lines, or a JSON list of records: one column per key found anywhere in the file, nested values as JSON text."""
    import duckdb

    path = sighting.path
    if sighting.encoding not in ("utf-8",) or sighting.format == "json":
        path = clean_copy(replace(sighting, header_line=0), connection, None)
    style = "newline_delimited" if sighting.format == "jsonl" else "auto"
    source = f"read_json_objects({text_literal(str(path))}, format={text_literal(style)}, maximum_object_size={LONG_LINE_BYTES})"
    try:
        keys = connection.execute(
            f"SELECT key FROM (SELECT unnest(json_keys(json)) AS key, row_number() OVER () AS n FROM {source}) GROUP BY key ORDER BY min(n)"
        ).fetchall()
    except duckdb.Error as error:
        raise DataError(
            "JSON file {file} cannot be read: {why}; export it again.", file=sighting.name, why=_first_line(error)
        ) from error
    found = [key for (key,) in keys]
    ordered = [key for key in sighting.header if key in found] + [key for key in found if key not in sighting.header]
    if not ordered:
        raise DataError("JSON file {file} is no list of records; export it as CSV or XLSX.", file=sighting.name)
    columns = [
        f"json ->> {text_literal('/' + key.replace('~', '~0').replace('/', '~1'))} AS {identifier(name)}"
        for key, name in zip(ordered, column_names(ordered), strict=True)
    ]
    _show(connection, column_names(ordered), f"(SELECT {', '.join(columns)} FROM {source})", True)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")
