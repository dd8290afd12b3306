"""Answers kept in a file beside the workspace, by lake version: what one process has measured, the next one need not measure again.

It is a convenience and never the truth: whoever deletes the file loses nothing but time. Answers of other snapshots, or made by other
code, are not found and are cleared away.
"""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import argosy
from argosy.app.tagged import from_text, to_text
from argosy.app.workspace import Workspace
from argosy.core.errors import DataError

FOLDER, FILE = "kept", "answers.db"
LARGEST_BYTES = 4 * 1024**2
MOST_BYTES = 256 * 1024**2
WAIT_SECONDS = 2.0
KEPT_VERSIONS = 3
FORGET_OLD = """DELETE FROM answers WHERE version NOT IN (
    SELECT version FROM answers GROUP BY version ORDER BY max(rowid) DESC LIMIT ?)"""
"""Snapshots and code nobody has asked anything of for the longest."""


class Shelf:
    """The kept answers of one workspace at one snapshot. Safe for several threads and processes; a broken file is left alone."""

    def __init__(self, workspace: Workspace, snapshot: int) -> None:
        self._path = workspace.root / FOLDER / FILE
        self._lock = threading.Lock()
        self._version = "|".join(
            (str(snapshot), code_version(), workspace.home_currency, workspace.cost_method, workspace.engine)
        )
        self._has_put = False
        self._connection = self._opened()

    def get(self, key: str) -> Any:
        """The answer kept under a key; None where there is none."""
        with self._using() as connection:
            if connection is None:
                return None
            asked = "SELECT body FROM answers WHERE version = ? AND key = ?"
            rows = connection.execute(asked, (self._version, key)).fetchall()
        if not rows:
            return None
        try:
            return from_text(zlib.decompress(rows[0][0]).decode())
        except (DataError, zlib.error, UnicodeDecodeError):  # made by other code, or damaged: measured anew
            return None

    def put(self, key: str, answer: object) -> None:
        """Keep an answer; one that is too large is not kept."""
        body = zlib.compress(to_text(answer).encode(), 3)
        if len(body) > LARGEST_BYTES:
            return
        with self._using() as connection:
            if connection is not None:
                if not self._has_put:
                    connection.execute(FORGET_OLD, (KEPT_VERSIONS,))
                    self._has_put = True
                row = (self._version, key, body)
                connection.execute("INSERT OR REPLACE INTO answers (version, key, body) VALUES (?, ?, ?)", row)

    def clear_others(self) -> None:
        """Forget what belongs to other snapshots or other code."""
        with self._using() as connection:
            if connection is not None:
                connection.execute("DELETE FROM answers WHERE version <> ?", (self._version,))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection | None]:
        with self._lock:
            try:
                yield self._connection
            except sqlite3.Error:  # full disk, damaged file: go on without it
                self._connection = None

    def _opened(self) -> sqlite3.Connection | None:
        try:
            self._path.parent.mkdir(exist_ok=True)
            made = sqlite3.connect(self._path, timeout=WAIT_SECONDS, check_same_thread=False, isolation_level=None)
            made.execute("PRAGMA journal_mode = WAL")
            made.execute("PRAGMA synchronous = OFF")
            made.execute(f"PRAGMA max_page_count = {MOST_BYTES // 4096}")
            made.execute(
                "CREATE TABLE IF NOT EXISTS answers (version TEXT, key TEXT, body BLOB, PRIMARY KEY (version, key))"
            )
        except (OSError, sqlite3.Error):  # a read-only folder, a damaged file: go on without it
            return None
        return made


@cache
def code_version() -> str:
    """Changes whenever the code or the reference facts that numbers are made with change: by sizes and times of the files."""
    root = Path(argosy.__file__).parent
    left_out = {"interfaces", "locale", "world"}
    seen = sha256()
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if parts[0] not in left_out and path.suffix in (".py", ".yaml", ".csv", ".parquet"):
            about = path.stat()
            seen.update(f"{'/'.join(parts)}|{about.st_size}|{about.st_mtime_ns}".encode())
    return seen.hexdigest()[:16]
