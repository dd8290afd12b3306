"""What is known of listings: the frozen values that facts fill and the model judges."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from argosy.economics.earned import Earned


@dataclass(frozen=True)
class Page:
    """A live listing: its texts, its market's languages and currency, its visits and orders, and its yearly net sales there.

    `sibling_sessions` and `sibling_orders` are those of the same product in the seller's other markets, the orders as they would be if
    visitors there bought as readily as those of this market do. `order_worth` is the mean net amount of a unit here, 0 where none was sold.
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
    order_worth: float = 0.0


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
    earned: Earned = field(default_factory=Earned)
