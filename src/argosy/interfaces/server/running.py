"""Runs the server: the first owner's link, structured logs, one or several processes."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI

from argosy.app.door.door import Door
from argosy.app.workspace import Workspace, open_workspace
from argosy.interfaces.web.limits import Limits

OWNER_VARIABLE = "ARGOSY_OWNER"
HTTPS_VARIABLE = "ARGOSY_HTTPS"
WORKSPACE_VARIABLE = "ARGOSY_SERVED"
KEY_VARIABLE = "ARGOSY_COOKIE_KEY"
WORKERS_VARIABLE = "ARGOSY_WORKERS"
CORES_OF_A_WORKER = 2  # the other one is for the engine and for jobs
MOST_WORKERS = 4


def usual_workers() -> int:
    """How many workers fit the machine, where nobody says."""
    return max(1, min(MOST_WORKERS, (os.cpu_count() or 1) // CORES_OF_A_WORKER))


@dataclass(frozen=True)
class Serving:
    """Where to listen; `proxies` are the addresses whose forwarded headers are believed."""

    host: str = "127.0.0.1"
    port: int = 8400
    workers: int = 1
    is_https: bool = False
    proxies: str = "127.0.0.1"

    @property
    def address(self) -> str:
        """What a browser opens."""
        shown = "localhost" if self.host in ("0.0.0.0", "::", "127.0.0.1") else self.host
        return f"{'https' if self.is_https else 'http'}://{shown}:{self.port}"


def first_link(workspace: Workspace, serving: Serving, language: str) -> str | None:
    """The one-time link that makes the owner; None once somebody can come in."""
    token = Door.open(workspace.state_url).first_link(os.environ.get(OWNER_VARIABLE) or "owner@localhost", language)
    return f"{serving.address}/welcome/{token}" if token else None


def run(workspace: Workspace, serving: Serving, started: Callable[[], None] | None = None) -> None:
    """Serve until interrupted. Several workers on one machine share SQLite as well as PostgreSQL; several machines need PostgreSQL."""
    import uvicorn

    os.environ.setdefault(KEY_VARIABLE, secrets.token_urlsafe(32))  # what one worker seals another one opens
    os.environ[WORKERS_VARIABLE] = str(serving.workers)
    os.environ[WORKSPACE_VARIABLE] = str(workspace.root)
    os.environ[HTTPS_VARIABLE] = "1" if serving.is_https else ""
    prepare_logs()
    if started:
        started()
    uvicorn.run(
        "argosy.interfaces.server.running:served_application",
        factory=True,
        host=serving.host,
        port=serving.port,
        workers=serving.workers if serving.workers > 1 else None,
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=serving.proxies,
        timeout_graceful_shutdown=20,
        timeout_keep_alive=75,  # longer than people read a page: a connection is not closed under a click
    )


def served_application() -> FastAPI:
    """The application of a worker process, as its environment names it."""
    from argosy.interfaces.server.application import application

    prepare_logs()
    workspace = open_workspace(Path(os.environ[WORKSPACE_VARIABLE]))
    app = application(workspace, bool(os.environ.get(HTTPS_VARIABLE)), is_busy=True)
    app.state.served.cookie_key = os.environ[KEY_VARIABLE]
    app.state.served.limits = Limits(workers=int(os.environ.get(WORKERS_VARIABLE, "1")))
    return app


def prepare_logs() -> None:
    """One JSON object per line on standard error; addresses, names and search words are never in it."""
    import structlog

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
