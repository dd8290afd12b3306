"""The API from the outside: verbs, errors, pages, ETags, keys, jobs, masking."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

Ask = Callable[..., Any]


def test_numbers_are_exact_and_carry_the_version_they_were_measured_on(ask: Ask) -> None:
    answer = ask("viewer", "GET", "/api/v1/measure?metrics=net_sales,orders&by=market&from=2010-12&to=2011-01")
    assert answer.status_code == 200
    body = answer.json()
    assert body["lake_version"]
    orders = {row["market"]: row["orders"] for row in body["rows"]}
    assert (orders["GB"], orders["DE"]) == (1, 2)  # another test of the same server may have brought in more
    assert '"net_sales": 3405.3' in answer.text  # 6 x 2.55 + 1000 x 3.39, no float in between


def test_an_etag_spares_the_answer_and_changes_with_who_asks(ask: Ask) -> None:
    first = ask("viewer", "GET", "/api/v1/metrics")
    assert ask("viewer", "GET", "/api/v1/metrics", headers={"if-none-match": first.headers["etag"]}).status_code == 304
    assert ask("owner", "GET", "/api/v1/metrics").headers["etag"] != first.headers["etag"]


def test_pages_follow_one_another_by_their_cursor(ask: Ask) -> None:
    first = ask("viewer", "GET", "/api/v1/metrics?limit=2").json()
    second = ask("viewer", "GET", f"/api/v1/metrics?limit=2&cursor={first['next']}").json()
    assert len(first["items"]) == len(second["items"]) == 2
    assert first["items"][0]["metric"] != second["items"][0]["metric"]
    assert ask("viewer", "GET", "/api/v1/metrics?cursor=nonsense").status_code == 400


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/measure?metrics=net_salse", 400, "request"),
        ("/api/v1/measure", 422, "invalid"),
        ("/api/v1/decisions/ffffffffffff", 404, "not_found"),
        ("/api/v1/nothing", 404, "not_found"),
        ("/api/v1/jobs/00", 404, "not_found"),
    ],
)
def test_errors_are_problems_that_say_what_to_do(ask: Ask, path: str, status: int, code: str) -> None:
    answer = ask("owner", "GET", path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem = answer.json()
    assert problem["type"] == f"urn:argosy:problem:{code}"
    assert problem["detail"].endswith((".", "?", "。", "？"))  # in the language the person has chosen


def test_what_is_asked_twice_with_one_key_is_done_once(ask: Ask) -> None:
    said = {"email": "twice@example.com", "role": "viewer"}
    first = ask("owner", "POST", "/api/v1/people", json=said, headers={"idempotency-key": "k1"})
    again = ask("owner", "POST", "/api/v1/people", json=said, headers={"idempotency-key": "k1"})
    assert (first.status_code, again.status_code, again.text) == (201, 201, first.text)
    other = ask("owner", "POST", "/api/v1/people", json={**said, "name": "x"}, headers={"idempotency-key": "k1"})
    assert other.status_code == 409
    assert ask("owner", "POST", "/api/v1/people", json=said).status_code == 400  # without a key it is refused: taken


def test_ten_tabs_accepting_one_decision_make_one_event_and_a_stale_tab_is_told(ask: Ask) -> None:
    decision = ask("owner", "GET", "/api/v1/decisions").json()["items"][0]
    path, seen = f"/api/v1/decisions/{decision['id']}", decision["events"]
    done = [ask("operations", "POST", f"{path}/acts", json={"verb": "accept", "seen": seen}) for _ in range(10)]
    assert {answer.status_code for answer in done} == {200}
    events = ask("owner", "GET", f"{path}/history").json()["items"]
    assert [event["type"] for event in events] == ["proposed", "accepted"]
    stale = ask("owner", "POST", f"{path}/acts", json={"verb": "decline", "seen": seen})
    assert (stale.status_code, stale.json()["type"]) == (409, "urn:argosy:problem:stale")
    assert "operations@example.com" in stale.json()["detail"]


def test_a_file_is_streamed_recognised_and_loaded_and_its_progress_told(ask: Ask, site: Any, finished: Any) -> None:
    rows = "536999,85123A,HEART,2,2011-01-08 08:26:00,2.55,17850,Spain\n"
    body = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n" + rows
    sent = ask("supply", "POST", "/api/v1/files?name=../../evil.csv", content=body.encode())
    assert sent.status_code == 202, sent.text
    job = finished(sent.json()["id"])
    assert job["state"] == "done", job
    assert (job["result"]["files"][0]["file"], job["result"]["files"][0]["loaded"]) == ("evil.csv", 1)
    stream = ask("owner", "GET", f"/api/v1/jobs/{job['id']}/events").text
    assert stream.startswith("event: end\ndata: ")
    assert json.loads(stream.splitlines()[1].removeprefix("data: "))["state"] == "done"
    time.sleep(1.1)  # the newest snapshot is looked for once a second
    rows_now = ask("viewer", "GET", "/api/v1/measure?metrics=orders&by=market").json()["rows"]
    assert {"market": "ES", "orders": 1} in rows_now
    assert not list((site.state.served.live.workspace.root / "uploads").iterdir())


def test_single_buyers_are_masked_for_who_does_not_see_them_and_reading_them_is_written_down(ask: Ask) -> None:
    seen = ask("support", "GET", "/api/v1/measure?metrics=orders&by=customer").json()["rows"]
    masked = ask("finance", "GET", "/api/v1/measure?metrics=orders&by=customer").json()["rows"]
    assert {"17850", "17851"} <= {row["customer"] for row in seen}
    assert {row["customer"] for row in masked} <= {"17•••", "None", None}
    assert ask("finance", "GET", "/api/v1/measure?metrics=orders&where=customer=17850").status_code == 403
    traced = ask("finance", "GET", "/api/v1/trace?metrics=orders").json()["items"]
    assert {row["values"]["customer_id"] for row in traced if "customer_id" in row["values"]} == {"17•••"}
    book = ask("owner", "GET", "/api/v1/audit").json()["items"]
    assert ("support@example.com", "personal.read") in {(entry["actor"], entry["action"]) for entry in book}


def test_who_sees_only_some_stores_gets_nothing_of_the_others(ask: Ask, site: Any) -> None:
    door = site.state.served.live.door
    owner = next(one for one in door.people() if one.email == "owner@localhost")
    agency = next(one for one in door.people() if one.role.name == "agency")
    door.change(owner, agency.id, "agency", ["elsewhere"])
    try:
        assert ask("agency", "GET", "/api/v1/measure?metrics=orders").json()["rows"] in ([], [{"orders": 0}])
        assert ask("agency", "GET", "/api/v1/decisions").json()["items"] == []
        assert ask("agency", "GET", "/api/v1/loads").json()["items"] == []
        assert ask("agency", "GET", "/api/v1/trace?metrics=orders").json()["items"] == []
        assert ask("agency", "GET", "/api/v1/measure?metrics=orders&where=store=main").status_code == 403
        assert ask("agency", "GET", "/api/v1/explain?metric=net_sales&period=2011-01&versus=2010-12").status_code == 403
    finally:
        door.change(owner, agency.id, "agency", None)


def test_somebody_removed_while_at_work_is_out_with_the_next_click(ask: Ask, site: Any, token: Any) -> None:
    door = site.state.served.live.door
    owner = next(one for one in door.people() if one.email == "owner@localhost")
    person, link = door.invite(owner, "leaver@example.com", "", "viewer", None)
    session = door.use_link(link, "a long enough sentence", "test")
    client = TestClient(site, cookies={"argosy_session": session})
    assert client.get("/api/v1/me").status_code == 200
    door.remove(owner, person.id)
    assert client.get("/api/v1/me").status_code == 401


def test_the_description_has_examples_and_problems_for_every_route(site: Any) -> None:
    described = TestClient(site).get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    for path, methods in described["paths"].items():
        for method, one in methods.items():
            assert {"401", "403"} <= set(one["responses"]), (method, path)
            assert one["summary"], (method, path)


def test_an_explanation_starts_and_ends_at_the_figures_that_are_measured(ask: Ask) -> None:
    """The last day of a period is in it, here as there."""
    told = ask("owner", "GET", "/api/v1/explain?metric=net_sales&period=2011-01&versus=2010-12").json()
    months = ask("owner", "GET", "/api/v1/measure?metrics=net_sales&by=month&from=2010-12&to=2011-01").json()["rows"]
    assert [told["tree"]["before"], told["tree"]["after"]] == [row["net_sales"] for row in months]


def test_reading_a_decision_that_names_buyers_is_written_down(ask: Ask) -> None:
    """The decision of these tests has a list among its terms, as lists of buyers are; who does not see buyers does not get it."""
    decision = ask("support", "GET", "/api/v1/decisions").json()["items"][0]
    assert "skus" in decision["options"][0]["terms"]
    newest = ask("owner", "GET", "/api/v1/audit").json()["items"]
    reads = [one for one in newest if one["actor"] == "support@example.com" and one["on"].startswith("decision:")]
    assert reads
    assert "skus" not in ask("viewer", "GET", "/api/v1/decisions").json()["items"][0]["options"][0]["terms"]
