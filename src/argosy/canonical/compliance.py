"""What the seller may sell: certificates, rights, standing with the channels, requests about personal data."""

from __future__ import annotations

from argosy.canonical.places import KEYED_PLACE_COLUMNS, STORE_OR_ALL
from argosy.canonical.schema import Table, boolean, date, decimal, instant, integer, json_text, money, text

CERTIFICATE_KINDS = {
    "declaration": "The maker's own declaration of conformity.",
    "test_report": "A laboratory's report.",
    "certificate": "A body's certificate.",
    "registration": "A number given by an authority or scheme (FDA, EPR, EPREL).",
    "licence": "A permission of an authority.",
    "representative": "A person in the market who answers for the product.",
    "label": "Marks, warnings and manual on product and packaging.",
    "insurance": "A policy the market or channel asks for.",
}

CERTIFICATE_STATUS = ("planned", "in_testing", "valid", "suspended", "expired", "withdrawn")

RIGHT_KINDS = ("trademark", "design", "patent", "utility_model", "copyright", "domain", "licence_in")

RIGHT_STATUS = ("planned", "filed", "published", "opposed", "registered", "refused", "expired", "cancelled")

HEALTH_METRICS = {
    "account_rating": "The channel's overall points; higher is better.",
    "order_defect_rate": "Share of orders with bad feedback, claim or chargeback.",
    "late_shipment_rate": "Share of orders handed over late.",
    "late_delivery_rate": "Share of orders that arrived late.",
    "cancellation_rate": "Share of orders the seller cancelled.",
    "valid_tracking_rate": "Share of parcels with a working tracking number.",
    "return_dissatisfaction_rate": "Share of returns badly handled.",
    "invoice_defect_rate": "Share of business orders without an invoice in time.",
    "response_rate": "Share of messages answered in time.",
    "negative_review_rate": "Share of orders with bad reviews.",
    "refund_rate": "Share of orders refunded, by the channel's rule.",
    "chargeback_rate": "Share of payments charged back.",
    "inventory_performance": "The channel's points for stock kept well.",
    "policy_violations": "Open cases against policy in general.",
    "rights_violations": "Open cases of intellectual property.",
    "authenticity_complaints": "Open cases about authenticity.",
    "condition_complaints": "Open cases about condition.",
    "safety_complaints": "Open cases about safety.",
    "restricted_products": "Open cases about products not allowed.",
    "listing_violations": "Open cases about listing rules.",
}

PRIVACY_KINDS = {
    "access": "Wants to know what is stored.",
    "portability": "Wants it in a form to take along.",
    "erasure": "Wants it deleted.",
    "rectification": "Wants it corrected.",
    "restriction": "Wants it kept but not used.",
    "objection": "Objects to a use.",
    "opt_out": "Forbids sale or sharing.",
}

CERTIFICATES = Table(
    name="certificates",
    subject="compliance",
    grain="One row per proof that a product may be sold in a market.",
    key=("certificate_id", "product_id", "market"),
    replaces=("certificate_id",),
    columns=(
        text("certificate_id", "Number on the paper.", required=True),
        text("product_id", "Product it covers (see products); '*' for the company as a whole.", required=True),
        text("market", "Country or union it holds in, ISO 3166-1 alpha-2 or EU; '*' everywhere.", required=True),
        text("regime", "Rule it satisfies: CE, RoHS, REACH, FCC, FDA, CPSC, PSE, GPSR ...", required=True),
        text("kind", "What sort of proof.", required=True, values=tuple(CERTIFICATE_KINDS)),
        text("standard", "Standard tested against, with its year."),
        text("issuer", "Who issued it."),
        text("holder", "Who it is issued to; a supplier's paper may not cover the seller's brand."),
        text("model", "Model it names; must match the product."),
        date("issued_on", "Day of issue."),
        date("expires_on", "Last day it holds; empty where it does not expire."),
        text("status", "Where it stands.", required=True, values=CERTIFICATE_STATUS),
        text("supplier_id", "Supplier whose product it covers (see suppliers)."),
        text("document", "Name or address of the paper."),
        text("currency", "ISO 4217 currency of the amount; empty where there is none."),
        money("cost_amount", "What it cost, positive."),
        text("owner_id", "Person who renews it (see people)."),
    ),
)

IP_RIGHTS = Table(
    name="ip_rights",
    subject="compliance",
    grain="One row per right to a mark, design, invention or work in a territory: one's own, or another's to watch.",
    key=("right_id", "territory"),
    columns=(
        text("right_id", "Number of application or registration.", required=True),
        text("territory", "Country or union, ISO 3166-1 alpha-2, EU or WO.", required=True),
        text("kind", "What sort of right.", required=True, values=RIGHT_KINDS),
        text("title", "The mark, or the title of the design or work.", required=True),
        text("brand", "Brand it protects."),
        text("owner", "Who holds it."),
        boolean("is_own", "True for the seller's own; false for a right to keep clear of.", required=True),
        json_text("classes", "Nice or Locarno classes, a JSON list."),
        json_text("product_ids", "Products it protects or threatens, a JSON list."),
        text("office", "Office that keeps it."),
        date("filed_on", "Day of filing."),
        date("registered_on", "Day of registration."),
        date("expires_on", "Last day of protection."),
        date("use_due_on", "Day by which its use must be proved."),
        text("status", "Where it stands.", required=True, values=RIGHT_STATUS),
        boolean("is_recorded_with_channel", "True where a channel's brand registry knows it."),
        text("agent", "Attorney."),
        text("currency", "ISO 4217 currency of the amount; empty where there is none."),
        money("cost_amount", "What it cost so far, positive."),
        text("note", "Conflicts, licences, oppositions."),
    ),
)

ACCOUNT_HEALTH = Table(
    name="account_health",
    subject="compliance",
    grain="One row per measure by which a channel judges a store, and day.",
    key=("store_id", "market", "metric", "measured_on"),
    partition_on="measured_on",
    columns=(
        *KEYED_PLACE_COLUMNS,
        text("metric", "What is measured.", required=True, values=tuple(HEALTH_METRICS)),
        date("measured_on", "Day of the report.", required=True),
        decimal("value", "The measure: a fraction for a rate, points for a rating, a number for cases.", required=True),
        decimal("target_value", "The channel's limit, in the same unit."),
        text("target_side", "Whether the value must stay below or above it.", values=("below", "above")),
        text("status", "What the channel makes of it.", values=("good", "at_risk", "critical", "suspended")),
        integer("window_days", "Days the measure looks back."),
        integer("case_count", "Defects or open cases."),
        integer("base_count", "Orders, parcels or messages it is a share of."),
        json_text("cases", "The cases, a JSON list of {id, sku, listing_id, reason, due_on}."),
        text("currency", "ISO 4217 currency of the amount; empty where there is none."),
        money("held_amount", "Money the channel holds back because of it, positive."),
    ),
)

PRIVACY_REQUESTS = Table(
    name="privacy_requests",
    subject="compliance",
    grain="One row per request of a person about their data.",
    key=("request_id",),
    partition_on="received_on",
    columns=(
        text("request_id", "The seller's number of the request.", required=True),
        STORE_OR_ALL,
        text("customer_id", "The channel's identifier of the person.", personal=True),
        text("contact", "How the person wrote.", personal=True),
        text("kind", "What is asked for.", required=True, values=tuple(PRIVACY_KINDS)),
        text("regime", "Law it rests on: gdpr, uk_gdpr, ccpa, lgpd, pipl ...", required=True),
        text("jurisdiction", "Country of the person, ISO 3166-1 alpha-2."),
        date("received_on", "Day it came.", required=True),
        instant("received_at", "When it came, UTC."),
        date("due_on", "Last day to answer."),
        instant("verified_at", "When it was clear who asks, UTC."),
        instant("closed_at", "When it was answered, UTC."),
        text("status", "Where it stands.", required=True, values=("open", "verifying", "done", "refused", "extended")),
        text("outcome", "What was done, or why not.", personal=True),
        text("owner_id", "Person who handles it (see people)."),
    ),
)

TABLES = (CERTIFICATES, IP_RIGHTS, ACCOUNT_HEALTH, PRIVACY_REQUESTS)

VOCABULARIES = {
    "certificates.kind": CERTIFICATE_KINDS,
    "account_health.metric": HEALTH_METRICS,
    "privacy_requests.kind": PRIVACY_KINDS,
}
