"""`analytics.test`: run the test that settles whether an own change cost sales."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from argosy.core.errors import DataError
from argosy.core.money import Money
from argosy.core.text import Text
from argosy.decision.contract import Decision, Option, Term, Verdict
from argosy.decision.drafting import Draft
from argosy.decision.evaluation import Evaluation, Guardrail
from argosy.decision.parameters import Parameters
from argosy.decision.wording import count, money
from argosy.domains.analytics.facts import METRIC, AnalyticsFacts, Candidate, part_of
from argosy.methods.testing import Design, MeanBaseline, plan

KIND = "analytics.test"
TITLE = Text("Run the test that settles a question")
DAYS_PER_YEAR = 365
WEEK, ARMS = 7, 2


@dataclass(frozen=True)
class Planned:
    """A switchback by day: how long it must run to see the effect that was lost a day, and what it may cost."""

    days: int
    lost_per_day: float
    noise: float
    cost: float


def propose(facts: AnalyticsFacts, parameters: Parameters) -> Iterable[Decision]:
    """Test an own change by turning it back on some days.

    Question:
        Did the price, title or picture that was changed cost the sales that fell after it, or was it chance?

    Why it pays:
        A marketplace shows one page to all, so that visitors cannot be split; days can. Turning the change back on half of the days, drawn
        at random, settles in weeks what would be argued about for months.

    Evidence:
        What the part of the shop lost beside the change, its sales a day and their noise, the days the test needs.

    Options:
        Switch the change on and off by day for the days planned. Turn it back at once: chosen where your own outcomes have measured how
        much of such a loss is real, and even the least of it is above nothing. Hold: leave it as it is.

    Holds when:
        The test would run for more than twelve weeks: its noise is too large for the effect, or the loss too small.

    Not enough data when:
        No change of the seller's own is recorded beside anything that fell; the decision says what to record.

    Method:
        Two-sided comparison of days, sized by the power of a difference of means (the noise is that of daily net sales with the weekday
        taken off); a day is one unit, in whole weeks. Bojinov, Simchi-Levi and Zhao, "Design and analysis of switchback experiments",
        Management
        Science 69, 2023.

    Limits:
        A change that acts for longer than a day (a habit, a rank) is understated by days that switch. Prices that move daily may be seen by
        buyers. The yearly effect rests on our own assumption of how much of a fall that was looked for is real.
    """
    draft = Draft(
        kind=KIND,
        as_of=facts.as_of,
        snapshot=facts.snapshot,
        currency=facts.currency,
        source=facts.source,
        expires_after_days=parameters.count("expires_after_days"),
        metric=METRIC,
    )
    if not facts.candidates:
        need = Text(
            "Record what you change and when (price, title, pictures: listing_changes), and load orders by SKU."
        )
        yield draft.unknown("shop:all", Text("No change of your own is recorded beside anything that fell."), (need,))
    seen: set[str] = set()
    for candidate in facts.candidates:
        subject = "/".join(f"{name}={member}" for name, member in sorted(part_of(candidate).items()))
        if subject not in seen:
            seen.add(subject)
            yield _judged(draft, f"part:{subject}", candidate, parameters)


def planned(candidate: Candidate, parameters: Parameters) -> Planned | None:
    """The test's size; None where sales never varied or never were."""
    lost = -float(candidate.hypothesis.effect) / candidate.explanation.period.days
    daily = candidate.daily
    weekdays = np.arange(len(daily)) % WEEK
    usual = np.array([daily[weekdays == day].mean() for day in range(WEEK)])
    noise = float(np.sqrt(np.sum((daily - usual[weekdays]) ** 2) / max(len(daily) - WEEK, 1)))
    if noise <= 0.0 or lost <= 0.0:
        return None
    design = Design(alpha=parameters.number("alpha"), power=parameters.number("power"))
    try:
        found = plan(MeanBaseline(float(daily.mean()), noise), lost, design, units_per_day=1.0)
    except DataError:
        return None
    least = max(found.days or found.units, parameters.count("shortest_days"))
    days = ARMS * WEEK * -(-least // (ARMS * WEEK))  # every arm has every weekday equally often
    return Planned(days, lost, noise, lost * days / 2)


def _judged(draft: Draft, subject: str, candidate: Candidate, parameters: Parameters) -> Decision:
    sized, cause = planned(candidate, parameters), candidate.hypothesis
    keep = draft.hold(Text("Hold: leave it as it is, untested."))
    evidence = draft.evidence(
        [
            ("lost_there", float(cause.effect)),
            ("net_sales_per_day", float(candidate.daily.mean())),
            ("noise_per_day", sized.noise if sized else None),
            ("days_needed", sized.days if sized else None),
            ("cause", cause.happening.kind if cause.happening else None),
        ]
    )
    longest = parameters.count("longest_days")
    if sized is None or sized.days > longest:
        values = {"statement": cause.statement, "days": count(sized.days) if sized else "–", "most": longest}
        text = Text(
            "{statement} A test would need {days} days, more than {most}: the noise of a day is too large for it.",
            values,
        )
        return draft.decided(subject, Verdict.HOLD, (keep,), evidence, text)
    switch, back = _options(draft, candidate, sized, parameters)
    judged_by = _evaluation(candidate, sized, parameters)
    if not parameters["undone_share"].assumed and back.effect is not None and back.effect.low > 0:
        values = {"statement": cause.statement}
        text = Text("{statement} Such losses proved real before: turn it back without another test.", values)
        return draft.decided(subject, Verdict.ACT, (back, switch, keep), evidence, text, judged_by)
    values = {"statement": cause.statement, "days": sized.days, "cost": money(sized.cost, draft.currency)}
    text = Text("{statement} {days} days of switching would settle it, at a cost of at most {cost} of sales.", values)
    return draft.decided(subject, Verdict.TEST, (switch, back, keep), evidence, text, judged_by)


def _options(draft: Draft, candidate: Candidate, sized: Planned, parameters: Parameters) -> tuple[Option, Option]:
    """Switching by day, and turning it back at once."""
    share = parameters.numbers("undone_share")
    year = sized.lost_per_day * DAYS_PER_YEAR
    effect = draft.effect(year * share["point"], year * share["low"], year * share["high"])
    action = Text(
        "Switch this change on and off by day, for {days} days, as the plan of days says.", {"days": sized.days}
    )
    cost = Money.of(f"{sized.cost:.2f}", draft.currency)
    switch = Option("switch_by_day", action, effect, _terms(candidate, sized, parameters, draft), cost)
    return switch, Option("turn_back", Text("Turn this change back at once."), effect)


def _evaluation(candidate: Candidate, sized: Planned, parameters: Parameters) -> Evaluation:
    return Evaluation(
        METRIC,
        sized.days,
        0.0,
        (Guardrail("refund_rate", highest_change=parameters.number("refund_guardrail")),),
        where={name: (member,) for name, member in part_of(candidate).items()},
    )


def _terms(candidate: Candidate, sized: Planned, parameters: Parameters, draft: Draft) -> dict[str, Term]:
    """The test exactly: what `argosy act ID test` starts."""
    return {
        "design": "switchback",
        "arms": ("as_it_is", "as_before"),
        "control": "as_it_is",
        "unit": "day",
        "metric": METRIC,
        "guardrails": ("refund_rate",),
        "where": part_of(candidate),
        "start_on": (draft.as_of + timedelta(days=1)).isoformat(),
        "days": sized.days,
        "minimum_detectable_effect": sized.lost_per_day,
        "alpha": parameters.number("alpha"),
        "power": parameters.number("power"),
    }
