"""The dictionary of numbers as people and machines read it: every metric with its definition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from argosy.core.text import Text
from argosy.interfaces.presentation import words
from argosy.interfaces.presentation.tables import Column, Kind, Table

if TYPE_CHECKING:
    from argosy.metrics.contract import Metric


def metric_json(metric: Metric, language: str) -> dict[str, object]:
    """A definition as JSON types; title and formula in the language."""
    return {
        "metric": metric.slug,
        "title": Text(metric.title).render(language),
        "unit": metric.unit.value,
        "grain": metric.grain,
        "accumulates": metric.accumulates.value,
        "better": metric.better.value,
        "formula": Text(metric.formula).render(language),
        "source": metric.source,
    }


def metrics_table(metrics: Sequence[Metric], language: str) -> Table:
    """One row per metric."""
    columns = (
        Column("metric", Text("Metric")),
        Column("title", Text("Title")),
        Column("unit", Text("Unit"), Kind.WORD, words=words.UNITS),
        Column("accumulates", Text("Over time"), Kind.WORD, words=words.ACCUMULATES),
        Column("better", Text("Better"), Kind.WORD, words=words.BETTER),
        Column("formula", Text("Formula")),
        Column("source", Text("Source")),
    )
    rows = [
        [
            metric.slug,
            Text(metric.title).render(language),
            metric.unit.value,
            metric.accumulates.value,
            metric.better.value,
            Text(metric.formula).render(language),
            metric.source,
        ]
        for metric in metrics
    ]
    return Table("metrics", Text("Metrics"), columns, rows)
