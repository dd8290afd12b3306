"""Klaviyo: profiles of a list or segment."""

from argosy.connectors.contract import Connector
from argosy.connectors.klaviyo.profiles import PROFILES

METADATA = Connector(
    id="klaviyo", label="Klaviyo", website="https://www.klaviyo.com", reports=(PROFILES,), systems=("Klaviyo",)
)
