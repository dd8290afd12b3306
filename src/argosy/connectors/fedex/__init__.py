"""FedEx: invoices."""

from argosy.connectors.contract import Connector
from argosy.connectors.fedex.invoices import INVOICES

METADATA = Connector(
    id="fedex",
    label="FedEx",
    website="https://www.fedex.com",
    reports=(INVOICES,),
    systems=("FedEx",),
)
