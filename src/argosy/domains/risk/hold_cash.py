"""`risk.hold_cash`: when cash runs dry, how likely, and what reserve or step keeps it from that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

import numpy as np

from argosy.core.evidence import Evidence
from argosy.core.text import Text, mark
from argosy.decision.contract import Decision, Option, Term, Verdict
from argosy.decision.drafting import Draft
from argosy.decision.evaluation import Evaluation
from argosy.decision.parameters import Parameters
from argosy.decision.wording import count, day, money, percent, significant
from argosy.domains.risk.history import CashFacts
from argosy.domains.risk.model import ALONE, FALLEN, HELD, OUT, WEEKS, Outcome, Prospect, look_ahead
from argosy.methods.uncertainty import summary

KIND = "risk.hold_cash"
TITLE = Text("Hold enough cash for the next 26 weeks")
SUBJECT = "cash:all"
NAMES = (
    mark("Hold reserve"),
    mark("Postpone purchases"),
    mark("Cash now"),
    mark("Mean payouts of a week"),
    mark("Mean payments of a week"),
    mark("Payables known"),
    mark("Payables overdue"),
    mark("Chance to run dry"),
    mark("Chance to run dry payouts held"),
    mark("Chance to run dry supplier out"),
    mark("Chance to run dry currency down"),
    mark("Lowest balance median"),
    mark("Lowest balance of one in ten"),
    mark("Reserve needed"),
    mark("Main supplier"),
    mark("Dry cost share"),
    mark("Limit"),
    mark("Reserve amount"),
    mark("Capital cost amount"),
    mark("Weeks"),
    mark("Chance to run dry then"),
    mark("Weekly swing of currencies"),
)
"""Names of evidence, options and terms as they are shown: the name with blanks and a capital."""
LEVERS = {
    HELD: Text("payouts of {store} held for 14 days"),
    OUT: Text("supplier {supplier} out for 6 weeks"),
    FALLEN: Text("{currency} down by 15 %"),
}


def propose(facts: CashFacts, parameters: Parameters) -> Iterable[Decision]:
    """Hold enough cash for the next 26 weeks.

    Question:
        When may cash run dry in the next half year and how likely is that, as things are and under three blows; what reserve or step takes
        the risk below the owner's limit?

    Why it pays:
        Sellers seldom fail for want of profit but of cash: goods are paid months before buyers pay, channels hold payouts, suppliers want
        deposits. Seen thirteen weeks ahead it costs a talk with a supplier; seen on the day it costs the season.

    Evidence:
        Cash in the accounts; payouts and payments of a week; payables known and overdue; the chance to run dry alone, with the largest
        channel's payouts held 14 days, the main supplier out for 6 weeks, the main currency down 15 %; the lowest balance; the reserve
        needed.

    Options:
        Hold a reserve (do not spend it on goods or drawings; a credit line does the same). Postpone purchases by four weeks. Hold: go on as
        planned.

    Holds when:
        The chance to run dry is within the owner's limit alone, and within the limit for blows under each of the three.

    Not enough data when:
        No balances or none newer than three weeks, less than a quarter of payouts, or no payments out (bank lines or purchase orders). The
        decision says what to export.

    Method:
        Monte Carlo over 26 weeks: payouts and payments are drawn in blocks of four weeks from the past year (circular block bootstrap;
        Politis and Romano 1992) at the level of the last quarter, with last year's season where there is one, the drift quarters had, late
        payouts, and currencies moving as the European Central Bank's rates did; payables fall due on their day. The reserve is what one
        draw in twenty would lack. The effect is the cost of running dry that it saves, less what the capital costs.

    Limits:
        A reserve is only as good as the plan it rests on: a stock purchase not yet in the purchase orders is drawn from habit. What running
        dry costs is an assumed share of what is missing. Taxes are drawn as they were paid, so a first large payment is not foreseen. Loans
        not yet drawn are no cash.
    """
    draft = _draft(facts, parameters)
    missing = tuple(_missing(facts, parameters))
    if missing:
        reason = Text("Without balance, payouts and payments nobody can say how long the cash lasts.")
        yield draft.unknown(SUBJECT, reason, missing)
        return
    ahead = look_ahead(facts, parameters)
    verdict = _verdict(ahead, parameters)
    reserve = _reserve(ahead, parameters)
    options = [_set_aside(draft, ahead, reserve, parameters), _postpone(draft, ahead, parameters)]
    yield draft.decided(
        SUBJECT,
        verdict,
        (*options, draft.hold(Text("Hold: go on as planned."))),
        tuple(_evidence(draft, facts, ahead, reserve, parameters)),
        _rationale(facts, ahead, verdict, reserve, parameters),
        Evaluation("operating_cash_flow", parameters.count("window_after_days"), 0.0),
        _needs(facts),
    )


def _draft(facts: CashFacts, parameters: Parameters) -> Draft:
    return Draft(
        kind=KIND,
        as_of=facts.as_of,
        snapshot=facts.snapshot,
        currency=facts.currency,
        source=facts.source,
        expires_after_days=parameters.count("expires_after_days"),
        metric="net_profit",
    )


def _missing(facts: CashFacts, parameters: Parameters) -> Iterator[Text]:
    least = parameters.count("smallest_weeks")
    if facts.balance_on is None:
        yield Text(
            "Load the balances of your accounts: bank, wallet and platform, by your own sheet or the bank's statement."
        )
    elif facts.as_of - facts.balance_on > timedelta(days=parameters.count("stale_after_days")):
        yield Text("Load the balances of now: the newest are of {day}.", {"day": day(facts.balance_on)})
    if facts.payout_weeks < least:
        values = {"known": facts.payout_weeks, "needed": least}
        yield Text(
            "Payouts of {needed} weeks (now {known}): settlement reports of every channel, or bank statements.", values
        )
    elif facts.last_payout_on and (facts.as_of - facts.last_payout_on).days > 2 * parameters.count("stale_after_days"):
        yield Text("Load the payouts since {day}.", {"day": day(facts.last_payout_on)})
    if facts.outflow_weeks < least and not facts.dues.any():
        values = {"known": facts.outflow_weeks, "needed": least}
        yield Text(
            "Payments of {needed} weeks (now {known}): bank statements, with what each was for, and open purchase orders.",
            values,
        )


def _verdict(ahead: Prospect, parameters: Parameters) -> Verdict:
    """Act where the limit is broken as things are; test (put it aside and watch) where only a blow would break it; else hold."""
    if ahead.outcomes[ALONE].chance > parameters.number("limit"):
        return Verdict.ACT
    worst = max(outcome.chance for outcome in ahead.outcomes.values())
    return Verdict.TEST if worst > parameters.number("lever_limit") else Verdict.HOLD


def _reserve(ahead: Prospect, parameters: Parameters) -> float:
    """What keeps the chance within the limit alone and within the limit for blows under each lever."""
    limit, lever_limit = parameters.number("limit"), parameters.number("lever_limit")
    return max(outcome.reserve(limit if name == ALONE else lever_limit) for name, outcome in ahead.outcomes.items())


def _saved(before: Outcome, lowest: object, parameters: Parameters) -> tuple[float, float, float]:
    """The yearly cost of running dry that another course of the lowest balance saves: half a year is drawn, so twice."""
    generator = np.random.default_rng(parameters.count("seed"))
    ends = parameters.numbers("dry_cost_share")
    share = generator.uniform(ends["low"], ends["high"], len(before.lowest))
    less = np.maximum(-before.lowest, 0.0) - np.maximum(-np.asarray(lowest), 0.0)
    return summary(2 * share * less)


def _set_aside(draft: Draft, ahead: Prospect, reserve: float, parameters: Parameters) -> Option:
    alone = ahead.outcomes[ALONE]
    saved = _saved(alone, alone.lowest + reserve, parameters)
    cost = reserve * parameters.number("capital_rate")
    terms: dict[str, Term] = {
        "reserve_amount": significant(reserve),
        "currency": draft.currency,
        "weeks": WEEKS,
        "chance_to_run_dry": significant(alone.chance, 3),
        "capital_cost_amount": significant(cost),
    }
    action = Text(
        "Hold {reserve} in reserve, or agree a credit line of it.", {"reserve": money(reserve, draft.currency)}
    )
    return Option("hold_reserve", action, draft.effect(*(value - cost for value in saved)), terms)


def _postpone(draft: Draft, ahead: Prospect, parameters: Parameters) -> Option:
    weeks = parameters.count("postpone_weeks")
    terms: dict[str, Term] = {"weeks": weeks, "chance_to_run_dry_then": significant(ahead.postponed.chance, 3)}
    saved = _saved(ahead.outcomes[ALONE], ahead.postponed.lowest, parameters)
    action = Text("Agree with suppliers to pay {weeks} weeks later.", {"weeks": weeks})
    return Option("postpone_purchases", action, draft.effect(*saved), terms)


def _evidence(
    draft: Draft, facts: CashFacts, ahead: Prospect, reserve: float, parameters: Parameters
) -> Iterator[Evidence]:
    alone = ahead.outcomes[ALONE]
    yield from draft.evidence([("cash_now", facts.cash)])
    yield from draft.evidence([("mean_payouts_of_a_week", ahead.weekly_in)], facts.payout_source)
    yield from draft.evidence([("mean_payments_of_a_week", ahead.weekly_out)], facts.bank_source)
    owed: list[tuple[str, float | None]] = [
        ("payables_known", float(facts.dues.sum())),
        ("payables_overdue", facts.overdue),
    ]
    yield from draft.evidence(owed, facts.purchase_source)
    yield from draft.evidence(
        [
            ("chance_to_run_dry", alone.chance),
            *(
                (f"chance_to_run_dry_{name}", outcome.chance)
                for name, outcome in ahead.outcomes.items()
                if name != ALONE
            ),
            ("lowest_balance_median", float(np.median(alone.lowest))),
            ("lowest_balance_of_one_in_ten", float(np.quantile(alone.lowest, 0.1))),
            ("reserve_needed", reserve),
            ("main_supplier", f"{facts.supplier}, {facts.supplier_share:.2f} of sales" if facts.supplier else None),
        ]
    )
    swings = ", ".join(f"{name} {swing:.4f}" for name, swing in facts.currency_swing.items() if swing)
    yield from draft.evidence([("weekly_swing_of_currencies", swings or None)], facts.swing_source)
    ends = parameters.numbers("dry_cost_share")
    yield Evidence("limit", parameters.number("limit"), parameters["limit"].dated, parameters.source)
    dated = parameters["dry_cost_share"].dated
    yield Evidence("dry_cost_share", f"{ends['low']:g} to {ends['high']:g}", dated, parameters.source)


def _rationale(facts: CashFacts, ahead: Prospect, verdict: Verdict, reserve: float, parameters: Parameters) -> Text:
    alone = ahead.outcomes[ALONE]
    values = {
        "cash": money(facts.cash, facts.currency),
        "coming": money(ahead.weekly_in, facts.currency),
        "going": money(ahead.weekly_out, facts.currency),
        "chance": percent(alone.chance),
        "limit": percent(parameters.number("limit")),
        "lowest": money(float(np.quantile(alone.lowest, 0.1)), facts.currency),
    }
    standing = Text(
        "{cash} are in the accounts; about {coming} come in a week and {going} go out. Within 26 weeks cash runs dry with a chance of"
        " {chance} (your limit: {limit}); in one of ten courses it falls to {lowest}.",
        values,
    )
    return Text(
        "{standing} {when} {blows} {step}",
        {
            "standing": standing,
            "when": _when(facts, alone),
            "blows": _blows(facts, ahead),
            "step": _step(facts, verdict, reserve, ahead),
        },
    )


def _when(facts: CashFacts, alone: Outcome) -> Text:
    dry = alone.dry_week[alone.dry_week < WEEKS]
    if not len(dry):
        return Text("In no course drawn does it run dry.")
    week = int(np.median(dry))
    return Text(
        "Where it does, then mostly about week {week} ({day}).",
        {"week": count(week + 1), "day": day(facts.as_of + timedelta(weeks=week))},
    )


def _blows(facts: CashFacts, ahead: Prospect) -> Text:
    values = {"store": ahead.held_store, "supplier": facts.supplier, "currency": ahead.fallen}
    named = [
        Text("{blow}: {chance}", {"blow": Text(text.template, values), "chance": percent(ahead.outcomes[name].chance)})
        for name, text in LEVERS.items()
        if name in ahead.outcomes
    ]
    padded = [*named, Text(""), Text(""), Text("")][:3]
    if not named:
        return Text("No blow could be tried for want of data.")
    return Text(
        "Under a blow the chance is - {first}; {second}; {third}."
        if len(named) == len(padded)
        else (
            "Under a blow the chance is - {first}; {second}."
            if len(named) > 1
            else "Under a blow the chance is - {first}."
        ),
        dict(zip(("first", "second", "third"), padded, strict=True)),
    )


TEMPLATES = (
    mark("Under a blow the chance is - {first}; {second}; {third}."),
    mark("Under a blow the chance is - {first}; {second}."),
    mark("Under a blow the chance is - {first}."),
)


def _step(facts: CashFacts, verdict: Verdict, reserve: float, ahead: Prospect) -> Text:
    values = {"reserve": money(reserve, facts.currency), "later": percent(ahead.postponed.chance)}
    if verdict is Verdict.HOLD:
        return Text("That is within your limits: no reserve is needed.")
    if verdict is Verdict.ACT:
        return Text(
            "A reserve of {reserve}, or a credit line of it, takes the chance below your limit; paying suppliers later alone leaves"
            " {later}.",
            values,
        )
    return Text(
        "As things are that is within your limit, but not under a blow: put {reserve} aside and watch it.", values
    )


def _needs(facts: CashFacts) -> list[Text]:
    needs = []
    if not facts.dues.any():
        needs.append(Text("Open purchase orders with the day the rest is due, so that goods are paid on their day."))
    if not facts.outflows:
        needs.append(
            Text("Bank statements with what each payment was for: wages, tax, freight and advertising are not in it.")
        )
    if not facts.supplier:
        needs.append(Text("The supplier of each product, to try what happens when the main one is out."))
    return needs
