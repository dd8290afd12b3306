"""What `payment.reduce_declines` tells a shop owner, in sentences that fill a template with numbers."""

from __future__ import annotations

from argosy.core.evidence import Evidence
from argosy.core.text import Text, mark
from argosy.decision.contract import Verdict
from argosy.decision.drafting import Draft
from argosy.decision.wording import count, money, percent, place
from argosy.domains.payment.history import PaymentFacts
from argosy.domains.payment.model import AUTHENTICATE, OFFER, ROUTE, Finding, Remedy, Values

NAMES = (
    mark("Route elsewhere"),
    mark("Ask authentication"),
    mark("Offer another method"),
    mark("Retry refused"),
    mark("Checkouts"),
    mark("Lost checkouts"),
    mark("Share lost"),
    mark("Share lost elsewhere"),
    mark("Mean basket"),
    mark("Refused for want of authentication"),
    mark("Refused for the buyers own reasons"),
    mark("Stays lost share"),
    mark("Authentication turns share"),
    mark("Another method turns share"),
    mark("Retry turns share"),
    mark("Share lost on the other route"),
    mark("Slice"),
    mark("Target"),
    mark("Share lost there"),
    mark("Measured on"),
)
"""Names of evidence, options and terms as they are shown: the name with blanks and a capital."""

WORDS = {
    "provider": Text("provider"),
    "method": Text("method"),
    "scheme": Text("brand"),
    "issuer_country": Text("country of the bank"),
    "issuer": Text("bank"),
    "three_d_secure": Text("3-D Secure"),
    "band": Text("quarter of the amounts"),
}


def slice_text(values: Values) -> str:
    """The slice in a word of the code: `issuer_country=BR, provider=stripe`."""
    return ", ".join(f"{name}={value}" for name, value in values)


def slice_name(values: Values, facts: PaymentFacts | None = None) -> Text:
    """The slice as a person says it."""
    parts = [_one(name, value, facts) for name, value in values]
    return parts[0] if len(parts) == 1 else Text("{first}, {second}", {"first": parts[0], "second": parts[1]})


def _one(name: str, value: str, facts: PaymentFacts | None) -> Text:
    if name == "band":
        start = facts.band_from.get(value, 0.0) if facts else 0.0
        currency = facts.currency if facts else ""
        return Text("amounts from {amount} on", {"amount": money(start, currency)})
    shown = place(value) if name == "issuer_country" else value
    return Text("{what} {which}", {"what": WORDS[name], "which": shown})


def action(finding: Finding, remedy: Remedy) -> Text:
    """What to do, as an imperative."""
    values = {"slice": slice_name(finding.values), "target": remedy.target}
    if remedy.name == ROUTE:
        return Text("Send payments of {slice} through {target}.", values)
    if remedy.name == AUTHENTICATE:
        return Text("Ask for 3-D Secure on payments of {slice}.", values)
    if remedy.name == OFFER:
        return Text("Offer buyers of {slice} another way to pay: {target}.", values)
    return Text("Try refused payments of {slice} again after some hours, and show another way to pay.", values)


def rationale(facts: PaymentFacts, finding: Finding, best: Remedy, verdict: Verdict) -> Text:
    """Where it fails and how much more than elsewhere, what turns it, and what that rests on."""
    values = {
        "slice": slice_name(finding.values, facts),
        "checkouts": count(finding.checkouts),
        "lost": count(finding.lost),
        "rate": percent(finding.rate),
        "elsewhere": percent(finding.elsewhere),
        "basket": money(finding.basket, facts.currency),
    }
    standing = Text(
        "{slice}: of {checkouts} checkouts {lost} failed though the buyer could have paid: {rate} against {elsewhere} elsewhere with the"
        " same methods. A basket there is {basket}.",
        values,
    )
    return Text("{standing} {reason}", {"standing": standing, "reason": _reason(facts, best, verdict)})


def _reason(facts: PaymentFacts, best: Remedy, verdict: Verdict) -> Text:
    point, low, high = best.saved
    values = {
        "effect": money(point, facts.currency),
        "low": money(low, facts.currency),
        "high": money(high, facts.currency),
        "target": best.target,
        "rate": percent(best.rate or 0.0),
        "tried": count(best.checkouts),
    }
    if verdict is Verdict.HOLD:
        return Text("Turning it would bring about {effect} a year: not worth the work.", values)
    if best.name == ROUTE:
        return Text(
            "The same payments through {target} failed in {rate} of {tried} cases: sending them there brings about {effect} net sales a"
            " year ({low} to {high}).",
            values,
        )
    if best.name == AUTHENTICATE:
        return Text(
            "{tried} refusals asked for 3-D Secure: asking for it may bring about {effect} net sales a year ({low} to {high}). How many"
            " buyers pass is assumed, so test it.",
            values,
        )
    if best.name == OFFER:
        return Text(
            "Buyers there also pay by {target}: offering it may bring about {effect} net sales a year ({low} to {high}). How many take it"
            " is assumed, so test it.",
            values,
        )
    return Text(
        "A second try may bring about {effect} net sales a year ({low} to {high}). How many succeed is assumed, so test it.",
        values,
    )


def evidence(draft: Draft, finding: Finding) -> tuple[Evidence, ...]:
    """What the decision on a slice rests on."""
    routes = [remedy for remedy in finding.remedies if remedy.name == ROUTE]
    return draft.evidence(
        [
            ("checkouts", finding.checkouts),
            ("lost_checkouts", finding.lost),
            ("share_lost", finding.rate),
            ("share_lost_elsewhere", finding.elsewhere),
            ("mean_basket", finding.basket),
            ("refused_for_want_of_authentication", finding.authentication),
            ("share_lost_on_the_other_route", routes[0].rate if routes else None),
        ]
    )
