"""What was read from the state database and still stands, because nobody has changed anything in it since."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlalchemy as sa

    from argosy.loop.storage import Storage

MOST_KEPT = 5_000


class Seen:
    """Readings kept until the database's mark moves; where the database has no mark, every reading is a new one.

    So somebody who was removed is out with the next click, in every process, and who reads a hundred pages is looked up once.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._kept: tuple[int | None, dict[str, Any]] = (None, {})

    def get(self, key: str, read: Callable[[sa.Connection], Any]) -> Any:
        """The reading of that name, read now where it is not known to stand."""
        mark = self._storage.mark()  # before reading: a change that comes in between is noticed the next time
        known = self._known(mark)
        if key in known:
            return known[key]
        with self._storage.reading() as connection:
            found = read(connection)
        if mark is not None and len(known) < MOST_KEPT:
            known[key] = found
        return found

    def at_hand(self, key: str) -> Any:
        """The reading where it is known to stand; None else."""
        return self._known(self._storage.mark()).get(key)

    def _known(self, mark: int | None) -> dict[str, Any]:
        if mark is None or self._kept[0] != mark:
            self._kept = (mark, {})
        return self._kept[1]
