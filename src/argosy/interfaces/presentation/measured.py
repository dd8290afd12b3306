"""An answer of the dictionary of numbers as a table and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from argosy.core.errors import RequestError
from argosy.core.text import Text
from argosy.interfaces.presentation import words
from argosy.interfaces.presentation.letters import letters
from argosy.interfaces.presentation.tables import Column, Kind, Table

if TYPE_CHECKING:
    from argosy.metrics.contract import Measured, Metric, Row, Value

KINDS = {"money": Kind.MONEY, "count": Kind.COUNT, "share": Kind.SHARE, "ratio": Kind.NUMBER, "days": Kind.NUMBER}
DIMENSION_KINDS = {
    "market": Kind.PLACE,
    "customer_segment": Kind.WORD,
    "day": Kind.DATE,
    "week": Kind.DATE,
    "month": Kind.MONTH,
    "year": Kind.YEAR,
}


OVERLAPPING = {"tag"}
"""Dimensions by which one row counts in several groups: their groups do not add up to the whole."""


def measured_table(measured: Measured, metrics: Mapping[str, Metric]) -> Table:
    """The answer as a table: its dimensions, its metrics, and each metric's comparisons beside it."""
    columns = [_dimension(name) for name in measured.by]
    for slug in measured.metrics:
        columns += _metric_columns(metrics[slug], measured)
    rows = [[row.get(column.name) for column in columns] for row in measured.rows]
    return Table(
        name="measured",
        title=Text("Numbers"),
        columns=tuple(columns),
        rows=rows,
        notes=_notes(measured),
        currency=measured.currency,
        formulas=_formulas(measured, metrics, columns, rows),
        summed=_summed(measured, metrics, columns),
    )


def _summed(measured: Measured, metrics: Mapping[str, Metric], columns: Sequence[Column]) -> frozenset[int]:
    """The columns of metrics that add up over what the answer is broken down by."""
    if OVERLAPPING & set(measured.by):
        return frozenset()
    adding = {slug for slug in measured.metrics if metrics[slug].accumulates == "sum"}
    return frozenset(place for place, column in enumerate(columns) if column.name in adding)


def _formulas(
    measured: Measured, metrics: Mapping[str, Metric], columns: Sequence[Column], rows: Sequence[Sequence[Value]]
) -> Mapping[tuple[int, int], str]:
    """Ratios whose parts stand beside them, as formulas; an amount rounded to the cent's hundredth is rounded alike."""
    places = {column.name: place for place, column in enumerate(columns)}
    found = {}
    for slug in measured.metrics:
        one = metrics[slug]
        if one.times_days or not {one.numerator, one.denominator} <= places.keys():
            continue
        over, under = letters(places[one.numerator]), letters(places[one.denominator])
        for row in range(len(rows)):
            line = row + 2
            ratio = f"{over}{line}/{under}{line}"
            ratio = f"ROUND({ratio},4)" if one.unit == "money" else ratio
            found[row, places[slug]] = f'IF({under}{line}=0,"",{ratio})'
    return found


def measured_json(measured: Measured, left_out: int = 0) -> dict[str, object]:
    """What `argosy measure --json` prints: the contract's five keys, then the days (both in), notes and rows left out."""
    shown: dict[str, object] = {
        "metrics": list(measured.metrics),
        "by": list(measured.by),
        "currency": measured.currency,
        "lake_version": dict(measured.lake_version),
        "rows": [dict(row) for row in measured.rows],
    }
    if measured.start:
        shown["from"] = measured.start
    if measured.end:
        shown["to"] = measured.end - timedelta(days=1)
    if measured.notes:
        shown["notes"] = [str(note) for note in measured.notes]
    if left_out:
        shown["left_out"] = left_out
    return shown


def trimmed(measured: Measured, sort: str | None, ascending: bool, limit: int | None) -> tuple[Measured, int]:
    """The answer sorted by a column (missing values last) and cut to `limit` rows; and how many rows that leaves out.

    Where only a limit is given, the rows with the most of the first metric are kept.
    """
    rows: Sequence[Row] = measured.rows
    key = sort or (measured.metrics[0] if limit else None)
    if key:
        known = [*measured.by, *(name for row in rows[:1] for name in row if name not in measured.by)] or [key]
        if key not in known:
            raise RequestError(
                "The rows have no column {column} to sort by; their columns are: {known}.",
                column=key,
                known=", ".join(known),
            )
        present = [row for row in rows if row[key] is not None]
        rows = sorted(present, key=lambda row: _sortable(row[key]), reverse=not ascending)
        rows = [*rows, *(row for row in measured.rows if row[key] is None)]
    kept = rows[:limit] if limit else rows
    return replace(measured, rows=kept), len(rows) - len(kept)


def _sortable(value: Value) -> tuple[int, Decimal | float | str]:
    if isinstance(value, int | float | Decimal):
        return 0, value
    return 1, str(value)


def _dimension(name: str) -> Column:
    kind = DIMENSION_KINDS.get(name, Kind.TEXT)
    known = words.SEGMENTS if kind is Kind.WORD else {}
    return Column(name, Text(words.word(words.DIMENSIONS, name, "en")), kind, words=known)


def _metric_columns(metric: Metric, measured: Measured) -> list[Column]:
    kind = KINDS[metric.unit]
    currency = measured.currency if kind is Kind.MONEY else ""
    present = measured.rows[0] if measured.rows else {}
    columns = [Column(metric.slug, Text(metric.title), kind, currency)]
    for comparison, said in words.COMPARISONS.items():
        name = f"{metric.slug}_{comparison}"
        if name in present:
            title = Text("{metric}, {comparison}", {"metric": Text(metric.title), "comparison": Text(said)})
            columns.append(Column(name, title, kind, currency))
    for planned, said in words.PLANNED.items():
        name = f"{metric.slug}_{planned}"
        if name in present:
            title = Text("{metric}, {comparison}", {"metric": Text(metric.title), "comparison": Text(said)})
            is_target = planned == "target"
            columns.append(Column(name, title, kind if is_target else Kind.SHARE, currency if is_target else ""))
    return columns


def _notes(measured: Measured) -> tuple[Text, ...]:
    notes = []
    if measured.start and measured.end:
        last = measured.end - timedelta(days=1)
        notes.append(Text("{first} to {last}", {"first": measured.start, "last": last}))
    return (*notes, *(note if isinstance(note, Text) else Text(note) for note in measured.notes))
