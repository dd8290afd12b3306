"""Amazon: the reports a seller downloads from Seller Central or fetches through its reports interface."""

from __future__ import annotations

from argosy.connectors.amazon.advertising import REPORTS as ADVERTISING
from argosy.connectors.amazon.inventory import REPORT as FBA_INVENTORY_PLANNING
from argosy.connectors.amazon.orders import REPORT as ALL_ORDERS
from argosy.connectors.amazon.returns import REIMBURSEMENTS, RETURNS
from argosy.connectors.amazon.settlement import REPORT as SETTLEMENT_V2
from argosy.connectors.amazon.settlement_v1 import REPORT as SETTLEMENT_V1
from argosy.connectors.amazon.transactions import REPORT as TRANSACTIONS
from argosy.connectors.contract import Connector

METADATA = Connector(
    id="amazon",
    label="Amazon",
    website="https://sellercentral.amazon.com",
    reports=(
        SETTLEMENT_V2,
        SETTLEMENT_V1,
        TRANSACTIONS,
        ALL_ORDERS,
        FBA_INVENTORY_PLANNING,
        RETURNS,
        REIMBURSEMENTS,
        *ADVERTISING,
    ),
    systems=("Amazon",),
)
