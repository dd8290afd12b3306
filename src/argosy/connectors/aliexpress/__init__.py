"""AliExpress: orders and settlement."""

from argosy.connectors.aliexpress.reports import ORDERS, SETTLEMENT
from argosy.connectors.contract import Connector

METADATA = Connector(
    id="aliexpress",
    label="AliExpress",
    website="https://sell.aliexpress.com",
    reports=(
        ORDERS,
        SETTLEMENT,
    ),
    systems=("AliExpress",),
)
