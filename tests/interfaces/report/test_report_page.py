"""The page stands on its own, escapes what it shows, speaks both languages, and leads from every number to its rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from argosy.app.report import Report
from argosy.app.report.contents import Breakdown, Change, Intake
from argosy.core.text import Text
from argosy.interfaces.presentation.report import page, render_html
from argosy.interfaces.presentation.report.bilingual import Both, Voice
from argosy.interfaces.presentation.report.charts import Column, columns, range_bar, scale
from argosy.interfaces.presentation.report.proposals import common_scale, decision_list
from argosy.interfaces.presentation.report.wording import TEXTS

FOLDER = Path(page.__file__).parent
PARTS = FOLDER.parents[2] / "locale" / "zh" / "parts"
ONE_MEGABYTE = 1_000_000
VOID = {"meta", "br", "input", "link", "img", "hr"}


class Page(HTMLParser):
    """What a browser would see: tags in balance, ids, links, texts."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.elsewhere: list[str] = []
        self.tags: Counter[str] = Counter()
        self.words: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] += 1
        self.attributes.append((tag, given))
        if found := given.get("id"):
            self.ids[found] += 1
        for name in ("href", "src", "action", "data"):
            if target := given.get(name):
                (self.links if target.startswith("#") else self.elsewhere).append(target)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("style", "script"):
            self.words.append(data)


@pytest.fixture
def seen(report: Report) -> Page:
    return Page(render_html(report, "en"))


def test_the_page_is_sound_and_needs_nothing_from_elsewhere(report: Report, seen: Page) -> None:
    text = render_html(report, "en")
    assert seen.open == [], "every tag is closed"
    assert seen.elsewhere == []
    assert not re.search(r"https?://|@import|url\((?!#)", text), "no address of another place, not even in the styles"
    assert len(text.encode()) < ONE_MEGABYTE


def test_every_link_leads_somewhere_and_no_id_is_there_twice(seen: Page) -> None:
    assert [name for name, count in seen.ids.items() if count > 1] == []
    assert {link[1:] for link in seen.links} <= set(seen.ids)


def test_every_headline_number_and_table_cell_is_a_link_to_its_rows(report: Report) -> None:
    text = render_html(report, "en")
    tiles = re.findall(r'<div class="figure">(.*?)</div>', text)
    assert len(tiles) == len(report.headline)
    assert all('<a href="#src-total-net-sales">' in tile for tile in tiles)
    begin = text.index('<td class="name"><span class="e">DE Germany')
    row = text[begin : text.index("</tr>", begin)]
    figures = re.findall(r'<td class="num">(.*?)</td>', row)
    assert sum('href="#src-market-DE"' in figure for figure in figures) == 5, "4 known metrics and the change"
    assert sum('<span class="none">' in figure for figure in figures) == 2, "two values are not known"


def test_what_comes_from_files_is_text_and_never_markup(seen: Page) -> None:
    assert seen.tags["script"] == 1, "our own"
    assert sum("<script>alert('x')</script>" in word for word in seen.words) >= 5, (
        "titles, file, action, reason: shown as text"
    )
    assert not [name for _, given in seen.attributes for name in given if name.startswith("on")]


def test_both_languages_are_inside_and_the_asked_one_is_shown_first(report: Report) -> None:
    english, chinese = render_html(report, "en-GB"), render_html(report, "zh-Hans-CN")
    assert '<html lang="en"' in english
    assert '<html lang="zh-Hans"' in chinese
    for text in (english, chinese):
        assert "DE Germany" in text
        assert "DE 德国" in text
        assert '<span class="e">9.75M</span><span class="z">975万</span>' in text
        assert "9,747,747.93" in text


def test_every_text_of_the_report_is_translated() -> None:
    known: set[str] = set()
    for path in PARTS.glob("*.po"):
        with path.open("rb") as file:
            known |= {str(message.id) for message in read_po(file, charset="utf-8") if message.string}
    assert [text for text in TEXTS.values() if text not in known] == []


def test_every_text_is_used_and_every_key_is_known() -> None:
    used = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted(FOLDER.rglob("*"))
        if path.suffix in (".py", ".jinja") and path.name != "wording.py"
    )
    asked = set(re.findall(r'\bsay\("(\w+)"', used))
    assert asked - set(TEXTS) - {"verdict_", "place_"} == set()
    composed = ("verdict_", "place_")
    assert [key for key in TEXTS if f'"{key}"' not in used and not key.startswith(composed)] == []


def test_better_and_worse_follow_the_metric_and_a_sign_says_it_too(report: Report) -> None:
    text = render_html(report, "en")
    tiles = re.findall(r'<div class="delta"><a class="(\w+)" href="[^"]*">(.*?)</a>', text)
    assert tiles == [
        ("better", "▲ +51.4%"),
        ("worse", "▼ −20.0%"),
        ("better", '<span class="e">▼ −2 points</span><span class="z">▼ −2 个百分点</span>'),
    ], "sales up, orders down, refunds down; nothing is said of a rate that is not known"


def test_a_missing_number_is_a_dash_with_its_reason(seen: Page) -> None:
    said = " ".join(seen.words)
    assert "– Customers, Repeat purchase rate: the files do not say who bought." in said


def test_what_was_noted_when_deciding_is_said(changed: Callable[..., Report]) -> None:
    noted = changed(notes=(Text("The newest order is of {day}.", {"day": "<b>"}),))
    assert "The newest order is of &lt;b&gt;." in render_html(noted, "en")


def test_the_cut_month_is_hatched_and_said(report: Report) -> None:
    text = render_html(report, "en")
    assert text.count('class="plain part"') == 2, "the last month of net sales and of orders"
    assert "Dec 2011 is hatched: the data ends on Dec 9, 2011." in text


def test_decisions_stand_in_their_order_with_options_judgement_and_commands(report: Report) -> None:
    text = render_html(report, "en")
    places = [text.index(f'id="decision-{one.decision.id}"') for one in report.proposals]
    assert places == sorted(places)
    first = text[places[0] : places[1]]
    assert f"argosy act {report.proposals[0].decision.id} accept" in first
    assert "Net sales (Market: DE) over 91 days, before and after, against the same days of Market: 4" in first
    assert "If Refund rate rises by more than 2 points: take it back." in first
    assert 'href="#src-market-DE"' in first, "evidence that is a number of this report leads to its rows"
    assert 'href="#load-0123456789abcdef"' in first
    assert "market/parameters.yaml@d61f528c" in first
    assert "<b>accepted</b>" in re.sub(r'<span class="z">.*?</span>|</?span[^>]*>', "", text[places[1] : places[2]])


def test_all_ranges_share_one_scale_that_holds_what_is_proposed(report: Report) -> None:
    found = common_scale(report.proposals)
    assert found is not None
    assert found.low <= -100 < 2000 <= found.high
    drawn = decision_list(report, Voice("GBP", report.metrics or {}))
    assert [(verdict.value, len(cards)) for verdict, cards in drawn.groups] == [
        ("act", 1),
        ("test", 1),
        ("hold", 1),
        ("not_enough_data", 1),
    ]


def test_a_range_beyond_the_scale_ends_in_an_arrow() -> None:
    within = scale([-100.0, 400.0])
    assert "▸" in range_bar(-50, 100, 9000, within, "other")
    assert "▸" not in range_bar(-50, 100, 300, within, "other")


def test_bars_begin_at_zero_and_are_as_long_as_their_values() -> None:
    name = Both("a", "a")
    drawn = columns(
        [Column(name, "", (100.0,), name), Column(name, "", (25.0,), name), Column(name, "", (-5.0,), name)],
        146,
        ("plain",),
    )
    heights = [float(height) for height in re.findall(r'height="([\d.]+)"/>', drawn)]
    assert heights == [100.0, 25.0, 0.0]
    feet = [float(y) + float(h) for y, h in re.findall(r' y="([\d.]+)" width="[\d.]+%" height="([\d.]+)"/>', drawn)]
    assert feet == [116.0, 116.0, 116.0]


def test_a_residual_is_called_one(report: Report, changed: Callable[..., Report]) -> None:
    file = report.intake.files[0]
    wrong = replace(file.money[0], residual=Decimal("0.01"))
    broken = changed(intake=Intake((replace(file, money=(wrong,)),), ()))
    assert "The money adds up: residual GBP 0.00." in render_html(report, "en")
    assert "The money does not add up: residual GBP 0.01." in render_html(broken, "en")


def test_the_same_report_gives_the_same_page(report: Report) -> None:
    assert render_html(report, "zh") == render_html(report, "zh")


def test_without_orders_the_page_says_what_to_do(changed: Callable[..., Report]) -> None:
    parts = ("window", "months", "markets", "products", "segments", "concentration", "other_markets", "main_market")
    empty = changed(
        **dict.fromkeys(parts),
        headline=(),
        sources=(),
        proposals=(),
        lake_version={},
        order_currencies=(),
        intake=Intake((), ()),
    )
    found = Page(render_html(empty, "en"))
    assert found.open == []
    assert {link[1:] for link in found.links} <= set(found.ids)
    assert "argosy ingest" in " ".join(found.words)


def test_the_month_a_year_before_is_marked_where_it_is_known(report: Report, changed: Callable[..., Report]) -> None:
    assert report.months is not None
    assert 'class="mark"' not in render_html(report, "en")
    first, *others = report.months.slices
    marked = replace(first, change=Change(first.values["net_sales"], Decimal(500)))
    found = changed(months=Breakdown("month", report.months.metrics, (marked, *others)))
    assert render_html(found, "en").count('class="mark"') == 1
