"""The letter to a quiet segment: its options, how it will be judged, what it rests on and how it is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from argosy.core.estimate import Estimate
from argosy.core.evidence import Evidence, Value
from argosy.core.text import Text, mark
from argosy.decision.contract import Option, Term, Verdict
from argosy.decision.evaluation import Evaluation, Guardrail
from argosy.decision.parameters import Parameters
from argosy.decision.wording import count, decimal, money, money_range, percent, significant
from argosy.domains.customer.history import CustomerFacts
from argosy.domains.customer.model import Outlook, Quiet, Rhythm, is_held_out, outlook

ALL, OTHER = "all", "other"
NAMES = (
    mark("Repeat customers"),
    mark("Rhythm"),
    mark("Quiet customers"),
    mark("Orders foretold for the last days"),
    mark("Orders of the last days"),
    mark("Median silence days"),
    mark("Mean probability active"),
    mark("Mean probability of returning anyway"),
    mark("Mean worth of an order"),
    mark("Uplift"),
    mark("Customers asked for consent"),
    mark("Write with holdout"),
    mark("Write to all"),
)
"""Names of evidence and options as they are shown: the name with blanks and a capital."""


@dataclass(frozen=True)
class Letter:
    """A list of quiet customers and what a letter to them may bring, to some (`held_out` are left apart) or to all."""

    subject: str
    segment: str
    members: Quiet
    written: Quiet
    held_out: Quiet
    to_some: Outlook
    to_all: Outlook


def plan_letter(facts: CustomerFacts, segment: str, members: Quiet, rhythm: Rhythm, parameters: Parameters) -> Letter:
    """Split the list into who is written to and who is left apart, and look ahead for both ways."""
    subject = f"segment:{segment}/gone_quiet"
    names = facts.histories.customers[members.places].tolist()
    share = parameters.number("holdout_share")
    apart = np.array([is_held_out(subject, name, share) for name in names], dtype=bool)
    written, held_out = members.chosen(~apart), members.chosen(apart)
    to_some = outlook(facts.histories, written, len(held_out), rhythm, parameters)
    to_all = outlook(facts.histories, members, 0, rhythm, parameters)
    return Letter(subject, segment, members, written, held_out, to_some, to_all)


def write_to_some(facts: CustomerFacts, letter: Letter, parameters: Parameters) -> Option:
    """The option that learns: a part of the list is not written to."""
    action = Text(
        "Write to {written} of the {quiet} customers in {market} who have gone quiet, and leave {held_out} unwritten to compare.",
        {
            "written": count(len(letter.written)),
            "quiet": count(len(letter.members)),
            "held_out": count(len(letter.held_out)),
            "market": segment_name(facts, letter.segment),
        },
    )
    terms = _terms(facts, letter.written, len(letter.held_out), letter.to_some, parameters)
    return Option("write_with_holdout", action, _effect(facts, letter.to_some), terms)


def write_to_all(facts: CustomerFacts, letter: Letter, parameters: Parameters) -> Option:
    """The option that earns a little more and learns nothing."""
    action = Text(
        "Write to all {quiet} customers in {market} who have gone quiet.",
        {"quiet": count(len(letter.members)), "market": segment_name(facts, letter.segment)},
    )
    return Option(
        "write_to_all",
        action,
        _effect(facts, letter.to_all),
        _terms(facts, letter.members, 0, letter.to_all, parameters),
    )


def evaluation(facts: CustomerFacts, letter: Letter, parameters: Parameters, *, with_holdout: bool) -> Evaluation:
    """Net sales of who is written to, before and after; with a holdout against those left apart, per head."""
    names = facts.histories.customers
    written = letter.written if with_holdout else letter.members
    apart = letter.held_out if with_holdout else letter.held_out.chosen(slice(0))
    ahead = letter.to_some if with_holdout else letter.to_all
    point, low, high = (significant(value) for value in ahead.window_pace)
    return Evaluation(
        metric="net_sales",
        window_days=parameters.count("window_days"),
        minimum_effect=significant(
            float(letter.members.order_worth.mean()) * parameters.number("smallest_worth_orders")
        ),
        guardrails=(Guardrail("refund_rate", highest_change=parameters.number("refund_guardrail")),),
        where={"customer": tuple(names[written.places].tolist())},
        control={"customer": tuple(names[apart.places].tolist())} if len(apart) else {},
        control_scale=significant(len(written) / len(apart)) if len(apart) else 1.0,
        expected=Estimate("net_sales", point, low, high, f"{facts.currency}/year"),
    )


def evidence(facts: CustomerFacts, rhythm: Rhythm, quiet: Quiet, parameters: Parameters) -> Iterator[Evidence]:
    """What a decision about these quiet customers rests on."""
    histories, model = facts.histories, rhythm.repeats
    values: dict[str, Value] = {
        "customers": len(histories),
        "repeat_customers": int((histories.frequency > 0).sum()),
        "rhythm": f"r {model.r:.4g}, alpha {model.alpha:.4g} days, a {model.a:.3g}, b {model.b:.3g}",
        "quiet_customers": len(quiet),
    }
    if rhythm.foretold_orders is not None:
        values["orders_foretold_for_the_last_days"] = round(rhythm.foretold_orders)
        values["orders_of_the_last_days"] = round(rhythm.actual_orders or 0.0)
    if len(quiet):
        values["median_silence_days"] = significant(float(np.median(histories.silence_days[quiet.places])), 4)
        values["mean_probability_active"] = significant(float(quiet.active.mean()), 4)
        values["mean_probability_of_returning_anyway"] = significant(float(quiet.returning.mean()), 4)
        values["mean_worth_of_an_order"] = significant(float(quiet.order_worth.mean()))
    for name, value in values.items():
        yield Evidence(name, value, facts.as_of, facts.source)
    uplift = parameters["uplift"]
    ends = parameters.numbers("uplift")
    yield Evidence("uplift", f"{ends['low']:g} to {ends['high']:g}", uplift.dated, parameters.source)
    if facts.permissions:
        yield Evidence("customers_asked_for_consent", len(facts.permissions), facts.as_of, facts.consent_source)


def rationale(facts: CustomerFacts, letter: Letter, verdict: Verdict) -> Text:
    """Who is quiet, what a letter may bring, and what can be seen of it."""
    quiet, histories = letter.members, facts.histories
    gaps = histories.recency_days[quiet.places] / histories.frequency[quiet.places]
    values = {
        "quiet": count(len(quiet)),
        "market": segment_name(facts, letter.segment),
        "silence": count(float(np.median(histories.silence_days[quiet.places]))),
        "gap": count(float(np.median(gaps))),
        "worth": money(float(quiet.order_worth.mean()), facts.currency),
        "returning": percent(float(quiet.returning.mean())),
    }
    who = Text(
        "Repeat customers in {market} who have gone quiet against their own rhythm: {quiet}. They used to order about every {gap} days and"
        " have been silent for {silence} (medians); an order of theirs is worth {worth}, and {returning} of them would come back within the"
        " window without a letter.",
        values,
    )
    return Text(
        "{who} {worth} {seen}", {"who": who, "worth": _worth(facts, letter, verdict), "seen": _seen(letter, verdict)}
    )


def consent_needs(facts: CustomerFacts, forbidden: int) -> Iterator[Text]:
    """What is to be known before anybody writes."""
    if not facts.permissions:
        yield Text(
            "Consent to marketing e-mail is not loaded: write only to those who gave it, or load an export of your subscribers."
        )
    elif forbidden:
        yield Text(
            "Quiet customers left out because they have not allowed marketing e-mail: {forbidden}.",
            {"forbidden": count(forbidden)},
        )


def segment_name(facts: CustomerFacts, segment: str) -> Text:
    """The segment as a person says it: the country, or which markets are put together."""
    if segment == ALL:
        return Text("all markets")
    if segment == OTHER:
        return Text("the other markets")
    return facts.market_names.get(segment, Text(segment))


def _effect(facts: CustomerFacts, ahead: Outlook) -> Estimate:
    point, low, high = (significant(value) for value in ahead.per_year)
    return Estimate("net_sales", point, low, high, f"{facts.currency}/year")


def _terms(
    facts: CustomerFacts, written: Quiet, held_out: int, ahead: Outlook, parameters: Parameters
) -> dict[str, Term]:
    uplift = parameters.numbers("uplift")
    return {
        "customers": len(written),
        "held_out": held_out,
        "most_valuable": _listed(facts, written.chosen(slice(parameters.count("listed")))),
        "whole_list": "evaluation.where and evaluation.control",
        "dataset": f"customer_histories until {facts.as_of.isoformat()}, snapshot {facts.snapshot}",
        "uplift_low": uplift["low"],
        "uplift_high": uplift["high"],
        "smallest_visible_uplift": significant(ahead.smallest_visible_uplift, 3) if held_out else None,
    }


def _listed(facts: CustomerFacts, quiet: Quiet) -> tuple[Term, ...]:
    histories = facts.histories
    return tuple(
        {
            "customer_id": str(histories.customers[place]),
            "silence_days": int(histories.silence_days[place]),
            "usual_gap_days": significant(float(histories.recency_days[place] / histories.frequency[place]), 3),
            "probability_active": significant(float(active), 3),
            "order_worth": significant(float(worth), 5),
        }
        for place, active, worth in zip(quiet.places, quiet.active, quiet.order_worth, strict=True)
    )


def _worth(facts: CustomerFacts, letter: Letter, verdict: Verdict) -> Text:
    ahead = letter.to_all if verdict is Verdict.ACT else letter.to_some
    effect = _effect(facts, ahead)
    values = {"effect": money(effect.point, facts.currency), "range": money_range(effect)}
    if verdict is Verdict.HOLD:
        return Text(
            "A letter may bring about {effect} a year ({range}), less than one more order: it is not worth the hour.",
            values,
        )
    return Text("A letter may bring about {effect} a year ({range}).", values)


def _seen(letter: Letter, verdict: Verdict) -> Text:
    if verdict is Verdict.ACT:
        return Text("How many buy because of a letter was measured before, so all can be written to.")
    return Text(
        "How many buy because of a letter is our assumption; leaving {held_out} unwritten shows a difference from {visible} percentage"
        " points on, several rounds together a smaller one.",
        {"held_out": count(len(letter.held_out)), "visible": decimal(letter.to_some.smallest_visible_uplift * 100)},
    )
