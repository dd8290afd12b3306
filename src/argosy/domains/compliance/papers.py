"""What is known of products, where they are sold and which papers there are: frozen values that facts fill and the model judges."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from argosy.economics.earned import Earned
from argosy.reference.market_access import Rule


@dataclass(frozen=True)
class Offer:
    """A product in a market: its categories (empty: nobody said what it is), whether they were told or guessed, its yearly net sales."""

    product: str
    market: str
    categories: tuple[str, ...]
    is_told: bool
    net_sales: float


@dataclass(frozen=True)
class Paper:
    """A proof at hand: for a product ('*' all) in a place ('*' all, EU the union) under a regime; `model` is told where it names one."""

    number: str
    product: str
    place: str
    regime: str
    status: str
    expires_on: date | None


@dataclass(frozen=True)
class ComplianceFacts:
    """The facts of the domain on a day; `rules` are those in force, or coming into force within the time a paper takes."""

    as_of: date
    currency: str
    snapshot: int
    source: str
    paper_source: str
    last_on: date | None
    offers: tuple[Offer, ...]
    papers: tuple[Paper, ...]
    rules: tuple[Rule, ...]
    earned: Earned = field(default_factory=Earned)
