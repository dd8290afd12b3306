"""Today: what to do next, by money a year; beside it what is due, what came in, what waits for a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from markupsafe import Markup

from argosy.app.desk import intake
from argosy.app.desk.desk import Desk
from argosy.app.desk.shown import ShownDecision
from argosy.app.door.roles import Permission
from argosy.interfaces.cockpit.charts import common_scale, range_bar
from argosy.interfaces.cockpit.rendering import Voice, render, voice_of
from argosy.interfaces.presentation.formatting import is_money
from argosy.interfaces.web.entry import allowed

router = APIRouter()
Reader = Annotated[Desk, Depends(allowed(Permission.READ))]
PROPOSED = ("act", "test")
LISTED = 40
RECENT = 5


@dataclass(frozen=True)
class Row:
    """One decision as a row of the list."""

    shown: ShownDecision
    effect: str
    effect_range: str
    bar: Markup
    right: str
    days_left: int


@router.get("/")
def today(request: Request, desk: Reader, everything: bool = False) -> Response:
    """The page."""
    voice = voice_of(request)
    found = desk.decisions()
    proposed = [one for one in found if one.verdict in PROPOSED]
    rest = [one for one in found if one.verdict not in PROPOSED]
    loads = intake.loads(desk)
    values = {
        "rows": rows(proposed if everything else proposed[:LISTED], voice),
        "more": 0 if everything else max(0, len(proposed) - LISTED),
        "holds": rows([one for one in rest if one.verdict == "hold"], voice),
        "unsaid": rows([one for one in rest if one.verdict == "not_enough_data"], voice),
        "due": due(desk.under_test(), _books_day(desk)),
        "loads": loads[:RECENT],
        "waiting": sum(load["rows_waiting"] for load in loads),
        "books_day": _books_day(desk),
        "is_old": bool(_books_day(desk)) and date.today() - (_books_day(desk) or date.today()) > timedelta(days=45),  # noqa: DTZ011 - a calendar day beside another
        "worth": worth(proposed, desk.home_currency, voice),
    }
    return render(request, "today.html", values, stands=True)


def rows(found: Sequence[ShownDecision], voice: Voice) -> list[Row]:
    """Decisions as rows, their ranges on one scale where they are money a year."""
    estimates = [one.chosen.effect for one in found if one.chosen.effect and is_money(one.chosen.effect.unit)]
    scale = common_scale([one for one in estimates if one])
    made = []
    for one in found:
        effect = one.chosen.effect
        is_drawn = effect is not None and not (effect.low == effect.high == 0)
        bar = range_bar(effect, scale) if effect and is_drawn and is_money(effect.unit) else Markup("")
        made.append(
            Row(
                one,
                voice.formats.estimate(effect) if effect and is_drawn else "",
                voice.formats.estimate_range(effect) if effect and is_drawn else "",
                bar,
                how_right(one, voice),
                (one.expires_on - one.as_of).days,
            )
        )
    return made


def how_right(one: ShownDecision, voice: Voice) -> str:
    """How right this kind has been, in words that say so where nobody knows yet."""
    found = one.calibration
    if found is None or not found.outcomes:
        return voice.say("never_measured")
    return voice.say("interval_held", held=found.covered, count=found.outcomes)


def worth(found: Sequence[ShownDecision], currency: str, voice: Voice) -> str:
    """What all proposals together are surely worth a year; "" where none of them is in money."""
    known = [one.sure_worth for one in found if one.sure_worth is not None and one.sure_worth > 0]
    return f"{currency} {voice.short(sum(known))}" if known else ""


def due(found: Sequence[ShownDecision], on: date | None) -> list[tuple[ShownDecision, str]]:
    """What is under way, with the metric it is judged by."""
    return [(one, str((one.evaluation or {}).get("metric", ""))) for one in found if on]


def _books_day(desk: Desk) -> date | None:
    span = desk.span()
    return span[1] if span else None
