"""What is known of reviews: the only reader of this domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from argosy.decision.parameters import SHARED, load_parameters
from argosy.decision.wording import cited
from argosy.domains.brand.voices import BrandFacts, Review, Visits
from argosy.metrics.contract import Measures
from argosy.metrics.earned import earned

PARAMETERS = Path(__file__).with_name("parameters.yaml")
YEAR_DAYS, QUARTER_DAYS = 365, 90
COLUMNS = (
    "store_id",
    "channel",
    "market",
    "review_id",
    "kind",
    "written_on",
    "listing_id",
    "sku",
    "customer_id",
    "author",
    "rating",
    "title",
    "body",
    "language",
    "helpful_count",
    "is_own",
    "status",
    "reply",
    "replied_at",
)


def load(measures: Measures, as_of: date) -> BrandFacts:
    """Read the facts as they were known at the end of `as_of`."""
    since = as_of - timedelta(days=load_parameters(PARAMETERS, SHARED).count("window_days") - 1)
    own = [row for row in measures.table("reviews", COLUMNS).to_pylist() if _is_own(row) and row["written_on"] <= as_of]
    recent = [row for row in own if row["written_on"] >= since]
    return BrandFacts(
        as_of=as_of,
        currency=measures.home_currency,
        snapshot=measures.snapshot_number,
        source=cited(measures.sources("reviews"), "reviews", measures.snapshot_number),
        sales_source=cited(measures.sources("order_lines"), "order_lines", measures.snapshot_number),
        last_on=max((row["written_on"] for row in own), default=None),
        reviews=tuple(
            sorted(
                (_review(row, as_of) for row in recent if row["rating"] is not None),
                key=lambda one: (one.written_on, one.number),
                reverse=True,
            )
        ),
        net_sales=_net_sales(measures, as_of),
        without_rating=sum(row["rating"] is None for row in recent),
        visits=_visits(measures, as_of),
        earned=earned(measures, as_of),
    )


def _is_own(row: Mapping[str, Any]) -> bool:
    """The seller's own page, visible to buyers; questions are no reviews."""
    is_own = row["is_own"] if row["is_own"] is not None else row["store_id"] != "*"
    return bool(is_own) and row["kind"] != "question" and row["status"] != "removed"


def _review(row: Mapping[str, Any], as_of: date) -> Review:
    replied = row["replied_at"]
    was_answered = bool(row["reply"]) if replied is None else replied.date() <= as_of
    return Review(
        number=row["review_id"],
        product=row["sku"] or row["listing_id"] or "",
        market=row["market"] or "*",
        channel=row["channel"] or "*",
        written_on=row["written_on"],
        rating=float(row["rating"]),
        text=" ".join(part for part in (row["title"], row["body"]) if part),
        language=(row["language"] or "").partition("-")[0].lower(),
        buyer=row["customer_id"] or row["author"] or row["review_id"],
        helpful=row["helpful_count"] or 0,
        is_answered=was_answered,
    )


def _visits(measures: Measures, as_of: date) -> Mapping[str, Visits]:
    """Visits and orders by product, of the newest quarter and of the three before it."""
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
    start = as_of - timedelta(days=QUARTER_DAYS)
    for place, until, days in ((0, as_of, QUARTER_DAYS), (2, start, YEAR_DAYS - QUARTER_DAYS)):
        for row in measures.dataset("listing_visits", until=until, days=days).to_pylist():
            if row["sku"] not in (None, "*"):
                sums[row["sku"]][place] += row["sessions"] or 0.0
                sums[row["sku"]][place + 1] += row["orders"] or 0.0
    return MappingProxyType({sku: Visits(*values) for sku, values in sorted(sums.items())})


def _net_sales(measures: Measures, as_of: date) -> Mapping[str, float]:
    sold = measures.dataset("product_sales", until=as_of, days=YEAR_DAYS)
    found: dict[str, float] = defaultdict(float)
    for product, amount in zip(sold["product"].to_pylist(), sold["net_amount_home"].to_pylist(), strict=True):
        found[product] += amount or 0.0
    return MappingProxyType(dict(found))
