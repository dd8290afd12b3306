"""The desk of one person: the five verbs and what is around them, each asked for permission, masked, and written into the book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from argosy.app.desk.jobs import Job, Jobs
from argosy.app.desk.live import OVER, Books, Live
from argosy.app.desk.sensitivity import (
    PERSONAL_DIMENSIONS,
    NotAllowedError,
    StaleError,
    hides_column,
    refuse_hidden,
    require,
    sees,
)
from argosy.app.desk.shown import ShownDecision, is_of_stores, shown
from argosy.app.desk.work import Errand
from argosy.app.door.people import Person
from argosy.app.door.roles import Permission
from argosy.app.report.privacy import masked
from argosy.app.results import SourceRow
from argosy.core.errors import RequestError
from argosy.loop.threads import Thread
from argosy.metrics.contract import Measured, Metric, Query
from argosy.metrics.dimensions import DIMENSIONS, TIME

if TYPE_CHECKING:
    from argosy.loop.calibration import Calibration
    from argosy.loop.events import Event
    from argosy.loop.outcomes import Outcome

MOST_ROWS = 500


@dataclass(frozen=True)
class Desk:
    """Argosy as `person` may use it."""

    live: Live
    jobs: Jobs
    person: Person
    acts: list[str] = field(default_factory=list, compare=False)
    """What was written into the book on the way: an answer that wrote something is never given again without writing it again."""

    @property
    def home_currency(self) -> str:
        """The currency amounts are compared in."""
        return self.live.workspace.home_currency

    def version(self) -> str:
        """Moves whenever what the person sees may have changed: snapshot, newest event, and what the role hides."""
        person = self.person
        sight = "".join(sorted(one.value[4] for one in person.permissions() if one.value.startswith("see_")))
        stores = ",".join(person.stores) if person.stores is not None else "*"
        return f"{self.live.snapshot}-{self.live.standing.event}-{sight}-{stores}"

    def require(self, permission: Permission) -> None:
        """`NotAllowedError` where the person lacks the permission."""
        require(self.person, permission)

    def metrics(self) -> list[Metric]:
        """The metrics the person sees."""
        self.require(Permission.READ)
        return [metric for metric in self.live.argosy.metrics() if sees(self.person, metric.slug)]

    def dimensions(self) -> tuple[str, ...]:
        """By what a number may be broken down."""
        return (*DIMENSIONS, *TIME)

    def measure(self, query: Query) -> Measured:
        """Answer a query: hidden metrics refused, other stores left out, buyers masked."""
        self.require(Permission.READ)
        answer = self.live.argosy.measure(self._narrowed(query))
        personal = PERSONAL_DIMENSIONS & {*query.by, *query.where}
        if not personal:
            return answer
        if self.person.may(Permission.SEE_PERSONAL):
            self.note("personal.read", "measure", {"by": list(query.by), "where": sorted(query.where)})
            return answer
        rows = [{name: _hidden(name, value) for name, value in row.items()} for row in answer.rows]
        return replace(answer, rows=rows)

    def _narrowed(self, query: Query) -> Query:
        """The query within what the person may see; `NotAllowedError` where it asks for more."""
        person = self.person
        refuse_hidden(person, query.metrics)
        if PERSONAL_DIMENSIONS & set(query.where) and not person.may(Permission.SEE_PERSONAL):
            raise NotAllowedError("Your role does not see single buyers; ask an owner.")
        return self.within_stores(query)

    def within_stores(self, query: Query) -> Query:
        """The query of the person's stores only; `NotAllowedError` where it asks for others."""
        person = self.person
        if person.stores is None:
            return query
        asked = query.where.get("store", person.stores)
        if foreign := sorted(set(asked) - set(person.stores)):
            raise NotAllowedError("You were not granted the store {stores}.", stores=", ".join(foreign))
        return replace(query, where={**query.where, "store": tuple(asked) or ("-",)})

    def span(self) -> tuple[date, date] | None:
        """First and last day with orders."""
        return self.live.argosy.measures.span("order_lines")

    def trace(self, query: Query, limit: int = 50) -> list[SourceRow]:
        """Rows of files behind a number, hidden columns masked."""
        self.require(Permission.READ)
        rows = self.live.argosy.trace(self._narrowed(query), min(limit, MOST_ROWS))
        if self.person.may(Permission.SEE_PERSONAL):
            self.note("personal.read", "trace", {"metrics": list(query.metrics), "rows": len(rows)})
        return [replace(row, values=self._shown_values(row.values)) for row in rows]

    def _shown_values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: masked(str(value)) if value is not None and hides_column(self.person, name) else value
            for name, value in values.items()
        }

    def decisions(self, domain: str = "", kind: str = "") -> list[ShownDecision]:
        """The one list: open decisions, the surest gain first."""
        self.require(Permission.READ)
        books = self.live.books
        return [
            self._shown(books, thread, place.position, place.sure_worth)
            for place, thread in books.open
            if domain in ("", place.decision.domain)
            and kind in ("", place.decision.kind)
            and is_of_stores(place.decision, self.person.stores)
        ]

    def decision(self, decision_id: str) -> ShownDecision:
        """One decision, open or not, by its id or the first characters of it."""
        self.require(Permission.READ)
        thread = self._thread(decision_id)
        books = self.live.books
        place = next((place for place, one in books.open if one.id == thread.id), None)
        found = self._shown(books, thread, place.position if place else 0, place.sure_worth if place else None)
        self.note_named_buyers([found])
        return found

    def note_named_buyers(self, read: Sequence[ShownDecision]) -> None:
        """Write down that decisions were read in full that name buyers: those whose terms are lists, for who sees buyers."""
        if not self.person.may(Permission.SEE_PERSONAL):
            return
        naming = [
            one.thread_id
            for one in read
            if any(_is_list(term) for option in one.options for term in option.terms.values())
        ]
        if naming:
            self.note("personal.read", f"decision:{naming[0]}", {"decisions": len(naming)})

    def _thread(self, decision_id: str) -> Thread:
        """The decision; one of another store is as if it were not there."""
        found = self.live.books.threads.get(decision_id) or self.live.register.thread(decision_id)
        if not is_of_stores(found.decision, self.person.stores):
            raise RequestError("There is no decision {id}; `argosy decide` lists those there are.", id=decision_id)
        return found

    def _shown(self, books: Books, thread: Thread, rank: int, worth: float | None) -> ShownDecision:
        """The decision as the person may see it, made once for everybody with the same permissions until something happens."""
        key = (frozenset(one.value for one in self.person.permissions()), thread.id, len(thread.events))
        if key not in books.seen:
            books.seen[key] = shown(self.person, thread, rank, worth, books.calibrations.get(thread.decision.kind))
        found: ShownDecision = books.seen[key]
        return found

    def history(self, decision_id: str) -> tuple[Event, ...]:
        """What happened to a decision, the oldest first; outcomes without figures where those are hidden."""
        self.require(Permission.READ)
        events = self._thread(decision_id).events
        if self.decision(decision_id).is_hidden:
            return tuple(replace(event, payload={}) for event in events)
        return events

    def similar(self, decision: ShownDecision) -> tuple[Outcome, ...]:
        """What earlier decisions of the kind did."""
        return tuple(one for one in self.outcomes() if one.kind == decision.kind)

    def act(
        self, decision_id: str, verb: str, why: str, seen: int | None = None, on: date | None = None
    ) -> ShownDecision:
        """Accept, decline, test, say done or undone. `seen` is how many events the person's page showed: a newer one is not overrun.

        Doing what was done already changes nothing, so that ten tabs make one event.
        """
        self.require(Permission.ACT)
        before = self._thread(decision_id)
        acted = self.live.register.act
        if seen is not None and seen < len(before.events) and not _is_repeat(before, verb):
            raise StaleError(
                "Meanwhile {actor} has changed this decision ({event}); look at it again, then decide.",
                actor=before.events[-1].actor,
                event=before.events[-1].type.value,
            )
        from argosy.app.decide import books_day

        day = on or books_day(self.live.argosy.measures)
        event = acted(before.id, verb, why[:2000], self.person.email, self.live.door.now(), on=day)
        self.note(f"decision.{verb}", before.id, {"event": event.sequence})
        return self.decision(before.id)

    def outcomes(self) -> tuple[Outcome, ...]:
        """Every outcome measured, the newest first, of metrics the person sees."""
        self.require(Permission.READ)
        threads = self.live.books.threads
        return tuple(
            one
            for one in reversed(self.live.books.outcomes)
            if (one.measured is None or sees(self.person, one.measured.metric))
            and is_of_stores(threads[one.decision_id].decision, self.person.stores)
        )

    def calibrations(self) -> tuple[Calibration, ...]:
        """How right each kind has been."""
        self.require(Permission.READ)
        return tuple(self.live.books.calibrations.values())

    def under_test(self) -> list[ShownDecision]:
        """Decisions that are tested or done and not yet closed."""
        return [one for one in self.decisions() if one.status in ("testing", "done")]

    def ingest(self, paths: Sequence[Path], store: str | None = None, report: str | None = None) -> Job:
        """Load files in the background; what came of each is the job's result."""
        self.require(Permission.INGEST)
        if self.person.stores is not None and (store is None or store not in self.person.stores):
            raise NotAllowedError("You were not granted the store {stores}.", stores=store or "-")
        self.note("files.ingest", ", ".join(path.name for path in paths), {"store": store})
        asked = {"paths": [str(path) for path in paths], "store": store, "report": report}
        return self.jobs.begin(Errand("ingest", asked), self.person.id)

    def decide(self, only: str | None = None) -> Job:
        """Let the domains propose, in the background."""
        self.require(Permission.RUN)
        from argosy.decision.domain import find_kinds

        find_kinds(only or "")
        self.note("decisions.run", only or "")
        return self.jobs.begin(Errand("decide", {"only": only}), self.person.id)

    def learn(self) -> Job:
        """Measure what is due, in the background."""
        self.require(Permission.RUN)
        self.note("outcomes.run")
        return self.jobs.begin(Errand("learn"), self.person.id)

    def is_warming(self) -> bool:
        """Whether what everybody looks at first is still being measured beforehand; begun here where nobody has."""
        snapshot, warming = self.live.snapshot, self.live.warming
        if snapshot not in warming:
            warming[snapshot] = self.jobs.begin(Errand("warm", {"snapshot": snapshot}), self.person.id).id
        state = warming[snapshot]
        if state in ("", OVER):
            return state == ""
        return not self.jobs.find(state).is_finished

    def job(self, job_id: str) -> Job:
        """A job of one's own; of anybody for who manages."""
        found = self.jobs.find(job_id)
        if found.person_id != self.person.id and not self.person.may(Permission.MANAGE):
            raise RequestError("There is no job {id}.", id=job_id)
        return found

    def note(self, action: str, on: str = "", detail: dict[str, object] | None = None) -> None:
        """Write an act of the person into the book."""
        self.acts.append(action)
        self.live.door.note(self.person, action, on, detail)


def _is_list(term: object) -> bool:
    """Whether a term of an option is what `without_persons` leaves out."""
    return isinstance(term, Mapping | tuple)


def _is_repeat(thread: Thread, verb: str) -> bool:
    """Whether the newest event is that act already."""
    from argosy.loop.register import VERBS

    return verb in VERBS and thread.events[-1].type is VERBS[verb]


def _hidden(name: str, value: Any) -> Any:
    return masked(str(value)) if name in PERSONAL_DIMENSIONS and value is not None else value
