"""Answers that stand: kept as they were sent, and given again as long as nothing has moved that they are made of.

A page stands for everybody who may see the same in the same language; what is a person's own in it (the name, the token of forms) is left
open in what is kept, and filled in as it is sent. A request that wrote something into the book of acts is never kept: reading personal
data again is another entry.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from http.cookies import CookieError, SimpleCookie
from typing import Any

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from argosy.app.desk.standing import Standing
from argosy.app.door.entrance import Session
from argosy.app.door.people import Person
from argosy.core.errors import ArgosyError
from argosy.interfaces.web.entry import BEARER, COOKIE, Asker
from argosy.interfaces.web.limits import WORK, TooManyError
from argosy.interfaces.web.served import Served

MOST_BYTES = 64 * 1024**2
LARGEST_BYTES = 2 * 1024**2


@dataclass(frozen=True)
class Slots:
    """What stands in a kept page for what is a person's own; nobody can guess it, so nobody can write it into a note."""

    csrf: str = field(default_factory=lambda: f"csrf-{secrets.token_hex(12)}")
    name: str = field(default_factory=lambda: f"name-{secrets.token_hex(12)}")

    def filled(self, body: bytes, asker: Asker) -> bytes:
        """The page of that person."""
        return body.replace(self.csrf.encode(), asker.csrf.encode()).replace(
            self.name.encode(), escape(asker.person.name).encode()
        )


@dataclass
class Wish:
    """Whether what handles the request says that its answer stands."""

    slots: Slots
    is_kept: bool = False


@dataclass(frozen=True)
class Kept:
    """An answer, what it was made of, and the route that made it."""

    version: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    route: Any


def keep(request: Request) -> Slots | None:
    """Say that the answer to this request stands; the slots to leave open in it, None where nothing is kept."""
    wish: Wish | None = getattr(request.state, "wish", None)
    if wish is None:
        return None
    wish.is_kept = True
    return wish.slots


class Shelves:
    """The answers kept, the least asked for given up first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[object, ...], Kept] = OrderedDict()
        self._size = 0

    def get(self, key: tuple[object, ...], version: str) -> Kept | None:
        """The answer under that key, where it is of that version."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or found.version != version:
                return None
            self._kept.move_to_end(key)
            return found

    def put(self, key: tuple[object, ...], kept: Kept) -> None:
        """Keep an answer."""
        with self._lock:
            before = self._kept.pop(key, None)
            self._size += len(kept.body) - (len(before.body) if before else 0)
            self._kept[key] = kept
            while self._size > MOST_BYTES:
                self._size -= len(self._kept.popitem(last=False)[1].body)


class Keeping:
    """ASGI middleware before the routes."""

    def __init__(self, app: ASGIApp, served: Served) -> None:
        self._app, self._served = app, served
        self._slots, self._shelves = Slots(), Shelves()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give an answer that is kept and stands; else pass the request on, and keep the answer where it says that it stands."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        found = await self._known(headers)
        if found is not None:
            asker, standing = found
            kept = self._shelves.get(_key(scope, headers, asker.person, standing), self._served.version(standing))
            if kept is not None and self._takes(asker.person):
                scope["route"] = kept.route
                await self._give(kept, asker, headers, send)
                return
        await self._watch(scope, receive, send)

    async def _known(self, headers: Headers) -> tuple[Asker, Standing] | None:
        """Who asks, and how far the state database has come: at hand as a rule, else asked of the database beside the loop."""
        sent = _sent(headers)
        if sent is None:
            return None
        door, live = self._served.live.door, self._served.live
        asker = _asker(sent, door.token_holder_at_hand, door.session_at_hand)
        standing = live.standing_at_hand() if asker else None
        if asker and standing:
            return asker, standing
        return await run_in_threadpool(self._looked_up, sent)

    def _looked_up(self, sent: tuple[str, str]) -> tuple[Asker, Standing] | None:
        live = self._served.live
        try:
            asker = _asker(sent, live.door.token_holder, live.door.session)
            return (asker, live.standing) if asker else None
        except ArgosyError:  # the route will say what is wrong
            return None

    def _takes(self, person: Person) -> bool:
        """Whether the person may ask once more; who may not is told so by the route."""
        try:
            self._served.limits.take(f"work:{person.id}", WORK)
        except TooManyError:
            return False
        return True

    async def _give(self, kept: Kept, asker: Asker, asked: Headers, send: Send) -> None:
        etag = dict(kept.headers).get(b"etag", b"").decode()
        if etag and etag in [one.strip() for one in asked.get("if-none-match", "").split(",")]:
            await send({"type": "http.response.start", "status": 304, "headers": [(b"etag", etag.encode())]})
            await send({"type": "http.response.body", "body": b""})
            return
        await self._send(kept, asker, send)

    async def _send(self, kept: Kept, asker: Asker, send: Send) -> None:
        body = self._slots.filled(kept.body, asker)
        headers = [*kept.headers, (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _watch(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; an answer that says it stands is held until it is whole, filled in, and kept."""
        wish = Wish(self._slots)
        state = scope.setdefault("state", {})
        state["wish"] = wish
        opened: list[Message] = []
        body = bytearray()

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and wish.is_kept and message["status"] == 200:
                opened.append(message)
                return
            if not opened:
                await send(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                await self._finish(scope, opened[0], bytes(body), send)

        await self._app(scope, receive, sending)

    async def _finish(self, scope: Scope, start: Message, body: bytes, send: Send) -> None:
        state = scope["state"]
        asker, standing = state["asker"], state["standing"]
        headers = tuple(pair for pair in start["headers"] if pair[0] != b"content-length")
        kept = Kept(self._served.version(standing), headers, body, scope.get("route"))
        if not state["desk"].acts and len(body) <= LARGEST_BYTES and kept.version == state["version"]:
            self._shelves.put(_key(scope, Headers(scope=scope), asker.person, standing), kept)
        await self._send(kept, asker, send)


def _sent(headers: Headers) -> tuple[str, str] | None:
    """The API token or the session's, as sent; None where there is none."""
    header = headers.get("authorization", "")
    if header.lower().startswith(BEARER):
        return "token", header[len(BEARER) :].strip()
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return ("session", found.value) if found and found.value else None


def _asker(
    sent: tuple[str, str], holder: Callable[[str], Person | None], session: Callable[[str], Session | None]
) -> Asker | None:
    kind, secret = sent
    if kind == "token":
        person = holder(secret)
        return Asker(person) if person else None
    found = session(secret)
    return Asker(found.person, found.csrf) if found else None


def _key(scope: Scope, headers: Headers, person: Person, standing: Standing) -> tuple[object, ...]:
    """For whom an answer stands: who may see the same, asks the same way, and has no saved views of their own."""
    return (
        scope["path"],
        scope["query_string"],
        headers.get("hx-request", ""),
        "text/html" in headers.get("accept", ""),
        headers.get("accept-language", "") if scope["path"].startswith("/api/") else "",
        person.role.name,
        person.stores,
        person.scope,
        person.language,
        person.theme,
        person.id if person.id in standing.with_views else "",
    )
