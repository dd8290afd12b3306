"""Files that come in by HTTP: streamed to disk, never held in memory, under a name that cannot leave its folder."""

from __future__ import annotations

import re
import shutil
import unicodedata
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

from argosy.app.door.secrets import new_id
from argosy.core.errors import ConfigurationError, DataError

WAITING = "uploads"
LONGEST_NAME = 120
SPARE_BYTES = 512 * 1024**2  # what the disk keeps free
MOST_UNPACKED_BYTES = 8 * 1024**3
LARGEST_RATIO = 200  # text packs 5 to 20 times smaller; a bomb thousands of times
HARMLESS_BYTES = 64 * 1024**2
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """A file name without folders, control signs and leading dots; letters of every script stay.

    >>> safe_name("../../etc/passwd"), safe_name("订单 2026.csv"), safe_name("a\\\\b\\x00.csv"), safe_name("..")
    ('passwd', '订单 2026.csv', 'b.csv', 'file')
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*')
    plain = plain.strip(". ")
    if len(plain) > LONGEST_NAME:
        stem, dot, ending = plain.rpartition(".")
        plain = f"{stem[: LONGEST_NAME - 12]}{dot}{ending[:10]}" if dot else plain[:LONGEST_NAME]
    if not plain:
        return "file"
    return f"_{plain}" if _RESERVED.match(plain) else plain


async def received(root: Path, name: str, chunks: AsyncIterator[bytes]) -> Path:
    """The upload as a file below `root`; nothing is left of one that breaks off, and a bomb is not kept."""
    folder = root / WAITING / new_id()
    folder.mkdir(parents=True)
    target, partial = folder / safe_name(name), folder / ".partial"
    whole = False
    try:
        with partial.open("wb") as file:
            async for chunk in chunks:
                if chunk:
                    _refuse_full_disk(folder, len(chunk), name)
                    file.write(chunk)
        partial.rename(target)
        refuse_bomb(target)
        whole = True
    finally:
        if not whole:
            shutil.rmtree(folder, ignore_errors=True)
    return target


def _refuse_full_disk(folder: Path, size: int, name: str) -> None:
    if shutil.disk_usage(folder).free - size < SPARE_BYTES:
        raise ConfigurationError(
            "The disk is full: {file} cannot be taken in; make room, then send it again.", file=name
        )


def refuse_bomb(path: Path) -> None:
    """`DataError` where a packed file would unpack to far more than such files do."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        raise DataError("{file} is a damaged archive; export it again.", file=path.name) from error
    ratio = unpacked / max(path.stat().st_size, 1)
    if unpacked > MOST_UNPACKED_BYTES or (unpacked > HARMLESS_BYTES and ratio > LARGEST_RATIO):
        raise DataError(
            "{file} would unpack to {size} MB, {ratio} times its size, as no report does; it was not opened.",
            file=path.name,
            size=unpacked // 1024**2,
            ratio=round(ratio),
        )


def clear_abandoned(root: Path) -> None:
    """Remove what a server that was killed left half received."""
    for partial in (root / WAITING).glob("*/.partial"):
        shutil.rmtree(partial.parent, ignore_errors=True)
