"""People: who has an account, with which role and for which stores. Nobody is deleted: who is removed cannot come in any more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from argosy.app.door import audit
from argosy.app.door.roles import Permission, Role, role
from argosy.app.door.schema import LINKS, PEOPLE, SESSIONS, TOKENS
from argosy.app.door.secrets import new_id
from argosy.core.errors import RequestError
from argosy.core.text import mark

LANGUAGES = {"zh-Hans": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
THEMES = {"auto": mark("as the machine"), "light": mark("light"), "dark": mark("dark")}
OWNER = "owner"
_EMAIL = re.compile(r"[^@\s<>\"']{1,64}@[^@\s<>\"']{1,180}\Z")


@dataclass(frozen=True)
class Person:
    """Somebody with an account; `stores` None means every store. `scope` is what an API token narrows the role to (None: nothing)."""

    id: str
    email: str
    name: str
    role: Role
    stores: tuple[str, ...] | None = None
    language: str = "en"
    theme: str = "auto"
    has_password: bool = False
    has_totp: bool = False
    is_removed: bool = False
    scope: frozenset[Permission] | None = None
    address: str = ""

    def may(self, permission: Permission) -> bool:
        """Whether the role has the permission and the token, where one is used, does not take it away."""
        return self.role.may(permission) and (self.scope is None or permission in self.scope)

    def permissions(self) -> frozenset[Permission]:
        """Everything the person may do."""
        return frozenset(one for one in Permission if self.may(one))

    def limited_to(self, scope: frozenset[Permission]) -> Person:
        """The person as a token shows them."""
        return replace(self, scope=scope)

    def at(self, address: str) -> Person:
        """The person as they come from an address."""
        return replace(self, address=address)


def person_of(row: Mapping[str, Any]) -> Person:
    """A row of the table as a person."""
    return Person(
        id=row["id"],
        email=row["email"],
        name=row["name"],
        role=role(row["role"]),
        stores=None if row["stores"] is None else tuple(row["stores"]),
        language=row["language"],
        theme=row["theme"],
        has_password=row["password_hash"] is not None,
        has_totp=row["totp_secret"] is not None,
        is_removed=row["removed_at"] is not None,
    )


def everybody(connection: sa.Connection) -> tuple[Person, ...]:
    """Everybody who has or had an account, by e-mail address."""
    rows = connection.execute(sa.select(PEOPLE).order_by(PEOPLE.c.email)).mappings()
    return tuple(person_of({**row}) for row in rows)


def find(connection: sa.Connection, person_id: str) -> Person:
    """The person of that id; `RequestError` where there is none."""
    row = connection.execute(sa.select(PEOPLE).where(PEOPLE.c.id == person_id)).mappings().first()
    if row is None:
        raise RequestError("There is no person {id}.", id=person_id)
    return person_of({**row})


def add(
    connection: sa.Connection,
    email: str,
    name: str,
    role_name: str,
    stores: Sequence[str] | None,
    language: str,
    at: datetime,
) -> Person:
    """Make an account without a password; `RequestError` where the address is none or is taken. Who was removed comes back as somebody new:
    without password, second factor or tokens, with what they once did still theirs in the books.
    """
    address = email.strip().lower()
    if not _EMAIL.match(address):
        raise RequestError("{email!r} is no e-mail address; write one such as ann@example.com.", email=email)
    before = connection.execute(sa.select(PEOPLE.c.id, PEOPLE.c.removed_at).where(PEOPLE.c.email == address)).first()
    if before is not None and before.removed_at is None:
        raise RequestError("There is an account of {email} already.", email=address)
    row: dict[str, Any] = {
        "id": before.id if before else new_id(),
        "email": address,
        "name": (name.strip() or address.partition("@")[0])[:120],
        "role": role(role_name).name,
        "stores": None if stores is None else list(stores),
        "language": language if language in LANGUAGES else "en",
        "theme": "auto",
        "totp_step": 0,
        "failures": 0,
        "created_at": at,
    }
    if before is not None:
        nothing = {
            "removed_at": None,
            "password_hash": None,
            "totp_secret": None,
            "oidc_subject": None,
            "locked_until": None,
        }
        connection.execute(sa.update(PEOPLE).where(PEOPLE.c.id == before.id).values(**row, **nothing))
    else:
        connection.execute(sa.insert(PEOPLE).values(**row))
    return find(connection, str(row["id"]))


def change(connection: sa.Connection, person_id: str, role_name: str, stores: Sequence[str] | None) -> Person:
    """Give another role or other stores; the last owner stays owner."""
    before = find(connection, person_id)
    if before.role.name == OWNER and role_name != OWNER:
        _refuse_last_owner(connection, before)
    values = {"role": role(role_name).name, "stores": None if stores is None else list(stores)}
    connection.execute(sa.update(PEOPLE).where(PEOPLE.c.id == person_id).values(**values))
    return find(connection, person_id)


def prefer(connection: sa.Connection, person_id: str, language: str, theme: str) -> None:
    """Remember in which language and theme somebody works."""
    if language not in LANGUAGES or theme not in THEMES:
        raise RequestError(
            "There is no language {language} or theme {theme}; choose among those shown.",
            language=language,
            theme=theme,
        )
    chosen = sa.update(PEOPLE).where(PEOPLE.c.id == person_id)
    connection.execute(chosen.values(language=language, theme=theme))


def remove(connection: sa.Connection, person_id: str, at: datetime) -> Person:
    """Close an account: sessions, links and tokens end at once; what the person did stays in the books."""
    person = find(connection, person_id)
    if person.role.name == OWNER:
        _refuse_last_owner(connection, person)
    connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.person_id == person_id))
    connection.execute(sa.delete(LINKS).where(LINKS.c.person_id == person_id))
    own_tokens = sa.update(TOKENS).where(TOKENS.c.person_id == person_id, TOKENS.c.revoked_at.is_(None))
    connection.execute(own_tokens.values(revoked_at=at))
    connection.execute(sa.update(PEOPLE).where(PEOPLE.c.id == person_id).values(removed_at=at, password_hash=None))
    return person


def _refuse_last_owner(connection: sa.Connection, person: Person) -> None:
    others = sa.select(sa.func.count()).where(
        PEOPLE.c.role == OWNER, PEOPLE.c.removed_at.is_(None), PEOPLE.c.id != person.id
    )
    if not connection.scalar(others):
        raise RequestError("{email} is the last owner; make somebody else an owner first.", email=person.email)


def noted(
    connection: sa.Connection,
    at: datetime,
    by: Person,
    action: str,
    on: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write an act of a person into the book."""
    audit.write(connection, at, by.email, action, on, detail, by.address)
