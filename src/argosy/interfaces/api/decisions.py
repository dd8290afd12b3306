"""Decisions: the one list, each with its history, what a person does with it; and what was learned."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi import Query as Parameter

from argosy.app.desk.desk import Desk
from argosy.app.door.roles import Permission
from argosy.interfaces.api.answers import ApiRoute, exact, fresh, language_of, page
from argosy.interfaces.api.lookups import missing_is_404
from argosy.interfaces.api.numbers import Cursor, Limit, Reader
from argosy.interfaces.api.shapes import PROBLEMS, READS, ActIn, Page, RunIn, Thing
from argosy.interfaces.web.entry import allowed

router = APIRouter(route_class=ApiRoute, tags=["decisions"])
Actor = Annotated[Desk, Depends(allowed(Permission.ACT))]
Runner = Annotated[Desk, Depends(allowed(Permission.RUN))]
DecisionId = Annotated[
    str, Path(min_length=4, max_length=64, pattern="^[0-9a-f]+$", description="The id or its first characters.")
]
Name = Annotated[str, Parameter(max_length=100)]


@router.get("/decisions", response_model=Page, responses=READS, summary="Open decisions, the surest gain first")
def decisions(
    request: Request, desk: Reader, domain: Name = "", kind: Name = "", limit: Limit = 100, cursor: Cursor = None
) -> Response:
    """The one list of all domains, ranked by what is surely gained a year."""
    headers, language = fresh(request, desk), language_of(request)
    found, following = page(desk.decisions(domain, kind), limit, cursor)
    desk.note_named_buyers(found)
    return exact({"items": [one.to_json(language) for one in found], "next": following}, language, headers=headers)


@router.get("/decisions/{decision_id}", response_model=Thing, responses=READS, summary="One decision")
def decision(request: Request, desk: Reader, decision_id: DecisionId) -> Response:
    """Options, evidence, the evaluation fixed before acting, what may be done with it now."""
    headers, language = fresh(request, desk), language_of(request)
    with missing_is_404():
        found = desk.decision(decision_id)
    return exact(found.to_json(language), language, headers=headers)


@router.get("/decisions/{decision_id}/history", response_model=Page, responses=READS, summary="What happened to it")
def history(request: Request, desk: Reader, decision_id: DecisionId) -> Response:
    """Events, the oldest first."""
    headers = fresh(request, desk)
    with missing_is_404():
        events = desk.history(decision_id)
    return exact({"items": [one.to_json() for one in events], "next": None}, headers=headers)


@router.post(
    "/decisions/{decision_id}/acts",
    response_model=Thing,
    responses=PROBLEMS,
    summary="Accept, decline, test, say done or undone",
)
def act(request: Request, desk: Actor, decision_id: DecisionId, said: ActIn) -> Response:
    """The decision as it stands then. Doing what was done already changes nothing."""
    language = language_of(request)
    with missing_is_404():
        desk.decision(decision_id)
    done = desk.act(decision_id, said.verb, said.why, said.seen)
    return exact(done.to_json(language), language)


@router.post(
    "/runs/decide",
    response_model=Thing,
    status_code=202,
    responses=PROBLEMS,
    summary="Let the domains propose",
    tags=["jobs"],
)
def run_decide(request: Request, desk: Runner, said: RunIn) -> Response:
    """A job; `/jobs/{id}` says how far it is."""
    job = desk.decide(said.only)
    return exact(job.to_json(language_of(request)), status=202, headers={"location": f"/api/v1/jobs/{job.id}"})


@router.post(
    "/runs/learn",
    response_model=Thing,
    status_code=202,
    responses=PROBLEMS,
    summary="Measure what is due",
    tags=["jobs"],
)
def run_learn(request: Request, desk: Runner) -> Response:
    """A job; what is due by the evaluations fixed before is measured and judged."""
    job = desk.learn()
    return exact(job.to_json(language_of(request)), status=202, headers={"location": f"/api/v1/jobs/{job.id}"})


@router.get("/outcomes", response_model=Page, responses=READS, summary="What was measured of earlier decisions")
def outcomes(request: Request, desk: Reader, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """Predicted beside measured, and the rule that judged it; the newest first."""
    headers = fresh(request, desk)
    found, following = page(desk.outcomes(), limit, cursor)
    return exact({"items": [one.to_json() for one in found], "next": following}, headers=headers)


@router.get("/calibrations", response_model=Page, responses=READS, summary="How right each kind has been")
def calibrations(request: Request, desk: Reader) -> Response:
    """Per kind: outcomes, how often its interval held, what its claims are multiplied by."""
    headers = fresh(request, desk)
    return exact({"items": [asdict(one) for one in desk.calibrations()], "next": None}, headers=headers)
