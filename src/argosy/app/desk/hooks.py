"""Webhooks: addresses that are told when something happens, each with a secret of its own, and the log of what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

import sqlalchemy as sa

from argosy.app.desk.reachable import refuse_address
from argosy.app.door.clock import in_utc
from argosy.app.door.roles import Permission
from argosy.app.door.schema import DELIVERIES, WEBHOOKS
from argosy.app.door.secrets import new_id, new_token
from argosy.core.errors import RequestError
from argosy.core.text import mark

if TYPE_CHECKING:
    from argosy.app.desk.desk import Desk

EVENTS = MappingProxyType(
    {
        "decision.proposed": mark("decisions are proposed"),
        "decision.acted": mark("a decision is accepted, declined, tested or done"),
        "outcome.measured": mark("an outcome is measured"),
        "data.arrived": mark("data has arrived"),
        "target.missed": mark("a month has missed a target"),
        "hook.tried": mark("somebody tries the webhook"),
    }
)
MOST_HOOKS = 50
LISTED = 50


@dataclass(frozen=True)
class Webhook:
    """Where to send what; the secret is shown once, when it is made."""

    id: str
    url: str
    events: tuple[str, ...]
    actor: str
    created_at: datetime


@dataclass(frozen=True)
class Delivery:
    """One message: `waiting` for its next try, `done` or `failed` for good; `said` is the answer, or why there was none."""

    id: int
    url: str
    event: str
    state: str
    attempts: int
    said: str
    created_at: datetime
    due_at: datetime


def hooks(connection: sa.Connection) -> tuple[tuple[Webhook, str], ...]:
    """Every webhook that stands, with its secret."""
    rows = connection.execute(
        sa.select(WEBHOOKS).where(WEBHOOKS.c.removed_at.is_(None)).order_by(WEBHOOKS.c.created_at)
    )
    return tuple(
        (Webhook(row.id, row.url, tuple(row.events), row.actor, in_utc(row.created_at)), row.secret) for row in rows
    )


def listed(desk: Desk) -> tuple[Webhook, ...]:
    """Every webhook, without its secret."""
    desk.require(Permission.MANAGE)
    with desk.live.door.storage.reading() as connection:
        return tuple(hook for hook, _ in hooks(connection))


def deliveries(desk: Desk) -> tuple[Delivery, ...]:
    """The newest messages."""
    desk.require(Permission.MANAGE)
    asked = sa.select(DELIVERIES, WEBHOOKS.c.url).join(WEBHOOKS, WEBHOOKS.c.id == DELIVERIES.c.webhook_id)
    with desk.live.door.storage.reading() as connection:
        rows = connection.execute(asked.order_by(DELIVERIES.c.id.desc()).limit(LISTED)).mappings().all()
    return tuple(
        Delivery(
            row["id"],
            row["url"],
            row["event"],
            row["state"],
            row["attempts"],
            row["said"],
            in_utc(row["created_at"]),
            in_utc(row["due_at"]),
        )
        for row in rows
    )


def add(desk: Desk, url: str, events: Sequence[str]) -> tuple[Webhook, str]:
    """Make a webhook; its secret is in the answer and nowhere else. `RequestError` where it must not or cannot be reached."""
    desk.require(Permission.MANAGE)
    chosen = tuple(sorted(set(events)))
    if not chosen or set(chosen) - set(EVENTS):
        raise RequestError("Choose what to be told: {known}.", known=", ".join(EVENTS))
    refuse_address(url, desk.live.workspace.private_hosts)
    now, secret, hook_id = desk.live.door.now(), new_token(), new_id()
    row = {"id": hook_id, "url": url, "events": list(chosen), "secret": secret, "actor": desk.person.email}
    with desk.live.door.storage.writing() as connection:
        if len(hooks(connection)) >= MOST_HOOKS:
            raise RequestError("There are {most} webhooks already; remove one first.", most=MOST_HOOKS)
        connection.execute(sa.insert(WEBHOOKS).values(**row, created_at=now))
    desk.note("webhook.make", hook_id, {"events": list(chosen)})
    return Webhook(hook_id, url, chosen, desk.person.email, now), secret


def remove(desk: Desk, hook_id: str) -> None:
    """Take a webhook away; what waits for it is not sent."""
    desk.require(Permission.MANAGE)
    named = sa.update(WEBHOOKS).where(WEBHOOKS.c.id == hook_id, WEBHOOKS.c.removed_at.is_(None))
    with desk.live.door.storage.writing() as connection:
        if connection.execute(named.values(removed_at=desk.live.door.now())).rowcount != 1:
            raise RequestError("There is no webhook {id}.", id=hook_id)
        waiting = sa.update(DELIVERIES).where(DELIVERIES.c.webhook_id == hook_id, DELIVERIES.c.state == "waiting")
        connection.execute(waiting.values(state="failed", said="removed"))
    desk.note("webhook.remove", hook_id)
