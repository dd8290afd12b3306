"""The MCP server: the same desk, so the same permissions and masks; what a token may not do is not offered."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from argosy.app.desk.desk import Desk
from argosy.app.door.roles import Permission

pytest.importorskip("mcp", reason="the extra `mcp` is not installed, so there is no MCP server to test")


@pytest.fixture
def called(site: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Call a tool as a role with a scope: `called("viewer", {READ}, "metrics")`; without a tool, the names offered."""
    from mcp import Client

    from argosy.interfaces.mcp.serving import TOKEN_VARIABLE, server

    live, jobs = site.state.served.live, site.state.served.jobs

    def call(role: str, scope: set[Permission], tool: str = "", **arguments: object) -> Any:
        person = next(one for one in live.door.people() if one.role.name == role and not one.is_removed)
        secret, _ = live.door.make_token(person, "assistant", frozenset(scope), 1)
        monkeypatch.setenv(TOKEN_VARIABLE, secret)

        async def talk() -> Any:
            async with Client(server(Desk(live, jobs, person.limited_to(frozenset(scope))))) as client:
                if not tool:
                    return {one.name for one in (await client.list_tools()).tools}
                answer = await client.call_tool(tool, arguments)
                return answer.is_error, answer.content[0].text

        return asyncio.run(talk())

    return call


def test_a_reading_token_is_offered_nothing_that_changes(called: Any) -> None:
    reading = called("owner", {Permission.READ})
    assert {"measure", "decisions", "decision", "explain", "trace", "metrics", "loads"} <= reading
    assert not reading & {"act", "decide", "learn"}
    assert "act" in called("owner", {Permission.READ, Permission.ACT})


def test_figures_are_those_of_the_api(called: Any, ask: Any) -> None:
    is_error, text = called(
        "viewer", {Permission.READ}, "measure", metrics="net_sales", by="market", first="2010-12", last="2010-12"
    )
    path = "/api/v1/measure?metrics=net_sales&by=market&from=2010-12&to=2010-12"
    assert not is_error
    rows = ask("viewer", "GET", path).json()["rows"]
    assert sorted(json.loads(text)["rows"], key=lambda row: row["market"]) == rows


def test_buyers_are_masked_here_too_and_errors_are_sentences(called: Any) -> None:
    _, text = called("finance", {Permission.READ}, "measure", metrics="orders", by="customer")
    assert "17850" not in text
    is_error, said = called("finance", {Permission.READ}, "measure", metrics="net_salse")
    assert is_error
    assert "did you mean" in said


def test_an_act_needs_the_permission_and_is_of_the_person(called: Any, ask: Any) -> None:
    decision = ask("owner", "GET", "/api/v1/decisions").json()["items"][-1]
    verb = decision["can"][-1]
    is_error, text = called(
        "operations", {Permission.READ, Permission.ACT}, "act",
        decision_id=decision["id"], verb=verb, why="asked by the assistant", seen=decision["events"],
    )  # fmt: skip
    assert not is_error, text
    last = ask("owner", "GET", f"/api/v1/decisions/{decision['id']}/history").json()["items"][-1]
    assert (last["actor"], last["why"]) == ("operations@example.com", "asked by the assistant")
