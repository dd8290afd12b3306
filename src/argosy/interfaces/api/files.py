"""Files in: streamed uploads, the loads they became, the rows kept apart; jobs and their progress as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi import Query as Parameter
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from argosy.app.desk import intake
from argosy.app.desk.desk import Desk
from argosy.app.desk.jobs import Job
from argosy.app.door.roles import Permission
from argosy.interfaces.api.answers import ApiRoute, exact, fresh, language_of, page
from argosy.interfaces.api.lookups import missing_is_404
from argosy.interfaces.api.numbers import Cursor, Limit, Reader
from argosy.interfaces.api.shapes import PROBLEMS, READS, Page, Thing
from argosy.interfaces.web.entry import allowed
from argosy.interfaces.web.uploads import received

router = APIRouter(route_class=ApiRoute, tags=["files"])
Bringer = Annotated[Desk, Depends(allowed(Permission.INGEST))]
Known = Annotated[Desk, Depends(allowed(None))]
JobId = Annotated[str, Path(max_length=32, pattern="^[0-9a-f]+$")]
LOOK_SECONDS = 0.5
LONGEST_STREAM_SECONDS = 3600
BINARY = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post(
    "/files",
    response_model=Thing,
    status_code=202,
    responses=PROBLEMS,
    summary="Send a file of any size",
    openapi_extra=BINARY,
)
async def send_file(
    request: Request,
    desk: Bringer,
    name: Annotated[
        str, Parameter(min_length=1, max_length=300, description="The file's name.", examples=["orders.csv"])
    ],
    store: Annotated[str | None, Parameter(max_length=100, description="A store of argosy.toml.")] = None,
    report: Annotated[
        str | None, Parameter(max_length=100, description="connector.report; by default by content.")
    ] = None,
) -> Response:
    """The body is the file itself. It is streamed to disk, recognised by its content and loaded by a job."""
    path = await received(desk.live.workspace.root, name, request.stream())
    job = await run_in_threadpool(desk.ingest, [path], store, report)
    return exact(job.to_json(language_of(request)), status=202, headers={"location": f"/api/v1/jobs/{job.id}"})


@router.get("/loads", response_model=Page, responses=READS, summary="Files loaded, the newest first")
def loads(request: Request, desk: Reader, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """What each file was, rows in and kept apart, whether the money adds up."""
    headers = fresh(request, desk)
    found, following = page(intake.loads(desk), limit, cursor)
    return exact({"items": found, "next": following}, headers=headers)


@router.get(
    "/loads/{load_id}/kept-apart", response_model=Page, responses=READS, summary="Rows of a load that wait for a person"
)
def kept_apart(
    request: Request,
    desk: Reader,
    load_id: Annotated[str, Path(max_length=64, pattern="^[0-9a-f]+$")],
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Line, reason, and the row as it came (masked where it may tell of persons)."""
    headers = fresh(request, desk)
    with missing_is_404():
        rows = intake.kept_apart(desk, load_id)
    found, following = page(rows, limit, cursor)
    return exact({"items": found, "next": following}, headers=headers)


@router.get("/jobs", response_model=Page, responses=PROBLEMS, summary="The newest jobs you may see", tags=["jobs"])
def jobs(request: Request, desk: Known) -> Response:
    """One's own; everybody's for who manages."""
    language = language_of(request)
    return exact({"items": [one.to_json(language) for one in intake.jobs(desk)], "next": None}, language)


@router.get("/jobs/{job_id}", response_model=Thing, responses=PROBLEMS, summary="How far a job is", tags=["jobs"])
def job(request: Request, desk: Known, job_id: JobId) -> Response:
    """State, step, done of total; the result at the end."""
    with missing_is_404():
        found = desk.job(job_id)
    return exact(found.to_json(language_of(request)), language_of(request))


@router.get(
    "/jobs/{job_id}/events",
    responses={
        **PROBLEMS,
        200: {"description": "Events `progress`, then `end`.", "content": {"text/event-stream": {}}},
    },
    summary="A job's progress as server-sent events",
    tags=["jobs"],
    response_class=StreamingResponse,
)
async def job_events(request: Request, desk: Known, job_id: JobId) -> Response:
    """One event per change; the stream ends with the job."""

    def look() -> Job:
        with missing_is_404():
            return desk.job(job_id)

    await run_in_threadpool(look)
    language = language_of(request)

    async def events() -> AsyncIterator[str]:
        said, waited = "", 0.0
        while waited < LONGEST_STREAM_SECONDS and not await request.is_disconnected():
            now = await run_in_threadpool(look)
            text = json.dumps(now.to_json(language), ensure_ascii=False)
            if text != said:
                said = text
                yield f"event: {'end' if now.is_finished else 'progress'}\ndata: {text}\n\n"
            if now.is_finished:
                return
            await asyncio.sleep(LOOK_SECONDS)
            waited += LOOK_SECONDS

    return StreamingResponse(events(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})
