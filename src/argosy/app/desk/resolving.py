"""Rows kept apart, settled by a person: corrected, so that their file is loaded again, or left apart on purpose, with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from argosy.app.desk.jobs import Job
from argosy.app.desk.sensitivity import NotAllowedError
from argosy.app.desk.work import Errand
from argosy.app.door.roles import Permission
from argosy.app.door.schema import RESOLUTIONS
from argosy.core.errors import RequestError

if TYPE_CHECKING:
    from argosy.app.desk.desk import Desk
    from argosy.app.desk.live import Live

LEFT, CORRECTED, AGAIN = "left", "corrected", "again"
MOST_LINES = 200
LONGEST_CELL = 4000


@dataclass(frozen=True)
class Resolution:
    """What a person has settled about a row: `left`, `corrected`, or `again` for the rows beside a corrected one."""

    line: int
    action: str
    reason: str
    actor: str


def resolutions(live: Live, load_id: str) -> dict[int, Resolution]:
    """What was settled about the rows of a load, by data row."""
    asked = sa.select(RESOLUTIONS).where(RESOLUTIONS.c.load_id == load_id)
    with live.door.storage.reading() as connection:
        rows = connection.execute(asked).mappings().all()
    return {row["line"]: Resolution(row["line"], row["action"], row["reason"], row["actor"]) for row in rows}


def settled_counts(live: Live) -> dict[str, int]:
    """How many rows were settled, by load."""

    def read(connection: sa.Connection) -> dict[str, int]:
        asked = sa.select(RESOLUTIONS.c.load_id, sa.func.count()).group_by(RESOLUTIONS.c.load_id)
        return {row[0]: int(row[1]) for row in connection.execute(asked)}

    found: dict[str, int] = live.door.seen.get("settled", read)
    return found


def leave(desk: Desk, load_id: str, lines: Sequence[int], reason: str) -> None:
    """Leave rows apart on purpose; `RequestError` without a reason, or where there is no such row."""
    desk.require(Permission.INGEST)
    if not 1 <= len(reason) <= 1000:
        raise RequestError("Say in a few words why these rows stay apart.")
    chosen = _rows(desk, load_id, lines)
    values = {"load_id": load_id, "action": LEFT, "reason": reason, "changes": {}, "actor": desk.person.email}
    record(desk.live, [{**values, "line": line} for line in chosen])
    desk.note("rows.leave", load_id, {"lines": sorted(chosen)})


def correct(desk: Desk, load_id: str, changes: Mapping[int, Mapping[str, str]]) -> Job:
    """Correct cells of rows and load their file again, in the background; `RequestError` where nothing is changed."""
    desk.require(Permission.INGEST)
    if not (desk.person.may(Permission.SEE_PERSONAL) and desk.person.may(Permission.SEE_PROFIT)):
        raise NotAllowedError(
            "The rows as they came are hidden from your role, so you cannot correct them; ask an owner."
        )
    known = _rows(desk, load_id, list(changes))
    real = {
        line: {name: text[:LONGEST_CELL] for name, text in cells.items() if text != _shown(known[line], name)}
        for line, cells in changes.items()
    }
    real = {line: cells for line, cells in real.items() if cells}
    if not real:
        raise RequestError("No cell was changed.")
    asked: dict[str, Any] = {"load_id": load_id, "actor": desk.person.email}
    asked["changes"] = {str(line): cells for line, cells in real.items()}
    desk.note("rows.correct", load_id, {"lines": sorted(real)})
    return desk.jobs.begin(Errand("correct", asked), desk.person.id)


def _shown(row: Mapping[str, Any], name: str) -> str:
    value = row["raw"].get(name)
    return "" if value is None else str(value)


def _rows(desk: Desk, load_id: str, lines: Sequence[int]) -> dict[int, Mapping[str, Any]]:
    """The rows kept apart of these lines; `RequestError` where one is none, or was settled already."""
    from argosy.app.desk.intake import kept_apart

    if not 1 <= len(lines) <= MOST_LINES:
        raise RequestError("Choose 1 to {most} rows.", most=MOST_LINES)
    known = {row["line"]: row for row in kept_apart(desk, load_id)}
    settled = resolutions(desk.live, load_id)
    for line in lines:
        if line not in known or line in settled:
            raise RequestError("Data row {line} does not wait any more; load the page again.", line=line)
    return {line: known[line] for line in lines}


def record(live: Live, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write down what was settled; a row that was settled meanwhile stays as it is."""
    now = live.door.now()
    with live.door.storage.writing() as connection:
        for row in rows:
            same = sa.select(RESOLUTIONS.c.id).where(
                RESOLUTIONS.c.load_id == row["load_id"], RESOLUTIONS.c.line == row["line"]
            )
            if connection.scalar(same) is None:
                connection.execute(sa.insert(RESOLUTIONS).values(**row, created_at=now))
