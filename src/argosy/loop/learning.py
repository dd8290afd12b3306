"""Learn: measure what is due by the evaluation fixed before, rule on it, and keep the outcome.

Deterministic: the same register, numbers and day give the same outcomes; measuring twice keeps one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from argosy.core.errors import ArgosyError
from argosy.core.estimate import Estimate
from argosy.core.text import Text
from argosy.decision.evaluation import Evaluation, Where
from argosy.loop.calibration import Calibration, calibrations
from argosy.loop.experiments.experiment import Experiment
from argosy.loop.experiments.judging import effects, judged
from argosy.loop.outcomes import Outcome, change_of_level, change_of_sum, judge
from argosy.loop.register import Register
from argosy.loop.status import Status
from argosy.loop.threads import Thread
from argosy.metrics.contract import Accumulates, Measures, Metric, Query, Unit
from argosy.metrics.registry import metric

CHECKPOINTS_DAYS = (7, 28)
ACTOR = "argosy"


@dataclass(frozen=True)
class Due:
    """A decision to be measured: `days` after `started_on`, which was reached on `due_on`."""

    thread: Thread
    evaluation: Evaluation
    started_on: date
    days: int

    @property
    def due_on(self) -> date:
        """The first day on which the whole stretch has passed."""
        return self.started_on + timedelta(days=self.days)


@dataclass(frozen=True)
class Waiting:
    """What is due but could not be measured, and what to do about it."""

    due: Due
    reason: Text


@dataclass(frozen=True)
class Lesson:
    """What one run of learning brought."""

    outcomes: tuple[Outcome, ...]
    waiting: tuple[Waiting, ...]
    calibrations: Mapping[str, Calibration]


def due(threads: Iterable[Thread], on: date, under_experiment: Collection[str] = ()) -> tuple[Due, ...]:
    """What is to be measured by that day: 7 and 28 days after the start, where the window is longer, and at its end; the oldest first.

    An experiment is judged once, at its planned end: looking at it early would cost its error rate.
    """
    found = []
    for thread in threads:
        evaluation, start = thread.decision.evaluation, thread.started_on
        if evaluation is None or start is None or thread.status not in (Status.TESTING, Status.DONE):
            continue
        early = () if thread.id in under_experiment else CHECKPOINTS_DAYS
        checkpoints = [days for days in early if days < evaluation.window_days] + [evaluation.window_days]
        measured = thread.measured_days()
        found += [Due(thread, evaluation, start, days) for days in checkpoints if days not in measured]
    reached = [one for one in found if one.due_on <= on]
    return tuple(sorted(reached, key=lambda one: (one.due_on, one.thread.id)))


def learn(register: Register, measures: Measures, on: date, actor: str = ACTOR, at: datetime | None = None) -> Lesson:
    """Measure what is due on that day and keep the outcomes; then calibrate every kind. `at` is midnight UTC of that day unless given."""
    moment = at or datetime.combine(on, time(), UTC)
    outcomes, waiting = [], []
    running = {kept.experiment.decision_id: kept.experiment for kept in register.bench.experiments() if kept.is_running}
    for one in due(register.threads(), on, running.keys()):
        experiment = running.get(one.thread.id) if one.thread.status is Status.TESTING else None
        try:
            outcome = measure(one, measures, experiment)
        except ArgosyError as error:
            waiting.append(Waiting(one, error.text))
            continue
        if outcome is None:
            reason = Text(
                "Load the orders up to {day}; until then what was done cannot be measured.",
                {"day": (one.due_on - timedelta(days=1)).isoformat()},
            )
            waiting.append(Waiting(one, reason))
        elif register.record(outcome, actor, moment):
            outcomes.append(outcome)
            if experiment is not None:
                told = {**outcome.to_json(), **judged(measures, experiment).to_json()}
                register.bench.record(experiment.id, told, actor, moment)
    return Lesson(tuple(outcomes), tuple(waiting), calibrations(register.outcomes()))


def measure(one: Due, measures: Measures, experiment: Experiment | None = None) -> Outcome | None:
    """The outcome of what is due, by its experiment where it has one; None where the orders loaded do not reach that far yet."""
    span = measures.span("order_lines")
    if span is None or span[1] < one.due_on - timedelta(days=1):
        return None
    evaluation = one.evaluation
    if experiment is not None:
        found = effects(measures, experiment)
        harmed = {guardrail.metric: found.get(guardrail.metric) for guardrail in evaluation.guardrails}
        tested, shown = one.thread, found[experiment.metric]
        return judge(tested.decision, tested.id, one.started_on, one.days, shown, harmed, measures.snapshot_number)
    changes = {
        guardrail.metric: _change(measures, one, guardrail.metric, evaluation.where, {}, 0.0)
        for guardrail in evaluation.guardrails
    }
    measured = _change(measures, one, evaluation.metric, evaluation.where, evaluation.control, evaluation.control_scale)
    return judge(
        one.thread.decision, one.thread.id, one.started_on, one.days, measured, changes, measures.snapshot_number
    )


def _change(measures: Measures, one: Due, slug: str, where: Where, control: Where, scale: float) -> Estimate | None:
    """The change of a metric from the stretch before the start to the one after, less that of the control group."""
    definition = metric(slug)
    before, after = (one.started_on - timedelta(days=one.days), one.started_on), (one.started_on, one.due_on)
    if not _is_sum(definition):
        return _change_of_level(measures, definition, before, after, where)
    series = [_daily(measures, slug, stretch, where) for stretch in (before, after)]
    if control:
        apart = [_daily(measures, slug, stretch, control) for stretch in (before, after)]
        series = [
            [own - scale * other for own, other in zip(*pair, strict=True)] for pair in zip(series, apart, strict=True)
        ]
    return change_of_sum(series[0], series[1], slug, f"{_unit(measures, definition)}/year")


def _change_of_level(
    measures: Measures, definition: Metric, before: tuple[date, date], after: tuple[date, date], where: Where
) -> Estimate | None:
    daily = [list(_by_day(measures, definition.slug, stretch, where).values()) for stretch in (before, after)]
    wholes = []
    for start, end in (before, after):
        rows = measures.measure(Query((definition.slug,), start=start, end=end, where=where)).rows
        wholes += [float(str(row[definition.slug])) for row in rows if row[definition.slug] is not None]
    if len(wholes) != 2:
        return None
    return change_of_level(daily[0], daily[1], (wholes[0], wholes[1]), definition.slug, _unit(measures, definition))


def _daily(measures: Measures, slug: str, stretch: tuple[date, date], where: Where) -> Sequence[float]:
    """A value for every day of the stretch; a day without rows is a day of nothing."""
    known = _by_day(measures, slug, stretch, where)
    start, end = stretch
    return [known.get((start + timedelta(days=day)).isoformat(), 0.0) for day in range((end - start).days)]


def _by_day(measures: Measures, slug: str, stretch: tuple[date, date], where: Where) -> dict[str, float]:
    start, end = stretch
    rows = measures.measure(Query((slug,), by=("day",), start=start, end=end, where=where)).rows
    return {str(row["day"])[:10]: float(str(row[slug])) for row in rows if row[slug] is not None}


def _is_sum(definition: Metric) -> bool:
    return definition.accumulates is Accumulates.SUM or definition.unit is Unit.COUNT


def _unit(measures: Measures, definition: Metric) -> str:
    if definition.unit is Unit.MONEY:
        return measures.home_currency
    return "/1" if definition.unit is Unit.SHARE else definition.unit.value
