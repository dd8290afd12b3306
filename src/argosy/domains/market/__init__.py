"""Chapter 1: choice of markets."""

from argosy.core.text import Text
from argosy.decision.domain import Domain

DOMAIN = Domain(
    name="market",
    chapter=1,
    title=Text("Choice of markets"),
    question=Text("Where to sell, where to go deep, and where not to be?"),
    planned={
        "focus": Text("Deepen, keep or leave each market"),
        "enter": Text("Enter one or two new countries"),
    },
)
