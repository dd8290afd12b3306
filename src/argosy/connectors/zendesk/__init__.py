"""Zendesk: tickets."""

from argosy.connectors.contract import Connector
from argosy.connectors.zendesk.tickets import TICKETS

METADATA = Connector(
    id="zendesk", label="Zendesk", website="https://www.zendesk.com", reports=(TICKETS,), systems=("Zendesk",)
)
