"""Adyen: settlement details, payment accounting."""

from argosy.connectors.adyen.accounting import ACCOUNTING
from argosy.connectors.adyen.settlement import SETTLEMENT
from argosy.connectors.contract import Connector

METADATA = Connector(
    id="adyen",
    label="Adyen",
    website="https://www.adyen.com",
    reports=(SETTLEMENT, ACCOUNTING),
    systems=("Adyen",),
)
