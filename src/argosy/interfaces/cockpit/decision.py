"""One decision, from the sentence down to the source row, and what a person does with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from argosy.app.desk.desk import Desk
from argosy.app.desk.shown import ShownDecision, ShownOption
from argosy.app.door.roles import Permission
from argosy.core.errors import RequestError
from argosy.core.evidence import Evidence
from argosy.core.money import Money
from argosy.interfaces.cockpit.charts import common_scale, range_bar
from argosy.interfaces.cockpit.forms import Filled
from argosy.interfaces.cockpit.rendering import Voice, link, render, voice_of
from argosy.interfaces.cockpit.today import Reader, how_right, rows
from argosy.interfaces.presentation import words
from argosy.interfaces.web.entry import allowed
from argosy.interfaces.web.problems import NotFoundError

router = APIRouter()
Actor = Annotated[Desk, Depends(allowed(Permission.ACT))]
DecisionId = Annotated[str, Path(min_length=4, max_length=64)]
_LOAD = re.compile(r"[0-9a-f]{16}\Z")
MOST_TERMS = 12


@dataclass(frozen=True)
class OptionColumn:
    """An option as a column beside the others."""

    option: ShownOption
    effect: str
    effect_range: str
    cost: str
    bar: Markup
    terms: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Fact:
    """A piece of evidence with where it leads."""

    name: str
    value: str
    as_of: date
    source: str
    target: str


@router.get("/decisions/{decision_id}")
def decision(request: Request, desk: Reader, decision_id: DecisionId) -> Response:
    """The page."""
    return _page(request, desk, decision_id)


@router.post("/decisions/{decision_id}/act")
def act(request: Request, filled: Filled, desk: Actor, decision_id: DecisionId) -> Response:
    """Record the act; to htmx the row as it stands now, to a plain browser the page."""
    seen = filled.text("seen")
    done = desk.act(decision_id, filled.text("verb"), filled.text("why"), int(seen) if seen.isdigit() else None)
    if request.headers.get("hx-request"):
        return render(request, "decision_row.html", {"row": rows([done], voice_of(request))[0], "said": done.status})
    return RedirectResponse(f"/decisions/{done.thread_id}", 303)


def _page(request: Request, desk: Desk, decision_id: str) -> Response:
    voice = voice_of(request)
    try:
        shown = desk.decision(decision_id)
    except RequestError as error:
        raise NotFoundError(error.text) from error
    values = {
        "shown": shown,
        "title": voice.text(shown.chosen.action),
        "options": _options(shown, voice),
        "facts": [_fact(item, voice) for item in shown.evidence],
        "plan": _plan(shown, voice),
        "right": how_right(shown, voice),
        "similar": [_outcome(one, voice) for one in desk.similar(shown)[:10]],
        "history": [
            (event, voice.word("STATUSES", event.type.value), voice.formats.instant(event.at))
            for event in desk.history(decision_id)
        ],
    }
    return render(request, "decision.html", values, stands=True)


def _options(shown: ShownDecision, voice: Voice) -> list[OptionColumn]:
    estimates = [one.effect for one in shown.options if one.effect]
    scale = common_scale(estimates)
    made = []
    for one in shown.options:
        terms = [(words.word({}, name, voice.language), _plain(value, voice)) for name, value in one.terms.items()]
        made.append(
            OptionColumn(
                one,
                voice.formats.estimate(one.effect) if one.effect else "",
                voice.formats.estimate_range(one.effect) if one.effect else "",
                voice.formats.money(one.cost.amount, one.cost.currency) if one.cost else "",
                range_bar(one.effect, scale) if one.effect else Markup(""),
                tuple(terms[:MOST_TERMS]),
            )
        )
    return made


def _fact(item: Evidence, voice: Voice) -> Fact:
    """Evidence leads to the load it came from, or to the dictionary entry of its metric."""
    target = f"/data/loads/{item.source}" if _LOAD.match(item.source) else ""
    return Fact(words.word({}, item.name, voice.language), _plain(item.value, voice), item.as_of, item.source, target)


def _plain(value: Any, voice: Voice) -> str:
    match value:
        case None:
            return "–"
        case bool():
            return voice.say("yes") if value else voice.say("no")
        case Money():
            return voice.formats.money(value.amount, value.currency)
        case int() | Decimal():
            return voice.formats.number(value)
        case float():
            return voice.formats.significant(value)
        case date():
            return voice.formats.date(value)
        case Mapping():
            return ", ".join(f"{name} {_plain(item, voice)}" for name, item in value.items())
        case list() | tuple():
            shown = ", ".join(_plain(item, voice) for item in value[:8])
            return f"{shown} … ({len(value)})" if len(value) > 8 else shown
        case _:
            return str(value)


def _plan(shown: ShownDecision, voice: Voice) -> list[tuple[str, str]]:
    """How we will know: the evaluation fixed before acting, as lines."""
    found = dict(shown.evaluation or {})
    return [
        (words.word({}, str(name), voice.language), _plain(value, voice))
        for name, value in found.items()
        if value not in (None, [], {}, "") and not isinstance(value, list | tuple | Mapping)
    ]


def _outcome(one: Any, voice: Voice) -> dict[str, str]:
    return {
        "subject": voice.subject(one.subject),
        "measured": voice.formats.estimate(one.measured) if one.measured else "–",
        "expected": voice.formats.estimate(one.expected) if one.expected else "–",
        "ruling": voice.word("RULINGS", one.ruling.value),
        "target": link(f"/decisions/{one.decision_id}"),
    }
