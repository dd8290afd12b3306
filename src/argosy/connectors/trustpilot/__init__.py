"""Trustpilot: reviews of the shop."""

from argosy.connectors.contract import Connector
from argosy.connectors.trustpilot.reviews import REVIEWS

METADATA = Connector(
    id="trustpilot",
    label="Trustpilot",
    website="https://business.trustpilot.com",
    reports=(REVIEWS,),
    systems=("Trustpilot",),
)
