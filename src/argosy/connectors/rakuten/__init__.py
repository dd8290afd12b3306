"""Rakuten Ichiba: orders of the merchant server (RMS)."""

from argosy.connectors.contract import Connector
from argosy.connectors.rakuten.reports import ORDERS

METADATA = Connector(
    id="rakuten",
    label="Rakuten Ichiba",
    website="https://rms.rakuten.co.jp",
    reports=(ORDERS,),
    systems=("Rakuten",),
)
