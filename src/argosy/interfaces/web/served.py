"""What a running server holds: the workspace as it lives, the jobs, the limits; found at `request.app.state.served`."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from fastapi import Request

from argosy.app.desk.desk import Desk
from argosy.app.desk.jobs import Jobs
from argosy.app.desk.live import Live
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


def served(request: Request) -> Served:
    """The server's state."""
    state = request.app.state.served
    assert isinstance(state, Served)
    return state
