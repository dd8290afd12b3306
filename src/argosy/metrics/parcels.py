"""Derived tables of parcels and of units in warehouses: how long routes take, what has not arrived, what a warehouse lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from argosy.metrics.conversion import converted, rates_table
from argosy.metrics.fact import Fact

SHIPMENTS = Fact("shipments", "shipments", "created_on")
ENDED = ("returned", "cancelled", "returning")
GONE = ("lost", "damaged")
OPEN = ("created", "in_transit", "held", "out_for_delivery", "awaiting_collection", "attempt_failed")
"""States a tracker may know better than the sender."""
FOLLOWED = ("status", "shipped_at", "delivered_at", "returned_at")
ROUTE = ("carrier", "service", "route_kind", "destination_country")


def route_days(engine: Any, _currency: str, *, until: date, days: int) -> Any:
    """One row per route, days and whether delivered: parcels that took so many days, or have been on their way as long.

    A parcel that turned back or never left says nothing of how long the route takes; a lost one is on its way for ever.
    """
    sent = _sent(engine, until - timedelta(days=days - 1), until)
    sent = sent.filter(~sent.status.isin(ENDED) & (sent.took >= 0))
    found = sent.group_by(*ROUTE, "took", "is_delivered").aggregate(
        parcels=sent.count(), late=(sent.is_delivered & (sent.delivered_on > sent.promised_on)).cast("int64").sum()
    )
    return engine.to_arrow(found.order_by(*ROUTE, "took", "is_delivered"))


def missing_parcels(engine: Any, currency: str, *, until: date, days: int, smallest_age: int) -> Any:
    """One row per parcel that is lost, damaged or not delivered after `smallest_age` days and not claimed yet, oldest first.

    `claim_home` is what may be claimed in the home currency: the sum insured, else the declared value up to the rate card's compensation;
    and the freight. NULL where nobody said what it was worth.
    """
    import ibis

    sent = _sent(engine, until - timedelta(days=days - 1), until)
    is_open = ~sent.is_delivered & ~sent.status.isin(ENDED) & (sent.took >= smallest_age)
    sent = sent.filter((is_open | sent.status.isin(GONE)) & sent.claim_status.coalesce("none").isin(["none"]))
    cards = engine.table("rate_cards")
    paid = cards.filter(cards.compensation_amount.notnull()).group_by("rate_card_id", card_currency=cards.currency)
    newest = paid.aggregate(compensation=cards.compensation_amount.argmax(cards.effective_on))
    joined = sent.left_join(
        newest, (sent.rate_card_id == newest.rate_card_id) & (sent.currency == newest.card_currency)
    )
    declared = ibis.least(joined.declared_value_amount, joined.compensation.coalesce(joined.declared_value_amount))
    value = (joined.insured_amount > 0).ifelse(joined.insured_amount, declared).coalesce(joined.compensation)
    plain = joined.select(
        *ROUTE,
        "store_id",
        "shipment_id",
        "tracking_number",
        "order_id",
        "purpose",
        "status",
        "shipped_on",
        "took",
        "currency",
        day=joined.created_on,
        claim_home=(value + joined.freight_amount.coalesce(0)).cast("decimal(38, 4)"),
    )
    rated = converted(plain, rates_table(engine, SHIPMENTS, currency), ["claim_home"], currency).drop("unrated")
    rated = rated.mutate(claim_home=rated.claim_home.cast("float64"))
    return engine.to_arrow(rated.order_by([rated.took.desc(), "store_id", "shipment_id"]))


def past_claims(engine: Any, _currency: str, *, until: date) -> Any:
    """One row per carrier: claims decided, of these paid in whole or part, and the share of the money that was paid."""
    sent = engine.table("shipments")
    sent = sent.filter((sent.created_on <= until) & sent.claim_status.isin(["paid", "accepted", "rejected"]))
    found = sent.group_by(carrier=sent.carrier.coalesce("")).aggregate(
        decided=sent.count(),
        paid=(sent.claim_status != "rejected").cast("int64").sum(),
        claimed=sent.claimed_amount.sum().cast("float64"),
        received=sent.claim_paid_amount.sum().cast("float64"),
    )
    return engine.to_arrow(found.order_by("carrier"))


def lost_units(engine: Any, _currency: str, *, until: date, days: int) -> Any:
    """One row per store, location and product: units the warehouse lost or damaged in the last days, found again and paid for since.

    `unreconciled` is what the warehouse's own report still has open (NULL where it does not say). `first_on` is the oldest such event.
    """
    from argosy.metrics.demand import with_product

    events = engine.table("inventory_events")
    events = events.filter((events.happened_on >= until - timedelta(days=days - 1)) & (events.happened_on <= until))
    events = with_product(engine, events)
    is_lost = events.kind == "lost"
    damaged = (events.kind == "damaged") & (events.disposition.coalesce("warehouse_damaged") == "warehouse_damaged")
    blamed = is_lost | damaged
    found = events.group_by("store_id", "location_id", "product").aggregate(
        lost=(-events.quantity).sum(where=is_lost).coalesce(0).cast("float64"),
        damaged=events.quantity.abs().sum(where=damaged).coalesce(0).cast("float64"),
        found=events.quantity.sum(where=events.kind == "found").coalesce(0).cast("float64"),
        reimbursed=events.reimbursed_quantity.sum(where=events.kind == "reimbursed").coalesce(0).cast("float64"),
        unreconciled=events.unreconciled_quantity.abs().sum(where=blamed).cast("float64"),
        first_on=events.happened_on.min(where=blamed),
        events=events.count(where=blamed),
    )
    found = found.filter(found.events > 0)
    return engine.to_arrow(found.order_by("store_id", "location_id", "product"))


DATASETS: dict[str, Callable[..., Any]] = {
    "route_days": route_days,
    "missing_parcels": missing_parcels,
    "past_claims": past_claims,
    "lost_units": lost_units,
}
"""Datasets by name."""


def followed(sent: Any) -> Any:
    """Parcels, each once: the sender's row with what a tracker's export adds (when it left and arrived, where it stands), known by the
    tracking number; and the tracker's own row where the sender has none.
    """
    own, tracked = sent.filter(sent.told_by.isnull()), sent.filter(sent.told_by.notnull())
    seen = tracked.group_by(t_number=tracked.tracking_number).aggregate(
        t_shipped=tracked.shipped_at.min(),
        t_delivered=tracked.delivered_at.max(),
        t_returned=tracked.returned_at.max(),
        t_status=tracked.status.max(),
    )
    joined = own.left_join(seen, own.tracking_number == seen.t_number)
    known = joined.select(
        *(joined[name] for name in sent.columns if name not in FOLLOWED),
        status=joined.status.isin(OPEN).ifelse(joined.t_status.coalesce(joined.status), joined.status),
        shipped_at=joined.shipped_at.coalesce(joined.t_shipped),
        delivered_at=joined.delivered_at.coalesce(joined.t_delivered),
        returned_at=joined.returned_at.coalesce(joined.t_returned),
    )
    alone = tracked.anti_join(own, tracked.tracking_number == own.tracking_number)
    return known.select(*sent.columns).union(alone.select(*sent.columns))


def _sent(engine: Any, start: date, until: date) -> Any:
    """Parcels and consignments handed over within the days, as they stood at the end of `until`: what arrived later had not yet."""
    import ibis

    sent = followed(engine.table("shipments"))
    sent = sent.filter((sent.created_on >= start) & (sent.created_on <= until) & (sent.status != "created"))
    shipped_on = sent.shipped_at.cast("date").coalesce(sent.created_on)
    delivered_on = sent.delivered_at.cast("date")
    is_delivered = (delivered_on.notnull() & (delivered_on <= until)).coalesce(False)
    end = is_delivered.ifelse(delivered_on, ibis.literal(until))
    return sent.mutate(
        carrier=sent.carrier.coalesce(""),
        service=sent.service.coalesce(""),
        route_kind=sent.route_kind.coalesce(""),
        destination_country=sent.destination_country.coalesce(""),
        shipped_on=shipped_on,
        delivered_on=delivered_on,
        promised_on=sent.promised_at.cast("date"),
        is_delivered=is_delivered,
        took=end.delta(shipped_on, unit="day").cast("int64"),
    )
