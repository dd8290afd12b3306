"""Decide: what the domains propose on the newest numbers, filed in the register and ranked in one list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from argosy.app.kept_decisions import kept_span, proposed
from argosy.app.shelf import Shelf
from argosy.core.money import Money
from argosy.core.text import Text, mark
from argosy.decision.budget import BestSet, best_set
from argosy.decision.conflicts import Conflict, conflicts
from argosy.decision.contract import Decision
from argosy.decision.domain import Kind, find_kinds
from argosy.decision.ranking import ranked
from argosy.loop.calibration import calibrations
from argosy.loop.register import Register
from argosy.loop.status import Status
from argosy.loop.threads import Received, Reception, Thread
from argosy.metrics.contract import Measures

Progress = Callable[[str, int, int], None]
ACTOR = "argosy"
STALE_DAYS = 45
STALE_BOOKS = mark(
    "The newest order is of {day}: everything here is as of that day. Load newer exports to decide on today."
)


@dataclass(frozen=True)
class Proposal:
    """A decision with its place in the register and in the list; `thread_id` is the id it was first proposed under."""

    decision: Decision
    status: str
    rank: int
    is_new: bool
    sure_worth: float | None
    thread_id: str


@dataclass(frozen=True)
class Decided:
    """What one run proposes, ranked."""

    proposals: tuple[Proposal, ...]
    as_of: date
    home_currency: str
    notes: tuple[Text, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    best: BestSet | None = None


def books_day(measures: Measures) -> date:
    """The day decisions are made as of: the last one with orders; today where there are none.

    What is proposed expires by the same clock, since facts do not age while no new ones arrive.
    """
    span = measures.span("order_lines")
    return span[1] if span else datetime.now(UTC).date()


def decide(
    measures: Measures,
    register: Register,
    only: str | None,
    as_of: date | None,
    progress: Progress | None,
    cash: Money | None = None,
    shelf: Shelf | None = None,
) -> Decided:
    """Ask every kind (of a domain, or one), file the answers, rank them; find what clashes with them or with what is open already.

    With `cash` the best set that it pays for is picked among them; with a `shelf` a kind is not asked again about the same lake.
    """
    span = kept_span(measures, shelf)
    day = as_of or (span[1] if span else datetime.now(UTC).date())
    chosen = find_kinds(only or "")
    done = 0

    def started(kind: Kind) -> None:
        nonlocal done
        if progress:
            progress(kind.domain.title.render(), done, len(chosen))
        done += 1

    decisions = list(proposed(chosen, measures, day, shelf, started))
    received = register.propose(decisions, ACTOR, datetime.now(UTC), on=day)
    if progress:
        progress("", len(chosen), len(chosen))
    threads = {thread.id: thread for thread in register.threads()}
    filed = {one.decision.id: one for one in received if one.thread_id and threads[one.thread_id].status.is_open}
    heard = [decision for decision in decisions if decision.id in filed]
    shrink = {kind: calibration.shrink for kind, calibration in calibrations(register.outcomes()).items()}
    proposals = [
        Proposal(
            decision=one.decision,
            status=threads[filed[one.decision.id].thread_id or ""].status.value,
            rank=one.position,
            is_new=filed[one.decision.id].reception is Reception.PROPOSED,
            sure_worth=one.sure_worth,
            thread_id=filed[one.decision.id].thread_id or "",
        )
        for one in ranked(heard, shrink)
    ]
    clashes = _conflicts(heard, threads)
    best = best_set(heard, cash, clashes, shrink) if cash is not None else None
    notes = _notes(day, _declined(received, threads), span is not None)
    return Decided(tuple(proposals), day, measures.home_currency, notes, clashes, best)


def _conflicts(heard: Iterable[Decision], threads: Mapping[str, Thread]) -> tuple[Conflict, ...]:
    """Clashes of what is proposed now with one another and with what is open; those between older ones were told before."""
    now = {decision.id: decision for decision in heard}
    older = {
        thread.decision.id: thread.decision
        for thread in threads.values()
        if thread.status.is_in_hand and thread.decision.id not in now
    }
    return tuple(one for one in conflicts({**older, **now}.values()) if one.first in now or one.second in now)


def _declined(received: Iterable[Received], threads: Mapping[str, Thread]) -> int:
    """How many proposals were not heard because they were declined before."""
    return sum(
        one.reception is Reception.QUIET
        or (one.thread_id is not None and threads[one.thread_id].status is Status.DECLINED)
        for one in received
    )


def _notes(day: date, declined: int, has_orders: bool) -> tuple[Text, ...]:
    notes = []
    if declined:
        notes.append(
            Text("{count} stay quiet: they were declined, and nothing material has changed.", {"count": declined})
        )
    today = datetime.now(UTC).date()
    if has_orders and today - day > timedelta(days=STALE_DAYS):
        notes.append(Text(STALE_BOOKS, {"day": day.isoformat()}))
    return tuple(notes)
