"""Plan: the KPIs a plan sets for the whole business, with target, attainment and pace: what a board shows beside its figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from argosy.core.text import Text
from argosy.metrics.contract import Metric, Query, Value
from argosy.metrics.measures import WarehouseMeasures
from argosy.metrics.planning import DAYS, targets_of
from argosy.metrics.registry import metrics


@dataclass(frozen=True)
class Attainment:
    """One KPI of a plan; None where it is not known, or the plan does not cover all days. A limit pleases below 1."""

    metric: Metric
    value: Value
    target: Value
    attainment: Value
    pace: Value
    is_limit: bool


def plans(measures: WarehouseMeasures) -> tuple[str, ...]:
    """Names of the plans loaded, sorted."""
    return tuple(sorted(set(measures.table("budgets", ["plan"])["plan"].to_pylist())))


def attainments(
    measures: WarehouseMeasures, plan: str, start: date, end: date, pace: str = DAYS
) -> tuple[tuple[Attainment, ...], tuple[Text | str, ...]]:
    """The KPIs of a plan over [start, end), in the order of the dictionary; and what has to be said beside them."""
    targets = targets_of(measures.table("budgets").to_pylist(), plan)
    whole = {one.metric: one.is_limit for one in targets if not one.scope and one.metric in metrics()}
    if not whole:
        return (), ()
    slugs = tuple(slug for slug in metrics() if slug in whole)
    answer = measures.measure(Query(slugs, (), start, end, plan=plan, pace=pace))
    row = answer.rows[0] if answer.rows else {}
    found = tuple(
        Attainment(
            metrics()[slug],
            row.get(slug),
            row.get(f"{slug}_target"),
            row.get(f"{slug}_attainment"),
            row.get(f"{slug}_pace"),
            whole[slug],
        )
        for slug in slugs
    )
    return found, answer.notes
