"""What the market searches, buys and offers, seen from outside."""

from __future__ import annotations

from argosy.canonical.places import CHANNEL, FULFILMENT, STORE_OR_ALL
from argosy.canonical.schema import Table, boolean, date, decimal, instant, integer, json_text, money, rate, text

RESEARCH_KINDS = {
    "product": "A product on a channel, one's own or another's.",
    "category": "A category of a channel.",
    "keyword": "A search word.",
    "topic": "A subject of interest without a channel.",
    "brand": "A brand.",
}

SITE_OR_ALL = text("market", "Country looked at, ISO 3166-1 alpha-2; '*' for the whole world.", required=True)

CHANNEL_OR_ALL = text(
    "channel", "Selling channel or search engine looked at: amazon, google, yandex ...; '*' for none.", required=True
)

TOLD_BY = text(
    "told_by", "Report or tool that tells it (connector.report); estimates of two tools never mix.", required=True
)

SEARCH_TERMS = Table(
    name="search_terms",
    subject="research",
    grain="One row per search term, place and period: how often it is searched and how the seller does on it.",
    key=("told_by", "store_id", "channel", "market", "search_term", "listing_id", "from_on", "days"),
    partition_on="from_on",
    columns=(
        STORE_OR_ALL,
        CHANNEL_OR_ALL,
        SITE_OR_ALL,
        TOLD_BY,
        text("search_term", "What people type, as the report writes it.", required=True),
        text("listing_id", "Listing or page the row is about; '*' for the term as a whole.", required=True),
        text("sku", "The SKU of that listing."),
        date("from_on", "First day of the period.", required=True),
        integer("days", "Days of the period: 1, 7, the days of the month ...", required=True),
        text("language", "Language of the term, BCP 47."),
        integer("search_volume", "Searches in the period."),
        integer("search_rank", "Rank of the term among all, 1 the most searched."),
        decimal("trend_index", "Interest relative to its own peak, 0 to 100."),
        integer("competing_products", "Products the search shows."),
        integer("market_impressions", "Products shown for the term, of all sellers."),
        integer("market_clicks", "Clicks, of all sellers."),
        integer("market_add_to_carts", "Put into the cart, of all sellers."),
        integer("market_purchases", "Purchases, of all sellers."),
        integer("own_impressions", "Times the listing was shown."),
        integer("own_clicks", "Clicks on the listing."),
        integer("own_add_to_carts", "Put into the cart from the listing."),
        integer("own_purchases", "Purchases of the listing."),
        decimal("organic_position", "Mean place in unpaid results, 1 the first."),
        decimal("sponsored_position", "Mean place among advertisements, 1 the first."),
        rate("click_share", "Share of the term's clicks that went to the listing."),
        rate("conversion_share", "Share of the term's purchases that went to the listing."),
        json_text("leaders", "Most clicked products, a JSON list of {listing_id, click_share, conversion_share}."),
        text("currency", "ISO 4217 currency of the amounts; empty where there are none."),
        money("suggested_bid_amount", "Bid per click the report suggests."),
        money("median_price_amount", "Median price of what is bought."),
    ),
)

MARKET_RESEARCH = Table(
    name="market_research",
    subject="research",
    grain="One row per product, category, keyword or topic and day, as a research tool saw it.",
    key=("told_by", "channel", "market", "region", "kind", "subject_id", "observed_on"),
    partition_on="observed_on",
    columns=(
        CHANNEL_OR_ALL,
        SITE_OR_ALL,
        text("region", "Part of the country, ISO 3166-2 or the tool's name of it; '*' for the whole.", required=True),
        TOLD_BY,
        text("kind", "What the row is about.", required=True, values=tuple(RESEARCH_KINDS)),
        text("subject_id", "The channel's id of the product or category, or the word itself.", required=True),
        text("parent_id", "The channel's id of the variation family."),
        text("title", "Title or name."),
        text("brand", "Brand."),
        text("category", "Category, levels separated by ' > '."),
        text("seller_name", "Who holds the featured offer."),
        text("seller_country", "Country of that seller, ISO 3166-1 alpha-2."),
        date("observed_on", "Day of the observation (first day of the period it sums).", required=True),
        integer("days", "Days the index sums: 7 for a weekly one; empty for a look at one moment."),
        date("listed_on", "First day it was offered."),
        integer("rank", "Best-seller rank in the main category, 1 the best."),
        integer("subcategory_rank", "Best-seller rank in the narrowest category."),
        text("currency", "ISO 4217 currency of the amounts; empty where there are none."),
        money("price_amount", "Price a buyer pays."),
        decimal("rating", "Mean rating, stars out of 5."),
        integer("review_count", "Reviews."),
        integer("offer_count", "Sellers who offer it."),
        integer("product_count", "Products in the category or for the keyword."),
        integer("estimated_units", "Units sold in 30 days, as the tool estimates."),
        money("estimated_sales_amount", "Sales in 30 days, as the tool estimates."),
        decimal("demand_index", "Demand, on the tool's own scale, 0 to 100."),
        decimal("competition_index", "Competition, on the tool's own scale, 0 to 100."),
        rate("growth_rate", "Growth of sales or interest over the tool's own period, a fraction: 0.5 is half more."),
        rate("leader_share", "Share of the first three brands in the category's sales."),
        integer("weight_g", "Weight, grams."),
        money("fee_amount", "Fees of the channel per unit, as the tool estimates, positive."),
        text("fulfilment", "Who fulfils: seller, platform, third_party.", values=FULFILMENT),
        boolean("is_own", "True for the seller's own product."),
    ),
)

COMPETITOR_OFFERS = Table(
    name="competitor_offers",
    subject="research",
    grain="One row per offer of another seller (or one's own beside it) for a listing, each time it was seen.",
    key=("channel", "market", "listing_id", "seller_id", "condition", "observed_at"),
    partition_on="observed_on",
    columns=(
        CHANNEL,
        SITE_OR_ALL,
        text("listing_id", "The channel's id of the page the offer stands on.", required=True),
        text("own_listing_id", "The seller's listing it competes with, where it is another page."),
        text("own_sku", "The seller's SKU it competes with."),
        text("seller_id", "The channel's id (or name) of who offers.", required=True),
        text("seller_name", "Name of who offers."),
        text("seller_country", "Country of who offers, ISO 3166-1 alpha-2."),
        text("condition", "new, refurbished, used ...", required=True),
        instant("observed_at", "When it was seen, UTC.", required=True),
        date("observed_on", "Day it was seen, UTC.", required=True),
        text("currency", "ISO 4217 currency of the amounts.", required=True),
        money("price_amount", "Price of one unit.", required=True),
        money("shipping_amount", "Shipping a buyer pays for one unit."),
        integer("stock_quantity", "Units it has, where the page tells."),
        integer("delivery_days", "Days until it arrives, as promised."),
        decimal("seller_rating", "Mean rating of who offers, stars out of 5."),
        text("fulfilment", "Who fulfils: seller, platform, third_party.", values=FULFILMENT),
        boolean("is_featured", "True where it is the featured offer."),
        boolean("is_own", "True for the seller's own offer."),
        boolean("sells_own_brand", "True where somebody else sells the seller's brand."),
    ),
)

PURCHASE_PATTERNS = Table(
    name="purchase_patterns",
    subject="research",
    grain="One row per listing and period: how often it is bought again, or together with another listing.",
    key=("store_id", "market", "listing_id", "with_listing_id", "from_on", "days"),
    partition_on="from_on",
    columns=(
        STORE_OR_ALL,
        CHANNEL,
        SITE_OR_ALL,
        text("listing_id", "The channel's id of the page.", required=True),
        text("with_listing_id", "The page bought together with it; '*' for repeat purchases of itself.", required=True),
        date("from_on", "First day of the period.", required=True),
        integer("days", "Days of the period.", required=True),
        integer("orders", "Orders in the period."),
        integer("customers", "Different buyers."),
        rate("repeat_customer_share", "Share of the buyers who bought it more than once."),
        rate("together_share", "Share of its orders that held the other one too."),
        integer("together_rank", "Rank of the other one, 1 the most often."),
        text("currency", "ISO 4217 currency of the amounts; empty where there are none."),
        money("sales_amount", "Sales in the period."),
        money("repeat_sales_amount", "Of these, sales to repeat buyers."),
    ),
)

TABLES = (SEARCH_TERMS, MARKET_RESEARCH, COMPETITOR_OFFERS, PURCHASE_PATTERNS)

VOCABULARIES = {"market_research.kind": RESEARCH_KINDS}
