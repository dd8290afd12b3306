"""What both kinds say alike: what is missing, what a campaign's terms are, how the change is judged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from argosy.core.estimate import Estimate
from argosy.core.evidence import Evidence
from argosy.core.text import Text, mark
from argosy.decision.contract import Term
from argosy.decision.drafting import Draft
from argosy.decision.evaluation import Evaluation
from argosy.decision.parameters import Parameters
from argosy.decision.wording import count, day, significant
from argosy.domains.marketing.model import Judged, Places
from argosy.domains.marketing.terms import Array, MarketingFacts
from argosy.methods.uncertainty import summary

MARGIN = "contribution_margin_3"
ALL = "campaign:all"

NAMES = (
    mark("Exclude sure"),
    mark("Exclude likely"),
    mark("Bid exactly"),
    mark("Search terms"),
    mark("Terms chosen"),
    mark("Clicks"),
    mark("Clicks of them"),
    mark("Spend of them"),
    mark("Orders of them"),
    mark("Days looked at"),
    mark("Margin before advertising"),
    mark("Worth of an order before advertising"),
    mark("Share of clicks that buy"),
    mark("Likely to lose money"),
    mark("Amounts without rate"),
)
"""Names of evidence and options as they are shown: the name with blanks and a capital."""


def draft_of(kind: str, facts: MarketingFacts, parameters: Parameters) -> Draft:
    """The draft of a kind on these facts."""
    return Draft(
        kind=kind,
        as_of=facts.as_of,
        snapshot=facts.snapshot,
        currency=facts.currency,
        source=facts.source,
        expires_after_days=parameters.count("expires_after_days"),
        metric=MARGIN,
    )


def missing(facts: MarketingFacts, parameters: Parameters) -> Iterator[Text]:
    """What keeps the question from being answered, each with what to export."""
    if facts.last_on is None or not len(facts.terms):
        yield Text(
            "Load the search term report of your advertising (Amazon: Sponsored Products search term report by day; Google Ads:"
            " search terms with cost and conversion value), at least {days} days of it.",
            {"days": parameters.count("smallest_window_days")},
        )
        return
    if facts.as_of - facts.last_on > timedelta(
        days=parameters.count("stale_after_days") + parameters.count("maturing_days")
    ):
        yield Text("Load the search terms since {day}: bids and rivals have moved since.", {"day": day(facts.last_on)})
    if facts.days < parameters.count("smallest_window_days"):
        days = {"days": parameters.count("smallest_window_days"), "known": facts.days}
        yield Text("Load more days of search terms: {days} are needed, {known} are there.", days)
    orders = float(facts.terms.orders.sum())
    if orders < parameters.count("smallest_orders"):
        values = {"needed": parameters.count("smallest_orders"), "known": count(orders)}
        yield Text(
            "Only {known} orders are credited to advertising, {needed} are needed: load a report with the columns of sales and orders, or"
            " wait for more clicks.",
            values,
        )


def campaigns(facts: MarketingFacts, places: Places, most: int) -> Iterator[tuple[str, Places]]:
    """The chosen terms by campaign, `platform/account/campaign`, in the order of the terms, at most so many each."""
    terms = facts.terms
    found: dict[str, list[int]] = {}
    for place in places.tolist():
        name = f"{terms.platforms[place]}/{terms.accounts[place]}/{terms.campaigns[place]}"
        found.setdefault(name, []).append(place)
    for name, members in found.items():
        yield name, np.array(members[:most], dtype=np.intp)


def effect(draft: Draft, draws: Array) -> Estimate:
    """The effect of draws per year."""
    point, low, high = summary(draws)
    return draft.effect(point, low, high)


def evidence(draft: Draft, facts: MarketingFacts, of: Judged, places: Places, parameters: Parameters) -> list[Evidence]:
    """What a campaign's decision rests on."""
    terms = facts.terms
    is_assumed = bool(of.is_assumed[places].any())
    margin = parameters.number("margin_share") if is_assumed else float(terms.margin[places].mean())
    found = draft.evidence(
        [
            ("terms_chosen", len(places)),
            ("clicks_of_them", int(terms.clicks[places].sum())),
            ("spend_of_them", float(terms.spend[places].sum())),
            ("orders_of_them", float(terms.orders[places].sum())),
            ("share_of_clicks_that_buy", float(of.rate[places].mean())),
            ("worth_of_an_order_before_advertising", float(of.order_worth[places].mean())),
            ("likely_to_lose_money", float(of.loses[places].mean())),
            ("days_looked_at", facts.days),
        ]
    )
    source = parameters.source if is_assumed else facts.cost_source
    return [*found, *draft.evidence([("margin_before_advertising", margin)], source)]


def rows(facts: MarketingFacts, of: Judged, places: Places, yearly: Array, bids: Array | None = None) -> Term:
    """The terms as rows of an option: what they are, what they did, what a year of them is worth."""
    terms = facts.terms
    means = yearly.mean(axis=0)
    return tuple(
        {
            "search_term": str(terms.terms[place]),
            "market": str(terms.markets[place]),
            "ad_group": str(terms.ad_group_names[place]),
            "clicks": float(terms.clicks[place]),
            "orders": float(terms.orders[place]),
            "spend": significant(float(terms.spend[place])),
            "sales": significant(float(terms.sales[place])),
            "loses_with_probability": significant(float(of.loses[place]), 3),
            "worth_a_year": significant(float(means[at]), 4),
            "bid_currency": None if bids is None else str(terms.currencies[place]),
            "bid": None if bids is None else round(float(bids[at]), 2),
        }
        for at, place in enumerate(places.tolist())
    )


def evaluation(facts: MarketingFacts, places: Places, parameters: Parameters, least: float) -> Evaluation:
    """Contribution of the markets the campaign runs in, four weeks before and after."""
    markets = sorted({str(market) for market in facts.terms.markets[places] if market != "*"})
    channels = sorted({str(platform).removesuffix("_ads") for platform in facts.terms.platforms[places]})
    return Evaluation(
        metric=MARGIN,
        window_days=parameters.count("window_after_days"),
        minimum_effect=least,
        where={"market": tuple(markets)} if markets else {"channel": tuple(channels)},
    )


def all_evidence(draft: Draft, facts: MarketingFacts, of: Judged) -> list[Evidence]:
    """What was looked at in all."""
    worth = of.order_worth[np.isfinite(of.order_worth)]
    return list(
        draft.evidence(
            [
                ("search_terms", len(facts.terms)),
                ("clicks", int(facts.terms.clicks.sum())),
                ("worth_of_an_order_before_advertising", float(worth.mean()) if len(worth) else None),
                ("days_looked_at", facts.days),
                ("amounts_without_rate", facts.unrated or None),
            ]
        )
    )


def margin_needs(of: Judged, places: Places) -> list[Text]:
    """What would make the verdict surer."""
    if not of.is_assumed[places].any():
        return []
    return [
        Text("Product costs and the report of advertised products, to know what an order leaves before advertising.")
    ]
