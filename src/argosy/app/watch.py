"""Watch: what left its own season in the newest week, and the explanation of the surest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from argosy.app.decide import books_day
from argosy.core.errors import DataError
from argosy.core.period import Period
from argosy.core.text import Text
from argosy.domains.analytics.explaining import Explanation, explain
from argosy.domains.analytics.watching import Place, watch_day
from argosy.domains.analytics.watching import watch as watch_week
from argosy.methods.anomalies import Anomaly
from argosy.metrics.contract import Measures

MOST_EXPLAINED = 3
DAYS_A_WEEK = 7


@dataclass(frozen=True)
class Alarm:
    """One thing that stood out, explained where it is among the surest."""

    found: Anomaly[Place]
    explanation: Explanation | None


@dataclass(frozen=True)
class Watching:
    """What stood out in a week, of how many series watched."""

    week: Period
    series: int
    alarms: tuple[Alarm, ...]
    currency: str
    notes: tuple[Text, ...]


def watch(measures: Measures, as_of: date | None = None, by_day: bool = False) -> Watching:
    """What stood out in the week that ended on that day, or on that day alone."""
    day = as_of or books_day(measures)
    watched = watch_day(measures, day) if by_day else watch_week(measures, day)
    notes: tuple[Text, ...] = ()
    if not watched.series:
        step = 1 if by_day else DAYS_A_WEEK
        ready = day + timedelta(days=step * max(watched.needed - watched.weeks - 1, 0))
        values = {"needed": watched.needed, "known": watched.weeks, "day": ready.isoformat()}
        said = (
            Text(
                "{needed} days of orders are needed to know a rhythm, {known} are there; on {day} there will be enough.",
                values,
            )
            if by_day
            else Text(
                "{needed} weeks of orders are needed to know a season, {known} are there; on {day} there will be enough.",
                values,
            )
        )
        notes = (said,)
    alarms = tuple(
        Alarm(one, _explained(measures, one, watched.week) if place < MOST_EXPLAINED else None)
        for place, one in enumerate(watched.found)
    )
    return Watching(watched.week, watched.series, alarms, measures.home_currency, notes)


def _explained(measures: Measures, one: Anomaly[Place], week: Period) -> Explanation | None:
    try:
        return explain(measures, one.key.slug, week, _before(week), where=one.key.where)
    except DataError:  # nothing was sold there in one of the two weeks
        return None


def _before(stretch: Period) -> Period:
    """What a week is compared with, the week before; a day with the same weekday."""
    if stretch.days > 1:
        return stretch.previous()
    return Period(stretch.start - timedelta(days=DAYS_A_WEEK), stretch.end - timedelta(days=DAYS_A_WEEK))
