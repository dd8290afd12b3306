"""Shopify: the reports it lets a seller export."""

from argosy.connectors.contract import Connector
from argosy.connectors.shopify.orders import ORDERS

METADATA = Connector(
    id="shopify", label="Shopify", website="https://www.shopify.com", reports=(ORDERS,), systems=("Shopify",)
)
