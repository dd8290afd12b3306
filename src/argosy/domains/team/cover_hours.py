"""`team.cover_hours`: which hours and languages of support nobody covers, what that costs, and what would cover them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from argosy.core.evidence import Evidence
from argosy.core.text import Text, mark
from argosy.decision.contract import Decision, Option, Term, Verdict
from argosy.decision.drafting import Draft
from argosy.decision.evaluation import Evaluation
from argosy.decision.parameters import Parameters
from argosy.decision.wording import count, day, money, money_range, percent, significant
from argosy.domains.team.model import SHIFT, Gap, Remedy, gaps, lateness, remedies, worth
from argosy.domains.team.support import TeamFacts
from argosy.methods.uncertainty import summary

KIND = "team.cover_hours"
TITLE = Text("Cover the hours and languages of support")
MARGIN = "contribution_margin_3"

NAMES = (
    mark("Shift"),
    mark("Hire"),
    mark("Freelancer"),
    mark("Agency"),
    mark("Questions"),
    mark("Questions of the language"),
    mark("Share in uncovered hours"),
    mark("Late in uncovered hours"),
    mark("Late in covered hours"),
    mark("Hours covered in the week"),
    mark("People of support"),
    mark("Worth of an order"),
    mark("Languages looked at"),
    mark("Questions without language"),
)
"""Names of evidence and options as they are shown: the name with blanks and a capital."""

ACTIONS = {
    "shift": Text(
        "Move the day of {who} to begin at {first} UTC: it then covers {questions} more questions in {language} a year."
    ),
    "hire": Text("Hire somebody who speaks {language} for {hours} hours a week from {first} UTC ({who})."),
    "freelancer": Text("Give {hours} hours a week from {first} UTC to a freelancer who speaks {language} ({who})."),
    "agency": Text("Give {hours} hours a week from {first} UTC to an agency that answers in {language} ({who})."),
}


def propose(facts: TeamFacts, parameters: Parameters) -> Iterable[Decision]:
    """Cover the hours and languages of support.

    Question:
        In which hours and languages do buyers write while nobody who speaks the language works, what does that cost in late answers, and
        what would cover it: a moved shift, somebody hired there, a freelancer, an agency?

    Why it pays:
        Who asks before buying and hears nothing buys elsewhere; who asks after buying opens a case, and channels count late answers. Often
        it costs nothing but another beginning of somebody's day.

    Evidence:
        Questions of the language in the window; the share that comes in hours nobody covers; how many answers were late there and in
        covered hours; people of support and their hours; the worth of an order.

    Options:
        Move a shift. Hire, take a freelancer or an agency, each with its hours, beginning and price a year. Hold: leave it.

    Holds when:
        No language has a fifth of its questions in uncovered hours; answers are not later there; or covering costs more than it brings.

    Not enough data when:
        Fewer than 30 questions in a quarter, none newer than 30 days, or nobody of support with languages and hours is loaded. The decision
        says what to export.

    Method:
        Every first message of a buyer counts in its hour of the week (UTC), in its language (told, else by its words, else by the
        country). An hour is covered where somebody works who speaks the language well. Answers by a person later than 24 hours are
        late. The block of a working day that holds most uncovered questions is looked for; the effect is fewer late answers times an
        assumed loss of orders for each, less the cost of the hours.

    Limits:
        What a late answer loses is our own assumption until measured, and prices are assumed where your list of people has no offers;
        then the verdict is test. A moved shift costs nothing here, though people may mind. Hours are those of today's clocks: half of
        the year they are an hour off. Automatic answers count as none.
    """
    draft = Draft(
        kind=KIND,
        as_of=facts.as_of,
        snapshot=facts.snapshot,
        currency=facts.currency,
        source=facts.source,
        expires_after_days=parameters.count("expires_after_days"),
        metric=MARGIN,
    )
    needs = tuple(_missing(facts, parameters))
    if needs:
        reason = Text("Without messages and the hours of your people nobody can say what is uncovered.")
        yield draft.unknown("language:all", reason, needs)
        return
    looked_at = list(gaps(facts, parameters.count("smallest_language")))
    found = [gap for gap in looked_at if gap.open_share >= parameters.number("gap_share")]
    for gap in found:
        yield _language(draft, facts, gap, parameters)
    if not found:
        yield _covered(draft, facts, looked_at)


def _missing(facts: TeamFacts, parameters: Parameters) -> Iterator[Text]:
    if facts.last_on is None:
        yield Text(
            "Load the messages with your buyers: time, direction, conversation, language or country (help desk or channel export)."
        )
    elif facts.as_of - facts.last_on > timedelta(days=parameters.count("stale_after_days")):
        yield Text("Load the messages since {day}.", {"day": day(facts.last_on)})
    elif len(facts.questions) < parameters.count("smallest_questions"):
        values = {"needed": parameters.count("smallest_questions"), "known": len(facts.questions)}
        yield Text("At least {needed} questions of buyers within a quarter (now {known}).", values)
    if not any(helper.works_here and helper.languages and helper.hours.any() for helper in facts.helpers):
        yield Text(
            "Load your list of people: function support, languages with level, working hours, time zone, what an hour costs."
        )


def _language(draft: Draft, facts: TeamFacts, gap: Gap, parameters: Parameters) -> Decision:
    made = [(remedy, worth(facts, gap, remedy, parameters)) for remedy in remedies(facts, gap, parameters)]
    made.sort(key=lambda pair: (-float(pair[1].mean()), pair[0].way))
    options = [_option(draft, gap, remedy, summary(drawn)) for remedy, drawn in made]
    verdict = _verdict(facts, gap, made[0][0], options[0], parameters) if made else Verdict.HOLD
    best = made[0][0] if made else None
    return draft.decided(
        f"language:{gap.language}",
        verdict,
        (*options, draft.hold(Text("Hold: leave these hours uncovered."))),
        _evidence(draft, facts, gap),
        _rationale(facts, gap, options[0] if options else None, verdict),
        Evaluation(
            metric="net_sales",
            window_days=parameters.count("evaluation_days"),
            minimum_effect=0.0,
            where={"market": gap.markets} if gap.markets else {},
        ),
        tuple(_asks(facts, best)),
    )


def _verdict(facts: TeamFacts, gap: Gap, remedy: Remedy, option: Option, parameters: Parameters) -> Verdict:
    """Act where a shift costs nothing and lateness is sure; test where a price is paid and it likely pays; else hold."""
    is_later = float((lateness(gap, parameters) > 0.0).mean()) >= parameters.number("sure")
    has_late = gap.late_uncovered[0] > 0
    left = facts.earned.share("", parameters.number("margin_share"))
    least = parameters.number("smallest_worth_orders") * facts.order_worth * left
    if option.effect is None or option.effect.point < least or not has_late or not gap.markets:
        return Verdict.HOLD
    if is_later and option.effect.low > 0 and (remedy.way == SHIFT or remedy.is_priced):
        return Verdict.ACT if remedy.way == SHIFT or not parameters["lost_orders"].assumed else Verdict.TEST
    return Verdict.TEST


def _option(draft: Draft, gap: Gap, remedy: Remedy, made: tuple[float, float, float]) -> Option:
    values = {
        "who": remedy.who or Text("nobody priced yet"),
        "first": f"{remedy.first_hour:02d}:00",
        "questions": count(remedy.questions_a_year),
        "hours": remedy.hours_a_week,
        "language": gap.language,
    }
    terms: dict[str, Term] = {
        "language": gap.language,
        "who": remedy.who or None,
        "begins_at_utc": f"{remedy.first_hour:02d}:00",
        "hours_a_week": remedy.hours_a_week,
        "questions_a_year": significant(remedy.questions_a_year, 4),
        "cost_a_year": significant(remedy.cost_a_year, 4),
        "price_is_told": remedy.is_priced,
    }
    action = Text(ACTIONS[remedy.way].template, values)
    return Option(remedy.way, action, draft.effect(*made), terms)


def _evidence(draft: Draft, facts: TeamFacts, gap: Gap) -> list[Evidence]:
    found = draft.evidence(
        [
            ("questions_of_the_language", int(gap.total)),
            ("share_in_uncovered_hours", gap.open_share),
            ("late_in_uncovered_hours", f"{gap.late_uncovered[0]} / {gap.late_uncovered[1]}"),
            ("late_in_covered_hours", f"{gap.late_covered[0]} / {gap.late_covered[1]}"),
            ("worth_of_an_order", facts.order_worth or None),
        ]
    )
    here = [helper.name for helper in facts.helpers if helper.works_here]
    more = draft.evidence(
        [("hours_covered_in_the_week", int(gap.covered.sum())), ("people_of_support", len(here))], facts.people_source
    )
    return [*found, *more]


def _rationale(facts: TeamFacts, gap: Gap, option: Option | None, verdict: Verdict) -> Text:
    late, total = gap.late_uncovered
    on_time = gap.late_covered[0] / gap.late_covered[1] if gap.late_covered[1] else 0.0
    values = {
        "language": gap.language,
        "questions": count(gap.total),
        "share": percent(gap.open_share),
        "late": percent(late / total if total else 0.0),
        "else": percent(on_time),
    }
    what = Text(
        "{share} of {questions} questions in {language} come in hours nobody covers who speaks it; {late} of these are answered late,"
        " {else} of the others.",
        values,
    )
    if option is None or option.effect is None:
        return what
    if verdict is Verdict.HOLD:
        return Text("{what} {hold}", {"what": what, "hold": Text("Covering them costs more than it surely brings.")})
    worth_it = {
        "action": option.action,
        "effect": money(option.effect.point, facts.currency),
        "range": money_range(option.effect),
    }
    return Text(
        "{what} {worth}",
        {"what": what, "worth": Text("{action} It may bring about {effect} a year ({range}, assumed).", worth_it)},
    )


def _asks(facts: TeamFacts, remedy: Remedy | None) -> Iterator[Text]:
    if remedy is not None and not remedy.is_priced:
        yield Text("Offers of people or agencies in your list of people, with languages and the price of an hour.")
    if facts.order_worth <= 0:
        yield Text("Orders of the last year, to know what an order is worth.")


def _covered(draft: Draft, facts: TeamFacts, looked_at: list[Gap]) -> Decision:
    reason = Text(
        "Of {questions} questions in {languages} languages no language has a large part in hours nobody covers.",
        {"questions": count(len(facts.questions)), "languages": len(looked_at)},
    )
    evidence = draft.evidence(
        [
            ("questions", len(facts.questions)),
            ("languages_looked_at", len(looked_at)),
            ("questions_without_language", facts.without_language or None),
        ]
    )
    stay = draft.hold(Text("Hold: leave these hours uncovered."))
    return draft.decided("language:all", Verdict.HOLD, (stay,), evidence, reason)
