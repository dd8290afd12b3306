"""eBay: orders report and transaction report."""

from argosy.connectors.contract import Connector
from argosy.connectors.ebay.orders import ORDERS
from argosy.connectors.ebay.transactions import TRANSACTIONS

METADATA = Connector(
    id="ebay",
    label="eBay",
    website="https://www.ebay.com",
    reports=(ORDERS, TRANSACTIONS),
    systems=("eBay",),
)
