"""Payoneer: the statement of its balances."""

from argosy.connectors.contract import Connector
from argosy.connectors.payoneer.statement import STATEMENT

METADATA = Connector(
    id="payoneer",
    label="Payoneer",
    website="https://www.payoneer.com",
    reports=(STATEMENT,),
    systems=("Payoneer",),
)
