"""Chapter 5: payments and currencies."""

from argosy.core.text import Text
from argosy.decision.domain import Domain

DOMAIN = Domain(
    name="payment",
    chapter=5,
    title=Text("Payments and currencies"),
    question=Text("How should buyers pay, and how does the money come home?"),
    planned={
        "reduce_declines": Text("Stop payments from failing that should not"),
    },
)
