"""The door's clock: it never runs backwards, so that setting the machine's clock back brings no expired session or link to life."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime


class Clock:
    """The present instant (UTC), never earlier than any it gave before nor than the newest entry in the book of acts."""

    def __init__(self, newest: datetime | None = None, read: Callable[[], datetime] | None = None) -> None:
        self._read = read or (lambda: datetime.now(UTC))
        self._highest = newest or datetime.min.replace(tzinfo=UTC)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The present instant."""
        with self._lock:
            self._highest = max(self._highest, self._read())
            return self._highest


def in_utc(at: datetime) -> datetime:
    """An instant from a database as UTC: SQLite forgets the zone, and everything stored is UTC."""
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
