"""`market.enter`: which one or two new countries suit this seller."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from argosy.core.evidence import Evidence
from argosy.core.text import Text, mark
from argosy.decision.contract import Decision, Option, Term, Verdict
from argosy.decision.drafting import Draft
from argosy.decision.evaluation import Evaluation, Guardrail
from argosy.decision.parameters import Parameters
from argosy.decision.wording import count, day, decimal, money, percent, significant
from argosy.domains.market.entry import Prospect, prospects
from argosy.domains.market.history import MarketFacts
from argosy.reference.model import Status

KIND = "market.enter"
TITLE = Text("Enter one or two new countries")
CRITERIA = {
    "size": Text("size"),
    "demand": Text("demand nobody asked for"),
    "language": Text("shared language"),
    "delivery": Text("delivery"),
    "trust": Text("means of payment"),
    "tax": Text("tax"),
    "competition": Text("competition"),
}
ENTER = mark("Enter {market}: page in its language, local price, stock within reach.")
TRY = mark("Try {market} from the stock you have, with a translated page.")
NAMES = (
    mark("Enter"),
    mark("Try from stock"),
    mark("Own orders unasked"),
    mark("Own sales unasked"),
    mark("Visits"),
    mark("Shared language"),
    mark("Competition"),
    mark("Demand index"),
    mark("Spending power online"),
    mark("Scores"),
    mark("First year share"),
    mark("Asked factor"),
    mark("Trial share"),
    mark("Vat rate"),
    mark("Countries compared"),
)
"""Names of evidence, options and terms as they are shown: the name with blanks and a capital."""


def propose(facts: MarketFacts, parameters: Parameters) -> Iterable[Decision]:
    """Enter one or two new countries.

    Question:
        Which one or two countries you do not work on yet suit this shop best, what may the first year bring, and how sure is the order?

    Why it pays:
        A second market halves the dependence on the first; the wrong one costs a quarter of work, a stock abroad and a tax number. Sellers
        choose by hearsay, while their own parcels and visitors already show where buyers come from.

    Evidence:
        Population, people online, income, logistics, accounts and VAT of the country, each dated; own orders and visits from there; a
        language shared with a market sold in; competition and demand where a research export tells them; score, rank and its interval.

    Options:
        Enter: page in the language, local price, stock within reach. Try it from the stock there is, with a translated page. Hold: do not.

    Holds when:
        The country is not among the first by your weights; or the first year is likely to bring less than a hundredth of the sales.

    Not enough data when:
        Fewer than 200 orders in twelve months, no order newer than 45 days, or no country in the orders. The decision says what to export.

    Method:
        Seven criteria on fixed scales, weighted; what is not known of a country lies anywhere on its scale. Own orders are counts (gamma
        and Poisson). The scores of the draws give the 80 % interval of the rank; the single weight that must move least for a country to
        change sides at the border is named. First-year sales: what this seller sells in its own markets for what people online there have
        to spend, drawn as wide as these differ, times the part a first year reaches; where buyers came unasked, joined with a multiple of
        what they bought, each weighted by how surely it is known.

    Limits:
        Effects are net sales, not profit: duty, freight and the cost of entering are not in them. What a first year reaches is an
        assumption until an entry has been measured, so the verdict is test unless you set it to your own. Law, sanctions, product rules and
        channels are not looked at: check them before. The seller's own country is known by its currency alone.
    """
    draft = _draft(facts, parameters)
    missing = tuple(_missing(facts, parameters))
    if missing:
        reason = Text("Without a year of own orders by country no new one can be told from the others.")
        yield draft.unknown("market:new", reason, missing)
        return
    found = prospects(facts, parameters)
    sales = sum(float(market.net_sales) for market in facts.markets)
    for prospect in found:
        yield _judged(draft, facts, prospect, sales, len(facts.candidates), parameters)


def _draft(facts: MarketFacts, parameters: Parameters) -> Draft:
    return Draft(
        kind=KIND,
        as_of=facts.as_of,
        snapshot=facts.snapshot,
        currency=facts.currency,
        source=facts.source,
        expires_after_days=parameters.count("expires_after_days"),
        metric="net_sales",
    )


def _missing(facts: MarketFacts, parameters: Parameters) -> Iterator[Text]:
    needed = parameters.count("smallest_orders")
    known = sum(market.orders for market in facts.markets)
    if facts.last_on is None:
        yield Text("Load an export of all orders with day, amount and the country of delivery, a year of it.")
    elif facts.as_of - facts.last_on > timedelta(days=parameters.count("stale_after_days")):
        yield Text("Load the orders from {day} on.", {"day": day(facts.last_on)})
    elif not facts.markets:
        yield Text("Export the orders with the country of delivery, or set it in the mapping of that file.")
    elif known < needed:
        yield Text(
            "Orders of twelve months: {known}; {needed} are needed.", {"known": count(known), "needed": count(needed)}
        )
    elif not facts.sizes or sum(float(market.net_sales) for market in facts.markets) <= 0:
        yield Text(
            "A market with at least 50 orders a year and sales above its refunds: how far you reach is measured there."
        )


def _judged(
    draft: Draft, facts: MarketFacts, one: Prospect, sales: float, candidates: int, parameters: Parameters
) -> Decision:
    verdict = _verdict(one, sales, parameters)
    enter, trial = _options(draft, one, parameters)
    options = (trial, enter) if verdict is Verdict.TEST else (enter, trial)
    return draft.decided(
        f"market:{one.candidate.code}",
        verdict,
        (*options, draft.hold(Text("Hold: do not enter {market} now.", {"market": one.candidate.name}))),
        (*_evidence(draft, facts, one, candidates), *_assumed(one, parameters)),
        _rationale(draft, one, verdict, candidates),
        Evaluation(
            metric="net_sales",
            window_days=parameters.count("window_days"),
            minimum_effect=significant(sales * parameters.number("smallest_worth_share")),
            guardrails=(Guardrail("refund_rate", highest_change=parameters.number("refund_guardrail")),),
            where={"market": (one.candidate.code,)},
        ),
        _needs(one),
    )


def _verdict(one: Prospect, sales: float, parameters: Parameters) -> Verdict:
    """Act where rank, gain and weights are sure and the first year was measured; test where it is rather among the first; else hold."""
    worth = sales * parameters.number("smallest_worth_share")
    point, low, _ = one.sales
    if one.rank.probability_among_first < 0.5 or one.place > parameters.count("enter_markets") or point < worth:
        return Verdict.HOLD
    is_robust = one.flip is None or one.flip.distance >= parameters.number("surest_flip")
    is_measured = not parameters["first_year_share"].assumed
    is_first = one.rank.high <= parameters.count("enter_markets")
    return Verdict.ACT if is_measured and is_robust and is_first and low >= worth else Verdict.TEST


def _options(draft: Draft, one: Prospect, parameters: Parameters) -> tuple[Option, Option]:
    name = {"market": one.candidate.name}
    ends = parameters.numbers("trial_share")
    terms: dict[str, Term] = {
        "market": one.candidate.code,
        "rank": one.place,
        "score": significant(one.score, 4),
        "vat_rate": None if one.candidate.vat_rate is None else float(one.candidate.vat_rate.number),
        "shared_language": one.candidate.speaks or None,
    }
    middle = (ends["low"] + ends["high"]) / 2
    less = (one.sales[0] * middle, one.sales[1] * ends["low"], one.sales[2] * ends["high"])
    return (
        Option("enter", Text(ENTER, name), draft.effect(*one.sales), terms),
        Option("try_from_stock", Text(TRY, name), draft.effect(*less), terms),
    )


def _evidence(draft: Draft, facts: MarketFacts, one: Prospect, candidates: int) -> Iterator[Evidence]:
    for reference in (*one.candidate.indicators, *([one.candidate.vat_rate] if one.candidate.vat_rate else [])):
        name = "vat" if reference.topic == "vat" else reference.name
        sure = "" if reference.status is Status.VERIFIED else "_unverified"
        yield replace(reference.evidence(f"{name}{sure}"), as_of=reference.valid_from)
    yield from draft.evidence(
        [
            ("own_orders_unasked", one.candidate.orders),
            ("own_sales_unasked", one.candidate.net_sales),
            ("shared_language", one.candidate.speaks or "-"),
            ("spending_power_online", one.size),
            ("scores", ", ".join(f"{name} {value:.2f}" for name, value in one.criteria.items())),
            ("score", one.score),
            ("rank", one.place),
            ("rank_low", one.rank.low),
            ("rank_high", one.rank.high),
            ("countries_compared", candidates),
            ("probability_among_the_first", one.rank.probability_among_first),
        ]
    )
    yield from draft.evidence([("visits", one.candidate.sessions)], facts.traffic_source)
    research = [("competition", one.candidate.competition), ("demand_index", one.candidate.demand)]
    yield from draft.evidence(research, facts.research_source)


def _assumed(one: Prospect, parameters: Parameters) -> Iterator[Evidence]:
    names = ("first_year_share", "trial_share", *(("asked_factor",) if one.candidate.net_sales > 0 else ()))
    for name in names:
        ends = parameters.numbers(name)
        yield Evidence(name, f"{ends['low']:g} to {ends['high']:g}", parameters[name].dated, parameters.source)
    weights = ", ".join(f"{name} {weight:g}" for name, weight in parameters.numbers("weights").items())
    yield Evidence("weights", weights, parameters["weights"].dated, parameters.source)


def _rationale(draft: Draft, one: Prospect, verdict: Verdict, candidates: int) -> Text:
    strongest = max(one.criteria, key=lambda name: (one.criteria[name], name))
    values = {
        "market": one.candidate.name,
        "place": one.place,
        "candidates": count(candidates),
        "ranks": f"{one.rank.low}–{one.rank.high}",
        "people": decimal((one.candidate.value("population") or 0) / 1e6),
        "online": percent(one.candidate.value("internet_user_share") or 0),
        "orders": count(one.candidate.orders),
        "strongest": CRITERIA[strongest],
    }
    standing = Text(
        "{market} is number {place} of {candidates} countries you do not work on yet (80 % sure: {ranks}): {people} million people,"
        " {online} of them online; {orders} of your orders of the last twelve months came from there unasked."
        " Its strongest side is {strongest}.",
        values,
    )
    return Text(
        "{standing} {reason} {turn}", {"standing": standing, "reason": _reason(draft, one, verdict), "turn": _turn(one)}
    )


def _reason(draft: Draft, one: Prospect, verdict: Verdict) -> Text:
    point, low, high = one.sales
    values = {
        "sales": money(point, draft.currency),
        "low": money(low, draft.currency),
        "high": money(high, draft.currency),
    }
    if verdict is Verdict.ACT:
        return Text("A first year may bring about {sales} net sales ({low} to {high}): enter it.", values)
    if verdict is Verdict.TEST:
        return Text(
            "A first year may bring about {sales} net sales ({low} to {high}); how much is assumed, so try it from your stock first.",
            values,
        )
    return Text("It is not among the first, or brings too little ({sales} in a first year): leave it for now.", values)


def _turn(one: Prospect) -> Text:
    if one.flip is None or one.flip_against is None:
        return Text("No single weight could turn this order.")
    return Text(
        "It would change places with {rival} if the weight of {criterion} were {at} instead of {now}.",
        {
            "rival": one.flip_against.name,
            "criterion": CRITERIA[one.flip.criterion],
            "at": percent(one.flip.flips_at),
            "now": percent(one.flip.weight),
        },
    )


def _needs(one: Prospect) -> list[Text]:
    needs = []
    if one.candidate.sessions is None:
        needs.append(Text("Visits by country (Shopify sessions, Google Analytics), to see who looks without buying."))
    if one.candidate.competition is None:
        needs.append(
            Text("A research export for {market}, to see the competition there.", {"market": one.candidate.name})
        )
    return needs
