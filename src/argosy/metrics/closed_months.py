"""Closed months in the statement: what keeps them as they were closed, and what of them became known later."""

from __future__ import annotations

from argosy.metrics.contract import Better
from argosy.metrics.definitions import cost, income, money
from argosy.metrics.ledger.closed import DISCOUNT, GOODS, ORDERED, SETTLED, SHIPPING, TAX

FACT = "kept_orders"

METRICS = (
    money(
        "sales_kept",
        "Sales of closed months, as closed",
        "sales of closed months when they were closed, less what order files tell of them now",
        fact=FACT,
        amount=income,
        kinds=(GOODS,),
        better=Better.NEITHER,
    ),
    money(
        "shipping_kept",
        "Shipping of closed months, as closed",
        "shipping of closed months when they were closed, less what order files tell of them now",
        fact=FACT,
        amount=income,
        kinds=(SHIPPING,),
        better=Better.NEITHER,
    ),
    money(
        "discounts_kept",
        "Discounts of closed months, as closed",
        "discounts of closed months when they were closed, less what order files tell of them now",
        fact=FACT,
        amount=cost,
        kinds=(DISCOUNT,),
        better=Better.NEITHER,
    ),
    money(
        "tax_kept",
        "Tax of closed months, as closed",
        "tax in sales of closed months when they were closed, less what order files tell of them now",
        fact=FACT,
        amount=cost,
        kinds=(TAX,),
        better=Better.NEITHER,
    ),
    money(
        "closed_adjustments",
        "Adjustments of closed months",
        "what became known of closed months after they were closed, in the first month that was open then",
        fact="closed_adjustments",
        amount=income,
        kinds=(ORDERED,),
        better=Better.NEITHER,
    ),
    money(
        "settled_closed_adjustments",
        "Adjustments of closed months, settled",
        "the same of what channels and providers booked",
        fact="closed_adjustments",
        amount=income,
        kinds=(SETTLED,),
        better=Better.NEITHER,
    ),
)
