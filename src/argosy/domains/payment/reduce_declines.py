"""`payment.reduce_declines`: where payments fail that should not, and what would turn them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

import numpy as np

from argosy.core.evidence import Evidence
from argosy.core.text import Text
from argosy.decision.contract import Decision, Option, Term, Verdict
from argosy.decision.drafting import Draft
from argosy.decision.evaluation import Evaluation, Guardrail
from argosy.decision.parameters import Parameters
from argosy.decision.wording import count, day
from argosy.domains.payment.history import PaymentFacts
from argosy.domains.payment.model import YEAR_DAYS, Finding, Remedy, findings
from argosy.domains.payment.sentences import action, evidence, rationale, slice_text

KIND = "payment.reduce_declines"
TITLE = Text("Stop payments from failing that should not")


def propose(facts: PaymentFacts, parameters: Parameters) -> Iterable[Decision]:
    """Stop payments from failing that should not.

    Question:
        Where do payments fail although the buyer could pay: at which provider, method, issuing bank or country, amount, with or without
        3-D Secure; what would turn them, and what is that worth?

    Why it pays:
        A buyer at the till has been won, paid for and convinced already. A refusal at one bank, in one country or on one route is seldom
        seen in the average and costs nothing to mend but a setting or a contract.

    Evidence:
        Checkouts and those lost in the slice; the share lost, shrunk, and that elsewhere at the same methods; the mean basket; how many
        refusals asked for 3-D Secure; the share lost on another route where one was used.

    Options:
        Send these payments through the other provider. Ask for 3-D Secure where the bank wants it. Offer another method known in the
        country. Try refused payments again. Hold: change nothing.

    Holds when:
        No slice loses more than chance allows, or turning it is worth less than half a thousandth of what is paid a year.

    Not enough data when:
        No payment attempts, fewer than 300 decided checkouts in half a year, or none newer than 45 days. The decision says what to export.

    Method:
        Attempts are put together by order, so that a refusal that a second try mended counts as paid. Refusals that are the buyer's own
        (no money, card expired) are left out. Slices over provider, method, scheme, issuing country, bank, amount and authentication are
        searched by the likelihood-ratio scan statistic (Kulldorff 1997), corrected for all slices looked at; the surest is taken out
        before the next is searched. Rates are shrunk by an empirical-Bayes beta prior (Kleinman 1973). Another provider's rate is
        measured on the same slice; what else a remedy turns is drawn from a range.

    Limits:
        Another provider may have had easier buyers in the slice. How many lost buyers stay lost, and what 3-D Secure, another method or
        a second try turn, is our own assumption until a test says it, so without a measured route the verdict is test. The fees of a
        route, and fraud that a refusal kept away, are not in the effect; refunds are the guardrail. Effects are net sales.
    """
    draft = _draft(facts, parameters)
    missing = tuple(_missing(facts, parameters))
    if missing:
        reason = Text("Too few attempts to pay are known to see where they fail.")
        known = draft.evidence([("checkouts", int(facts.cells.checkouts.sum()))]) if len(facts.cells) else ()
        yield draft.unknown("payments:all", reason, missing, known)
        return
    found = findings(facts, parameters)
    paid = float(facts.cells.amount.sum()) * YEAR_DAYS / max(facts.days, 1)
    worth = paid * parameters.number("smallest_worth_share")
    for finding in found:
        yield _judged(draft, facts, finding, worth, parameters)
    if not found:
        yield _fine(draft, facts)


def _draft(facts: PaymentFacts, parameters: Parameters) -> Draft:
    return Draft(
        kind=KIND,
        as_of=facts.as_of,
        snapshot=facts.snapshot,
        currency=facts.currency,
        source=facts.source,
        expires_after_days=parameters.count("expires_after_days"),
        metric="net_sales",
    )


def _missing(facts: PaymentFacts, parameters: Parameters) -> Iterator[Text]:
    if facts.last_on is None or not len(facts.cells):
        yield Text(
            "Load an export of all payments, refused ones too, with time, amount, method, result and reason: Stripe payments, Adyen payment"
            " accounting, PayPal activity or your provider's list of transactions."
        )
        return
    if facts.as_of - facts.last_on > timedelta(days=parameters.count("stale_after_days")):
        yield Text("Load the payments since {day}: what failed before may be mended.", {"day": day(facts.last_on)})
    known, needed = int(facts.cells.checkouts.sum()), parameters.count("smallest_base")
    if known < needed:
        values = {"known": count(known), "needed": count(needed)}
        yield Text(
            "Payments decided in half a year: {known}; {needed} are needed. Load older ones, and all providers.", values
        )
    if not (facts.cells.lost.sum() or facts.cells.refused.sum()):
        yield Text("The payments loaded hold no refused one: export them with the refused ones.")


def _judged(draft: Draft, facts: PaymentFacts, finding: Finding, worth: float, parameters: Parameters) -> Decision:
    best = finding.remedies[0]
    verdict = _verdict(best, worth)
    options = [_option(draft, finding, remedy) for remedy in _one_each(finding.remedies)]
    return draft.decided(
        subject="/".join(f"{name}:{value}" for name, value in finding.values),
        verdict=verdict,
        options=[*options, draft.hold(Text("Hold: leave the payments as they are."))],
        evidence=(*evidence(draft, finding), *_assumed(best, parameters)),
        rationale=rationale(facts, finding, best, verdict),
        evaluation=_evaluation(finding, worth, parameters),
        needs=_needs(facts),
    )


def _verdict(best: Remedy, worth: float) -> Verdict:
    """Hold below what is worth it; act where the gain was measured on another route and is sure; else test."""
    point, low, _ = best.saved
    if point < worth:
        return Verdict.HOLD
    return Verdict.ACT if best.is_measured and low > 0 else Verdict.TEST


def _one_each(remedies: Iterable[Remedy]) -> list[Remedy]:
    """The best remedy of each name: two other routes are one option, the better of them."""
    found: dict[str, Remedy] = {}
    for remedy in remedies:
        found.setdefault(remedy.name, remedy)
    return list(found.values())


def _option(draft: Draft, finding: Finding, remedy: Remedy) -> Option:
    terms: dict[str, Term] = {
        "slice": slice_text(finding.values),
        "target": remedy.target or None,
        "checkouts": finding.checkouts,
        "share_lost": round(finding.rate, 4),
        "share_lost_there": None if remedy.rate is None else round(remedy.rate, 4),
        "measured_on": remedy.checkouts if remedy.is_measured else None,
    }
    return Option(remedy.name, action(finding, remedy), draft.effect(*remedy.saved), terms)


def _assumed(best: Remedy, parameters: Parameters) -> tuple[Evidence, ...]:
    names = {
        "route_elsewhere": ("stays_lost_share",),
        "ask_authentication": ("stays_lost_share", "authentication_turns_share"),
        "offer_another_method": ("stays_lost_share", "another_method_turns_share"),
        "retry_refused": ("stays_lost_share", "retry_turns_share"),
    }[best.name]
    ends = {name: parameters.numbers(name) for name in names}
    return tuple(
        Evidence(name, f"{low_high['low']:g} to {low_high['high']:g}", parameters[name].dated, parameters.source)
        for name, low_high in ends.items()
    )


def _evaluation(finding: Finding, worth: float, parameters: Parameters) -> Evaluation:
    """Net sales where these buyers are, before and after; everywhere where the slice is no country."""
    country = dict(finding.values).get("issuer_country")
    return Evaluation(
        metric="net_sales",
        window_days=parameters.count("window_after_days"),
        minimum_effect=round(worth, 2),
        guardrails=(Guardrail("refund_rate", highest_change=parameters.number("refund_guardrail")),),
        where={"market": (country,)} if country else {},
    )


def _needs(facts: PaymentFacts) -> list[Text]:
    if np.isin(facts.cells.values["issuer"], [""]).all():
        return [
            Text("The issuing bank or the first six digits of the card in the export would tell single banks apart.")
        ]
    return []


def _fine(draft: Draft, facts: PaymentFacts) -> Decision:
    cells = facts.cells
    share = float(cells.lost.sum() / max(cells.checkouts.sum(), 1))
    values = {"checkouts": count(float(cells.checkouts.sum())), "lost": count(float(cells.lost.sum()))}
    reason = Text(
        "Of {checkouts} checkouts {lost} failed though the buyer could have paid; no bank, country, route, method or amount fails more"
        " than chance allows.",
        values,
    )
    facts_known = draft.evidence(
        [
            ("checkouts", int(cells.checkouts.sum())),
            ("lost_checkouts", int(cells.lost.sum())),
            ("share_lost", share),
            ("refused_for_the_buyers_own_reasons", int(cells.refused.sum())),
        ]
    )
    stay = draft.hold(Text("Hold: leave the payments as they are."))
    return draft.decided("payments:all", Verdict.HOLD, (stay,), facts_known, reason)
