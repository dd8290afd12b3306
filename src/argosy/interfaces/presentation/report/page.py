"""The report as one HTML file: nothing outside of it is needed to read it; both languages and both themes are inside."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from argosy.app.report.contents import Report, RowGroup, Source
from argosy.interfaces.presentation import words
from argosy.interfaces.presentation.formatting import MISSING
from argosy.interfaces.presentation.report import intake, numbers, proposals
from argosy.interfaces.presentation.report.bilingual import LANGUAGES, Both, Voice, sentences
from argosy.metrics.registry import needed

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"
PLACES = ("numbers", "decisions", "months", "markets", "products", "customers", "quality", "sources")
SOURCE_PLACES = ("headline", "months", "markets", "products", "customers")
FIGURES = frozenset({"quantity", "unit_price", "gross_amount", "discount_amount", "refund_amount"})
CHINESE = "zh"


def render_html(report: Report, language: str) -> str:
    """The page; it opens in `language` (any BCP 47 tag; Chinese where it begins with zh, else English)."""
    shown = CHINESE if language.lower().startswith(CHINESE) else LANGUAGES[0]
    voice = Voice(report.home_currency, report.metrics or {})
    return _environment().get_template("report.html.jinja").render(_context(report, voice, shown))


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _context(report: Report, voice: Voice, language: str) -> dict[str, Any]:
    titles = voice.say("title", shop=report.shop)
    return {
        "report": report,
        "voice": voice,
        "say": voice.say,
        "language": language,
        "titles": json.dumps({"en": titles.en, "zh-Hans": titles.zh}, ensure_ascii=False),
        "css": _inline("report.css"),
        "script": _inline("report.js"),
        "places": [place for place in PLACES if _has(report, place)],
        "last_day": voice.date(report.window.period.last_day if report.window else None),
        "lake": sentences(intake.adds_up(report, voice), voice.say("lake_version", number=report.snapshot)),
        **intake.context(report, voice),
        **_decisions(report, voice),
        **_numbers(report, voice),
        **_sources(report, voice),
    }


def _inline(name: str) -> Any:
    """A file of ours to stand in the page as it is."""
    from markupsafe import Markup

    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))


def _has(report: Report, place: str) -> bool:
    """Whether the page has that section."""
    parts = {"months": report.months, "markets": report.markets, "products": report.products}
    if place in parts:
        part = parts[place]
        return bool(part and part.slices)
    return report.window is not None or place not in ("numbers", "customers")


def _decisions(report: Report, voice: Voice) -> dict[str, Any]:
    found = proposals.decision_list(report, voice)
    return {
        "decisions": found,
        "hold_note": sentences(voice.say("hold_bars"), voice.say("scale_cut") if found.has_cut else None),
        "scale_title": proposals.scale_title(report, voice),
    }


def _numbers(report: Report, voice: Voice) -> dict[str, Any]:
    if report.window is None or not (report.months and report.markets and report.products and report.segments):
        return {}
    compared = report.window.compared
    is_other_season = compared is not None and not compared.is_same_season
    return {
        "whole_days": voice.days(report.window.period),
        "amounts": numbers.amounts(report, voice),
        "tiles": numbers.tiles(report, voice),
        "compared": sentences(
            numbers.compared(report.window, voice),
            voice.say("compared_seasons") if is_other_season else None,
            voice.say("how_to_read"),
        ),
        "charts": {
            "net_sales": numbers.month_chart(report.months, ("net_sales",), ("plain",), voice, is_tall=True),
            "orders": numbers.month_chart(report.months, ("orders",), ("plain",), voice, is_tall=False),
            "customers": numbers.month_chart(
                report.months, ("returning_customers", "new_customers"), ("back", "new"), voice, is_tall=False
            ),
            "curve": numbers.customer_curve(report.concentration, voice) if report.concentration else "",
        },
        "month_notes": numbers.month_notes(report, voice),
        "month_rows": numbers.bar_rows(report.months, voice),
        "market_sentence": numbers.market_sentence(report, voice),
        "market_rows": numbers.market_rows(report, voice),
        "market_notes": numbers.missing_notes(report.markets, voice),
        "product_rows": numbers.bar_rows(report.products, voice),
        "product_notes": numbers.missing_notes(report.products, voice),
        "segment_rows": numbers.bar_rows(report.segments, voice),
        "segment_notes": numbers.missing_notes(report.segments, voice, has_changes=False),
        "concentration": report.concentration,
        "concentration_sentence": (
            numbers.concentration_sentence(report.concentration, voice) if report.concentration else None
        ),
    }


def _sources(report: Report, voice: Voice) -> dict[str, Any]:
    slugs = dict.fromkeys(slug for source in report.sources for slug in source.query.metrics)
    by_place = [(place, [one for one in report.sources if one.place == place]) for place in SOURCE_PLACES]

    def days(source: Source) -> Both:
        period = report.window.period if report.window else None
        if source.query.start and source.query.end and period:
            period = type(period)(source.query.start, source.query.end)
        tables = ", ".join(
            f"{name}@{report.lake_version[name]}" for name in source.tables if name in report.lake_version
        )
        said = voice.days(period) if period else Both(MISSING, MISSING)
        return voice.say("measured_on", days=said, number=report.snapshot, tables=tables)

    def count(group: RowGroup) -> Both:
        if group.total is None:
            return voice.say("from_rows_uncounted", shown=len(group.rows))
        return voice.say("from_rows", shown=len(group.rows), total=voice.count(group.total))

    return {
        "definitions": needed(tuple(slugs)) if slugs else (),
        "accumulates": words.ACCUMULATES,
        "source_places": [(place, found) for place, found in by_place if found],
        "source_title": lambda source: numbers.source_title(source, voice),
        "source_days": days,
        "group_columns": _columns,
        "group_count": count,
        "figures": FIGURES,
        "plain": plain,
    }


def _columns(group: RowGroup) -> list[str]:
    """The columns any of the rows has, in their order."""
    return list(dict.fromkeys(name for row in group.rows for name in row.values))


def plain(value: object) -> str:
    """A value of a row as it is, without the zeros that a fixed number of decimals adds.

    >>> plain(Decimal("2.5500")), plain(Decimal("100.0000")), plain(None), plain(date(2011, 12, 9))
    ('2.55', '100.00', '–', '2011-12-09')
    """
    match value:
        case None:
            return MISSING
        case Decimal():
            whole, _, digits = format(value, "f").partition(".")
            return f"{whole}.{digits.rstrip('0').ljust(2, '0')}" if digits else whole
        case datetime() | date():
            return value.isoformat()
        case _:
            return str(value)
