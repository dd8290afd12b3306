"""Shopify: the reports it lets a seller export."""

from argosy.connectors.contract import Connector
from argosy.connectors.shopify.customers import CUSTOMERS
from argosy.connectors.shopify.inventory import INVENTORY
from argosy.connectors.shopify.orders import ORDERS
from argosy.connectors.shopify.payouts import PAYOUTS
from argosy.connectors.shopify.products import PRODUCTS_EXPORT
from argosy.connectors.shopify.sessions import SESSIONS
from argosy.connectors.shopify.transactions import TRANSACTIONS

METADATA = Connector(
    id="shopify",
    label="Shopify",
    website="https://www.shopify.com",
    reports=(ORDERS, TRANSACTIONS, PAYOUTS, CUSTOMERS, PRODUCTS_EXPORT, INVENTORY, SESSIONS),
    systems=("Shopify",),
)
