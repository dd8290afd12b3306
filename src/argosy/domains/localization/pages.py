"""What is known of listings: the frozen values that facts fill and the model judges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Page:
    """A live listing: its texts, its market's languages and currency, its visits and orders, and its yearly net sales there.

    `sibling_sessions` and `sibling_orders` are those of the same product in the seller's other markets.
    """

    product: str
    market: str
    channel: str
    listing: str
    title: str
    bullets: tuple[str, ...]
    description: str
    languages: tuple[str, ...]
    currency: str
    sessions: float
    orders: float
    sibling_sessions: float
    sibling_orders: float
    net_sales: float


@dataclass(frozen=True)
class LocalizationFacts:
    """The facts of the domain on a day; `order_worth` is the mean net amount of an order line in the home currency."""

    as_of: date
    currency: str
    snapshot: int
    source: str
    visit_source: str
    pages: tuple[Page, ...]
    without_text: int
    order_worth: float
    visit_days: int
