"""Settings: oneself, API tokens, stores, the rules in force, the book of acts."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi import Query as Parameter
from fastapi.responses import RedirectResponse

from argosy.app.desk.desk import Desk
from argosy.app.door import entrance
from argosy.app.door.roles import ROLES, Permission
from argosy.app.door.tokens import permissions_of
from argosy.interfaces.cockpit.forms import Filled
from argosy.interfaces.cockpit.rendering import Voice, render, voice_of
from argosy.interfaces.web.entry import COOKIE, allowed

router = APIRouter()
Known = Annotated[Desk, Depends(allowed(None))]
Auditor = Annotated[Desk, Depends(allowed(Permission.AUDIT))]
Id = Annotated[str, Path(max_length=32)]


@router.get("/settings")
def settings(request: Request, desk: Known) -> Response:
    """The page."""
    return _page(request, desk, {})


def _page(request: Request, desk: Desk, more: dict[str, Any], status: int = 200) -> Response:
    voice = voice_of(request)
    values = {
        "roles": ROLES,
        "permissions": sorted(desk.person.permissions()),
        "permissions_all": [one.value for one in Permission],
        "tokens": desk.live.door.tokens(desk.person),
        "stores": desk.live.workspace.stores.values(),
        "workspace": desk.live.workspace,
        "policies": _policies(desk, voice),
        "shown_once": None,
        "totp": None,
        **more,
    }
    return render(request, "settings.html", values, status)


def _policies(desk: Desk, voice: Voice) -> list[tuple[str, str]]:
    """The rules in force, as read."""
    workspace = desk.live.workspace
    hours = voice.say("hours", count=int(entrance.SESSION_LIFE.total_seconds() // 3600))
    links = voice.say("hours", count=int(entrance.LINK_LIFE.total_seconds() // 3600))
    locked = voice.say("minutes", count=int(entrance.LOCKED_FOR.total_seconds() // 60))
    return [
        (voice.say("policy_cost"), workspace.cost_method),
        (voice.say("policy_engine"), workspace.engine),
        (voice.say("policy_session"), hours),
        (voice.say("policy_link"), links),
        (voice.say("policy_locked", count=entrance.MOST_FAILURES), locked),
        (voice.say("policy_oidc"), str((workspace.oidc or {}).get("issuer", "–"))),
        (voice.say("policy_hosts"), ", ".join(workspace.private_hosts) or "–"),
    ]


@router.post("/settings/preferences")
def prefer(filled: Filled, desk: Known) -> Response:
    """Language and theme."""
    desk.live.door.prefer(desk.person, filled.text("language"), filled.text("theme"))
    return RedirectResponse("/settings", 303)


@router.post("/settings/password")
def set_password(filled: Filled, desk: Known) -> Response:
    """Another password; every session ends, this one too."""
    desk.live.door.set_password(desk.person, filled.secret("old"), filled.secret("new"))
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE)
    return answer


@router.post("/settings/totp")
def totp(request: Request, filled: Filled, desk: Known) -> Response:
    """Begin with a secret to scan; turn on with the digits it gives; or turn off."""
    if filled.text("off"):
        desk.live.door.set_totp(desk.person, None, "")
        return RedirectResponse("/settings", 303)
    if not filled.text("secret"):
        secret, address = entrance.new_totp(desk.person)
        return _page(request, desk, {"totp": (secret, address)})
    desk.live.door.set_totp(desk.person, filled.text("secret"), filled.text("code"))
    return RedirectResponse("/settings", 303)


@router.post("/settings/tokens")
def make_token(request: Request, filled: Filled, desk: Known) -> Response:
    """A new API token; its secret is on the page that follows and nowhere else."""
    days = filled.text("days")
    scope = permissions_of(filled.texts("scope"))
    secret, _ = desk.live.door.make_token(desk.person, filled.text("name"), scope, int(days) if days.isdigit() else 90)
    return _page(request, desk, {"shown_once": secret})


@router.post("/settings/tokens/{token_id}/revoke")
def revoke_token(desk: Known, token_id: Id) -> Response:
    """End a token."""
    desk.live.door.revoke_token(desk.person, token_id)
    return RedirectResponse("/settings", 303)


@router.get("/settings/audit")
def audit(request: Request, desk: Auditor, before: Annotated[int | None, Parameter(ge=1, le=2**53)] = None) -> Response:
    """The book of acts."""
    return render(request, "audit.html", {"entries": desk.live.door.entries(before)})
