"""The register of decisions: what was proposed and what became of it, as events that are only ever added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

import sqlalchemy as sa

from argosy.core.errors import RequestError
from argosy.core.text import mark
from argosy.decision.contract import Decision
from argosy.loop.events import Event, EventType
from argosy.loop.experiments.bench import Bench
from argosy.loop.outcomes import Outcome
from argosy.loop.status import Status, is_already, may_follow
from argosy.loop.storage import DECISIONS, EVENTS, Storage
from argosy.loop.threads import Received, Reception, Thread, receive

VERBS: Mapping[str, EventType] = {
    "accept": EventType.ACCEPTED,
    "decline": EventType.DECLINED,
    "test": EventType.TESTED,
    "done": EventType.DONE,
    "undo": EventType.UNDONE,
}
SHORTEST_PREFIX = 4
_STANDS = {
    Status.PROPOSED: mark("Decision {id} is only proposed; accept it first, or test it."),
    Status.ACCEPTED: mark("Decision {id} was accepted by {actor} on {day}; it can be tested, done or declined."),
    Status.TESTING: mark("Decision {id} has been under test since {day}; it can be done or undone."),
    Status.DONE: mark("Decision {id} was done by {actor} on {day}; it can only be undone."),
    Status.DECLINED: mark(
        "Decision {id} was declined by {actor} on {day}; run `argosy decide` for what is proposed now."
    ),
    Status.UNDONE: mark("Decision {id} was undone by {actor} on {day}; run `argosy decide` for what is proposed now."),
    Status.CLOSED: mark(
        "Decision {id} was measured and closed on {day}; run `argosy decide` for what is proposed now."
    ),
    Status.EXPIRED: mark("Decision {id} expired on {day}; run `argosy decide` for what is proposed now."),
}


class Register:
    """Decisions and their events in one database. Safe for several processes at once: writers queue, readers see one state."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    @classmethod
    def open(cls, url: str) -> Register:
        """Open the register at a SQLAlchemy URL, making or migrating its tables."""
        return cls(Storage.open(url))

    @property
    def bench(self) -> Bench:
        """The experiments that test its decisions."""
        return Bench(self._storage)

    def close(self) -> None:
        """Give back every connection."""
        self._storage.close()

    def propose(
        self, decisions: Iterable[Decision], actor: str, at: datetime, on: date | None = None
    ) -> tuple[Received, ...]:
        """File what was proposed, all or nothing: see `receive`. What has expired by then is marked so first.

        `on` is the day of the books, by which decisions expire (the day of `at` unless given): facts do not age while no new ones arrive.
        """
        proposals = list(decisions)
        with self._storage.writing() as connection:
            _expire(connection, actor, at, on or at.astimezone(UTC).date())
            known = dict(connection.execute(sa.select(DECISIONS.c.id, DECISIONS.c.root_id)).tuples().all())
            newest = {(thread.decision.kind, thread.decision.subject): thread for thread in _threads(connection)}
            received = []
            for decision in proposals:
                if decision.id in known:
                    received.append(Received(decision, Reception.UNCHANGED, known[decision.id]))
                    continue
                thread = newest.get((decision.kind, decision.subject))
                result = _file(connection, thread, decision, actor, at)
                received.append(result)
                if result.reception in (Reception.PROPOSED, Reception.REVISED) and result.thread_id is not None:
                    known[decision.id] = result.thread_id
                    newest[decision.kind, decision.subject] = _threads(connection, result.thread_id)[0]
        return tuple(received)

    def act(
        self, decision_id: str, verb: str, why: str, actor: str, at: datetime | None = None, on: date | None = None
    ) -> Event:
        """Record that a person accepts, declines, tests, has done or undoes a decision; `decision_id` may be a prefix.

        Doing what was done already returns the event there is, so that ten tabs accepting make one event. `RequestError` says why
        something cannot be done now.
        """
        if verb not in VERBS:
            raise RequestError("There is no act {verb}; there are {known}.", verb=verb, known=", ".join(VERBS))
        event, moment = VERBS[verb], at or datetime.now(UTC)
        with self._storage.writing() as connection:
            thread = _thread(connection, decision_id)
            if is_already(thread.status, event):
                return next(past for past in reversed(thread.events) if past.type is event)
            _refuse(thread, event, on or moment.astimezone(UTC).date())
            return _append(connection, thread, event, actor, moment, why=why)

    def record(self, outcome: Outcome, actor: str, at: datetime) -> bool:
        """Keep an outcome, and close the decision where it is final; False where it was kept before or nothing is under way."""
        with self._storage.writing() as connection:
            thread = _thread(connection, outcome.decision_id)
            is_known = outcome.days in thread.measured_days() and thread.started_on == outcome.started_on
            if is_known or thread.started_on != outcome.started_on or not may_follow(thread.status, EventType.MEASURED):
                return False
            _append(
                connection, thread, EventType.MEASURED, actor, at, snapshot=outcome.snapshot, payload=outcome.to_json()
            )
            if outcome.is_final:
                thread = _thread(connection, outcome.decision_id)
                ruling = {"ruling": outcome.ruling.value, "rule": outcome.rule, "days": outcome.days}
                _append(connection, thread, EventType.CLOSED, actor, at, snapshot=outcome.snapshot, payload=ruling)
        return True

    def thread(self, decision_id: str) -> Thread:
        """A decision with its events, by its id, that of a revision, or a prefix that only one has."""
        with self._storage.reading() as connection:
            return _thread(connection, decision_id)

    def threads(self) -> tuple[Thread, ...]:
        """Every decision ever proposed, the oldest first."""
        with self._storage.reading() as connection:
            return _threads(connection)

    def open_decisions(self) -> tuple[Thread, ...]:
        """Decisions that wait for somebody: to be decided, done or measured."""
        return tuple(thread for thread in self.threads() if thread.status.is_open)

    def history(self, decision_id: str) -> tuple[Event, ...]:
        """What happened to a decision, the oldest first."""
        return self.thread(decision_id).events

    def version(self) -> int:
        """The number of the newest event, 0 where there is none: it moves with everything that happens."""
        with self._storage.reading() as connection:
            return int(connection.scalar(sa.select(sa.func.max(EVENTS.c.id))) or 0)

    def outcomes(self) -> tuple[Outcome, ...]:
        """Every outcome measured, the oldest first."""
        return tuple(
            Outcome.from_json(event.payload)
            for thread in self.threads()
            for event in thread.events
            if event.type is EventType.MEASURED
        )


def _file(connection: sa.Connection, thread: Thread | None, decision: Decision, actor: str, at: datetime) -> Received:
    reception = receive(thread, decision)
    if reception is Reception.REVISED and thread is not None:
        _store(connection, decision, thread.id)
        _append(
            connection, thread, EventType.REVISED, actor, at, snapshot=decision.snapshot, payload={"id": decision.id}
        )
        return Received(decision, reception, thread.id)
    if reception is Reception.PROPOSED:
        _store(connection, decision, decision.id)
        first = Thread(decision.id, decision, ())
        _append(connection, first, EventType.PROPOSED, actor, at, snapshot=decision.snapshot)
        return Received(decision, reception, decision.id)
    return Received(decision, reception, thread.id if thread is not None and reception is Reception.IN_HAND else None)


def _store(connection: sa.Connection, decision: Decision, root_id: str) -> None:
    row = {
        "id": decision.id,
        "root_id": root_id,
        "kind": decision.kind,
        "subject": decision.subject,
        "as_of": decision.as_of,
    }
    connection.execute(sa.insert(DECISIONS).values(**row, snapshot=decision.snapshot, document=decision.to_json()))


def _append(
    connection: sa.Connection,
    thread: Thread,
    event: EventType,
    actor: str,
    at: datetime,
    *,
    snapshot: int | None = None,
    why: str = "",
    payload: Mapping[str, object] | None = None,
) -> Event:
    if at.tzinfo is None:
        raise TypeError("an event needs an instant with a time zone")
    made = Event(
        decision_id=thread.id,
        sequence=len(thread.events),
        kind=thread.decision.kind,
        subject=thread.decision.subject,
        type=event,
        at=at.astimezone(UTC),
        actor=actor,
        snapshot=thread.decision.snapshot if snapshot is None else snapshot,
        why=why,
        payload=dict(payload or {}),
    )
    row = {
        name: getattr(made, name)
        for name in ("decision_id", "sequence", "kind", "subject", "at", "actor", "snapshot", "why")
    }
    connection.execute(sa.insert(EVENTS).values(**row, type=made.type.value, payload=dict(made.payload)))
    return made


def _expire(connection: sa.Connection, actor: str, at: datetime, on: date) -> None:
    for thread in _threads(connection):
        if thread.status is Status.PROPOSED and thread.decision.expires_on <= on:
            _append(connection, thread, EventType.EXPIRED, actor, at)


def _refuse(thread: Thread, event: EventType, on: date) -> None:
    """`RequestError` where the event may not happen now."""
    status, last = thread.status, thread.events[-1]
    if not may_follow(status, event):
        raise RequestError(_STANDS[status], id=thread.id, actor=last.actor, day=last.at.date().isoformat())
    if status is Status.PROPOSED and event is not EventType.DECLINED and thread.decision.expires_on <= on:
        raise RequestError(
            _STANDS[Status.EXPIRED], id=thread.id, actor=last.actor, day=thread.decision.expires_on.isoformat()
        )
    if event is EventType.TESTED and thread.decision.evaluation is None:
        raise RequestError(
            "Decision {id} says to hold, so there is nothing to test; accept or decline it.", id=thread.id
        )
    if event is EventType.UNDONE and not thread.decision.reversible:
        raise RequestError("Decision {id} cannot be undone: what it did is not reversible.", id=thread.id)


def _thread(connection: sa.Connection, decision_id: str) -> Thread:
    """The one decision an id or prefix names; `RequestError` where it names none or several."""
    wanted = decision_id.strip().lower()
    if len(wanted) < SHORTEST_PREFIX:
        raise RequestError(
            "{id!r} is too short for an id; give at least {least} characters.", id=decision_id, least=SHORTEST_PREFIX
        )
    found = sa.select(DECISIONS.c.id, DECISIONS.c.root_id).where(DECISIONS.c.id.startswith(wanted, autoescape=True))
    rows = connection.execute(found.order_by(DECISIONS.c.id).limit(20)).tuples().all()
    roots = sorted({root for _, root in rows})
    if not roots:
        raise RequestError("There is no decision {id}; `argosy decide` lists those there are.", id=decision_id)
    if len(roots) > 1:
        raise RequestError(
            "{id} may be any of {found}; give more of the id.", id=decision_id, found=", ".join(one for one, _ in rows)
        )
    return _threads(connection, roots[0])[0]


def _threads(connection: sa.Connection, root_id: str | None = None) -> tuple[Thread, ...]:
    """All threads, or one, in the order of their first proposal."""
    events = sa.select(EVENTS).order_by(EVENTS.c.id)
    documents = sa.select(DECISIONS.c.id, DECISIONS.c.root_id, DECISIONS.c.document)
    if root_id is not None:
        events = events.where(EVENTS.c.decision_id == root_id)
        documents = documents.where(DECISIONS.c.root_id == root_id)
    stored = {row.id: row.document for row in connection.execute(documents)}
    by_thread: dict[str, list[Event]] = defaultdict(list)
    for row in connection.execute(events).mappings():
        by_thread[row["decision_id"]].append(_event({**row}))
    return tuple(
        Thread(root, Decision.from_json(stored[_newest(root, past)]), tuple(past)) for root, past in by_thread.items()
    )


def _newest(root_id: str, events: Sequence[Event]) -> str:
    """The id of the newest version: that of the last revision, or the first proposal's."""
    revisions = [str(event.payload["id"]) for event in events if event.type is EventType.REVISED]
    return revisions[-1] if revisions else root_id


def _event(row: Mapping[str, object]) -> Event:
    at = row["at"]
    if not isinstance(at, datetime):
        raise TypeError("an event was stored without an instant")
    payload, snapshot = row["payload"], row["snapshot"]
    return Event(
        decision_id=str(row["decision_id"]),
        sequence=int(str(row["sequence"])),
        kind=str(row["kind"]),
        subject=str(row["subject"]),
        type=EventType(str(row["type"])),
        at=at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC),
        actor=str(row["actor"]),
        snapshot=None if snapshot is None else int(str(snapshot)),
        why=str(row["why"]),
        payload=payload if isinstance(payload, Mapping) else {},
    )
