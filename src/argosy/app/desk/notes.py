"""What people write beside the numbers: notes on a day, for everybody; views by name, for themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from argosy.app.desk.desk import Desk
from argosy.app.door.roles import Permission
from argosy.app.door.schema import NOTES, PEOPLE, VIEWS
from argosy.core.errors import RequestError

LONGEST_NOTE = 1000
MOST_SHOWN = 50


@dataclass(frozen=True)
class Note:
    """A note of somebody on a day."""

    id: int
    on_day: date | None
    text: str
    author: str


@dataclass(frozen=True)
class View:
    """A question kept under a name; `address` is where it is asked."""

    id: int
    name: str
    address: str


def notes(desk: Desk, subject: str) -> tuple[Note, ...]:
    """The newest notes on a subject."""
    desk.require(Permission.READ)
    asked = (
        sa.select(NOTES, PEOPLE.c.name)
        .join(PEOPLE, PEOPLE.c.id == NOTES.c.person_id)
        .where(NOTES.c.subject == subject)
        .order_by(NOTES.c.id.desc())
        .limit(MOST_SHOWN)
    )
    with desk.live.door.storage.reading() as connection:
        return tuple(Note(row.id, row.on_day, row.text, row.name) for row in connection.execute(asked))


def annotate(desk: Desk, subject: str, day: str, text: str) -> None:
    """Write a note; `RequestError` where it is empty, too long, or the day is none."""
    desk.require(Permission.ACT)
    if not 1 <= len(text) <= LONGEST_NOTE:
        raise RequestError("A note has 1 to {most} characters.", most=LONGEST_NOTE)
    try:
        on_day = date.fromisoformat(day) if day else None
    except ValueError as error:
        raise RequestError("{day!r} is no day; write one such as 2026-03-01.", day=day) from error
    row = {"subject": subject, "on_day": on_day, "text": text, "person_id": desk.person.id}
    with desk.live.door.storage.writing() as connection:
        connection.execute(sa.insert(NOTES).values(**row, created_at=desk.live.door.now()))
    desk.note("note.write", subject)


def views(desk: Desk) -> tuple[View, ...]:
    """One's own views, by name."""
    asked = sa.select(VIEWS).where(VIEWS.c.person_id == desk.person.id).order_by(VIEWS.c.name)
    with desk.live.door.storage.reading() as connection:
        return tuple(View(row.id, row.name, row.address) for row in connection.execute(asked.limit(MOST_SHOWN)))


def save_view(desk: Desk, name: str, address: str) -> None:
    """Keep a question under a name; one of that name before is replaced."""
    desk.require(Permission.READ)
    if not name or len(name) > 120 or len(address) > 4000:
        raise RequestError("Give the view a name of at most 120 characters.")
    row = {"person_id": desk.person.id, "name": name, "address": address, "created_at": desk.live.door.now()}
    with desk.live.door.storage.writing() as connection:
        connection.execute(sa.delete(VIEWS).where(VIEWS.c.person_id == desk.person.id, VIEWS.c.name == name))
        connection.execute(sa.insert(VIEWS).values(**row))
