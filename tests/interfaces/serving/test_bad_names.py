"""Scripts and formulas in names that come from files: shown as they are written, never run, never handed on as a formula."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from argosy.interfaces.web.uploads import received

SCRIPT = "<script>alert(1)</script>"
IMAGE = "<img src=x onerror=alert(2)>"


@pytest.mark.slow
def test_a_script_in_names_is_text_on_every_page(own_desk: tuple[TestClient, Any]) -> None:
    browser = own_desk[0]
    csrf = _csrf(browser)
    head = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
    bad = f"537009,{SCRIPT},x,much,2011-01-08 09:00:00,1,1,Italy"
    rows = f"{head}\n{IMAGE},{SCRIPT},{SCRIPT},1,2011-01-08 09:00:00,1.00,{IMAGE},Italy\n{bad}\n"
    address = f"/api/v1/files?name={SCRIPT.replace('/', '%2F')}.csv"
    sent = browser.post(address, content=rows.encode(), headers={"x-csrf-token": csrf})
    for _ in range(300):
        if browser.get(f"/api/v1/jobs/{sent.json()['id']}").json()["state"] == "done":
            break
        time.sleep(0.1)
    load = next(one for one in browser.get("/api/v1/loads").json()["items"] if "script" in one["file_name"])
    browser.post("/numbers/notes", data={"text": SCRIPT, "csrf": csrf})
    for path in (
        "/numbers?metrics=orders&by=sku&by=order",
        "/numbers?metrics=orders&by=customer",
        "/numbers/rows?metrics=orders&where=market%3DIT",
        "/numbers",
        "/data",
        f"/data/loads/{load['load_id']}",
        f"/data/loads/{load['load_id']}/rows/2",
        "/search?q=%3Cscript",
        "/search?q=%3Cimg+src%3Dx+onerror%3Dalert%282%29%3E",
        "/orders/%3Cimg%20src=x%20onerror=alert(2)%3E",
        "/why?by=sku&period=2011-01&against=2010-12",
    ):
        page = browser.get(path)
        assert page.status_code == 200, path
        assert SCRIPT not in page.text, path
        assert IMAGE not in page.text, path


def _csrf(browser: TestClient) -> str:
    return browser.get("/settings").text.split('name="csrf" content="')[1].split('"')[0]


@pytest.mark.slow
def test_two_gigabytes_that_break_off_use_no_memory_and_leave_nothing(tmp_path: Path) -> None:
    import shutil

    import psutil

    if shutil.disk_usage(tmp_path).free < 6 * 1024**3:
        pytest.skip("this machine has not 6 GB of disk free, which the upload needs for a moment")
    piece = b"a,b,c\n" * 700_000

    async def stream() -> AsyncIterator[bytes]:
        for _ in range(2 * 1024**3 // len(piece)):
            yield piece
        raise ConnectionError("gone")

    process = psutil.Process()
    before = process.memory_info().rss
    with pytest.raises(ConnectionError):
        asyncio.run(received(tmp_path, "big.csv", stream()))
    assert process.memory_info().rss - before < 64 * 1024**2
    assert list((tmp_path / "uploads").iterdir()) == []
