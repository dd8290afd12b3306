"""Charts as inline SVG, by hand: places across are percentages, so that a chart fits a phone with its letters unshrunk.

Bars begin at zero. Every chart has its figures in a table beside it, so that it is hidden from screen readers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from argosy.interfaces.presentation.report.bilingual import Both

STEPS = (1.0, 2.0, 5.0, 10.0)
TOP, BOTTOM = 16, 30  # pixels for the labels above the bars, and for months and years below
GAP = 0.14  # part of a band left free on either side of its bar
ROW_HEIGHT, MIDDLE = 24, 12
FULL = 100.0


@dataclass(frozen=True)
class Column:
    """One band of a column chart: its name, the line below the name, the parts stacked from the bottom, and the label on top.

    `mark` is a level drawn as a line across the band (the year before); a band that is not `is_whole` is hatched.
    """

    name: Both
    below: str
    parts: tuple[float, ...]
    label: Both
    is_whole: bool = True
    is_minor: bool = True
    mark: float | None = None


@dataclass(frozen=True)
class Scale:
    """A common scale from `low` to `high` that holds zero, with round ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Where a value stands, in percent from the left; beyond the ends it stands at the end."""
        inside = min(max(value, self.low), self.high)
        return FULL * (inside - self.low) / (self.high - self.low)


def scale(values: Sequence[float], wanted: int = 5) -> Scale:
    """The smallest scale of round steps that holds all values and zero.

    >>> scale([-120.0, 1423.0]).ticks
    (-500.0, 0.0, 500.0, 1000.0, 1500.0)
    """
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    width = (high - low) or 1.0
    power = 10 ** math.floor(math.log10(width / wanted))
    step = next(power * step for step in STEPS if power * step * wanted >= width * 0.8)
    first, last = math.floor(low / step), max(math.ceil(high / step), math.floor(low / step) + 1)
    return Scale(first * step, last * step, tuple(number * step for number in range(first, last + 1)))


def columns(bands: Sequence[Column], height: int, tones: Sequence[str]) -> Markup:
    """A column chart; `tones` are the classes of the stacked parts, from the bottom."""
    highest = max(
        [*(sum(max(part, 0.0) for part in band.parts) for band in bands), *(band.mark or 0.0 for band in bands)],
        default=0.0,
    )
    width, plot = FULL / max(len(bands), 1), height - TOP - BOTTOM
    pieces = [_line(0, FULL, height - BOTTOM, "axis")]
    for number, band in enumerate(bands):
        left = number * width
        pieces.append(_band(band, left, width, plot, plot / highest if highest else 0.0, tones))
    return _svg(height, "columns", pieces)


def _band(band: Column, left: float, width: float, plot: int, unit: float, tones: Sequence[str]) -> str:
    floor, middle = float(TOP + plot), left + width / 2
    pieces = []
    for part, tone in zip(band.parts, tones, strict=True):
        tall = max(part, 0.0) * unit
        floor -= tall
        state = "" if band.is_whole else " part"
        pieces.append(_rect(left + width * GAP, floor, width * (1 - 2 * GAP), tall, f"{tone}{state}"))
    if band.mark is not None:
        pieces.append(_line(left, left + width, TOP + plot - band.mark * unit, "mark"))
    pieces.append(_text(middle, floor - 4, band.label, "value minor" if band.is_minor else "value"))
    pieces.append(_text(middle, TOP + plot + 13, band.name, "name"))
    if band.below:
        pieces.append(_text(middle, TOP + plot + 26, Both(band.below, band.below), "name"))
    return "".join(pieces)


def curve(points: Sequence[tuple[float, float]], marked: Sequence[tuple[float, float, Both]], height: int) -> Markup:
    """A curve of shares from (0, 0) to (1, 1), with marked points named beside them and the line of perfect evenness behind it."""
    steps = " ".join(f"L{x * FULL:.2f} {(1 - y) * FULL:.2f}" for x, y in points[1:])
    path = f'<path class="even" d="M0 100 L100 0"/><path class="curve" d="M0 100 {steps}"/>'
    plot = height - BOTTOM
    pieces = [f'<svg y="0" width="100%" height="{plot}" viewBox="0 0 100 100" preserveAspectRatio="none">{path}</svg>']
    pieces.append(_line(0, FULL, plot, "axis"))
    for x, y, said in marked:
        top = (1 - y) * plot
        pieces.append(f'<circle class="spot" cx="{x * FULL:.2f}%" cy="{top:.1f}" r="4"/>')
        pieces.append(f'<text class="said" x="{x * FULL:.2f}%" dx="9" y="{top + 13:.1f}">{said.svg()}</text>')
    for share in (0.0, 0.5, 1.0):
        anchor = ("start", "middle", "end")[round(share * 2)]
        pieces.append(f'<text class="name {anchor}" x="{share * FULL:g}%" y="{plot + 14}">{share:.0%}</text>')
    return _svg(height, "curve-chart", pieces)


def range_bar(low: float, point: float, high: float, within: Scale, tone: str) -> Markup:
    """One estimate on the common scale: its interval as a bar, its point as a dot; an end beyond the scale is an arrow."""
    left, right = within.at(low), within.at(high)
    pieces = [_upright(within.at(tick), ROW_HEIGHT, "zero" if tick == 0 else "grid") for tick in within.ticks]
    pieces.append(
        f'<rect class="{tone}" x="{left:.2f}%" y="{MIDDLE - 4}" width="{max(right - left, 0.3):.2f}%" height="8" rx="2"/>'
    )
    if low < within.low:
        pieces.append(_text(0, MIDDLE + 4, Both("◂", "◂"), "cut start"))
    if high > within.high:
        pieces.append(_text(FULL, MIDDLE + 4, Both("▸", "▸"), "cut end"))
    if within.low <= point <= within.high:
        pieces.append(f'<circle class="dot {tone}" cx="{within.at(point):.2f}%" cy="{MIDDLE}" r="4.5"/>')
    return _svg(ROW_HEIGHT, "range", pieces)


def axis(within: Scale, labels: Sequence[Both]) -> Markup:
    """The ticks of the common scale with their labels, once above the list."""
    pieces = []
    for number, (tick, label) in enumerate(zip(within.ticks, labels, strict=True)):
        place = "start" if number == 0 else "end" if number == len(labels) - 1 else ""
        pieces.append(_text(within.at(tick), 12, label, f"name {place}"))
        pieces.append(_upright(within.at(tick), 20, "zero" if tick == 0 else "grid", 16))
    return _svg(20, "range", pieces)


def _svg(height: int, name: str, pieces: Sequence[str]) -> Markup:
    return Markup(f'<svg class="{name}" width="100%" height="{height}" aria-hidden="true">{"".join(pieces)}</svg>')


def _rect(left: float, top: float, width: float, height: float, tone: str) -> str:
    return f'<rect class="{tone}" x="{left:.2f}%" y="{top:.1f}" width="{width:.2f}%" height="{height:.1f}"/>'


def _line(left: float, right: float, height: float, tone: str) -> str:
    return f'<line class="{tone}" x1="{left:.2f}%" x2="{right:.2f}%" y1="{height:.1f}" y2="{height:.1f}"/>'


def _upright(at: float, bottom: int, tone: str, top: int = 0) -> str:
    return f'<line class="{tone}" x1="{at:.2f}%" x2="{at:.2f}%" y1="{top}" y2="{bottom}"/>'


def _text(at: float, height: float, said: Both, tone: str) -> str:
    return f'<text class="{tone}" x="{at:.2f}%" y="{height:.1f}">{said.svg()}</text>'
