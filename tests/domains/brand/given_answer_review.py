"""Makes the seller of a case of `brand.answer_review`: reviews with stars, text and answers, and what the products sell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from memory_measures import at, measures_of

from argosy.metrics.measures import WarehouseMeasures


def measures(case: Mapping[str, Any]) -> WarehouseMeasures:
    """Per review: `sku`, `stars`, `text`, `by` (the buyer), `answered`, `language`, `own`; `good` five-star reviews besides."""
    last: date = case.get("last_on", case["as_of"])
    given = [
        *case.get("reviews", ()),
        *({"sku": "lamp", "stars": 5, "text": "Great"} for _ in range(case.get("good", 0))),
    ]
    reviews = [
        {
            "review_id": f"r{number}",
            "store_id": "shop" if review.get("own", True) else "*",
            "channel": "amazon",
            "market": "DE",
            "kind": review.get("kind", "product"),
            "written_on": last - timedelta(days=number),
            "sku": review.get("sku"),
            "author": review.get("by", f"buyer {number}"),
            "rating": review.get("stars"),
            "body": review.get("text"),
            "language": review.get("language", "en"),
            "is_own": review.get("own", True),
            "status": "published",
            "reply": "Thank you" if review.get("answered") else None,
            "replied_at": at(last) if review.get("answered") else None,
        }
        for number, review in enumerate(given)
    ]
    lines = [
        {
            "order_id": f"o{number}",
            "sku": "lamp",
            "ordered_on": last - timedelta(days=7 * number),
            "market": "DE",
            "currency": "EUR",
            "quantity": 1,
            "gross_amount": 500.0,
            "status": "shipped",
        }
        for number in range(10)
    ]
    return measures_of({"reviews": reviews, "order_lines": lines})
