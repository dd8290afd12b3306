"""Puts the application together: routes, how errors are said, health, metrics, the guard around it all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version

import anyio.to_thread
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from argosy.app.desk.jobs import Jobs
from argosy.app.desk.live import Live
from argosy.app.desk.messenger import Messenger
from argosy.app.desk.warming import Warming
from argosy.app.desk.work import perform
from argosy.app.desk.worker import perform_apart
from argosy.app.door.oidc import Provider
from argosy.app.workspace import Workspace
from argosy.core.errors import ArgosyError, DataError
from argosy.core.text import Text
from argosy.interfaces.api.answers import NotModifiedError, language_of
from argosy.interfaces.api.routes import routes
from argosy.interfaces.cockpit.failures import failure_page
from argosy.interfaces.cockpit.pages import pages, static_files
from argosy.interfaces.presentation.json_text import json_text
from argosy.interfaces.server import health
from argosy.interfaces.web.guarding import Counters, Guard, frames, log
from argosy.interfaces.web.keeping import Keeping
from argosy.interfaces.web.limits import TooManyError
from argosy.interfaces.web.problems import NotFoundError, Problem, problem_of
from argosy.interfaces.web.served import Served
from argosy.interfaces.web.uploads import clear_abandoned

ABOUT = (
    "The five verbs of Argosy over HTTP. Come in with `Authorization: Bearer argosy_...` (Settings, API tokens). Amounts are exact "
    "numbers; days are ISO 8601, both in; errors are `application/problem+json` with one sentence that says what to do. Reads carry an "
    "`ETag` that moves with the lake and the register. A POST with an `Idempotency-Key` is done once."
)
METHOD_NOT_ALLOWED = 405
MOST_THREADS = 24  # more of them only take the interpreter from one another


def application(workspace: Workspace, is_https: bool = False, is_busy: bool = False) -> FastAPI:
    """The whole application over one workspace; where many use it (`is_busy`), long work is done in processes of its own, and what
    everybody looks at first is measured before anybody asks.
    """
    live = Live(workspace)
    jobs = Jobs(live.door.storage, live.door.clock, partial(perform_apart if is_busy else perform, workspace))
    warming, messenger = Warming(live), Messenger(live)

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = MOST_THREADS
        clear_abandoned(workspace.root)
        if is_busy:
            warming.start()
            messenger.start()
        yield
        warming.stop()
        messenger.stop()
        jobs.close()

    app = FastAPI(
        title="Argosy",
        version=version("argosy"),
        description=ABOUT,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=life,
    )
    app.state.served = Served(live, jobs, Provider.of(workspace.oidc), is_https)
    app.state.counters = Counters()
    app.state.oidc_transport = None  # httpx's own; tests put a provider of theirs here
    app.include_router(routes())
    app.include_router(health.router)
    app.include_router(pages(), include_in_schema=False)
    app.mount("/static", static_files(), name="static")
    _say_errors(app)
    _secure_schema(app)
    app.add_middleware(Keeping, served=app.state.served)
    app.add_middleware(Guard, counters=app.state.counters, is_https=is_https)
    return app


def _say_errors(app: FastAPI) -> None:
    async def failed(request: Request, error: Exception) -> Response:
        problem = problem_of(error)
        if problem.status >= 500:
            log().error(
                "failure",
                route=request.scope["path"].split("/")[1][:20],
                kind=type(error).__name__,
                frames=frames(error),
            )
        return _said(request, problem)

    async def not_modified(_request: Request, error: Exception) -> Response:
        assert isinstance(error, NotModifiedError)
        return Response(status_code=304, headers={"etag": error.etag})

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        found = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors()[:5])
        problem = problem_of(DataError("The request cannot be read: {found}.", found=found or "body"))
        return _said(request, Problem(422, "invalid", Text("The request cannot be read"), problem.detail))

    async def http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == METHOD_NOT_ALLOWED:
            said = Text("This address does not take {method}.", {"method": request.method})
            answer = _said(request, Problem(405, "method", Text("Not taken here"), said))
            answer.headers.update(error.headers or {})
            return answer
        if error.status_code == 400:
            return _said(request, problem_of(DataError("The request cannot be read: {found}.", found=error.detail)))
        return _said(request, problem_of(NotFoundError("There is nothing at this address.")))

    app.add_exception_handler(ArgosyError, failed)
    app.add_exception_handler(TooManyError, failed)
    app.add_exception_handler(NotModifiedError, not_modified)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, failed)


def _said(request: Request, problem: Problem) -> Response:
    """As a document to programs, as a page to people."""
    headers = {"retry-after": str(problem.retry_after)} if problem.retry_after else {}
    if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        body = json_text(problem.to_json(language_of(request), request.url.path))
        return Response(body, problem.status, headers, media_type="application/problem+json")
    return failure_page(request, problem, headers)


def _secure_schema(app: FastAPI) -> None:
    """OpenAPI with the two ways to come in."""
    made = app.openapi

    def openapi() -> dict[str, object]:
        schema = made()
        schema.setdefault("components", {})["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer", "bearerFormat": "argosy_..."},
            "session": {"type": "apiKey", "in": "cookie", "name": "argosy_session"},
        }
        schema["security"] = [{"token": []}, {"session": []}]
        return schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend its schema
