"""Rows kept apart are settled on their page: corrected, with their file loaded again in its place, or left apart with a reason."""

from __future__ import annotations

import re
from typing import Any

from starlette.testclient import TestClient

HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"


def _waiting(client: TestClient) -> str:
    page = client.get("/").text
    found = re.search(r"(\d+) rows want a person", page)
    return found[1] if found else "0"


def _finished(client: TestClient, address: str) -> str:
    import time

    for _ in range(300):
        page = client.get(address).text
        if ">finished<" in page or ">failed<" in page:
            return page
        time.sleep(0.1)
    raise AssertionError("the job does not end")


def test_a_cell_is_corrected_and_the_file_replaces_itself(own_desk: tuple[TestClient, Any]) -> None:
    client, app = own_desk
    live = app.state.served.live
    load = live.loads[0]["load_id"]
    assert _waiting(client) == "1"
    page = client.get(f"/data/loads/{load}/rows/6").text
    assert 'value="many"' in page
    csrf = re.search(r'name="csrf" content="([^"]+)"', page)
    assert csrf
    form = {"csrf": csrf[1], "cell:Quantity": "4"}
    assert client.post(f"/data/loads/{load}/rows/6", data={**form, "cell:Quantity": "many"}).status_code == 400
    begun = client.post(f"/data/loads/{load}/rows/6", data=form, follow_redirects=False)
    said = _finished(client, begun.headers["location"])
    assert "6 rows read, 6 loaded, 0 kept apart" in said
    assert _waiting(client) == "0"
    answer = client.get("/api/v1/measure?metrics=orders&by=market").json()
    assert {row["market"]: row["orders"] for row in answer["rows"]} == {"GB": 1, "DE": 2, "FR": 1}  # nothing doubled
    assert client.post(f"/data/loads/{load}/rows/6", data=form).status_code == 400  # it waits no more
    assert "rows.correct" in {one.action for one in live.door.entries()}


def test_rows_stay_apart_on_purpose_only_with_a_reason(own_desk: tuple[TestClient, Any]) -> None:
    client, app = own_desk
    load = app.state.served.live.loads[0]["load_id"]
    page = client.get(f"/data/loads/{load}").text
    csrf = re.search(r'name="csrf" content="([^"]+)"', page)
    assert csrf
    form = {"csrf": csrf[1], "line": "6"}
    assert client.post(f"/data/loads/{load}/leave", data=form).status_code == 400
    assert client.post(f"/data/loads/{load}/leave", data={**form, "line": "7", "reason": "x"}).status_code == 400
    after = client.post(f"/data/loads/{load}/leave", data={**form, "reason": "a <b>test</b> order"}).text
    assert "a &lt;b&gt;test&lt;/b&gt; order" in after
    assert _waiting(client) == "0"
