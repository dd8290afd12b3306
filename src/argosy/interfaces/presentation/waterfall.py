"""A waterfall of an explanation: from the figure before, over every leaf's effect, to the figure after; one HTML or SVG file."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from argosy.core.text import Text
from argosy.interfaces.presentation.explained import effect, headline, shown
from argosy.interfaces.presentation.formatting import Formats

if TYPE_CHECKING:
    from argosy.app.explain import Explanation

WIDTH, ROW, LABELS, FIGURES, TOP = 960, 30, 360, 130, 12
STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1f2937}.end{fill:#475569}.up{fill:#15803d}.down{fill:#b91c1c}"
    ".link{stroke:#94a3b8;stroke-dasharray:2 3}.zero{stroke:#94a3b8}"
)
PAGE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:1000px;margin:2rem auto;padding:0 1rem;color:#1f2937}"
    "svg{max-width:100%;height:auto}.note{color:#64748b}"
)


def waterfall_svg(told: Explanation, formats: Formats) -> str:
    """The chart as SVG; bars run from left to right, a row per leaf."""
    language = formats.language
    before, after = told.root.before or 0.0, told.root.after or 0.0
    steps = [(leaf.title.render(language), float(leaf.effect)) for leaf in told.root.leaves() if leaf is not told.root]
    reached, levels = before, [0.0, before, after]
    for _, size in steps:
        reached += size
        levels.append(reached)
    low, high = min(levels), max(levels)
    unit = (WIDTH - LABELS - FIGURES) / ((high - low) or 1.0)

    def x(value: float) -> float:
        return LABELS + (value - low) * unit

    rows = [
        (f"{told.root.title.render(language)} {told.versus}", 0.0, before, "end", shown(told, None, before, formats))
    ]
    at = before
    for name, size in steps:
        rows.append((name, at, at + size, "up" if size > 0 else "down", effect(told, size, formats)))
        at += size
    rows.append(
        (f"{told.root.title.render(language)} {told.period}", 0.0, after, "end", shown(told, None, after, formats))
    )
    height = TOP * 2 + ROW * len(rows)
    parts = [f'<line class="zero" x1="{x(0):.1f}" x2="{x(0):.1f}" y1="{TOP}" y2="{height - TOP}"/>']
    for place, (name, start, end, tone, figure) in enumerate(rows):
        parts.append(_row(name, x(start), x(end), tone, figure, TOP + ROW * place, is_last=place == len(rows) - 1))
    label = escape(headline(told, formats).render(language))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
        f'aria-label="{label}"><style>{STYLE}</style>{"".join(parts)}</svg>'
    )


def _row(name: str, start: float, end: float, tone: str, figure: str, top: float, *, is_last: bool) -> str:
    left, width, middle = min(start, end), max(abs(end - start), 1.0), top + ROW / 2
    short = name if len(name) <= 52 else f"{name[:50]}…"
    link = (
        ""
        if is_last
        else f'<line class="link" x1="{end:.1f}" x2="{end:.1f}" y1="{top + ROW - 5:.1f}" y2="{top + ROW + 5:.1f}"/>'
    )
    return (
        f"<g><title>{escape(f'{name}: {figure}')}</title>"
        f'<text x="{LABELS - 10}" y="{middle + 4:.1f}" text-anchor="end">{escape(short)}</text>'
        f'<rect class="{tone}" x="{left:.1f}" y="{top + 5:.1f}" width="{width:.1f}" height="{ROW - 10}"/>{link}'
        f'<text x="{WIDTH - 6}" y="{middle + 4:.1f}" text-anchor="end">{escape(figure)}</text></g>'
    )


def waterfall_html(told: Explanation, formats: Formats) -> str:
    """The chart with its headline and its hypotheses as one page that needs nothing else; no script."""
    language = formats.language
    said = [
        f"<li><p>{escape(one.statement.render(language))} <strong>{escape(effect(told, float(one.effect), formats))}</strong></p>"
        f"<p>→ <code>{escape(one.remedy.decision)}</code> {escape(one.remedy.action.render(language))}</p></li>"
        for one in told.hypotheses
    ]
    notes = "".join(f"<p class='note'>{escape(note.render(language))}</p>" for note in told.notes)
    title = escape(Text("Why it moved").render(language))
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{PAGE}</style></head><body>'
        f"<h1>{escape(headline(told, formats).render(language))}</h1>{waterfall_svg(told, formats)}"
        f"{notes}<ol>{''.join(said)}</ol></body></html>\n"
    )
