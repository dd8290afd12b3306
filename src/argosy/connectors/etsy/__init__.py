"""Etsy: sold order items and payment sales."""

from argosy.connectors.contract import Connector
from argosy.connectors.etsy.reports import PAYMENTS, SOLD_ITEMS

METADATA = Connector(
    id="etsy",
    label="Etsy",
    website="https://www.etsy.com",
    reports=(SOLD_ITEMS, PAYMENTS),
    systems=("Etsy",),
)
