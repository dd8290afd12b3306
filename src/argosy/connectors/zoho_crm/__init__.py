"""Zoho CRM: contacts."""

from argosy.connectors.contract import Connector
from argosy.connectors.zoho_crm.contacts import CONTACTS

METADATA = Connector(
    id="zoho_crm", label="Zoho CRM", website="https://www.zoho.com/crm", reports=(CONTACTS,), systems=("Zoho CRM",)
)
