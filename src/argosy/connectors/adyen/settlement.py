"""Adyen's settlement details: every payment of a batch, in the currency it is settled in, and the payout that closes the batch.

Gross amounts are in the shopper's currency (GC), net amounts and fees in the currency of the settlement (NC). What is booked is NC: the
net amount plus the fees taken from it. A batch and a day are replaced together when the report comes again.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Part, Tabular
from argosy.connectors.tabular_report import report
from argosy.connectors.vocabulary import by_sign
from argosy.core.text import mark

FEES = (
    ("commission", "Commission (NC)"),
    ("markup", "Markup (NC)"),
    ("scheme_fees", "Scheme Fees (NC)"),
    ("interchange", "Interchange (NC)"),
)
FEE_TYPE = "CASE WHEN kind LIKE 'chargeback%' THEN 'chargeback_fee' ELSE 'payment_fee' END"
ALL_FEES = " + ".join(f"coalesce({name}, 0)" for name, _ in FEES)

SETTLEMENT = report(
    Tabular(
        id="settlement_detail",
        label="Settlement details report",
        grain="One row per payment, modification or transfer of a batch.",
        where="Adyen Customer Area: Reports > Settlement details > Download CSV.",
        folder=Path(__file__).parent,
        fields=(
            Field("merchant", "Merchant Account", filled=True),
            Field("psp_reference", "Psp Reference", Kind.ID),
            Field("order_id", "Merchant Reference", Kind.ID),
            Field("method", "Payment Method"),
            Field("created", "Creation Date", filled=True, formats=()),
            Field("zone", "TimeZone", Kind.WORD, filled=True),
            Field("kind", "Type", Kind.WORD, filled=True),
            Field("modification", "Modification Reference", Kind.ID, required=False),
            Field("gross_currency", "Gross Currency", Kind.CURRENCY),
            Field("gross_debit", "Gross Debit (GC)", Kind.AMOUNT),
            Field("gross_credit", "Gross Credit (GC)", Kind.AMOUNT),
            Field("currency", "Net Currency", Kind.CURRENCY, filled=True),
            Field("net_debit", "Net Debit (NC)", Kind.AMOUNT),
            Field("net_credit", "Net Credit (NC)", Kind.AMOUNT),
            *(Field(name, heading, Kind.AMOUNT, required=False) for name, heading in FEES),
            Field("batch", "Batch Number", Kind.ID, filled=True),
        ),
        into=(
            Into(
                "settlement_lines",
                {
                    "settlement_id": "merchant || ' ' || batch",
                    "posted_at": "created_at",
                    "order_id": "order_id",
                    "payment_id": "psp_reference",
                    "refund_id": "CASE WHEN kind = 'refund_product' THEN modification END",
                    "currency": "currency",
                    "state": "'released'",
                    "payout_id": "merchant || ' ' || batch",
                    "vendor_type": "kind_told",
                    "vendor_description": "method",
                },
                parts=(
                    Part(by_sign("kind", "net"), f"net + {ALL_FEES}"),
                    *(Part(FEE_TYPE, f"-{name}") for name, _ in FEES),
                ),
                told="net",
            ),
            Into(
                "payouts",
                {
                    "payout_id": "merchant || ' ' || batch",
                    "settlement_id": "merchant || ' ' || batch",
                    "paid_at": "created_at",
                    "status": "'sent'",
                    "currency": "currency",
                    "payout_amount": "-net",
                    "reference": "modification",
                },
                where="kind = 'payout'",
            ),
        ),
        money="net",
        money_out={"settlement_lines": "amount"},
        derived={
            "net": "coalesce(net_credit, 0) - coalesce(net_debit, 0)",
            "created_at": "timezone('UTC', timezone(zone, try_strptime(created, ['%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S'])))",
        },
        checks={"not_an_instant:Creation Date": "created_at IS NULL"},
        reasons={
            "not_an_instant:Creation Date": mark("A cell that should be a date and time is none in a form we know.")
        },
        remarks={
            mark("{count} payments whose gross amount is not their net amount plus the fees"): (
                f"gross_currency = currency AND coalesce(gross_credit, 0) - coalesce(gross_debit, 0) <> net + {ALL_FEES}"
                " AND coalesce(gross_credit, gross_debit) IS NOT NULL"
            )
        },
        known=(
            *(
                "Company Account",
                "Exchange Rate",
                "Payment Method Variant",
                "Modification Merchant Reference",
                "Advanced (NC)",
            ),
            *(
                "Reserved4",
                "Reserved5",
                "Reserved6",
                "Reserved7",
                "Reserved8",
                "Reserved9",
                "Reserved10",
                "Booking Type",
            ),
            *("Commission (GC)", "Debit (NC)", "Credit (NC)", "Batch Closed Date", "Booking Date"),
        ),
        account="merchant",
        status=Status.PARTIAL,
        sources=(
            "https://docs.adyen.com/reporting/settlement-reconciliation/transaction-level/settlement-details-report",
        ),
    )
)
