"""Makes the advertiser of a case of the marketing kinds: campaigns with search terms, products with price and cost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from memory_measures import measures_of

from argosy.metrics.measures import WarehouseMeasures

Row = dict[str, object]


def measures(case: Mapping[str, Any]) -> WarehouseMeasures:
    """Per term: `clicks`, `orders`, `cpc`, `match`, over `days`; `price` and `cost` (absent: not told) of the one product."""
    last: date = case.get("last_on", case["as_of"])
    days = case.get("days", 60)
    tables: dict[str, list[Row]] = {"ad_performance": [], "order_lines": [], "product_costs": []}
    for term, spec in case.get("terms", {}).items():
        tables["ad_performance"] += searched(term, spec, case, last, days)
    if case.get("terms"):
        tables["ad_performance"].append(
            {**level(case, last - timedelta(days=10), "product"), "sku": "lamp", "clicks": 100}
        )
    for keyword in case.get("keywords", ()):
        row = {"target": keyword, "match_type": "exact", "campaign_id": "other"}
        tables["ad_performance"].append({**level(case, last - timedelta(days=10), "target"), **row})
    if "cost" in case:
        cost = {"component": "purchase", "effective_on": date(2020, 1, 1), "unit_cost_amount": case["cost"]}
        tables["product_costs"].append({"product_id": "lamp", "market": "*", "currency": "EUR", **cost})
    tables["order_lines"] = [sold(number, last, case.get("price", 30.0)) for number in range(5)]
    return measures_of(tables)


def level(case: Mapping[str, Any], day: date, name: str) -> Row:
    return {
        "platform": case.get("platform", "amazon_ads"),
        "account_id": "a",
        "campaign_id": "c1",
        "campaign_name": "Lamps auto",
        "ad_group_id": "g1",
        "market": "DE",
        "level": name,
        "target": "*",
        "search_term": "*",
        "sku": "*",
        "match_type": "*",
        "clicks": 0,
        "impressions": 0,
        "spend_amount": 0.0,
        "attributed_orders": 0,
        "attributed_sales_amount": 0.0,
        "days": 1,
        "performed_on": day,
        "currency": case.get("currency", "EUR"),
    }


def searched(term: str, spec: Mapping[str, Any], case: Mapping[str, Any], last: date, days: int) -> list[Row]:
    """The clicks on the first of the days, the rest spread as impressions, so that the window is whole."""
    clicks, orders = spec["clicks"], spec["orders"]
    first = {
        **level(case, last - timedelta(days=days - 1), "search_term"),
        "search_term": term,
        "match_type": spec.get("match", "automatic"),
        "clicks": clicks,
        "impressions": clicks * 50,
        "spend_amount": clicks * spec.get("cpc", 0.5),
        "attributed_orders": orders,
        "attributed_sales_amount": orders * case.get("price", 30.0),
    }
    return [
        first,
        {**level(case, last, "search_term"), "search_term": term, "match_type": spec.get("match", "automatic")},
    ]


def sold(number: int, last: date, price: float) -> Row:
    row: Row = {"order_id": f"o{number}", "sku": "lamp", "ordered_on": last - timedelta(days=7 * number)}
    return {**row, "market": "DE", "currency": "EUR", "quantity": 1, "gross_amount": price, "status": "shipped"}
