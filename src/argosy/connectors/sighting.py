"""The first look at a file: what it is by its content, never by its name; at most 256 KB of a text file are read.

A file that cannot be a report (empty, a folder, a picture, cut off, still being written) is told here, in one sentence.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import time
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, cast

from argosy.connectors.contract import Sighting
from argosy.connectors.encoding import decode_head, detect_encoding
from argosy.connectors.layout import SAMPLE_ROWS, column_names, find_layout, has_open_quote, rows_of, usual_width
from argosy.connectors.workbook import sheet_columns, sheet_names
from argosy.core.errors import ConfigurationError, DataError, RetriableError

HEAD_BYTES = 256 * 1024
TAIL_BYTES = 64 * 1024
FRESH_SECONDS = 2.0
"""A file changed within so many seconds is looked at twice, in case it is still being written."""
SECOND_LOOK_SECONDS = 0.05

UNFINISHED = (".crdownload", ".part", ".partial", ".download", ".opdownload", ".tmp", ".filepart")
"""What browsers and transfer programs call a file that has not arrived whole."""

ENDING_OF_ZIP = b"PK\x05\x06"
WORKBOOK_ROWS = SAMPLE_ROWS + 60

OTHER_KINDS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"BZh", "a bzip2 archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
)


@dataclass(frozen=True)
class _Seen:
    """A file at the moment of the look."""

    path: Path
    name: str
    size: int
    head: bytes
    is_zipped: bool  # gzip
    complete: bool  # the head is the whole (unpacked) file


def look(path: Path, name: str = "") -> list[Sighting]:
    """What a file shows at first sight: one `Sighting` per sheet of a workbook, else one.

    `name` is the file's name for messages. Raises `DataError` (empty, a folder, binary, cut off), `ConfigurationError` (no permission),
    `RetriableError` (still being written). A file with a header and no rows is fine: its sample is empty, see `has_rows`.
    """
    name = name or path.name
    _refuse_unfinished(name)
    seen = _see(path, name)
    sightings = _sightings(seen)
    _refuse_changing(path, name, seen.size)
    return sightings


def has_rows(sighting: Sighting) -> bool:
    """False where the file has a header and nothing below it: nothing to load, nothing wrong."""
    return bool(sighting.sample)


def look_again(
    sighting: Sighting,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    header_line: int | None = None,
) -> Sighting:
    """The same file read as a person says it is, where the first look has guessed something else."""
    if sighting.format in ("xlsx", "parquet") and header_line is None:
        return sighting
    if sighting.format == "xlsx":
        return _sheet(
            sighting.path, sighting.name, sighting.sheet or "", sighting.sheets, sighting.size_bytes, header_line
        )
    if sighting.format not in ("csv", "text"):
        return sighting
    seen = _see(sighting.path, sighting.name)
    encoding = encoding or sighting.encoding
    text = decode_head(seen.head, encoding, complete=seen.complete)
    chosen = delimiter or (sighting.delimiter if sighting.format == "csv" else None)
    layout = find_layout(text, complete=seen.complete, delimiter=chosen, header_line=header_line)
    return replace(
        sighting,
        format="csv",
        encoding=encoding,
        delimiter=layout.delimiter,
        header=layout.header,
        header_line=layout.header_line,
        preamble=layout.preamble,
        sample=layout.sample,
    )


def open_bytes(path: Path) -> BinaryIO:
    """A file's bytes, unpacked where it is gzip."""
    with path.open("rb") as stream:
        is_zipped = stream.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(path, "rb")) if is_zipped else path.open("rb")


def _refuse_unfinished(name: str) -> None:
    if name.lower().endswith(UNFINISHED):
        raise RetriableError("File {file} is still being downloaded; ingest it when it has arrived.", file=name)
    if name.startswith(("~$", ".~lock.")):
        raise RetriableError(
            "File {file} is the mark of a workbook that is open in a program; close it and ingest the workbook itself.",
            file=name,
        )


def _refuse_changing(path: Path, name: str, size: int) -> None:
    """Still being written: its size has changed since the look began, or changes within a moment where it was written just now."""
    status = path.stat()
    if 0 <= time.time() - status.st_mtime < FRESH_SECONDS and status.st_size == size:
        time.sleep(SECOND_LOOK_SECONDS)
        again = path.stat()
        status = again if (again.st_mtime_ns, again.st_size) != (status.st_mtime_ns, status.st_size) else status
        if status is again:
            size = -1
    if status.st_size != size:
        raise RetriableError("File {file} is still being written; ingest it when it is complete.", file=name)


def _see(path: Path, name: str) -> _Seen:
    try:
        if path.is_dir():
            raise DataError(
                "{file} is a folder, not a file; name the files in it, or put them into the inbox.", file=name
            )
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
    except PermissionError as error:
        raise ConfigurationError("File {file} may not be read; grant read permission to it.", file=name) from error
    except FileNotFoundError as error:
        raise DataError("There is no file {file}; check its name and place.", file=name) from error
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise DataError("File {file} is empty; export it again.", file=name)
    is_zipped = head.startswith(b"\x1f\x8b")
    if is_zipped:
        head = _unpacked_head(path, name)
        return _Seen(path, name, size, head, True, len(head) < HEAD_BYTES)
    return _Seen(path, name, size, head, False, size <= HEAD_BYTES)


def _unpacked_head(path: Path, name: str) -> bytes:
    try:
        with gzip.open(path, "rb") as stream:
            return stream.read(HEAD_BYTES)
    except (EOFError, OSError, zlib.error) as error:
        raise DataError("File {file} is packed and was cut off; download it again.", file=name) from error


def _sightings(seen: _Seen) -> list[Sighting]:
    head = seen.head
    if head.startswith(b"PAR1"):
        return [_parquet(seen)]
    if head.startswith(b"PK\x03\x04"):
        return _archive(seen)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _workbook(seen)
    for magic, kind in OTHER_KINDS:
        if head.startswith(magic):
            raise DataError("File {file} is {kind}, not a table; export it as CSV or XLSX.", file=seen.name, kind=kind)
    return [_text(seen)]


def _parquet(seen: _Seen) -> Sighting:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(seen.path)
        batch = next(file.iter_batches(batch_size=SAMPLE_ROWS), None)
    except (pa.ArrowException, OSError) as error:
        raise DataError("Parquet file {file} was cut off or is damaged; write it again.", file=seen.name) from error
    rows = zip(*(column.to_pylist() for column in batch.columns), strict=True) if batch is not None else ()
    sample = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in rows)
    header = tuple(file.schema_arrow.names)
    return Sighting(seen.path, seen.name, "parquet", header=header, sample=sample, size_bytes=seen.size)


def _archive(seen: _Seen) -> list[Sighting]:
    try:
        with zipfile.ZipFile(seen.path) as archive:
            members = set(archive.namelist())
    except (zipfile.BadZipFile, OSError) as error:
        raise DataError("File {file} was cut off or is damaged; download it again.", file=seen.name) from error
    if "[Content_Types].xml" in members or "content.xml" in members:
        return _workbook(seen)
    raise DataError("File {file} is a ZIP archive; unpack it and ingest the files in it.", file=seen.name)


def _workbook(seen: _Seen) -> list[Sighting]:
    sheets = sheet_names(seen.path, seen.name)
    sightings = [_sheet(seen.path, seen.name, sheet, sheets, seen.size, None) for sheet in sheets]
    filled = [sighting for sighting in sightings if sighting.header]
    if not filled:
        raise DataError("Workbook {file} has no filled sheet; export it again.", file=seen.name)
    return filled


def _sheet(path: Path, name: str, sheet: str, sheets: tuple[str, ...], size: int, header_line: int | None) -> Sighting:
    """A sheet is written out as the text of its first rows, so that one rule finds the header of files and sheets alike."""
    table = sheet_columns(path, name, sheet, rows=None if header_line and header_line > 60 else WORKBOOK_ROWS)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
        cells = ["" if cell is None else re.sub(r"[\r\n]+", " ", cell) for cell in row]
        writer.writerow(cells[: max((place for place, cell in enumerate(cells, start=1) if cell), default=0)])
    layout = find_layout(text.getvalue(), delimiter="\t", header_line=header_line)
    return Sighting(
        path,
        name,
        "xlsx",
        delimiter="\t",
        header=layout.header,
        header_line=layout.header_line,
        sample=layout.sample,
        sheet=sheet,
        sheets=sheets,
        preamble=layout.preamble,
        size_bytes=size,
    )


def _text(seen: _Seen) -> Sighting:
    encoding = detect_encoding(seen.head, complete=seen.complete)
    text = decode_head(seen.head, encoding, complete=seen.complete)
    _refuse_binary(seen, text)
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith(("{", "[")) and (sighting := _json(seen, start, encoding)):
        return sighting
    if start.startswith("<"):
        return _markup(seen, start, encoding)
    if start.startswith((":20:", "{1:")):
        return _swift(seen, start, encoding)
    layout = find_layout(text, complete=seen.complete)
    sighting = Sighting(
        seen.path,
        seen.name,
        "csv" if layout.is_table else "text",
        encoding=encoding,
        delimiter=layout.delimiter,
        header=layout.header,
        header_line=layout.header_line,
        sample=layout.sample,
        preamble=layout.preamble,
        size_bytes=seen.size,
    )
    if layout.is_table:
        _refuse_cut(seen, sighting, text)
    return sighting


def _refuse_binary(seen: _Seen, text: str) -> None:
    place = text.find("\x00")
    controls = sum(1 for character in text[:4096] if character < " " and character not in "\t\r\n\f\x1a")
    if controls * 20 > min(len(text), 4096):
        raise DataError("File {file} is not text and no format we know; export it as CSV or XLSX.", file=seen.name)
    if place >= 0:
        line = text.count("\n", 0, place) + 1
        raise DataError(
            "File {file} is damaged: a zero byte in line {line}; export it again.", file=seen.name, line=line
        )


def _json(seen: _Seen, start: str, encoding: str) -> Sighting | None:
    """JSON lines where the first line is a whole object; else one JSON document."""
    lines = [line for line in start.splitlines() if line.strip()]
    records = [record for line in lines[:SAMPLE_ROWS] if isinstance(record := _loads(line), dict)]
    kind = "jsonl" if isinstance(_loads(lines[0]), dict) else "json"
    if kind == "json":
        document = _loads(start)
        if document is None and seen.complete:
            if start.startswith("[") and not re.match(r'\[\s*(["{\[\d\]-]|true|false|null)', start):
                return None  # an ordinary text that happens to start with a bracket
            raise DataError("JSON file {file} was cut off or is damaged; export it again.", file=seen.name)
        if document is None and start.startswith(
            "{"
        ):  # a long document: the names of its lists and objects as far as we see
            names = tuple(dict.fromkeys(re.findall(r'"(\w+)"\s*:\s*[\[{]', start)))
            return Sighting(
                seen.path, seen.name, kind, encoding=encoding, header=names, sample=((start,),), size_bytes=seen.size
            )
        items = document if isinstance(document, list) else [document]
        records = [item for item in items if isinstance(item, dict)][:SAMPLE_ROWS]
    elif seen.complete and _loads(lines[-1]) is None:
        raise DataError("JSON file {file} was cut off: its last line is not whole; export it again.", file=seen.name)
    header = tuple(dict.fromkeys(key for record in records for key in record))
    sample = tuple(tuple(_cell(record.get(key)) for key in header) for record in records)
    return Sighting(seen.path, seen.name, kind, encoding=encoding, header=header, sample=sample, size_bytes=seen.size)


def _loads(text: str) -> object:
    try:
        document: object = json.loads(text)
    except ValueError:
        return None
    return document


def _cell(value: object) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _markup(seen: _Seen, start: str, encoding: str) -> Sighting:
    opening = start[:2000].lower()
    if "<html" in opening or "<!doctype html" in opening or opening.startswith("<table"):
        raise DataError(
            "File {file} is a web page (perhaps the sign-in page), not a report; sign in and export it as CSV or XLSX.",
            file=seen.name,
        )
    tags = tuple(dict.fromkeys(re.findall(r"<([A-Za-z_][\w:.-]*)", start)))
    return Sighting(seen.path, seen.name, "xml", encoding=encoding, header=tags, size_bytes=seen.size)


def _swift(seen: _Seen, start: str, encoding: str) -> Sighting:
    """A message of the SWIFT kind (a bank statement MT940): its tags stand for the header."""
    tags = tuple(dict.fromkeys(re.findall(r"^:\d{2}[A-Z]?:", start, flags=re.MULTILINE)))
    return Sighting(seen.path, seen.name, "text", encoding=encoding, header=tags, size_bytes=seen.size)


def _refuse_cut(seen: _Seen, sighting: Sighting, text: str) -> None:
    """A table whose last line breaks off: an open quote, or fewer cells than every line before and no end of line."""
    if seen.complete and has_open_quote(text, sighting.delimiter):
        raise DataError("File {file} was cut off inside a quoted cell; export it again.", file=seen.name)
    tail = text if seen.complete else _tail(seen, sighting.encoding)
    if not tail or tail.endswith(("\n", "\r")):
        return
    rows = rows_of(tail if seen.complete else tail.partition("\n")[2], sighting.delimiter)
    body = [row.cells for row in rows[-50:]]
    if len(body) < 2:
        return
    width, last = usual_width(rows[-50:-1]), body[-1]
    alike = all(len(cells) == width for cells in body[:-1][-10:])
    kin = _shape(last[0]) == _shape(body[-2][0]) or len(last) > 2
    if alike and kin and 0 < len(last) < min(width, len(column_names(sighting.header))):
        raise DataError(
            "File {file} was cut off: its last line has {found} of {width} cells; export it again.",
            file=seen.name,
            found=len(last),
            width=width,
        )


def _tail(seen: _Seen, encoding: str) -> str:
    if seen.is_zipped or encoding.startswith("utf-16"):
        return ""
    with seen.path.open("rb") as stream:
        stream.seek(max(0, seen.size - TAIL_BYTES))
        return stream.read().decode(encoding, errors="replace")


def _shape(cell: str) -> str:
    """Letters as A, digits as 9, each run once: two order numbers have one shape, an order number and 'Total' have not."""
    return re.sub(r"A+", "A", re.sub(r"9+", "9", re.sub(r"[^\W\d_]", "A", re.sub(r"\d", "9", cell))))
