"""Makes the seller of a case of `product.replenish`: products with demand, stock, supply and costs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
from memory_measures import measures_of

from argosy.metrics.measures import WarehouseMeasures

Row = dict[str, object]


def measures(case: Mapping[str, Any]) -> WarehouseMeasures:
    """Per product: `a_day` units, `days` of history, `stock` (absent: not told), `cost`, `minimum`, `status`; `leads` in days."""
    as_of: date = case.get("last_on", case["as_of"])
    lines: list[Row] = []
    tables: dict[str, list[Row]] = {"order_lines": lines, "inventory_levels": [], "product_costs": [], "products": []}
    for number, (sku, spec) in enumerate(sorted(case["products"].items())):
        lines += ordered(sku, spec, as_of, np.random.default_rng(number))
        if "stock" in spec:
            tables["inventory_levels"] += [
                stock(sku, spec, as_of - timedelta(days=back)) for back in range(spec.get("snapshots", 7))
            ]
        if "cost" in spec:
            cost = {"component": "purchase", "effective_on": date(2020, 1, 1), "unit_cost_amount": spec["cost"]}
            tables["product_costs"].append({"product_id": sku, "market": "*", "currency": "EUR", **cost})
        known = {"minimum_order_quantity": spec.get("minimum"), "status": spec.get("status", "active")}
        tables["products"].append({"product_id": sku, "main_supplier_id": "S", **known})
    tables["purchase_orders"] = [received(case, number, days) for number, days in enumerate(case.get("leads", ()))]
    if "cash" in case:
        tables["bank_balances"] = [balance(case)]
    return measures_of(tables)


def ordered(sku: str, spec: Mapping[str, Any], as_of: date, generator: np.random.Generator) -> list[Row]:
    units = generator.poisson(spec["a_day"], spec.get("days", 400))
    found = []
    for back, quantity in enumerate(units.tolist()):
        if quantity:
            day = as_of - timedelta(days=back)
            row = {
                "order_id": f"{sku}-{back}",
                "ordered_on": day,
                "quantity": quantity,
                "market": "DE",
                "currency": "EUR",
            }
            found.append({"sku": sku, "gross_amount": quantity * spec.get("price", 20.0), "status": "shipped", **row})
    return found


def stock(sku: str, spec: Mapping[str, Any], day: date) -> Row:
    place = {"location_id": "w", "country": spec.get("country", "DE")}
    return {"sku": sku, "snapshot_on": day, "available_quantity": spec["stock"], **place}


def received(case: Mapping[str, Any], number: int, days: int) -> Row:
    ordered_on = case["as_of"] - timedelta(days=90 + 10 * number)
    when = {"ordered_on": ordered_on, "received_on": ordered_on + timedelta(days=days), "status": "received"}
    money = {"quantity": 10, "currency": "EUR", "unit_price": 5.0}
    return {"purchase_order_id": f"p{number}", "line_no": "1", "supplier_id": "S", "product_id": "old", **when, **money}


def balance(case: Mapping[str, Any]) -> Row:
    return {"account_id": "main", "currency": "EUR", "balance_on": case["as_of"], "balance_amount": case["cash"]}
