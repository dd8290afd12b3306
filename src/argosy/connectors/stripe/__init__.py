"""Stripe: balance, payouts and payments as its dashboard and its reports export them."""

from argosy.connectors.contract import Connector
from argosy.connectors.stripe.balance import BALANCE, DASHBOARD_BALANCE
from argosy.connectors.stripe.disputes import DISPUTES
from argosy.connectors.stripe.payments import PAYMENTS
from argosy.connectors.stripe.payouts import ITEMISED_PAYOUTS, PAYOUTS

METADATA = Connector(
    id="stripe",
    label="Stripe",
    website="https://stripe.com",
    reports=(BALANCE, DASHBOARD_BALANCE, PAYOUTS, ITEMISED_PAYOUTS, PAYMENTS, DISPUTES),
    systems=("Stripe",),
)
