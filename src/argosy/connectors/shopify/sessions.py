"""Shopify's reports of sessions: by day, by where visitors came from, by landing page, as Analytics exports them.

A session with something put into the cart, one that reached the checkout and one that completed it are steps of the same sessions. Bounces
come as a share, time as a mean; both become counts.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind
from argosy.connectors.visit_tables import day, visits


def _also(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, "") for name in names)


SESSIONS = visits(
    "shopify",
    id="sessions",
    label="Sessions over time, by referrer, by landing page",
    grain="One row per day (or period) and whatever the report is broken down by.",
    where="Shopify admin: Analytics > Reports > Sessions (group by Day) > Export > CSV.",
    folder=Path(__file__).parent,
    fields=(
        day("Day", "Date"),
        day("Week", kind="week"),
        day("Month", kind="month"),
        Field(
            "source",
            "Referrer source",
            Kind.WORD,
            required=False,
            otherwise="unassigned",
            aliases=_also("Referring channel", "Traffic source", "Session referrer source"),
        ),
        Field("medium", "UTM medium", required=False),
        Field("campaign", "UTM campaign", required=False, aliases=_also("UTM campaign name")),
        Field("page", "Landing page path", required=False, aliases=_also("Landing page URL", "Landing page")),
        Field(
            "device", "Session device type", Kind.WORD, required=False, otherwise="other", aliases=_also("Device type")
        ),
        Field("country", "Session country", Kind.COUNTRY, required=False, aliases=_also("Visitor country", "Country")),
        Field("sessions", "Sessions", Kind.WHOLE, filled=True),
        Field("visitors", "Online store visitors", Kind.WHOLE, required=False, aliases=_also("Visitors")),
        Field("page_views", "Pageviews", Kind.WHOLE, required=False),
        Field("add_to_carts", "Sessions with cart additions", Kind.WHOLE, required=False),
        Field("checkouts", "Sessions that reached checkout", Kind.WHOLE, required=False),
        Field("orders", "Sessions that completed checkout", Kind.WHOLE, required=False),
        Field("bounce_share", "Bounce rate", Kind.SHARE, required=False),
        Field("mean_seconds", "Average session duration", Kind.AMOUNT, required=False),
    ),
    derived={
        "bounces": "round(sessions * bounce_share)::BIGINT",
        "seconds": "round(sessions * mean_seconds)::BIGINT",
    },
    any_of=(
        *("Online store visitors", "Sessions with cart additions", "Sessions that reached checkout"),
        *(
            "Sessions that completed checkout",
            "Referrer source",
            "Referring channel",
            "Landing page path",
            "Session country",
        ),
    ),
    forbids=("Engaged sessions", "Total users", "Campaign name"),
    known=(
        *("UTM term", "UTM content", "Added to cart rate", "Reached checkout rate", "Checkout conversion rate"),
        *("Conversion rate", "Completed checkout rate", "Referrer name", "Landing page type"),
    ),
    status=Status.PARTIAL,
    sources=(
        "Headings in public parsers of exports, 2026-11-22",
        "https://help.shopify.com/en/manual/reports-and-analytics/shopify-reports/report-types/default-reports/behaviour-reports",
    ),
)
