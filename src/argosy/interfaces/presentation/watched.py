"""What stood out in a week, as people and machines read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argosy.core.text import Text
from argosy.interfaces.presentation.explained import explained_json
from argosy.interfaces.presentation.tables import Column, Kind, Table
from argosy.interfaces.presentation.words import DIMENSIONS, word

if TYPE_CHECKING:
    from argosy.app.watch import Alarm, Watching


def watched_json(told: Watching, language: str) -> dict[str, object]:
    """The alarms as JSON types, the surest first."""
    return {
        "week": str(told.week),
        "series": told.series,
        "currency": told.currency,
        "alarms": [
            {
                "metric": one.found.key.slug,
                "where": dict(one.found.key.where),
                "observed": one.found.observed,
                "expected": one.found.expected,
                "low": one.found.low,
                "high": one.found.high,
                "p": one.found.p,
                "false_discovery_rate": one.found.p_adjusted,
                "explanation": explained_json(one.explanation, language) if one.explanation else None,
            }
            for one in told.alarms
        ],
        "notes": [note.render(language) for note in told.notes],
    }


def watched_table(told: Watching, language: str) -> Table:
    """A row per alarm."""
    columns = (
        Column("metric", Text("Metric")),
        Column("where", Text("Where")),
        Column("observed", Text("Seen"), Kind.FIGURE),
        Column("expected", Text("Expected"), Kind.FIGURE),
        Column("low", Text("At least"), Kind.FIGURE),
        Column("high", Text("At most"), Kind.FIGURE),
        Column("cause", Text("Perhaps because")),
    )
    rows = [
        [
            one.found.key.slug,
            f"{word(DIMENSIONS, one.found.key.dimension, language)} {one.found.key.member}"
            if one.found.key.dimension
            else None,
            one.found.observed,
            one.found.expected,
            one.found.low,
            one.found.high,
            _cause(one, language),
        ]
        for one in told.alarms
    ]
    values = {"alarms": len(rows), "series": told.series, "week": str(told.week)}
    said = Text(
        "{alarms} of {series} series stood out in the week {week}; one in twenty of such alarms is false.", values
    )
    return Table("alarms", Text("What stood out"), columns, rows, (said, *told.notes) if told.series else told.notes)


def _cause(one: Alarm, language: str) -> str | None:
    if one.explanation is None or not one.explanation.hypotheses:
        return None
    return one.explanation.hypotheses[0].statement.render(language)
