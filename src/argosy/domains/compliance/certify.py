"""`compliance.certify`: which product lacks, or will soon lack, a mark or paper that a market requires."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from argosy.core.estimate import Estimate
from argosy.core.evidence import Evidence
from argosy.core.text import Text, mark
from argosy.decision.contract import Decision, Option, Term, Verdict
from argosy.decision.drafting import Draft
from argosy.decision.evaluation import Evaluation
from argosy.decision.parameters import Parameters
from argosy.decision.wording import count, day, money, money_range, place
from argosy.domains.compliance.model import COMING, ENDING, LACKING, Exposed, Gap, at_risk, exposed
from argosy.domains.compliance.papers import ComplianceFacts, Offer
from argosy.methods.uncertainty import summary

KIND = "compliance.certify"
TITLE = Text("Get the marks and papers a market requires")
MARGIN = "contribution_margin_3"
STOP, GET = "stop_and_certify", "get_papers"

NAMES = (
    mark("Stop and certify"),
    mark("Get papers"),
    mark("Missing paper 1"),
    mark("Missing paper 2"),
    mark("Missing paper 3"),
    mark("Missing paper 4"),
    mark("Missing paper 5"),
    mark("Net sales of the year there"),
    mark("Kinds of product"),
    mark("Told or guessed from the customs code"),
    mark("Papers at hand"),
    mark("Offers looked at"),
    mark("Offers of unknown kind"),
    mark("Offers with missing papers"),
)
"""Names of evidence and options as they are shown: the name with blanks and a capital."""


def propose(facts: ComplianceFacts, parameters: Parameters) -> Iterable[Decision]:
    """Get the marks and papers a market requires.

    Question:
        Which products are sold in a market without a mark or paper that it requires, or with one that ends soon, and which of them must
        not ship until it is there?

    Why it pays:
        Channels take offers down and customs offices hold parcels without warning, mostly in the best season, and a paper takes weeks to
        get. One that is missing on a toy or a charger can cost the account, not only the offer.

    Evidence:
        Every missing paper with its rule: market, regime, what proves it, the law, whether the rule was compared with a publication, and
        the day it was checked; what the product is and who said so; net sales of the year in that market.

    Options:
        Stop selling there until the paper is there, where the rule forbids the sale. Get the paper and go on selling, where it does not
        yet. Hold: sell on as it is.

    Holds when:
        Every offer whose kind is known has the papers its markets ask for, for longer than a paper takes to get.

    Not enough data when:
        No certificates are loaded at all, nothing was sold or listed, or nobody has said what kind of product it is (flags, or a customs
        code). The decision says what to export.

    Method:
        Each product is put into categories by what the seller said of it (electric, radio, battery, for children, touches food), else by
        its customs code. The rules of the reference (seven markets, thirteen categories, dated, sourced) that hold there are compared
        with the valid papers, by product, place and regime. What selling on may cost is the year's contribution times an assumed
        chance of being taken down.

    Limits:
        The rules are the usual ones of each category, not all there are, and no legal advice: exceptions, national additions, thresholds
        and classes are not in them. Rules written from memory are marked unverified, and then the verdict is test: ask a laboratory
        first. A paper counts by its words; whether it names your model, your brand and today's standard has to be looked at.
    """
    draft = _draft(facts, parameters)
    needs = tuple(_missing(facts, parameters))
    if needs:
        yield draft.unknown("sku:all", Text("Without products and papers nobody can say what must not ship."), needs)
        return
    found = exposed(facts, parameters)
    most = parameters.count("most_decisions")
    for one in found[:most]:
        yield _offer(draft, facts, one, parameters)
    if len(found) > most:
        yield _rest(draft, facts, found[most:], parameters)
    unknown = [offer for offer in facts.offers if not offer.categories]
    if unknown:
        yield _unknown(draft, unknown)
    if not found:
        yield _complete(draft, facts, len(unknown))


def _draft(facts: ComplianceFacts, parameters: Parameters) -> Draft:
    return Draft(
        kind=KIND,
        as_of=facts.as_of,
        snapshot=facts.snapshot,
        currency=facts.currency,
        source=facts.source,
        expires_after_days=parameters.count("expires_after_days"),
        metric=MARGIN,
    )


def _missing(facts: ComplianceFacts, parameters: Parameters) -> Iterator[Text]:
    if not facts.offers:
        yield Text("Load an export of your orders or of your active listings, with SKU and country.")
    elif facts.last_on is not None and facts.as_of - facts.last_on > timedelta(
        days=parameters.count("stale_after_days")
    ):
        yield Text(
            "Load the orders or listings since {day}: what is on offer now is not known.", {"day": day(facts.last_on)}
        )
    if facts.offers and all(not offer.categories for offer in facts.offers):
        yield Text(
            "Say in your product list what each product is: electric, radio, battery, for children, touches food; or its"
            " customs code (argosy classify proposes one)."
        )
    if not facts.papers:
        yield Text(
            "Load your list of certificates and declarations: number, product, market, regime (CE, FCC, PSE ...), status, last day."
        )


def _offer(draft: Draft, facts: ComplianceFacts, one: Exposed, parameters: Parameters) -> Decision:
    verdict = Verdict.ACT if one.is_sure else Verdict.TEST
    option = _option(draft, facts, one, parameters)
    offer = one.offer
    return draft.decided(
        f"sku:{offer.product}/{offer.market}",
        verdict,
        (option, draft.hold(Text("Hold: sell on as it is."))),
        _evidence(draft, facts, one),
        _rationale(facts, one, option.effect, verdict),
        Evaluation(
            metric="net_sales",
            window_days=parameters.count("window_days"),
            minimum_effect=0.0,
            where={"product": (offer.product,), "market": (offer.market,)},
        ),
        tuple(_asks(one)),
    )


def _option(draft: Draft, facts: ComplianceFacts, one: Exposed, parameters: Parameters) -> Option:
    values = {"product": one.offer.product, "market": place(one.offer.market), "regimes": _regimes(one.gaps)}
    stops = one.blocks
    action = (
        Text("Stop {product} in {market} until these papers are there: {regimes}.", values)
        if stops
        else Text("Get these papers for {product} in {market}: {regimes}.", values)
    )
    terms: dict[str, Term] = {
        "product": one.offer.product,
        "market": one.offer.market,
        "must_not_ship": stops and one.is_sure,
        "papers": tuple(_paper(gap) for gap in one.gaps),
    }
    point, low, high = summary(at_risk([one.offer], facts.earned, parameters))
    return Option(STOP if stops else GET, action, draft.effect(point, low, high), terms)


def _paper(gap: Gap) -> Term:
    return {
        "regime": gap.rule.regime,
        "kind": gap.rule.kind,
        "proof": gap.rule.proof,
        "law": str(gap.rule.source),
        "status_of_the_rule": gap.rule.status.value,
        "state": gap.state,
        "needed_on": day(gap.needed_on),
        "number": None if gap.paper is None else gap.paper.number,
    }


def _evidence(draft: Draft, facts: ComplianceFacts, one: Exposed) -> list[Evidence]:
    told = "told" if one.offer.is_told else "guessed"
    found = [gap.rule.evidence(f"missing_paper_{number}") for number, gap in enumerate(one.gaps[:5], start=1)]
    found += draft.evidence(
        [
            ("net_sales_of_the_year_there", one.offer.net_sales),
            ("kinds_of_product", ", ".join(kind for kind in one.offer.categories if kind != "any") or "any"),
            ("told_or_guessed_from_the_customs_code", told),
        ]
    )
    return [*found, *draft.evidence([("papers_at_hand", len(facts.papers))], facts.paper_source)]


def _rationale(facts: ComplianceFacts, one: Exposed, effect: Estimate | None, verdict: Verdict) -> Text:
    values = {
        "product": one.offer.product,
        "market": place(one.offer.market),
        "regimes": _regimes(one.gaps),
        "sales": money(one.offer.net_sales, facts.currency),
    }
    parts = {"what": _what(one, values), "standing": Text("It sold {sales} there in the last year.", values)}
    if effect is not None and effect.point > 0:
        worth = {"effect": money(effect.point, facts.currency), "range": money_range(effect)}
        parts["worth"] = Text("Being taken down would cost about {effect} a year ({range}, assumed).", worth)
    else:
        parts["worth"] = Text("Nothing is sold there yet, so it costs least to mend it now.")
    if verdict is Verdict.ACT:
        return Text("{what} {standing} {worth}", parts)
    asked = Text("The rule was not compared with its publication, or the kind of product is guessed: ask first.")
    return Text("{what} {standing} {worth} {asked}", {**parts, "asked": asked})


def _what(one: Exposed, values: dict[str, object]) -> Text:
    state = one.gaps[0].state
    if state == LACKING and one.blocks:
        return Text(
            "{product} must not be sold in {market} without these papers, which are missing: {regimes}.", values
        )
    if state == LACKING:
        return Text("{product} is sold in {market} without these marks or papers: {regimes}.", values)
    dated = {**values, "day": day(one.gaps[0].needed_on)}
    if state == ENDING:
        return Text("Papers of {product} for {market} end on {day}, sooner than new ones are had: {regimes}.", dated)
    assert state == COMING
    return Text("From {day} on {product} needs these papers in {market}: {regimes}.", dated)


def _regimes(gaps: Sequence[Gap]) -> str:
    return ", ".join(dict.fromkeys(gap.rule.regime for gap in gaps))


def _asks(one: Exposed) -> Iterator[Text]:
    if not one.offer.is_told:
        yield Text("Say in the product list what {product} is; now it is guessed.", {"product": one.offer.product})


def _rest(draft: Draft, facts: ComplianceFacts, rest: Sequence[Exposed], parameters: Parameters) -> Decision:
    """One decision for the offers beyond those a person can work through one by one."""
    listed = rest[: parameters.count("listed")]
    values = {"offers": count(len(rest)), "blocked": count(sum(one.blocks for one in rest))}
    point, low, high = summary(at_risk([one.offer for one in rest], facts.earned, parameters))
    action = Text("Get the papers of {offers} further offers.", values)
    terms: dict[str, Term] = {
        "offers": tuple(
            {"product": one.offer.product, "market": one.offer.market, "regimes": _regimes(one.gaps)} for one in listed
        )
    }
    regimes = Counter(gap.rule.regime for one in rest for gap in one.gaps)
    missing = ", ".join(f"{regime} {number}" for regime, number in sorted(regimes.items()))
    markets = tuple(sorted({one.offer.market for one in rest}))
    return draft.decided(
        "sku:all/rest",
        Verdict.TEST,
        (Option(GET, action, draft.effect(point, low, high), terms), draft.hold(Text("Hold: sell on as it is."))),
        draft.evidence([("offers_with_missing_papers", len(rest)), ("missing_paper_1", missing)]),
        Text(
            "{offers} further offers lack papers, {blocked} of them papers without which they must not be sold.", values
        ),
        Evaluation("net_sales", parameters.count("window_days"), 0.0, where={"market": markets}),
    )


def _unknown(draft: Draft, offers: Sequence[Offer]) -> Decision:
    names = list(dict.fromkeys(offer.product for offer in offers))
    listed = ", ".join(names[:10])
    needs = [
        Text(
            "What kind of product these are (flags in the product list, or a customs code): {products}.",
            {"products": listed},
        )
    ]
    reason = Text("Of {products} products nobody has said what they are.", {"products": count(len(names))})
    sales = sum(offer.net_sales for offer in offers)
    evidence = draft.evidence([("offers_of_unknown_kind", len(offers)), ("net_sales_of_the_year_there", sales or None)])
    return draft.unknown("sku:all/unknown", reason, needs, evidence)


def _complete(draft: Draft, facts: ComplianceFacts, unknown: int) -> Decision:
    known = len(facts.offers) - unknown
    values = {"offers": count(known)}
    reason = Text("All {offers} offers whose kind is known have the papers the reference asks for.", values)
    evidence = [
        *draft.evidence([("offers_looked_at", known), ("offers_of_unknown_kind", unknown or None)]),
        *draft.evidence([("papers_at_hand", len(facts.papers))], facts.paper_source),
    ]
    stay = draft.hold(Text("Hold: sell on as it is."))
    return draft.decided("sku:all/complete", Verdict.HOLD, (stay,), evidence, reason)
