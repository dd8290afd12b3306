"""Brand Analytics as CSV downloads: top search terms, and search query performance by ASIN or brand.

The first line says the range (weekly, monthly ...) and, for search queries, which ASIN; `Reporting Date` is the last day of the period.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from argosy.connectors.amazon.cells import Cells
from argosy.connectors.amazon.dates import slash_order_sql, with_dates
from argosy.connectors.amazon.plain_report import Plain, plain_report
from argosy.connectors.cells import currency_of_sign
from argosy.connectors.contract import Connection, Context, Sighting, Status
from argosy.connectors.future import FUTURE, FUTURE_SENTENCE, is_far_off
from argosy.connectors.reading import text_literal
from argosy.core.errors import DataError

RANGE = re.compile(r"\b(daily|weekly|monthly|quarterly)\b", re.IGNORECASE)
ASIN = re.compile(r"\b(B0[A-Z0-9]{8})\b")
FACTS = "brand_report"
FIRST_DAY = {
    "daily": "last_on",
    "weekly": "last_on - 6",
    "monthly": "CAST(date_trunc('month', last_on) AS DATE)",
    "quarterly": "CAST(date_trunc('quarter', last_on) AS DATE)",
}
REASONS = {
    "missing:term": "The row has no search term.",
    "not_a_date:Reporting Date": "The last day of the period is missing, has a form we do not know, or could be read two ways.",
    FUTURE: FUTURE_SENTENCE,
}
SOURCES = ("Header row as public parsers of the report read it, 2026-11-22",)


def _facts(sighting: Sighting, connection: Connection, _context: Context) -> None:
    """What the lines above the header say: the range and the ASIN (`*` for the whole brand)."""
    above = " ".join(sighting.preamble)
    told = RANGE.search(above)
    if told is None:
        raise DataError(
            "File {file} does not say whether it is daily, weekly, monthly or quarterly: its first line is missing; download it again.",
            file=sighting.name,
        )
    asin = ASIN.search(above)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {FACTS} AS SELECT {text_literal(told.group(1).lower())} AS span,"
        f" {text_literal(asin.group(1) if asin else '*')} AS asin"
    )


def _place(context: Context) -> str:
    market = text_literal(context.market) if context.market else "'*'"
    return (
        f"{text_literal(context.store_id)} AS store_id, {text_literal(context.channel)} AS channel, {market} AS market"
    )


def _dated(cells: Cells, rows: str, context: Context) -> str:
    """Adds from_on, days and why a row may not enter."""
    select = f"{rows}, {slash_order_sql(cells.text('Reporting Date'), context)} AS said_last, source_line FROM vendor"
    first = " ".join(f"WHEN '{span}' THEN {day}" for span, day in FIRST_DAY.items())
    dated = with_dates(select, {"last": "said_last"}, context)
    spanned = f"SELECT *, CASE (SELECT span FROM {FACTS}) {first} END AS from_on FROM ({dated})"
    return f"""
        SELECT * EXCLUDE (said_last, last_wall, last_at, last_on), last_on - from_on + 1 AS days, CASE
            WHEN search_term IS NULL THEN 'missing:term' WHEN last_on IS NULL THEN 'not_a_date:Reporting Date'
            WHEN {is_far_off("last_on", context)} THEN {text_literal(FUTURE)} END AS kept_apart
        FROM ({spanned})
    """


def _top_terms(cells: Cells, context: Context) -> Mapping[str, str]:
    leaders = ", ".join(
        f"{{'listing_id': {cells.text(f'Top Clicked Product #{place}: ASIN')},"
        f" 'click_share': {cells.money(f'Top Clicked Product #{place}: Click Share')} / 100,"
        f" 'conversion_share': {cells.money(f'Top Clicked Product #{place}: Conversion Share')} / 100}}"
        for place in (1, 2, 3)
    )
    rows = f"""SELECT {_place(context)}, 'amazon.ba_top_terms' AS told_by, {cells.text("Search Term")} AS search_term, '*' AS listing_id,
        {cells.units("Search Frequency Rank")} AS search_rank,
        to_json(list_filter([{leaders}], lambda one: one.listing_id IS NOT NULL))::VARCHAR AS leaders"""
    return {"search_terms": _dated(cells, rows, context)}


COUNTS = {
    "search_volume": ("Search Query Volume",),
    "market_impressions": ("Impressions: Total Count",),
    "own_impressions": ("Impressions: ASIN Count", "Impressions: Brand Count"),
    "market_clicks": ("Clicks: Total Count",),
    "own_clicks": ("Clicks: ASIN Count", "Clicks: Brand Count"),
    "market_add_to_carts": ("Cart Adds: Total Count",),
    "own_add_to_carts": ("Cart Adds: ASIN Count", "Cart Adds: Brand Count"),
    "market_purchases": ("Purchases: Total Count",),
    "own_purchases": ("Purchases: ASIN Count", "Purchases: Brand Count"),
}


def _queries(cells: Cells, context: Context) -> Mapping[str, str]:
    figures = ", ".join(f"{cells.units(names[0])} AS {column}" for column, names in COUNTS.items())
    price = "Purchases: Price (Median)"
    rows = f"""SELECT {_place(context)}, 'amazon.ba_queries' AS told_by, {cells.text("Search Query")} AS search_term,
        (SELECT asin FROM {FACTS}) AS listing_id, {figures}, {cells.money("Clicks: ASIN Share %")} / 100 AS click_share,
        {cells.money("Purchases: ASIN Share %")} / 100 AS conversion_share, {cells.money(price)} AS median_price_amount,
        CASE WHEN {cells.raw(price)} IS NOT NULL THEN {currency_of_sign(cells.raw(price), context.currency)} END AS currency"""
    return {"search_terms": _dated(cells, rows, context)}


BASKET = "2026-11-22"
"""Day on which British downloads were seen to say Basket Adds for Cart Adds."""
TOP_TERMS = plain_report(
    Plain(
        id="ba_top_terms",
        label="Brand Analytics: Top Search Terms (CSV)",
        grain="One row per search term with its three most clicked products.",
        where="Seller Central: Brands, Brand Analytics, Top Search Terms, Download.",
        required=("Search Frequency Rank", "Search Term", "Top Clicked Product #1: ASIN", "Reporting Date"),
        optional=(
            *("Top Clicked Brand #1", "Top Clicked Brands #2", "Top Clicked Brands #3"),
            *(f"Top Clicked Category #{place}" for place in (1, 2, 3)),
            *("Top Clicked Product #2: ASIN", "Top Clicked Product #3: ASIN"),
            *(
                f"Top Clicked Product #{place}: {what}"
                for place in (1, 2, 3)
                for what in ("Product Title", "Click Share", "Conversion Share")
            ),
        ),
        amounts=tuple(f"Top Clicked Product #{place}: Click Share" for place in (1, 2, 3)),
        aliases={"Search Term": (("Search Query", ""),), "Reporting Date": (("Report Date", ""),)},
        share=0.75,
        selects=_top_terms,
        check=_facts,
        tables=("search_terms",),
        reasons=REASONS,
        status=Status.PARTIAL,
        sources=SOURCES,
    )
)
QUERIES = plain_report(
    Plain(
        id="ba_queries",
        label="Brand Analytics: Search Query Performance, ASIN or Brand view (CSV)",
        grain="One row per search query.",
        where="Seller Central: Brands, Brand Analytics, Search Query Performance, Download (simple or comprehensive).",
        required=(
            "Search Query",
            "Impressions: Total Count",
            "Clicks: Total Count",
            "Purchases: Total Count",
            "Reporting Date",
        ),
        optional=(
            *("Search Query Score", *(names[0] for names in COUNTS.values() if "Total" not in names[0])),
            *("Cart Adds: Total Count", "Impressions: ASIN Share %", "Clicks: ASIN Share %", "Cart Adds: ASIN Share %"),
            *(
                "Purchases: ASIN Share %",
                "Clicks: Click Rate %",
                "Cart Adds: Cart Add Rate %",
                "Purchases: Purchase Rate %",
            ),
            *(
                f"{what}: {price}"
                for what in ("Clicks", "Cart Adds", "Purchases")
                for price in (
                    "Price (Median)",
                    "ASIN Price (Median)",
                    "Same Day Shipping Speed",
                    "1D Shipping Speed",
                    "2D Shipping Speed",
                )
            ),
        ),
        amounts=("Purchases: Price (Median)", "Clicks: ASIN Share %", "Purchases: ASIN Share %"),
        aliases={
            **{names[0]: ((names[1], ""),) for names in COUNTS.values() if len(names) > 1},
            "Clicks: ASIN Share %": (("Clicks: Brand Share %", ""),),
            "Purchases: ASIN Share %": (("Purchases: Brand Share %", ""),),
            "Cart Adds: Total Count": (("Basket Adds: Total Count", BASKET),),
            "Cart Adds: ASIN Count": (("Cart Adds: Brand Count", ""), ("Basket Adds: ASIN Count", BASKET)),
        },
        selects=_queries,
        check=_facts,
        tables=("search_terms",),
        reasons=REASONS,
        status=Status.PARTIAL,
        sources=SOURCES,
    )
)
