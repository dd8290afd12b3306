"""Attempts to pay, and payments disputed afterwards. Never a card number: at most its first six digits."""

from __future__ import annotations

from argosy.canonical.places import PLACE_COLUMNS
from argosy.canonical.schema import Table, boolean, date, instant, integer, json_text, money, rate, text

PAYMENT_OUTCOMES = {
    "approved": "The money is authorised or captured.",
    "declined": "The issuer or the provider refused.",
    "blocked": "The seller's or the provider's risk rules refused before the issuer was asked.",
    "challenge_failed": "The buyer did not pass the authentication asked for.",
    "abandoned": "The buyer left before it was decided.",
    "error": "A technical fault between shop, provider and issuer.",
    "pending": "Not decided yet; also an outcome we do not know.",
}

PAYMENT_METHODS = {
    "card": "Credit, debit or prepaid card.",
    "wallet": "Electronic wallet.",
    "bank_transfer": "Transfer or instant payment from the buyer's bank.",
    "direct_debit": "Collected from the buyer's bank.",
    "voucher": "Slip paid in cash or at a bank.",
    "cash_on_delivery": "Paid to the carrier.",
    "instalments": "Credit of a third party, paid back in parts.",
    "carrier_billing": "On the telephone bill.",
    "store_credit": "Gift card, points or credit of the shop.",
}

DECLINE_CODES = {
    "insufficient_funds": "Not enough money or limit.",
    "do_not_honour": "The issuer refuses without a reason.",
    "card_expired": "The card is past its date.",
    "card_invalid": "Number, security code or date is wrong.",
    "card_lost_or_stolen": "Reported lost or stolen.",
    "suspected_fraud": "The issuer suspects fraud.",
    "limit_exceeded": "Amount or number of payments over the limit.",
    "not_permitted": "The card may not be used abroad, online, or for this trade.",
    "authentication_required": "The issuer wants 3-D Secure.",
    "authentication_failed": "3-D Secure was not passed.",
    "issuer_unavailable": "The issuer did not answer.",
    "processing_error": "A fault on the way.",
    "currency_not_supported": "The method cannot pay in this currency.",
    "method_not_supported": "The method cannot pay this merchant.",
    "account_closed": "The account is closed or blocked.",
    "duplicate": "The same payment was sent twice.",
    "cancelled_by_buyer": "The buyer cancelled.",
    "risk_rule": "A rule of the seller or the provider.",
    "not_told": "The file gives no reason.",
}

THREE_D_SECURE = {
    "none": "Not asked for.",
    "frictionless": "Passed without the buyer noticing.",
    "challenged": "Passed after the buyer was asked.",
    "failed": "Not passed.",
    "exempted": "Left out under an exemption.",
}

DISPUTE_KINDS = {
    "chargeback": "Taken back through the buyer's bank.",
    "inquiry": "The bank asks before it takes the money.",
    "guarantee_claim": "Under the channel's own buyer guarantee.",
    "wallet_claim": "Under the buyer protection of a wallet.",
}

DISPUTE_REASONS = {
    "fraud": "The holder says it was not him.",
    "not_received": "Goods did not arrive.",
    "not_as_described": "Goods differ from the offer.",
    "damaged": "Goods arrived broken or do not work.",
    "credit_not_processed": "A promised refund did not come.",
    "duplicate": "Charged twice, or the wrong amount.",
    "cancelled": "Cancelled before, charged all the same.",
    "unrecognised": "The holder does not recognise the text on the statement.",
    "not_told": "The file gives no reason.",
}

DISPUTE_STATUS = ("needs_response", "under_review", "won", "lost", "accepted", "withdrawn")

PAYMENT_ATTEMPTS = Table(
    name="payment_attempts",
    subject="payments",
    grain="One row per attempt of a buyer to pay.",
    key=("store_id", "provider", "attempt_id"),
    partition_on="attempted_on",
    columns=(
        *PLACE_COLUMNS,
        text("provider", "Who processed it: stripe, adyen, paypal ...", required=True),
        text("attempt_id", "The provider's id of the attempt.", required=True),
        text("payment_id", "The provider's id that all attempts for one checkout share."),
        integer("attempt_no", "Place of the attempt within the checkout, from 1."),
        text("order_id", "The order it was to pay."),
        text("customer_id", "The channel's identifier of the buyer.", personal=True),
        instant("attempted_at", "When, UTC.", required=True),
        date("attempted_on", "Day in the store's time zone.", required=True),
        text("method", "How the buyer wanted to pay.", values=tuple(PAYMENT_METHODS)),
        text("scheme", "Brand of the method: visa, mastercard, mada, boleto, grabpay ..."),
        text("funding", "What stands behind a card.", values=("credit", "debit", "prepaid", "unknown")),
        text("card_prefix", "First six digits of the card, never more; tells the issuer."),
        text("issuer", "Bank that issued the card."),
        text("issuer_country", "Country of that bank, ISO 3166-1 alpha-2."),
        text("acquirer", "Bank or licence through which it was sent."),
        text("acquirer_country", "Country of that bank, ISO 3166-1 alpha-2."),
        text("buyer_ip_country", "Country of the buyer's network address, ISO 3166-1 alpha-2."),
        text("device", "desktop, mobile, tablet, app."),
        text("currency", "ISO 4217 currency shown to the buyer, of the amounts.", required=True),
        money("attempt_amount", "What was to be paid, positive.", required=True),
        money("captured_amount", "What was collected, positive."),
        money("refunded_amount", "What was given back since, positive."),
        money("fee_amount", "What the provider charged for it, positive."),
        integer("instalment_count", "Number of parts it is paid in; 1 for at once."),
        text("outcome", "How it ended.", required=True, values=tuple(PAYMENT_OUTCOMES)),
        text("decline_code", "Why it was refused, in canonical words.", values=tuple(DECLINE_CODES)),
        text("vendor_code", "The provider's own code, as it stands in the file."),
        text("three_d_secure", "Whether the buyer was authenticated.", values=tuple(THREE_D_SECURE)),
        boolean("is_retry", "True where it repeats a refused attempt."),
        boolean("is_tokenised", "True where a network token stood in for the card number."),
        boolean("is_recurring", "True where the buyer was not present."),
        rate("risk_score", "The provider's risk score, 0 (safe) to 1."),
        text("risk_rule", "Rule that blocked or let it pass."),
        instant("captured_at", "When the money was collected, UTC."),
    ),
)

DISPUTES = Table(
    name="disputes",
    subject="payments",
    grain="One row per payment a buyer disputes.",
    key=("store_id", "dispute_id"),
    partition_on="opened_on",
    columns=(
        *PLACE_COLUMNS,
        text("dispute_id", "The channel's or provider's number of the case.", required=True),
        text("provider", "Who handles it."),
        date("opened_on", "Day it was opened, in the store's time zone.", required=True),
        instant("opened_at", "When it was opened, UTC."),
        text("kind", "By what right the money is asked back.", required=True, values=tuple(DISPUTE_KINDS)),
        text("reason", "Why, in canonical words.", values=tuple(DISPUTE_REASONS)),
        text("vendor_code", "The scheme's own reason code, as it stands in the file."),
        text("scheme", "Brand of the method: visa, mastercard, paypal ..."),
        text("order_id", "The order disputed."),
        text("payment_id", "The provider's id of the payment."),
        text("customer_id", "The channel's identifier of the buyer.", personal=True),
        text("sku", "The SKU disputed, where it is one."),
        text("status", "Where the case stands.", required=True, values=DISPUTE_STATUS),
        instant("respond_by_at", "Last instant to answer, UTC."),
        instant("closed_at", "When it was decided, UTC."),
        text("currency", "ISO 4217 currency of the amounts.", required=True),
        money("disputed_amount", "What is asked back, positive.", required=True),
        money("fee_amount", "Fee of the case, positive."),
        money("recovered_amount", "What came back to the seller, positive."),
        text("three_d_secure", "Whether the buyer had been authenticated.", values=tuple(THREE_D_SECURE)),
        json_text("evidence", "What was sent in answer, a JSON list of names."),
    ),
)

TABLES = (PAYMENT_ATTEMPTS, DISPUTES)

VOCABULARIES = {
    "payment_attempts.outcome": PAYMENT_OUTCOMES,
    "payment_attempts.method": PAYMENT_METHODS,
    "payment_attempts.decline_code": DECLINE_CODES,
    "payment_attempts.three_d_secure": THREE_D_SECURE,
    "disputes.kind": DISPUTE_KINDS,
    "disputes.reason": DISPUTE_REASONS,
    "disputes.three_d_secure": THREE_D_SECURE,
}
