"""What moved Stripe's balance: the itemised balance-change report, and the older export of the dashboard with the same content.

Every balance transaction is booked under its own id, so that exports may overlap, or come again with other columns, without doubling
anything. A transaction is its gross amount and Stripe's fee; both make its net, and the net of a payout is what leaves the balance.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Part, Tabular
from argosy.connectors.tabular_report import report
from argosy.connectors.vocabulary import by_sign

FOLDER = Path(__file__).parent
DOCUMENTED = (
    "https://docs.stripe.com/reports/report-types/balance",
    "https://docs.stripe.com/reports/reporting-categories",
)

LINE = {
    "settlement_id": "id",
    "posted_at": "posted_at",
    "payment_id": "source_id",
    "order_id": "order_id",
    "currency": "currency",
    "settled_at": "available_at",
    "state": "CASE WHEN payout_id IS NOT NULL THEN 'released' ELSE 'deferred' END",
    "payout_id": "payout_id",
    "vendor_type": "kind_told",
    "vendor_description": "description",
}
PARTS = (
    Part(by_sign("kind", "gross"), "gross"),
    Part(
        "CASE WHEN kind LIKE 'chargeback%' THEN 'chargeback_fee' WHEN fee < 0 THEN 'refund_payment_fee' ELSE 'payment_fee' END",
        "-fee",
    ),
)
PAYOUT = {
    "payout_id": "coalesce(source_id, id)",
    "paid_at": "posted_at",
    "paid_on": "CAST(coalesce(available_at, posted_at) AS DATE)",
    "status": "CASE WHEN kind = 'payout' THEN 'sent' ELSE 'returned' END",
    "currency": "currency",
    "payout_amount": "abs(gross)",
    "fee_amount": "nullif(fee, 0)",
    "reference": "description",
}
CHECKS = {"missing:created": "posted_at IS NULL"}
REASONS = {"missing:created": "The transaction has no time."}

BALANCE = report(
    Tabular(
        id="balance_change",
        label="Balance change from activity, itemised (Reports)",
        grain="One row per balance transaction.",
        where="Stripe dashboard: Reporting > Reports > Balance > Download, itemised.",
        folder=FOLDER,
        fields=(
            Field("id", "balance_transaction_id", Kind.ID, filled=True),
            Field("created_utc", "created_utc", Kind.INSTANT, zone="UTC", required=False),
            Field("created_local", "created", Kind.INSTANT, required=False),
            Field("available_utc", "available_on_utc", Kind.INSTANT, zone="UTC", required=False),
            Field("available_local", "available_on", Kind.INSTANT, required=False),
            Field("currency", "currency", Kind.CURRENCY, filled=True),
            Field("gross", "gross", Kind.AMOUNT, filled=True),
            Field("fee", "fee", Kind.AMOUNT),
            Field("net", "net", Kind.AMOUNT, filled=True),
            Field("kind", "reporting_category", Kind.WORD, filled=True),
            Field("source_id", "source_id", Kind.ID, required=False),
            Field("description", "description", required=False),
            Field("payout_id", "automatic_payout_id", Kind.ID, required=False),
            Field(
                "effective",
                "automatic_payout_effective_at",
                required=False,
                aliases=(("automatic_payout_effective_at_utc", ""),),
            ),
            Field("order_id", "payment_metadata[order_id]", Kind.ID, required=False, aliases=(("order_id", ""),)),
        ),
        into=(
            Into("settlement_lines", LINE, parts=PARTS, told="net", is_whole=True),
            Into("payouts", PAYOUT, where="kind = 'payout' AND gross < 0"),
        ),
        money="net",
        money_out={"settlement_lines": "amount"},
        derived={
            "posted_at": "coalesce(created_utc, created_local)",
            "available_at": "coalesce(available_utc, available_local)",
        },
        checks=CHECKS,
        reasons=REASONS,
        status=Status.PARTIAL,
        sources=DOCUMENTED,
    )
)

DASHBOARD_BALANCE = report(
    Tabular(
        id="balance_history",
        label="Balance history (dashboard export)",
        grain="One row per balance transaction.",
        where="Stripe dashboard: Balances > All activity > Export.",
        folder=FOLDER,
        fields=(
            Field("id", "id", Kind.ID, filled=True),
            Field("kind", "Type", Kind.WORD, filled=True),
            Field("source_id", "Source", Kind.ID),
            Field("gross", "Amount", Kind.AMOUNT, filled=True),
            Field("fee", "Fee", Kind.AMOUNT),
            Field("net", "Net", Kind.AMOUNT, filled=True),
            Field("currency", "Currency", Kind.CURRENCY, filled=True),
            Field("posted_at", "Created (UTC)", Kind.INSTANT, zone="UTC", filled=True),
            Field("available_at", "Available On (UTC)", Kind.INSTANT, zone="UTC"),
            Field("description", "Description", required=False),
            Field("payout_id", "Transfer", Kind.ID, required=False),
            Field("order_id", "order_id (metadata)", Kind.ID, required=False),
            Field("paid", "Transfer Date (UTC)", required=False),
            Field("platform_fee", "Destination Platform Fee", required=False),
            Field("shown_amount", "Customer Facing Amount", required=False),
            Field("shown_currency", "Customer Facing Currency", required=False),
            Field("transfer_group", "Transfer Group", required=False),
        ),
        into=(
            Into("settlement_lines", LINE, parts=PARTS, told="net", is_whole=True),
            Into("payouts", PAYOUT, where="kind = 'payout' AND gross < 0"),
        ),
        money="net",
        money_out={"settlement_lines": "amount"},
        status=Status.PARTIAL,
        sources=DOCUMENTED,
    )
)
