"""API tokens: for programs, with a scope and an expiry; shown once, kept as a hash."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from argosy.app.door.clock import in_utc
from argosy.app.door.people import Person, person_of
from argosy.app.door.roles import Permission
from argosy.app.door.schema import PEOPLE, TOKENS
from argosy.app.door.secrets import fingerprint, new_id, new_token
from argosy.core.errors import RequestError

PREFIX = "argosy_"
LONGEST_LIFE = timedelta(days=366)


@dataclass(frozen=True)
class Token:
    """A token as it is listed: never the secret itself."""

    id: str
    name: str
    person_id: str
    email: str
    scope: tuple[Permission, ...]
    created_at: datetime
    expires_at: datetime
    is_valid: bool


def permissions_of(words: Iterable[str]) -> frozenset[Permission]:
    """The permissions a scope names; `RequestError` names those there are."""
    known = {one.value for one in Permission}
    asked = [word.strip() for word in words if word.strip()]
    if unknown := [word for word in asked if word not in known]:
        raise RequestError(
            "There is no permission {words}; the permissions are: {known}.",
            words=", ".join(unknown),
            known=", ".join(sorted(known)),
        )
    return frozenset(Permission(word) for word in asked)


def make(
    connection: sa.Connection, person: Person, name: str, scope: frozenset[Permission], days: int, at: datetime
) -> tuple[str, Token]:
    """A new token of the person, never wider than they are; the secret is handed out here and nowhere else."""
    if not 1 <= days <= LONGEST_LIFE.days:
        raise RequestError("A token lives 1 to {most} days, not {days}.", most=LONGEST_LIFE.days, days=days)
    if not scope or not scope <= person.permissions():
        raise RequestError("A token can do no more than you may, and something at least.")
    secret, token_id = PREFIX + new_token(), new_id()
    row = {
        "id": token_id,
        "token_hash": fingerprint(secret),
        "person_id": person.id,
        "name": name.strip()[:120] or token_id[:8],
        "scope": sorted(one.value for one in scope),
        "created_at": at,
        "expires_at": at + timedelta(days=days),
    }
    connection.execute(sa.insert(TOKENS).values(**row))
    return secret, next(one for one in listed(connection, at, person.id) if one.id == token_id)


def holder(connection: sa.Connection, secret: str, at: datetime) -> tuple[Person, datetime] | None:
    """Whose token it is, narrowed to its scope, and until when; None where it is void."""
    asked = (
        sa.select(PEOPLE, TOKENS.c.scope, TOKENS.c.expires_at)
        .join(TOKENS, TOKENS.c.person_id == PEOPLE.c.id)
        .where(TOKENS.c.token_hash == fingerprint(secret), TOKENS.c.revoked_at.is_(None), PEOPLE.c.removed_at.is_(None))
    )
    row = connection.execute(asked).mappings().first()
    if row is None or in_utc(row["expires_at"]) <= at:
        return None
    return person_of({**row}).limited_to(permissions_of(row["scope"])), in_utc(row["expires_at"])


def listed(connection: sa.Connection, at: datetime, person_id: str | None = None) -> tuple[Token, ...]:
    """Tokens of a person, or of everybody, the newest first."""
    asked = sa.select(TOKENS, PEOPLE.c.email).join(PEOPLE, PEOPLE.c.id == TOKENS.c.person_id)
    if person_id is not None:
        asked = asked.where(TOKENS.c.person_id == person_id)
    return tuple(
        Token(
            id=row["id"],
            name=row["name"],
            person_id=row["person_id"],
            email=row["email"],
            scope=tuple(sorted(permissions_of(row["scope"]))),
            created_at=in_utc(row["created_at"]),
            expires_at=in_utc(row["expires_at"]),
            is_valid=row["revoked_at"] is None and in_utc(row["expires_at"]) > at,
        )
        for row in connection.execute(asked.order_by(TOKENS.c.created_at.desc(), TOKENS.c.id)).mappings()
    )


def revoke(connection: sa.Connection, token_id: str, at: datetime, person_id: str | None) -> None:
    """End a token; with `person_id` only one of theirs. `RequestError` where there is none."""
    named = sa.update(TOKENS).where(TOKENS.c.id == token_id, TOKENS.c.revoked_at.is_(None))
    if person_id is not None:
        named = named.where(TOKENS.c.person_id == person_id)
    if connection.execute(named.values(revoked_at=at)).rowcount != 1:
        raise RequestError("There is no valid token {id} of yours.", id=token_id)
