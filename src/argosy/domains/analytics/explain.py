"""`analytics.explain`: explain why a number moved, and mend its cause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from argosy.core.text import Text
from argosy.decision.contract import Decision, Option, Term, Verdict
from argosy.decision.drafting import Draft
from argosy.decision.evaluation import Evaluation, Guardrail
from argosy.decision.parameters import Parameters
from argosy.decision.wording import money, percent
from argosy.domains.analytics.facts import METRIC, AnalyticsFacts, Explained
from argosy.domains.analytics.hypotheses import SEASON, Hypothesis

KIND = "analytics.explain"
TITLE = Text("Explain why a number moved")
DAYS_PER_YEAR = 365


def propose(facts: AnalyticsFacts, parameters: Parameters) -> Iterable[Decision]:
    """Explain the newest month, and what stood out in the newest week.

    Question:
        Why did net sales move, in which part of the shop, what changed there at that time, and is it worth mending?

    Why it pays:
        A total says that something is wrong, not what. The smallest set of slices that explains a change, beside what was changed there,
        turns a bad month into one thing to do.

    Evidence:
        Net sales before and after, the part the named cause accounts for, the alarm's expected value and false discovery rate.

    Options:
        Mend the cause named (with the kind of decision that would test or mend it); at once where the cause was recorded and your
        own outcomes have measured how much of such a loss comes back. Hold: watch on.

    Holds when:
        No loss of 2 % of sales and more stands out (or sales rose, and no cause was recorded), or it moved alike everywhere, as a season.

    Not enough data when:
        Fewer than 91 days of orders are loaded.

    Method:
        The change is split along its formula (logarithmic-mean Divisia index), then along dimensions by a Bayesian scan over slices, so
        that all parts sum exactly. Weeks are watched against their own season with robust errors; false alarms are bounded by Benjamini and
        Hochberg over all series.

    Limits:
        What stands beside a leaf is no proof: it is a hypothesis, which is why the verdict is test. Changes nobody recorded cannot be
        named. The share of a loss that can be won back is our own assumption until outcomes have measured it.
    """
    draft = _draft(facts, parameters)
    if facts.first_on is None or facts.last_on is None:
        need = Text("Load an export of orders with day, amount, market and SKU.")
        yield draft.unknown("shop:all", Text("Without orders there is nothing to explain."), (need,))
        return
    days, needed = (facts.last_on - facts.first_on).days + 1, parameters.count("smallest_history_days")
    if days < needed:
        need = Text("Load older orders: {days} days are needed, {known} are there.", {"days": needed, "known": days})
        rationale = Text("The history is too short to tell a change from chance.")
        yield draft.unknown("shop:all", rationale, (need,), draft.evidence([("days_of_orders", days)]))
        return
    if not facts.explained:
        watched = facts.watched.series if facts.watched else 0
        rationale = Text("Nothing stood out in the week that ended on {day}.", {"day": facts.as_of.isoformat()})
        yield draft.decided(
            "shop:all", Verdict.HOLD, (_hold(draft),), draft.evidence([("series_watched", watched)]), rationale
        )
    for one in facts.explained:
        yield _judged(draft, one, parameters)


def _draft(facts: AnalyticsFacts, parameters: Parameters) -> Draft:
    return Draft(
        kind=KIND,
        as_of=facts.as_of,
        snapshot=facts.snapshot,
        currency=facts.currency,
        source=facts.source,
        expires_after_days=parameters.count("expires_after_days"),
        metric=METRIC,
    )


def _hold(draft: Draft) -> Option:
    return draft.hold(Text("Hold: change nothing, and watch on."))


def _judged(draft: Draft, one: Explained, parameters: Parameters) -> Decision:
    told = one.explanation
    before = float(told.root.before or 0.0)
    cause = worst(one)
    evidence = draft.evidence(_evidence(one, cause))
    if (
        cause is None
        or cause.remedy is SEASON
        or not _is_worth_it(one, cause, parameters.number("smallest_loss_share"))
    ):
        return draft.decided(one.place.subject, Verdict.HOLD, (_hold(draft),), evidence, _rationale(draft, one, cause))
    share = parameters.numbers("recovered_share")
    lost = -float(cause.effect) * DAYS_PER_YEAR / told.period.days
    effect = draft.effect(lost * share["point"], lost * share["low"], lost * share["high"])
    terms: dict[str, Term] = {"decision": cause.remedy.decision, "figure": cause.figure, "where": dict(cause.where)}
    mend = Option("mend_cause", cause.remedy.action, effect, terms)
    is_known = not parameters["recovered_share"].assumed and effect.low > 0 and cause.happening is not None
    verdict = Verdict.ACT if is_known else Verdict.TEST
    judged_by = Evaluation(
        METRIC,
        parameters.count("window_days"),
        parameters.number("smallest_loss_share") * abs(before) * DAYS_PER_YEAR / told.period.days,
        (Guardrail("refund_rate", highest_change=parameters.number("refund_guardrail")),),
        where=one.place.where,
    )
    return draft.decided(
        one.place.subject, verdict, (mend, _hold(draft)), evidence, _rationale(draft, one, cause), judged_by
    )


def _is_worth_it(one: Explained, cause: Hypothesis, share: float) -> bool:
    """Whether the cause's loss is large enough; where all in all sales rose, only a cause that was recorded counts."""
    before = abs(float(one.explanation.root.before or 0.0))
    is_large = -float(cause.effect) >= share * before
    return is_large and (one.explanation.change < 0 or cause.happening is not None)


def worst(one: Explained) -> Hypothesis | None:
    """The hypothesis that accounts for the largest loss; where several do for one leaf, the one with a cause recorded."""
    losses = [each for each in one.explanation.hypotheses if each.effect < Decimal(0)]
    return min(losses, key=lambda each: (each.effect, each.happening is None), default=None)


def _evidence(one: Explained, cause: Hypothesis | None) -> Iterator[tuple[str, float | str | None]]:
    told = one.explanation
    yield "period", str(told.period)
    yield "versus", str(told.versus)
    yield "net_sales_before", told.root.before
    yield "net_sales_after", told.root.after
    if one.anomaly is not None:
        yield "expected", one.anomaly.expected
        yield "false_discovery_rate", one.anomaly.p_adjusted
    if cause is not None:
        yield "lost_there", float(cause.effect)
        yield "cause", cause.happening.kind if cause.happening else "unrecorded"


def _rationale(draft: Draft, one: Explained, cause: Hypothesis | None) -> Text:
    told = one.explanation
    before, after = float(told.root.before or 0.0), float(told.root.after or 0.0)
    moved = Text(
        "Net sales went from {before} ({versus}) to {after} ({period}), {change}.",
        {
            "before": money(before, draft.currency),
            "after": money(after, draft.currency),
            "versus": str(told.versus),
            "period": str(told.period),
            "change": percent(after / before - 1, signed=True) if before else "–",
        },
    )
    if cause is None or (cause.happening is None and told.change >= 0):
        return Text("{moved} No part of it is a loss worth naming.", {"moved": moved})
    values = {"moved": moved, "lost": money(float(cause.effect), draft.currency), "statement": cause.statement}
    return Text("{moved} The largest loss is {lost}: {statement}", values)
