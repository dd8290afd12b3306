"""Charts of the pages: a picture that comes with the page, and beside it what a script needs to draw it finer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from markupsafe import Markup

from argosy.app.desk.outlook import Outlook, is_cut
from argosy.core.text import Text
from argosy.interfaces.cockpit.charts import STEPS_HIGH, Band, Line, Step, trend, waterfall
from argosy.interfaces.cockpit.rendering import Voice
from argosy.metrics.contract import Measured, Metric, Query
from argosy.metrics.dimensions import TIME

TREND_HEIGHT = 260


def over_time(
    answer: Measured,
    question: Query,
    metric: Metric,
    voice: Voice,
    until: date | None,
    outlook: Outlook | None = None,
) -> Markup:
    """The first metric over time, the year before behind it, what comes next after it; nothing where time is not all it is asked by."""
    if len(question.by) != 1 or question.by[0] not in TIME or len(answer.rows) < 2:
        return Markup("")
    slug, grain = question.metrics[0], question.by[0]
    lines = [
        Line(voice.word("COMPARISONS", how), _values(answer.rows, f"{slug}_{how}"), "behind")
        for how in question.compare
        if f"{slug}_{how}" in answer.rows[0]
    ]
    title, known = voice.text(Text(metric.title)), _values(answer.rows, slug)
    names = [str(row[grain]) for row in answer.rows]
    cut = is_cut(names[-1], grain, until)
    if cut and outlook is None:
        nothing: list[float | None] = [None] * (len(known) - 2)
        lines.append(Line(voice.say("not_whole"), [*nothing, *known[-2:]], "part"))
    if cut:
        known = [*known[:-1], None]
    lines.append(Line(title, known, "front"))
    band = None
    if outlook is not None:
        names, lines, band = _with_outlook(names, lines, outlook, voice)
    picture = trend(names, lines, voice.short, band)
    told = {
        "kind": "trend",
        "names": names,
        "lines": [{"name": one.name, "tone": one.tone, "values": one.values} for one in lines],
        "band": {"name": band.name, "low": band.low, "high": band.high} if band else None,
        "unit": {"kind": metric.unit.value, "currency": answer.currency},
        "height": TREND_HEIGHT,
    }
    return figure(title, picture, told)


def _with_outlook(
    names: list[str], lines: list[Line], outlook: Outlook, voice: Voice
) -> tuple[list[str], list[Line], Band]:
    """The lines with room for what comes, and the range it lies in four times of five."""
    old = [name for name in names if name not in outlook.names]
    ahead: list[float | None] = [None] * len(outlook.names)
    longer = [replace(one, values=[*one.values[: len(old)], *ahead]) for one in lines]
    last = lines[-1].values[len(old) - 1]
    before: list[float | None] = [None] * (len(old) - 1)
    longer.append(Line(voice.say("outlook"), [*before, last, *outlook.middle], "part"))
    empty: list[float | None] = [None] * len(old)
    band = Band(voice.say("outlook_range"), [*empty, *outlook.low], [*empty, *outlook.high])
    return [*old, *outlook.names], longer, band


def _values(rows: Sequence[Any], name: str) -> list[float | None]:
    return [None if row.get(name) is None else float(row[name]) for row in rows]


def steps_figure(title: str, steps: Sequence[Step]) -> Markup:
    """A waterfall from one total to another."""
    told = {
        "kind": "waterfall",
        "steps": [
            {"name": one.name, "change": one.change, "figure": one.figure, "total": one.is_total} for one in steps
        ],
        "height": max(len(steps), 3) * STEPS_HIGH + 40,
    }
    return figure(title, waterfall(steps), told)


def figure(title: str, picture: Markup, told: Mapping[str, object]) -> Markup:
    """A chart with its name; nothing where there is nothing to draw."""
    if not picture:
        return picture
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return Markup('<figure class="chart" role="img" aria-label="{}" data-chart="{}">{}</figure>').format(
        title, text, picture
    )
