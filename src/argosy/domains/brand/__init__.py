"""Chapter 11: brand and reputation."""

from argosy.core.text import Text
from argosy.decision.domain import Domain

DOMAIN = Domain(
    name="brand",
    chapter=11,
    title=Text("Brand and reputation"),
    question=Text("What do buyers say, and what is the name worth?"),
    planned={
        "answer_review": Text("Answer the reviews that matter first"),
    },
)
