"""Cash: what came in and went out, what channels hold, how long money is away."""

from __future__ import annotations

from argosy.metrics.contract import Better, Unit
from argosy.metrics.definitions import money, quotient, subtotal

NOT_OPERATING = ("exchange", "transfer", "financing")
OPEN_PURCHASES = ("draft", "cancelled")


METRICS = (
    money(
        "operating_cash_flow",
        "Operating cash flow",
        "bank lines but those of exchange, transfer and financing",
        fact="bank_lines",
        amount=lambda rows: rows.category.coalesce("").isin(NOT_OPERATING).ifelse(None, rows.amount),
        better=Better.UP,
    ),
    money(
        "paid_out",
        "Paid out by channels",
        "payout_amount of payouts sent or paid",
        fact="payouts",
        amount=lambda rows: rows.status.isin(("sent", "paid")).ifelse(rows.payout_amount, None),
        better=Better.UP,
    ),
    money(
        "payouts_stopped",
        "Payouts held or failed",
        "payout_amount of payouts held, failed or returned",
        fact="payouts",
        amount=lambda rows: rows.status.isin(("held", "failed", "returned")).ifelse(rows.payout_amount, None),
    ),
    money(
        "payout_fees", "Fees of payouts", "fee_amount of payouts", fact="payouts", amount=lambda rows: rows.fee_amount
    ),
    money(
        "payout_held",
        "Held by channels",
        "reserve_amount after the last payout of the period",
        fact="reserves",
        amount=lambda rows: rows.reserve_amount.coalesce(rows.closing_balance_amount),
    ),
    money(
        "purchases",
        "Purchases",
        "line_amount of purchase orders placed",
        fact="purchases",
        amount=lambda rows: rows.status.isin(OPEN_PURCHASES).ifelse(None, rows.line_amount),
        better=Better.NEITHER,
    ),
    money(
        "owed_to_suppliers",
        "Owed to suppliers",
        "line_amount less paid_amount of purchase orders shipped or received",
        fact="purchases",
        amount=lambda rows: rows.status.isin(("shipped", "received")).ifelse(
            rows.line_amount - rows.paid_amount.coalesce(0), None
        ),
        better=Better.NEITHER,
    ),
    quotient(
        "receivable_days",
        "Days money lies with channels",
        "payout_held",
        "net_revenue",
        Unit.DAYS,
        better=Better.DOWN,
        times_days=True,
    ),
    quotient("payable_days", "Days suppliers wait", "owed_to_suppliers", "purchases", Unit.DAYS, times_days=True),
    subtotal(
        "cash_conversion_cycle",
        "Cash conversion cycle",
        "inventory_days + receivable_days - payable_days",
        (("inventory_days", 1), ("receivable_days", 1), ("payable_days", -1)),
        unit=Unit.DAYS,
    ),
)
