"""Sponsored Products, Brands and Display: search term, advertised product, targeting and campaign reports of the advertising console.

What a report is, is told by its columns; which of the three programmes, by the days within which a purchase counts (7 for Products) and
by columns only Display has. Where the console gives no id, names take its place. Rates of the file are left out: they follow from sums.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from argosy.connectors.amazon.advertising_columns import (
    AD_GROUP,
    ASIN,
    CAMPAIGN,
    MATCH_TYPE,
    SEARCH_TERM,
    SHARED,
    SKU,
    TARGETING,
    UNREAD,
)
from argosy.connectors.amazon.cells import Cells, cells_of, prepare, unknown_columns
from argosy.connectors.amazon.dates import with_dates
from argosy.connectors.amazon.marketplaces import place_name_sql
from argosy.connectors.amazon.vocabulary import case_sql
from argosy.connectors.contract import Connection, Context, Mapped, Report, Sighting, Status, VendorColumn
from argosy.connectors.future import FUTURE, FUTURE_SENTENCE, is_far_off
from argosy.connectors.reading import text_literal
from argosy.connectors.recognition import header_key, signature

MONEY_COLUMNS = ("Spend", "7 Day Total Sales", "7 Day Advertised SKU Sales", "14 Day New-to-brand Sales")
REASONS = {
    "not_a_number:Spend": "The spend is missing or is no number.",
    "not_a_number:Impressions": "Impressions or clicks are missing or are no whole number.",
    "not_a_date:Date": "The row has neither a day nor a period in a form we know; days like 03/04/2026 could be read two ways.",
    "missing:currency": "Neither the row nor the store says which currency the spend is in.",
    FUTURE: FUTURE_SENTENCE,
}
DISPLAY_ONLY = ("Bid Optimization", "14 Day Detail Page Views (DPV)")
WINDOWS = (7, 14, 30, 1)
OF_AMAZON = (*(f"{days} Day Total Sales" for days in WINDOWS), "Advertiser account ID", "Portfolio name")
"""Columns that only Amazon's console has: other platforms also have campaigns, impressions, clicks and spend."""
SOURCES = (
    "Header rows as public parsers of the reports read them, 2026-11-22",
    "Field list of the Airbyte source amazon-ads (MIT)",
)


def _maker(level: str, columns: tuple[VendorColumn, ...]) -> Callable[[Connection, Context], Mapped]:
    """The map step of a report at one level of detail."""

    def map_report(connection: Connection, context: Context) -> Mapped:
        names = {column.name: tuple(alias for alias, _ in column.aliases) for column in columns}
        cells = cells_of(connection, MONEY_COLUMNS, names)
        return Mapped(
            selects={"ad_performance": _performance_sql(cells, level, context)},
            money_out={"ad_performance": "spend_amount"},
            reasons=REASONS,
            remarks=unknown_columns(connection, columns),
        )

    return map_report


def _parser(columns: tuple[VendorColumn, ...]) -> Callable[[Sighting, Connection, Context], None]:
    def parse_report(sighting: Sighting, connection: Connection, _context: Context) -> None:
        """Every cell as it came, with its line; `DataError` where a column is missing that the report cannot do without."""
        prepare(connection, sighting, columns)

    return parse_report


def _window(cells: Cells) -> int | None:
    """Days within which a purchase counts; None where the file does not say."""
    return next((days for days in WINDOWS if header_key(f"{days} Day Total Sales") in cells.places), None)


def _format(cells: Cells) -> str | None:
    """Which programme the report is of."""
    if any(header_key(name) in cells.places for name in DISPLAY_ONLY):
        return "display_ad"
    return {7: "product_ad", 14: "brand_ad"}.get(_window(cells) or 0)


def _dated_sql(cells: Cells, select: str, context: Context) -> str:
    """Adds `performed_on` and `days`: a day, a period from its first and last day, or a period written in one cell."""
    span = cells.text("Date range")
    parts = f"string_split_regex({span}, ' +(-|–|to) +')"
    first = f"coalesce({cells.text('Date')}, {cells.text('Start Date')}, {parts}[1])"
    last = f"coalesce({cells.text('Date')}, {cells.text('End Date')}, {parts}[-1])"
    select = f"{select}, {first} AS said_first, {last} AS said_last FROM vendor"
    return with_dates(select, {"first": "said_first", "last": "said_last"}, context)


def _literal(value: object) -> str:
    return "NULL" if value is None else text_literal(value) if isinstance(value, str) else str(value)


def _performance_sql(cells: Cells, level: str, context: Context) -> str:
    window, kind = _window(cells), _format(cells)
    own = text_literal(context.currency) if context.currency else "NULL::VARCHAR"
    viewed = {"display_ad": window, "product_ad": 0, "brand_ad": 0}.get(kind or "")
    today = f"DATE {text_literal(context.today.isoformat())}" if context.today else "NULL::DATE"
    columns = {**_slices(cells, level), **_figures(cells)}
    given = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    select = f"""SELECT {text_literal(context.store_id)} AS store_id, {text_literal(context.channel)} AS channel,
        coalesce({place_name_sql(cells.text("Country"))}, {_literal(context.market)}, '*') AS market, 'amazon_ads' AS platform,
        coalesce({cells.text("Advertiser account ID")}, {text_literal(context.store_id)}) AS account_id, {text_literal(level)} AS level,
        {_literal(kind)} AS format, upper(coalesce({cells.text("Currency")}, {own})) AS currency,
        {_literal(window)}::INTEGER AS attribution_click_days, {_literal(viewed)}::INTEGER AS attribution_view_days, {given}, source_line"""
    return f"""
        SELECT * EXCLUDE (first_wall, first_at, first_on, last_wall, last_at, last_on, said_first, said_last), first_on AS performed_on,
            last_on - first_on + 1 AS days, last_on + coalesce(attribution_click_days, 30) < {today} AS is_final,
            spend_amount AS money_in, CASE
                WHEN spend_amount IS NULL THEN 'not_a_number:Spend'
                WHEN impressions IS NULL OR clicks IS NULL THEN 'not_a_number:Impressions'
                WHEN first_on IS NULL OR last_on IS NULL OR last_on < first_on THEN 'not_a_date:Date'
                WHEN {is_far_off("first_on", context)} THEN {text_literal(FUTURE)}
                WHEN currency IS NULL THEN 'missing:currency' END AS kept_apart
        FROM ({_dated_sql(cells, select, context)})
    """


def _slices(cells: Cells, level: str) -> Mapping[str, str]:
    """The columns that say what was advertised to whom; '*' for all."""
    campaign, group = cells.text("Campaign Name"), cells.text("Ad Group Name")
    target = cells.text("Targeting")
    return {
        "campaign_id": f"coalesce({cells.text('Campaign ID')}, {campaign}, '*')",
        "campaign_name": campaign,
        "campaign_status": f"coalesce({cells.text('Campaign Status')}, {cells.text('Status')})",
        "portfolio": cells.text("Portfolio name"),
        "ad_group_id": f"coalesce({cells.text('Ad Group ID')}, {group}, '*')",
        "ad_group_name": group,
        "target": f"coalesce({target}, '*')",
        "match_type": _match_sql(cells) if cells.has("Targeting") or cells.has("Match Type") else "'*'",
        "search_term": f"coalesce({cells.text('Customer Search Term')}, '*')" if level == "search_term" else "'*'",
        "sku": f"coalesce({cells.text('Advertised SKU')}, {cells.text('Advertised ASIN')}, '*')",
        "listing_id": cells.text("Advertised ASIN"),
        **dict.fromkeys(("creative_id", "placement", "device", "audience"), "'*'"),
    }


def _match_sql(cells: Cells) -> str:
    """How a target is matched: by its own word, else by the look of the target."""
    target = f"lower({cells.text('Targeting')})"
    told = case_sql("ads_match_type", cells.text("Match Type"))
    return (
        f"coalesce({told}, {case_sql('ads_automatic_target', target)}, CASE WHEN starts_with({target}, 'asin') THEN 'product'"
        f" WHEN starts_with({target}, 'category') THEN 'category' WHEN contains({target}, 'audience') THEN 'audience' END, '*')"
    )


def _figures(cells: Cells) -> Mapping[str, str]:
    top, said = cells.money("Top-of-search Impression Share"), cells.raw("Top-of-search Impression Share")
    share = f"CASE WHEN contains({said}, '<') THEN NULL WHEN contains({said}, '%') THEN {top} / 100 ELSE {top} END"
    return {
        "budget_amount": f"coalesce({cells.money('Budget Amount')}, {cells.money('Budget')})",
        "impressions": cells.units("Impressions"),
        "clicks": cells.units("Clicks"),
        "spend_amount": cells.money("Spend"),
        "page_views": cells.units("14 Day Detail Page Views (DPV)"),
        "attributed_orders": cells.money("7 Day Total Orders (#)"),
        "attributed_units": cells.money("7 Day Total Units (#)"),
        "attributed_sales_amount": cells.money("7 Day Total Sales"),
        "same_sku_orders": cells.money("7 Day Advertised SKU Orders (#)"),
        "same_sku_units": cells.money("7 Day Advertised SKU Units (#)"),
        "same_sku_sales_amount": cells.money("7 Day Advertised SKU Sales"),
        "new_to_brand_orders": cells.money("14 Day New-to-brand Orders (#)"),
        "new_to_brand_units": cells.money("14 Day New-to-brand Units (#)"),
        "new_to_brand_sales_amount": cells.money("14 Day New-to-brand Sales"),
        "top_of_search_share": share,
    }


def _report(
    report_id: str,
    label: str,
    level: str,
    own: tuple[VendorColumn, ...],
    needed: tuple[str, ...],
    forbids: tuple[str, ...],
) -> Report:
    columns = (*own, *SHARED, *UNREAD)
    names = {column.name: tuple(alias for alias, _ in column.aliases) for column in columns}
    return Report(
        id=report_id,
        label=label,
        grain="One row per day or period and what was advertised.",
        where="Advertising console: Measurement & Reporting, Sponsored ads reports, Create report.",
        tables=("ad_performance",),
        columns=columns,
        recognise=signature(
            *(*needed, "Campaign Name", "Impressions", "Clicks", "Spend"),
            any_of=OF_AMAZON,
            aliases=names,
            forbids=forbids,
            share=0.7,
        ),
        parse=_parser(columns),
        map=_maker(level, columns),
        status=Status.INFERRED,
        sources=SOURCES,
    )


SEARCH_TERMS = _report(
    "ads_search_term",
    "Sponsored Products / Brands search term report (console until 2025, and of 2026)",
    "search_term",
    (SEARCH_TERM, AD_GROUP, VendorColumn("Targeting", required=False, aliases=TARGETING.aliases), MATCH_TYPE),
    ("Customer Search Term",),
    (),
)
ADVERTISED_PRODUCTS = _report(
    "ads_advertised_product",
    "Sponsored Products / Display advertised product report",
    "product",
    (SKU, AD_GROUP, ASIN),
    ("Advertised SKU",),
    ("Customer Search Term", "Purchased ASIN"),
)
TARGETS = _report(
    "ads_targeting",
    "Sponsored Products / Brands / Display targeting (keyword) report",
    "target",
    (TARGETING, AD_GROUP, MATCH_TYPE),
    ("Targeting",),
    ("Customer Search Term", "Search term", "Advertised SKU", "Purchased ASIN"),
)
CAMPAIGNS = _report(
    "ads_campaign",
    "Sponsored Products / Brands / Display campaign report",
    "campaign",
    CAMPAIGN,
    (),
    (
        *("Customer Search Term", "Search term", "Targeting", "Target value", "Keyword", "Advertised SKU"),
        *("Ad Group Name", "Placement", "Purchased ASIN"),
    ),
)
REPORTS = (SEARCH_TERMS, ADVERTISED_PRODUCTS, TARGETS, CAMPAIGNS)
