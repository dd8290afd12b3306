"""Chapter 6: localization."""

from argosy.core.text import Text
from argosy.decision.domain import Domain

DOMAIN = Domain(
    name="localization",
    chapter=6,
    title=Text("Localization"),
    question=Text("Would a native speaker buy from this page?"),
    planned={
        "fix_listing": Text("Correct listings a native speaker would stumble over"),
    },
)
