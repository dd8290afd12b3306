"""What `logistics.claim` tells a shop owner, in sentences that fill a template with numbers."""

from __future__ import annotations

from collections.abc import Mapping

from argosy.core.text import Text, mark
from argosy.decision.contract import Verdict
from argosy.decision.drafting import Draft
from argosy.decision.wording import count, day, money, percent
from argosy.domains.logistics.history import Route
from argosy.domains.logistics.model import CarrierClaim, Course, WarehouseClaim

NAMES = (
    mark("File claims"),
    mark("File some claims"),
    mark("Parcels delivered"),
    mark("Parcels waiting"),
    mark("Parcels late"),
    mark("Parcels to claim"),
    mark("Parcels without a value"),
    mark("Claims lapsed"),
    mark("Claimed amount"),
    mark("Claims decided before"),
    mark("Routes"),
    mark("Days until a claim lapses"),
    mark("Units open"),
    mark("Units lost"),
    mark("Units damaged"),
    mark("Units found"),
    mark("Units reimbursed"),
    mark("Products with losses"),
    mark("Carrier"),
    mark("Claims"),
    mark("First deadline on"),
    mark("Cases"),
    mark("Location"),
    mark("Units"),
)
"""Names of evidence, options and terms as they are shown: the name with blanks and a capital."""


def carrier_rationale(draft: Draft, claim: CarrierClaim, verdict: Verdict, known: Mapping[Route, Course]) -> Text:
    """What is missing with a carrier, how its own route tells, what claiming brings and until when."""
    oldest = max(claim.cases, key=lambda case: (case.parcel.age_days, case.parcel.number))
    course = known.get(oldest.parcel.route)
    values = {
        "carrier": claim.carrier or "-",
        "cases": count(len(claim.cases)),
        "delivered": count(claim.delivered),
        "amount": money(claim.claimed, draft.currency),
        "age": count(oldest.parcel.age_days),
        "usual": count(course.slow if course else 0),
        "chance": percent(oldest.arrives),
        "late": count(claim.late),
        "until": day(claim.cases[0].deadline_on),
    }
    standing = Text(
        "{carrier}: {cases} parcels worth {amount} are lost, damaged or will not arrive any more ({delivered} were delivered, {late} of"
        " them late). The oldest has been on its way for {age} days; nine of ten that arrive there take at most {usual}, so it still"
        " comes with a chance of {chance}. The first claim lapses on {until}.",
        values,
    )
    return Text(
        "{standing} {reason}", {"standing": standing, "reason": _reason(draft, claim.worth, claim.work, verdict)}
    )


def warehouse_rationale(draft: Draft, claim: WarehouseClaim, verdict: Verdict) -> Text:
    """What a warehouse owes, what claiming brings and until when."""
    values = {
        "place": f"{claim.store}/{claim.location}",
        "units": count(claim.open_units),
        "products": count(len(claim.units)),
        "amount": money(claim.claimed, draft.currency),
        "until": day(claim.deadline_on),
    }
    standing = Text(
        "{place}: {units} units were lost or damaged in the warehouse and neither found again nor paid for; {products} products with a"
        " known cost are worth {amount}. The first claim lapses on {until}.",
        values,
    )
    return Text(
        "{standing} {reason}", {"standing": standing, "reason": _reason(draft, claim.worth, claim.work, verdict)}
    )


def _reason(draft: Draft, worth: tuple[float, float, float], work: float, verdict: Verdict) -> Text:
    point, low, high = worth
    values = {
        "effect": money(point, draft.currency),
        "low": money(low, draft.currency),
        "high": money(high, draft.currency),
        "work": money(work, draft.currency),
    }
    if verdict is Verdict.ACT:
        return Text("Claims bring about {effect} ({low} to {high}) for {work} of work: file them.", values)
    if verdict is Verdict.TEST:
        return Text("Claims bring about {effect} ({low} to {high}) for {work} of work: file a few and see.", values)
    return Text("Claims would bring about {effect} for {work} of work: not worth it.", values)
