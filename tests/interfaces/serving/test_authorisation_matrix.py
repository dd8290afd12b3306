"""Every route by every role, generated from the routes: a new route without a rule fails here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from argosy.app.door.roles import ROLES, Permission
from argosy.interfaces.web.entry import Allowed

OPEN = {
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("GET", "/api/openapi.json"),
    ("HEAD", "/api/openapi.json"),
    ("GET", "/login"),
    ("POST", "/login"),
    ("POST", "/logout"),
    ("GET", "/welcome/{token}"),
    ("POST", "/welcome/{token}"),
    ("POST", "/language"),
    ("GET", "/oidc/begin"),
    ("GET", "/oidc/back"),
}
"""What anybody may ask for; everything else needs a rule."""


def rules(app: Any) -> Iterator[tuple[str, str, Allowed | None]]:
    """Method, path and rule of every route; mounted files have none and need none."""
    for route in iter_route_contexts(app.routes):
        if route.methods is None:
            continue
        dependant = getattr(route, "dependant", None)
        calls = [one.call for one in dependant.dependencies] if dependant else []
        rule = next((call for call in calls if isinstance(call, Allowed)), None)
        for method in sorted(route.methods):
            yield method, str(route.path), rule


def test_every_route_has_a_rule_or_is_open_on_purpose(site: Any) -> None:
    found = list(rules(site))
    assert len(found) > 60
    assert [(method, path) for method, path, rule in found if rule is None and (method, path) not in OPEN] == []
    assert OPEN - {(method, path) for method, path, _ in found} == set()


def test_nobody_is_let_in_without_being_known(site: Any) -> None:
    client = TestClient(site, raise_server_exceptions=False)
    for method, path, rule in rules(site):
        if rule is not None:
            answer = client.request(method, filled(path), follow_redirects=False)
            assert answer.status_code == 401, (method, path, answer.text)


def test_a_role_is_let_in_exactly_where_it_has_the_permission(site: Any, token: Callable[[str], str]) -> None:
    client = TestClient(site, raise_server_exceptions=False)
    for role in ROLES.values():
        if role.name == "owner":  # may do everything, and would: removing people among it
            continue
        headers = {"authorization": f"Bearer {token(role.name)}"}
        for method, path, rule in rules(site):
            if rule is None or method == "DELETE" or "/jobs/" in path:
                continue
            answer = client.request(method, filled(path), headers=headers, follow_redirects=False)
            refused = answer.status_code == 403 and "not_allowed" in answer.text
            may = rule.permission is None or role.may(rule.permission)
            assert refused != may, (role.name, method, path, answer.status_code, answer.text[:300])
            assert answer.status_code < 500, (role.name, method, path, answer.text[:300])


def test_only_managers_delete(site: Any, ask: Callable[..., Any]) -> None:
    for role in ("finance", "viewer", "agency"):
        assert ask(role, "DELETE", "/api/v1/people/0123456789ab").status_code == 403
    assert ask("owner", "DELETE", "/api/v1/people/0123456789ab").status_code == 404


def test_a_token_is_never_wider_than_its_scope(site: Any) -> None:
    door = site.state.served.live.door
    owner = next(one for one in door.people() if one.email == "owner@localhost")
    secret, _ = door.make_token(owner, "narrow", frozenset({Permission.READ}), 1)
    client = TestClient(site, headers={"authorization": f"Bearer {secret}"})
    assert client.get("/api/v1/decisions").status_code == 200
    assert client.get("/api/v1/people").status_code == 403
    assert client.post("/api/v1/tokens", json={"name": "x", "scope": ["manage"], "days": 1}).status_code == 400


def filled(path: str) -> str:
    """The path with something in every place."""
    path = path.replace("{name}", "market").replace("{verb}", "nothing")
    path = re.sub(r"\{[a-z_]+\}", "0123456789abcdef", path)
    return f"{path}?metrics=orders&name=a.csv" if "measure" in path or "trace" in path or "files" in path else path
