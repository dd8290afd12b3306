"""Puts the aggregates of several facts side by side and makes wholes and ratios from them, as one SQL text.

Plain SQL that DuckDB and Spark read alike. It is written as text because an expression tree of two hundred columns over thirty facts
takes seconds to compile; every fact below it is an expression.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from argosy.metrics.contract import Metric, Query, Unit

DECIMAL = "DECIMAL(38, 4)"
UNRATED = "unrated"
BESIDE = "beside_"
NOTHING = {"key": "CAST(NULL AS STRING)", "money": f"CAST(NULL AS {DECIMAL})", UNRATED: "CAST(NULL AS BIGINT)"}


@dataclass(frozen=True)
class Branch:
    """The aggregate of one fact: its SQL and the columns it gives besides the keys."""

    sql: str
    columns: tuple[str, ...]


def assembled(
    branches: Sequence[Branch], query: Query, needed: Iterable[Metric], days: int | None, beside: Sequence[str] = ()
) -> str:
    """One row per group, the columns of the query's dimensions (by_...), its metrics and `unrated`, in order of the dimensions.

    `beside` names metrics that are wanted too, as columns beside_...
    `needed` are parts before wholes; `days` those of the period where no time word tells them.
    """
    keys = [f"by_{name}" for name in query.by]
    sql, known = _stacked(branches, keys), {name for branch in branches for name in branch.columns}
    days_sql = days_in(query.by) if days is None else str(days)
    for level in _levels(list(needed), known):
        made = [f"{_value(metric, known, days_sql)} AS {metric.slug}" for metric in level]
        known |= {metric.slug for metric in level}
        sql = f"SELECT *, {', '.join(made)} FROM ({sql}) AS made"
    shown = [*keys, *(slug if slug in known else f"CAST(NULL AS DOUBLE) AS {slug}" for slug in query.metrics)]
    shown += [f"{slug} AS {BESIDE}{slug}" for slug in beside if slug in known]
    shown += [UNRATED] if UNRATED in known else []
    order = f" ORDER BY {', '.join(f'{key} NULLS LAST' for key in keys)}" if keys else ""
    return f"SELECT {', '.join(shown)} FROM ({sql}) AS whole{order}"


def empty_branch(by: Sequence[str], slugs: Sequence[str]) -> Branch:
    """The aggregate of money of a fact that has no rows: no group, and without groups nothing known.

    >>> empty_branch((), ("refunds",)).sql
    'SELECT CAST(NULL AS DECIMAL(38, 4)) AS refunds, CAST(NULL AS BIGINT) AS unrated'
    """
    cells = [f"{NOTHING['key']} AS by_{name}" for name in by]
    cells += [f"{NOTHING['money']} AS {slug}" for slug in slugs]
    cells.append(f"{NOTHING[UNRATED]} AS {UNRATED}")
    return Branch(f"SELECT {', '.join(cells)}{' WHERE 1 = 0' if by else ''}", (*slugs, UNRATED))


def _stacked(branches: Sequence[Branch], keys: Sequence[str]) -> str:
    """Each branch padded with NULLs, all stacked and added up by group: a column comes from one branch, `unrated` from several."""
    names = list(dict.fromkeys(name for branch in branches for name in branch.columns))
    if len(branches) == 1:
        return branches[0].sql
    parts = []
    for branch in branches:
        cells = [*keys, *(name if name in branch.columns else f"NULL AS {name}" for name in names)]
        parts.append(f"SELECT {', '.join(cells)} FROM ({branch.sql}) AS branch")
    sums = [*keys, *(f"SUM({name}) AS {name}" for name in names)]
    group = f" GROUP BY {', '.join(keys)}" if keys else ""
    return f"SELECT {', '.join(sums)} FROM ({' UNION ALL '.join(parts)}) AS stacked{group}"


def _levels(needed: list[Metric], base: set[str]) -> list[list[Metric]]:
    """Metrics made of others, level by level, leaving out what rests on nothing loaded."""
    levels: list[list[Metric]] = []
    known = set(base)
    waiting = [metric for metric in needed if metric.parts or metric.numerator]
    while waiting:
        pending = {metric.slug for metric in waiting}
        ready = [metric for metric in waiting if not pending & set(parts_of(metric))]
        found = [metric for metric in ready if _is_known(metric, known)]
        if found:
            levels.append(found)
        known |= {metric.slug for metric in found}
        waiting = [metric for metric in waiting if metric not in ready]
    return levels


def parts_of(metric: Metric) -> tuple[str, ...]:
    """The metrics another one is made of."""
    named = (*(slug for slug, _ in metric.parts), metric.numerator, metric.denominator, *metric.costed_by)
    return tuple(slug for slug in named if slug)


def _is_known(metric: Metric, known: set[str]) -> bool:
    if metric.parts:
        return metric.parts[0][0] in known or (metric.from_any_part and any(slug in known for slug, _ in metric.parts))
    return {metric.numerator, metric.denominator} <= known


def _value(metric: Metric, known: set[str], days: str) -> str:
    if metric.parts:
        parts = [(slug, sign) for slug, sign in metric.parts if slug in known]
        total = " ".join(f"{'+' if sign > 0 else '-'} COALESCE({slug}, 0)" for slug, sign in parts)
        nothing = " AND ".join(f"{slug} IS NULL" for slug, _ in parts)
        value = f"CASE WHEN {nothing} THEN NULL ELSE 0 {total} END"
    else:
        value = f"CAST({metric.numerator} AS DOUBLE) / NULLIF(CAST({metric.denominator} AS DOUBLE), 0)"
        value = f"({value}) * ({days})" if metric.times_days else value
        value = f"CAST(ROUND({value}, 4) AS {DECIMAL})" if metric.unit is Unit.MONEY else value
    if metric.costed_by and set(metric.costed_by) <= known:
        units, costs = metric.costed_by
        value = f"CASE WHEN {units} > 0 AND {costs} IS NULL THEN NULL ELSE {value} END"
    return value


def days_in(names: Sequence[str]) -> str:
    """SQL for the days of the period that the finest time word among the names labels.

    >>> days_in(("market", "month"))
    "DAY(LAST_DAY(CAST(CONCAT(by_month, '-01') AS DATE)))"
    """
    if "day" in names:
        return "1"
    if "week" in names:
        return "7"
    if "month" in names:
        return "DAY(LAST_DAY(CAST(CONCAT(by_month, '-01') AS DATE)))"
    word = "quarter" if "quarter" in names else "year"
    leap = f"DAY(LAST_DAY(CAST(CONCAT(SUBSTRING(by_{word}, 1, 4), '-02-01') AS DATE))) - 28"
    if word == "year":
        return f"365 + {leap}"
    quarter = "SUBSTRING(by_quarter, 7, 1)"
    return f"CASE {quarter} WHEN '1' THEN 90 + {leap} WHEN '2' THEN 91 ELSE 92 END"
