"""Chapter 10: analysis and tests."""

from argosy.core.text import Text
from argosy.decision.domain import Domain

DOMAIN = Domain(
    name="analytics",
    chapter=10,
    title=Text("Analysis and tests"),
    question=Text("Why did a number move, and which test would settle it?"),
    planned={
        "explain": Text("Explain why a number moved"),
        "test": Text("Run the test that settles a question"),
    },
)
