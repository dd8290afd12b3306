"""Makes the seller of a case of `localization.fix_listing`: pages with texts, visits and orders, by market."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from memory_measures import measures_of

from argosy.metrics.measures import WarehouseMeasures


def measures(case: Mapping[str, Any]) -> WarehouseMeasures:
    """Per page: `market`, `title`, `bullets`, `description`, `sessions`, `orders`; all of one lamp that sells."""
    last = case["as_of"]
    listings, traffic, lines = [], [], []
    for number, page in enumerate(case.get("pages", ())):
        place = {"store_id": "shop", "channel": page.get("channel", "amazon"), "market": page["market"]}
        sku = page.get("sku", "lamp")
        bullets = page.get("bullets")
        listings.append(
            {
                **place,
                "listing_id": f"B{number}",
                "sku": sku,
                "title": page.get("title"),
                "bullets": json.dumps(bullets) if isinstance(bullets, list) else bullets,
                "description": page.get("description"),
                "status": page.get("status", "active"),
            }
        )
        visits = {"level": "listing", "visited_on": last - timedelta(days=5), "days": 1, "sku": sku, "listing_id": "*"}
        if "sessions" in page:
            traffic.append({**place, **visits, "sessions": page["sessions"], "orders": page["orders"]})
        lines.append(
            {
                "order_id": f"o{number}",
                "sku": sku,
                "ordered_on": last - timedelta(days=9),
                "market": page["market"],
                "currency": "EUR",
                "quantity": 1,
                "gross_amount": 40.0,
                "status": "shipped",
            }
        )
    return measures_of({"listings": listings, "traffic": traffic, "order_lines": lines})
