"""What is known of reviews: the frozen values that facts fill and the model judges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from argosy.economics.earned import Earned


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
class Visits:
    """Visits and orders of a product's pages in the newest quarter and in the three before it."""

    sessions: float
    orders: float
    sessions_before: float
    orders_before: float


@dataclass(frozen=True)
class BrandFacts:
    """The facts of the domain on a day: reviews of the window, the newest first, and yearly net sales by product.

    `without_rating` counts own reviews that carry no stars; `visits` are by product, empty where no report tells them.
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
    visits: Mapping[str, Visits] = field(default_factory=lambda: MappingProxyType({}))
    earned: Earned = field(default_factory=Earned)
