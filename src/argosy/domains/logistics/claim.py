"""`logistics.claim`: parcels and warehouse units that are lost, late or damaged, and what may be claimed for them until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from argosy.core.evidence import Evidence
from argosy.core.text import Text
from argosy.decision.contract import Decision, Option, Term, Verdict
from argosy.decision.drafting import Draft
from argosy.decision.evaluation import Evaluation
from argosy.decision.parameters import Parameters
from argosy.decision.wording import count, day, significant
from argosy.domains.logistics.history import Deadline, LogisticsFacts, Route
from argosy.domains.logistics.model import (
    CarrierClaim,
    Course,
    WarehouseClaim,
    carrier_claims,
    courses,
    warehouse_claims,
)
from argosy.domains.logistics.sentences import carrier_rationale, warehouse_rationale

KIND = "logistics.claim"
EVERY_STORE = "*"
TITLE = Text("Claim parcels and units that are lost, late or damaged")


def propose(facts: LogisticsFacts, parameters: Parameters) -> Iterable[Decision]:
    """Claim parcels and units that are lost, late or damaged.

    Question:
        Which parcels will not arrive any more, which units did a warehouse lose or damage without paying, what may be claimed for them, and
        until which day?

    Why it pays:
        Claims lapse after weeks, and nobody files what nobody has seen. A fixed limit such as thirty days claims parcels of slow routes
        that would still come and sees those of fast routes too late.

    Evidence:
        Parcels delivered and waiting; the days half and nine of ten take on the route; the chance that each one still arrives; amount and
        deadline by carrier, dated; units lost, damaged, found again and paid for by product; past claims and how many were paid.

    Options:
        File all claims. File the first ten and see whether the carrier pays. Hold: claim nothing.

    Holds when:
        Nothing is missing beyond what its route explains; or what the claims bring is less than the work of filing them.

    Not enough data when:
        Neither parcels nor stock movements are loaded, or no carrier has thirty delivered parcels. The decision says what to export.

    Method:
        Each route (carrier, service, country) has its own distribution of days by Kaplan and Meier (1958), parcels still on their way
        counted as far as they have come, daily hazards leaning on all routes that travel alike. A parcel is claimed when the chance that it
        arrives after all has fallen below `arrives_limit`, or the carrier itself calls it lost or damaged. Amounts are what is insured,
        else the declared value up to the carrier's compensation, and the freight. Units are what a warehouse's ledger lost and damaged
        less what it found and paid for, at what they cost. The share that is paid is measured on own claims where there are twenty.

    Limits:
        Deadlines come from a dated table that is not verified by the carriers' own contracts. Lateness alone is counted but not claimed,
        since few contracts pay for it. A warehouse that finds units later takes its payment back. What the platform pays on its own after
        the day of the data is not known yet.
    """
    draft = _draft(facts, parameters)
    if facts.last_on is None and not facts.has_events:
        reason = Text("Without parcels and stock movements nothing that is missing can be seen.")
        yield draft.unknown("parcels:all", reason, (PARCELS, MOVEMENTS))
        return
    carriers = carrier_claims(facts, parameters)
    warehouses = warehouse_claims(facts, parameters)
    open_carriers = [claim for claim in carriers if claim.cases]
    open_warehouses = [claim for claim in warehouses if claim.open_units > 0]
    for claim in open_carriers:
        yield _carrier(draft, facts, claim, parameters)
    for claimed in open_warehouses:
        yield _warehouse(draft, facts, claimed, parameters)
    young = [claim for claim in carriers if claim.delivered < parameters.count("smallest_delivered")]
    if carriers and len(young) == len(carriers) and not open_carriers and not open_warehouses:
        yield _too_few(draft, young, parameters)
    elif not open_carriers and not open_warehouses:
        yield _nothing(draft, facts, carriers)


def _draft(facts: LogisticsFacts, parameters: Parameters) -> Draft:
    return Draft(
        kind=KIND,
        as_of=facts.as_of,
        snapshot=facts.snapshot,
        currency=facts.currency,
        source=facts.source,
        expires_after_days=parameters.count("expires_after_days"),
        metric="net_profit",
    )


PARCELS = Text(
    "Load the parcels: the carriers' list of shipments or a tracking export, with carrier, country, day sent and delivered."
)
MOVEMENTS = Text(
    "Load the stock movements: the FBA inventory ledger (detail) and reimbursements, or the warehouse's own list."
)


def _verdict(worth: tuple[float, float, float], work: float) -> Verdict:
    """Act where even the low end pays the work; test where the middle does; else hold."""
    point, low, _ = worth
    if low > work:
        return Verdict.ACT
    return Verdict.TEST if point > work else Verdict.HOLD


def _carrier(draft: Draft, facts: LogisticsFacts, claim: CarrierClaim, parameters: Parameters) -> Decision:
    verdict = _verdict(claim.worth, claim.work)
    name = claim.carrier or "unknown"
    known = courses(facts.routes, parameters)
    terms = _carrier_terms(facts, claim, name, known, parameters)
    values = {"claims": count(len(claim.cases)), "carrier": name, "until": day(claim.cases[0].deadline_on)}
    action = Text("File {claims} claims with {carrier}, the first by {until}.", values)
    return draft.decided(
        f"carrier:{name}",
        verdict,
        _options(draft, action, claim.worth, claim.work, len(claim.cases), terms, verdict, parameters),
        _carrier_evidence(draft, facts, claim, parameters),
        carrier_rationale(draft, claim, verdict, known),
        _evaluation(claim.work, parameters),
        _carrier_needs(claim),
    )


def _carrier_terms(
    facts: LogisticsFacts, claim: CarrierClaim, name: str, known: Mapping[Route, Course], parameters: Parameters
) -> dict[str, Term]:
    """What exactly is claimed, parcel by parcel."""
    cases: tuple[Term, ...] = tuple(
        {
            "store": case.parcel.store,
            "parcel": case.parcel.number,
            "tracking": case.parcel.tracking,
            "country": case.parcel.route.country,
            "status": case.parcel.status,
            "shipped_on": day(case.parcel.shipped_on),
            "age_days": case.parcel.age_days,
            "usual_days": known[case.parcel.route].median if case.parcel.route in known else None,
            "chance_to_arrive": significant(case.arrives, 3),
            "amount": significant(case.parcel.amount or 0.0),
            "deadline_on": day(case.deadline_on),
        }
        for case in claim.cases[: parameters.count("listed")]
    )
    return {
        "carrier": name,
        "claims": len(claim.cases),
        "claimed_amount": significant(claim.claimed),
        "currency": facts.currency,
        "first_deadline_on": day(claim.cases[0].deadline_on),
        "cases": cases,
        "whole_list": f"missing_parcels until {facts.as_of.isoformat()}, snapshot {facts.snapshot}",
    }


def _carrier_evidence(
    draft: Draft, facts: LogisticsFacts, claim: CarrierClaim, parameters: Parameters
) -> tuple[Evidence, ...]:
    known = draft.evidence(
        [
            ("parcels_delivered", claim.delivered),
            ("parcels_waiting", claim.waiting),
            ("parcels_late", claim.late),
            ("parcels_to_claim", len(claim.cases)),
            ("claims_lapsed", claim.too_late),
            ("parcels_without_a_value", claim.without_value),
            ("claimed_amount", claim.claimed),
            ("claims_decided_before", claim.paid_known),
            ("routes", _routes(claim, facts, parameters)),
        ]
    )
    return (*known, _deadline(claim.deadline))


def _routes(claim: CarrierClaim, facts: LogisticsFacts, parameters: Parameters) -> str:
    """Days half and nine of ten take on the routes with cases, and the share that never arrives."""
    known = courses(facts.routes, parameters)
    found = []
    for route in dict.fromkeys(case.parcel.route for case in claim.cases):
        course = known.get(route)
        if course is not None:
            name = "/".join(part for part in (route.service, route.country) if part) or "-"
            found.append(f"{name} {course.median} to {course.slow} days, {course.never:.1%} never")
    return "; ".join(found[: parameters.count("listed")]) or "-"


def _options(
    draft: Draft,
    action: Text,
    worth: tuple[float, float, float],
    work: float,
    claims: int,
    terms: dict[str, Term],
    verdict: Verdict,
    parameters: Parameters,
) -> Sequence[Option]:
    """File all; file a few first where it is not sure to pay; hold."""
    net = draft.effect(*(value - work for value in worth))
    whole = Option("file_claims", action, net, terms)
    stay = draft.hold(Text("Hold: claim nothing."))
    few = min(parameters.count("trial_claims"), claims)
    if verdict is not Verdict.TEST:
        return whole, stay
    part = few / claims
    first = Text("File the first {few} claims and see whether they are paid.", {"few": count(few)})
    trial = Option(
        "file_some_claims", first, draft.effect(*((value - work) * part for value in worth)), {**terms, "claims": few}
    )
    return trial, whole, stay


def _deadline(deadline: Deadline) -> Evidence:
    return Evidence("days_until_a_claim_lapses", deadline.days, deadline.checked_on, deadline.source)


def _evaluation(work: float, parameters: Parameters, store: str = "") -> Evaluation:
    """What a platform pays shows in the reimbursements it books; what a carrier pays only in the profit."""
    window, worth = parameters.count("window_after_days"), round(work, 2)
    if not store:
        return Evaluation("net_profit", window, worth)
    return Evaluation("reimbursements", window, worth, where={} if store == EVERY_STORE else {"store": (store,)})


def _carrier_needs(claim: CarrierClaim) -> list[Text]:
    needs = []
    if claim.without_value:
        values = {"count": count(claim.without_value)}
        needs.append(
            Text("The declared or insured value of {count} parcels, without which nothing can be claimed.", values)
        )
    if claim.deadline.is_assumed:
        needs.append(Text("The carrier's own claim deadline: it is assumed to be short."))
    return needs


def _warehouse(draft: Draft, facts: LogisticsFacts, claim: WarehouseClaim, parameters: Parameters) -> Decision:
    verdict = _verdict(claim.worth, claim.work)
    place = f"{claim.store}/{claim.location}"
    terms = _warehouse_terms(facts, claim, parameters)
    values = {"units": count(claim.open_units), "place": place, "until": day(claim.deadline_on)}
    action = Text("Claim {units} units of {place} that are lost or damaged, the first by {until}.", values)
    needs = []
    if claim.without_value:
        needs.append(
            Text(
                "The purchase cost of the products of {units} units: since 2025 it is what is paid.",
                {"units": count(claim.without_value)},
            )
        )
    return draft.decided(
        f"warehouse:{place}",
        verdict,
        _options(draft, action, claim.worth, claim.work, max(len(claim.units), 1), terms, verdict, parameters),
        _warehouse_evidence(draft, facts, claim),
        warehouse_rationale(draft, claim, verdict),
        _evaluation(claim.work, parameters, claim.store),
        needs,
    )


def _warehouse_terms(facts: LogisticsFacts, claim: WarehouseClaim, parameters: Parameters) -> dict[str, Term]:
    """What exactly is claimed, product by product."""
    cases: tuple[Term, ...] = tuple(
        {
            "product": one.product,
            "units": one.open_units,
            "lost": one.lost,
            "damaged": one.damaged,
            "found": one.found,
            "reimbursed": one.reimbursed,
            "unit_value": significant(one.unit_value or 0.0),
            "deadline_on": day(one.first_on + timedelta(days=claim.deadline.days)),
        }
        for one in claim.units[: parameters.count("listed")]
    )
    return {
        "store": claim.store,
        "location": claim.location,
        "units": claim.open_units,
        "claimed_amount": significant(claim.claimed),
        "currency": facts.currency,
        "first_deadline_on": day(claim.deadline_on),
        "cases": cases,
        "whole_list": f"lost_units until {facts.as_of.isoformat()}, snapshot {facts.snapshot}",
    }


def _warehouse_evidence(draft: Draft, facts: LogisticsFacts, claim: WarehouseClaim) -> tuple[Evidence, ...]:
    units = draft.evidence(
        [
            ("units_open", claim.open_units),
            ("units_lost", sum(one.lost for one in claim.units)),
            ("units_damaged", sum(one.damaged for one in claim.units)),
            ("units_found", sum(one.found for one in claim.units)),
            ("units_reimbursed", sum(one.reimbursed for one in claim.units)),
        ],
        facts.stock_source,
    )
    return (*units, *draft.evidence([("claimed_amount", claim.claimed)], facts.cost_source), _deadline(claim.deadline))


def _too_few(draft: Draft, carriers: Sequence[CarrierClaim], parameters: Parameters) -> Decision:
    needed = parameters.count("smallest_delivered")
    known = max(claim.delivered for claim in carriers)
    reason = Text(
        "No carrier has {needed} delivered parcels yet (the most: {known}): what is slow cannot be told from lost.",
        {"needed": needed, "known": known},
    )
    need = Text("Load older parcels of the same carriers, delivered ones too, with the day of delivery.")
    return draft.unknown("parcels:all", reason, (need,), draft.evidence([("parcels_delivered", known)]))


def _nothing(draft: Draft, facts: LogisticsFacts, carriers: Sequence[CarrierClaim]) -> Decision:
    values = {
        "delivered": count(sum(claim.delivered for claim in carriers)),
        "waiting": count(sum(claim.waiting for claim in carriers)),
        "lapsed": count(sum(claim.too_late for claim in carriers)),
    }
    reason = Text(
        "Nothing to claim: of {delivered} parcels delivered and {waiting} on their way none is missing beyond what its route explains"
        " and still open to claim ({lapsed} have lapsed), and no warehouse owes units.",
        values,
    )
    evidence = (
        *draft.evidence(
            [
                ("parcels_delivered", sum(claim.delivered for claim in carriers)),
                ("parcels_waiting", sum(claim.waiting for claim in carriers)),
                ("claims_lapsed", sum(claim.too_late for claim in carriers)),
            ]
        ),
        *draft.evidence([("products_with_losses", len(facts.units))], facts.stock_source),
    )
    needs = [] if facts.has_events else [MOVEMENTS]
    needs += [] if facts.last_on is not None else [PARCELS]
    stay = draft.hold(Text("Hold: claim nothing."))
    return draft.decided("parcels:all", Verdict.HOLD, (stay,), evidence, reason, needs=needs)
