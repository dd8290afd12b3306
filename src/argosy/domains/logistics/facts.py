"""What is known of parcels, consignments and units in warehouses: the only reader of this domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from argosy.core.errors import RequestError
from argosy.decision.exchange import home_rates
from argosy.decision.parameters import SHARED, Parameters, load_parameters
from argosy.decision.wording import cited
from argosy.domains.logistics.history import Deadline, LogisticsFacts, LostUnits, Parcel, Route, RouteDays
from argosy.metrics.contract import Measures

PARAMETERS = Path(__file__).with_name("parameters.yaml")
TOPIC = "claim_deadlines"
POSTAL = ("china_post", "epacket", "usps", "royal_mail", "hongkong_post", "singapore_post")


def load(measures: Measures, as_of: date) -> LogisticsFacts:
    """Read the facts as they were known at the end of `as_of`."""
    chosen = load_parameters(PARAMETERS, SHARED)
    window = chosen.count("window_days")
    span = measures.span("shipments")
    routes = _routes(measures.dataset("route_days", until=as_of, days=window).to_pylist(), window)
    missing = measures.dataset(
        "missing_parcels", until=as_of, days=window, smallest_age=chosen.count("smallest_age_days")
    )
    parcels = tuple(_parcel(row) for row in missing.to_pylist())
    units = tuple(_units(measures, as_of, chosen))
    claims = measures.dataset("past_claims", until=as_of).to_pylist()
    rates = home_rates(["EUR"], measures.home_currency, as_of)
    names = {f"carrier.{route.route.carrier}" for route in routes} | {f"carrier.{one.route.carrier}" for one in parcels}
    return LogisticsFacts(
        as_of=as_of,
        currency=measures.home_currency,
        snapshot=measures.snapshot_number,
        source=_cited(measures, "shipments"),
        stock_source=_cited(measures, "inventory_events"),
        cost_source=_cited(measures, "product_costs"),
        last_on=min(span[1], as_of) if span and span[0] <= as_of else None,
        routes=routes,
        parcels=parcels,
        paid_claims={row["carrier"]: (int(row["decided"]), int(row["paid"])) for row in claims},
        units=units,
        has_events=measures.span("inventory_events") is not None,
        deadlines={name: _deadline(name, as_of, chosen) for name in sorted({*names, "warehouse.amazon"})},
        hour_cost=chosen.number("hour_cost_eur") * rates.get("EUR", 1.0),
    )


def _cited(measures: Measures, table: str) -> str:
    return cited(measures.sources(table), table, measures.snapshot_number)


def _route(row: dict[str, Any]) -> Route:
    return Route(row["carrier"], row["service"], row["route_kind"], row["destination_country"])


def _routes(rows: Iterable[dict[str, Any]], longest: int) -> tuple[RouteDays, ...]:
    """Counts by day, route by route; what takes longer than the window counts as its last day."""
    delivered: dict[Route, Any] = defaultdict(lambda: np.zeros(longest))
    waiting: dict[Route, Any] = defaultdict(lambda: np.zeros(longest))
    late: dict[Route, int] = defaultdict(int)
    for row in rows:
        route, day = _route(row), min(int(row["took"]), longest - 1)
        (delivered if row["is_delivered"] else waiting)[route][day] += row["parcels"]
        late[route] += row["late"] or 0
    routes = sorted({*delivered, *waiting})
    return tuple(RouteDays(route, delivered[route], waiting[route], late[route]) for route in routes)


def _parcel(row: dict[str, Any]) -> Parcel:
    return Parcel(
        route=_route(row),
        store=row["store_id"],
        number=row["shipment_id"],
        tracking=row["tracking_number"] or row["shipment_id"],
        status=row["status"],
        shipped_on=row["shipped_on"],
        age_days=int(row["took"]),
        amount=row["claim_home"],
    )


def _units(measures: Measures, as_of: date, chosen: Parameters) -> Iterable[LostUnits]:
    """What warehouses lost within the time it may be claimed, less what turned up and what was paid for."""
    days = _deadline("warehouse.amazon", as_of, chosen).days
    rows = measures.dataset("lost_units", until=as_of, days=days).to_pylist()
    if not rows:
        return
    costs = measures.dataset("unit_costs", until=as_of).to_pylist()
    rates = home_rates([row["currency"] for row in costs], measures.home_currency, as_of)
    value: dict[str, float] = defaultdict(float)
    for row in costs:
        if row["component"] in ("purchase", "packaging") and row["market"] == "*" and row["currency"] in rates:
            value[row["product_id"]] += row["unit_cost"] * rates[row["currency"]]
    for row in rows:
        reckoned = max(row["lost"] + row["damaged"] - row["found"] - row["reimbursed"], 0.0)
        told = row["unreconciled"]
        yield LostUnits(
            store=row["store_id"],
            location=row["location_id"],
            product=row["product"],
            lost=row["lost"],
            damaged=row["damaged"],
            found=row["found"],
            reimbursed=row["reimbursed"],
            open_units=reckoned if told is None else min(told, reckoned),
            first_on=row["first_on"],
            unit_value=value.get(row["product"]),
        )


def _deadline(name: str, as_of: date, chosen: Parameters) -> Deadline:
    """Until when may be claimed: by the reference, the post's for postal carriers; else a cautious assumption."""
    from argosy.reference.loader import value

    carrier = name.partition(".")[2]
    for place in (name, "carrier.post" if carrier in POSTAL else name):
        try:
            found = value(TOPIC, place, as_of, name="last_day")
        except RequestError:
            continue
        return Deadline(int(found.number), found.file_version, found.checked_on, is_assumed=False)
    assumed = chosen["unknown_deadline_days"]
    return Deadline(chosen.count("unknown_deadline_days"), chosen.source, assumed.dated, is_assumed=True)
