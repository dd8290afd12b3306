"""Makes the seller of a case of `channel.fix_or_leave`: stores with a month's sales, fees, goods and advertising."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from memory_measures import measures_of

from argosy.core.period import add_months
from argosy.metrics.measures import WarehouseMeasures

Row = dict[str, object]


def measures(case: Mapping[str, Any]) -> WarehouseMeasures:
    """Per store: `sales` a month at price 10, `fees` (share), `cost` of a unit (absent: not told), `ads` a month, `swing`."""
    last: date = case.get("last_on", case["as_of"]).replace(day=1)
    generator = np.random.default_rng(11)
    tables: dict[str, list[Row]] = {
        "order_lines": [],
        "settlement_lines": [],
        "ad_performance": [],
        "product_costs": [],
    }
    for store, spec in case.get("stores", {}).items():
        place = {"store_id": store, "channel": spec.get("channel", "amazon"), "market": "DE"}
        for back in range(case.get("months", 14)):
            day = add_months(last, -back).replace(day=12)
            units = max(int(spec["sales"] / 10 * generator.lognormal(0, spec.get("swing", 0.05))), 1)
            line = {**place, "order_id": f"{store}{back}", "line_no": "1", "ordered_on": day, "sku": f"{store}-a"}
            tables["order_lines"].append(
                {**line, "quantity": units, "gross_amount": units * 10, "currency": "EUR", "status": "shipped"}
            )
            if spec.get("orders_only"):
                continue
            for number, (fee, share) in enumerate({"product_charge": 1.0, "referral_fee": -spec["fees"]}.items()):
                booked = {
                    **place,
                    "settlement_id": f"{store}{back}",
                    "order_id": f"{store}{back}",
                    "line_no": str(number),
                    "posted_on": day,
                    "fee_type": fee,
                }
                tables["settlement_lines"].append({**booked, "currency": "EUR", "amount": round(units * 10 * share, 2)})
            if "ads" in spec:
                ad = {
                    **place,
                    "platform": "amazon_ads",
                    "account_id": store,
                    "level": "campaign",
                    "performed_on": day,
                    "days": 1,
                }
                money = {
                    "spend_amount": spec["ads"],
                    "attributed_sales_amount": spec.get("attributed", spec["ads"] * 2),
                }
                tables["ad_performance"].append({**ad, **money, "currency": "EUR"})
        if "cost" in spec:
            cost = {
                "product_id": f"{store}-a",
                "market": "*",
                "component": "purchase",
                "effective_on": date(2020, 1, 1),
            }
            tables["product_costs"].append({**cost, "currency": "EUR", "unit_cost_amount": spec["cost"]})
    return measures_of(tables)
