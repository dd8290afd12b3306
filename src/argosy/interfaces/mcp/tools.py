"""The tools: each is a method of the desk, its answer JSON text with exact figures. What the token may not do is not even offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from argosy.app.desk import intake
from argosy.app.desk.desk import Desk
from argosy.app.desk.jobs import Job
from argosy.app.desk.search import search
from argosy.app.desk.why import explanation
from argosy.app.door.roles import Permission
from argosy.core.period import Period
from argosy.interfaces.presentation.definitions import metric_json
from argosy.interfaces.presentation.explained import explained_json
from argosy.interfaces.presentation.json_text import json_text
from argosy.interfaces.presentation.measured import measured_json, trimmed
from argosy.interfaces.presentation.questions import query
from argosy.interfaces.presentation.sources import source_json

MOST_ROWS = 200
PATIENCE_SECONDS = 120.0
Names = Annotated[str, Field(description="Names joined by commas.", max_length=2000)]
Span = Annotated[
    str, Field(description="A day, month, quarter or year: 2026-03-05, 2026-03, 2026-Q1, 2026.", max_length=24)
]


@dataclass(frozen=True)
class Tool:
    """A tool, and the permission without which it is not offered."""

    run: Callable[..., str]
    permission: Permission

    @property
    def is_reading(self) -> bool:
        """Whether it changes nothing."""
        return self.permission is Permission.READ


def tools(desk: Desk) -> list[Tool]:
    """The tools that the desk's person may use."""
    offered = [*_reading(desk), *_looking(desk), *_doing(desk)]
    return [one for one in offered if desk.person.may(one.permission)]


def _reading(desk: Desk) -> list[Tool]:
    language = desk.person.language

    def metrics() -> str:
        """Every metric with its definition: unit, formula, which direction is better."""
        return json_text([metric_json(one, language) for one in desk.metrics()])

    def measure(
        metrics: Names, by: Names = "", first: Span = "", last: Span = "", where: list[str] | None = None
    ) -> str:
        """Measure metrics by dimensions (market, channel, sku, month ...); `where` is a list of name=value,value."""
        asked = query([metrics], [by], first or None, last or None, where or ())
        answer, left_out = trimmed(desk.measure(asked), None, False, MOST_ROWS if asked.by else None)
        return json_text(measured_json(answer, left_out))

    def decisions(domain: str = "") -> str:
        """Open decisions, the surest gain first; of one domain where one is named."""
        return json_text([one.to_json(language) for one in desk.decisions(domain)[:MOST_ROWS]])

    def decision(decision_id: str) -> str:
        """One decision with its options, evidence and history."""
        events = [one.to_json() for one in desk.history(decision_id)]
        return json_text({**desk.decision(decision_id).to_json(language), "history": events})

    def explain(metric: str, period: Span, versus: Span) -> str:
        """Why a metric moved between two periods: a tree whose parts sum exactly to the change."""
        second, first = Period.parse(period), Period.parse(versus)
        told = explanation(desk, metric, (first.start, first.end), (second.start, second.end), PATIENCE_SECONDS)
        return json_text(told.to_json(language) if isinstance(told, Job) else explained_json(told, language))

    def trace(
        metrics: Names, where: list[str] | None = None, limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 20
    ) -> str:
        """Rows of files behind a number."""
        return json_text([source_json(one) for one in desk.trace(query([metrics], (), None, None, where or ()), limit)])

    functions = (metrics, measure, decisions, decision, explain, trace)
    return [Tool(function, Permission.READ) for function in functions]


def _looking(desk: Desk) -> list[Tool]:
    language = desk.person.language

    def find(text: str) -> str:
        """Search for a SKU, an order, a metric, a decision."""
        found = search(desk, text, language)
        return json_text([{"kind": one.kind, "name": one.name, "about": one.about} for one in found])

    def outcomes() -> str:
        """What was measured of earlier decisions, beside what was predicted."""
        return json_text([one.to_json() for one in desk.outcomes()[:MOST_ROWS]])

    def loads() -> str:
        """Files loaded: what each was, rows in and kept apart."""
        return json_text(intake.loads(desk)[:MOST_ROWS])

    return [Tool(function, Permission.READ) for function in (find, outcomes, loads)]


def _doing(desk: Desk) -> list[Tool]:
    language = desk.person.language

    def act(decision_id: str, verb: str, why: str, seen: int) -> str:
        """Accept, decline, test, done or undo a decision; `seen` is its `events` as you saw it, `why` is kept with it."""
        return json_text(desk.act(decision_id, verb, why, seen).to_json(language))

    def decide(only: str = "") -> str:
        """Let the domains propose again, in the background; ask `job` how far it is."""
        return json_text(desk.decide(only or None).to_json(language))

    def learn() -> str:
        """Measure what is due, in the background; ask `job` how far it is."""
        return json_text(desk.learn().to_json(language))

    def job(job_id: str) -> str:
        """How far a job is, and what came of it."""
        return json_text(desk.job(job_id).to_json(language))

    run = [Tool(function, Permission.RUN) for function in (decide, learn, job)]
    return [Tool(act, Permission.ACT), *run]
