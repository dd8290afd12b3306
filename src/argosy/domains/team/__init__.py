"""Chapter 12: team and procedures."""

from argosy.core.text import Text
from argosy.decision.domain import Domain

DOMAIN = Domain(
    name="team",
    chapter=12,
    title=Text("Team and procedures"),
    question=Text("Who does what, when, and in which language?"),
    planned={
        "cover_hours": Text("Cover the hours and languages of support"),
    },
)
