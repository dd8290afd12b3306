"""Sales and traffic as a JSON document (GET_SALES_AND_TRAFFIC_REPORT): by day, week or month, and by parent, child ASIN or SKU."""

from __future__ import annotations

from argosy.connectors.amazon.documents import (
    document_with,
    market_of_document,
    number,
    read_document,
    told,
    value,
)
from argosy.connectors.contract import Connection, Context, Mapped, Report, Sighting, Status, VendorColumn
from argosy.connectors.reading import text_literal

LISTS = ("salesAndTrafficByDate", "salesAndTrafficByAsin")
REASONS = {"not_a_date:date": "The day or period is missing or has a form we do not know."}


def parse_document(sighting: Sighting, connection: Connection, _context: Context) -> None:
    """One row per record of both lists."""
    read_document(sighting, connection, LISTS)


def map_document(connection: Connection, context: Context) -> Mapped:
    """Days at level store, ASINs at level listing (family where the report sums parents)."""
    del connection
    return Mapped(
        selects={"traffic": f"{_dates_sql(context)} UNION ALL BY NAME {_asins_sql(context)}"},
        money_out={"traffic": "sales_amount"},
        reasons=REASONS,
    )


def _shared(context: Context, sales: str, traffic: str) -> str:
    return f"""{text_literal(context.store_id)} AS store_id, {text_literal(context.channel)} AS channel, {market_of_document()} AS market,
        'amazon' AS told_by, '*' AS source, '*' AS medium, '*' AS campaign, '*' AS page, '*' AS device,
        {number(f"{traffic}.sessions")} AS sessions, {number(f"{traffic}.pageViews")} AS page_views,
        {number(f"{sales}.totalOrderItems")} AS order_items, {number(f"{sales}.unitsOrdered")} AS units,
        {number(f"{sales}.unitsRefunded")} AS refunded_units, {value(f"{sales}.orderedProductSales.currencyCode")} AS currency,
        {number(f"{sales}.orderedProductSales.amount", "DECIMAL(18,4)")} AS sales_amount,
        {number(f"{sales}.orderedProductSalesB2B.amount", "DECIMAL(18,4)")} AS business_sales_amount,
        {number(f"{traffic}.buyBoxPercentage", "DOUBLE")} / 100 AS featured_offer_share, source_line,
        {number(f"{sales}.orderedProductSales.amount", "DECIMAL(18,4)")} AS money_in"""


def _dates_sql(context: Context) -> str:
    day = f"TRY_CAST({value('date')} AS DATE)"
    step = told("reportSpecification.reportOptions.dateGranularity")
    days = f"CASE {step} WHEN 'WEEK' THEN 7 WHEN 'MONTH' THEN day(last_day({day})) ELSE 1 END"
    return f"""
        SELECT 'store' AS level, {day} AS visited_on, {days} AS days, '*' AS listing_id, '*' AS sku,
            {_shared(context, "salesByDate", "trafficByDate")}, CASE WHEN {day} IS NULL THEN 'not_a_date:date' END AS kept_apart
        FROM vendor WHERE part = 'salesAndTrafficByDate'
    """


def _asins_sql(context: Context) -> str:
    first = f"TRY_CAST({told('reportSpecification.dataStartTime')}[1:10] AS DATE)"
    last = f"TRY_CAST({told('reportSpecification.dataEndTime')}[1:10] AS DATE)"
    child, parent = value("childAsin"), value("parentAsin")
    return f"""
        SELECT CASE WHEN {child} IS NULL THEN 'family' ELSE 'listing' END AS level, {first} AS visited_on,
            {last} - {first} + 1 AS days, coalesce({child}, {parent}) AS listing_id, coalesce({value("sku")}, '*') AS sku,
            {_shared(context, "salesByAsin", "trafficByAsin")},
            CASE WHEN {first} IS NULL OR {last} IS NULL THEN 'not_a_date:date' END AS kept_apart
        FROM vendor WHERE part = 'salesAndTrafficByAsin'
    """


REPORT = Report(
    id="traffic_document",
    label="Sales and Traffic (GET_SALES_AND_TRAFFIC_REPORT, JSON)",
    grain="One record per day (week, month), and one per ASIN or SKU in the whole period.",
    where="Fetched through the Selling Partner API; the same figures as Business Reports.",
    tables=("traffic",),
    columns=(VendorColumn("salesAndTrafficByDate"), VendorColumn("salesAndTrafficByAsin", required=False)),
    recognise=document_with("salesAndTrafficByDate"),
    parse=parse_document,
    map=map_document,
    status=Status.VERIFIED,
    sources=("amzn/selling-partner-api-models, schemas/reports/sellerSalesAndTrafficReport.json (Apache-2.0)",),
)
