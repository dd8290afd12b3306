"""Below the contribution margins: reimbursements, disputes, fixed costs, exchange, and the net profit as ordered."""

from __future__ import annotations

from argosy.metrics.contract import Better
from argosy.metrics.definitions import charge, cost, income, money, profit, share, subtotal
from argosy.metrics.ledger.exchange import CONVERSION, TIMING
from argosy.metrics.ledger.spend import FIXED

METRICS = (
    money(
        "reimbursements",
        "Reimbursements",
        "paid by channels for their own errors, less taken back",
        fact="charges",
        amount=income,
        kinds=("reimbursement", "reimbursement_reversed"),
        better=Better.UP,
    ),
    charge("dispute_cost", "Disputes", "dispute_cost"),
    charge("adjustments", "Unexplained corrections", "other_charges"),
    charge("fee_tax", "Tax on fees", "fee_tax"),
    subtotal(
        "other_charges",
        "Other charges",
        "adjustments + fee_tax (a cost unless the books of the seller recover it)",
        (("adjustments", 1), ("fee_tax", 1)),
    ),
    money(
        "fixed_costs",
        "Fixed costs",
        "expenses of no order, by the rule of each",
        fact="expenses",
        amount=cost,
        kinds=(FIXED,),
    ),
    money(
        "exchange_timing",
        "Exchange: rates that moved",
        "booked money at the rate of the booking, and of the payout, less at the rate of the order",
        fact="exchange",
        amount=income,
        kinds=(TIMING,),
        better=Better.UP,
    ),
    money(
        "exchange_conversion",
        "Exchange: cost of converting",
        "received amount of payouts less their amount, both at the European Central Bank's rate of the day",
        fact="exchange",
        amount=income,
        kinds=(CONVERSION,),
        better=Better.UP,
    ),
    subtotal(
        "fx_difference",
        "Exchange difference",
        "exchange_timing + exchange_conversion",
        (("exchange_timing", 1), ("exchange_conversion", 1)),
        better=Better.UP,
    ),
    profit(
        "net_profit",
        "Net profit",
        "contribution_margin_3 + reimbursements - dispute_cost - other_charges - fixed_costs + fx_difference + closed_adjustments",
        (
            ("contribution_margin_3", 1),
            ("reimbursements", 1),
            ("dispute_cost", -1),
            ("other_charges", -1),
            ("fixed_costs", -1),
            ("fx_difference", 1),
            ("closed_adjustments", 1),
        ),
        "units_without_cost",
        "cost_of_units",
    ),
    charge("income_tax_withheld", "Income tax kept back", "income_tax"),
    share("gross_margin", "Gross margin", "gross_profit", "net_revenue"),
    share("contribution_margin_rate", "Contribution margin 3, share", "contribution_margin_3", "net_revenue"),
    share("net_margin", "Net margin", "net_profit", "net_revenue"),
    share("return_on_investment", "Return on investment", "net_profit", "product_cost"),
    share("advertising_share", "Advertising, share of revenue", "advertising_cost", "net_revenue", Better.DOWN),
    share("fee_share", "Selling fees, share of revenue", "selling_fees", "net_revenue", Better.DOWN),
)
