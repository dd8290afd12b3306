"""Stripe's payments: every attempt of a buyer to pay, with what the issuer said where it refused.

A charge is one attempt; attempts for one checkout share the PaymentIntent. `Amount` is what was asked, whether it was paid or not.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report

OUTCOME = (
    "CASE WHEN outcome = 'declined' AND decline_code IN ('suspected_fraud', 'risk_rule') THEN 'blocked'"
    " WHEN outcome = 'declined' AND decline_code = 'authentication_failed' THEN 'challenge_failed'"
    " WHEN outcome = 'declined' AND decline_code = 'processing_error' THEN 'error' ELSE outcome END"
)
ATTEMPT = {
    "provider": "'stripe'",
    "attempt_id": "id",
    "payment_id": "intent_id",
    "attempt_no": "attempt_no",
    "order_id": "order_id",
    "customer_id": "customer_id",
    "attempted_at": "created_at",
    "method": "method",
    "scheme": "lower(brand)",
    "funding": "CASE WHEN lower(funding) IN ('credit', 'debit', 'prepaid') THEN lower(funding) ELSE 'unknown' END",
    "issuer_country": "issuer_country",
    "currency": "currency",
    "attempt_amount": "asked",
    "captured_amount": "CASE WHEN outcome = 'approved' AND captured IS NOT FALSE THEN asked ELSE 0 END",
    "refunded_amount": "CASE WHEN outcome = 'approved' THEN refunded END",
    "fee_amount": "fee",
    "outcome": "final_outcome",
    "decline_code": "CASE WHEN outcome = 'declined' THEN coalesce(decline_code, 'not_told') END",
    "vendor_code": "decline_code_told",
    "is_retry": "CASE WHEN intent_id IS NOT NULL THEN attempt_no > 1 END",
}

PAYMENTS = report(
    Tabular(
        id="payments",
        label="Payments (dashboard export)",
        grain="One row per charge: an attempt to pay.",
        where="Stripe dashboard: Payments > Export; choose all columns, failed payments too.",
        folder=Path(__file__).parent,
        fields=(
            Field("id", "id", Kind.ID, filled=True),
            Field(
                "created_at",
                "Created date (UTC)",
                Kind.INSTANT,
                zone="UTC",
                filled=True,
                aliases=(("Created (UTC)", "2023"),),
            ),
            Field("asked", "Amount", Kind.AMOUNT, filled=True),
            Field("refunded", "Amount Refunded", Kind.AMOUNT),
            Field("currency", "Currency", Kind.CURRENCY, filled=True),
            Field("outcome", "Status", Kind.WORD, otherwise="pending"),
            Field("captured", "Captured", Kind.FLAG, required=False),
            Field("fee", "Fee", Kind.AMOUNT, required=False),
            Field("intent_id", "PaymentIntent ID", Kind.ID, required=False),
            Field("decline_code", "Decline Reason", Kind.WORD, required=False, otherwise="not_told"),
            Field("brand", "Card Brand", required=False),
            Field("funding", "Card Funding", required=False),
            Field("issuer_country", "Card Issue Country", Kind.COUNTRY, required=False),
            Field("method", "Payment Source Type", Kind.WORD, required=False, otherwise="card"),
            Field("customer_id", "Customer ID", Kind.ID, required=False),
            Field("email", "Customer Email", required=False),
            Field("order_id", "order_id (metadata)", Kind.ID, required=False),
            Field("seller_message", "Seller Message", required=False),
            Field("description", "Description", required=False),
            Field("mode", "Mode", required=False),
            Field("transfer", "Transfer", required=False),
            Field("last_four", "Card Last4", required=False),
            Field("fee_tax", "Taxes On Fee", required=False),
            Field("converted", "Converted Amount", required=False),
            Field("converted_refunded", "Converted Amount Refunded", required=False),
            Field("converted_currency", "Converted Currency", required=False),
        ),
        into=(Into("payment_attempts", ATTEMPT, money_in="asked"),),
        money="asked",
        money_out={"payment_attempts": "attempt_amount"},
        derived={
            "final_outcome": OUTCOME,
            "attempt_no": "row_number() OVER (PARTITION BY coalesce(intent_id, id) ORDER BY created_at, source_line)",
        },
        status=Status.PARTIAL,
        sources=("https://docs.stripe.com/declines/codes", "https://docs.stripe.com/api/charges/object"),
    )
)
