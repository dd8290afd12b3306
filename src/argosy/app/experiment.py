"""An experiment started by hand: planned from the shop's own figures, kept in the register as a decision under test, assigned, judged.

It is a decision like any other (`analytics.test`), so that it is measured, ruled on, remembered and learned from by the same rules.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from argosy.app.act import act
from argosy.app.decide import books_day
from argosy.core.errors import DataError, RequestError
from argosy.core.ids import content_hash
from argosy.core.period import Period
from argosy.core.text import Text
from argosy.decision.contract import Decision, Option, Term, Verdict
from argosy.decision.drafting import Draft
from argosy.decision.evaluation import Evaluation, Guardrail
from argosy.loop.experiments.assignment import arms_of, held_out, pairs_of, schedule, whole_days
from argosy.loop.experiments.bench import Kept
from argosy.loop.experiments.experiment import Design, Experiment, arms_by_cell
from argosy.loop.experiments.judging import Judged, is_sum, judged
from argosy.loop.learning import learn
from argosy.loop.outcomes import DAYS_PER_YEAR
from argosy.loop.register import Register
from argosy.methods.testing import Design as Sizing
from argosy.methods.testing import MeanBaseline, plan, plan_of_size
from argosy.metrics.contract import Better, Measures, Query, Unit
from argosy.metrics.registry import metric

KIND = "analytics.test"
WEEK = 7
HISTORY_DAYS, LEAST_HISTORY_DAYS = 56, 14
LONGEST_DAYS = 84
OF_MEMBERS = (Design.MATCHED, Design.HOLDOUT, Design.SYNTHETIC)


@dataclass(frozen=True)
class Wish:
    """What is to be tested. `effect` is the smallest that matters, `5%` of the usual level or in the metric's unit (a sum: per day).

    Without `days` as many are planned as the effect needs. `factors` (name to levels, the base first) take the place of `arms`, `runs`
    of their combinations being run (0: all). `dimension` names members for designs of members; `treated` and `controls` are drawn where
    they are not named. `cost_a_day` is what a day of the test costs in home currency.
    """

    name: str
    metric: str
    design: Design
    arms: tuple[str, ...] = ("control", "new")
    effect: str = "5%"
    start_on: date | None = None
    days: int | None = None
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    guardrails: tuple[str, ...] = ()
    factors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    runs: int = 0
    dimension: str = ""
    treated: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    external_id: str = ""
    alpha: float = 0.05
    power: float = 0.8


@dataclass(frozen=True)
class Planned:
    """The plan: its days and what they can see, per day for a sum; `terms` are what the register keeps, `notes` what to know before."""

    wish: Wish
    arms: tuple[str, ...]
    start_on: date
    days: int
    usual: float
    effect: float
    detectable: float | None
    terms: Mapping[str, Term]
    notes: tuple[Text, ...]

    @property
    def ends_on(self) -> date:
        """The last day of the test."""
        return self.start_on + timedelta(days=self.days - 1)


@dataclass(frozen=True)
class Shown:
    """An experiment, where it stands (`running`, `stopped`, `judged`), and, where it can be told, what it showed."""

    kept: Kept
    status: str
    found: Judged | None
    ruling: str
    rule: str
    reason: Text | None = None


def plan_experiment(measures: Measures, wish: Wish) -> Planned:
    """Size a test from the shop's last weeks.

    `DataError` where they are too few, with how many days are missing and when they will be there; `RequestError` for a wish that cannot
    be run.
    """
    metric(wish.metric)
    for slug in wish.guardrails:
        metric(slug)
    arms = tuple(arms_by_cell(wish.factors, wish.runs).values()) if wish.factors else wish.arms
    if len(set(arms)) < 2 or len(set(arms)) != len(arms):
        raise RequestError("A test has at least two arms of different names, the control first.")
    start = wish.start_on or books_day(measures) + timedelta(days=1)
    units, rate = _history(measures, wish, start)
    usual, noise = statistics.fmean(units), statistics.stdev(units)
    if noise <= 0.0:
        raise DataError("{metric} never varied there, so that no test of it can be sized.", metric=wish.metric)
    sizing = Sizing(len(arms), wish.alpha, wish.power, control_ratio=1.0)
    effect, least = _effect(wish.effect, usual, rate), 0.0
    days = wish.days or plan(MeanBaseline(usual, noise), effect / rate, sizing, units_per_day=rate).days or WEEK
    if wish.design is Design.SWITCHBACK:
        days = whole_days(max(days, 2 * len(arms)), len(arms))
    if wish.design not in OF_MEMBERS:
        least = plan_of_size(MeanBaseline(usual, noise), int(days * rate), sizing).detectable_effect * rate
    members = _members(measures, wish, start, days)
    terms = _terms(wish, arms, start, days, effect, members)
    return Planned(
        wish, arms, start, days, usual * rate, effect, least or None, terms, _notes(wish, days, effect, least)
    )


def start_experiment(measures: Measures, register: Register, planned: Planned, actor: str, why: str) -> Kept:
    """File the plan as a decision and put it under test; once, however often it is asked. `RequestError` where another test runs there."""
    decision = _decision(measures, planned)
    (received,) = register.propose([decision], actor, datetime.now(UTC), books_day(measures))
    wanted = received.thread_id or decision.id
    act(measures, register, wanted, "test", why or planned.wish.name, actor, planned.start_on)
    kept = register.bench.of_decision(register.thread(wanted).id)
    if kept is None:
        raise RequestError("Experiment {name} could not be started; look at its decision.", name=planned.wish.name)
    return kept


def assigned(kept: Kept, units: Iterable[str] = ()) -> tuple[tuple[str, str], ...]:
    """(unit, arm): every day of a switchback, every member of a design of members, or the arm of every unit named of a split."""
    one = kept.experiment
    if one.design is Design.SWITCHBACK:
        return tuple((period.starts_at.date().isoformat(), period.arm) for period in schedule(one))
    if one.design in OF_MEMBERS:
        treated = [(name, one.arms[1]) for name in one.treated]
        return (*treated, *((name, one.control) for name in one.controls))
    named = list(dict.fromkeys(units))
    if not named:
        raise RequestError(
            "Name the units to assign (--unit, or a file with --units): their arm is a hash of their id."
        )
    return tuple(arms_of(one, named).items())


def judge_experiment(measures: Measures, register: Register, kept: Kept, actor: str) -> Shown:
    """What it showed: kept by the rule fixed before where its days are over.

    Before that it says how long it still runs; nothing is shown, for an early look costs the error rate.
    """
    one = kept.experiment
    span = measures.span("order_lines")
    known = span[1] if span else None
    if kept.is_running and (known is None or known < one.period.last_day):
        missing = (one.period.last_day - known).days if known else one.days
        reason = Text(
            "It is judged at its end: {days} days of orders are missing, up to {day}. Load them then; an early look costs its error rate.",
            {"days": missing, "day": one.period.last_day.isoformat()},
        )
        return Shown(kept, "running", None, "", "", reason)
    if kept.is_running:
        learn(register, measures, one.period.end, actor)
        kept = found_experiment(register, one.id)
    if kept.is_stopped:
        return Shown(kept, "stopped", None, "", "", Text("It was stopped without being judged."))
    verdict = kept.judgement or {}
    told: Judged | None = None
    why: Text | None = None if verdict else Text("It could not be judged yet; `argosy learn` says what is missing.")
    try:
        told = judged(measures, one)
    except (DataError, RequestError) as error:
        why = error.text
    return Shown(
        kept,
        "judged" if verdict else "running",
        told,
        str(verdict.get("ruling", "")),
        str(verdict.get("rule", "")),
        why,
    )


def found_experiment(register: Register, prefix: str) -> Kept:
    """The one experiment whose id, or decision's id, begins so."""
    wanted = prefix.strip().lower()
    found = [
        kept
        for kept in register.bench.experiments()
        if wanted and (kept.experiment.id.startswith(wanted) or kept.experiment.decision_id.startswith(wanted))
    ]
    if len(found) != 1:
        raise RequestError(
            "{id} names {count} experiments; `argosy experiment list` shows those there are.",
            id=prefix,
            count=len(found),
        )
    return found[0]


def listed_experiments(register: Register) -> tuple[Shown, ...]:
    """Every experiment there ever was, the oldest first, with what was ruled of it."""
    found = []
    for kept in register.bench.experiments():
        verdict = kept.judgement or {}
        status = "running" if kept.is_running else "stopped" if kept.is_stopped else "judged"
        found.append(Shown(kept, status, None, str(verdict.get("ruling", "")), str(verdict.get("rule", ""))))
    return tuple(found)


def _history(measures: Measures, wish: Wish, start: date) -> tuple[list[float], float]:
    """Values of the units of the past, and how many units a day brings: days, or the people of a split."""
    span = measures.span("order_lines")
    first = span[0] if span else start
    begin = max(first, start - timedelta(days=HISTORY_DAYS))
    begin += timedelta(days=(start - begin).days % WEEK)
    days = (start - begin).days
    if days < LEAST_HISTORY_DAYS:
        missing = LEAST_HISTORY_DAYS - max(days, 0)
        raise DataError(
            "{have} days of orders are too few to size a test: {missing} are missing and will be there on {day}.",
            have=max(days, 0),
            missing=missing,
            day=(start + timedelta(days=missing)).isoformat(),
        )
    by = "customer" if wish.design is Design.SPLIT else "day"
    where = {name: tuple(members) for name, members in wish.where.items()}
    rows = measures.measure(Query((wish.metric,), by=(by,), start=begin, end=start, where=where)).rows
    values = {str(row[by])[:10] if by == "day" else str(row[by]): float(str(row[wish.metric] or 0)) for row in rows}
    if by == "day":
        return [values.get(day.isoformat(), 0.0) for day in Period(begin, start)], 1.0
    if len(values) < 2:
        raise DataError("Fewer than two customers bought there before {day}; nobody can be split.", day=start)
    return list(values.values()), len(values) / days


def _effect(text: str, usual: float, rate: float) -> float:
    """The effect per day (for people: summed over those of a day) from `5%` or a number."""
    try:
        share = float(text.strip().removesuffix("%")) / 100 if text.strip().endswith("%") else None
        effect = share * abs(usual) * rate if share is not None else float(text)
    except ValueError:
        raise RequestError("{effect!r} is no effect; write 5% or a number.", effect=text) from None
    if effect <= 0.0:
        raise RequestError("The smallest effect that matters must be above nothing, not {effect}.", effect=text)
    return effect


def _members(measures: Measures, wish: Wish, start: date, days: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Treated and controls of a design of members, drawn where they are not named."""
    if wish.design not in OF_MEMBERS:
        return (), ()
    if not wish.dimension:
        raise RequestError("Name the dimension whose members are treated (--dimension market).")
    if wish.treated and (wish.controls or wish.design is Design.SYNTHETIC):
        return wish.treated, wish.controls
    begin = start - timedelta(days=max(days, HISTORY_DAYS))
    query = Query((wish.metric,), by=(wish.dimension, "day"), start=begin, end=start, where=dict(wish.where))
    daily: dict[str, dict[str, float]] = {}
    for row in measures.measure(query).rows:
        if row[wish.dimension] is not None:
            daily.setdefault(str(row[wish.dimension]), {})[str(row["day"])[:10]] = float(str(row[wish.metric] or 0))
    series = {name: [known.get(day.isoformat(), 0.0) for day in Period(begin, start)] for name, known in daily.items()}
    salt = content_hash("members", wish.name)
    if wish.design is Design.HOLDOUT:
        held = held_out({name: sum(values) for name, values in series.items() if sum(values) > 0}, 0.5, salt)
        return tuple(name for name in series if name not in held), held
    return pairs_of(series, salt)


def _terms(
    wish: Wish,
    arms: Sequence[str],
    start: date,
    days: int,
    effect: float,
    members: tuple[tuple[str, ...], tuple[str, ...]],
) -> dict[str, Term]:
    terms: dict[str, Term] = {
        "design": wish.design.value,
        "arms": tuple(arms),
        "control": arms[0],
        "metric": wish.metric,
        "guardrails": wish.guardrails,
        "where": {name: tuple(values) for name, values in wish.where.items()},
        "start_on": start.isoformat(),
        "days": days,
        "minimum_detectable_effect": effect,
        "alpha": wish.alpha,
        "power": wish.power,
    }
    if wish.factors:
        terms |= {"factors": {name: tuple(levels) for name, levels in wish.factors.items()}, "runs": wish.runs}
    if wish.dimension:
        terms |= {"dimension": wish.dimension, "treated": members[0], "controls": members[1]}
    if wish.external_id:
        terms["external_id"] = wish.external_id
    return terms


def _notes(wish: Wish, days: int, effect: float, least: float) -> tuple[Text, ...]:
    notes = []
    if days > LONGEST_DAYS:
        notes.append(
            Text("{days} days run into another season: test a larger change, or a larger part.", {"days": days})
        )
    if least > effect * 1.001:
        values = {"least": f"{least:.4g}", "effect": f"{effect:.4g}"}
        notes.append(Text("So many days would see {least} and more, not {effect}: let it run for longer.", values))
    if wish.design is Design.SPLIT:
        notes.append(
            Text("Export who saw which arm when (template exposures), with this experiment's id, before it is judged.")
        )
    return tuple(notes)


def _decision(measures: Measures, planned: Planned) -> Decision:
    wish, as_of = planned.wish, min(books_day(measures), planned.start_on)
    draft = Draft(
        KIND,
        as_of,
        measures.snapshot_number,
        measures.home_currency,
        "argosy experiment",
        planned.days + HISTORY_DAYS,
        wish.metric,
    )
    goal = metric(wish.metric)
    # Nobody foretold an effect: around nothing, as far as the effect sought, so that no kind is calibrated by it.
    reach = planned.effect * DAYS_PER_YEAR if goal.unit is Unit.MONEY and is_sum(goal) else 0.0
    run = Option(
        "run_test",
        Text("Run experiment {name} for {days} days.", {"name": wish.name, "days": planned.days}),
        draft.effect(0.0, -reach, reach),
        dict(planned.terms),
    )
    judged_by = Evaluation(
        wish.metric,
        planned.days,
        0.0,
        tuple(_guardrail(slug) for slug in wish.guardrails),
        where=dict(wish.where),
    )
    evidence = draft.evidence(
        [("usual_per_day", planned.usual), ("effect_sought", planned.effect), ("days_needed", planned.days)]
    )
    text = Text("Started by hand: {name}, on {metric}.", {"name": wish.name, "metric": goal.title})
    options = (run, draft.hold(Text("Hold: do not run this test.")))
    return draft.decided(f"experiment:{_slug(wish.name)}", Verdict.TEST, options, evidence, text, judged_by)


def _guardrail(slug: str) -> Guardrail:
    """A metric that must not get worse."""
    worse_up = metric(slug).better is Better.DOWN
    return Guardrail(slug, None if worse_up else 0.0, 0.0 if worse_up else None)


def _slug(name: str) -> str:
    return "_".join("".join(sign if sign.isalnum() else " " for sign in name).split()).lower() or "experiment"


__all__ = [
    "Design",
    "Experiment",
    "Planned",
    "Shown",
    "Wish",
    "assigned",
    "found_experiment",
    "judge_experiment",
    "listed_experiments",
    "plan_experiment",
    "start_experiment",
]
