"""Gorgias: tickets."""

from argosy.connectors.contract import Connector
from argosy.connectors.gorgias.tickets import TICKETS

METADATA = Connector(
    id="gorgias", label="Gorgias", website="https://www.gorgias.com", reports=(TICKETS,), systems=("Gorgias",)
)
