"""Instagram / Facebook Shop: orders and payouts of the shops."""

from argosy.connectors.contract import Connector
from argosy.connectors.meta_commerce.reports import ORDERS, PAYOUTS

METADATA = Connector(
    id="meta_commerce",
    label="Instagram / Facebook Shop",
    website="https://business.facebook.com",
    reports=(
        ORDERS,
        PAYOUTS,
    ),
    systems=(
        "Instagram",
        "Facebook",
    ),
)
