"""Creators and affiliates, the posts that show the seller's goods, and the orders credited to them."""

from __future__ import annotations

from argosy.canonical.places import PLACE_COLUMNS, STORE_OR_ALL
from argosy.canonical.schema import Table, boolean, date, decimal, instant, integer, json_text, money, rate, text

CREATOR_STATUS = {
    "found": "Not yet spoken to.",
    "contacted": "Asked, no answer yet.",
    "agreed": "Terms agreed.",
    "active": "Has posted or sold.",
    "paused": "No work at present.",
    "ended": "Works no more for the seller.",
    "declined": "Said no.",
}

POST_KINDS = ("post", "video", "short_video", "story", "live", "article", "pin", "message")

CREATORS = Table(
    name="creators",
    subject="social",
    grain="One row per creator, influencer or affiliate on a platform.",
    key=("platform", "creator_id"),
    columns=(
        text("platform", "Network or programme: tiktok, instagram, youtube, amazon_associates ...", required=True),
        text("creator_id", "The platform's id or name of the creator.", required=True),
        text("name", "Name shown.", personal=True),
        text("market", "Country most followers are in, ISO 3166-1 alpha-2."),
        text("language", "Language they speak to their followers, BCP 47."),
        text("contact", "How to reach them.", personal=True),
        text("agency", "Agency that represents them."),
        json_text("topics", "What they post about, a JSON list."),
        integer("follower_count", "Followers."),
        rate("engagement_rate", "Interactions per view or follower, by the platform's rule."),
        rate("commission_rate", "Agreed share of sales, a fraction."),
        text("currency", "ISO 4217 currency of the amounts; empty where there are none."),
        money("fixed_fee_amount", "Agreed fee per post, positive."),
        money("sample_cost_amount", "Cost of samples given so far, positive."),
        text("status", "Where the cooperation stands.", values=tuple(CREATOR_STATUS)),
        text("usage_right", "What of theirs the seller may use again, and until when."),
        date("contract_until_on", "Last day of the contract."),
        text("owner_id", "Person who looks after them (see people)."),
        date("seen_on", "Day of the figures."),
    ),
)

POSTS = Table(
    name="posts",
    subject="social",
    grain="One row per post, video or live stream, with its figures as last counted.",
    key=("platform", "post_id"),
    partition_on="posted_on",
    columns=(
        STORE_OR_ALL,
        text("platform", "Network: facebook, instagram, x, linkedin, pinterest, line, vkontakte ...", required=True),
        text("post_id", "The network's id of the post.", required=True),
        text("account_id", "The network's id of the page or account."),
        text("creator_id", "Creator who made it (see creators); empty for the seller's own."),
        date("posted_on", "Day it appeared, in the account's time zone.", required=True),
        instant("posted_at", "When it appeared, UTC."),
        text("market", "Country it speaks to, ISO 3166-1 alpha-2."),
        text("language", "Language, BCP 47."),
        text("kind", "What sort of post.", values=POST_KINDS),
        text("title", "Title or first words."),
        text("url", "Address."),
        json_text("skus", "SKUs it shows, a JSON list."),
        date("counted_on", "Day of the figures."),
        integer("impressions", "Times shown."),
        integer("reach", "Different people it was shown to."),
        integer("views", "Times watched, by the network's rule."),
        integer("likes", "Likes and other reactions."),
        integer("comments", "Comments."),
        integer("shares", "Times passed on."),
        integer("saves", "Times kept."),
        integer("clicks", "Links followed."),
        integer("new_followers", "Followers won."),
        integer("watch_seconds", "Time watched, seconds."),
        decimal("orders", "Orders the network credits."),
        text("currency", "ISO 4217 currency of the amounts; empty where there are none."),
        money("sales_amount", "Sales the network credits."),
        money("cost_amount", "What it cost to make and place, positive."),
        boolean("is_paid", "True where money made it visible."),
    ),
)

AFFILIATE_ORDERS = Table(
    name="affiliate_orders",
    subject="social",
    grain="One row per order line credited to a creator or affiliate.",
    key=("store_id", "platform", "order_id", "line_no", "creator_id"),
    replaces=("store_id", "platform", "order_id"),
    partition_on="ordered_on",
    columns=(
        *PLACE_COLUMNS,
        text("platform", "Network or programme that credits it.", required=True),
        text("order_id", "The order.", required=True),
        text("line_no", "The line of the order; '*' where the file tells only the order.", required=True),
        text("creator_id", "Creator or affiliate (see creators).", required=True),
        date("ordered_on", "Day of the order in the store's time zone.", required=True),
        text("post_id", "Post, video or live stream it came through (see posts)."),
        text("sku", "The SKU bought."),
        integer("quantity", "Units."),
        integer("refunded_quantity", "Units refunded."),
        text("currency", "ISO 4217 currency of the amounts.", required=True),
        money("base_amount", "Sales the commission is reckoned on."),
        rate("commission_rate", "Share agreed, a fraction."),
        money("commission_amount", "Commission, positive.", required=True),
        money("agency_amount", "Commission of agency or network on top, positive."),
        boolean("is_final", "True where no refund can change it any more."),
    ),
)

TABLES = (CREATORS, POSTS, AFFILIATE_ORDERS)

VOCABULARIES = {"creators.status": CREATOR_STATUS}
