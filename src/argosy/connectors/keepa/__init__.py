"""Keepa: products of its viewer, finder and best-seller lists."""

from argosy.connectors.contract import Connector
from argosy.connectors.keepa.products import PRODUCTS

METADATA = Connector(
    id="keepa",
    label="Keepa",
    website="https://keepa.com",
    reports=(PRODUCTS,),
    systems=("Keepa", "Amazon Best Sellers lists"),
)
