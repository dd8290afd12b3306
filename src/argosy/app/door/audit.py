"""The book of acts: who did what to which object, and who read personal data. Entries are added, never changed: triggers refuse it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from argosy.app.door.clock import in_utc
from argosy.app.door.schema import AUDIT

PAGE = 100


@dataclass(frozen=True)
class Entry:
    """One act: `action` is a word of the code (`decision.accept`), `on` what it was done to, `actor` an e-mail address or `argosy`."""

    id: int
    at: datetime
    actor: str
    action: str
    on: str
    detail: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    address: str = ""


def write(
    connection: sa.Connection,
    at: datetime,
    actor: str,
    action: str,
    on: str = "",
    detail: Mapping[str, object] | None = None,
    address: str = "",
) -> None:
    """Add an entry within the caller's transaction."""
    values: dict[str, Any] = {
        "at": at,
        "actor": actor[:254],
        "action": action,
        "object": on[:300],
        "detail": dict(detail or {}),
        "address": address[:64],
    }
    connection.execute(sa.insert(AUDIT).values(**values))


def entries(connection: sa.Connection, before: int | None = None, limit: int = PAGE) -> tuple[Entry, ...]:
    """The newest entries, or those older than the entry `before`."""
    asked = sa.select(AUDIT).order_by(AUDIT.c.id.desc()).limit(limit)
    if before is not None:
        asked = asked.where(AUDIT.c.id < before)
    return tuple(
        Entry(row.id, in_utc(row.at), row.actor, row.action, row.object, row.detail, row.address)
        for row in connection.execute(asked)
    )


def newest_at(connection: sa.Connection) -> datetime | None:
    """When the newest entry was written."""
    at = connection.scalar(sa.select(sa.func.max(AUDIT.c.at)))
    return None if at is None else in_utc(at)
