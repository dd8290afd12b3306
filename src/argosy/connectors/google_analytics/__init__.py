"""Google Analytics 4: standard reports and explorations, as downloaded."""

from argosy.connectors.contract import Connector
from argosy.connectors.google_analytics.reports import ACQUISITION, ITEMS, LANDING_PAGES

METADATA = Connector(
    id="google_analytics",
    label="Google Analytics 4",
    website="https://analytics.google.com",
    reports=(ACQUISITION, LANDING_PAGES, ITEMS),
    systems=("Google Analytics",),
)
