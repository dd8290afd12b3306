"""DHL Express: invoices."""

from argosy.connectors.contract import Connector
from argosy.connectors.dhl.invoices import INVOICES

METADATA = Connector(
    id="dhl",
    label="DHL Express",
    website="https://mydhl.express.dhl",
    reports=(INVOICES,),
    systems=("DHL",),
)
