"""Which parcels will not arrive any more: each route's own time distribution with parcels still on their way, and what claims are worth.

Pure: facts and choices in, claims out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from argosy.decision.parameters import Parameters
from argosy.domains.logistics.history import Array, Deadline, LogisticsFacts, LostUnits, Parcel, Route, RouteDays
from argosy.methods.uncertainty import summary

GONE = ("lost", "damaged")


@dataclass(frozen=True, eq=False)
class Course:
    """How a route goes: `still[d]` is the chance that a parcel not there after d days arrives at all; `median` and `slow` are days."""

    still: Array
    median: int
    slow: int
    delivered: int
    never: float


@dataclass(frozen=True)
class Case:
    """One parcel to claim: the chance that it arrives after all, and the last day to claim it."""

    parcel: Parcel
    arrives: float
    deadline_on: date


@dataclass(frozen=True, eq=False)
class CarrierClaim:
    """What may be claimed of one carrier, the most pressing case first; `too_late` cases lapsed, `without_value` have no amount."""

    carrier: str
    cases: tuple[Case, ...]
    too_late: int
    without_value: int
    late: int
    delivered: int
    waiting: int
    worth: tuple[float, float, float]
    claimed: float
    paid_known: int
    work: float
    deadline: Deadline


@dataclass(frozen=True, eq=False)
class WarehouseClaim:
    """What may be claimed of the warehouses of one store's location, the dearest first."""

    store: str
    location: str
    units: tuple[LostUnits, ...]
    open_units: float
    without_value: float
    worth: tuple[float, float, float]
    claimed: float
    work: float
    deadline_on: date
    deadline: Deadline


def courses(routes: Iterable[RouteDays], chosen: Parameters) -> dict[Route, Course]:
    """The course of every route, leaning on all routes that travel alike (Kaplan and Meier 1958, on shrunk daily hazards)."""
    whole = list(routes)
    alike: dict[str, Array] = {}
    for kind in {route.route.kind for route in whole}:
        alike[kind] = _hazard(
            np.sum([route.delivered for route in whole if route.route.kind == kind], axis=0),
            np.sum([route.waiting for route in whole if route.route.kind == kind], axis=0),
            np.zeros(len(whole[0].delivered)),
            0.0,
        )
    prior = chosen.number("route_prior_parcels")
    return {route.route: _course(route, alike[route.route.kind], prior) for route in whole}


def _hazard(delivered: Array, waiting: Array, usual: Array, prior: float) -> Array:
    """The share of the parcels still on their way that arrive on each day."""
    left = (delivered + waiting)[::-1].cumsum()[::-1]
    return np.asarray((delivered + prior * usual) / np.maximum(left + prior, 1e-9))


def _course(route: RouteDays, usual: Array, prior: float) -> Course:
    hazard = _hazard(route.delivered, route.waiting, usual, prior)
    after = np.cumprod(1 - np.clip(hazard, 0, 1))  # still on its way after day d
    before = np.concatenate([[1.0], after[:-1]])
    never = float(after[-1])
    still = 1 - never / np.maximum(before, 1e-12)
    arrived = 1 - after
    reach = arrived[-1]
    return Course(
        still=np.asarray(np.clip(still, 0, 1)),
        median=int(np.searchsorted(arrived, reach * 0.5)),
        slow=int(np.searchsorted(arrived, reach * 0.9)),
        delivered=int(route.delivered.sum()),
        never=never,
    )


def carrier_claims(facts: LogisticsFacts, chosen: Parameters) -> list[CarrierClaim]:
    """What may be claimed, carrier by carrier; a carrier with too few delivered parcels only for what it reports lost itself."""
    known = courses(facts.routes, chosen) if facts.routes else {}
    of_carrier: dict[str, list[RouteDays]] = defaultdict(list)
    for route in facts.routes:
        of_carrier[route.route.carrier].append(route)
    waiting: dict[str, list[Parcel]] = defaultdict(list)
    for parcel in facts.parcels:
        waiting[parcel.route.carrier].append(parcel)
    return [
        _carrier_claim(facts, carrier, of_carrier.get(carrier, []), waiting.get(carrier, []), known, chosen)
        for carrier in sorted({*of_carrier, *waiting})
    ]


def _carrier_claim(
    facts: LogisticsFacts,
    carrier: str,
    routes: list[RouteDays],
    parcels: list[Parcel],
    known: dict[Route, Course],
    chosen: Parameters,
) -> CarrierClaim:
    deadline = facts.deadlines[f"carrier.{carrier}"]
    delivered = int(sum(route.delivered.sum() for route in routes))
    is_sure = delivered >= chosen.count("smallest_delivered")
    cases, too_late, without = [], 0, 0
    for parcel in parcels:
        course = known.get(parcel.route)
        arrives = 0.0 if parcel.status in GONE else 1.0
        if parcel.status not in GONE and course is not None and is_sure:
            arrives = float(course.still[min(parcel.age_days, len(course.still) - 1)])
        if arrives > chosen.number("arrives_limit"):
            continue
        last = parcel.shipped_on + timedelta(days=deadline.days)
        too_late += last < facts.as_of
        without += last >= facts.as_of and parcel.amount is None
        if last >= facts.as_of and parcel.amount is not None:
            cases.append(Case(parcel, arrives, last))
    cases.sort(key=lambda case: (case.deadline_on, -(case.parcel.amount or 0.0), case.parcel.number))
    amounts = np.array([case.parcel.amount or 0.0 for case in cases])
    gone = np.array([1 - case.arrives for case in cases])
    decided, paid = facts.paid_claims.get(carrier, (0, 0))
    return CarrierClaim(
        carrier=carrier,
        cases=tuple(cases),
        too_late=too_late,
        without_value=without,
        late=sum(route.late for route in routes),
        delivered=delivered,
        waiting=int(sum(route.waiting.sum() for route in routes)),
        worth=_worth(amounts, gone, decided, paid, chosen),
        claimed=float(amounts.sum()),
        paid_known=decided,
        work=len(cases) * chosen.number("minutes_per_claim") / 60 * facts.hour_cost,
        deadline=deadline,
    )


def _worth(amounts: Array, gone: Array, decided: int, paid: int, chosen: Parameters) -> tuple[float, float, float]:
    """What the claims bring: each is paid or not, with a share that own claims measured or that is assumed."""
    if not len(amounts):
        return 0.0, 0.0, 0.0
    generator = np.random.default_rng(chosen.count("seed"))
    draws = chosen.count("draws")
    ends = chosen.numbers("paid_share")
    share = generator.uniform(ends["low"], ends["high"], draws)
    if decided >= chosen.count("smallest_claims"):
        share = generator.beta(0.5 + paid, 0.5 + decided - paid, draws)
    mean = share * float((amounts * gone).sum())
    chance = float(np.mean(gone)) * share
    spread = np.sqrt(np.maximum(chance * (1 - chance), 0.0) * float((amounts**2).sum()))
    return summary(np.clip(mean + spread * generator.standard_normal(draws), 0.0, amounts.sum()))


def warehouse_claims(facts: LogisticsFacts, chosen: Parameters) -> list[WarehouseClaim]:
    """What may be claimed of warehouses, by store and location."""
    grouped: dict[tuple[str, str], list[LostUnits]] = defaultdict(list)
    for one in facts.units:
        if one.open_units > 0:
            grouped[one.store, one.location].append(one)
    deadline = facts.deadlines["warehouse.amazon"]
    found = []
    for (store, location), units in sorted(grouped.items()):
        valued = [one for one in units if one.unit_value is not None]
        valued.sort(key=lambda one: (-(one.unit_value or 0.0) * one.open_units, one.product))
        amounts = np.repeat([one.unit_value or 0.0 for one in valued], [round(one.open_units) for one in valued])
        found.append(
            WarehouseClaim(
                store=store,
                location=location,
                units=tuple(valued),
                open_units=sum(one.open_units for one in units),
                without_value=sum(one.open_units for one in units if one.unit_value is None),
                worth=_worth(amounts, np.ones(len(amounts)), 0, 0, chosen),
                claimed=float(amounts.sum()),
                work=len(valued) * chosen.number("minutes_per_claim") / 60 * facts.hour_cost,
                deadline_on=min(one.first_on for one in units) + timedelta(days=deadline.days),
                deadline=deadline,
            )
        )
    return found
