"""Magento / Adobe Commerce: orders, products, customers."""

from argosy.connectors.contract import Connector
from argosy.connectors.magento.reports import CUSTOMERS, ORDERS, PRODUCTS

METADATA = Connector(
    id="magento",
    label="Magento / Adobe Commerce",
    website="https://business.adobe.com",
    reports=(
        ORDERS,
        PRODUCTS,
        CUSTOMERS,
    ),
    systems=("Magento",),
)
