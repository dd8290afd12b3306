"""Data: drop files, what each file was, rows kept apart, whether the money adds up; and the jobs that do it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import RedirectResponse

from argosy.app.desk import intake, resolving
from argosy.app.desk.desk import Desk
from argosy.app.desk.jobs import Job
from argosy.app.desk.resolving import resolutions
from argosy.app.door.roles import Permission
from argosy.core.errors import RequestError
from argosy.core.text import Text
from argosy.interfaces.cockpit.forms import Filled
from argosy.interfaces.cockpit.rendering import render, voice_of
from argosy.interfaces.cockpit.today import Reader
from argosy.interfaces.presentation import words
from argosy.interfaces.web.entry import allowed
from argosy.interfaces.web.problems import NotFoundError

router = APIRouter()
Known = Annotated[Desk, Depends(allowed(None))]
Bringer = Annotated[Desk, Depends(allowed(Permission.INGEST))]
LoadId = Annotated[str, Path(max_length=64, pattern="^[0-9a-f]+$")]
Runner = Annotated[Desk, Depends(allowed(Permission.RUN))]
SHOWN = 200


@router.get("/data")
def data(request: Request, desk: Reader) -> Response:
    """The page."""
    loads = intake.loads(desk)
    values = {
        "loads": loads[:SHOWN],
        "more": max(0, len(loads) - SHOWN),
        "waiting": [load for load in loads if load["rows_waiting"]],
        "jobs": intake.jobs(desk)[:5],
        "stores": tuple(desk.live.workspace.stores) if desk.person.stores is None else desk.person.stores,
    }
    is_everybodys = not values["jobs"] or desk.person.may(Permission.MANAGE)  # others see jobs of their own only
    return render(request, "data.html", values, stands=is_everybodys)


@router.get("/data/loads/{load_id}")
def load(request: Request, desk: Reader, load_id: Annotated[str, Path(max_length=64)]) -> Response:
    """One file: what it was, and the rows of it that wait for a person."""
    voice = voice_of(request)
    found = next((one for one in intake.loads(desk) if one["load_id"] == load_id), None)
    if found is None:
        raise NotFoundError("There is no load {load}.", load=load_id)
    kept = intake.kept_apart(desk, load_id)
    rows = [{**one, "why": words.reason(one["reason_code"], one["reason"], voice.language)} for one in kept[:SHOWN]]
    columns = list(dict.fromkeys(name for one in rows for name in one["raw"]))
    notes = [
        Text(one["text"], {"count": one.get("count", "")}) if isinstance(one, dict) else Text(one)
        for one in found["notes"]
    ]
    done = resolutions(desk.live, load_id)
    able = desk.person.may(Permission.INGEST)
    settled = [(done[one["line"]], one) for one in rows if one["line"] in done]
    rows = [one for one in rows if one["line"] not in done]
    may_correct = able and desk.person.may(Permission.SEE_PERSONAL) and desk.person.may(Permission.SEE_PROFIT)
    values = {
        "load": found,
        "kept": rows,
        "settled": settled,
        "able": able,
        "may_correct": may_correct,
        "columns": columns,
        "more": max(0, len(kept) - SHOWN),
        "notes": notes,
    }
    return render(request, "load.html", values, stands=True)


@router.post("/data/loads/{load_id}/leave")
def leave_rows(filled: Filled, desk: Bringer, load_id: LoadId) -> Response:
    """Leave the chosen rows apart on purpose."""
    resolving.leave(desk, load_id, _lines(filled.texts("line")), filled.text("reason"))
    return RedirectResponse(f"/data/loads/{load_id}", 303)


@router.get("/data/loads/{load_id}/rows/{line}")
def kept_row(request: Request, desk: Bringer, load_id: LoadId, line: Annotated[int, Path(ge=1, le=2**53)]) -> Response:
    """One row kept apart, its cells to be corrected."""
    voice = voice_of(request)
    found = next((one for one in intake.kept_apart(desk, load_id) if one["line"] == line), None)
    if found is None:
        raise NotFoundError("There is no row {line} kept apart in this load.", line=line)
    why = words.reason(found["reason_code"], found["reason"], voice.language)
    cells = {name: value for name, value in found["raw"].items() if name != "source_line"}
    return render(request, "row.html", {"load_id": load_id, "line": line, "why": why, "cells": cells})


@router.post("/data/loads/{load_id}/rows/{line}")
def correct_row(filled: Filled, desk: Bringer, load_id: LoadId, line: Annotated[int, Path(ge=1, le=2**53)]) -> Response:
    """Correct cells, and load the file again."""
    sent = {name.removeprefix("cell:"): filled.secret(name) for name in filled.data if name.startswith("cell:")}
    return RedirectResponse(f"/jobs/{resolving.correct(desk, load_id, {line: sent}).id}", 303)


def _lines(sent: list[str]) -> list[int]:
    if not all(one.isdigit() and len(one) < 16 for one in sent):
        raise RequestError("Choose the rows on the page.")
    return [int(one) for one in sent]


@router.get("/jobs/{job_id}")
def job(request: Request, desk: Known, job_id: Annotated[str, Path(max_length=32)]) -> Response:
    """How far a job is, and what came of it; asked again by the page while it runs."""
    try:
        found = desk.job(job_id)
    except RequestError as error:
        raise NotFoundError(error.text) from error
    template = "job_part.html" if request.headers.get("hx-request") else "job.html"
    return render(request, template, {"job": found, "files": _files(found)})


@router.post("/runs/{verb}")
def run(filled: Filled, desk: Runner, verb: Annotated[str, Path(max_length=20)]) -> Response:
    """Let the domains propose, or measure what is due."""
    if verb not in ("decide", "learn"):
        raise NotFoundError("There is nothing at this address.")
    begun = desk.decide(filled.text("only") or None) if verb == "decide" else desk.learn()
    return RedirectResponse(f"/jobs/{begun.id}", 303)


def _files(found: Job) -> list[dict[str, object]]:
    """What became of each file, its sentence read back."""
    files = (found.result or {}).get("files", [])
    return [{**one, "message": Text.from_json(one["message"])} for one in files]
