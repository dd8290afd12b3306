"""Answers kept by key, so that what is asked twice is done once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from argosy.app.desk.sensitivity import StaleError
from argosy.app.door.clock import Clock
from argosy.app.door.schema import ANSWERS
from argosy.core.errors import RetriableError
from argosy.loop.storage import Storage


@dataclass(frozen=True)
class Kept:
    """An answer given before."""

    status: int
    body: str


class Repeats:
    """The kept answers of one database."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage, self._clock = storage, clock

    def begin(self, key: str, person_id: str, digest: str, life: timedelta) -> Kept | None:
        """The answer kept; None where this is the first time, which is noted. `StaleError` where the key stood for another request."""
        mine = (ANSWERS.c.key == key, ANSWERS.c.person_id == person_id)
        with self._storage.writing() as connection:
            now = self._clock.now()
            connection.execute(sa.delete(ANSWERS).where(ANSWERS.c.created_at < now - life))
            row = connection.execute(sa.select(ANSWERS).where(*mine)).mappings().first()
            if row is None:
                values = {"key": key, "person_id": person_id, "request_hash": digest, "created_at": now}
                connection.execute(sa.insert(ANSWERS).values(**values))
                return None
            if row["request_hash"] != digest:
                raise StaleError("The Idempotency-Key {key} stood for another request; send a new one.", key=key)
            if row["status"] is None:
                raise RetriableError("The same request is being worked on; ask again in a moment.")
            return Kept(row["status"], row["body"])

    def keep(self, key: str, person_id: str, status: int, body: str) -> None:
        """Keep the answer."""
        named = sa.update(ANSWERS).where(ANSWERS.c.key == key, ANSWERS.c.person_id == person_id)
        with self._storage.writing() as connection:
            connection.execute(named.values(status=status, body=body))

    def forget(self, key: str, person_id: str) -> None:
        """Let the next one try: this one did not come to an answer."""
        named = sa.delete(ANSWERS).where(ANSWERS.c.key == key, ANSWERS.c.person_id == person_id)
        with self._storage.writing() as connection:
            connection.execute(named)
