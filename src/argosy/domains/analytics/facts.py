"""What is known of why numbers moved: the only reader of this domain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from argosy.core.errors import DataError
from argosy.core.period import Period
from argosy.decision.wording import cited
from argosy.domains.analytics.explaining import Explanation, explain, previous_month
from argosy.domains.analytics.hypotheses import Hypothesis
from argosy.domains.analytics.watching import Place, Watched, watch
from argosy.methods.anomalies import Anomaly
from argosy.metrics.contract import Measures, Query

METRIC = "net_sales"
MOST_EXPLAINED = 2
"""Anomalies of a run that are explained: the surest; an owner reads no more, and every one costs a search."""

TEST_HISTORY_DAYS = 56
"""Days before a test from which its noise is known: eight weeks, so that weekdays are all there alike."""


@dataclass(frozen=True)
class Explained:
    """A part of the shop whose sales moved, why, and the anomaly that showed it (None for the month as a whole)."""

    place: Place
    explanation: Explanation
    anomaly: Anomaly[Place] | None


@dataclass(frozen=True)
class Candidate:
    """An own change to be tested by turning it back for some days: daily sales of its part of the shop over the last weeks."""

    hypothesis: Hypothesis
    explanation: Explanation
    daily: NDArray[np.float64]


@dataclass(frozen=True)
class AnalyticsFacts:
    """What the kinds of this domain know."""

    as_of: date
    currency: str
    snapshot: int
    source: str
    first_on: date | None
    last_on: date | None
    watched: Watched | None
    explained: tuple[Explained, ...]
    candidates: tuple[Candidate, ...]


def load(measures: Measures, as_of: date) -> AnalyticsFacts:
    """Read the facts as they were known at the end of `as_of`."""
    span = measures.span("order_lines")
    known = span is not None and span[0] <= as_of
    last_on = min(as_of, span[1]) if span and known else None
    watched = watch(measures, as_of) if last_on else None
    explained = _explained(measures, watched, as_of, span[0]) if watched and span else ()
    return AnalyticsFacts(
        as_of=as_of,
        currency=measures.home_currency,
        snapshot=measures.snapshot_number,
        source=cited(measures.sources("order_lines"), "order_lines", measures.snapshot_number),
        first_on=span[0] if span and known else None,
        last_on=last_on,
        watched=watched,
        explained=explained,
        candidates=tuple(_candidates(measures, explained, as_of)),
    )


def _explained(measures: Measures, watched: Watched, as_of: date, first_on: date) -> tuple[Explained, ...]:
    """The newest month against the one before, and the surest anomalies of sales, widest part first where they are as sure."""
    found = []
    month, before = previous_month(as_of)
    if before.start >= first_on - timedelta(days=3):
        found += _tried(measures, Place(METRIC), month, before, None)
    alarms = [one for one in watched.found if one.key.slug == METRIC]
    for one in alarms[:MOST_EXPLAINED]:
        found += _tried(measures, one.key, watched.week, watched.week.previous(), one)
    return tuple({one.place.subject: one for one in found}.values())


def _tried(
    measures: Measures, place: Place, period: Period, versus: Period, anomaly: Anomaly[Place] | None
) -> list[Explained]:
    try:
        told = explain(measures, place.slug, period, versus, where=place.where)
    except DataError:  # nothing was sold there in one of the two periods
        return []
    return [Explained(place, told, anomaly)]


def _candidates(measures: Measures, explained: Sequence[Explained], as_of: date) -> list[Candidate]:
    """Own changes beside what moved, one per part of the shop, the largest loss first."""
    found: dict[str, Candidate] = {}
    for one in explained:
        for hypothesis in one.explanation.hypotheses:
            where = {name: (member,) for name, member in _part(hypothesis).items()}
            if not hypothesis.is_own_change or hypothesis.effect >= 0 or str(where) in found or not where:
                continue
            found[str(where)] = Candidate(hypothesis, one.explanation, _daily(measures, where, as_of))
    return list(found.values())


def _part(hypothesis: Hypothesis) -> dict[str, str]:
    """The part of the shop a test would turn back: the SKU (and market) that was changed, else the slice."""
    part = {name: member for name, member in hypothesis.where.items() if member is not None}
    cause = hypothesis.happening
    if cause is not None and cause.sku and cause.sku != "*":
        part["sku"] = cause.sku
    if cause is not None and cause.market:
        part["market"] = cause.market
    return part


def _daily(measures: Measures, where: Mapping[str, tuple[str, ...]], as_of: date) -> NDArray[np.float64]:
    start = as_of - timedelta(days=TEST_HISTORY_DAYS - 1)
    query = Query((METRIC,), by=("day",), start=start, end=as_of + timedelta(days=1), where=where)
    known = {str(row["day"])[:10]: float(str(row[METRIC] or 0)) for row in measures.measure(query).rows}
    days = [(start + timedelta(days=number)).isoformat() for number in range(TEST_HISTORY_DAYS)]
    return np.array([known.get(day, 0.0) for day in days])


def part_of(candidate: Candidate) -> dict[str, str]:
    """The part of the shop the candidate's test concerns, by dimension."""
    return _part(candidate.hypothesis)
