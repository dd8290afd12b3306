"""Oceanpayment's transactions: every attempt to pay, with its code where it was refused.

`Payment Details` is a code and its sentence (80012:Insufficient funds); the words of the sentence tell the reason, because the list of
codes is not public. Headings follow the names of the gateway's own interface.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.contract import Status
from argosy.connectors.reading import text_literal
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report

REASONS = {
    "insufficient_funds": "insufficient",
    "card_expired": "expired",
    "card_lost_or_stolen": "lost|stolen|pick ?up",
    "suspected_fraud": "fraud",
    "risk_rule": "risk|blacklist|block",
    "limit_exceeded": "limit|exceed",
    "authentication_failed": "3d|authenticat",
    "card_invalid": "invalid (card|cvv|number)|cvv",
    "not_permitted": "not permitted|not allowed|restricted",
    "issuer_unavailable": "issuer (unavailable|not available)|timeout|timed out",
    "duplicate": "duplicate",
    "do_not_honour": "honou?r|declined|refuse",
}
"""Canonical decline code to the words that mean it, the first that fits."""


def _decline() -> str:
    cases = " ".join(
        f"WHEN regexp_matches(lower(details), {text_literal(words)}) THEN {text_literal(code)}"
        for code, words in REASONS.items()
    )
    return f"CASE WHEN outcome <> 'declined' THEN NULL {cases} ELSE 'not_told' END"


PAYMENTS = report(
    Tabular(
        id="payments",
        label="Transactions",
        grain="One row per attempt to pay.",
        where="Oceanpayment merchant console: Transactions > Export.",
        folder=Path(__file__).parent,
        fields=(
            Field("id", "Payment ID", Kind.ID, filled=True, aliases=(("交易流水号", "zh"), ("payment_id", ""))),
            Field("order_id", "Order Number", Kind.ID, filled=True, aliases=(("订单号", "zh"), ("order_number", ""))),
            Field(
                "attempted_at",
                "Transaction Time",
                Kind.INSTANT,
                filled=True,
                zone="Asia/Shanghai",
                aliases=(("交易时间", "zh"),),
            ),
            Field(
                "currency",
                "Order Currency",
                Kind.CURRENCY,
                filled=True,
                aliases=(("交易币种", "zh"), ("order_currency", "")),
            ),
            Field(
                "asked", "Order Amount", Kind.AMOUNT, filled=True, aliases=(("交易金额", "zh"), ("order_amount", ""))
            ),
            Field(
                "outcome",
                "Payment Status",
                Kind.WORD,
                otherwise="pending",
                aliases=(("支付状态", "zh"), ("payment_status", "")),
            ),
            Field("details", "Payment Details", aliases=(("支付结果", "zh"), ("payment_details", ""))),
            Field("method", "Payment Method", required=False, aliases=(("支付方式", "zh"), ("methods", ""))),
            Field("scheme", "Card Type", required=False, aliases=(("卡种", "zh"), ("card_type", ""))),
            Field(
                "country",
                "Card Country",
                Kind.COUNTRY,
                required=False,
                aliases=(("发卡国", "zh"), ("card_country", "")),
            ),
            Field("refunded", "Refund Amount", Kind.AMOUNT, required=False, aliases=(("退款金额", "zh"),)),
        ),
        into=(
            Into(
                "payment_attempts",
                {
                    "provider": "'oceanpayment'",
                    "attempt_id": "id",
                    "payment_id": "order_id",
                    "attempt_no": "attempt_no",
                    "order_id": "order_id",
                    "attempted_at": "attempted_at",
                    "scheme": "lower(coalesce(scheme, method))",
                    "issuer_country": "country",
                    "currency": "currency",
                    "attempt_amount": "asked",
                    "captured_amount": "CASE WHEN outcome = 'approved' THEN asked ELSE 0 END",
                    "refunded_amount": "CASE WHEN outcome = 'approved' THEN coalesce(refunded, 0) END",
                    "outcome": "outcome",
                    "decline_code": _decline(),
                    "vendor_code": "details",
                    "is_retry": "attempt_no > 1",
                },
                money_in="asked",
            ),
        ),
        money="asked",
        money_out={"payment_attempts": "attempt_amount"},
        derived={"attempt_no": "row_number() OVER (PARTITION BY order_id ORDER BY attempted_at, source_line)"},
        known=("Card Number", "Website", "Customer Email", "Account", "Terminal"),
        status=Status.INFERRED,
        sources=("Field names of the gateway's interface, from general knowledge (unverified)",),
    )
)
