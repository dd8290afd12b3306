"""Business Reports, sales and traffic: by child ASIN (one file per period) and by date, as the site lets a seller download them.

The report by ASIN does not say which days it covers; they are taken from two days in the file's name. The same ASIN may stand under two
parents: its rows are added up. Percentages are left out except the featured offer's, which cannot be reckoned from the rest.
"""

from __future__ import annotations

from collections.abc import Mapping

from argosy.connectors.amazon.cells import Cells
from argosy.connectors.amazon.dates import slash_order_sql, with_dates
from argosy.connectors.amazon.plain_report import Plain, plain_report
from argosy.connectors.cells import currency_of_sign
from argosy.connectors.contract import Connection, Context, Sighting, Status
from argosy.connectors.future import FUTURE, FUTURE_SENTENCE, is_far_off
from argosy.connectors.periods import PERIOD, keep_period
from argosy.connectors.reading import text_literal

REASONS = {
    "not_a_number:Sessions": "Sessions are missing or are no whole number.",
    "not_a_date:Date": "The day is missing, has a form we do not know, or could be read two ways.",
    "missing:currency": "Neither the amounts nor the store say which currency the sales are in.",
    FUTURE: FUTURE_SENTENCE,
}
SESSIONS = (("Sessions", ""),)
BY_ASIN = (
    *("(Child) ASIN", "Sessions - Total", "Page Views - Total", "Units Ordered", "Ordered Product Sales"),
    *("Total Order Items",),
)
B2B = (
    *("Sessions - Total - B2B", "Page Views - Total - B2B", "Units Ordered - B2B", "Ordered Product Sales - B2B"),
    *("Total Order Items - B2B", "Featured Offer (Buy Box) Percentage - B2B"),
)
UNREAD = (
    *(
        f"{what}{end}"
        for what in ("Session Percentage - Total", "Page Views Percentage - Total")
        for end in ("", " - B2B")
    ),
    *(
        f"{what}{end}"
        for what in ("Unit Session Percentage", "Order Item Session Percentage")
        for end in ("", " - B2B")
    ),
    *(
        f"{what} - {device}{end}"
        for what in ("Sessions", "Page Views")
        for device in ("Mobile App", "Browser")
        for end in ("", " - B2B")
    ),
    *(
        f"{what} - {device}{end}"
        for what in ("Session Percentage", "Page Views Percentage")
        for device in ("Mobile App", "Browser")
        for end in ("", " - B2B")
    ),
    *(
        f"{what}{end}"
        for what in (
            "Average Sales per Order Item",
            "Average Units per Order Item",
            "Average Selling Price",
            "Average Offer Count",
        )
        for end in ("", " - B2B")
    ),
    *(
        "Average Parent Items",
        "Refund Rate",
        "Feedback Received",
        "Negative Feedback Received",
        "A-to-z Claims Granted",
    ),
    *("Received Negative Feedback Rate", "Claims Amount", "Shipped Product Sales", "Units Shipped", "Orders Shipped"),
)


def _period_of_name(sighting: Sighting, connection: Connection, _context: Context) -> None:
    """Two days in the file's name, kept for the map step."""
    keep_period(sighting, connection, needed=True)


def _figures(cells: Cells, context: Context) -> str:
    """Figures of a row, unaggregated."""
    sales = cells.raw("Ordered Product Sales")
    share = f"{cells.money('Featured Offer (Buy Box) Percentage')} / 100"
    return f"""{cells.units("Sessions - Total")} AS sessions, {cells.units("Page Views - Total")} AS page_views,
        {cells.units("Total Order Items")} AS order_items, {cells.units("Units Ordered")} AS units,
        {cells.units("Units Refunded")} AS refunded_units, {currency_of_sign(sales, context.currency)} AS currency,
        {cells.money("Ordered Product Sales")} AS sales_amount, {cells.money("Ordered Product Sales - B2B")} AS business_sales_amount,
        {share} AS featured_offer_share"""


def _place(context: Context) -> str:
    market = text_literal(context.market) if context.market else "'*'"
    return (
        f"{text_literal(context.store_id)} AS store_id, {text_literal(context.channel)} AS channel, {market} AS market,"
        " 'amazon' AS told_by, '*' AS source, '*' AS medium, '*' AS campaign, '*' AS page, '*' AS device"
    )


def _by_asin(cells: Cells, context: Context) -> Mapping[str, str]:
    """Rows of one ASIN (and SKU) added up; the featured offer's share weighted by page views."""
    sku = f"coalesce({cells.text('SKU')}, '*')"
    rows = f"SELECT {cells.text('(Child) ASIN')} AS listing_id, {sku} AS sku, {_figures(cells, context)}, source_line FROM vendor"
    added = ", ".join(
        f"sum({name}) AS {name}"
        for name in (
            "sessions",
            "page_views",
            "order_items",
            "units",
            "refunded_units",
            "sales_amount",
            "business_sales_amount",
        )
    )
    foreign = "currency IS NULL AND sales_amount <> 0"
    problem = f"CASE WHEN sessions IS NULL THEN 'not_a_number:Sessions' WHEN {foreign} THEN 'missing:currency' END"
    told = f"SELECT *, {problem} AS problem FROM ({rows})"
    return {
        "traffic": f"""
            SELECT {_place(context)}, 'listing' AS level, (SELECT first_on FROM {PERIOD}) AS visited_on,
                (SELECT last_on - first_on + 1 FROM {PERIOD}) AS days, listing_id, sku, currency, {added},
                sum(featured_offer_share * page_views) / nullif(sum(page_views), 0) AS featured_offer_share,
                min(source_line) AS source_line, sum(sales_amount) AS money_in
            FROM ({told}) WHERE problem IS NULL GROUP BY listing_id, sku, currency
        """,
        "kept_apart": f"""
            SELECT source_line, problem AS reason_code, NULL::VARCHAR AS reason, currency, sales_amount AS money_in
            FROM ({told}) WHERE problem IS NOT NULL
        """,
        "ignored": f"""
            SELECT source_line, 'same_listing' AS reason_code FROM ({told}) WHERE problem IS NULL
            QUALIFY row_number() OVER (PARTITION BY listing_id, sku, currency ORDER BY source_line) > 1
        """,
    }


def _by_date(cells: Cells, context: Context) -> Mapping[str, str]:
    said = slash_order_sql(cells.text("Date"), context)
    rows = f"SELECT {said} AS said_on, {_figures(cells, context)}, source_line FROM vendor"
    dated = with_dates(rows, {"visited": "said_on"}, context)
    return {
        "traffic": f"""
            SELECT {_place(context)}, 'store' AS level, '*' AS listing_id, '*' AS sku, 1 AS days,
                * EXCLUDE (visited_wall, visited_at, said_on), sales_amount AS money_in, CASE
                WHEN visited_on IS NULL THEN 'not_a_date:Date' WHEN {is_far_off("visited_on", context)} THEN {text_literal(FUTURE)}
                WHEN currency IS NULL AND sales_amount <> 0 THEN 'missing:currency' END AS kept_apart
            FROM ({dated})
        """
    }


SHARED_ALIASES = {
    "Sessions - Total": (("Sessions", ""),),
    "Page Views - Total": (("Page Views", ""),),
    "Featured Offer (Buy Box) Percentage": (("Buy Box Percentage", ""), ("Featured Offer Percentage", "")),
    "Ordered Product Sales - B2B": (("Ordered product sales - B2B", ""),),
}
SOURCES = ("Header row as public parsers of the report read it, 2026-11-22",)
BY_CHILD_ASIN = plain_report(
    Plain(
        id="traffic_by_asin",
        label="Business Report: Detail Page Sales and Traffic by Child Item (CSV)",
        grain="One row per child ASIN (and SKU) in the period of the download.",
        where="Seller Central: Reports, Business Reports, Detail Page Sales and Traffic by Child Item.",
        required=BY_ASIN,
        optional=(
            "(Parent) ASIN",
            "Title",
            "SKU",
            "Units Refunded",
            "Featured Offer (Buy Box) Percentage",
            *B2B,
            *UNREAD,
        ),
        selects=_by_asin,
        tables=("traffic",),
        reasons=REASONS,
        money_out={"traffic": "sales_amount"},
        amounts=("Ordered Product Sales", "Ordered Product Sales - B2B"),
        aliases=SHARED_ALIASES,
        check=_period_of_name,
        status=Status.PARTIAL,
        sources=SOURCES,
    )
)
BY_DATE = plain_report(
    Plain(
        id="traffic_by_date",
        label="Business Report: Sales and Traffic by Date (CSV)",
        grain="One row per day.",
        where="Seller Central: Reports, Business Reports, Sales and Traffic.",
        required=("Date", "Ordered Product Sales", "Units Ordered", "Total Order Items"),
        optional=(
            *("Sessions - Total", "Page Views - Total", "Units Refunded", "Featured Offer (Buy Box) Percentage"),
            *(*B2B, *UNREAD),
        ),
        selects=_by_date,
        tables=("traffic",),
        reasons=REASONS,
        money_out={"traffic": "sales_amount"},
        amounts=("Ordered Product Sales", "Ordered Product Sales - B2B"),
        aliases=SHARED_ALIASES,
        forbids=("(Child) ASIN", "(Parent) ASIN"),
        share=0.75,
        status=Status.INFERRED,
        sources=SOURCES,
    )
)
