"""Chapter 13: risk and cash."""

from argosy.core.text import Text
from argosy.decision.domain import Domain

DOMAIN = Domain(
    name="risk",
    chapter=13,
    title=Text("Risk and cash"),
    question=Text("What could go wrong, how likely is it, and what would it cost?"),
    planned={
        "hold_cash": Text("Hold enough cash for the next 26 weeks"),
    },
)
