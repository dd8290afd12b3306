"""Makes the seller of a case of `market.enter`: orders by country, and what traffic and research say of others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from memory_measures import measures_of

from argosy.metrics.measures import WarehouseMeasures

Row = dict[str, object]


def measures(case: Mapping[str, Any]) -> WarehouseMeasures:
    """`markets`: orders of a year by country, of 30 EUR each; `visits` by country; `competition` by country."""
    last_on: date = case.get("last_on", case["as_of"])
    lines: list[Row] = []
    for market, orders in case.get("markets", {}).items():
        for number in range(orders):
            day = last_on - timedelta(days=number * 365 // max(orders, 1))
            row = {"order_id": f"{market}{number}", "line_no": "1", "ordered_on": day, "sku": "a", "quantity": 1}
            place = {"market": market or None, "currency": "EUR", "gross_amount": 30, "status": "shipped"}
            lines.append({**row, **place, "customer_id": f"{market}{number % 400}"})
    visits = [
        {"market": market, "level": "store", "visited_on": last_on - timedelta(days=9), "sessions": sessions, "days": 1}
        for market, sessions in case.get("visits", {}).items()
    ]
    research = [
        {"market": market, "observed_on": last_on - timedelta(days=9), "competition_index": index, "kind": "category"}
        for market, index in case.get("competition", {}).items()
    ]
    return measures_of({"order_lines": lines, "traffic": visits, "market_research": research})
