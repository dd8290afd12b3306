"""What advertising cost and what the platforms say it sold."""

from __future__ import annotations

from argosy.canonical.places import CHANNEL, STORE_OR_ALL
from argosy.canonical.schema import Table, boolean, date, decimal, integer, json_text, money, rate, text

AD_LEVELS = {
    "account": "Sum of the account.",
    "campaign": "Sum of a campaign.",
    "ad_group": "Sum of an ad group.",
    "target": "A keyword, product or audience bid on.",
    "search_term": "What the person typed.",
    "product": "The product advertised.",
    "creative": "The single advertisement.",
    "placement": "Where it was shown.",
}

AD_FORMATS = {
    "product_ad": "A product in the channel's results (sponsored products, shopping).",
    "brand_ad": "Several products or a shop under the brand.",
    "display_ad": "Pictures on pages and apps.",
    "video_ad": "Video.",
    "search_ad": "Text beside search results.",
    "social_ad": "In a social feed.",
    "live_ad": "For a live stream.",
    "message_ad": "In a messenger.",
    "automatic": "The platform chooses format and place.",
}

MATCH_TYPES = {
    "exact": "The term itself.",
    "phrase": "Terms that contain it.",
    "broad": "Terms that resemble it.",
    "automatic": "The platform chooses.",
    "product": "Pages of a product.",
    "category": "Pages of a category.",
    "audience": "A group of people.",
    "*": "Not broken down.",
}

AD_PERFORMANCE = Table(
    name="ad_performance",
    subject="advertising",
    grain="One row per day (or period) and slice of an advertising account, at one level of detail.",
    key=(
        "platform",
        "account_id",
        "level",
        "campaign_id",
        "ad_group_id",
        "target",
        "match_type",
        "search_term",
        "sku",
        "creative_id",
        "placement",
        "market",
        "performed_on",
        "days",
    ),
    replaces=("platform", "account_id", "level", "campaign_id", "performed_on", "days"),
    partition_on="performed_on",
    columns=(
        STORE_OR_ALL,
        CHANNEL,
        text("market", "Country it was shown in, ISO 3166-1 alpha-2; '*' where the file does not say.", required=True),
        text("platform", "Advertising platform: amazon_ads, google_ads, meta_ads, tiktok_ads ...", required=True),
        text("account_id", "The platform's id of the account.", required=True),
        text(
            "level",
            "Level of detail. The same spend appears at several levels: add up rows of one level only.",
            required=True,
            values=tuple(AD_LEVELS),
        ),
        date("performed_on", "Day it was shown (first day of the period), in the account's time zone.", required=True),
        integer("days", "Days the row sums, from performed_on; 1 for a daily report.", required=True),
        text("format", "Kind of advertisement.", values=tuple(AD_FORMATS)),
        text(
            "campaign_id",
            "The platform's id of the campaign (its name where there is no id); '*' for all.",
            required=True,
        ),
        text("campaign_name", "Name of the campaign."),
        text("campaign_status", "active, paused or ended at the time of the export."),
        text("portfolio", "Group of campaigns."),
        text(
            "ad_group_id",
            "The platform's id of the ad group (its name where there is no id); '*' for all.",
            required=True,
        ),
        text("ad_group_name", "Name of the ad group."),
        text("target", "Keyword, product or audience bid on; '*' for all.", required=True),
        text("match_type", "How the target is matched; '*' for all.", required=True, values=tuple(MATCH_TYPES)),
        text("search_term", "What the person typed; '*' for all.", required=True),
        text("sku", "The SKU advertised; '*' for all.", required=True),
        text("listing_id", "The channel's id of the page advertised."),
        text("creative_id", "The platform's id of the advertisement; '*' for all.", required=True),
        text("creative_name", "Name of the advertisement."),
        date("creative_from_on", "First day the advertisement ran; tells how tired it is."),
        text("placement", "Where it was shown: top_of_search, product_page, feed ...; '*' for all.", required=True),
        text("device", "desktop, mobile, tablet, app."),
        text("audience", "People it was shown to, in the platform's words."),
        text("objective", "What the campaign is told to reach, in the platform's words."),
        text("landing_page", "Page it leads to."),
        text("currency", "ISO 4217 currency of the amounts.", required=True),
        money("budget_amount", "Budget of the campaign per day, at the time of the export."),
        money("bid_amount", "Bid per click, at the time of the export."),
        integer("impressions", "Times shown.", required=True),
        integer("reach", "Different people it was shown to; not additive."),
        integer("clicks", "Clicks.", required=True),
        money("spend_amount", "What it cost, positive, without tax.", required=True),
        integer("video_views", "Videos watched, by the platform's rule."),
        integer("page_views", "Product pages opened after it."),
        decimal("add_to_carts", "Put into the cart after it."),
        integer("attribution_click_days", "A purchase counts within so many days of a click."),
        integer("attribution_view_days", "A purchase counts within so many days of a view; 0 for clicks only."),
        decimal("attributed_orders", "Orders credited to it within that window; may be a fraction."),
        decimal("attributed_units", "Units credited to it within that window."),
        money("attributed_sales_amount", "Sales credited to it within that window."),
        decimal("same_sku_orders", "Of these, orders of the SKU advertised."),
        decimal("same_sku_units", "Of these, units of the SKU advertised."),
        money("same_sku_sales_amount", "Of these, sales of the SKU advertised."),
        decimal("view_through_orders", "Orders credited to views without a click."),
        money("view_through_sales_amount", "Sales credited to views without a click."),
        decimal("new_to_brand_orders", "Orders of people new to the brand, by the platform's rule."),
        decimal("new_to_brand_units", "Units of such orders."),
        money("new_to_brand_sales_amount", "Sales of such orders."),
        json_text("other_windows", "Other windows, a JSON object: days to {orders, units, sales_amount}."),
        decimal("leads", "Registrations, messages, follows: results other than purchases."),
        rate("impression_share", "Share of the impressions it could have had."),
        rate("top_of_search_share", "Share of the impressions in the first places of search."),
        rate("budget_used_share", "Share of the budget used up; at 1 it stopped early."),
        boolean("is_restated", "True where the platform has closed the attribution of the day."),
    ),
)

TABLES = (AD_PERFORMANCE,)

VOCABULARIES = {
    "ad_performance.level": AD_LEVELS,
    "ad_performance.format": AD_FORMATS,
    "ad_performance.match_type": MATCH_TYPES,
}
