"""People, tokens and the book of acts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi import Query as Parameter

from argosy.app.desk.desk import Desk
from argosy.app.door.people import Person
from argosy.app.door.roles import ROLES, Permission
from argosy.app.door.tokens import permissions_of
from argosy.interfaces.api.answers import ApiRoute, exact, language_of, page
from argosy.interfaces.api.lookups import missing_is_404
from argosy.interfaces.api.numbers import Cursor, Limit
from argosy.interfaces.api.shapes import PROBLEMS, GrantIn, Page, PersonIn, Thing, TokenIn
from argosy.interfaces.web.entry import allowed

router = APIRouter(route_class=ApiRoute, tags=["people"])
Manager = Annotated[Desk, Depends(allowed(Permission.MANAGE))]
Auditor = Annotated[Desk, Depends(allowed(Permission.AUDIT))]
Known = Annotated[Desk, Depends(allowed(None))]
HexId = Annotated[str, Path(max_length=32, pattern="^[0-9a-f]+$")]


@router.get("/me", response_model=Thing, responses=PROBLEMS, summary="Who you are and what you may do")
def me(request: Request, desk: Known) -> Response:
    """Role, stores, permissions."""
    return exact({**_person(desk.person), "permissions": sorted(desk.person.permissions())}, language_of(request))


@router.get("/roles", response_model=Page, responses=PROBLEMS, summary="The roles there are")
def roles(request: Request, _desk: Known) -> Response:
    """What each may see and do."""
    language = language_of(request)
    items = [
        {
            "name": one.name,
            "title": one.title.render(language),
            "about": one.about.render(language),
            "permissions": sorted(one.permissions),
        }
        for one in ROLES.values()
    ]
    return exact({"items": items, "next": None}, language)


@router.get("/people", response_model=Page, responses=PROBLEMS, summary="Everybody who has or had an account")
def people(desk: Manager, limit: Limit = 200, cursor: Cursor = None) -> Response:
    """By e-mail address."""
    found, following = page(desk.live.door.people(), limit, cursor)
    return exact({"items": [_person(one) for one in found], "next": following})


@router.post("/people", response_model=Thing, status_code=201, responses=PROBLEMS, summary="Invite somebody")
def invite(desk: Manager, said: PersonIn) -> Response:
    """The answer holds a one-time link that is shown nowhere else."""
    person, token = desk.live.door.invite(desk.person, said.email, said.name, said.role, said.stores)
    return exact({**_person(person), "link": f"/welcome/{token}"}, status=201)


@router.patch("/people/{person_id}", response_model=Thing, responses=PROBLEMS, summary="Another role, or other stores")
def change(desk: Manager, person_id: HexId, said: GrantIn) -> Response:
    """It holds from the next request on."""
    with missing_is_404():
        _find(desk, person_id)
    return exact(_person(desk.live.door.change(desk.person, person_id, said.role, said.stores)))


@router.delete(
    "/people/{person_id}", status_code=204, responses=PROBLEMS, summary="Remove somebody", response_class=Response
)
def remove(desk: Manager, person_id: HexId) -> Response:
    """Sessions and tokens end at once."""
    with missing_is_404():
        _find(desk, person_id)
    desk.live.door.remove(desk.person, person_id)
    return Response(status_code=204)


@router.get("/tokens", response_model=Page, responses=PROBLEMS, summary="Your API tokens; everybody's for who manages")
def tokens(desk: Known) -> Response:
    """Never the secrets."""
    return exact({"items": [_token(asdict(one)) for one in desk.live.door.tokens(desk.person)], "next": None})


@router.post("/tokens", response_model=Thing, status_code=201, responses=PROBLEMS, summary="Make an API token")
def make_token(desk: Known, said: TokenIn) -> Response:
    """The secret is in this answer and nowhere else. A token can do no more than who made it."""
    secret, token = desk.live.door.make_token(desk.person, said.name, permissions_of(said.scope), said.days)
    return exact({**_token(asdict(token)), "secret": secret}, status=201)


@router.delete(
    "/tokens/{token_id}", status_code=204, responses=PROBLEMS, summary="End a token", response_class=Response
)
def revoke_token(desk: Known, token_id: HexId) -> Response:
    """It is void at once."""
    with missing_is_404():
        desk.live.door.revoke_token(desk.person, token_id)
    return Response(status_code=204)


@router.get("/audit", response_model=Page, responses=PROBLEMS, summary="The book of acts, the newest first")
def audit(
    desk: Auditor,
    before: Annotated[int | None, Parameter(ge=1, le=2**53, description="`id` of the last entry seen.")] = None,
) -> Response:
    """Who did what to which object, and who read personal data."""
    entries = desk.live.door.entries(before)
    following = entries[-1].id if len(entries) == 100 else None
    return exact(
        {
            "items": [{**asdict(one), "detail": dict(one.detail)} for one in entries],
            "next": following and str(following),
        }
    )


def _find(desk: Desk, person_id: str) -> Person:
    from argosy.core.errors import RequestError

    for one in desk.live.door.people():
        if one.id == person_id and not one.is_removed:
            return one
    raise RequestError("There is no person {id}.", id=person_id)


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "role": person.role.name,
        "stores": person.stores,
        "language": person.language,
        "has_totp": person.has_totp,
        "removed": person.is_removed,
    }


def _token(token: dict[str, Any]) -> dict[str, Any]:
    return {**token, "scope": list(token["scope"])}
