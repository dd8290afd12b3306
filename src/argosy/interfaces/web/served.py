"""What a running server holds: the workspace as it lives, the jobs, the limits; found at `request.app.state.served`."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date

from fastapi import Request

from argosy.app.desk.desk import Desk
from argosy.app.desk.jobs import Jobs
from argosy.app.desk.live import Live
from argosy.app.desk.standing import Standing
from argosy.app.door.oidc import Provider
from argosy.app.door.people import Person
from argosy.interfaces.web.limits import Limits


@dataclass
class Served:
    """One server process. `is_https` makes cookies travel by https only."""

    live: Live
    jobs: Jobs
    provider: Provider | None = None
    is_https: bool = False
    limits: Limits = field(default_factory=Limits)
    cookie_key: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def desk(self, person: Person) -> Desk:
        """Argosy as that person may use it."""
        return Desk(self.live, self.jobs, person)

    def version(self, standing: Standing) -> str:
        """Moves whenever anything moves that an answer is made of: the snapshot, the register, notes, jobs, and the day."""
        return f"{self.live.snapshot}|{standing.version}|{date.today()}"  # noqa: DTZ011 - pages say how old the books are today


def served(request: Request) -> Served:
    """The server's state."""
    state = request.app.state.served
    assert isinstance(state, Served)
    return state
