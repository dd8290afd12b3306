"""Chapter 8: customers and loyalty."""

from argosy.core.text import Text
from argosy.decision.domain import Domain

DOMAIN = Domain(
    name="customer",
    chapter=8,
    title=Text("Customers and loyalty"),
    question=Text("Whom to win back, reward and listen to?"),
    planned={
        "win_back": Text("Write to customers who have gone quiet"),
    },
)
