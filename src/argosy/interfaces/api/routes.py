"""All routes of version 1."""

from __future__ import annotations

from fastapi import APIRouter

from argosy.interfaces.api import decisions, files, managing, numbers, people

PREFIX = "/api/v1"


def routes() -> APIRouter:
    """The routes, below `/api/v1`."""
    whole = APIRouter(prefix=PREFIX)
    for module in (numbers, decisions, files, people, managing):
        whole.include_router(module.router)
    return whole
