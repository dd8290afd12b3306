"""Stripe's disputes: payments whose buyers asked their money back, and how the cases stand."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report

DISPUTES = report(
    Tabular(
        id="disputes",
        label="Disputes (dashboard export; fields of the dispute object)",
        grain="One row per dispute.",
        where="Stripe dashboard: Payments > Disputes > Export; choose all columns.",
        folder=Path(__file__).parent,
        fields=(
            Field("id", "id", Kind.ID, filled=True, aliases=(("Dispute ID", ""),)),
            Field("charge", "Charge ID", Kind.ID, aliases=(("charge", ""), ("Payment ID", ""))),
            Field("intent", "PaymentIntent ID", Kind.ID, required=False, aliases=(("payment_intent", ""),)),
            Field(
                "opened_at",
                "Created (UTC)",
                Kind.INSTANT,
                zone="UTC",
                filled=True,
                aliases=(("Created date (UTC)", ""), ("Dispute Created (UTC)", ""), ("Disputed on (UTC)", "")),
            ),
            Field(
                "asked", "Amount", Kind.AMOUNT, filled=True, aliases=(("Disputed Amount", ""), ("Dispute Amount", ""))
            ),
            Field("currency", "Currency", Kind.CURRENCY, filled=True),
            Field("reason", "Reason", Kind.WORD, otherwise="not_told", aliases=(("Dispute Reason", ""),)),
            Field("status", "Status", Kind.WORD, otherwise="needs_response", aliases=(("Dispute Status", ""),)),
            Field(
                "due_at",
                "Due By (UTC)",
                Kind.INSTANT,
                required=False,
                zone="UTC",
                aliases=(("Evidence Due (UTC)", ""), ("Dispute Evidence Due (UTC)", ""), ("Evidence Due By", "")),
            ),
            Field("code", "Network Reason Code", required=False, aliases=(("network_reason_code", ""),)),
            Field("brand", "Card Brand", required=False),
            Field("customer", "Customer ID", Kind.ID, required=False),
            Field("order_id", "order_id (metadata)", Kind.ID, required=False),
        ),
        into=(
            Into(
                "disputes",
                {
                    "dispute_id": "id",
                    "provider": "'stripe'",
                    "opened_at": "opened_at",
                    "kind": "CASE WHEN status_told LIKE 'warning%' THEN 'inquiry' ELSE 'chargeback' END",
                    "reason": "reason",
                    "vendor_code": "coalesce(code, reason_told)",
                    "scheme": "lower(brand)",
                    "order_id": "order_id",
                    "payment_id": "coalesce(intent, charge)",
                    "customer_id": "customer",
                    "status": "status",
                    "respond_by_at": "due_at",
                    "currency": "currency",
                    "disputed_amount": "asked",
                    "recovered_amount": "CASE WHEN status = 'won' THEN asked END",
                },
                money_in="asked",
            ),
        ),
        money="asked",
        money_out={"disputes": "disputed_amount"},
        any_of=(
            "Due By (UTC)",
            "Evidence Due (UTC)",
            "Dispute Evidence Due (UTC)",
            "Dispute Reason",
            "Dispute Status",
            "Reason",
        ),
        forbids=("Amount Refunded", "Captured"),
        known=("Customer Email", "Charge Amount", "Is Charge Refundable", "Win Likelihood", "Description"),
        status=Status.INFERRED,
        sources=(
            "https://docs.stripe.com/api/disputes/object (reasons and states); headings of the export unverified",
        ),
    )
)
