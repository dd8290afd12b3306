"""All pages, and the files they need."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends
from starlette.staticfiles import StaticFiles

from argosy.interfaces.cockpit import (
    data,
    decision,
    domain,
    entering,
    experiments,
    managing,
    numbers,
    searching,
    settings,
    today,
    why,
)
from argosy.interfaces.cockpit.forms import form
from argosy.interfaces.cockpit.rendering import STATIC

FOREVER = "public, max-age=31536000, immutable"


def pages() -> APIRouter:
    """The routes of all pages; every form is read, and its token laid ready, before anything else."""
    whole = APIRouter()
    for module in (entering, today, decision, numbers, why, experiments, domain, data, searching, settings, managing):
        whole.include_router(module.router, dependencies=[Depends(form)])
    return whole


class KeptFiles(StaticFiles):
    """Files whose address holds their content's hash: browsers keep them for good."""

    def file_response(self, *args: Any, **kwargs: Any) -> Any:
        """The file, with how long it may be kept."""
        answer = super().file_response(*args, **kwargs)
        answer.headers["cache-control"] = FOREVER
        return answer


def static_files() -> StaticFiles:
    """The stylesheet and the scripts."""
    return KeptFiles(directory=STATIC)
