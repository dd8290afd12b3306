"""Jungle Scout: products and keywords."""

from argosy.connectors.contract import Connector
from argosy.connectors.jungle_scout.reports import KEYWORDS, PRODUCTS

METADATA = Connector(
    id="jungle_scout",
    label="Jungle Scout",
    website="https://www.junglescout.com",
    reports=(PRODUCTS, KEYWORDS),
    systems=("Jungle Scout",),
)
