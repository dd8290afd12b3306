"""Brand Analytics as JSON documents: search terms, search query performance, repeat purchases, market basket.

Search terms come three products to a term: they become one row per term, with the products as its leaders. Departments are told apart by
nothing in the table, so only the whole site's department (the one whose name is the site's, else the only one) is loaded.
"""

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

REASONS = {
    "not_a_date:period": "The period of the report is missing or has a form we do not know.",
    "missing:searchTerm": "The record has no search term.",
    "missing:asin": "The record has no ASIN.",
}
WHERE = "Fetched through the Selling Partner API; the same figures as Brand Analytics in Seller Central."
SOURCE = "amzn/selling-partner-api-models, schemas/reports/{} (Apache-2.0)"
BY_TERM, BY_ASIN = "dataByDepartmentAndSearchTerm", "dataByAsin"
FIRST = f"TRY_CAST({told('reportSpecification.dataStartTime')}[1:10] AS DATE)"
LAST = f"TRY_CAST({told('reportSpecification.dataEndTime')}[1:10] AS DATE)"


def _parse_terms(sighting: Sighting, connection: Connection, _context: Context) -> None:
    """One row per term and clicked product."""
    read_document(sighting, connection, (BY_TERM,))


def _parse_asins(sighting: Sighting, connection: Connection, _context: Context) -> None:
    """One row per record."""
    read_document(sighting, connection, (BY_ASIN,))


def _place(context: Context) -> str:
    return (
        f"{text_literal(context.store_id)} AS store_id, {text_literal(context.channel)} AS channel,"
        f" {market_of_document()} AS market"
    )


def map_terms(connection: Connection, context: Context) -> Mapped:
    """One row per term of the whole site; rows of its further products and of departments are passed over."""
    del connection
    department = value("departmentName")
    site = f"min({department}) FILTER (WHERE starts_with(lower({department}), 'amazon'))"
    whole = f"(SELECT coalesce({site}, min({department})) FROM vendor)"
    leader = (
        f"{{'listing_id': {value('clickedAsin')}, 'click_share': {number('clickShare', 'DOUBLE')},"
        f" 'conversion_share': {number('conversionShare', 'DOUBLE')}}}"
    )
    rows = f"""
        SELECT {value("searchTerm")} AS search_term, {number("searchFrequencyRank")} AS search_rank, {leader} AS leader,
            coalesce({number("clickShareRank")}, 0) AS place, {department} IS NOT DISTINCT FROM {whole} AS is_whole, source_line FROM vendor
    """
    return Mapped(
        selects={
            "search_terms": f"""
                SELECT {_place(context)}, 'amazon.ba_search_terms' AS told_by, search_term, '*' AS listing_id, {FIRST} AS from_on,
                    {LAST} - {FIRST} + 1 AS days, min(search_rank) AS search_rank,
                    to_json(list(leader ORDER BY place, source_line))::VARCHAR AS leaders, min(source_line) AS source_line,
                    CASE WHEN search_term IS NULL THEN 'missing:searchTerm'
                        WHEN {FIRST} IS NULL OR {LAST} IS NULL THEN 'not_a_date:period' END AS kept_apart
                FROM ({rows}) WHERE is_whole GROUP BY search_term
            """,
            "ignored": f"""
                SELECT source_line, CASE WHEN is_whole THEN 'further_product' ELSE 'department' END AS reason_code FROM ({rows})
                QUALIFY NOT is_whole OR row_number() OVER (PARTITION BY is_whole, search_term ORDER BY source_line) > 1
            """,
        },
        reasons=REASONS,
    )


def _days_of_record() -> tuple[str, str]:
    """First and last day of a record; the document's where it has none of its own."""
    first, last = (f"TRY_CAST({value(name)} AS DATE)" for name in ("startDate", "endDate"))
    return f"coalesce({first}, {FIRST})", f"coalesce({last}, {LAST})"


def map_queries(connection: Connection, context: Context) -> Mapped:
    """How each ASIN does on each query, beside all sellers."""
    del connection
    first, last = _days_of_record()
    price = "purchaseData.totalMedianPurchasePrice"
    counts = {
        "search_volume": "searchQueryData.searchQueryVolume",
        "market_impressions": "impressionData.totalQueryImpressionCount",
        "own_impressions": "impressionData.asinImpressionCount",
        "market_clicks": "clickData.totalClickCount",
        "own_clicks": "clickData.asinClickCount",
        "market_add_to_carts": "cartAddData.totalCartAddCount",
        "own_add_to_carts": "cartAddData.asinCartAddCount",
        "market_purchases": "purchaseData.totalPurchaseCount",
        "own_purchases": "purchaseData.asinPurchaseCount",
    }
    figures = ", ".join(f"{number(path)} AS {name}" for name, path in counts.items())
    return Mapped(
        selects={
            "search_terms": f"""
                SELECT *, CASE WHEN search_term IS NULL THEN 'missing:searchTerm' WHEN listing_id IS NULL THEN 'missing:asin'
                    WHEN from_on IS NULL OR days IS NULL THEN 'not_a_date:period' END AS kept_apart
                FROM (
                    SELECT {_place(context)}, 'amazon.ba_search_query_performance' AS told_by,
                        {value("searchQueryData.searchQuery")} AS search_term, {value("asin")} AS listing_id, {first} AS from_on,
                        {last} - {first} + 1 AS days, {figures}, {number("clickData.asinClickShare", "DOUBLE")} AS click_share,
                        {number("purchaseData.asinPurchaseShare", "DOUBLE")} AS conversion_share,
                        {value(price + ".currencyCode")} AS currency, {number(price + ".amount", "DECIMAL(18,4)")} AS median_price_amount,
                        source_line
                    FROM vendor)
            """
        },
        reasons=REASONS,
    )


def _patterns(context: Context, columns: str) -> Mapped:
    first, last = _days_of_record()
    return Mapped(
        selects={
            "purchase_patterns": f"""
                SELECT *, CASE WHEN listing_id IS NULL THEN 'missing:asin'
                    WHEN from_on IS NULL OR days IS NULL THEN 'not_a_date:period' END AS kept_apart
                FROM (SELECT {_place(context)}, {value("asin")} AS listing_id, {first} AS from_on, {last} - {first} + 1 AS days,
                    {columns}, source_line FROM vendor)
            """
        },
        reasons=REASONS,
    )


def map_repeats(connection: Connection, context: Context) -> Mapped:
    """Repeat buyers per ASIN; the sales follow from the repeat sales and their share."""
    del connection
    money, share = "repeatPurchaseRevenue", "repeatPurchaseRevenuePctTotal"
    repeat = number(f"{money}.amount", "DECIMAL(18,4)")
    return _patterns(
        context,
        f"""'*' AS with_listing_id, {number("orders")} AS orders, {number("uniqueCustomers")} AS customers,
            {number("repeatCustomersPctTotal", "DOUBLE")} AS repeat_customer_share, {value(f"{money}.currencyCode")} AS currency,
            {repeat} AS repeat_sales_amount, CASE WHEN {number(share, "DOUBLE")} > 0
                THEN ({repeat} / {number(share, "DOUBLE")})::DECIMAL(18,4) END AS sales_amount""",
    )


def map_baskets(connection: Connection, context: Context) -> Mapped:
    """What is bought together."""
    del connection
    return _patterns(
        context,
        f"""coalesce({value("purchasedWithAsin")}, '*') AS with_listing_id, {number("purchasedWithRank")} AS together_rank,
            {number("combinationPct", "DOUBLE")} AS together_share""",
    )


SEARCH_TERMS = Report(
    id="ba_search_terms",
    label="Brand Analytics: Search Terms (GET_BRAND_ANALYTICS_SEARCH_TERMS_REPORT, JSON)",
    grain="One record per department, search term and one of its three most clicked products.",
    where=WHERE,
    tables=("search_terms",),
    columns=(VendorColumn(BY_TERM),),
    recognise=document_with(BY_TERM),
    parse=_parse_terms,
    map=map_terms,
    status=Status.VERIFIED,
    sources=(SOURCE.format("sellingPartnerSearchTermsReport.json"),),
)
SEARCH_QUERIES = Report(
    id="ba_search_query_performance",
    label="Brand Analytics: Search Query Performance (JSON)",
    grain="One record per ASIN, search query and period.",
    where=WHERE,
    tables=("search_terms",),
    columns=(VendorColumn(BY_ASIN),),
    recognise=document_with(BY_ASIN, also=lambda said: "searchQueryData" in said),
    parse=_parse_asins,
    map=map_queries,
    status=Status.VERIFIED,
    sources=(SOURCE.format("sellingPartnerSearchQueryPerformanceReport.json"),),
)
REPEATS = Report(
    id="ba_repeat_purchase",
    label="Brand Analytics: Repeat Purchase Behaviour (JSON)",
    grain="One record per ASIN and period.",
    where=WHERE,
    tables=("purchase_patterns",),
    columns=(VendorColumn(BY_ASIN),),
    recognise=document_with(BY_ASIN, also=lambda said: "repeatCustomersPctTotal" in said),
    parse=_parse_asins,
    map=map_repeats,
    status=Status.VERIFIED,
    sources=(SOURCE.format("sellingPartnerRepeatPurchaseReport.json"),),
)
BASKETS = Report(
    id="ba_market_basket",
    label="Brand Analytics: Market Basket Analysis (JSON)",
    grain="One record per ASIN, ASIN bought with it, and period.",
    where=WHERE,
    tables=("purchase_patterns",),
    columns=(VendorColumn(BY_ASIN),),
    recognise=document_with(BY_ASIN, also=lambda said: "purchasedWithAsin" in said),
    parse=_parse_asins,
    map=map_baskets,
    status=Status.VERIFIED,
    sources=(SOURCE.format("sellingPartnerMarketBasketAnalysisReport.json"),),
)
REPORTS = (SEARCH_TERMS, SEARCH_QUERIES, REPEATS, BASKETS)
