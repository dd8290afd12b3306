"""How far the state database has come: what pages are made of moves with these numbers and with nothing else in it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from argosy.app.door.schema import JOBS, NOTES, RESOLUTIONS, TARGETS, VIEWS
from argosy.loop.storage import EVENTS


@dataclass(frozen=True)
class Standing:
    """The newest event, note, view and settled row, the targets, the jobs by state, and who keeps views of their own."""

    event: int
    note: int
    view: int
    settled: int
    targets: str
    jobs: str
    with_views: frozenset[str]

    @property
    def version(self) -> str:
        """The same as long as nothing of it moves."""
        return f"{self.event}.{self.note}.{self.view}.{self.settled}.{self.targets}.{self.jobs}"


def standing(connection: sa.Connection) -> Standing:
    """How far it has come."""

    def newest(column: sa.ColumnElement[int]) -> int:
        return int(connection.scalar(sa.select(sa.func.max(column))) or 0)

    states = sa.select(JOBS.c.state, sa.func.count()).group_by(JOBS.c.state).order_by(JOBS.c.state)
    jobs = "".join(f"{state[0]}{count}" for state, count in connection.execute(states))
    owners = frozenset(connection.execute(sa.select(VIEWS.c.person_id).distinct()).scalars())
    told = connection.execute(
        sa.select(sa.func.count(), sa.func.max(TARGETS.c.created_at)).select_from(TARGETS)
    ).first()
    targets = "-".join(str(one) for one in told or ())
    event, note, view, settled = (newest(table.c.id) for table in (EVENTS, NOTES, VIEWS, RESOLUTIONS))
    return Standing(event, note, view, settled, targets, jobs, owners)
