"""Walmart Marketplace: orders and the payment (reconciliation) report."""

from argosy.connectors.contract import Connector
from argosy.connectors.walmart.orders import ORDERS
from argosy.connectors.walmart.payments import PAYMENTS

METADATA = Connector(
    id="walmart",
    label="Walmart Marketplace",
    website="https://marketplace.walmart.com",
    reports=(ORDERS, PAYMENTS),
    systems=("Walmart",),
)
