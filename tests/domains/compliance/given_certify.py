"""Makes the seller of a case of `compliance.certify`: products with flags, sales by market, papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from memory_measures import measures_of

from argosy.metrics.measures import WarehouseMeasures

FLAGS = ("is_electric", "has_radio", "is_for_children", "touches_food", "battery_kind", "hs_code", "category")


def measures(case: Mapping[str, Any]) -> WarehouseMeasures:
    """Per product: flags and `sold` (market to net sales); `papers`: product, market, regime, status, expires_on."""
    last: date = case.get("last_on", case["as_of"])
    products, lines = [], []
    for sku, spec in case.get("products", {}).items():
        products.append({"product_id": sku, **{flag: spec.get(flag) for flag in FLAGS}})
        for number, (market, amount) in enumerate(spec.get("sold", {}).items()):
            lines.append(
                {
                    "order_id": f"{sku}-{number}",
                    "sku": sku,
                    "ordered_on": last - timedelta(days=10 + number),
                    "market": market,
                    "currency": "EUR",
                    "quantity": 1,
                    "gross_amount": amount,
                    "status": "shipped",
                }
            )
    papers = [
        {
            "certificate_id": f"c{number}",
            "product_id": paper.get("product", "*"),
            "market": paper.get("market", "*"),
            "regime": paper["regime"],
            "kind": "declaration",
            "status": paper.get("status", "valid"),
            "expires_on": paper.get("expires_on"),
            "issued_on": date(2024, 1, 1),
        }
        for number, paper in enumerate(case.get("papers", ()))
    ]
    return measures_of({"products": products, "order_lines": lines, "certificates": papers})
