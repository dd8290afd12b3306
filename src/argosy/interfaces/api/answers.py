"""Answers of the API: exact figures, ETags, pages by cursor, and the same answer for the same key."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from argosy.app.desk.desk import Desk
from argosy.core.errors import RequestError
from argosy.interfaces.api.repetition import repeated
from argosy.interfaces.presentation.json_text import json_text
from argosy.interfaces.web.entry import asker
from argosy.interfaces.web.keeping import keep

LARGEST_PAGE = 500
LANGUAGES = ("zh-Hans", "zh-Hant", "en")


class NotModifiedError(Exception):
    """The caller has this version already."""

    def __init__(self, etag: str) -> None:
        super().__init__(etag)
        self.etag = etag


def exact(value: object, language: str = "en", status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON with every digit of a Decimal."""
    body = json_text(value, language=language)
    return Response(body, status, dict(headers or {}), media_type="application/json")


def language_of(request: Request) -> str:
    """As `Accept-Language` says, or as the person works."""
    header = request.headers.get("accept-language", "")
    for part in header.split(","):
        tag = part.partition(";")[0].strip().lower()
        if tag.startswith(("zh-tw", "zh-hk", "zh-mo", "zh-hant")):
            return "zh-Hant"
        if tag.startswith("zh"):
            return "zh-Hans"
        if tag.startswith("en"):
            return "en"
    found = asker(request)
    return found.person.language if found else "en"


def fresh(request: Request, desk: Desk) -> dict[str, str]:
    """The headers of an answer that changes with the lake and the register only; `NotModifiedError` where the caller has it."""
    seed = f"{desk.version()}|{language_of(request)}|{request.url.path}?{request.url.query}"
    etag = f'W/"{hashlib.sha256(seed.encode()).hexdigest()[:24]}"'
    if etag in [one.strip() for one in request.headers.get("if-none-match", "").split(",")]:
        raise NotModifiedError(etag)
    keep(request)
    return {"etag": etag, "cache-control": "private, no-cache", "vary": "authorization, cookie, accept-language"}


def page(items: Sequence[Any], limit: int, cursor: str | None) -> tuple[Sequence[Any], str | None]:
    """The items from where the cursor says, and the cursor of the next page (None: there is none)."""
    start = _start(cursor)
    found = items[start : start + limit]
    following = start + limit
    return found, (_cursor(following) if following < len(items) else None)


def _cursor(start: int) -> str:
    return base64.urlsafe_b64encode(json.dumps({"from": start}).encode()).decode().rstrip("=")


def _start(cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        said = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        start = said["from"]
    except (ValueError, binascii.Error, KeyError, TypeError) as error:
        raise RequestError("The cursor cannot be read; begin with the first page.") from error
    if not isinstance(start, int) or isinstance(start, bool) or not 0 <= start < 2**40:
        raise RequestError("The cursor cannot be read; begin with the first page.")
    return start


class ApiRoute(APIRoute):
    """A route of the API: a POST with an `Idempotency-Key` is done once, and answered the same the second time."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, within the memory of answers."""
        handle = super().get_route_handler()

        async def handling(request: Request) -> Response:
            key = request.headers.get("idempotency-key", "")
            if request.method != "POST" or not key:
                return await handle(request)
            return await repeated(request, key, handle)

        return handling
