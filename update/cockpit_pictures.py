"""Pictures of every page of the cockpit: `python -m update.cockpit_pictures WORKSPACE`, into docs/cockpit, to be looked at by eye.

Needs playwright and Chromium. The workspace is served on a free port to a person made for it, and removed afterwards.
"""

from __future__ import annotations

import os
import shutil
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from update.message_sources import ROOT

TARGET = ROOT / "docs" / "cockpit"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
PASSWORD = "a camera on a tripod"
EMAIL = "lin@example.com"
PAGES = {
    "today": "/",
    "numbers": "/numbers",
    "pivot": "/numbers?metrics=net_sales&metrics=orders&metrics=refund_rate&by=month&compare=previous",
    "rows": "/numbers/rows?metrics=net_sales&where=market%3DDE&from=2011-11&to=2011-11",
    "why": "/why?metric=net_sales&by=market&period=2011-11&against=2011-10",
    "experiments": "/experiments",
    "domain-market": "/domains/market",
    "domain-product": "/domains/product",
    "data": "/data",
    "forecast": "/numbers?metrics=net_sales&by=week&forecast=true",
    "settings": "/settings",
    "settings-people": "/settings/people",
    "settings-targets": "/settings/targets",
    "settings-webhooks": "/settings/webhooks",
    "book-of-acts": "/settings/audit",
    "search": "/search?q=lantern",
}
WHOLE = "() => !document.querySelector('main [hx-trigger^=load]')"  # nothing on the page waits for its figures
SIZES = {"": (1280, 900), "-phone": (390, 844)}


@contextmanager
def serving(workspace: Path) -> Iterator[tuple[str, Any]]:
    """The workspace served within this process: its address, and its door."""
    import uvicorn

    from argosy.app.workspace import open_workspace
    from argosy.interfaces.server.application import application

    app = application(open_workspace(workspace))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port}", app.state.served.live.door
    finally:
        server.should_exit = True
        thread.join()


def main(arguments: list[str]) -> int:
    """Take every picture; 1 where a page complained."""
    from playwright.sync_api import sync_playwright

    TARGET.mkdir(parents=True, exist_ok=True)
    with serving(Path(arguments[0])) as (address, door), sync_playwright() as playwright:
        person, link = door.invite(_owner(door), EMAIL, "Lin Chen", "owner", None)
        door.use_link(link, PASSWORD, "pictures")
        _set_target(door, person)
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        try:
            complaints = [one for language in ("en", "zh-Hans") for one in _pictures(browser, address, door, language)]
        finally:
            browser.close()
            door.remove(_owner(door), person.id)
    for one in complaints:
        print(one)
    return 1 if complaints else 0


def _set_target(door: Any, person: Any) -> None:
    """Something to see on the page of targets, and on the board."""
    import sqlalchemy as sa

    from argosy.app.door.schema import TARGETS

    with door.storage.writing() as connection:
        if not connection.scalar(sa.select(TARGETS.c.id).where(TARGETS.c.metric == "net_sales")):
            row = {"id": "pictures", "metric": "net_sales", "value": 1_500_000, "actor": person.email}
            connection.execute(sa.insert(TARGETS).values(**row, created_at=door.now()))


def _owner(door: Any) -> Any:
    found = [one for one in door.people() if one.role.name == "owner" and not one.is_removed and one.email != EMAIL]
    if not found:
        door.first_link(os.environ.get("ARGOSY_OWNER", "owner@localhost"), "en")
        found = [one for one in door.people() if one.role.name == "owner"]
    return found[0]


def _pictures(browser: Any, address: str, door: Any, language: str) -> list[str]:
    person = next(one for one in door.people() if one.email == EMAIL and not one.is_removed)
    complaints: list[str] = []
    for suffix, (width, height) in SIZES.items():
        for theme in ("light", "dark") if not suffix else ("light",):
            door.prefer(person, language, theme)
            page = browser.new_context(viewport={"width": width, "height": height}).new_page()
            page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
            page.set_default_timeout(180_000)
            page.goto(f"{address}/login")
            page.fill("input[name=email]", EMAIL)
            page.fill("input[name=password]", PASSWORD)
            page.click("button.main")
            chosen = PAGES if theme == "light" else {"today": "/", "numbers": "/numbers"}
            for name, path in _with_decision(page, chosen):
                page.goto(f"{address}{path}")
                page.wait_for_load_state("networkidle", timeout=180_000)
                page.wait_for_function(WHOLE, timeout=300_000)
                shade = "-dark" if theme == "dark" else ""
                page.screenshot(path=TARGET / f"{name}{suffix}{shade}-{language}.png")
            page.context.close()
    return complaints


def _with_decision(page: Any, chosen: dict[str, str]) -> list[tuple[str, str]]:
    """The pages, and that of the first decision in the list."""
    first = page.locator("[data-decision] .what a").first
    target = first.get_attribute("href") if first.count() else None
    return [*chosen.items(), *([("decision", target)] if target and len(chosen) > 2 else [])]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
