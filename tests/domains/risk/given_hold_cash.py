"""Makes the seller of a case of `risk.hold_cash`: balances, payouts, payments and purchase orders."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
from memory_measures import measures_of

from argosy.metrics.measures import WarehouseMeasures

Row = dict[str, object]


def measures(case: Mapping[str, Any]) -> WarehouseMeasures:
    """`cash`; `payouts`: per store `a_week`, `swing`, `currency`; `payments`: per category a week; `weeks`; `dues`: weeks ahead, amount."""
    as_of: date = case["as_of"]
    last_on: date = case.get("last_on", as_of)
    generator = np.random.default_rng(5)
    tables: dict[str, list[Row]] = {"payouts": [], "bank_lines": [], "purchase_orders": [], "products": []}
    if "cash" in case:
        balance = {"account_id": "main", "balance_on": last_on, "currency": "EUR"}
        tables["bank_balances"] = [{**balance, "balance_amount": float(case["cash"])}]
    for back in range(case.get("weeks", 60)):
        day = last_on - timedelta(weeks=back)
        for store, spec in case.get("payouts", {}).items():
            amount = float(np.round(spec["a_week"] * generator.lognormal(0, spec.get("swing", 0.1)), 2))
            paid = {"store_id": store, "payout_id": f"{store}{back}", "paid_on": day, "status": "paid"}
            tables["payouts"].append({**paid, "currency": spec.get("currency", "EUR"), "payout_amount": amount})
        for category, amount in case.get("payments", {}).items():
            line = {"account_id": "main", "currency": "EUR", "booked_on": day, "line_no": f"{category}{back}"}
            tables["bank_lines"].append({**line, "amount": -float(amount), "category": category})
    for number, (weeks, amount) in enumerate(case.get("dues", {}).items()):
        order = {"purchase_order_id": f"p{number}", "line_no": "1", "ordered_on": as_of, "currency": "EUR"}
        due = {"balance_due_on": as_of + timedelta(weeks=weeks), "status": "placed", "supplier_id": "S"}
        tables["purchase_orders"].append(
            {**order, **due, "product_id": "a", "quantity": 1, "unit_price": float(amount)}
        )
    return measures_of(tables)
