"""The door itself: everything about people, behind one object; every change of it is an act in the book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from argosy.app.door import audit, entrance, people, tokens
from argosy.app.door.audit import Entry
from argosy.app.door.clock import Clock
from argosy.app.door.entrance import EntryRefusedError, Session
from argosy.app.door.people import Person
from argosy.app.door.roles import Permission
from argosy.app.door.schema import DOOR, PEOPLE
from argosy.app.door.seen import Seen
from argosy.app.door.tokens import Token
from argosy.loop.storage import Storage

NOBODY = "argosy"


class Door:
    """People, sessions and tokens of one workspace. Safe for several threads and processes."""

    def __init__(self, storage: Storage, clock: Clock | None = None) -> None:
        self.storage = storage
        storage.bring_up(DOOR)
        self.seen = Seen(storage)
        with storage.reading() as connection:
            self.clock = clock or Clock(audit.newest_at(connection))

    @classmethod
    def open(cls, url: str) -> Door:
        """Open the state database at a SQLAlchemy URL, making or migrating its tables."""
        return cls(Storage.open(url))

    def first_link(self, email: str, language: str) -> str | None:
        """While nobody has ever come in: make the owner, and a one-time link for them. None once somebody can."""
        with self.storage.writing() as connection:
            known = people.everybody(connection)
            if any(person.has_password or person.is_removed for person in known):
                return None
            now = self.clock.now()
            owner = known[0] if known else people.add(connection, email, "", people.OWNER, None, language, now)
            audit.write(connection, now, NOBODY, "link.make", owner.email)
            return entrance.make_link(connection, owner, now)

    def log_in(self, email: str, password: str, code: str, address: str) -> str:
        """A session's token; `EntryRefusedError` where nobody comes in with this."""
        with self.storage.reading() as connection:
            matched = entrance.matched_hash(connection, email, password)
        with self.storage.writing() as connection:
            now = self.clock.now()
            found = entrance.log_in(connection, email, matched, code, now, address)
            if isinstance(found, Person):
                return entrance.open_session(connection, found, now, address)
        raise found

    def session(self, token: str) -> Session | None:
        """The session of a cookie; read again only where anything in the database has changed since."""
        found = self.seen.get(f"session:{token}", lambda connection: entrance.session(connection, token, self.now()))
        return found if found and found.expires_at > self.now() else None

    def session_at_hand(self, token: str) -> Session | None:
        """The session of a cookie where it is known without asking the database; None where it has to be asked."""
        found: Session | None = self.seen.at_hand(f"session:{token}")
        return found if found and found.expires_at > self.now() else None

    def log_out(self, token: str) -> None:
        """End a session."""
        with self.storage.writing() as connection:
            entrance.end_session(connection, token)

    def linked(self, token: str) -> Person:
        """Whose one-time link it is."""
        with self.storage.reading() as connection:
            return entrance.linked(connection, token, self.clock.now())

    def use_link(self, token: str, password: str, address: str) -> str:
        """Set the password with a one-time link and begin a session."""
        with self.storage.writing() as connection:
            now = self.clock.now()
            person = entrance.use_link(connection, token, password, now)
            audit.write(connection, now, person.email, "password.set", address=address)
            return entrance.open_session(connection, person, now, address)

    def new_link(self, by: Person, person_id: str) -> str:
        """A new one-time link for somebody: invitation and forgotten password alike."""
        with self.storage.writing() as connection:
            person, now = people.find(connection, person_id), self.clock.now()
            if person.is_removed:
                raise EntryRefusedError("{email} was removed.", email=person.email)
            people.noted(connection, now, by, "link.make", person.email)
            return entrance.make_link(connection, person, now)

    def invite(self, by: Person, email: str, name: str, role: str, stores: Sequence[str] | None) -> tuple[Person, str]:
        """Make an account and a one-time link for it."""
        with self.storage.writing() as connection:
            now = self.clock.now()
            person = people.add(connection, email, name, role, stores, by.language, now)
            people.noted(connection, now, by, "person.invite", person.email, {"role": role, "stores": stores})
            return person, entrance.make_link(connection, person, now)

    def change(self, by: Person, person_id: str, role: str, stores: Sequence[str] | None) -> Person:
        """Give somebody another role or other stores."""
        with self.storage.writing() as connection:
            person = people.change(connection, person_id, role, stores)
            people.noted(
                connection, self.clock.now(), by, "person.change", person.email, {"role": role, "stores": stores}
            )
            return person

    def remove(self, by: Person, person_id: str) -> None:
        """Close an account; who is at work in it is out with the next click."""
        with self.storage.writing() as connection:
            now = self.clock.now()
            person = people.remove(connection, person_id, now)
            people.noted(connection, now, by, "person.remove", person.email)

    def people(self) -> tuple[Person, ...]:
        """Everybody."""
        with self.storage.reading() as connection:
            return people.everybody(connection)

    def prefer(self, person: Person, language: str, theme: str) -> None:
        """Remember somebody's language and theme."""
        with self.storage.writing() as connection:
            people.prefer(connection, person.id, language, theme)

    def set_password(self, person: Person, old: str, new: str) -> None:
        """Change one's own password; every session ends."""
        with self.storage.reading() as connection:
            matched = entrance.matched_hash(connection, person.email, old)
        if matched is None:
            raise EntryRefusedError("The old password is another one.")
        with self.storage.writing() as connection:
            entrance.set_password(connection, person, new)
            people.noted(connection, self.clock.now(), person, "password.set", person.email)

    def set_totp(self, person: Person, secret: str | None, code: str) -> None:
        """Turn one's own second factor on or off."""
        with self.storage.writing() as connection:
            now = self.clock.now()
            entrance.set_totp(connection, person, secret, code, now)
            people.noted(connection, now, person, "totp.on" if secret else "totp.off", person.email)

    def make_token(self, person: Person, name: str, scope: frozenset[Permission], days: int) -> tuple[str, Token]:
        """A new API token of one's own; the secret is shown once."""
        with self.storage.writing() as connection:
            now = self.clock.now()
            secret, token = tokens.make(connection, person, name, scope, days, now)
            people.noted(connection, now, person, "token.make", token.id, {"scope": list(token.scope), "days": days})
            return secret, token

    def tokens(self, person: Person) -> tuple[Token, ...]:
        """One's own tokens; everybody's for who manages."""
        own = None if person.may(Permission.MANAGE) else person.id
        with self.storage.reading() as connection:
            return tokens.listed(connection, self.clock.now(), own)

    def revoke_token(self, person: Person, token_id: str) -> None:
        """End a token."""
        own = None if person.may(Permission.MANAGE) else person.id
        with self.storage.writing() as connection:
            now = self.clock.now()
            tokens.revoke(connection, token_id, now, own)
            people.noted(connection, now, person, "token.revoke", token_id)

    def token_holder(self, secret: str) -> Person | None:
        """Whose API token it is, narrowed to its scope."""
        return self._still_held(self.seen.get(f"token:{secret}", lambda held: tokens.holder(held, secret, self.now())))

    def token_holder_at_hand(self, secret: str) -> Person | None:
        """Whose API token it is where that is known without asking the database; None where it has to be asked."""
        return self._still_held(self.seen.at_hand(f"token:{secret}"))

    def _still_held(self, found: tuple[Person, datetime] | None) -> Person | None:
        return found[0] if found and found[1] > self.now() else None

    def log_in_by_provider(self, claims: dict[str, Any], address: str) -> str:
        """A session for whom the identity provider vouches: an account of that subject, or of that verified address."""
        subject, email = str(claims["sub"]), str(claims.get("email", "")).lower()
        with self.storage.writing() as connection:
            now = self.clock.now()
            by_subject = sa.select(PEOPLE.c.id).where(PEOPLE.c.oidc_subject == subject)
            found = connection.scalar(by_subject.where(PEOPLE.c.removed_at.is_(None)))
            if found is None and claims.get("email_verified") is True:
                by_email = sa.select(PEOPLE.c.id).where(PEOPLE.c.email == email, PEOPLE.c.oidc_subject.is_(None))
                found = connection.scalar(by_email.where(PEOPLE.c.removed_at.is_(None)))
                if found is not None:
                    connection.execute(sa.update(PEOPLE).where(PEOPLE.c.id == found).values(oidc_subject=subject))
            if found is None:
                raise EntryRefusedError("There is no account for you here; ask an owner to invite you.")
            return entrance.open_session(connection, people.find(connection, found), now, address)

    def note(self, person: Person, action: str, on: str = "", detail: dict[str, object] | None = None) -> None:
        """Write an act into the book."""
        with self.storage.writing() as connection:
            people.noted(connection, self.clock.now(), person, action, on, detail)

    def entries(self, before: int | None = None, limit: int = audit.PAGE) -> tuple[Entry, ...]:
        """The book of acts, the newest first."""
        with self.storage.reading() as connection:
            return audit.entries(connection, before, limit)

    def now(self) -> datetime:
        """The present instant by the door's clock."""
        return self.clock.now()
