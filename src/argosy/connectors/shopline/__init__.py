"""Shopline: orders."""

from argosy.connectors.contract import Connector
from argosy.connectors.shopline.reports import ORDERS

METADATA = Connector(
    id="shopline",
    label="Shopline",
    website="https://shopline.com",
    reports=(ORDERS,),
    systems=("Shopline",),
)
