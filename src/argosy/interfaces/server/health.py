"""Is the process alive, can it serve, and what does it count."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from argosy.core.errors import ArgosyError
from argosy.interfaces.web.served import served

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(request: Request) -> Response:
    """The lake and the state database answer too; 503 where one does not."""
    live = served(request).live
    try:
        body = f'{{"status": "ready", "snapshot": {live.snapshot}, "event": {live.register.version()}}}'
    except (ArgosyError, OSError):
        return Response('{"status": "not ready"}', 503, media_type="application/json")
    return Response(body, media_type="application/json")


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Prometheus: requests and seconds by route, the newest snapshot, open decisions, jobs by state."""
    live, counters = served(request).live, request.app.state.counters
    own = [
        "# TYPE argosy_snapshot gauge",
        f"argosy_snapshot {live.snapshot}",
        "# TYPE argosy_open_decisions gauge",
        f"argosy_open_decisions {len(live.books.open)}",
    ]
    body = generate_latest(counters.registry) + ("\n".join(own) + "\n").encode()
    return Response(body, media_type=CONTENT_TYPE_LATEST)
