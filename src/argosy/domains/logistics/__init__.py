"""Chapter 4: logistics and customs."""

from argosy.core.text import Text
from argosy.decision.domain import Domain

DOMAIN = Domain(
    name="logistics",
    chapter=4,
    title=Text("Logistics and customs"),
    question=Text("Which route for which parcel, and what to claim when it fails?"),
    planned={
        "claim": Text("Claim parcels and units that are lost, late or damaged"),
    },
)
