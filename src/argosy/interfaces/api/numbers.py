"""Numbers: what there is, measured, and traced to the rows of files."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi import Query as Parameter

from argosy.app.desk.desk import Desk
from argosy.app.desk.jobs import Job
from argosy.app.desk.why import explanation
from argosy.app.door.roles import Permission
from argosy.core.period import Period
from argosy.core.text import Text
from argosy.interfaces.api.answers import LARGEST_PAGE, ApiRoute, exact, fresh, language_of, page
from argosy.interfaces.api.asking import Question
from argosy.interfaces.api.shapes import READS, Measured, Page, Thing
from argosy.interfaces.presentation import words
from argosy.interfaces.presentation.definitions import metric_json
from argosy.interfaces.presentation.explained import explained_json
from argosy.interfaces.presentation.measured import measured_json
from argosy.interfaces.presentation.sources import source_json
from argosy.interfaces.web.entry import allowed

router = APIRouter(route_class=ApiRoute, tags=["numbers"])
Reader = Annotated[Desk, Depends(allowed(Permission.READ))]
Asked = Annotated[Question, Depends(Question)]
Limit = Annotated[int, Parameter(ge=1, le=LARGEST_PAGE, description="Items per page.")]
EXPLAINS: dict[int | str, dict[str, Any]] = {
    **READS,
    202: {"model": Thing, "description": "Being worked out: the job."},
}
Cursor = Annotated[str | None, Parameter(max_length=200, description="`next` of the page before.")]


@router.get("/metrics", response_model=Page, responses=READS, summary="Every metric you see, with its definition")
def metrics(request: Request, desk: Reader, limit: Limit = 200, cursor: Cursor = None) -> Response:
    """Definitions: unit, how it adds up over time, which direction is better, formula and source."""
    headers, language = fresh(request, desk), language_of(request)
    found, following = page(desk.metrics(), limit, cursor)
    return exact({"items": [metric_json(one, language) for one in found], "next": following}, language, headers=headers)


@router.get("/dimensions", response_model=Page, responses=READS, summary="By what numbers may be broken down")
def dimensions(request: Request, desk: Reader) -> Response:
    """Dimensions and time words."""
    headers, language = fresh(request, desk), language_of(request)
    items = [{"name": name, "title": words.word(words.DIMENSIONS, name, language)} for name in desk.dimensions()]
    return exact({"items": items, "next": None}, language, headers=headers)


@router.get("/measure", response_model=Measured, responses=READS, summary="Measure metrics by dimensions")
def measure(
    request: Request, desk: Reader, asked: Asked, limit: Limit = LARGEST_PAGE, cursor: Cursor = None
) -> Response:
    """Numbers by definition, over any days, in any currency, compared with the period or the year before."""
    headers, language = fresh(request, desk), language_of(request)
    answer = desk.measure(asked.query())
    found, following = page(answer.rows, limit, cursor)
    return exact({**measured_json(replace(answer, rows=found)), "next": following}, language, headers=headers)


@router.get("/trace", response_model=Page, responses=READS, summary="Rows of files behind a number")
def trace(request: Request, desk: Reader, asked: Asked, limit: Limit = 50) -> Response:
    """File, line and values as they came, the weightiest rows first."""
    headers = fresh(request, desk)
    rows = desk.trace(asked.query(), limit)
    return exact({"items": [source_json(row) for row in rows], "next": None}, headers=headers)


@router.get("/domains", response_model=Page, responses=READS, summary="The domains and their kinds of decision")
def domains(request: Request, desk: Reader) -> Response:
    """Thirteen chapters; `kinds` are there, `planned` are not yet."""
    from argosy.decision.domain import domains as all_domains
    from argosy.decision.domain import kinds

    headers, language = fresh(request, desk), language_of(request)
    items = [
        {
            "name": name,
            "chapter": one.chapter,
            "title": one.title.render(language),
            "question": one.question.render(language),
            "kinds": {slug: kind.title.render(language) for slug, kind in kinds().items() if kind.domain.name == name},
            "planned": {word: Text(str(title.template)).render(language) for word, title in one.planned.items()},
        }
        for name, one in all_domains().items()
    ]
    return exact({"items": items, "next": None}, language, headers=headers)


@router.get("/explain", response_model=Thing, responses=EXPLAINS, summary="Why a metric moved between two periods")
def explain(
    request: Request,
    desk: Reader,
    metric: Annotated[str, Parameter(max_length=100, examples=["net_sales"])],
    period: Annotated[
        str, Parameter(max_length=24, examples=["2011-11"], description="A month, quarter, year or day.")
    ],
    versus: Annotated[str, Parameter(max_length=24, examples=["2011-10"], description="The period to compare with.")],
) -> Response:
    """A tree whose parts sum exactly to the change, its slices, what happened beside them, what would test or mend it.

    One nobody asked for before may take a while: then the answer is 202 and the job; ask again once it has ended.
    """
    headers, language = fresh(request, desk), language_of(request)
    second, first = Period.parse(period), Period.parse(versus)
    told = explanation(desk, metric, (first.start, first.end), (second.start, second.end))
    if isinstance(told, Job):
        waiting = {"location": f"/api/v1/jobs/{told.id}", "retry-after": "5"}
        return exact(told.to_json(language), language, 202, waiting)
    return exact(explained_json(told, language), language, headers=headers)
