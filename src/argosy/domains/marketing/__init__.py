"""Chapter 7: marketing and advertising."""

from argosy.core.text import Text
from argosy.decision.domain import Domain

DOMAIN = Domain(
    name="marketing",
    chapter=7,
    title=Text("Marketing and advertising"),
    question=Text("Which words, pictures and budgets earn more than they cost?"),
    planned={
        "add_negative": Text("Exclude search terms that burn money"),
        "harvest_keyword": Text("Bid on search terms that earn money"),
    },
)
