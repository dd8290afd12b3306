"""The ranked decisions as the page shows them: one list on one scale, and below each its options, evidence and how it will be judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from argosy.app.decide import Proposal
from argosy.app.report.contents import Report
from argosy.core.estimate import DEFAULT_LEVEL
from argosy.core.evidence import Evidence
from argosy.core.money import Money
from argosy.decision.contract import HOLD, Decision, Option, Verdict
from argosy.decision.evaluation import Evaluation, Goal, GuardrailState, Where
from argosy.interfaces.presentation import words
from argosy.interfaces.presentation.decisions import subject_label
from argosy.interfaces.presentation.report.bilingual import Both, Voice, is_currency_unit
from argosy.interfaces.presentation.report.charts import Scale, axis, range_bar, scale
from argosy.metrics.contract import Unit

COMMON_QUANTILE = 0.8  # of what is not proposed, so many ends must fit on the scale; beyond it bars end in an arrow
SHARE_WORDS = ("share", "rate", "growth", "probability", "uplift")
QUIET_STATUSES = ("open", "proposed", "revised")


@dataclass(frozen=True)
class OptionRow:
    """One option beside the others."""

    name: Both
    action: Both
    is_chosen: bool
    effect: Both | None
    interval: Both | None
    bar: Markup | None
    cost: Both | None


@dataclass(frozen=True)
class EvidenceRow:
    """One fact; `number` links to the rows behind it where they are in this report, `places` to what its source names."""

    name: Both
    value: Both
    as_of: date
    source: str
    number: str | None
    places: tuple[tuple[str, str], ...]

    @property
    def origin(self) -> tuple[date, str]:
        """Day and source: what a list of facts says once where they share it."""
        return self.as_of, self.source


@dataclass(frozen=True)
class Card:
    """One decision."""

    proposed: Proposal
    decision: Decision
    kind: Both
    subject: Both
    verdict: Both
    status: Both
    action: Both
    rationale: Both
    effect: Both | None
    interval: Both | None
    bar: Markup | None
    alternative: Both | None
    options: tuple[OptionRow, ...]
    evidence: tuple[EvidenceRow, ...]
    judged: tuple[Both, ...]
    needs: tuple[Both, ...]
    commands: tuple[str, ...]

    @property
    def is_under_way(self) -> bool:
        """Whether somebody has done something with it."""
        return self.proposed.status not in QUIET_STATUSES

    @property
    def common(self) -> EvidenceRow | None:
        """A fact of the origin most of the evidence has; None where every fact has its own."""
        origins = Counter(row.origin for row in self.evidence).most_common(1)
        if not origins or origins[0][1] < 2:
            return None
        return next(row for row in self.evidence if row.origin == origins[0][0])

    @property
    def common_origin(self) -> tuple[date, str] | None:
        """The origin most of the evidence has."""
        return self.common.origin if self.common else None

    @property
    def is_unknown(self) -> bool:
        """Whether there is not enough data to say anything."""
        return self.decision.verdict is Verdict.NOT_ENOUGH_DATA

    @property
    def has_cost(self) -> bool:
        """Whether any option says what it costs."""
        return any(option.cost for option in self.options)

    @property
    def days_left(self) -> int:
        """Days from the day it was made for to the day it expires."""
        return (self.decision.expires_on - self.decision.as_of).days


@dataclass(frozen=True)
class DecisionList:
    """Cards by verdict, in the order of the one list, with the axis they share."""

    groups: tuple[tuple[Verdict, tuple[Card, ...]], ...]
    axis: Markup | None
    has_cut: bool


def decision_list(report: Report, voice: Voice) -> DecisionList:
    """All proposals of the report."""
    common = common_scale(report.proposals)
    cards = [_card(one, report, voice, common) for one in report.proposals]
    groups = [(verdict, tuple(card for card in cards if card.decision.verdict is verdict)) for verdict in Verdict]
    shown = tuple((verdict, members) for verdict, members in groups if members)
    if common is None:
        return DecisionList(shown, None, has_cut=False)
    labels = [voice.tick(tick) for tick in common.ticks]
    has_cut = any("cut" in str(row.bar) for card in cards for row in card.options if row.bar)
    return DecisionList(shown, axis(common, labels), has_cut)


def common_scale(proposals: Sequence[Proposal]) -> Scale | None:
    """One scale for all effects in money: what is proposed fits whole, what is not as far as four fifths of its ends do."""
    proposed: list[float] = []
    other: list[float] = []
    for one in proposals:
        for option in one.decision.options:
            if option.effect is not None and is_currency_unit(option.effect.unit) and option.name != HOLD:
                is_proposed = one.decision.verdict in (Verdict.ACT, Verdict.TEST)
                (proposed if is_proposed else other).extend((option.effect.low, option.effect.high))
    other.sort(key=abs)
    fitting = other[: max(1, round(len(other) * COMMON_QUANTILE))] if other else []
    return scale([*proposed, *fitting]) if proposed or other else None


def scale_title(report: Report, voice: Voice) -> Both:
    """What the common scale shows: the metric where all effects are of one."""
    effects = [option.effect for one in report.proposals for option in one.decision.options if option.effect]
    metrics = {effect.metric for effect in effects}
    metric = voice.label(next(iter(metrics))) if len(metrics) == 1 else voice.say("any_effect")
    level = voice.percent(max((effect.level for effect in effects), default=DEFAULT_LEVEL), 0)
    return voice.say("scale_title", metric=metric, currency=voice.currency, level=level)


def best_alternative(decision: Decision) -> Option | None:
    """Of a decision to hold: the option that would surely bring most; None where no effect is known."""
    known = [one for one in decision.options if one.name != HOLD and one.effect is not None]
    return max(known, key=lambda one: one.effect.low if one.effect else 0.0, default=None)


def _card(one: Proposal, report: Report, voice: Voice, common: Scale | None) -> Card:
    decision = one.decision
    is_proposed = decision.verdict in (Verdict.ACT, Verdict.TEST)
    alternative = None if is_proposed else best_alternative(decision)
    shown = decision.chosen if is_proposed else alternative
    effect = shown.effect if shown else None
    titles = report.kind_titles or {}
    return Card(
        proposed=one,
        decision=decision,
        kind=voice.text(titles[decision.kind]) if decision.kind in titles else Both(decision.kind, decision.kind),
        subject=voice.each(lambda formats: subject_label(decision.subject.replace("_", " "), formats)),
        verdict=voice.word(words.VERDICTS, decision.verdict.value),
        status=voice.word(words.STATUSES, one.status),
        action=voice.text(decision.chosen.action),
        rationale=voice.text(decision.rationale),
        effect=voice.estimate(effect) if effect else None,
        interval=voice.estimate_range(effect) if effect else None,
        bar=_bar(shown, common, "chosen" if is_proposed else "other"),
        alternative=voice.text(alternative.action) if alternative else None,
        options=tuple(_option(option, decision, voice, common) for option in decision.options),
        evidence=tuple(_evidence(item, decision, report, voice) for item in decision.evidence),
        judged=_judged(decision.evaluation, voice) if decision.evaluation else (),
        needs=tuple(voice.text(need) for need in decision.needs),
        commands=_commands(decision),
    )


def _bar(option: Option | None, common: Scale | None, tone: str) -> Markup | None:
    if option is None or option.effect is None or common is None or not is_currency_unit(option.effect.unit):
        return None
    return range_bar(option.effect.low, option.effect.point, option.effect.high, common, tone)


def _option(option: Option, decision: Decision, voice: Voice, common: Scale | None) -> OptionRow:
    is_chosen, effect = option is decision.chosen, option.effect
    is_nothing = effect is not None and effect.low == effect.high == 0
    return OptionRow(
        name=voice.label(option.name),
        action=voice.text(option.action),
        is_chosen=is_chosen,
        effect=None if effect is None else voice.say("nothing_changes") if is_nothing else voice.estimate(effect),
        interval=None if effect is None or is_nothing else voice.estimate_range(effect),
        bar=None if is_nothing else _bar(option, common, "chosen" if is_chosen else "other"),
        cost=voice.money(option.cost.amount, option.cost.currency) if option.cost else None,
    )


def _evidence(item: Evidence, decision: Decision, report: Report, voice: Voice) -> EvidenceRow:
    what, _, which = decision.subject.partition(":")
    number = None
    if what == "market" and report.markets and item.name in report.markets.metrics:
        number = next((one.source for one in report.markets.slices if one.key == which), None)
    loads = tuple((f"load-{file.load_id}", file.file) for file in report.intake.files if file.load_id in item.source)
    tables = tuple((f"table-{name}", name) for name in report.lake_version if f"{name}@" in item.source)
    return EvidenceRow(
        voice.label(item.name), evidence_value(item, voice), item.as_of, item.source, number, (*loads, *tables)
    )


def evidence_value(item: Evidence, voice: Voice) -> Both:
    """A fact as a person reads it: by its metric where its name is one, else by the words in its name."""
    value = item.value
    match value:
        case Money():
            return voice.money(value.amount, value.currency)
        case bool() | None:
            return voice.say("nothing") if value is None else voice.say("yes" if value else "no")
        case int() | float() | Decimal() if item.name in voice.metrics:
            return voice.full(item.name, value)
        case float() | Decimal() if any(word in item.name.split("_") for word in SHARE_WORDS):
            return voice.percent(value)
        case int() | float() | Decimal():
            return voice.each(lambda formats: formats.number(value, 0 if isinstance(value, int) else 2))
        case _:
            return Both(str(value), str(value))


def _judged(evaluation: Evaluation, voice: Voice) -> tuple[Both, ...]:
    """How the decision will be judged, in sentences: what is measured, from when it is worth it, what must not suffer."""
    metric, days = voice.label(evaluation.metric), voice.count(evaluation.window_days)
    values = {"metric": metric, "days": days, "subject": _subject(evaluation.where, voice)}
    if evaluation.control:
        said = [voice.say("judged_against", **values, control=_subject(evaluation.control, voice))]
    else:
        said = [voice.say("judged_alone", **values)]
    said.append(
        voice.say(
            "judged_minimum", ruling=_ruling(evaluation, Goal.WORTH_IT, voice), minimum=_minimum(evaluation, voice)
        )
    )
    for one in evaluation.guardrails:
        broken = evaluation.deciding(Goal.ANY, GuardrailState.BROKEN).ruling.value
        ruling = voice.word(words.RULINGS, broken)
        for key, limit in (("judged_rise", one.highest_change), ("judged_fall", one.lowest_change)):
            if limit is not None:
                said.append(
                    voice.say(
                        key, metric=voice.label(one.metric), limit=_change(one.metric, limit, voice), ruling=ruling
                    )
                )
    said.append(voice.say("judged_otherwise", ruling=_ruling(evaluation, Goal.UNCLEAR, voice)))
    return tuple(said)


def _ruling(evaluation: Evaluation, goal: Goal, voice: Voice) -> Both:
    return voice.word(words.RULINGS, evaluation.deciding(goal, GuardrailState.HELD).ruling.value)


def _subject(where: Where, voice: Voice) -> Both:
    """Whom an evaluation looks at: `Market: DE`; many values are counted."""
    parts = []
    for name, values in where.items():
        title = voice.word(words.DIMENSIONS, name)
        shown = voice.count(len(values)) if len(values) > 3 or name == "customer" else Both(*(", ".join(values),) * 2)
        parts.append(Both(f"{title.en}: {shown.en}", f"{title.zh}：{shown.zh}"))
    if not parts:
        return voice.say("whole_shop")
    return Both("; ".join(part.en for part in parts), "；".join(part.zh for part in parts))


def _minimum(evaluation: Evaluation, voice: Voice) -> Both:
    metric = voice.metrics.get(evaluation.metric)
    if metric is not None and metric.unit is Unit.MONEY:
        amount = voice.each(lambda formats: formats.round_money(evaluation.minimum_effect, voice.currency))
        return voice.say("a_year", amount=amount)
    return _change(evaluation.metric, evaluation.minimum_effect, voice)


def _change(slug: str, change: float, voice: Voice) -> Both:
    metric = voice.metrics.get(slug)
    if metric is not None and metric.unit is Unit.SHARE:
        return voice.say("points", number=voice.each(lambda formats: formats.number(abs(change) * 100, 1)))
    return voice.each(lambda formats: formats.number(abs(change)))


def _commands(decision: Decision) -> tuple[str, ...]:
    """The commands that record what is done about it; none where nothing can be decided yet."""
    verbs = {Verdict.ACT: ("accept", "decline"), Verdict.TEST: ("test", "accept", "decline")}.get(decision.verdict, ())
    return tuple(f'argosy act {decision.id} {verb} --why "…"' for verb in verbs)
