"""Doing once what is asked twice: the answer to a POST with an `Idempotency-Key` is kept for a day and given again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool

from argosy.app.desk.repeats import Repeats
from argosy.core.errors import RequestError
from argosy.interfaces.web.entry import asker
from argosy.interfaces.web.served import served

LONGEST_KEY = 200
KEPT = timedelta(days=1)


async def repeated(request: Request, key: str, handle: Callable[[Request], Coroutine[Any, Any, Response]]) -> Response:
    """The kept answer; or the handler's, kept where it is not an error of ours."""
    found = await run_in_threadpool(asker, request)
    if found is None:
        return await handle(request)
    if len(key) > LONGEST_KEY:
        raise RequestError("The Idempotency-Key has more than {most} characters.", most=LONGEST_KEY)
    is_upload = not request.headers.get("content-type", "").startswith("application/json")
    body = b"" if is_upload else await request.body()  # an upload is streamed; its address and length tell it apart
    parts = [request.method, request.url.path, request.url.query, request.headers.get("content-length", "")]
    digest = hashlib.sha256("\n".join(parts).encode() + body).hexdigest()
    repeats = Repeats(served(request).live.door.storage, served(request).live.door.clock)
    kept = await run_in_threadpool(repeats.begin, key, found.person.id, digest, KEPT)
    if kept is not None:
        return Response(kept.body, kept.status, {"idempotent-replay": "true"}, media_type="application/json")
    try:
        answer = await handle(request)
    except BaseException:
        await run_in_threadpool(repeats.forget, key, found.person.id)
        raise
    if answer.status_code < 500 and isinstance(answer.body, bytes):
        await run_in_threadpool(repeats.keep, key, found.person.id, answer.status_code, answer.body.decode())
    return answer
