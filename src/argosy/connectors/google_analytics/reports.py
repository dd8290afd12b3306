"""Google Analytics 4: traffic acquisition, landing pages and items, from standard reports and from explorations (CSV).

Lines that begin with # stand before the header and tell the days; after a further line of them another table may follow, which is not
part of the report. The row without a channel, page or item is the sum of all. Amounts are in the property's currency, which is taken to be
the store's.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.contract import Report, Status
from argosy.connectors.tabular import Field, Kind
from argosy.connectors.visit_tables import day, visits

FOLDER = Path(__file__).parent
SOURCES = (
    "Lines before the header, headings and sample rows of downloads in public parsers and their tests, 2026-11-22",
    "https://support.google.com/analytics/answer/9756891",
)
OTHER_TABLE = "sum(CASE WHEN starts_with(first_cell, '#') THEN 1 ELSE 0 END) OVER (ORDER BY source_line) > 0"


def _also(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, "") for name in names)


CHANNEL = Field(
    "source",
    "Session primary channel group (Default Channel Group)",
    Kind.WORD,
    required=False,
    otherwise="unassigned",
    aliases=_also(
        *("Session default channel group", "Session primary channel group", "Default channel group"),
        *("Session default channel grouping", "Channel group"),
    ),
)
MEDIUM = Field("medium", "Session source / medium", required=False, aliases=_also("Source / medium", "Session medium"))
CAMPAIGN = Field(
    "campaign", "Session campaign", required=False, aliases=_also("Session Google Ads campaign", "Campaign")
)
PAGE = Field("page", "Landing page + query string", aliases=_also("Landing page"))
DEVICE = Field("device", "Device category", Kind.WORD, required=False, otherwise="other")
COUNTRY = Field("country", "Country", Kind.COUNTRY, required=False)
DAYS = (
    day("Date", "Date + hour (YYYYMMDDHH)", "Day"),
    day("Month", "Year month", kind="month"),
)
FIGURES = (
    Field("sessions", "Sessions", Kind.WHOLE, filled=True),
    Field("engaged", "Engaged sessions", Kind.WHOLE, required=False),
    Field("visitors", "Total users", Kind.WHOLE, required=False, aliases=_also("Active users", "Users")),
    Field("new_visitors", "New users", Kind.WHOLE, required=False),
    Field("page_views", "Views", Kind.WHOLE, required=False),
    Field("mean_seconds", "Average engagement time per session", Kind.AMOUNT, required=False),
    Field("add_to_carts", "Add to carts", Kind.WHOLE, required=False),
    Field("checkouts", "Checkouts", Kind.WHOLE, required=False),
    Field("orders", "Ecommerce purchases", Kind.AMOUNT, required=False, aliases=_also("Purchases", "Transactions")),
    Field("sales", "Purchase revenue", Kind.AMOUNT, required=False, aliases=_also("Total revenue")),
)
DERIVED = {
    "bounces": "CASE WHEN engaged_heading <> '' THEN greatest(sessions - engaged, 0) END",
    "seconds": "round(mean_seconds * sessions)::BIGINT",
    "is_other": OTHER_TABLE,
}
KNOWN = (
    *("Engagement rate", "Events per session", "Event count", "Key events", "Session key event rate", "Conversions"),
    *("Average engagement time", "Average session duration", "Engaged sessions per active user", "Session source"),
    *("Engaged sessions per user", "Bounce rate", "Totals", "Nth day", "Average engagement time per active user"),
)


def _report(
    id: str,  # noqa: A002 - the name the declaration of every report has
    label: str,
    own: tuple[Field, ...],
    forbids: tuple[str, ...],
    any_of: tuple[str, ...] = (),
) -> Report:
    return visits(
        "google_analytics",
        id=id,
        label=label,
        grain="One row per day (or period) and whatever the report is broken down by.",
        where="Google Analytics: Reports (or Explore) > add the dimension Date > Share this report > Download file > CSV.",
        folder=FOLDER,
        fields=(*own, DEVICE, COUNTRY, *DAYS, *FIGURES),
        derived=DERIVED,
        ignored={"other_table": "is_other"},
        known=KNOWN,
        status=Status.PARTIAL,
        sources=SOURCES,
        any_of=any_of,
        forbids=forbids,
    )


ACQUISITION = _report(
    "acquisition",
    "Traffic acquisition (channel, source / medium, campaign)",
    (CHANNEL, MEDIUM, CAMPAIGN),
    any_of=(
        *(CHANNEL.heading, *(name for name, _ in CHANNEL.aliases)),
        *(MEDIUM.heading, *(name for name, _ in MEDIUM.aliases)),
        "Session campaign",
    ),
    forbids=(PAGE.heading, "Landing page", "Item name", "Item ID"),
)
LANDING_PAGES = _report(
    "landing_pages",
    "Landing pages",
    (PAGE, CHANNEL, MEDIUM, CAMPAIGN),
    forbids=("Landing page URL", "Online store visitors"),
)
ITEMS = visits(
    "google_analytics",
    id="items",
    label="E-commerce purchases (items)",
    grain="One row per item (and day).",
    where="Google Analytics: Reports > Monetisation > E-commerce purchases > Share this report > Download file > CSV.",
    folder=FOLDER,
    fields=(
        Field("sku", "Item ID", Kind.ID, required=False, aliases=_also("Item SKU", "Item name")),
        *DAYS,
        Field("page_views", "Items viewed", Kind.WHOLE, filled=True),
        Field("add_to_carts", "Items added to cart", Kind.WHOLE),
        Field("checkouts", "Items checked out", Kind.WHOLE, required=False),
        Field("units", "Items purchased", Kind.WHOLE),
        Field("sales", "Item revenue", Kind.AMOUNT, required=False, aliases=_also("Gross item revenue")),
    ),
    level="'listing'",
    fixed={"listing_id": "coalesce(sku, '*')"},
    derived={"is_other": OTHER_TABLE},
    ignored={"other_table": "is_other"},
    any_of=("Item ID", "Item name", "Item SKU"),
    known=("Item name", "Item brand", "Item category", "Cart-to-view rate", "Purchase-to-view rate"),
    status=Status.PARTIAL,
    sources=SOURCES,
)
