"""Who, or which day, is in which arm; the same on every machine, with nothing to store but the experiment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta

from argosy.core.errors import RequestError
from argosy.loop.experiments.experiment import Design, Experiment
from argosy.methods.testing import Period, assign, hold_out, matched_pairs, switchback

WEEK = 7


def whole_days(days: int, arms: int = 2) -> int:
    """Days rounded up so that every arm has every weekday equally often.

    >>> whole_days(15), whole_days(28)
    (28, 28)
    """
    block = arms * WEEK
    return block * -(-days // block)


def schedule(experiment: Experiment) -> tuple[Period, ...]:
    """The days of a switchback with their arms: a Monday in one arm is compared with a Monday in the other.

    Days are those of the shop's books, written as midnight UTC so that no clock shifts them. `RequestError` for days that do not make whole
    blocks.
    """
    if experiment.design is not Design.SWITCHBACK:
        raise RequestError("Experiment {id} has no plan of days: it is not a switchback.", id=experiment.id)
    return switchback(
        midnight(experiment.start_on),
        experiment.days,
        length=timedelta(days=1),
        arms=experiment.arms,
        salt=experiment.id,
        cycle=WEEK,
    )


def arm_on(experiment: Experiment, day: date) -> str | None:
    """The arm of a day; None where the experiment does not run."""
    start = midnight(day)
    return next((period.arm for period in schedule(experiment) if period.starts_at == start), None)


def arms_of(experiment: Experiment, units: Iterable[str]) -> dict[str, str]:
    """The arm of every unit of a split, by a hash of unit and experiment."""
    shares = dict.fromkeys(experiment.arms, 1.0)
    found = {unit: assign(unit, shares, salt=experiment.id) for unit in units}
    return {unit: arm for unit, arm in found.items() if arm is not None}


def pairs_of(series: Mapping[str, Sequence[float]], salt: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Members matched by their past, one of each pair drawn to be treated: (treated, controls), in the order of the pairs."""
    pairs = matched_pairs(series, salt=salt)
    return tuple(pair.treated for pair in pairs), tuple(pair.control for pair in pairs)


def held_out(totals: Mapping[str, float], share: float, salt: str) -> tuple[str, ...]:
    """Regions or markets to hold out, from every stratum of size."""
    return hold_out(totals, share, salt=salt)


def midnight(day: date) -> datetime:
    """The instant that stands for a day of the books."""
    return datetime.combine(day, time(), UTC)
