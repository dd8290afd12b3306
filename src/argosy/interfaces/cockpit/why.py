"""Why: a change between two periods as a waterfall whose steps sum to it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi import Query as Parameter
from fastapi.responses import RedirectResponse

from argosy.app.desk.board import last_month
from argosy.app.desk.desk import Desk
from argosy.app.desk.jobs import Job
from argosy.app.desk.why import Why, asked_explanation, headline, why
from argosy.core.errors import ArgosyError
from argosy.core.period import Period, add_months
from argosy.core.text import Text
from argosy.interfaces.cockpit.charts import Step
from argosy.interfaces.cockpit.figures import steps_figure
from argosy.interfaces.cockpit.rendering import Voice, link, render, voice_of
from argosy.interfaces.cockpit.today import Reader
from argosy.interfaces.presentation import explained
from argosy.metrics.contract import Accumulates
from argosy.metrics.dimensions import DIMENSIONS

router = APIRouter()
Word = Annotated[str, Parameter(max_length=100)]


@router.get("/why")
def why_page(
    request: Request,
    desk: Reader,
    metric: Word = "net_sales",
    by: Word = "market",
    period: Word = "",
    against: Word = "",
) -> Response:
    """The page; by default the last whole month against the month before."""
    voice = voice_of(request)
    span = desk.span()
    values: dict[str, Any] = {
        "metric": metric,
        "by": by,
        "period": period,
        "against": against,
        "metrics": [one for one in desk.metrics() if one.numerator or one.accumulates is Accumulates.SUM],
        "dimensions": tuple(DIMENSIONS),
        "problem": None,
        "found": None,
    }
    if span is not None:
        start, _ = last_month(span[1])
        values["period"] = period or start.strftime("%Y-%m")
        values["against"] = against or add_months(start, -1).strftime("%Y-%m")
        try:
            values |= _answer(desk, metric, by, values["period"], values["against"], voice)
        except ArgosyError as error:
            values["problem"] = voice.text(error.text)
    return _with_tree(request, desk, "why.html", values)


def _answer(desk: Desk, metric: str, by: str, period: str, against: str, voice: Voice) -> dict[str, Any]:
    second, first = (_days(text) for text in (period, against))
    found = why(desk, metric, by, first, second)
    steps = _steps(found, voice)
    drill = link("/numbers/rows", metrics=[metric], **{"from": period, "to": period})
    return {
        "found": found,
        "sentence": voice.text(headline(found)),
        "chart": steps_figure(voice.text(headline(found)), steps),
        "steps": steps,
        "drill": drill,
    }


@router.get("/why/tree")
def why_tree(request: Request, desk: Reader, metric: Word, period: Word, against: Word) -> Response:
    """The tree alone, or how far it is: asked again by the page until it is there."""
    values = {"metric": metric, "period": period, "against": against}
    return _with_tree(request, desk, "why_tree.html", values)


def _with_tree(request: Request, desk: Desk, template: str, values: dict[str, Any]) -> Response:
    """A page with the tree on it; it stands once the tree is there."""
    tree = _tree(desk, values["metric"], values["period"], values["against"], voice_of(request))
    if template == "why_tree.html" and not request.headers.get("hx-request"):
        return RedirectResponse(link("/why", **{name: values[name] for name in ("metric", "period", "against")}), 303)
    return render(request, template, {**values, **tree}, stands=tree["working"] is None)


def _tree(desk: Desk, metric: str, period: str, against: str, voice: Voice) -> dict[str, Any]:
    """The tree of reasons; how far it is, or a sentence, in its place where it is not there."""
    nothing: dict[str, Any] = {"told": None, "tree_problem": None, "working": None}
    if not period:
        return nothing
    try:
        told = asked_explanation(desk, metric, _days(against), _days(period))
    except ArgosyError as error:
        return {**nothing, "tree_problem": voice.text(error.text)}
    if isinstance(told, Job):
        is_over = told.error is not None
        return {**nothing, "working": None if is_over else told, "tree_problem": voice.text(told.error) or None}
    return {
        **nothing,
        "told": told,
        "told_headline": voice.text(explained.headline(told, voice.formats)),
        "nodes": list(explained.tree_lines(told, voice.formats)),
        "hypotheses": list(explained.hypothesis_lines(told, voice.formats)),
    }


def _days(text: str) -> tuple[date, date]:
    period = Period.parse(text)
    return period.start, period.end


def _steps(found: Why, voice: Voice) -> list[Step]:
    def read(value: Any) -> str:
        return figure(found, value, voice)

    steps = []
    if found.before is not None:
        steps.append(Step(_days_word(found.first, voice), float(found.before), read(found.before), is_total=True))
    for part in found.parts:
        name = voice.formats.place(part.member) if found.dimension == "market" else part.member
        effect = part.total
        steps.append(Step(name, float(effect), ("+" if effect > 0 else "") + read(effect)))
    if found.rest_count:
        said = voice.say("all_others", count=found.rest_count)
        steps.append(Step(said, float(found.rest), ("+" if found.rest > 0 else "") + read(found.rest)))
    if found.after is not None:
        steps.append(Step(_days_word(found.second, voice), float(found.after), read(found.after), is_total=True))
    return steps


def figure(found: Why, value: Any, voice: Voice) -> str:
    """A value of the metric as read."""
    unit = found.metric.unit.value
    if unit == "money":
        return voice.formats.money(value, found.currency)
    if unit == "share":
        return voice.formats.percent(value, 2)
    return voice.formats.count(value) if unit == "count" else voice.formats.number(value)


def _days_word(days: tuple[date, date], voice: Voice) -> str:
    last = days[1] - timedelta(days=1)
    return voice.text(Text("{first} to {last}", {"first": days[0], "last": last}))
