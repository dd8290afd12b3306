"""Chapter 3: products and supply."""

from argosy.core.text import Text
from argosy.decision.domain import Domain

DOMAIN = Domain(
    name="product",
    chapter=3,
    title=Text("Products and supply"),
    question=Text("What to sell, and how much of it to order when?"),
    planned={
        "replenish": Text("Order the right quantity at the right time"),
    },
)
