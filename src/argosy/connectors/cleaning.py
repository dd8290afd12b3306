"""Text files made sound before they are read: one pass that looks at every byte, a clean UTF-8 copy, an even copy; nothing is lost."""

from __future__ import annotations

import codecs
import csv
import io
import shutil
import tempfile
import weakref
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from argosy.connectors.contract import Connection, Sighting
from argosy.connectors.encoding import detect_encoding
from argosy.connectors.sighting import HEAD_BYTES, open_bytes
from argosy.core.errors import DataError

EXCESS = "excess_cells"
"""Column of an even copy with what a row has too much."""

CHUNK_BYTES = 256 * 1024
"""Small enough for the processor's cache: looking through a file is twice as fast as with megabytes at a time."""
LOOKERS = 2
LOOK_BYTES = 8 * 1024 * 1024
"""Less than this is not worth a thread."""
GZIP_SIGN = b"\x1f\x8b"
UTF8 = ("utf-8", "utf-8-sig")
SENTINEL = "\x00end"


@dataclass(frozen=True)
class Bytes:
    """What all bytes of a file show: where it stops being UTF-8 (None: nowhere), and whether cells may have something around them."""

    not_utf8_from: int | None
    has_padding: bool


def look_through(sighting: Sighting) -> Bytes:
    """Every byte, because an export may turn to another encoding after megabytes of ASCII; a zero byte is refused."""
    with ThreadPoolExecutor(LOOKERS) as lookers:
        seen = list(lookers.map(lambda part: _look(sighting, *part), _parts(sighting.path)))
    breaks = [part.not_utf8_from for part in seen if part.not_utf8_from is not None]
    return Bytes(min(breaks, default=None), any(part.has_padding for part in seen))


def _parts(path: Path) -> list[tuple[int, int | None]]:
    """Ranges of bytes to look at side by side, cut at ends of lines (no character of UTF-8 holds that byte); a packed file is one."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        if size < LOOKERS * LOOK_BYTES or stream.read(2) == GZIP_SIGN:
            return [(0, None)]
        cuts = [0]
        for number in range(1, LOOKERS):
            stream.seek(size * number // LOOKERS)
            stream.readline(LOOK_BYTES)
            cuts.append(stream.tell())
            stream.seek(-1, 1)
            if stream.read(1) != b"\n":  # one line of megabytes: nothing to gain
                return [(0, None)]
    return list(zip(cuts, [*cuts[1:], None], strict=True))


def _look(sighting: Sighting, start: int, stop: int | None) -> Bytes:
    """What one range of bytes shows."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    place, padded, last = start, False, b"\n"
    try:
        for chunk in _chunks(sighting, start, stop):
            if not (chunk.isascii() and not decoder.getstate()[0]):
                decoder.decode(chunk, final=not chunk)
            if b"\x00" in chunk:
                raise DataError("File {file} is damaged: it contains zero bytes; export it again.", file=sighting.name)
            padded = padded or _has_padding(last + chunk, sighting.delimiter)
            last = chunk[-1:]
            place += len(chunk)
    except UnicodeDecodeError as error:
        return Bytes(max(0, place + error.start - 1024), True)
    return Bytes(None, padded)


def clean_copy(sighting: Sighting, connection: Connection, not_utf8_from: int | None) -> Path:
    """The table alone, from its header on, as UTF-8 in a temporary file that lives as long as the connection."""
    target = _scratch(connection) / "table.csv"
    encoding = _whole_encoding(sighting, not_utf8_from)
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


def even_copy(sighting: Sighting, connection: Connection, source: Path, names: tuple[str, ...]) -> Path:
    """A table written again: commas, doubled quotes, each row as wide as the header plus one column for what it has too much."""
    width = len(names)
    target = _scratch(connection) / "even.csv"
    with (
        source.open(encoding="utf-8-sig", newline="") as stream,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow((*names, EXCESS))
        reader = csv.reader(_with_sentinel(stream), delimiter=sighting.delimiter, quotechar=sighting.quote)
        start = line = 0
        for cells in reader:
            if cells == [SENTINEL]:
                return target
            if line and cells:
                more = sighting.delimiter.join(cells[width:]).strip(sighting.delimiter)
                writer.writerow([*cells[:width], *[""] * (width - len(cells)), more])
            start, line = line, reader.line_num
    raise DataError(
        "File {file} was cut off, or a quote is missing: a quoted cell of the row in line {line} never ends; export it again.",
        file=sighting.name,
        line=start + sighting.header_line + 1,
    )


def _has_padding(chunk: bytes, delimiter: str) -> bool:
    """True where a blank stands at the edge of a cell, or Excel's =" (either may also be text, which costs nothing but time)."""
    import numpy as np

    if b"=" in chunk and b'="' in chunk:  # one sign is sought ten times as fast as two
        return True
    cells = np.frombuffer(chunk, dtype=np.uint8)
    blank = (cells == 32) | (cells == 9) if delimiter != "\t" else cells == 32
    places = np.flatnonzero(blank)
    is_edge = np.zeros(256, dtype=bool)
    is_edge[[ord(delimiter), 10, 13, 34]] = True
    before, after = places[places > 0] - 1, places[places < len(cells) - 1] + 1
    return bool(is_edge[cells[before]].any() or is_edge[cells[after]].any())


def _chunks(sighting: Sighting, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """The file's (unpacked) bytes from `start` to before `stop`, then one empty chunk that says they have ended."""
    with open_bytes(sighting.path) as stream:
        try:
            stream.seek(start)
            while chunk := stream.read(CHUNK_BYTES if stop is None else min(CHUNK_BYTES, stop - start)):
                yield chunk
                start += len(chunk)
        except (EOFError, OSError, zlib.error) as error:
            raise DataError("File {file} is packed and was cut off; download it again.", file=sighting.name) from error
    yield b""


def _whole_encoding(sighting: Sighting, not_utf8_from: int | None) -> str:
    """The encoding seen at first; where that was UTF-8 and does not hold to the end, the one of the bytes that break it."""
    if sighting.encoding not in UTF8:
        return sighting.encoding
    if not_utf8_from is None:
        return "utf-8-sig"
    with open_bytes(sighting.path) as stream:
        stream.seek(not_utf8_from)
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


def _with_sentinel(stream: Iterable[str]) -> Iterator[str]:
    """The lines of a file and one more: it comes back as a row of its own only where no quote is left open."""
    last = "\n"
    for last in stream:
        yield last
    if not last.endswith(("\n", "\r")):
        yield "\n"
    yield f"{SENTINEL}\n"


def _scratch(connection: Connection) -> Path:
    """A temporary folder that is removed with the connection (or at the end of the process)."""
    folder = Path(tempfile.mkdtemp(prefix="argosy-"))
    weakref.finalize(connection, shutil.rmtree, folder, ignore_errors=True)
    return folder
