"""Who came to the shop and the listings, from where, and how far they went."""

from __future__ import annotations

from argosy.canonical.places import KEYED_PLACE_COLUMNS
from argosy.canonical.schema import Table, date, decimal, integer, money, rate, text

TRAFFIC_LEVELS = {
    "store": "Sum of the store and market.",
    "source": "By where visitors came from.",
    "page": "By page of the seller's own shop.",
    "listing": "By listing or SKU on a channel.",
    "family": "By variation family on a channel.",
}

TRAFFIC_SOURCES = {
    "direct": "Typed in or bookmarked.",
    "organic_search": "Unpaid results of a search engine.",
    "paid_search": "Advertisements beside search results.",
    "organic_shopping": "Unpaid results of a shopping engine.",
    "paid_shopping": "Product advertisements.",
    "organic_social": "Posts in social networks.",
    "paid_social": "Advertisements in social networks.",
    "organic_video": "Videos.",
    "paid_video": "Advertisements in videos.",
    "display": "Pictures on other pages.",
    "live": "Live streams.",
    "email": "E-mail.",
    "message": "Text messages and messengers.",
    "affiliate": "Affiliates and creators.",
    "referral": "Links on other sites.",
    "marketplace_search": "The channel's own search.",
    "marketplace_browse": "The channel's own pages and recommendations.",
    "assistant": "Answers of artificial assistants.",
    "unassigned": "The report itself cannot tell.",
    "*": "Not broken down.",
}

TRAFFIC = Table(
    name="traffic",
    subject="traffic",
    grain="One row per day (or period) and slice of a store's visitors, at one level of detail.",
    key=(
        "told_by",
        "store_id",
        "market",
        "level",
        "source",
        "medium",
        "campaign",
        "page",
        "listing_id",
        "sku",
        "device",
        "visited_on",
        "days",
    ),
    replaces=("told_by", "store_id", "market", "level", "visited_on", "days"),
    partition_on="visited_on",
    columns=(
        *KEYED_PLACE_COLUMNS,
        text(
            "told_by",
            "Who counted the visits: amazon, shopify, google_analytics ...; counts of two tools never mix.",
            required=True,
        ),
        text(
            "level",
            "Level of detail. The same visit appears at several levels: add up rows of one level only.",
            required=True,
            values=tuple(TRAFFIC_LEVELS),
        ),
        date("visited_on", "Day of the visit (first day of the period), in the store's time zone.", required=True),
        integer("days", "Days the row sums, from visited_on; 1 for a daily report.", required=True),
        text("source", "Where visitors came from; '*' for all.", required=True, values=tuple(TRAFFIC_SOURCES)),
        text("medium", "Source and medium as the report names them; '*' for all.", required=True),
        text("campaign", "Campaign named in the link; '*' for all.", required=True),
        text("page", "Path of the page; '*' for all.", required=True),
        text("listing_id", "The channel's id of the page (of the family at level family); '*' for all.", required=True),
        text("sku", "The SKU; '*' for all.", required=True),
        text("device", "desktop, mobile, tablet, app; '*' for all.", required=True),
        integer("impressions", "Times shown in the results of the channel or search engine."),
        integer("clicks", "Clicks on those results; not every click becomes a visit."),
        integer("sessions", "Visits."),
        integer("visitors", "Different people; not additive over days."),
        integer("new_visitors", "People seen for the first time; not additive over days."),
        integer("page_views", "Pages viewed."),
        integer("bounces", "Visits that left without a second page or action."),
        integer("engagement_seconds", "Time spent, seconds, over all visits."),
        integer("add_to_carts", "Visits (or events, where the report counts these) with something put into the cart."),
        integer("checkouts", "Visits (or events) that began to check out."),
        decimal("orders", "Orders the report credits; may be a fraction."),
        integer("order_items", "Order lines the report credits."),
        integer("units", "Units the report credits."),
        integer("refunded_units", "Units the report counts as refunded."),
        text("currency", "ISO 4217 currency of the amounts; empty where there are none."),
        money("sales_amount", "Sales the report credits."),
        money("business_sales_amount", "Of these, sales to business buyers."),
        rate("featured_offer_share", "Share of page views in which the seller's offer was the featured one."),
    ),
)

TABLES = (TRAFFIC,)

VOCABULARIES = {
    "traffic.level": TRAFFIC_LEVELS,
    "traffic.source": TRAFFIC_SOURCES,
}
