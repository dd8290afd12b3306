"""Reconciliation: what of the chain order, settlement, payout, bank does not add up, by reason and age."""

from __future__ import annotations

from argosy.metrics.contract import Better
from argosy.metrics.definitions import count, money

FACT = "unreconciled"

METRICS = (
    money(
        "unreconciled",
        "Not reconciled",
        "amounts without the next link of order, settlement, payout and bank; break down by reason and age",
        fact=FACT,
        amount=lambda rows: rows.amount,
        better=Better.NEITHER,
    ),
    count(
        "unreconciled_cases",
        "Cases not reconciled",
        "orders, settlements and payouts that do not reconcile",
        FACT,
        lambda rows: rows.count(),
        better=Better.DOWN,
    ),
)
