"""Webhooks: signed, tried again, logged; a server never calls the network it stands in for somebody else."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from argosy.app.desk import hooks
from argosy.app.desk.desk import Desk
from argosy.app.desk.jobs import Jobs
from argosy.app.desk.live import Live
from argosy.app.desk.messenger import WAITS, Messenger, file
from argosy.app.desk.reachable import refuse_address
from argosy.app.desk.targets import Target, set_target, targets
from argosy.app.door.clock import Clock
from argosy.app.workspace import create
from argosy.core.errors import RequestError
from argosy.core.estimate import Estimate
from argosy.core.evidence import Evidence
from argosy.core.text import Text
from argosy.decision.contract import Decision, Option, Verdict, hold
from argosy.decision.evaluation import Evaluation
from argosy.metrics.registry import metric

OPEN = "93.184.216.34"


def _everywhere(host: str, port: int) -> Sequence[str]:
    return {"evil.example": ["10.0.0.5"], "both.example": [OPEN, "127.0.0.1"]}.get(host, [OPEN])


@pytest.mark.parametrize(
    "url",
    [
        *("http://example.com/", "https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/latest", "file:///etc/passwd"),
        *("https://evil.example/", "https://both.example/", "https://user@example.com/", "https://2130706433/", "https://example.com:99999/"),
        *("https://[::ffff:10.0.0.1]/", "https://0.0.0.0/", "//example.com", "https://", "gopher://example.com"),
    ],
)  # fmt: skip
def test_no_private_address_is_ever_called(url: str) -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        literal = {"2130706433": "127.0.0.1"}.get(host, host)
        return [literal] if literal.replace(".", "").isdigit() or ":" in literal else _everywhere(host, port)

    with pytest.raises(RequestError):
        refuse_address(url, (), resolve)
    assert refuse_address("https://example.com/a?b=c", (), resolve).address == OPEN
    assert refuse_address("http://10.0.0.5:81/", ("10.0.0.5",), resolve).port == 81


class Turning(Clock):
    """A clock that is put forward by hand."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 1, tzinfo=UTC)
        super().__init__(None, lambda: self.at)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(hooks, "refuse_address", lambda url, own: refuse_address(url, own, _everywhere))
    live = Live(create(tmp_path / "shop", "EUR", "DE"))
    live.door.clock = Turning()
    live.door.first_link("owner@example.com", "en")
    yield Desk(live, Jobs(live.door.storage, live.door.clock, lambda *_: {}), live.door.people()[0])
    live.close()


def _turn(desk: Desk, by: timedelta) -> None:
    clock = desk.live.door.clock
    assert isinstance(clock, Turning)
    clock.at += by


def _proposed(desk: Desk) -> None:
    act = Option("go", Text("Go."), Estimate("net_sales", 100.0, 50.0, 150.0, "EUR/year"))
    made = Decision(
        kind="market.focus",
        subject="market:DE",
        as_of=date(2026, 10, 31),
        verdict=Verdict.ACT,
        options=(act, hold(Text("Hold."), Estimate.exact("net_sales", 0.0, "EUR/year"))),
        evidence=(Evidence("net_sales", Decimal("1234.50"), date(2026, 10, 31), "load-1"),),
        rationale=Text("Because."),
        evaluation=Evaluation("net_sales", 91, 50.0),
        reversible=True,
        expires_on=date(2027, 1, 31),
    )
    desk.live.register.propose([made], "argosy", desk.live.door.now(), on=date(2026, 10, 31))


def test_a_message_is_signed_tried_again_and_logged(desk: Desk) -> None:
    _, secret = hooks.add(desk, "https://shop.example/hook", ["decision.proposed"])
    answers, got = [500, 302, 200], []

    def answer(request: httpx.Request) -> httpx.Response:
        got.append(request)
        return httpx.Response(answers.pop(0), headers={"location": "https://127.0.0.1/"})

    messenger = Messenger(desk.live, httpx.MockTransport(answer), _everywhere)
    messenger.look()  # what was before is not told
    _proposed(desk)
    messenger.look()
    messenger.look()
    for wait in (timedelta(), *WAITS[:2]):
        _turn(desk, wait)
        assert messenger.send() == 1
        assert messenger.send() == 0  # nothing is due before its time
    told = [(one.state, one.attempts, one.said) for one in hooks.deliveries(desk)]
    assert told == [("done", 3, "200")]
    request = got[-1]
    assert (request.url.host, request.headers["host"], request.extensions["sni_hostname"]) == (
        OPEN,
        "shop.example",
        "shop.example",
    )
    at, _, digest = request.headers["argosy-signature"].partition(",v1=")
    body = request.content.decode()
    expected = hmac.new(secret.encode(), f"{at.removeprefix('t=')}.{body}".encode(), hashlib.sha256).hexdigest()
    assert hmac.compare_digest(digest, expected)
    assert json.loads(body)["count"] == 1
    assert "market" not in body


def test_one_that_never_answers_is_given_up_and_one_removed_is_not_told(desk: Desk) -> None:
    made, _ = hooks.add(desk, "https://gone.example/", ["data.arrived"])

    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    messenger = Messenger(desk.live, httpx.MockTransport(refuse), _everywhere)
    with desk.live.door.storage.writing() as connection:
        file(connection, "data.arrived", {}, desk.live.door.now())
    for wait in (timedelta(), *WAITS):
        _turn(desk, wait)
        assert messenger.send() == 1
    _turn(desk, timedelta(days=9))
    assert messenger.send() == 0
    assert [(one.state, one.attempts) for one in hooks.deliveries(desk)] == [("failed", len(WAITS) + 1)]
    with desk.live.door.storage.writing() as connection:
        file(connection, "data.arrived", {}, desk.live.door.now())
    hooks.remove(desk, made.id)
    assert messenger.send() == 0
    with pytest.raises(RequestError):
        hooks.add(desk, "https://evil.example/", ["data.arrived"])
    with pytest.raises(RequestError):
        hooks.add(desk, "https://shop.example/", ["nothing"])


def test_a_target_is_read_kept_and_missed_in_the_direction_that_hurts(desk: Desk) -> None:
    set_target(desk, "net_sales", "12,500")
    set_target(desk, "refund_rate", "3.5 %")
    known = targets(desk.live)
    assert {slug: one.value for slug, one in known.items()} == {
        "net_sales": Decimal(12500),
        "refund_rate": Decimal("0.035"),
    }
    assert known["net_sales"].is_missed(Decimal(12000))
    assert known["refund_rate"].is_missed(0.04)
    assert not known["refund_rate"].is_missed(0.01)
    assert not Target(metric("net_sales"), Decimal(1), "x").is_missed(None)
    set_target(desk, "net_sales", "")
    assert list(targets(desk.live)) == ["refund_rate"]
    for wrong in ("many", "NaN", "1e99"):
        with pytest.raises(RequestError):
            set_target(desk, "net_sales", wrong)
