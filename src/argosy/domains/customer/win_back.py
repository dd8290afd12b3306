"""`customer.win_back`: write to customers who have gone quiet against their own rhythm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

import numpy as np

from argosy.core.estimate import Estimate
from argosy.core.evidence import Evidence
from argosy.core.text import Text
from argosy.decision.contract import Decision, Option, Verdict, hold
from argosy.decision.parameters import Parameters
from argosy.decision.wording import count, day
from argosy.domains.customer.history import CustomerFacts
from argosy.domains.customer.letter import (
    ALL,
    OTHER,
    consent_needs,
    evaluation,
    evidence,
    plan_letter,
    rationale,
    write_to_all,
    write_to_some,
)
from argosy.domains.customer.model import Quiet, Rhythm, learn_rhythm, quiet_customers

KIND = "customer.win_back"
TITLE = Text("Write to customers who have gone quiet")


def propose(facts: CustomerFacts, parameters: Parameters) -> Iterable[Decision]:
    """Write to customers who have gone quiet against their own rhythm.

    Question:
        Which customers, by their own rhythm, should have been back by now, and is it worth writing to them?

    Why it pays:
        Who bought three times and more has shown to like the shop; winning one back costs a letter, a new one costs advertising. A fixed
        limit such as ninety days writes too late to who buys monthly and too early to who buys for Christmas.

    Evidence:
        Customers and repeat customers; the fitted rhythm; how many orders the model would have foretold for the last quarter and how many
        came; quiet customers, how likely they are still active, how likely they return without a letter, what an order of theirs is worth.

    Options:
        Write, with a holdout of one in five that is not written to. Write to all. Hold: write to nobody.

    Holds when:
        Fewer than 20 are quiet in all; or what a letter may bring is less than one average order a year; or the model missed the orders
        of the last quarter by more than half.

    Not enough data when:
        Fewer than 200 customers with an identifier, fewer than 50 who bought twice, less than 120 days of history, or no orders newer
        than 45 days. The decision says what to export.

    Method:
        BG/NBD for rhythm and loss, Gamma-Gamma for the worth of an order (Fader, Hardie and Lee 2005, Marketing Science 24, 275-284 and
        Journal of Marketing Research 42, 415-430), by maximum likelihood on all customers. Quiet is who, were they still active, would be
        silent for so long with a probability of at most `silence_probability`. A letter that works wins one order and, from who had been
        lost, those of a year besides. Its uplift is drawn from `uplift`, the model from its own likelihood, and both are scaled by how
        far the model missed the last quarter.

    Limits:
        The uplift is our own assumption until your holdouts have measured it, so the verdict is test, not act. One letter to a short
        list shows only a large difference; several rounds together show a small one. The model knows no season: before a season many
        look quiet who are not. Buyers of a single order, and guests without an identifier, are not looked at. Consent is checked where
        it was loaded; where it was not, the decision says so.
    """
    missing = tuple(_missing(facts, parameters))
    if missing:
        yield _unknown(facts, missing, parameters)
        return
    rhythm = learn_rhythm(facts)
    everybody = quiet_customers(facts.histories, rhythm, parameters)
    quiet = _permitted(facts, everybody)
    forbidden = len(everybody) - len(quiet)
    accuracy = rhythm.accuracy
    if accuracy is not None and abs(accuracy - 1) > parameters.number("backtest_tolerance"):
        reason = Text(
            "The model would have foretold {foretold} orders for the last {days} days; {actual} came. It does not understand this shop well"
            " enough to say who has gone quiet.",
            {
                "foretold": count(rhythm.foretold_orders or 0),
                "days": facts.backtest_days,
                "actual": count(rhythm.actual_orders or 0),
            },
        )
        yield _nobody(facts, rhythm, quiet, reason, parameters)
        return
    segments = dict(_segments(facts, quiet, parameters))
    if not segments:
        reason = Text(
            "Only {quiet} customers have gone quiet against their own rhythm: too few to make a list of.",
            {"quiet": count(len(quiet))},
        )
        yield _nobody(facts, rhythm, quiet, reason, parameters)
    for segment, members in segments.items():
        yield _judged(facts, segment, members, forbidden, rhythm, parameters)


def _missing(facts: CustomerFacts, parameters: Parameters) -> Iterator[Text]:
    """What keeps the question from being answered, each with what to export."""
    histories = facts.histories
    if facts.last_on is None or facts.first_on is None:
        yield Text("Load an export of all orders with day, amount and the buyer's identifier, at least a year of it.")
        return
    if facts.as_of - facts.last_on > timedelta(days=parameters.count("stale_after_days")):
        yield Text("Load the orders since {day}: without them everybody looks quiet.", {"day": day(facts.last_on)})
    history = (facts.last_on - facts.first_on).days
    if history < parameters.count("smallest_history_days"):
        values = {"days": parameters.count("smallest_history_days"), "known": history}
        yield Text("Load older orders: {days} days are needed, {known} are there.", values)
    if len(histories) < parameters.count("smallest_base"):
        values = {"needed": parameters.count("smallest_base"), "known": len(histories)}
        yield Text(
            "Orders of at least {needed} customers with an identifier (now {known}): export the column with the buyer's id.",
            values,
        )
    repeaters = int((histories.frequency > 0).sum())
    if repeaters < parameters.count("smallest_repeaters"):
        values = {"needed": parameters.count("smallest_repeaters"), "known": repeaters}
        yield Text("At least {needed} customers who bought on two days or more (now {known}).", values)


def _unknown(facts: CustomerFacts, needs: tuple[Text, ...], parameters: Parameters) -> Decision:
    histories = facts.histories
    evidence: tuple[Evidence, ...] = ()
    if len(histories):
        evidence = (
            Evidence("customers", len(histories), facts.as_of, facts.source),
            Evidence("repeat_customers", int((histories.frequency > 0).sum()), facts.as_of, facts.source),
        )
    return Decision(
        kind=KIND,
        subject=f"segment:{ALL}/gone_quiet",
        as_of=facts.as_of,
        verdict=Verdict.NOT_ENOUGH_DATA,
        options=(hold(Text("Hold: write to nobody until there is more data."), None),),
        evidence=evidence,
        rationale=Text("The orders at hand are too few or too old to know the rhythm of your customers."),
        evaluation=None,
        reversible=False,
        expires_on=facts.as_of + timedelta(days=parameters.count("expires_after_days")),
        needs=needs,
        snapshot=facts.snapshot,
    )


def _permitted(facts: CustomerFacts, quiet: Quiet) -> Quiet:
    """Those who may be written to; all where no consent was loaded."""
    if not facts.permissions:
        return quiet
    names = facts.histories.customers[quiet.places]
    return quiet.chosen(np.array([facts.permissions.get(name, False) for name in names.tolist()], dtype=bool))


def _segments(facts: CustomerFacts, quiet: Quiet, parameters: Parameters) -> Iterator[tuple[str, Quiet]]:
    """By market where there are enough, since a letter has one language; the rest together, all where no market has enough."""
    least, most = parameters.count("smallest_segment"), parameters.count("largest_segment")
    markets = facts.histories.markets[quiet.places]
    names, sizes = np.unique(markets, return_counts=True)
    large = [str(name) for name, size in zip(names, sizes, strict=True) if size >= least and name]
    for market in large:
        yield market, quiet.chosen(markets == market).chosen(slice(most))
    rest = quiet.chosen(~np.isin(markets, large))
    if len(rest) >= least:
        yield (OTHER if large else ALL), rest.chosen(slice(most))


def _nobody(facts: CustomerFacts, rhythm: Rhythm, quiet: Quiet, reason: Text, parameters: Parameters) -> Decision:
    return Decision(
        kind=KIND,
        subject=f"segment:{ALL}/gone_quiet",
        as_of=facts.as_of,
        verdict=Verdict.HOLD,
        options=(_hold(facts),),
        evidence=tuple(evidence(facts, rhythm, quiet, parameters)),
        rationale=reason,
        evaluation=None,
        reversible=False,
        expires_on=facts.as_of + timedelta(days=parameters.count("expires_after_days")),
        snapshot=facts.snapshot,
    )


def _hold(facts: CustomerFacts) -> Option:
    return hold(Text("Hold: write to nobody."), Estimate.exact("net_sales", 0.0, f"{facts.currency}/year"))


def _judged(
    facts: CustomerFacts, segment: str, members: Quiet, forbidden: int, rhythm: Rhythm, parameters: Parameters
) -> Decision:
    letter = plan_letter(facts, segment, members, rhythm, parameters)
    some, everybody, nobody = (
        write_to_some(facts, letter, parameters),
        write_to_all(facts, letter, parameters),
        _hold(facts),
    )
    verdict = _verdict(some, members, parameters)
    order = {Verdict.TEST: (some, everybody, nobody), Verdict.ACT: (everybody, some, nobody)}
    judged_by = evaluation(facts, letter, parameters, with_holdout=verdict is Verdict.TEST)
    return Decision(
        kind=KIND,
        subject=letter.subject,
        as_of=facts.as_of,
        verdict=verdict,
        options=order.get(verdict, (nobody, some, everybody)),
        evidence=tuple(evidence(facts, rhythm, members, parameters)),
        rationale=rationale(facts, letter, verdict),
        evaluation=None if verdict is Verdict.HOLD else judged_by,
        reversible=False,
        expires_on=facts.as_of + timedelta(days=parameters.count("expires_after_days")),
        needs=tuple(consent_needs(facts, forbidden)),
        snapshot=facts.snapshot,
    )


def _verdict(some: Option, members: Quiet, parameters: Parameters) -> Verdict:
    """Hold where it is not worth an order; act only where the uplift was measured and is surely worth one; else test."""
    worth = float(members.order_worth.mean()) * parameters.number("smallest_worth_orders")
    if some.effect is None or some.effect.point < worth:
        return Verdict.HOLD
    return Verdict.ACT if not parameters["uplift"].assumed and some.effect.low >= worth else Verdict.TEST
