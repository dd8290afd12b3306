"""Temu: orders and settlement details."""

from argosy.connectors.contract import Connector
from argosy.connectors.temu.reports import ORDERS, SETTLEMENT

METADATA = Connector(
    id="temu",
    label="Temu",
    website="https://seller.temu.com",
    reports=(
        ORDERS,
        SETTLEMENT,
    ),
    systems=("Temu",),
)
