"""Answers that stand are given again, to others too, and never where they should not be."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from argosy.app.desk import desk as desk_module

PASSWORD = "another horse, another battery"


@pytest.fixture
def colleague(site: Any) -> Callable[[str, str], TestClient]:
    """A browser of somebody new, with the e-mail address's first part as name."""

    def made(email: str, role: str) -> TestClient:
        door = site.state.served.live.door
        owner = next(one for one in door.people() if one.email == "owner@localhost")
        known = [one for one in door.people() if one.email == email]
        link = door.new_link(owner, known[0].id) if known else door.invite(owner, email, "", role, None)[1]
        client = TestClient(site, headers={"accept": "text/html"}, raise_server_exceptions=False)
        client.cookies.set("argosy_session", door.use_link(link, PASSWORD, "test"))
        return client

    return made


def _counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []
    true = desk_module.Desk.decisions

    def decisions(self: Any, *names: str) -> Any:
        asked.append(self.person.email)
        return true(self, *names)

    monkeypatch.setattr(desk_module.Desk, "decisions", decisions)
    return asked


def test_a_page_stands_for_who_sees_the_same_with_ones_own_name_and_token_in_it(
    colleague: Callable[[str, str], TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob = colleague("ann@example.com", "marketing"), colleague("bob@example.com", "marketing")
    asked = _counted(monkeypatch)
    pages = [client.get("/") for client in (ann, ann, bob, bob, ann)]
    assert [page.status_code for page in pages] == [200] * 5
    assert set(asked) == {"ann@example.com"}
    tokens = [set(re.findall(r'name="csrf"[^>]*value="([^"]+)"', page.text)) for page in pages]
    assert tokens[0] == tokens[1] == tokens[4] != tokens[2] == tokens[3]
    assert all(len(found) == 1 for found in tokens)
    assert "ann · " in pages[4].text
    assert "bob · " in pages[3].text
    assert not re.search(r"(csrf|name)-[0-9a-f]{24}", pages[3].text)
    assert "default-src 'none'" in pages[4].headers["content-security-policy"]


def test_what_happened_is_seen_with_the_next_click_and_who_was_removed_is_out(
    colleague: Callable[[str, str], TestClient], site: Any, decisions: Callable[..., Any]
) -> None:
    client = colleague("carl@example.com", "viewer")
    client.get("/")
    assert "market:IT" not in client.get("/").text
    live = site.state.served.live
    made = decisions(subject="market:IT", as_of=date(2011, 1, 7), expires_on=date(2027, 1, 31))
    live.register.propose([made], "argosy", datetime.now(UTC), on=date(2011, 1, 7))
    target = live.register.threads()[-1].id
    assert f"/decisions/{target}" in client.get("/").text
    owner = next(one for one in live.door.people() if one.email == "owner@localhost")
    live.door.remove(owner, next(one.id for one in live.door.people() if one.email == "carl@example.com"))
    assert client.get("/", follow_redirects=False).headers["location"] == "/login"


def test_reading_what_is_personal_is_written_down_every_time(ask: Callable[..., Any], site: Any) -> None:
    door = site.state.served.live.door

    newest = door.entries()[0].id
    for _ in range(3):
        assert ask("support", "GET", "/api/v1/measure?metrics=orders&by=customer").status_code == 200
    assert sum(one.action == "personal.read" and one.id > newest for one in door.entries()) == 3


def test_an_answer_kept_for_a_program_still_knows_its_etag(site: Any, token: Callable[[str], str]) -> None:
    client, path = (
        TestClient(site, headers={"authorization": f"Bearer {token('viewer')}"}),
        "/api/v1/measure?metrics=orders",
    )
    answers = [client.get(path) for _ in range(3)]
    assert len({one.text for one in answers}) == 1
    again = client.get(path, headers={"if-none-match": answers[2].headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
