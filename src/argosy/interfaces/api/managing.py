"""Targets, webhooks, and what is settled about rows kept apart."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from argosy.app.desk import hooks, resolving
from argosy.app.desk.desk import Desk
from argosy.app.desk.targets import set_target, targets
from argosy.app.door.roles import Permission
from argosy.core.errors import RequestError
from argosy.interfaces.api.answers import ApiRoute, exact, language_of
from argosy.interfaces.api.lookups import missing_is_404
from argosy.interfaces.api.shapes import PROBLEMS, CorrectIn, LeaveIn, Page, TargetIn, Thing, WebhookIn
from argosy.interfaces.web.entry import allowed

router = APIRouter(route_class=ApiRoute, tags=["settings"])
Manager = Annotated[Desk, Depends(allowed(Permission.MANAGE))]
Bringer = Annotated[Desk, Depends(allowed(Permission.INGEST))]
HexId = Annotated[str, Path(max_length=64, pattern="^[0-9a-f]+$")]


@router.get("/targets", response_model=Page, responses=PROBLEMS, summary="What metrics should reach in a month")
def list_targets(desk: Manager) -> Response:
    """By metric; money in the home currency, shares as fractions."""
    found = [{"metric": slug, "value": one.value, "by": one.actor} for slug, one in targets(desk.live).items()]
    return exact({"items": found, "next": None})


@router.put("/targets", response_model=Page, responses=PROBLEMS, summary="Set a target, or take it away")
def put_target(desk: Manager, said: TargetIn) -> Response:
    """One per metric."""
    set_target(desk, said.metric, said.value)
    return list_targets(desk)


@router.get("/webhooks", response_model=Page, responses=PROBLEMS, summary="Who is told what")
def list_webhooks(desk: Manager) -> Response:
    """Never the secrets."""
    return exact({"items": [asdict(one) for one in hooks.listed(desk)], "next": None})


@router.post("/webhooks", response_model=Thing, status_code=201, responses=PROBLEMS, summary="Make a webhook")
def make_webhook(desk: Manager, said: WebhookIn) -> Response:
    """The secret that signs its messages is in this answer and nowhere else."""
    made, secret = hooks.add(desk, said.url, said.events)
    return exact({**asdict(made), "secret": secret}, status=201)


@router.delete(
    "/webhooks/{hook_id}", status_code=204, responses=PROBLEMS, summary="Take a webhook away", response_class=Response
)
def remove_webhook(desk: Manager, hook_id: HexId) -> Response:
    """What waits for it is not sent."""
    with missing_is_404():
        hooks.remove(desk, hook_id)
    return Response(status_code=204)


@router.get("/deliveries", response_model=Page, responses=PROBLEMS, summary="The newest messages to webhooks")
def list_deliveries(desk: Manager) -> Response:
    """State, tries, and what the other side said."""
    return exact({"items": [asdict(one) for one in hooks.deliveries(desk)], "next": None})


@router.post(
    "/loads/{load_id}/leave", status_code=204, responses=PROBLEMS, summary="Leave rows apart on purpose",
    response_class=Response, tags=["files"],
)  # fmt: skip
def leave(desk: Bringer, load_id: HexId, said: LeaveIn) -> Response:
    """They wait for nobody any more."""
    resolving.leave(desk, load_id, said.lines, said.reason)
    return Response(status_code=204)


@router.post(
    "/loads/{load_id}/correct", response_model=Thing, status_code=202, responses=PROBLEMS,
    summary="Correct cells, and load the file again", tags=["files"],
)  # fmt: skip
def correct(request: Request, desk: Bringer, load_id: HexId, said: CorrectIn) -> Response:
    """The rest of the file stays letter for letter; it replaces itself."""
    if not all(line.isdigit() and len(line) < 16 for line in said.rows):
        raise RequestError("Data rows are numbers; the first one is 1.")
    job = resolving.correct(desk, load_id, {int(line): cells for line, cells in said.rows.items()})
    return exact(job.to_json(language_of(request)), status=202, headers={"location": f"/api/v1/jobs/{job.id}"})
