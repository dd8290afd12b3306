"""Trace: from a number back to the rows of the files it was made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from argosy.app.results import SourceRow
from argosy.core.errors import RequestError
from argosy.metrics.contract import Query
from argosy.metrics.facts import FACTS
from argosy.metrics.measures import WarehouseMeasures
from argosy.metrics.registry import needed

FACT_ROWS = {"customer_periods": "order_lines"}
"""Facts that are derived from another one's rows."""


def trace(measures: WarehouseMeasures, query: Query, limit: int = 20) -> list[SourceRow]:
    """The rows behind the query's metrics, the weightiest first: file, line, load, values. `by` is not used, `where` and days are."""
    facts = sorted({FACT_ROWS.get(metric.fact, metric.fact) for metric in needed(query.metrics) if metric.fact})
    if not facts:
        raise RequestError("Name a metric whose rows you want to see.")
    files = {row["load_id"]: row["file_name"] for row in measures.table("loads", ["load_id", "file_name"]).to_pylist()}
    found: list[SourceRow] = []
    for fact in facts:
        rows = measures.fact_rows(FACTS[fact].name, query, limit)
        found += _source_rows(rows, files)
    return found[:limit]


def _source_rows(rows: Any, files: dict[str, str]) -> Sequence[SourceRow]:
    traced = []
    for row in rows.to_pylist():
        load_id, line = row.pop("load_id"), row.pop("source_line")
        values = {name: value for name, value in row.items() if value is not None and name != "month"}
        traced.append(SourceRow(files.get(load_id, ""), line, load_id, values))
    return traced
