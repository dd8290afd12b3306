"""What happens to every answer and request: headers that keep browsers safe, counters, one line of log without personal data."""

from __future__ import annotations

import time
from pathlib import PurePath
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)
LONGEST_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.6, 1.0, 2.5, 5.0, 10.0)
API = "/api/v1"  # what routes of an included router leave out


class Counters:
    """What `/metrics` tells of the HTTP side; one registry per application, so that tests do not share them."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self.requests = Counter("argosy_http_requests", "HTTP requests.", labels, registry=self.registry)
        self.seconds = Histogram(
            "argosy_http_seconds",
            "Seconds per HTTP request.",
            ("route",),
            buckets=LONGEST_SECONDS,
            registry=self.registry,
        )


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, counters: Counters, is_https: bool = False) -> None:
        self._app, self._counters = app, counters
        self._headers: tuple[tuple[bytes, bytes], ...] = HEADERS
        if is_https:
            self._headers = (*HEADERS, (b"strict-transport-security", b"max-age=31536000"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and look at what comes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), [500]

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                status[0] = message["status"]
                present = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(pair for pair in self._headers if pair[0] not in present),
                    *(((b"cache-control", b"no-store"),) if b"cache-control" not in present else ()),
                ]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            self._count(scope, status[0], time.perf_counter() - begun)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        route = route_of(scope)
        self._counters.requests.labels(scope["method"], route, str(status)).inc()
        self._counters.seconds.labels(route).observe(seconds)
        log().info("request", method=scope["method"], route=route, status=status, milliseconds=round(seconds * 1000, 1))


def route_of(scope: Scope) -> str:
    """The route's own pattern, never the address itself: addresses hold search words, names and one-time links."""
    path = getattr(scope.get("route"), "path", None)
    if path is None:
        return "other"
    is_api = scope["path"].startswith(API) and not path.startswith(API)
    return f"{API}{path}" if is_api else str(path)


def frames(error: BaseException) -> list[str]:
    """Where an error came from, without its message: messages hold what people typed and what files hold."""
    import traceback

    found = traceback.extract_tb(error.__traceback__)
    return [f"{PurePath(one.filename).name}:{one.lineno} {one.name}" for one in found][-12:]


def log() -> Any:
    """The server's structured log."""
    import structlog

    return structlog.get_logger("argosy.server")
