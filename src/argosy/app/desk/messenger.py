"""Tells the webhooks what happened: looks at what moved, writes down who is to be told, sends it signed, and tries again where it fails.

A message is signed as `Argosy-Signature: t=<seconds>,v1=<hex of HMAC-SHA256 of "<seconds>.<body>">`, with the webhook's secret. It says
that something happened and where to look, never a buyer, a cost or a profit: who is told asks the API with a token of their own.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import httpx
import sqlalchemy as sa

from argosy.app.desk import board
from argosy.app.desk.hooks import hooks
from argosy.app.desk.live import Live
from argosy.app.desk.reachable import Resolve, refuse_address, resolved
from argosy.app.desk.sensitivity import Sensitivity, sensitivity
from argosy.app.desk.targets import targets
from argosy.app.door.schema import DELIVERIES, MARKS, WEBHOOKS
from argosy.core.errors import ArgosyError
from argosy.loop.storage import EVENTS as HAPPENED
from argosy.metrics.contract import Query

LOOK_SECONDS = 5.0
TIMEOUT_SECONDS = 10.0
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
MOST_AT_ONCE = 20
SIGNATURE = "Argosy-Signature"
WORDS = {"proposed": "decision.proposed", "revised": "decision.proposed", "measured": "outcome.measured"}
ACTED = frozenset({"accepted", "declined", "tested", "done", "undone"})


def signature(secret: str, at: int, body: str) -> str:
    """What the header says.

    >>> signature("s", 1, "{}")[:16]
    't=1,v1=b253639bc'
    """
    digest = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


class Messenger:
    """A thread that tells; several processes share the work, since each message is taken by one of them."""

    def __init__(self, live: Live, transport: httpx.BaseTransport | None = None, resolve: Resolve = resolved) -> None:
        self._live, self._transport, self._resolve = live, transport, resolve
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="argosy-messenger", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.wait(LOOK_SECONDS):
            try:
                self.look()
                self.send()
            except ArgosyError:  # the database is busy or away: the next look finds it again
                continue

    def look(self) -> None:
        """Write down what is to be told of what moved since the last look."""
        live = self._live
        event, snapshot = live.standing.event, live.snapshot
        with live.door.storage.writing() as connection:
            known = {row.name: row.value for row in connection.execute(sa.select(MARKS))}
            seen = (known.get("event"), known.get("snapshot"))
            if seen == (event, snapshot):
                return
            for name, value in (("event", event), ("snapshot", snapshot)):
                connection.execute(sa.delete(MARKS).where(MARKS.c.name == name))
                connection.execute(sa.insert(MARKS).values(name=name, value=value))
            if None in seen or not hooks(connection):
                return  # the first look: nothing of before is told
            for name, told in self._happened(connection, int(seen[0] or 0), event).items():
                file(connection, name, told, live.door.now())
        if seen[1] != snapshot:
            self._arrived(snapshot)

    def _happened(self, connection: sa.Connection, after: int, until: int) -> dict[str, dict[str, object]]:
        """What happened to decisions, one message per kind of event however many there were."""
        asked = sa.select(HAPPENED.c.decision_id, HAPPENED.c.type).where(HAPPENED.c.id > after, HAPPENED.c.id <= until)
        found: dict[str, list[str]] = {}
        for decision_id, kind in connection.execute(asked):
            name = WORDS.get(kind) or ("decision.acted" if kind in ACTED else "")
            if name and decision_id not in found.setdefault(name, []):
                found[name].append(decision_id)
        return {name: {"decisions": ids[:100], "count": len(ids)} for name, ids in found.items()}

    def _arrived(self, snapshot: int) -> None:
        """New data: say so, and which targets the last whole month has missed."""
        missed = self._missed()
        now = self._live.door.now()
        with self._live.door.storage.writing() as connection:
            file(connection, "data.arrived", {"snapshot": snapshot}, now)
            if missed:
                file(connection, "target.missed", {"metrics": missed, "snapshot": snapshot}, now)

    def _missed(self) -> list[str]:
        """Metrics of the last whole month behind their target; those that tell cost or profit are left to who may see them."""
        measures = self._live.argosy.shared
        known, span = targets(self._live), measures.span("order_lines")
        if span is None:
            return []
        days = board.last_month(span[1])
        missed = []
        for slug, target in known.items():
            if sensitivity(slug) is not Sensitivity.OPEN:
                continue
            try:
                rows = measures.measure(Query((slug,), (), *days)).rows
            except ArgosyError:  # it cannot be measured yet
                continue
            if rows and target.is_missed(rows[0][slug]):
                missed.append(slug)
        return missed

    def send(self) -> int:
        """Send what is due; how many messages were tried."""
        tried = 0
        for number, secret, url, event, body, attempts in self._taken():
            said, is_done = self._sent(url, secret, event, number, body)
            self._settle(number, attempts + 1, said, is_done)
            tried += 1
        return tried

    def _taken(self) -> list[tuple[int, str, str, str, str, int]]:
        """Messages that are due, put off for a while so that no other process takes them too."""
        now = self._live.door.now()
        asked = (
            sa.select(DELIVERIES, WEBHOOKS.c.url, WEBHOOKS.c.secret)
            .join(WEBHOOKS, WEBHOOKS.c.id == DELIVERIES.c.webhook_id)
            .where(DELIVERIES.c.state == "waiting", DELIVERIES.c.due_at <= now, WEBHOOKS.c.removed_at.is_(None))
            .order_by(DELIVERIES.c.id)
            .limit(MOST_AT_ONCE)
        )
        with self._live.door.storage.reading() as connection:
            if connection.execute(asked.limit(1)).first() is None:
                return []
        with self._live.door.storage.writing() as connection:
            rows = connection.execute(asked).mappings().all()
            put_off = sa.update(DELIVERIES).where(DELIVERIES.c.id.in_([row["id"] for row in rows]))
            connection.execute(put_off.values(due_at=now + timedelta(minutes=10)))
        names = ("id", "secret", "url", "event", "body", "attempts")
        return [tuple(row[name] for name in names) for row in rows]

    def _sent(self, url: str, secret: str, event: str, number: int, body: str) -> tuple[str, bool]:
        """What the other side said, and whether it took the message."""
        at = int(self._live.door.now().timestamp())
        try:
            target = refuse_address(url, self._live.workspace.private_hosts, self._resolve)
            shown = f"[{target.address}]" if ":" in target.address else target.address
            headers = {
                "host": target.host if target.port in (80, 443) else f"{target.host}:{target.port}",
                "content-type": "application/json",
                "argosy-event": event,
                "argosy-delivery": str(number),
                SIGNATURE: signature(secret, at, body),
            }
            extensions = {"sni_hostname": target.host}
            with httpx.Client(transport=self._transport, timeout=TIMEOUT_SECONDS, trust_env=False) as client:
                answer = client.post(
                    f"{target.scheme}://{shown}:{target.port}{target.path}",
                    content=body.encode(),
                    headers=headers,
                    extensions=extensions,
                )
        except ArgosyError as error:
            return str(error)[:300], False
        except httpx.HTTPError as error:
            return type(error).__name__, False
        return str(answer.status_code), answer.is_success

    def _settle(self, number: int, attempts: int, said: str, is_done: bool) -> None:
        is_over = is_done or attempts > len(WAITS)
        state = "done" if is_done else "failed" if is_over else "waiting"
        due = self._live.door.now() + (timedelta() if is_over else WAITS[attempts - 1])
        change = sa.update(DELIVERIES).where(DELIVERIES.c.id == number)
        with self._live.door.storage.writing() as connection:
            connection.execute(change.values(state=state, attempts=attempts, said=said, due_at=due))


def file(connection: sa.Connection, event: str, told: Mapping[str, Any], now: datetime, only: str = "") -> None:
    """Write down a message for every webhook that wants it (`only`: for that one whatever it wants)."""
    body = json.dumps({"event": event, "at": now.isoformat(), **told}, ensure_ascii=False)
    for hook, _ in hooks(connection):
        if (event in hook.events and not only) or hook.id == only:
            row = {"webhook_id": hook.id, "event": event, "body": body, "state": "waiting", "attempts": 0, "said": ""}
            connection.execute(sa.insert(DELIVERIES).values(**row, due_at=now, created_at=now))
