"""Oceanpayment: payments."""

from argosy.connectors.contract import Connector
from argosy.connectors.oceanpayment.payments import PAYMENTS

METADATA = Connector(
    id="oceanpayment",
    label="Oceanpayment",
    website="https://www.oceanpayment.com",
    reports=(PAYMENTS,),
    systems=("Oceanpayment",),
)
