"""`marketing.harvest_keyword`: search terms that earn money and that nobody bids on yet."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from argosy.core.text import Text
from argosy.decision.contract import Decision, Option, Term, Verdict
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
from argosy.domains.marketing.model import Judged, Places, earning, highest_bids, judged, yearly
from argosy.domains.marketing.terms import Array, MarketingFacts

KIND = "marketing.harvest_keyword"
TITLE = Text("Bid on search terms that earn money")
TAIL_Z = 1.2815515655446004  # of the 80 % range of a normal


def propose(facts: MarketingFacts, parameters: Parameters) -> Iterable[Decision]:
    """Bid on search terms that earn money.

    Question:
        Which search terms, found by automatic or broad matching, earn more than their clicks cost and deserve a bid of their own, and how
        high may it be?

    Why it pays:
        A term that is reached only through broad matching is shown when the platform likes, at a bid made for other words. Bid on by
        itself it is shown more often and its price can follow what it earns.

    Evidence:
        Clicks, spend and orders of the terms chosen; the share of clicks that buy; what an order leaves before advertising and on which
        costs that rests; the days looked at.

    Options:
        Bid on the terms exactly, each with a bid that still earns in the worse quarter of what is possible. Hold: leave them to broad
        matching. The option carries the file that the platform imports.

    Holds when:
        No term with two orders and more earns with a probability of at least `likely`, or all that do are bid on already.

    Not enough data when:
        No search terms, fewer than 14 days of them, none newer than three weeks, or fewer than ten orders credited to advertising in
        all. The decision says what to export.

    Method:
        As for `marketing.add_negative`: a beta prior from the terms of the market, the worth of an order drawn toward the market's, the
        margin of the products advertised. The effect is what the clicks an own bid adds (`uplift`) earn after their cost.

    Limits:
        How many clicks an own bid adds is our assumption until your tests have measured it, so the verdict is test. The new bid competes
        with the broad one: exclude the term there once it runs. Keywords bid on exactly are known from the report of targets; without
        it some terms may be bid on already. Formats of files are inferred from public guides.
    """
    draft = draft_of(KIND, facts, parameters)
    needs = tuple(missing(facts, parameters))
    if needs:
        reason = Text("Without the search terms of these weeks nobody can say which of them earn money.")
        yield draft.unknown(ALL, reason, needs)
        return
    of = judged(facts.terms, parameters)
    chosen = earning(facts.terms, of, facts.days, parameters)
    for name, places in campaigns(facts, chosen, parameters.count("listed")):
        yield _campaign(draft, facts, of, name, places, parameters)
    if not len(chosen):
        yield _nothing(draft, facts, of)


def _campaign(
    draft: Draft, facts: MarketingFacts, of: Judged, name: str, places: Places, parameters: Parameters
) -> Decision:
    option = _option(draft, facts, of, name, places, parameters)
    low = 0.0 if option.effect is None else option.effect.low
    is_known = not parameters["uplift"].assumed and not of.is_assumed[places].any()
    verdict = Verdict.ACT if is_known and low > 0 else Verdict.TEST
    best = places[0]
    terms = facts.terms
    values = {
        "terms": count(len(places)),
        "campaign": terms.campaign_names[best],
        "orders": count(float(terms.orders[places].sum())),
        "spend": money(float(terms.spend[places].sum()), facts.currency),
        "days": facts.days,
        "best": terms.terms[best],
        "rate": percent(float(of.rate[best])),
        "worth": money(float(of.order_worth[best]), facts.currency),
        "effect": money(option.effect.point, facts.currency) if option.effect else "",
        "range": money_range(option.effect) if option.effect else "",
    }
    reason = Text(
        "{terms} search terms of campaign {campaign} brought {orders} orders for {spend} in {days} days without a bid of their own. Of the"
        " clicks on {best} {rate} buy, and an order leaves {worth} before advertising. More of these clicks are worth about {effect} a"
        " year ({range}).",
        values,
    )
    return draft.decided(
        f"campaign:{name}",
        verdict,
        (option, draft.hold(Text("Hold: leave these terms to broad matching."))),
        evidence(draft, facts, of, places, parameters),
        reason,
        evaluation(facts, places, parameters, 0.0),
        [*margin_needs(of, places), *_home_needs(facts, places)],
    )


def _home_needs(facts: MarketingFacts, places: Places) -> list[Text]:
    """Where the platform's automatic campaigns take no keywords, a person has to say where they go."""
    if facts.terms.platforms[places[0]] != "amazon_ads":
        return []
    return [
        Text(
            "The manual campaign and ad group these keywords go to: write their ids into the file before you upload it."
        )
    ]


def _option(
    draft: Draft, facts: MarketingFacts, of: Judged, name: str, places: Places, parameters: Parameters
) -> Option:
    terms = facts.terms
    earned = yearly(terms, of, places, facts.days, parameters)
    more = earned * _uplift(len(earned), parameters)[:, None]
    bids = highest_bids(terms, of, places, parameters)
    changes = [
        Change(
            str(terms.campaigns[place]),
            str(terms.campaign_names[place]),
            str(terms.ad_groups[place]),
            str(terms.ad_group_names[place]),
            str(terms.terms[place]),
            round(float(bid), 2),
        )
        for place, bid in zip(places.tolist(), bids, strict=True)
    ]
    action = Text(
        "Bid exactly on {terms} search terms of campaign {campaign}, each with its own bid.",
        {"terms": count(len(places)), "campaign": terms.campaign_names[places[0]]},
    )
    file = bulk_file(str(terms.platforms[places[0]]), f"keywords-{name.replace('/', '-')}", changes)
    carried: dict[str, Term] = {"terms": rows(facts, of, places, more, bids), "file": file}
    return Option("bid_exactly", action, effect(draft, more.sum(axis=1)), carried)


def _uplift(draws: int, parameters: Parameters) -> Array:
    """Draws of the share of clicks an own bid adds: a lognormal with the 80 % range chosen."""
    ends = parameters.numbers("uplift")
    low, high = np.log(ends["low"]), np.log(ends["high"])
    generator = np.random.default_rng(parameters.count("seed") + 1)
    found: Array = generator.lognormal((low + high) / 2, (high - low) / 2 / TAIL_Z, draws)
    return found


def _nothing(draft: Draft, facts: MarketingFacts, of: Judged) -> Decision:
    reason = Text(
        "Of {terms} search terms none earns surely enough without being bid on already.",
        {"terms": count(len(facts.terms))},
    )
    stay = draft.hold(Text("Hold: leave these terms to broad matching."))
    return draft.decided(f"{ALL}/keywords", Verdict.HOLD, (stay,), all_evidence(draft, facts, of), reason)
