"""What Stripe sent to the bank: the dashboard's export of payouts, and the itemised payouts report."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report

FOLDER = Path(__file__).parent

PAYOUTS = report(
    Tabular(
        id="payouts",
        label="Payouts (dashboard export)",
        grain="One row per payout.",
        where="Stripe dashboard: Balances > Payouts > Export.",
        folder=FOLDER,
        fields=(
            Field("id", "id", Kind.ID, filled=True),
            Field("paid", "Amount", Kind.AMOUNT, filled=True),
            Field("created_at", "Created (UTC)", Kind.INSTANT, zone="UTC", filled=True),
            Field("currency", "Currency", Kind.CURRENCY, filled=True),
            Field("arrives_at", "Arrival Date (UTC)", Kind.INSTANT, zone="UTC", filled=True),
            Field("status", "Status", Kind.WORD, otherwise="pending"),
            Field("last_four", "Destination Last 4", required=False),
            Field("bank", "Destination Name", required=False),
            Field("reference", "Trace ID", required=False),
            Field("method", "Method", required=False),
            Field("livemode", "Livemode", required=False),
            Field("source_type", "Source Type", required=False),
            Field("destination", "Destination", required=False),
            Field("kind", "Type", required=False),
            Field("description", "Description", required=False),
            Field("transaction_id", "Balance Transaction", required=False),
        ),
        into=(
            Into(
                "payouts",
                {
                    "payout_id": "id",
                    "paid_on": "CAST(arrives_at AS DATE)",
                    "paid_at": "created_at",
                    "status": "status",
                    "currency": "currency",
                    "payout_amount": "paid",
                    "destination": "nullif(concat_ws(' ', bank, last_four), '')",
                    "reference": "coalesce(reference, description)",
                },
                money_in="paid",
            ),
        ),
        money="paid",
        money_out={"payouts": "payout_amount"},
        status=Status.PARTIAL,
        sources=("https://docs.stripe.com/payouts", "https://docs.stripe.com/api/payouts/object"),
    )
)

ITEMISED_PAYOUTS = report(
    Tabular(
        id="payouts_itemised",
        label="Payouts, itemised (Reports)",
        grain="One row per payout, and one per payout that came back.",
        where="Stripe dashboard: Reporting > Reports > Payouts > Download, itemised.",
        folder=FOLDER,
        fields=(
            Field("id", "payout_id", Kind.ID, filled=True),
            Field("sent_utc", "effective_at_utc", Kind.INSTANT, zone="UTC", required=False),
            Field("sent_local", "effective_at", Kind.INSTANT, required=False),
            Field("currency", "currency", Kind.CURRENCY, filled=True),
            Field("gross", "gross", Kind.AMOUNT, filled=True),
            Field("fee", "fee", Kind.AMOUNT),
            Field("net", "net", Kind.AMOUNT),
            Field("kind", "reporting_category", Kind.WORD, filled=True),
            Field("transaction_id", "balance_transaction_id", required=False),
            Field("arrives_on", "payout_expected_arrival_date", Kind.DAY, filled=True),
            Field("status", "payout_status", Kind.WORD, otherwise="pending"),
            Field("description", "description", required=False),
            Field("told", "payout_description", required=False),
            Field("destination", "payout_destination_id", required=False),
            Field("payout_type", "payout_type", required=False),
            Field("reversed_at", "payout_reversed_at", required=False, aliases=(("payout_reversed_at_utc", ""),)),
        ),
        into=(
            Into(
                "payouts",
                {
                    "payout_id": "CASE WHEN kind = 'payout' THEN id ELSE id || ' returned' END",
                    "paid_on": "arrives_on",
                    "paid_at": "coalesce(sent_utc, sent_local)",
                    "status": "CASE WHEN kind = 'payout' THEN status ELSE 'returned' END",
                    "currency": "currency",
                    "payout_amount": "gross",
                    "fee_amount": "nullif(fee, 0)",
                    "reference": "coalesce(told, description)",
                },
                money_in="gross",
            ),
        ),
        money="gross",
        money_out={"payouts": "payout_amount"},
        status=Status.PARTIAL,
        sources=("https://docs.stripe.com/reports/report-types/payout-reconciliation",),
    )
)
