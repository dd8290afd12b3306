"""Helium 10: keywords (Cerebro, Magnet) and products (Black Box, Xray)."""

from argosy.connectors.contract import Connector
from argosy.connectors.helium10.keywords import CEREBRO, MAGNET
from argosy.connectors.helium10.products import BLACK_BOX, XRAY

METADATA = Connector(
    id="helium10",
    label="Helium 10",
    website="https://www.helium10.com",
    reports=(CEREBRO, MAGNET, BLACK_BOX, XRAY),
    systems=("Helium 10", "Amazon Best Sellers lists"),
)
