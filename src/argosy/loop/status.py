"""Where a decision stands, derived from its events and nothing else; and what may happen to it next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from argosy.core.errors import FaultError
from argosy.loop.events import EventType


class Status(StrEnum):
    """Where a decision stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    TESTING = "testing"
    DONE = "done"
    DECLINED = "declined"
    UNDONE = "undone"
    CLOSED = "closed"
    EXPIRED = "expired"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be decided, done or measured."""
        return self in (Status.PROPOSED, Status.ACCEPTED, Status.TESTING, Status.DONE)

    @property
    def is_in_hand(self) -> bool:
        """Whether a person has taken it up: its evaluation is fixed, so no later run may revise it."""
        return self in (Status.ACCEPTED, Status.TESTING, Status.DONE)


_AFTER: Mapping[EventType, Status] = {
    EventType.PROPOSED: Status.PROPOSED,
    EventType.ACCEPTED: Status.ACCEPTED,
    EventType.DECLINED: Status.DECLINED,
    EventType.TESTED: Status.TESTING,
    EventType.DONE: Status.DONE,
    EventType.UNDONE: Status.UNDONE,
    EventType.CLOSED: Status.CLOSED,
    EventType.EXPIRED: Status.EXPIRED,
}

_NEXT: Mapping[Status, frozenset[EventType]] = {
    Status.PROPOSED: frozenset(
        {EventType.REVISED, EventType.ACCEPTED, EventType.DECLINED, EventType.TESTED, EventType.EXPIRED}
    ),
    Status.ACCEPTED: frozenset({EventType.TESTED, EventType.DONE, EventType.DECLINED}),
    Status.TESTING: frozenset({EventType.DONE, EventType.UNDONE, EventType.MEASURED, EventType.CLOSED}),
    Status.DONE: frozenset({EventType.UNDONE, EventType.MEASURED, EventType.CLOSED}),
}


def status_of(types: Iterable[EventType]) -> Status:
    """Where a decision with these events stands; `FaultError` where one could not have followed the other.

    >>> status_of([EventType.PROPOSED, EventType.REVISED, EventType.ACCEPTED, EventType.DONE, EventType.MEASURED])
    <Status.DONE: 'done'>
    """
    status: Status | None = None
    for event in types:
        if (status is None) != (event is EventType.PROPOSED) or (status is not None and not may_follow(status, event)):
            raise FaultError(
                "The register has {event} after {status}, which cannot be.", event=event, status=status or "nothing"
            )
        status = _AFTER.get(event, status)
    if status is None:
        raise FaultError("A decision without events has no status.")
    return status


def may_follow(status: Status, event: EventType) -> bool:
    """Whether the event may happen to a decision that stands there.

    >>> may_follow(Status.PROPOSED, EventType.DONE), may_follow(Status.ACCEPTED, EventType.DONE)
    (False, True)
    """
    return event in _NEXT.get(status, frozenset())


def is_already(status: Status, event: EventType) -> bool:
    """Whether the decision already stands where the event would bring it: acting twice is acting once.

    >>> is_already(Status.ACCEPTED, EventType.ACCEPTED), is_already(Status.DONE, EventType.ACCEPTED)
    (True, False)
    """
    return _AFTER.get(event) is status
