"""Amazon: the reports a seller downloads from Seller Central or fetches through its reports interface."""

from __future__ import annotations

from argosy.connectors.amazon import (
    account_health,
    advertising,
    brand_analytics,
    brand_tables,
    fba_shipments,
    inventory,
    ledger,
    orders,
    returns,
    settlement,
    settlement_v1,
    stock,
    traffic,
    traffic_document,
    transactions,
    vat,
)
from argosy.connectors.contract import Connector

METADATA = Connector(
    id="amazon",
    label="Amazon",
    website="https://sellercentral.amazon.com",
    reports=(
        settlement.REPORT,
        settlement_v1.REPORT,
        transactions.REPORT,
        orders.REPORT,
        inventory.REPORT,
        returns.RETURNS,
        returns.REIMBURSEMENTS,
        stock.RESTOCK,
        stock.AGED,
        ledger.DETAIL,
        ledger.SUMMARY,
        fba_shipments.FULFILLED,
        fba_shipments.REMOVAL_ORDERS,
        fba_shipments.REMOVAL_PARCELS,
        *advertising.REPORTS,
        traffic.BY_CHILD_ASIN,
        traffic.BY_DATE,
        traffic_document.REPORT,
        vat.REPORT,
        *brand_analytics.REPORTS,
        brand_tables.TOP_TERMS,
        brand_tables.QUERIES,
        account_health.REPORT,
    ),
    systems=("Amazon",),
    not_read=(
        "results of Manage Your Experiments: no document or public parser tells the columns of its download (looked for 2026-11-22);"
        " enter them by a mapping into `experiment_results`.",
    ),
)
