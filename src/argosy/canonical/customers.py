"""Who buys: one row per buyer and store, the links that make one person of several, what they allow, what they are owed."""

from __future__ import annotations

from argosy.canonical.places import PLACE_COLUMNS, STORE
from argosy.canonical.schema import Column, Kind, Table, boolean, date, instant, integer, json_text, money, rate, text

LINK_METHODS = {
    "email": "The same e-mail address.",
    "phone": "The same telephone number.",
    "login": "The buyer signed in with the other account.",
    "name_and_address": "The same name at the same address.",
    "model": "A model finds it likely; see probability.",
    "manual": "A person decided.",
}

CONSENT_PURPOSES = {
    "marketing": "News and offers.",
    "profiling": "Segments and recommendations.",
    "advertising": "Audiences handed to advertising platforms.",
    "measurement": "Counting visits and purchases.",
    "reviews": "Asking for a review; publishing what was written.",
    "linking": "Joining accounts into one profile.",
}

CONSENT_STATES = {
    "granted": "Said yes.",
    "pending": "Said yes, not yet confirmed.",
    "denied": "Said no.",
    "withdrawn": "Said yes before and no now.",
}

LEGAL_BASES = ("consent", "contract", "legitimate_interest", "legal_obligation")

CONTACT_MEDIA = ("email", "sms", "phone", "post", "push", "messenger", "channel_message", "any")

LOYALTY_KINDS = {
    "earned": "For a purchase.",
    "granted": "For a review, a birthday, a referral, as amends.",
    "redeemed": "Spent, negative.",
    "expired": "Lapsed, negative.",
    "cancelled": "Taken back with a refund, negative.",
    "adjusted": "A correction of the programme, either sign.",
}

CUSTOMERS = Table(
    name="customers",
    subject="customers",
    grain="One row per buyer as one store or CRM knows them.",
    key=("store_id", "customer_id"),
    columns=(
        *PLACE_COLUMNS,
        text("customer_id", "The channel's identifier of the buyer.", required=True, personal=True),
        text("email", "E-mail address, lower case.", personal=True),
        text("email_sha256", "SHA-256 of that address, for matching without it.", personal=True),
        text("phone", "Telephone number, E.164.", personal=True),
        text("phone_sha256", "SHA-256 of that number.", personal=True),
        text("given_name", "Given name.", personal=True),
        text("family_name", "Family name.", personal=True),
        text("company", "Company.", personal=True),
        text("vat_number", "VAT number of a business buyer.", personal=True),
        text("street", "Street and number.", personal=True),
        text("city", "City.", personal=True),
        text("region", "State, province or region."),
        text("postcode", "Postal code.", personal=True),
        text("birthday", "Month and day of birth, MM-DD.", personal=True),
        text("gender", "As the buyer gave it.", personal=True),
        text("language", "Language to write in, BCP 47."),
        text("time_zone", "Time zone, IANA name."),
        Column("handles", Kind.JSON, "Names in social networks, a JSON object: network to name.", personal=True),
        instant("created_at", "When the store first knew them, UTC."),
        instant("updated_at", "When the store last changed the row, UTC."),
        instant("erased_at", "When the personal data was erased on request, UTC."),
        text("source", "How they came, in the store's words."),
        text("stage", "lead, customer, lost ... as the CRM says."),
        text("owner_id", "Person who looks after them (see people)."),
        json_text("tags", "The store's tags, a JSON list of texts."),
        integer("order_count", "Orders as the store itself counts them, for checking."),
        text("currency", "ISO 4217 currency of the amount; empty where there is none."),
        money("spent_amount", "Spent as the store itself counts it, for checking."),
        boolean("is_business", "True for a business buyer."),
        boolean("is_test", "True for the seller's own tests."),
        text("note", "Remark of the seller.", personal=True),
    ),
)

CUSTOMER_LINKS = Table(
    name="customer_links",
    subject="customers",
    grain="One row per buyer of a store: the profile (person) they belong to.",
    key=("store_id", "customer_id"),
    columns=(
        STORE,
        text("customer_id", "The channel's identifier of the buyer.", required=True, personal=True),
        text("profile_id", "Argosy's identifier of the person.", required=True, personal=True),
        text("method", "What joined them.", required=True, values=tuple(LINK_METHODS)),
        rate("probability", "Probability that it is the same person, 0 to 1."),
        text("legal_basis", "By what right they may be joined.", values=LEGAL_BASES),
        boolean("is_permitted", "False where the channel's rules forbid the joining; then the link is not used."),
        instant("linked_at", "When they were joined, UTC."),
        text("decided_by", "Person who decided, for a manual link (see people)."),
    ),
)

CONSENTS = Table(
    name="consents",
    subject="customers",
    grain="One row per time a buyer allowed or forbade something.",
    key=("store_id", "customer_id", "purpose", "medium", "changed_at"),
    partition_on="changed_on",
    columns=(
        STORE,
        text("customer_id", "The channel's identifier of the buyer.", required=True, personal=True),
        text("purpose", "What for.", required=True, values=tuple(CONSENT_PURPOSES)),
        text("medium", "By which way; any for all of them.", required=True, values=CONTACT_MEDIA),
        text(
            "state",
            "What was said; the last row of a purpose and medium holds.",
            required=True,
            values=tuple(CONSENT_STATES),
        ),
        instant("changed_at", "When it was said, UTC.", required=True),
        date("changed_on", "Day it was said, UTC.", required=True),
        text("legal_basis", "By what right.", values=LEGAL_BASES),
        text("jurisdiction", "Country whose law holds, ISO 3166-1 alpha-2."),
        text("collected_by", "Form, page or agent that asked."),
        text("wording", "What was asked, or the version of it."),
        date("expires_on", "Last day it holds."),
    ),
)

LOYALTY_ENTRIES = Table(
    name="loyalty_entries",
    subject="customers",
    grain="One row per change of a buyer's points.",
    key=("programme_id", "entry_id"),
    partition_on="happened_on",
    columns=(
        text("programme_id", "Loyalty programme.", required=True),
        text("entry_id", "The programme's number of the entry.", required=True),
        STORE,
        text("customer_id", "The channel's identifier of the buyer.", required=True, personal=True),
        date("happened_on", "Day in the store's time zone.", required=True),
        instant("happened_at", "When, UTC."),
        text("kind", "Why the points changed.", required=True, values=tuple(LOYALTY_KINDS)),
        integer("points", "Points, positive to the buyer.", required=True),
        text("currency", "ISO 4217 currency of the amount; empty where there is none."),
        money("value_amount", "What the points are worth when spent, same sign; the programme's debt is its sum."),
        text("order_id", "Order they came from or were spent on."),
        text("tier", "Tier of the buyer after the entry."),
        date("expires_on", "Last day they can be spent."),
        text("reason", "Remark of the programme."),
    ),
)

TABLES = (CUSTOMERS, CUSTOMER_LINKS, CONSENTS, LOYALTY_ENTRIES)

VOCABULARIES = {
    "customer_links.method": LINK_METHODS,
    "consents.purpose": CONSENT_PURPOSES,
    "consents.state": CONSENT_STATES,
    "loyalty_entries.kind": LOYALTY_KINDS,
}
