"""Account health (GET_V2_SELLER_PERFORMANCE_REPORT) as a JSON document: one record per site with every measure Amazon judges a seller by.

The rate of orders delivered in time becomes the rate of those delivered late, as the table counts it. The defects of own and of Amazon's
deliveries are one rate here, each weighing by its orders. Measures without a number (the rating's colour) are left out.
"""

from __future__ import annotations

from argosy.connectors.amazon.documents import document_with, number, read_document, value
from argosy.connectors.amazon.marketplaces import IDS
from argosy.connectors.contract import Connection, Context, Mapped, Report, Sighting, Status, VendorColumn
from argosy.connectors.reading import text_literal

RATES = {
    "invoice_defect_rate": ("invoiceDefectRate", "orderCount", "invoiceDefect.count"),
    "late_shipment_rate": ("lateShipmentRate", "orderCount", "lateShipmentCount"),
    "cancellation_rate": ("prefulfillmentCancelRate", "orderCount", "cancellationCount"),
    "valid_tracking_rate": ("validTrackingRate", "shipmentCount", "validTrackingCount"),
}
"""Canonical measure to Amazon's, its base and its count."""
CASES = {
    "policy_violations": "otherPolicyViolations",
    "rights_violations": "receivedIntellectualPropertyComplaints",
    "authenticity_complaints": "productAuthenticityCustomerComplaints",
    "condition_complaints": "productConditionCustomerComplaints",
    "safety_complaints": "productSafetyCustomerComplaints",
    "restricted_products": "restrictedProductPolicyViolations",
    "listing_violations": "listingPolicyViolations",
}
STATES = {"GOOD": "good", "FAIR": "at_risk", "BAD": "critical"}
REASONS = {"missing:marketplaceId": "The record has no site we know."}


def parse_health(sighting: Sighting, connection: Connection, _context: Context) -> None:
    """One row per site."""
    read_document(sighting, connection, ("performanceMetrics",))


def _row(metric: str, of: str, figure: str, target: str, side: str, cases: str, base: str) -> str:
    """One measure as a struct; `of` is the part of the record with its dates and status."""
    status = " ".join(f"WHEN '{word}' THEN '{state}'" for word, state in STATES.items())
    first, last = (
        f"TRY_CAST({value(f'{of}.reportingDateRange.reportingDate{end}')}[1:10] AS DATE)" for end in ("From", "To")
    )
    return (
        f"{{'metric': '{metric}', 'figure': ({figure})::DECIMAL(18,6), 'target': ({target})::DECIMAL(18,6), 'side': {side},"
        f" 'status': CASE {value(f'{of}.status')} {status} END, 'measured_on': {last}, 'window_days': {last} - {first} + 1,"
        f" 'cases': {cases}, 'base': {base}}}"
    )


def _side(of: str) -> str:
    return f"CASE {value(f'{of}.targetCondition')} WHEN 'GREATER_THAN' THEN 'above' ELSE 'below' END"


def _measures() -> str:
    return ", ".join((*map(_rate_sql, RATES), *map(_cases_sql, CASES), _late_delivery_sql(), _order_defects_sql()))


def _rate_sql(metric: str) -> str:
    of, base, count = RATES[metric]
    figure, target = number(f"{of}.rate", "DOUBLE"), number(f"{of}.targetValue", "DOUBLE")
    return _row(metric, of, figure, target, _side(of), number(f"{of}.{count}"), number(f"{of}.{base}"))


def _cases_sql(metric: str) -> str:
    of = CASES[metric]
    count, target = number(f"{of}.defectsCount"), number(f"{of}.targetValue", "DOUBLE")
    return _row(metric, of, count, target, _side(of), count, "NULL::BIGINT")


def _late_delivery_sql() -> str:
    of = "onTimeDeliveryRate"
    figure, target = (f"1 - {number(f'{of}.{name}', 'DOUBLE')}" for name in ("rate", "targetValue"))
    base = number(f"{of}.shipmentCountWithValidTracking")
    return _row("late_delivery_rate", of, figure, target, "'below'", "NULL::BIGINT", base)


def _order_defects_sql() -> str:
    both = [f"orderDefectRate.{by}" for by in ("mfn", "afn")]
    orders = " + ".join(f"coalesce({number(f'{of}.orderCount')}, 0)" for of in both)
    defects = " + ".join(f"coalesce({number(f'{of}.orderWithDefects.count')}, 0)" for of in both)
    target = number(f"{both[0]}.targetValue", "DOUBLE")
    figure = f"({defects})::DOUBLE / nullif({orders}, 0)"
    return _row("order_defect_rate", both[0], figure, target, "'below'", defects, orders)


def map_health(connection: Connection, context: Context) -> Mapped:
    """One row per site and measure that has a number."""
    del connection
    cases = " ".join(f"WHEN {text_literal(one)} THEN {text_literal(code)}" for one, code in IDS.items())
    site = f"CASE {value('marketplaceId')} {cases} END"
    return Mapped(
        selects={
            "account_health": f"""
                SELECT {text_literal(context.store_id)} AS store_id, {text_literal(context.channel)} AS channel, market,
                    measure.metric AS metric, measure.measured_on AS measured_on, measure.figure AS value,
                    measure.target AS target_value, measure.side AS target_side, measure.status AS status,
                    measure.window_days AS window_days, measure.cases AS case_count, measure.base AS base_count,
                    source_line, CASE WHEN market IS NULL THEN 'missing:marketplaceId' END AS kept_apart
                FROM (SELECT {site} AS market, unnest([{_measures()}]) AS measure, source_line FROM vendor)
                WHERE measure.figure IS NOT NULL AND measure.measured_on IS NOT NULL
            """
        },
        reasons=REASONS,
    )


REPORT = Report(
    id="account_health",
    label="Account Health (GET_V2_SELLER_PERFORMANCE_REPORT, JSON)",
    grain="One record per site with all its measures.",
    where="Fetched through the Selling Partner API; the same figures as Performance, Account Health.",
    tables=("account_health",),
    columns=(VendorColumn("performanceMetrics"), VendorColumn("accountStatuses", required=False)),
    recognise=document_with("performanceMetrics", "accountStatuses"),
    parse=parse_health,
    map=map_health,
    status=Status.VERIFIED,
    sources=("amzn/selling-partner-api-models, schemas/reports/accountHealthReport-2020-11-18.json (Apache-2.0)",),
)
