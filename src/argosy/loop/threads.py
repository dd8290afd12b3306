"""A decision with all that happened to it, and how a new proposal on the same question is received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from argosy.core.text import Text
from argosy.decision.contract import Decision
from argosy.loop.events import Event, EventType
from argosy.loop.status import Status, status_of


@dataclass(frozen=True)
class Thread:
    """A decision from its first proposal on: `id` is that proposal's id, `decision` its newest version."""

    id: str
    decision: Decision
    events: tuple[Event, ...]

    @property
    def status(self) -> Status:
        """Where it stands."""
        return status_of(event.type for event in self.events)

    @property
    def started_on(self) -> date | None:
        """The day (UTC) on which the test began, or the action was done where it was done since; None before."""
        days = [event.at.date() for event in self.events if event.type in (EventType.TESTED, EventType.DONE)]
        return days[-1] if days else None

    def measured_days(self) -> frozenset[int]:
        """How many days after the start it was already measured."""
        start = self.started_on
        measured = [event.payload for event in self.events if event.type is EventType.MEASURED]
        return frozenset(
            int(str(payload["days"])) for payload in measured if payload["started_on"] == (start and start.isoformat())
        )


class Reception(StrEnum):
    """What the register made of a proposal."""

    PROPOSED = "proposed"  # new
    REVISED = "revised"  # the open decision on the same question was brought up to date
    UNCHANGED = "unchanged"  # known already
    QUIET = "quiet"  # declined before, and nothing material has changed
    IN_HAND = "in_hand"  # accepted, tested or done: its evaluation is fixed, so it is not revised


RECEIVED: dict[Reception, Text] = {
    Reception.PROPOSED: Text("new"),
    Reception.REVISED: Text("revised"),
    Reception.UNCHANGED: Text("unchanged"),
    Reception.QUIET: Text("declined before, nothing material has changed"),
    Reception.IN_HAND: Text("in hand"),
}


@dataclass(frozen=True)
class Received:
    """A proposal and what the register made of it; `thread_id` is the id it is filed under, None where it stays quiet."""

    decision: Decision
    reception: Reception
    thread_id: str | None


def receive(thread: Thread | None, decision: Decision) -> Reception:
    """How a proposal (of an id not known yet) is received beside the newest decision on the same kind and subject, if there is one.

    Open and not taken up: it revises that one. In hand: nothing, since the evaluation was fixed before acting. Declined: quiet, unless
    the facts have changed materially. Otherwise (none, or closed, undone, expired) it is new.
    """
    if thread is None:
        return Reception.PROPOSED
    status = thread.status
    if status is Status.PROPOSED:
        return Reception.REVISED
    if status.is_in_hand:
        return Reception.IN_HAND
    if status is Status.DECLINED and not has_changed_materially(thread.decision, decision):
        return Reception.QUIET
    return Reception.PROPOSED


def has_changed_materially(declined: Decision, now: Decision) -> bool:
    """Whether a declined decision deserves to be heard again: another action is chosen, or its effect left the declined interval."""
    if declined.chosen.name != now.chosen.name:
        return True
    before, after = declined.chosen.effect, now.chosen.effect
    if before is None or after is None:
        return (before is None) != (after is None)
    return before.unit != after.unit or not before.low <= after.point <= before.high
