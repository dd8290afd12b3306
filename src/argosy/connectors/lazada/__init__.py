"""Lazada: account transactions."""

from argosy.connectors.contract import Connector
from argosy.connectors.lazada.transactions import TRANSACTIONS

METADATA = Connector(
    id="lazada",
    label="Lazada",
    website="https://sellercenter.lazada.com",
    reports=(TRANSACTIONS,),
    systems=("Lazada",),
)
