"""Chapter 9: compliance and taxes."""

from argosy.core.text import Text
from argosy.decision.domain import Domain

DOMAIN = Domain(
    name="compliance",
    chapter=9,
    title=Text("Compliance and taxes"),
    question=Text("What must not ship, and what must be filed, where?"),
    planned={
        "certify": Text("Get the marks and papers a market requires"),
    },
)
