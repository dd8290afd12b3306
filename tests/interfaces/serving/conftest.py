"""A served workspace with people of every role and two decisions, all in this process."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from argosy.app.desk.live import Live
from argosy.app.door.roles import ROLES
from argosy.app.workspace import open_workspace
from argosy.interfaces.server.application import application
from argosy.interfaces.web.limits import Limits, Rate

PASSWORD = "correct horse battery"
MAKER = Callable[..., Any]


class Unlimited(Limits):
    """Limits that let everything pass: what is tested here is not how often."""

    def take(self, caller: str, rate: Rate) -> None:
        return None


@pytest.fixture(scope="session")
def seller(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The loaded workspace; its register and its people are filled by `site`."""
    return Path(shutil.copytree(loaded, tmp_path_factory.mktemp("served") / "workspace"))


@pytest.fixture(scope="session")
def decisions(loaded: Path) -> MAKER:
    import sys

    module = next(one for name, one in sys.modules.items() if name.endswith("interfaces.conftest"))
    made: MAKER = module.make_decision
    return made


@pytest.fixture(scope="session")
def site(seller: Path, decisions: MAKER) -> Iterator[Any]:
    """The application, with everybody in it."""
    app = application(open_workspace(seller))
    live: Live = app.state.served.live
    app.state.served.limits = Unlimited()
    live.register.propose(
        [
            decisions(as_of=date(2011, 1, 7), expires_on=date(2027, 1, 31)),
            decisions(subject="market:FR", as_of=date(2011, 1, 7), expires_on=date(2027, 1, 31)),
        ],
        "argosy",
        datetime.now(UTC),
        on=date(2011, 1, 7),
    )
    link = live.door.first_link("owner@localhost", "en")
    assert link
    live.door.use_link(link, PASSWORD, "test")
    owner = next(one for one in live.door.people() if one.email == "owner@localhost")
    for name in ROLES:
        if name != "owner":
            live.door.invite(owner, f"{name}@example.com", name, name, None)
    with TestClient(app):
        yield app


@pytest.fixture
def token(site: Any) -> Callable[[str], str]:
    """An API token of a role, as wide as the role."""

    def made(role: str) -> str:
        door = site.state.served.live.door
        person = next(one for one in door.people() if one.role.name == role and not one.is_removed)
        return str(door.make_token(person, "test", person.permissions(), 1)[0])

    return made


@pytest.fixture
def ask(site: Any, token: Callable[[str], str]) -> Callable[..., Any]:
    """A request as a role: `ask("viewer", "GET", "/api/v1/me")`."""
    client = TestClient(site, raise_server_exceptions=False)

    def asked(role: str, method: str, path: str, **options: Any) -> Any:
        headers = {"authorization": f"Bearer {token(role)}", **options.pop("headers", {})}
        return client.request(method, path, headers=headers, follow_redirects=False, **options)

    return asked


@pytest.fixture
def finished(ask: Callable[..., Any]) -> Callable[[str], dict[str, Any]]:
    """A job once it has ended."""

    def waited(job_id: str) -> dict[str, Any]:
        for _ in range(200):
            job = ask("owner", "GET", f"/api/v1/jobs/{job_id}").json()
            if job["state"] in ("done", "failed"):
                return dict(job)
            time.sleep(0.1)
        raise AssertionError("the job does not end")

    return waited


@pytest.fixture
def password() -> str:
    """The owner's."""
    return PASSWORD


@pytest.fixture
def browser(site: Any) -> TestClient:
    """The owner's browser, logged in."""
    client = TestClient(site, headers={"accept": "text/html"}, raise_server_exceptions=False)
    answer = client.post("/login", data={"email": "owner@localhost", "password": PASSWORD}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return client


@pytest.fixture
def own_desk(loaded: Path, tmp_path: Path) -> Iterator[tuple[TestClient, Any]]:
    """An owner's browser over a workspace of its own."""
    app = application(open_workspace(Path(shutil.copytree(loaded, tmp_path / "shop"))))
    door = app.state.served.live.door
    link = door.first_link("owner@localhost", "en")
    with TestClient(app, headers={"accept": "text/html"}) as client:
        client.cookies.set("argosy_session", door.use_link(link, PASSWORD, "test"))
        yield client, app
