"""Every page from the outside: it comes, it says what it should, nothing in it runs that is not ours."""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from argosy.decision.domain import domains
from argosy.interfaces.cockpit.wording import WORDS

TEMPLATES = Path(__file__).resolve().parents[3] / "src/argosy/interfaces/cockpit/templates"
PAGES = (
    "/",
    "/numbers",
    "/why",
    "/experiments",
    "/data",
    "/settings",
    "/settings/people",
    "/settings/targets",
    "/settings/webhooks",
    "/settings/audit",
    "/search?q=22633",
)
ASKED = "/numbers?metrics=net_sales&metrics=orders&by=month&compare=year_before"


@pytest.mark.parametrize(
    "path", [*PAGES, ASKED, "/numbers/rows?metrics=net_sales", *(f"/domains/{name}" for name in domains())]
)
def test_every_page_comes_and_holds_no_script_or_style_of_its_own(browser: TestClient, path: str) -> None:
    page = browser.get(path)
    assert page.status_code == 200, page.text[:400]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert re.search(r"<script(?![^>]*src=)", page.text) is None
    assert re.search(r"\sstyle=|\son[a-z]+=", page.text) is None
    assert len(page.content) < 400_000


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_pages_speak_the_language_of_the_person(browser: TestClient, language: str) -> None:
    csrf = re.search(r'name="csrf" content="([^"]+)"', browser.get("/settings").text)
    assert csrf
    browser.post("/settings/preferences", data={"language": language, "theme": "dark", "csrf": csrf[1]})
    page = browser.get("/settings").text
    assert f'<html lang="{language}" data-theme="dark">' in page


def test_templates_hold_no_words_of_their_own() -> None:
    """What a person reads goes through `say` or `text`, so that it can be translated."""
    names = {"Argosy", "CSV", "XLSX", "SHA-256", "Ctrl", "K", "Enter", "j", "k", "a", "t", "d", "otpauth"}
    for path in sorted(TEMPLATES.glob("*.html")):
        plain = re.sub(r"\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        words = re.findall(r"[^\W\d_]+[^\W_]*(?:-\d+)?", re.sub(r"<[^>]*>", " ", plain))
        assert set(words) <= names, (path.name, set(words) - names)


def test_every_key_that_templates_say_has_words_and_every_word_is_said() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (*TEMPLATES.glob("*.html"), *TEMPLATES.parent.glob("*.py"))]
    said = {key for text in sources for key in re.findall(r'say\("([a-z_]+)"[,)]', text)}
    starts = {key for text in sources for key in re.findall(r'say\("([a-z_]+_)" ~', text)}
    assert said - set(WORDS) == set()
    places = {"today", "numbers", "why", "experiments", "data", "settings"}
    unsaid = {key for key in WORDS if key not in said | places and not key.startswith(tuple(starts))}
    assert unsaid == set()


def test_every_word_of_the_cockpit_is_in_chinese() -> None:
    """The pages' own words, and the names of what they show: metrics, families, dimensions, domains, kinds, roles."""
    from babel.messages.pofile import read_po

    from argosy.app.door.roles import ROLES
    from argosy.decision.domain import kinds
    from argosy.interfaces.presentation import words
    from argosy.metrics.dimensions import DIMENSIONS, TIME
    from argosy.metrics.registry import families, metrics

    known: set[str] = set()
    for path in (TEMPLATES.parents[2] / "locale" / "zh" / "parts").glob("*.po"):
        with path.open("rb") as file:
            known |= {str(message.id) for message in read_po(file) if message.string}
    assert {*DIMENSIONS, *TIME} - set(words.DIMENSIONS) == set()
    assert set(families()) - set(words.FAMILIES) == set()
    names = [one.title for one in metrics().values()]
    names += [str(one.title.template) for one in (*domains().values(), *kinds().values(), *ROLES.values())]
    named = (words.DIMENSIONS, words.FAMILIES, words.STATUSES, words.VERDICTS, words.RULINGS, words.OUTCOMES, WORDS)
    names += [text for family in named for text in family.values()]
    assert {str(text) for text in names if str(text) not in known} == set()


def test_a_decision_is_read_from_the_sentence_to_the_log_and_accepted_without_script(browser: TestClient) -> None:
    target = re.findall(r'href="(/decisions/[0-9a-f]+)"', browser.get("/").text)[-1]
    page = browser.get(target).text
    csrf, seen = re.search(r'name="csrf" content="([^"]+)"', page), re.search(r'name="seen" value="(\d+)"', page)
    verb = re.search(r'<button name="verb" value="(\w+)"', page)
    assert csrf
    assert seen
    assert verb
    assert "Buyers in" in page
    refused = browser.post(f"{target}/act", data={"verb": verb[1], "seen": seen[1]})
    assert refused.status_code == 403
    done = browser.post(
        f"{target}/act", data={"verb": verb[1], "seen": seen[1], "csrf": csrf[1], "why": "<script>alert(1)</script>"}
    )
    assert done.status_code == 200
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in done.text
    assert "<script>alert" not in done.text


def test_an_export_never_lets_a_cell_start_a_formula(
    browser: TestClient, ask: Callable[..., Any], finished: Any
) -> None:
    head = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
    rows = f'{head}\n537001,"=1+1",X,1,2011-01-08 09:00:00,1.00,17850,Italy\n'
    sent = ask("owner", "POST", "/api/v1/files?name=formula.csv", content=rows.encode())
    assert finished(sent.json()["id"])["state"] == "done"
    time.sleep(1.1)  # the newest snapshot is looked for once a second
    answer = browser.get("/numbers/export.csv?metrics=orders&by=sku")
    cells = [cell for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))) for cell in row]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_who_may_not_export_does_not_and_sees_no_button(ask: Callable[..., Any]) -> None:
    assert ask("viewer", "GET", "/numbers/export.csv?metrics=orders").status_code == 403
    assert "/numbers/export.csv" not in ask("viewer", "GET", ASKED).text
    assert "/numbers/export.csv" in ask("finance", "GET", ASKED).text


def test_search_finds_a_sku_an_order_a_metric_and_a_buyer_only_for_who_sees_buyers(ask: Callable[..., Any]) -> None:
    assert "sku%3D22633" in ask("viewer", "GET", "/search?q=22633").text
    assert "/orders/536365" in ask("viewer", "GET", "/search?q=536365").text
    assert "/numbers?metrics=net_sales" in ask("viewer", "GET", "/search?q=net+sales").text.replace("&amp;", "&")
    assert "customer%3D17850" in ask("support", "GET", "/search?q=17850").text
    assert "customer%3D17850" not in ask("viewer", "GET", "/search?q=17850").text


def test_rows_kept_apart_show_their_reason_and_hide_the_row_from_who_may_not_read_it(ask: Callable[..., Any]) -> None:
    load = next(one for one in ask("owner", "GET", "/api/v1/loads").json()["items"] if one["rows_kept_apart"])
    whole, hidden = (ask(role, "GET", f"/data/loads/{load['load_id']}").text for role in ("owner", "viewer"))
    assert "many" in whole
    assert "HAND WARMER" not in hidden
    assert "•••" in hidden


def test_who_is_not_logged_in_is_sent_to_the_door_and_back_on_this_site_only(site: Any, password: str) -> None:
    client = TestClient(site, headers={"accept": "text/html"})
    asked = client.get("/numbers?by=month", follow_redirects=False)
    assert (asked.status_code, asked.headers["location"]) == (303, "/login?next=%2Fnumbers%3Fby%3Dmonth")
    for wanted in ("//evil.example", "https://evil.example", "/\\evil.example"):
        form = {"email": "owner@localhost", "password": password, "next": wanted}
        assert client.post("/login", data=form, follow_redirects=False).headers["location"] == "/"


def test_a_form_of_another_site_is_refused(site: Any) -> None:
    answer = TestClient(site).post("/login", data={"email": "a@b.c"}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403


def test_health_and_counters_need_nobody_and_tell_no_addresses(site: Any, browser: TestClient) -> None:
    browser.get("/search?q=17850")
    client = TestClient(site)
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json()["status"] == "ready"
    told = client.get("/metrics").text
    assert 'route="/search"' in told
    assert "17850" not in told
