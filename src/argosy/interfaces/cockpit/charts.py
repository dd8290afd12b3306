"""Charts as inline SVG with nothing but attributes, so that no inline style is needed: range bars, trends, waterfalls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from argosy.core.estimate import Estimate
from argosy.interfaces.presentation.report.charts import Scale, scale

WIDTH, BAR_HEIGHT = 240, 20
PLOT_LEFT, PLOT_TOP = 64, 14
STEPS_HIGH = 32


def common_scale(estimates: Sequence[Estimate]) -> Scale:
    """One scale that holds zero, all points, and the bulk of all ranges: one huge range does not flatten the others."""
    points = [one.point for one in estimates]
    largest = max((abs(point) for point in points), default=1.0) or 1.0
    ends = [min(max(end, -2 * largest), 2 * largest) for one in estimates for end in (one.low, one.high)]
    return scale([*points, *ends])


def range_bar(estimate: Estimate, on: Scale) -> Markup:
    """An effect as a point with its range, on a scale all rows share; the zero line is holding."""
    left, right, point, zero = (on.at(value) for value in (estimate.low, estimate.high, estimate.point, 0.0))
    tone = "gain" if estimate.low > 0 else "loss" if estimate.high < 0 else "open"
    return Markup(
        '<svg class="range {tone}" viewBox="0 0 100 20" width="{width}" height="{height}" preserveAspectRatio="none" aria-hidden="true">'
        '<line class="zero" x1="{zero:.2f}" x2="{zero:.2f}" y1="0" y2="20"/>'
        '<rect class="span" x="{left:.2f}" y="7" width="{wide:.2f}" height="6"/>'
        '<rect class="point" x="{at:.2f}" y="3" width="1.6" height="14"/></svg>'
    ).format(
        tone=tone,
        width=WIDTH,
        height=BAR_HEIGHT,
        zero=zero,
        left=left,
        wide=max(right - left, 0.5),
        at=min(max(point - 0.8, 0.0), 98.4),
    )


@dataclass(frozen=True)
class Line:
    """One line of a trend: a value per place, None where nothing is known; `tone` is its class."""

    name: str
    values: Sequence[float | None]
    tone: str


@dataclass(frozen=True)
class Band:
    """A range beside a line: where it lies four times of five."""

    name: str
    low: Sequence[float | None]
    high: Sequence[float | None]


def trend(
    names: Sequence[str],
    lines: Sequence[Line],
    shown: Callable[[float], str],
    band: Band | None = None,
    height: int = 220,
    width: int = 880,
) -> Markup:
    """Lines over periods from zero; each line says its own name at its end, the axis its round steps."""
    known = [value for line in lines for value in line.values if value is not None]
    known += [value for value in (*band.low, *band.high) if value is not None] if band else []
    if not known or len(names) < 2:
        return Markup("")
    on = scale(known, wanted=4)
    plot_width, plot_height = width - PLOT_LEFT - 96, height - PLOT_TOP - 26
    step = plot_width / (len(names) - 1)

    def y(value: float) -> float:
        return PLOT_TOP + plot_height * (1 - on.at(value) / 100)

    pieces = [
        Markup(
            '<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/><text class="tick" x="{}" y="{:.1f}">{}</text>'
        ).format(PLOT_LEFT, width - 96, y(tick), y(tick), PLOT_LEFT - 6, y(tick) + 4, shown(tick))
        for tick in on.ticks
    ]
    every = max(1, len(names) // 8)
    pieces += [
        Markup('<text class="name" x="{:.1f}" y="{}">{}</text>').format(PLOT_LEFT + place * step, height - 6, name)
        for place, name in enumerate(names)
        if place % every == 0
    ]
    if band is not None:
        pieces.append(_band(band, step, y))
    ends: list[float] = []
    for line in lines:
        pieces.append(_line(line, step, y, ends, width - 90))
    return _svg("trend", width, height, pieces)


def _band(band: Band, step: float, y: Callable[[float], float]) -> Markup:
    """The range as a surface."""
    known = [place for place, value in enumerate(band.high) if value is not None]
    upper = [f"{PLOT_LEFT + place * step:.1f},{y(band.high[place] or 0.0):.1f}" for place in known]
    lower = [f"{PLOT_LEFT + place * step:.1f},{y(band.low[place] or 0.0):.1f}" for place in reversed(known)]
    return Markup('<polygon class="band" points="{}"/>').format(" ".join([*upper, *lower]))


def _line(line: Line, step: float, y: Callable[[float], float], ends: list[float], right: int) -> Markup:
    runs: list[list[str]] = [[]]
    last = None
    for place, value in enumerate(line.values):
        if value is None:
            runs.append([])
            continue
        last = value
        runs[-1].append(f"{PLOT_LEFT + place * step:.1f},{y(value):.1f}")
    drawn = Markup("").join(
        Markup('<polyline class="line {}" points="{}"/>').format(line.tone, " ".join(run)) for run in runs if run
    )
    if last is None or sum(value is not None for value in line.values) < 2:
        return drawn
    at = y(last) + 4
    while any(abs(at - taken) < 14 for taken in ends):
        at += 14
    ends.append(at)
    return drawn + Markup('<text class="end {}" x="{}" y="{:.1f}">{}</text>').format(line.tone, right, at, line.name)


@dataclass(frozen=True)
class Step:
    """One step of a waterfall: its name, by how much, and the figure as read; a total stands on zero."""

    name: str
    change: float
    figure: str
    is_total: bool = False


def waterfall(steps: Sequence[Step], width: int = 880) -> Markup:
    """Steps from one total to another, across; names left, figures right, so that it reads as a table too."""
    levels, running = [], 0.0
    for step in steps:
        start = 0.0 if step.is_total else running
        running = step.change if step.is_total else running + step.change
        levels.append((start, running))
    if not levels:
        return Markup("")
    on = scale([level for pair in levels for level in pair])
    left, plot = 240, width - 240 - 130
    pieces = []
    for place, (step, (start, end)) in enumerate(zip(steps, levels, strict=True)):
        top = place * STEPS_HIGH
        low, high = sorted((on.at(start), on.at(end)))
        tone = "total" if step.is_total else "gain" if step.change >= 0 else "loss"
        pieces.append(
            Markup(
                '<text class="label" x="0" y="{y}">{name}</text>'
                '<rect class="{tone}" x="{x:.1f}" y="{top}" width="{wide:.1f}" height="18"/>'
                '<text class="figure" x="{right}" y="{y}">{figure}</text>'
            ).format(
                y=top + 19,
                name=step.name if len(step.name) < 34 else step.name[:32] + "…",
                tone=tone,
                x=left + plot * low / 100,
                top=top + 6,
                wide=max(plot * (high - low) / 100, 1.0),
                right=width,
                figure=step.figure,
            )
        )
    return _svg("waterfall", width, len(steps) * STEPS_HIGH, pieces)


def _svg(kind: str, width: int, height: int, pieces: Sequence[Markup]) -> Markup:
    return Markup('<svg class="{}" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>').format(
        escape(kind), width, height, Markup("").join(pieces)
    )
