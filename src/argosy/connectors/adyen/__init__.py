"""Adyen: settlement details."""

from argosy.connectors.adyen.settlement import SETTLEMENT
from argosy.connectors.contract import Connector

METADATA = Connector(
    id="adyen",
    label="Adyen",
    website="https://www.adyen.com",
    reports=(SETTLEMENT,),
    systems=("Adyen",),
)
