"""Makes a file's rows visible in DuckDB as the relation `vendor`: text as it came, `source_line` in file order, nothing lost.

A sound UTF-8 table is read where it lies, by all cores. Another encoding, lines before the header or gzip first become a clean copy in a
temporary file, written as a stream. A table whose rows differ in width, or whose quotes are not doubled, is written again row by row:
short rows are filled with NULL, and what a long row has too much appears in the column `excess_cells`, for the mapping to keep it apart.
"""

from __future__ import annotations

import codecs
import csv
import io
import shutil
import tempfile
import weakref
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from argosy.connectors.contract import VENDOR, Connection, Sighting
from argosy.connectors.encoding import detect_encoding
from argosy.connectors.layout import column_names
from argosy.connectors.sighting import HEAD_BYTES, open_bytes
from argosy.connectors.workbook import sheet_columns
from argosy.core.errors import DataError, RetriableError

EXCESS = "excess_cells"
CHUNK_BYTES = 4 * 1024 * 1024
LONG_LINE_BYTES = 64 * 1024 * 1024
"""Longest line the reader takes where DuckDB's own 2 MB do not suffice (a cell of a million characters can need 4 MB). Not from the
start, because buffers grow with it: 0.6 GB of memory become 1.6."""
SENTINEL = "\x00end"
CELLS = "vendor_cells"


def read(sighting: Sighting, connection: Connection) -> None:
    """Create the view `vendor` over the sighted file (or sheet): all columns as text (Parquet keeps its types), and `source_line`."""
    if sighting.path.stat().st_size != sighting.size_bytes:
        raise RetriableError("File {file} has changed since the look at it; ingest it again.", file=sighting.name)
    readers = {"csv": _delimited, "text": _delimited, "xlsx": _workbook, "parquet": _parquet}
    readers |= {"jsonl": _json, "json": _json}
    if sighting.format not in readers:
        raise DataError(
            "File {file} is {format}, which no mapping can read as a table; export it as CSV or XLSX.",
            file=sighting.name,
            format=sighting.format.upper(),
        )
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


def _delimited(sighting: Sighting, connection: Connection) -> None:
    path = _clean_copy(sighting, connection) if _needs_copy(sighting) else sighting.path
    table = _Table(path, column_names(sighting.header), sighting.delimiter, sighting.quote)
    _show(connection, f"SELECT * FROM {_sound(sighting, connection, table).scan()}")


def _show(connection: Connection, rows: str) -> None:
    connection.execute(
        f"CREATE OR REPLACE VIEW {VENDOR} AS SELECT *, row_number() OVER () AS source_line FROM ({rows})"
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
    return _even_copy(sighting, connection, table)


def _even_copy(sighting: Sighting, connection: Connection, table: _Table) -> _Table:
    """The table written again, each row as wide as the header and one column `excess_cells` for what a row has too much."""
    width = len(table.names)
    target = _scratch(connection) / "even.csv"
    even = _Table(target, (*table.names, EXCESS), ",", '"', LONG_LINE_BYTES)
    with (
        table.path.open(encoding="utf-8-sig", newline="") as stream,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out, lineterminator="\n")
        line = 1
        reader = csv.reader(_with_sentinel(stream), delimiter=table.delimiter, quotechar=table.quote)
        for cells in reader:
            if cells == [SENTINEL]:
                return even
            if line == 1:
                writer.writerow(even.names)
            elif cells:
                more = table.delimiter.join(cells[width:]).strip(table.delimiter)
                writer.writerow([*cells[:width], *[""] * (width - len(cells)), more])
            line, start = reader.line_num + 1, line
    raise DataError(
        "File {file} was cut off, or a quote is missing: a quoted cell of the row in line {line} never ends; export it again.",
        file=sighting.name,
        line=start + sighting.header_line,
    )


def _with_sentinel(stream: Iterable[str]) -> Iterator[str]:
    """The lines of a file and one more: it comes back as a row of its own only where no quote is left open."""
    last = "\n"
    for last in stream:
        yield last
    if not last.endswith(("\n", "\r")):
        yield "\n"
    yield f"{SENTINEL}\n"


def _needs_copy(sighting: Sighting) -> bool:
    """True unless the file is UTF-8 with its header in the first line; every byte is looked at, because an export may turn
    to another encoding after megabytes of ASCII.
    """
    if sighting.header_line or sighting.encoding not in ("utf-8", "utf-8-sig"):
        return True
    with sighting.path.open("rb") as stream:
        if stream.read(2) == b"\x1f\x8b":
            return True
    return _not_utf8_from(sighting) is not None


def _not_utf8_from(sighting: Sighting) -> int | None:
    """Place of the chunk in which the file stops being UTF-8; None where it is UTF-8 to its end."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    place = 0
    try:
        for chunk in _chunks(sighting):
            if not (chunk.isascii() and not decoder.getstate()[0]):
                decoder.decode(chunk, final=not chunk)
            if b"\x00" in chunk:
                raise DataError("File {file} is damaged: it contains zero bytes; export it again.", file=sighting.name)
            place += len(chunk)
    except UnicodeDecodeError as error:
        return max(0, place + error.start - 1024)
    return None


def _chunks(sighting: Sighting) -> Iterator[bytes]:
    """The file's (unpacked) bytes, then one empty chunk that says it has ended."""
    with open_bytes(sighting.path) as stream:
        try:
            while chunk := stream.read(CHUNK_BYTES):
                yield chunk
        except (EOFError, OSError, zlib.error) as error:
            raise DataError("File {file} is packed and was cut off; download it again.", file=sighting.name) from error
    yield b""


def _clean_copy(sighting: Sighting, connection: Connection) -> Path:
    """The table alone, from its header on, as UTF-8 in a temporary file that lives as long as the connection."""
    target = _scratch(connection) / "table.csv"
    encoding = _whole_encoding(sighting)
    decoder = codecs.getincrementaldecoder(encoding)()
    to_skip = sighting.header_line
    read_bytes = 0
    with target.open("wb") as out:
        for chunk in _chunks(sighting):
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise DataError(
                    "File {file} is not {encoding} throughout (byte {place}); save it as UTF-8, or name its encoding in the mapping.",
                    file=sighting.name,
                    encoding=encoding,
                    place=read_bytes + error.start,
                ) from error
            read_bytes += len(chunk)
            if "\x00" in text:
                raise DataError("File {file} is damaged: it contains zero bytes; export it again.", file=sighting.name)
            if to_skip:
                text, to_skip = _without_lines(text, to_skip)
            out.write(text.encode())
    return target


def _whole_encoding(sighting: Sighting) -> str:
    """The encoding seen at first; where that was UTF-8 and does not hold to the end, the one of the bytes that break it."""
    if not sighting.encoding.startswith("utf-8"):
        return sighting.encoding
    place = _not_utf8_from(sighting)
    if place is None:
        return "utf-8-sig"
    with open_bytes(sighting.path) as stream:
        stream.seek(place)
        window = stream.read(HEAD_BYTES)
    return detect_encoding(window.partition(b"\n")[2] or window, complete=len(window) < HEAD_BYTES)


def _without_lines(text: str, count: int) -> tuple[str, int]:
    """A text without its first `count` lines, and how many are still to be left out.

    >>> _without_lines("Report\\r\\n\\r\\nSKU,Price", 2)
    ('SKU,Price', 0)
    """
    lines = io.StringIO(text, newline="")
    while count and (line := lines.readline()):
        if not line.endswith(("\n", "\r")):
            return "", count
        count -= 1
    return lines.read(), count


def _scratch(connection: Connection) -> Path:
    """A temporary folder that is removed with the connection (or at the end of the process)."""
    folder = Path(tempfile.mkdtemp(prefix="argosy-"))
    weakref.finalize(connection, shutil.rmtree, folder, ignore_errors=True)
    return folder


def _parquet(sighting: Sighting, connection: Connection) -> None:
    """Parquet keeps its types; its reader numbers the rows itself, by all cores."""
    names = column_names(sighting.header)
    renamed = [f"{identifier(old)} AS {identifier(new)}" for old, new in zip(sighting.header, names, strict=True)]
    scan = f"read_parquet({text_literal(str(sighting.path))}, file_row_number=true)"
    connection.execute(
        f"CREATE OR REPLACE VIEW {VENDOR} AS SELECT {', '.join(renamed)}, file_row_number + 1 AS source_line FROM {scan}"
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
        path = _clean_copy(replace(sighting, header_line=0), connection)
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
    _show(connection, f"SELECT {', '.join(columns)} FROM {source}")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".")
