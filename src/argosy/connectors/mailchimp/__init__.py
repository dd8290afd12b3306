"""Mailchimp: contacts."""

from argosy.connectors.contract import Connector
from argosy.connectors.mailchimp.contacts import CONTACTS

METADATA = Connector(
    id="mailchimp", label="Mailchimp", website="https://mailchimp.com", reports=(CONTACTS,), systems=("Mailchimp",)
)
