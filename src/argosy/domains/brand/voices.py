"""What is known of reviews: the frozen values that facts fill and the model judges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Review:
    """One review of the seller's own product. `buyer` tells buyers apart; `product` is the SKU, else the page, else ''."""

    number: str
    product: str
    market: str
    channel: str
    written_on: date
    rating: float
    text: str
    language: str
    buyer: str
    helpful: int
    is_answered: bool


@dataclass(frozen=True)
class BrandFacts:
    """The facts of the domain on a day: reviews of the window, the newest first, and yearly net sales by product.

    `without_rating` counts own reviews that carry no stars.
    """

    as_of: date
    currency: str
    snapshot: int
    source: str
    sales_source: str
    last_on: date | None
    reviews: tuple[Review, ...]
    net_sales: Mapping[str, float]
    without_rating: int
