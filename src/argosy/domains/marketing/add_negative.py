"""`marketing.add_negative`: search terms to exclude because their clicks cost more than they earn."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from argosy.core.text import Text
from argosy.decision.contract import Decision, Option, Verdict
from argosy.decision.drafting import Draft
from argosy.decision.parameters import Parameters
from argosy.decision.wording import count, money, money_range, percent
from argosy.domains.marketing.bulk_file import Change, bulk_file
from argosy.domains.marketing.campaign import (
    ALL,
    all_evidence,
    campaigns,
    draft_of,
    effect,
    evaluation,
    evidence,
    margin_needs,
    missing,
    rows,
)
from argosy.domains.marketing.model import Judged, Places, burning, judged, yearly
from argosy.domains.marketing.terms import MarketingFacts

KIND = "marketing.add_negative"
TITLE = Text("Exclude search terms that burn money")


def propose(facts: MarketingFacts, parameters: Parameters) -> Iterable[Decision]:
    """Exclude search terms that burn money.

    Question:
        Which search terms take clicks that cost more than the orders they bring leave before advertising, and are surely not just
        unlucky so far?

    Why it pays:
        Automatic and broad matching buys clicks on words nobody chose. What such a word costs is gone every month until somebody excludes
        it. The usual rule, no order after so many clicks, excludes good words that were unlucky and keeps bad ones that were lucky
        once; and a limit on cost over sales says nothing of what a sale leaves.

    Evidence:
        Clicks, spend and orders of the terms chosen; the share of clicks that buy; what an order leaves before advertising and on which
        costs that rests; the probability that a click loses money; the days looked at.

    Options:
        Exclude the terms that are sure to lose. Exclude also those that likely do. Hold: exclude nothing. The options carry the file
        that the platform imports.

    Holds when:
        No term loses with a probability of at least `likely`, or none loses as much in a year as `smallest_worth_orders` orders leave.

    Not enough data when:
        No search terms, fewer than 14 days of them, none newer than three weeks, or fewer than ten orders credited to advertising in
        all. The decision says what to export.

    Method:
        Orders of a term are binomial in its clicks; the terms of a market and platform together give the prior (empirical Bayes; Kleinman
        1973), so that three clicks decide nothing. What an order of a term brings is drawn toward the market's mean order; times the
        margin of the products advertised there (cost of a unit over its mean price, less selling costs) it is what a click may
        cost. The last days, whose sales are still being credited, are left out. Effects are drawn from the posterior, per year of
        as many clicks as now.

    Limits:
        Sales are what the platform credits: an order that would have come anyway counts as the click's, one that comes after the window
        does not. Without product costs the margin is assumed and the verdict is test. Terms bid on exactly are left to their bid.
        Excluding a term moves some of its buyers to other terms, so that less is lost than it sold. Formats of files are inferred from
        public guides.
    """
    draft = draft_of(KIND, facts, parameters)
    needs = tuple(missing(facts, parameters))
    if needs:
        reason = Text("Without the search terms of these weeks nobody can say which of them burn money.")
        yield draft.unknown(ALL, reason, needs)
        return
    of = judged(facts.terms, parameters)
    chosen = burning(facts.terms, of, facts.days, parameters)
    for name, places in campaigns(facts, chosen, parameters.count("listed")):
        yield _campaign(draft, facts, of, name, places, parameters)
    if not len(chosen):
        yield _nothing(draft, facts, of)


def _campaign(
    draft: Draft, facts: MarketingFacts, of: Judged, name: str, places: Places, parameters: Parameters
) -> Decision:
    is_sure = (of.loses[places] >= parameters.number("sure")) & ~of.is_assumed[places]
    sure = places[is_sure]
    options = [_option(draft, facts, of, name, "exclude_likely", places, parameters)]
    if len(sure) > 0:
        options.insert(0, _option(draft, facts, of, name, "exclude_sure", sure, parameters))
    if len(sure) == len(places):
        options.pop()
    verdict = Verdict.ACT if len(sure) else Verdict.TEST
    about = sure if len(sure) else places
    return draft.decided(
        f"campaign:{name}",
        verdict,
        (*options, draft.hold(Text("Hold: exclude nothing."))),
        evidence(draft, facts, of, about, parameters),
        _rationale(facts, of, about, options[0], verdict),
        evaluation(facts, places, parameters, 0.0),
        margin_needs(of, places),
    )


def _option(
    draft: Draft, facts: MarketingFacts, of: Judged, name: str, kind: str, places: Places, parameters: Parameters
) -> Option:
    terms = facts.terms
    drawn = -yearly(terms, of, places, facts.days, parameters)
    changes = [
        Change(
            str(terms.campaigns[place]),
            str(terms.campaign_names[place]),
            str(terms.ad_groups[place]),
            str(terms.ad_group_names[place]),
            str(terms.terms[place]),
        )
        for place in places.tolist()
    ]
    stem = f"negatives-{name.replace('/', '-')}"
    action = Text(
        "Exclude {terms} search terms in campaign {campaign}.",
        {"terms": count(len(places)), "campaign": terms.campaign_names[places[0]]},
    )
    return Option(
        kind,
        action,
        effect(draft, drawn.sum(axis=1)),
        {
            "terms": rows(facts, of, places, drawn),
            "file": bulk_file(str(terms.platforms[places[0]]), stem, changes),
        },
    )


def _rationale(facts: MarketingFacts, of: Judged, places: Places, option: Option, verdict: Verdict) -> Text:
    terms = facts.terms
    worst = places[0]
    values = {
        "terms": count(len(places)),
        "campaign": terms.campaign_names[worst],
        "spend": money(float(terms.spend[places].sum()), facts.currency),
        "orders": count(float(terms.orders[places].sum())),
        "days": facts.days,
        "worst": terms.terms[worst],
        "clicks": count(float(terms.clicks[worst])),
        "chance": percent(float(of.loses[worst])),
        "effect": money(option.effect.point, facts.currency) if option.effect else "",
        "range": money_range(option.effect) if option.effect else "",
    }
    standing = Text(
        "{terms} search terms of campaign {campaign} cost {spend} in {days} days and brought {orders} orders; the costliest, {worst}, loses"
        " money with a probability of {chance} after {clicks} clicks. Without them about {effect} a year stays ({range}).",
        values,
    )
    if verdict is Verdict.ACT:
        return standing
    return Text(
        "{standing} What an order leaves is only assumed, or the clicks are few: try it and watch the contribution.",
        {"standing": standing},
    )


def _nothing(draft: Draft, facts: MarketingFacts, of: Judged) -> Decision:
    reason = Text(
        "Of {terms} search terms none is likely enough to lose money, or loses enough of it, to be excluded.",
        {"terms": count(len(facts.terms))},
    )
    known = np.isfinite(of.loses)
    more = draft.evidence([("likely_to_lose_money", float(of.loses[known].max()) if known.any() else None)])
    stay = draft.hold(Text("Hold: exclude nothing."))
    return draft.decided(f"{ALL}/negatives", Verdict.HOLD, (stay,), [*all_evidence(draft, facts, of), *more], reason)
