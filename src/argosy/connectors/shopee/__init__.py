"""Shopee: orders and income."""

from argosy.connectors.contract import Connector
from argosy.connectors.shopee.reports import INCOME, ORDERS

METADATA = Connector(
    id="shopee",
    label="Shopee",
    website="https://seller.shopee.cn",
    reports=(ORDERS, INCOME),
    systems=("Shopee",),
)
