"""What buyers say: messages, reviews, answers to questions."""

from __future__ import annotations

from argosy.canonical.places import KEYED_PLACE_COLUMNS, PLACE_COLUMNS, STORE
from argosy.canonical.schema import Table, boolean, date, decimal, instant, integer, json_text, money, text

MESSAGE_KINDS = {
    "question": "Before or after a purchase.",
    "complaint": "Something went wrong.",
    "answer": "A person of the seller answers.",
    "automatic": "A machine answers or confirms.",
    "campaign": "One of many to many.",
    "greeting": "Welcome, birthday, festival.",
    "internal": "A note the buyer does not see.",
}

REVIEW_KINDS = {
    "product": "About the product.",
    "seller": "About the seller (feedback).",
    "store": "About the shop as a whole.",
    "question": "A public question about the product.",
}

SURVEY_KINDS = {
    "nps": "How likely to recommend, 0 to 10.",
    "csat": "How satisfied, on the scale of the survey.",
    "ces": "How easy it was, on the scale of the survey.",
    "choice": "One or several of given answers.",
    "open": "Free text.",
}

MESSAGES = Table(
    name="messages",
    subject="service",
    grain="One row per message to or from a buyer.",
    key=("store_id", "message_id"),
    partition_on="sent_on",
    columns=(
        *PLACE_COLUMNS,
        text("message_id", "The channel's id of the message.", required=True),
        text("conversation_id", "The channel's id of the conversation or ticket."),
        instant("sent_at", "When it was sent, UTC.", required=True),
        date("sent_on", "Day in the store's time zone.", required=True),
        text("direction", "in from the buyer, out to the buyer.", required=True, values=("in", "out")),
        text("medium", "email, sms, messenger, channel_message, phone ..."),
        text("kind", "What sort of message it is.", values=tuple(MESSAGE_KINDS)),
        text("customer_id", "The channel's identifier of the buyer.", personal=True),
        text("order_id", "Order it is about."),
        text("sku", "SKU it is about."),
        text("language", "Language it is written in, BCP 47."),
        text("topic", "What it is about, in the seller's words: delivery, defect, size ..."),
        text("subject_line", "Subject line.", personal=True),
        text("body", "Text.", personal=True),
        text("person_id", "Person who wrote it for the seller (see people)."),
        text("answers_message_id", "Message it answers."),
        instant("answer_due_at", "Last instant to answer, UTC."),
        instant("closed_at", "When the conversation was closed, UTC."),
        text("campaign_id", "Campaign it belongs to."),
        text("variant", "Version of the campaign's text or subject line."),
        instant("delivered_at", "When it was delivered, UTC."),
        instant("opened_at", "When it was first opened, UTC."),
        instant("clicked_at", "When a link was first followed, UTC."),
        instant("bounced_at", "When it came back, UTC."),
        instant("unsubscribed_at", "When the buyer unsubscribed through it, UTC."),
        instant("complained_at", "When the buyer marked it as unwanted, UTC."),
    ),
)

REVIEWS = Table(
    name="reviews",
    subject="service",
    grain="One row per review, feedback or public question, of one's own product or a competitor's.",
    key=("channel", "market", "review_id"),
    partition_on="written_on",
    columns=(
        text("store_id", "The seller's store, as named in argosy.toml; '*' for a competitor's listing.", required=True),
        *KEYED_PLACE_COLUMNS[1:],
        text(
            "review_id",
            "The channel's id; where there is none, a digest of listing, author, day and text.",
            required=True,
        ),
        text("kind", "What it is about.", required=True, values=tuple(REVIEW_KINDS)),
        date("written_on", "Day it was written, in the market's time zone.", required=True),
        text("listing_id", "The channel's id of the page."),
        text("sku", "The SKU reviewed."),
        text("parent_id", "The channel's id of the variation family, which shares its reviews."),
        json_text("variation", "Which variant was bought, a JSON object."),
        text("order_id", "Order it comes from, where known."),
        text("customer_id", "The channel's identifier of the buyer.", personal=True),
        text("author", "Name shown.", personal=True),
        decimal("rating", "Stars out of 5; other scales are converted; empty for a question."),
        text("title", "Title."),
        text("body", "Text."),
        text("language", "Language it is written in, BCP 47."),
        integer("helpful_count", "People who found it helpful."),
        integer("image_count", "Pictures."),
        integer("video_count", "Videos."),
        json_text("media_urls", "Addresses of pictures and videos, a JSON list."),
        boolean("is_verified", "True where the channel knows of the purchase."),
        boolean("is_incentivised", "True where the author was given something."),
        boolean("is_own", "True for the seller's own product or shop."),
        text("status", "Whether buyers see it.", values=("published", "pending", "disputed", "removed")),
        text("reply", "Answer of the seller."),
        instant("replied_at", "When it was answered, UTC."),
        text("replied_by", "Person who answered (see people)."),
        text("usage_right", "Whether the author allowed its reuse: none, asked, granted, until a day."),
        text("batch_id", "Batch of the unit, where known."),
    ),
)

SURVEY_RESPONSES = Table(
    name="survey_responses",
    subject="service",
    grain="One row per answer to one question of a survey.",
    key=("survey_id", "response_id", "question_id"),
    partition_on="answered_on",
    columns=(
        STORE,
        text("market", "Country the buyer is in, ISO 3166-1 alpha-2; empty where the file does not say."),
        text("survey_id", "The survey.", required=True),
        text("response_id", "The form a person filled in.", required=True),
        text("question_id", "The question.", required=True),
        text("question", "Its wording."),
        text("kind", "What sort of question.", required=True, values=tuple(SURVEY_KINDS)),
        date("answered_on", "Day in the store's time zone.", required=True),
        instant("answered_at", "When, UTC."),
        text("customer_id", "The channel's identifier of the buyer.", personal=True),
        text("order_id", "Order it is about."),
        text("sku", "SKU it is about."),
        decimal("score", "Answer as a number, on the scale of the question."),
        decimal("scale_from", "Lowest answer possible."),
        decimal("scale_to", "Highest answer possible."),
        text("answer", "Answer as text.", personal=True),
        text("language", "Language of the answer, BCP 47."),
        text("currency", "ISO 4217 currency of the amount; empty where there is none."),
        money("price_amount", "Price the person would pay, for price questions."),
    ),
)

TABLES = (MESSAGES, REVIEWS, SURVEY_RESPONSES)

VOCABULARIES = {
    "messages.kind": MESSAGE_KINDS,
    "reviews.kind": REVIEW_KINDS,
    "survey_responses.kind": SURVEY_KINDS,
}
