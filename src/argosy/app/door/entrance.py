"""Coming in: the one-time link, the password with its second factor, the session; who guesses is kept out for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from argosy.app.door import audit
from argosy.app.door.clock import in_utc
from argosy.app.door.people import Person, person_of
from argosy.app.door.schema import LINKS, PEOPLE, SESSIONS
from argosy.app.door.secrets import fingerprint, hashed, new_token, verified
from argosy.core.errors import RequestError

LINK_LIFE = timedelta(hours=24)
SESSION_LIFE = timedelta(hours=12)
MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
TOTP_SECONDS = 30
ISSUER = "Argosy"


class EntryRefusedError(RequestError):
    """Nobody comes in with this; the sentence does not say whether the account exists."""


@dataclass(frozen=True)
class Session:
    """A person at work; `csrf` is what every form that changes something has to bring."""

    person: Person
    csrf: str
    expires_at: datetime


def open_session(connection: sa.Connection, person: Person, at: datetime, address: str) -> str:
    """Begin a session; the token goes into the cookie and is not kept."""
    token = new_token()
    connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.expires_at <= at))
    row = {"token_hash": fingerprint(token), "person_id": person.id, "csrf": new_token()}
    connection.execute(sa.insert(SESSIONS).values(**row, created_at=at, expires_at=at + SESSION_LIFE))
    audit.write(connection, at, person.email, "session.begin", address=address)
    return token


def session(connection: sa.Connection, token: str, at: datetime) -> Session | None:
    """The session of a token; None where it has ended or its person was removed."""
    asked = (
        sa.select(PEOPLE, SESSIONS.c.csrf, SESSIONS.c.expires_at)
        .join(SESSIONS, SESSIONS.c.person_id == PEOPLE.c.id)
        .where(SESSIONS.c.token_hash == fingerprint(token), PEOPLE.c.removed_at.is_(None))
    )
    row = connection.execute(asked).mappings().first()
    if row is None or in_utc(row["expires_at"]) <= at:
        return None
    return Session(person_of({**row}), row["csrf"], in_utc(row["expires_at"]))


def end_session(connection: sa.Connection, token: str) -> None:
    """End a session."""
    connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.token_hash == fingerprint(token)))


def matched_hash(connection: sa.Connection, email: str, password: str) -> str | None:
    """The stored hash the password fits; None where it fits none. It takes as long for an address nobody has.

    Apart from `log_in`, since hashing takes its time and no writer should wait for it.
    """
    stored = connection.scalar(
        sa.select(PEOPLE.c.password_hash).where(PEOPLE.c.email == email.strip().lower(), PEOPLE.c.removed_at.is_(None))
    )
    return stored if verified(password, stored) else None


def log_in(
    connection: sa.Connection, email: str, matched: str | None, code: str, at: datetime, address: str
) -> Person | EntryRefusedError:
    """Who comes in with the hash that matched; or why nobody does, returned rather than raised so that the failure is written down."""
    row = connection.execute(sa.select(PEOPLE).where(PEOPLE.c.email == email.strip().lower())).mappings().first()
    known = {**row} if row is not None and row["removed_at"] is None else None
    locked_until = known["locked_until"] if known else None
    if known and locked_until is not None and in_utc(locked_until) > at:
        minutes = int((in_utc(locked_until) - at).total_seconds() // 60) + 1
        return EntryRefusedError("Too many tries; wait {minutes} minutes, then try again.", minutes=minutes)
    if known is None or matched is None or matched != known["password_hash"]:
        _failed(connection, known, at, email, address)
        return EntryRefusedError("E-mail address and password do not belong together.")
    if known["totp_secret"] is not None:
        step = matching_step(known["totp_secret"], code, at)
        if step is None or step <= known["totp_step"]:
            _failed(connection, known, at, email, address)
            return EntryRefusedError("Type the six digits your authenticator shows now.")
        connection.execute(sa.update(PEOPLE).where(PEOPLE.c.id == known["id"]).values(totp_step=step))
    connection.execute(sa.update(PEOPLE).where(PEOPLE.c.id == known["id"]).values(failures=0, locked_until=None))
    return person_of(known)


def _failed(connection: sa.Connection, known: dict[str, Any] | None, at: datetime, email: str, address: str) -> None:
    audit.write(connection, at, email.strip().lower() if known else "", "session.refused", address=address)
    if known is None:
        return
    failures = known["failures"] + 1
    values: dict[str, Any] = {"failures": failures}
    if failures >= MOST_FAILURES:
        values = {"failures": 0, "locked_until": at + LOCKED_FOR}
    connection.execute(sa.update(PEOPLE).where(PEOPLE.c.id == known["id"]).values(**values))


def make_link(connection: sa.Connection, person: Person, at: datetime) -> str:
    """A one-time link for setting a password; earlier ones of the same person are void."""
    connection.execute(sa.delete(LINKS).where(LINKS.c.person_id == person.id, LINKS.c.used_at.is_(None)))
    token = new_token()
    row = {"token_hash": fingerprint(token), "person_id": person.id, "created_at": at, "expires_at": at + LINK_LIFE}
    connection.execute(sa.insert(LINKS).values(**row))
    return token


def linked(connection: sa.Connection, token: str, at: datetime) -> Person:
    """Whose link it is; `EntryRefusedError` where it was used, has expired or never was."""
    asked = (
        sa.select(PEOPLE, LINKS.c.used_at, LINKS.c.expires_at)
        .join(LINKS, LINKS.c.person_id == PEOPLE.c.id)
        .where(LINKS.c.token_hash == fingerprint(token), PEOPLE.c.removed_at.is_(None))
    )
    row = connection.execute(asked).mappings().first()
    if row is None or row["used_at"] is not None or in_utc(row["expires_at"]) <= at:
        raise EntryRefusedError("This link was used, or has expired; ask an owner for a new one.")
    return person_of({**row})


def use_link(connection: sa.Connection, token: str, password: str, at: datetime) -> Person:
    """Set the password with a link, which is void then; sessions of before end, and so does a lock."""
    person = linked(connection, token, at)
    used = sa.update(LINKS).where(LINKS.c.token_hash == fingerprint(token), LINKS.c.used_at.is_(None))
    if connection.execute(used.values(used_at=at)).rowcount != 1:
        raise EntryRefusedError("This link was used, or has expired; ask an owner for a new one.")
    set_password(connection, person, password)
    return person


def set_password(connection: sa.Connection, person: Person, password: str) -> None:
    """Set a password; sessions of before end."""
    values = {"password_hash": hashed(password, person.email), "failures": 0, "locked_until": None}
    connection.execute(sa.update(PEOPLE).where(PEOPLE.c.id == person.id).values(**values))
    connection.execute(sa.delete(SESSIONS).where(SESSIONS.c.person_id == person.id))


def new_totp(person: Person) -> tuple[str, str]:
    """A fresh secret, and the address an authenticator takes it from."""
    import pyotp

    secret = pyotp.random_base32()
    return secret, pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=ISSUER)


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """The time step whose code this is, one step early or late allowed (RFC 6238, 5.2); None where it is none of them."""
    import hmac

    import pyotp

    now = int(at.timestamp()) // TOTP_SECONDS
    totp, typed = pyotp.TOTP(secret), code.strip().replace(" ", "")
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode()):
            return step
    return None


def set_totp(connection: sa.Connection, person: Person, secret: str | None, code: str, at: datetime) -> None:
    """Turn the second factor on with a code it gives now, or off (None)."""
    step = 0
    if secret is not None:
        found = matching_step(secret, code, at)
        if found is None:
            raise RequestError("Those digits do not fit; check the clock of your telephone and type the newest ones.")
        step = found
    connection.execute(sa.update(PEOPLE).where(PEOPLE.c.id == person.id).values(totp_secret=secret, totp_step=step))
