"""The income statement: every step from gross sales to net profit, side by side for the groups of a question and for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from argosy.core.text import Text
from argosy.economics.statement import STATEMENT
from argosy.metrics.contract import Query, Value
from argosy.metrics.measures import WarehouseMeasures

MARGINS = ("gross_margin", "contribution_margin_rate", "net_margin")
STEPS = tuple(step.name for step in STATEMENT)
SIGNS = {step.name: step.sign for step in STATEMENT}


@dataclass(frozen=True)
class Statement:
    """`groups` are the labels of the columns (the last one, empty, is the whole); `amounts` run parallel to them, by step or margin."""

    by: tuple[str, ...]
    groups: tuple[tuple[Value, ...], ...]
    amounts: Mapping[str, Sequence[Value]]
    currency: str
    lake_version: Mapping[str, int]
    notes: tuple[Text | str, ...]


def statement(measures: WarehouseMeasures, query: Query) -> Statement:
    """The statement of the query's days, filters and currency, a column for each group of its `by`; its metrics are not asked."""
    names = (*STEPS, *MARGINS)
    whole = measures.measure(replace(query, metrics=names, by=()))
    rows = list(measures.measure(replace(query, metrics=names)).rows) if query.by else []
    groups = [tuple(row[name] for name in query.by) for row in rows]
    every = [*rows, *whole.rows]
    amounts = {name: [row[name] for row in every] for name in names}
    return Statement(
        query.by, (*groups, *(() for _ in whole.rows)), amounts, whole.currency, whole.lake_version, whole.notes
    )
