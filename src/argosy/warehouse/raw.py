"""The raw store: every file as it came, named by its sha256, never changed."""

from __future__ import annotations

import hashlib
import os
import secrets
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from argosy.core.errors import ConfigurationError, DataError

CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class RawFile:
    """A file in the raw store: `path` is where it lies, `name` what it was called when it came."""

    sha256: str
    path: Path
    name: str
    size_bytes: int


def raw_path(directory: Path, sha256: str) -> Path:
    """Where a file of that hash lies: two letters of the hash are a folder, so that no folder grows too long."""
    return directory / sha256[:2] / sha256


def keep(directory: Path, source: Path) -> RawFile:
    """Copy `source` into the raw store and return it; a file that is there already is not copied again.

    The copy is written beside its final place and renamed, so that a killed copy never looks like a file. A file that changes
    while it is read is refused: its export or download has not ended.
    """
    before = _stat(source)
    directory.mkdir(parents=True, exist_ok=True)
    partial = directory / f".{secrets.token_hex(8)}.partial"
    try:
        sha256 = _copied(source, partial)
        after = _stat(source)
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise DataError(
                "File {file} is still being written; ingest it again when the download has ended.", file=source
            )
        final = raw_path(directory, sha256)
        if not final.exists():
            final.parent.mkdir(exist_ok=True)
            partial.chmod(0o444)
            partial.replace(final)
    except PermissionError as error:
        raise ConfigurationError(
            "File {file} cannot be read: no permission; grant read access to it.", file=source
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return RawFile(sha256, final, source.name, after.st_size)


def _copied(source: Path, target: Path) -> str:
    """Copy and hash in one pass, side by side: neither holds the interpreter, so a large file takes the time of the slower."""
    digest = hashlib.sha256()
    hashing: Future[None] | None = None
    with source.open("rb") as incoming, target.open("wb") as outgoing, ThreadPoolExecutor(1) as beside:
        while chunk := incoming.read(CHUNK_BYTES):
            if hashing:
                hashing.result()  # at most one chunk waits, whatever the size of the file
            hashing = beside.submit(digest.update, chunk)
            outgoing.write(chunk)
    return digest.hexdigest()


def _stat(source: Path) -> os.stat_result:
    try:
        return source.stat()
    except FileNotFoundError as error:
        raise DataError("File {file} does not exist (any more); check the path.", file=source) from error
