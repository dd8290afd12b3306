"""Settings for who manages: people and roles, targets, webhooks."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi.responses import RedirectResponse

from argosy.app.desk import hooks
from argosy.app.desk.desk import Desk
from argosy.app.desk.messenger import SIGNATURE, file
from argosy.app.desk.targets import Target, set_target, targets
from argosy.app.door.roles import ROLES, Permission
from argosy.core.errors import RequestError
from argosy.interfaces.cockpit.forms import Filled
from argosy.interfaces.cockpit.rendering import Voice, render, voice_of
from argosy.interfaces.web.entry import allowed
from argosy.interfaces.web.problems import NotFoundError

router = APIRouter()
Manager = Annotated[Desk, Depends(allowed(Permission.MANAGE))]
SIGNED_AS = f"{SIGNATURE}: t=…,v1=HMAC-SHA256(t.body)"
Id = Annotated[str, Path(max_length=32)]


@router.get("/settings/people")
def people(request: Request, desk: Manager) -> Response:
    """Everybody."""
    return _people(request, desk, {})


def _people(request: Request, desk: Desk, more: dict[str, Any]) -> Response:
    values = {
        "roles": ROLES,
        "people": desk.live.door.people(),
        "stores": desk.live.workspace.stores.values(),
        "shown_once": None,
        **more,
    }
    return render(request, "people.html", values)


@router.get("/settings/people/{person_id}")
def person(request: Request, desk: Manager, person_id: Id) -> Response:
    """One person's role and stores."""
    found = next((one for one in desk.live.door.people() if one.id == person_id and not one.is_removed), None)
    if found is None:
        raise NotFoundError("There is no person {id}.", id=person_id)
    values = {"other": found, "roles": ROLES, "stores": desk.live.workspace.stores.values()}
    return render(request, "person.html", values)


@router.post("/settings/people")
def invite(request: Request, filled: Filled, desk: Manager) -> Response:
    """Invite somebody; the one-time link is on the page that follows and nowhere else."""
    stores = filled.texts("stores") or None
    _, token = desk.live.door.invite(
        desk.person, filled.text("email"), filled.text("name"), filled.text("role"), stores
    )
    return _people(request, desk, {"shown_once": str(request.url_for("welcome_page", token=token))})


@router.post("/settings/people/{person_id}")
def change(filled: Filled, desk: Manager, person_id: Id) -> Response:
    """Another role, or other stores."""
    desk.live.door.change(desk.person, person_id, filled.text("role"), filled.texts("stores") or None)
    return RedirectResponse("/settings/people", 303)


@router.post("/settings/people/{person_id}/link")
def new_link(request: Request, desk: Manager, person_id: Id) -> Response:
    """A new one-time link for who forgot the password."""
    token = desk.live.door.new_link(desk.person, person_id)
    return _people(request, desk, {"shown_once": str(request.url_for("welcome_page", token=token))})


@router.post("/settings/people/{person_id}/remove")
def remove(desk: Manager, person_id: Id) -> Response:
    """Remove somebody; they are out with their next click."""
    desk.live.door.remove(desk.person, person_id)
    return RedirectResponse("/settings/people", 303)


@router.get("/settings/targets")
def targets_page(request: Request, desk: Manager) -> Response:
    """The targets, and one more."""
    voice = voice_of(request)
    values = {
        "targets": [(one, target_figure(one, desk.home_currency, voice)) for one in targets(desk.live).values()],
        "metrics": [one for one in desk.metrics() if one.better.value != "neither"],
        "currency": desk.home_currency,
    }
    return render(request, "targets.html", values)


@router.post("/settings/targets")
def target(filled: Filled, desk: Manager) -> Response:
    """Set a target; without a value it is taken away."""
    set_target(desk, filled.text("metric"), filled.text("value"))
    return RedirectResponse("/settings/targets", 303)


def target_figure(one: Target, currency: str, voice: Voice) -> str:
    """A target as read."""
    unit = one.metric.unit.value
    if unit == "money":
        return f"{currency} {voice.short(float(one.value))}"
    return voice.formats.percent(one.value) if unit == "share" else voice.formats.number(one.value)


@router.get("/settings/webhooks")
def webhooks(request: Request, desk: Manager) -> Response:
    """Who is told, and what was sent."""
    return _webhooks(request, desk, None)


def _webhooks(request: Request, desk: Desk, secret: str | None) -> Response:
    values = {"hooks": hooks.listed(desk), "events": hooks.EVENTS, "deliveries": hooks.deliveries(desk)}
    values["signed_as"] = SIGNED_AS
    return render(request, "webhooks.html", {**values, "shown_once": secret})


@router.post("/settings/webhooks")
def make_webhook(request: Request, filled: Filled, desk: Manager) -> Response:
    """A new one; its secret is on the page that follows and nowhere else."""
    _, secret = hooks.add(desk, filled.text("url"), filled.texts("events"))
    return _webhooks(request, desk, secret)


@router.post("/settings/webhooks/{hook_id}/remove")
def remove_webhook(desk: Manager, hook_id: Id) -> Response:
    """Take one away."""
    hooks.remove(desk, hook_id)
    return RedirectResponse("/settings/webhooks", 303)


@router.post("/settings/webhooks/{hook_id}/try")
def try_webhook(desk: Manager, hook_id: Id) -> Response:
    """Send a message that says nothing but that it is a try."""
    if hook_id not in {one.id for one in hooks.listed(desk)}:
        raise RequestError("There is no webhook {id}.", id=hook_id)
    with desk.live.door.storage.writing() as connection:
        file(connection, "hook.tried", {}, desk.live.door.now(), only=hook_id)
    return RedirectResponse("/settings/webhooks", 303)
