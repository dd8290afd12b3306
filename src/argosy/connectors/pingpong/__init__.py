"""PingPong: the statement of its balances."""

from argosy.connectors.contract import Connector
from argosy.connectors.pingpong.statement import STATEMENT

METADATA = Connector(
    id="pingpong",
    label="PingPong",
    website="https://www.pingpongx.com",
    reports=(STATEMENT,),
    systems=("PingPong",),
)
