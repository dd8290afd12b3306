"""PayPal: the activity download."""

from argosy.connectors.contract import Connector
from argosy.connectors.paypal.activity import ACTIVITY

METADATA = Connector(
    id="paypal",
    label="PayPal",
    website="https://www.paypal.com",
    reports=(ACTIVITY,),
    systems=("PayPal",),
)
