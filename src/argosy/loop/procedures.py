"""What shipped twice becomes a standard procedure, with its evidence; what failed says what is tried next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from argosy.core.text import Text
from argosy.decision.contract import HOLD, Option, Term
from argosy.decision.evaluation import Ruling
from argosy.loop.events import EventType
from argosy.loop.outcomes import Outcome
from argosy.loop.threads import Thread

SHIPPED_FOR_PROCEDURE = 2


@dataclass(frozen=True)
class Proof:
    """One time it was done: where, what it brought, by which rule it was kept or taken back."""

    decision_id: str
    subject: str
    ruling: Ruling
    rule: str
    outcome: Outcome | None


@dataclass(frozen=True)
class Procedure:
    """What to do when a kind's question comes up again: the option that shipped, in words and terms, and every time it was done.

    `since` is the day it had shipped twice.
    """

    kind: str
    option: str
    action: Text
    terms: Mapping[str, Term]
    since: date
    proofs: tuple[Proof, ...]

    @property
    def shipped(self) -> int:
        """How often it was kept."""
        return sum(proof.ruling is Ruling.SHIP for proof in self.proofs)

    @property
    def failed(self) -> int:
        """How often it was taken back."""
        return sum(proof.ruling is Ruling.ROLLBACK for proof in self.proofs)

    def to_json(self, language: str = "en") -> dict[str, object]:
        """As JSON types."""
        return {
            "kind": self.kind,
            "option": self.option,
            "action": self.action.render(language),
            "terms": {name: list(term) if isinstance(term, tuple) else term for name, term in self.terms.items()},
            "since": self.since.isoformat(),
            "shipped": self.shipped,
            "failed": self.failed,
            "decisions": [proof.decision_id for proof in self.proofs],
        }


@dataclass(frozen=True)
class NextTry:
    """What was taken back, and the option that is tried next: the best of those not tried on that subject, or holding."""

    decision_id: str
    kind: str
    subject: str
    failed: str
    option: Option


def procedures(threads: Iterable[Thread]) -> tuple[Procedure, ...]:
    """The procedures that stand: shipped twice, and more often than taken back; by kind and option."""
    done: dict[tuple[str, str], list[tuple[date, Thread, Proof]]] = defaultdict(list)
    for thread in threads:
        closed = _closed(thread)
        if closed is not None:
            done[thread.decision.kind, thread.decision.chosen.name].append((closed[0], thread, closed[1]))
    found = []
    for (kind, name), times in sorted(done.items()):
        times.sort(key=lambda one: (one[0], one[1].id))
        shipped = [one for one in times if one[2].ruling is Ruling.SHIP]
        failed = [one for one in times if one[2].ruling is Ruling.ROLLBACK]
        if name == HOLD or len(shipped) < SHIPPED_FOR_PROCEDURE or len(failed) >= len(shipped):
            continue
        newest = shipped[-1][1].decision.chosen
        since = shipped[SHIPPED_FOR_PROCEDURE - 1][0]
        found.append(Procedure(kind, name, newest.action, newest.terms, since, tuple(proof for _, _, proof in times)))
    return tuple(found)


def next_tries(threads: Iterable[Thread]) -> tuple[NextTry, ...]:
    """For everything that was taken back and not taken up anew since: what is tried next."""
    newest: dict[tuple[str, str], Thread] = {}
    tried: dict[tuple[str, str], set[str]] = defaultdict(set)
    for thread in threads:
        key = (thread.decision.kind, thread.decision.subject)
        newest[key] = thread
        closed = _closed(thread)
        if closed is not None and closed[1].ruling is Ruling.ROLLBACK:
            tried[key].add(thread.decision.chosen.name)
    found = []
    for key, thread in newest.items():
        closed = _closed(thread)
        if closed is None or closed[1].ruling is not Ruling.ROLLBACK:
            continue
        options = thread.decision.options
        left = [one for one in options if one.name != HOLD and one.name not in tried[key] and one.effect is not None]
        hold = next(one for one in options if one.name == HOLD)
        best = max(left, key=lambda one: one.effect.low if one.effect else 0.0, default=hold)
        found.append(NextTry(thread.id, key[0], key[1], thread.decision.chosen.name, best))
    return tuple(found)


def _closed(thread: Thread) -> tuple[date, Proof] | None:
    """The day it was closed and what was ruled; None while it is open or was never measured."""
    closing = next((event for event in reversed(thread.events) if event.type is EventType.CLOSED), None)
    if closing is None:
        return None
    measured = [event for event in thread.events if event.type is EventType.MEASURED]
    outcome = Outcome.from_json(measured[-1].payload) if measured else None
    ruling, rule = Ruling(str(closing.payload["ruling"])), str(closing.payload["rule"])
    return closing.at.date(), Proof(thread.id, thread.decision.subject, ruling, rule, outcome)
