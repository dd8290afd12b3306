"""WorldFirst: the statement of its balances."""

from argosy.connectors.contract import Connector
from argosy.connectors.worldfirst.statement import STATEMENT

METADATA = Connector(
    id="worldfirst",
    label="WorldFirst",
    website="https://www.worldfirst.com",
    reports=(STATEMENT,),
    systems=("WorldFirst",),
)
