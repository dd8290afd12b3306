"""Adyen's payment accounting report: every change of a payment's state, from which each attempt to pay is put together.

One attempt is one Psp Reference. Money is not booked from here (the settlement details report does that): what is asked, collected, given
back and charged for an attempt is read from its records. `Received` asks; `Authorised` approves; `Refused`, `Error`, `Cancelled` end it.
Changes of a payment that began before the report are left out, so that a later report does not undo an earlier one: export whole months.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Into, Kind, Tabular
from argosy.connectors.tabular_report import report

FEES = (
    ("processing_fee", "Processing Fee (FC)"),
    ("commission", "Commission (SC)"),
    ("markup", "Markup (SC)"),
    ("scheme_fees", "Scheme Fees (SC)"),
    ("interchange", "Interchange (SC)"),
)
CARDS = (
    "'visa', 'mc', 'amex', 'maestro', 'jcb', 'diners', 'discover', 'cup', 'cartebancaire', 'elo', 'hipercard', 'bcmc'"
)
OUTCOME = (
    "CASE WHEN bool_or(state = 'approved') THEN 'approved' WHEN bool_or(state = 'declined') THEN 'declined'"
    " WHEN bool_or(state = 'error') THEN 'error' WHEN bool_or(state = 'abandoned') THEN 'abandoned' ELSE 'pending' END"
)
ACCOUNTING = report(
    Tabular(
        id="payment_accounting",
        label="Payment accounting report",
        grain="One row per change of a payment's state.",
        where="Adyen Customer Area: Reports > Payment accounting > Download CSV.",
        folder=Path(__file__).parent,
        fields=(
            Field("company", "Company Account"),
            Field("merchant", "Merchant Account", filled=True),
            Field("psp_reference", "Psp Reference", Kind.ID, filled=True),
            Field("order_id", "Merchant Reference", Kind.ID),
            Field("method", "Payment Method", required=False),
            Field("booked", "Booking Date", filled=True, formats=(), aliases=(("Creation Date", ""),)),
            Field("zone", "TimeZone", Kind.WORD, required=False, otherwise="Europe/Amsterdam"),
            Field("currency", "Main Currency", Kind.CURRENCY, filled=True),
            Field("main", "Main Amount", Kind.AMOUNT, filled=True),
            Field("state", "Record Type", Kind.WORD, filled=True, otherwise="other"),
            Field("payment_currency", "Payment Currency", Kind.CURRENCY, required=False),
            Field("received", "Received (PC)", Kind.AMOUNT, required=False),
            Field("authorised", "Authorised (PC)", Kind.AMOUNT, required=False),
            Field("captured", "Captured (PC)", Kind.AMOUNT, required=False),
            Field("settlement_currency", "Settlement Currency", Kind.CURRENCY, required=False),
            Field("payable", "Payable (SC)", Kind.AMOUNT, required=False),
            *(Field(name, heading, Kind.AMOUNT, required=False) for name, heading in FEES),
            Field("fee_currency", "Processing Fee Currency", Kind.CURRENCY, required=False),
            Field("shopper", "Shopper Reference", Kind.ID, required=False),
            Field("modification", "Modification Psp Reference", Kind.ID, required=False),
        ),
        into=(
            Into(
                "payment_attempts",
                {
                    "provider": "'adyen'",
                    "attempt_id": "psp_reference",
                    "payment_id": "order_id",
                    "order_id": "order_id",
                    "customer_id": "shopper",
                    "attempted_at": "first_at",
                    "method": f"CASE WHEN lower(method) IN ({CARDS}) THEN 'card' END",
                    "scheme": "lower(method)",
                    "currency": "currency",
                    "attempt_amount": "asked",
                    "decline_code": "CASE WHEN state = 'declined' THEN 'not_told' END",
                    "vendor_code": "CASE WHEN state IN ('declined', 'error') THEN state_told END",
                },
                per=("attempt_id",),
                totals={
                    "outcome": OUTCOME,
                    "captured_amount": "coalesce(max(CASE WHEN state = 'approved' AND collected THEN abs(main) END), 0)",
                    "refunded_amount": "sum(CASE WHEN state = 'refunded' THEN abs(main) ELSE 0 END)",
                    "fee_amount": "sum(fees)",
                },
                joined="change_of_the_same_payment",
            ),
        ),
        derived={
            "booked_at": "timezone('UTC', timezone(zone, try_strptime(booked, ['%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S'])))",
            "first_at": "min(timezone('UTC', timezone(zone, try_strptime(booked, ['%Y-%m-%d %H:%M:%S', '%Y-%m-%dT%H:%M:%S']))))"
            " OVER (PARTITION BY psp_reference)",
            "asked": "max(CASE WHEN state = 'received' THEN abs(main) ELSE abs(coalesce(received, main)) END)"
            " OVER (PARTITION BY psp_reference)",
            "began": "bool_or(state_told IN ('Received', 'Authorised', 'Refused')) OVER (PARTITION BY psp_reference)",
            "collected": "state_told IN ('SentForSettle', 'Settled', 'SettledExternally')",
            "fees": "CASE WHEN fee_currency IS NULL OR fee_currency = currency THEN abs(coalesce(processing_fee, 0)) ELSE 0 END"
            " + CASE WHEN settlement_currency IS NULL OR settlement_currency = currency THEN abs(coalesce(commission, 0))"
            " + abs(coalesce(markup, 0)) + abs(coalesce(scheme_fees, 0)) + abs(coalesce(interchange, 0)) ELSE 0 END",
        },
        ignored={"begun_before_the_report": "NOT began"},
        checks={"not_an_instant:Booking Date": "booked_at IS NULL"},
        reasons={"not_an_instant:Booking Date": "A cell that should be a date and time is none in a form we know."},
        account="merchant",
        known=(
            *(
                "Payment Method Variant",
                "Exchange Rate",
                "Modification Merchant Reference",
                "User Name",
                "Original Amount",
            ),
            *(
                "Merchant Order Reference",
                *(f"Reserved{number}" for number in range(3, 11)),
                "Gratuity Amount",
                "Surcharge Amount",
            ),
        ),
        status=Status.PARTIAL,
        sources=(
            "https://docs.adyen.com/reporting/invoice-reconciliation/payment-accounting-report",
            "Headings and column order in public importers of the report, 2026-11-22",
        ),
    )
)
