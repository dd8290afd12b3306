"""Act: what a person does with a proposal, kept in the register with who, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from argosy.app.decide import Proposal, books_day
from argosy.core.text import Text
from argosy.decision.ranking import ranked
from argosy.loop.events import Event, EventType
from argosy.loop.experiments.experiment import Experiment, experiment_of
from argosy.loop.register import Register
from argosy.metrics.contract import Measures

SAID = {
    EventType.ACCEPTED: Text("Accepted."),
    EventType.DECLINED: Text("Declined: it stays quiet until its facts change materially."),
    EventType.TESTED: Text("Under test: the outcome is measured by the evaluation fixed before."),
    EventType.DONE: Text("Done: its effect is measured 7 and 28 days after, and at the end of its window."),
    EventType.UNDONE: Text("Undone."),
}


@dataclass(frozen=True)
class Acted:
    """What was recorded, and the decision with its history."""

    proposal: Proposal
    said: Text
    history: tuple[Event, ...]


def act(
    measures: Measures, register: Register, decision_id: str, verb: str, why: str, actor: str, on: date | None
) -> Acted:
    """Record the act; `on` is the day it happened where that was not today. `RequestError` says why it cannot be done now."""
    moment = datetime.combine(on, time(12), UTC) if on else datetime.now(UTC)
    experiment = _experiment(register, decision_id, moment.date()) if verb == "test" else None
    if experiment is not None:
        register.bench.check(experiment)
    event = register.act(decision_id, verb, why, actor, moment, on=on or books_day(measures))
    thread = register.thread(event.decision_id)
    if experiment is not None:
        register.bench.start(experiment)
    if event.type in (EventType.UNDONE, EventType.DONE):
        _free(register, thread.id, why, actor, moment)
    place = ranked([thread.decision])[0]
    proposal = Proposal(thread.decision, thread.status.value, place.position, False, place.sure_worth, thread.id)
    return Acted(proposal, SAID[event.type], thread.events)


def _experiment(register: Register, decision_id: str, start_on: date) -> Experiment | None:
    """The experiment the chosen option describes; that under way where it is being tested already."""
    thread = register.thread(decision_id)
    kept = register.bench.of_decision(thread.id)
    if kept is not None and kept.is_running:
        return kept.experiment
    return experiment_of(thread.decision.chosen, thread.id, start_on)


def _free(register: Register, decision_id: str, why: str, actor: str, at: datetime) -> None:
    """What is done for good, or undone, is no longer under test: its part of the shop is free again."""
    kept = register.bench.of_decision(decision_id)
    if kept is not None and kept.is_running:
        register.bench.stop(kept.experiment.id, why, actor, at)
