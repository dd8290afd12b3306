"""Who asks: by session cookie or by API token; and what a route demands of them, said in one word where the route is declared."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from fastapi import Request

from argosy.app.desk.desk import Desk
from argosy.app.desk.sensitivity import NotAllowedError
from argosy.app.door.people import Person
from argosy.app.door.roles import Permission
from argosy.core.errors import RequestError
from argosy.interfaces.web.limits import WORK
from argosy.interfaces.web.served import Served, served

COOKIE = "argosy_session"
CSRF_HEADER = "x-csrf-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
BEARER = "bearer "


class NotKnownError(RequestError):
    """Nobody is logged in, or the token is void."""


class BadFormError(NotAllowedError):
    """A form without its own session's token: it may have been sent from another site."""


@dataclass(frozen=True)
class Asker:
    """Somebody who asks; `csrf` is empty where they come with an API token, which no browser sends by itself."""

    person: Person
    csrf: str = ""


def address_of(request: Request) -> str:
    """The address of the caller, as the server sees it."""
    return request.client.host if request.client else ""


def asker(request: Request) -> Asker | None:
    """Who asks; None where nobody is known. Looked up once per request."""
    if not hasattr(request.state, "asker"):
        request.state.asker = _look_up(request, served(request))
    found: Asker | None = request.state.asker
    return found


def _look_up(request: Request, state: Served) -> Asker | None:
    door, address = state.live.door, address_of(request)
    header = request.headers.get("authorization", "")
    if header.lower().startswith(BEARER):
        holder = door.token_holder(header[len(BEARER) :].strip())
        return Asker(holder.at(address)) if holder else None
    token = request.cookies.get(COOKIE, "")
    session = door.session(token) if token else None
    return Asker(session.person.at(address), session.csrf) if session else None


class Allowed:
    """A dependency: the desk of who asks, where they have the permission (None: it is enough to be known)."""

    def __init__(self, permission: Permission | None) -> None:
        self.permission = permission

    def __call__(self, request: Request) -> Desk:
        """The desk; `NotKnownError`, `NotAllowedError` or `TooManyError` say why there is none."""
        found, state = asker(request), served(request)
        if found is None:
            raise NotKnownError("Log in first, or send an API token that is valid.")
        state.limits.take(f"work:{found.person.id}", WORK)
        if request.method not in SAFE and found.csrf:
            check_csrf(found, str(request.headers.get(CSRF_HEADER) or getattr(request.state, "form_csrf", "")))
        standing = request.state.standing = state.live.standing  # before anything is read: what comes later is noticed
        request.state.version = state.version(standing)
        desk = request.state.desk = state.desk(found.person)
        if self.permission is not None:
            desk.require(self.permission)
        return desk


def check_csrf(found: Asker, sent: str) -> None:
    """`BadFormError` where a form does not bring its session's own token."""
    if not hmac.compare_digest(found.csrf.encode(), sent.encode()):
        raise BadFormError("This page is older than your session; load it again, then repeat what you did.")


def allowed(permission: Permission | None = None) -> Allowed:
    """What a route demands: `Depends(allowed(Permission.READ))`; without a permission, that somebody is known."""
    return Allowed(permission)
