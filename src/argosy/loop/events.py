"""What happens to a decision: events, in the past tense, written once and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType


class EventType(StrEnum):
    """What happened."""

    PROPOSED = "proposed"
    REVISED = "revised"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TESTED = "tested"
    DONE = "done"
    UNDONE = "undone"
    MEASURED = "measured"
    CLOSED = "closed"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Event:
    """One event of the decision `decision_id` (the id under which it was first proposed).

    `sequence` counts the events of a decision from 0, `at` is UTC, `snapshot` the lake snapshot seen, `why` what a person said, `payload`
    what belongs to the type: the id of the revision, the outcome measured.
    """

    decision_id: str
    sequence: int
    kind: str
    subject: str
    type: EventType
    at: datetime
    actor: str
    snapshot: int | None = None
    why: str = ""
    payload: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def to_json(self) -> dict[str, object]:
        """Every field as JSON types."""
        return {
            "decision_id": self.decision_id,
            "sequence": self.sequence,
            "kind": self.kind,
            "subject": self.subject,
            "type": self.type.value,
            "at": self.at.isoformat(),
            "actor": self.actor,
            "snapshot": self.snapshot,
            "why": self.why,
            "payload": dict(self.payload),
        }
