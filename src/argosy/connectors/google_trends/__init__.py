"""Google Trends: interest over time, interest by country or region, related queries."""

from argosy.connectors.contract import Connector
from argosy.connectors.google_trends.places import PLACES
from argosy.connectors.google_trends.queries import QUERIES
from argosy.connectors.google_trends.timeline import TIMELINE

METADATA = Connector(
    id="google_trends",
    label="Google Trends",
    website="https://trends.google.com",
    reports=(TIMELINE, PLACES, QUERIES),
    systems=("Google Trends",),
)
