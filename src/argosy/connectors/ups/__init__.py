"""UPS: billing data."""

from argosy.connectors.contract import Connector
from argosy.connectors.ups.billing import BILLING

METADATA = Connector(
    id="ups",
    label="UPS",
    website="https://www.ups.com",
    reports=(BILLING,),
    systems=("UPS",),
)
