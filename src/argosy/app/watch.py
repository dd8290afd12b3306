"""Watch: what left its own season in the newest week, and the explanation of the surest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from argosy.app.decide import books_day
from argosy.core.errors import DataError
from argosy.core.period import Period
from argosy.core.text import Text
from argosy.domains.analytics.explaining import Explanation, explain
from argosy.domains.analytics.watching import FEWEST_WEEKS, Place
from argosy.domains.analytics.watching import watch as watch_week
from argosy.methods.anomalies import Anomaly
from argosy.metrics.contract import Measures

MOST_EXPLAINED = 3


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


def watch(measures: Measures, as_of: date | None = None) -> Watching:
    """What stood out in the week that ended on that day."""
    watched = watch_week(measures, as_of or books_day(measures))
    notes: tuple[Text, ...] = ()
    if not watched.series:
        values = {"needed": FEWEST_WEEKS, "known": watched.weeks}
        notes = (Text("{needed} weeks of orders are needed to know a season, {known} are there.", values),)
    alarms = tuple(
        Alarm(one, _explained(measures, one, watched.week) if place < MOST_EXPLAINED else None)
        for place, one in enumerate(watched.found)
    )
    return Watching(watched.week, watched.series, alarms, measures.home_currency, notes)


def _explained(measures: Measures, one: Anomaly[Place], week: Period) -> Explanation | None:
    try:
        return explain(measures, one.key.slug, week, week.previous(), where=one.key.where)
    except DataError:  # nothing was sold there in one of the two weeks
        return None
