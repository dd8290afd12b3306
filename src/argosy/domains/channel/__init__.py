"""Chapter 2: channels and platforms."""

from argosy.core.text import Text
from argosy.decision.domain import Domain

DOMAIN = Domain(
    name="channel",
    chapter=2,
    title=Text("Channels and platforms"),
    question=Text("Which platforms and stores earn their place, and in which balance?"),
    planned={
        "fix_or_leave": Text("Mend or leave a channel that loses money"),
    },
)
