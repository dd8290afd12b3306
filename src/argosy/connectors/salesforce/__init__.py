"""Salesforce: contacts."""

from argosy.connectors.contract import Connector
from argosy.connectors.salesforce.contacts import CONTACTS

METADATA = Connector(
    id="salesforce",
    label="Salesforce",
    website="https://www.salesforce.com",
    reports=(CONTACTS,),
    systems=("Salesforce",),
)
