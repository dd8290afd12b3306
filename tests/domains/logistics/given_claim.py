"""Makes the seller of a case of `logistics.claim`: parcels by carrier and events of a warehouse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
from memory_measures import at, measures_of

from argosy.metrics.measures import WarehouseMeasures

Row = dict[str, object]


def measures(case: Mapping[str, Any]) -> WarehouseMeasures:
    """Per carrier: `delivered` parcels of about `days`, `waiting` with age `age`, `value`; `events`: rows of inventory_events by kind."""
    as_of: date = case["as_of"]
    generator = np.random.default_rng(3)
    parcels: list[Row] = []
    for carrier, spec in case.get("carriers", {}).items():
        days = np.maximum(generator.poisson(spec.get("days", 12), spec.get("delivered", 0)), 1)
        for number, took in enumerate(days.tolist()):
            sent = as_of - timedelta(days=int(generator.integers(took, took + 120)))
            row = parcel(carrier, spec, f"d{number}", sent)
            parcels.append({**row, "status": "delivered", "delivered_at": at(sent + timedelta(days=took))})
        for number in range(spec.get("waiting", 0)):
            row = parcel(carrier, spec, f"w{number}", as_of - timedelta(days=spec["age"]))
            parcels.append({**row, "status": spec.get("status", "in_transit"), **spec.get("more", {})})
    events = [
        {
            "event_id": str(number),
            "happened_on": as_of - timedelta(days=10),
            "sku": "lamp",
            "location_id": "fba",
            **event,
        }
        for number, event in enumerate(case.get("events", ()))
    ]
    cost = {"product_id": "lamp", "market": "*", "component": "purchase", "effective_on": date(2020, 1, 1)}
    costs = [{**cost, "currency": "EUR", "unit_cost_amount": case["cost"]}] if "cost" in case else []
    return measures_of({"shipments": parcels, "inventory_events": events, "product_costs": costs})


def parcel(carrier: str, spec: Mapping[str, Any], number: str, sent: date) -> Row:
    where = {"carrier": carrier, "destination_country": spec.get("country", "DE"), "purpose": "order"}
    row = {"shipment_id": f"{carrier}-{number}", "created_on": sent, "shipped_at": at(sent), "currency": "EUR", **where}
    return {**row, "declared_value_amount": spec["value"]} if "value" in spec else row
