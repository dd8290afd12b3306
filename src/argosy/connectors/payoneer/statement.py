"""Payoneer's transactions: what marketplaces paid in, what went to banks and suppliers, fees. Headings from general knowledge."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.cells import ISO, SLASHED
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind, Tabular, wallet_lines
from argosy.connectors.tabular_report import report

DAYS = (*ISO, *SLASHED, "%d %b, %Y", "%d %b %Y", "%b %d, %Y", "%m-%d-%Y", "%d-%b-%Y")
MOVED = "coalesce(single, coalesce(paid_in, 0) - abs(coalesce(paid_out, 0)))"

STATEMENT = report(
    Tabular(
        id="statement",
        label="Transactions report",
        grain="One row per movement of a balance.",
        where="Payoneer: Activity > Transactions > Export CSV.",
        folder=Path(__file__).parent,
        fields=(
            Field("booked_on", "Transaction date", Kind.DAY, filled=True, formats=DAYS, aliases=(("Date", ""),)),
            Field("id", "Transaction ID", Kind.ID),
            Field("description", "Description"),
            Field("kind", "Type", Kind.WORD, required=False, otherwise=""),
            Field("single", "Amount", Kind.AMOUNT, required=False),
            Field("paid_in", "Credit amount", Kind.AMOUNT, required=False),
            Field("paid_out", "Debit amount", Kind.AMOUNT, required=False),
            Field("currency", "Currency", Kind.CURRENCY, filled=True),
            Field("balance", "Running balance", Kind.AMOUNT),
            Field("status", "Status"),
            Field("shop", "Store name", required=False),
            Field("note", "Additional description", required=False),
            Field("transfer", "Transfer amount", Kind.AMOUNT, required=False),
            Field("transfer_currency", "Transfer amount currency", Kind.CURRENCY, required=False),
        ),
        into=(
            wallet_lines(
                {
                    "booked_on": "booked_on",
                    "balance_amount": "balance",
                    "original_currency": "CASE WHEN transfer IS NOT NULL THEN transfer_currency END",
                    "original_amount": "transfer",
                    "counterparty": "shop",
                    "reference": "id",
                    "description": "concat_ws(' ', description, note)",
                },
                moved=MOVED,
            ),
        ),
        money=MOVED,
        money_out={"bank_lines": "amount"},
        checks={"missing:Amount": "single IS NULL AND paid_in IS NULL AND paid_out IS NULL"},
        reasons={"missing:Amount": "The row lacks a value that every row must have."},
        ignored={"not_completed": "lower(status) NOT IN ('completed', 'transferred', 'cleared')"},
        known=("Transaction time", "Time zone", "Source", "Target", "Reference ID"),
        sources=("Headings of the export from general knowledge (unverified)",),
        status=Status.INFERRED,
    )
)
