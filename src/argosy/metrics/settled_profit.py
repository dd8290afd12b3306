"""Profit as settled: money on the day the channel or provider booked it, and the bridge from the ordered view."""

from __future__ import annotations

from dataclasses import replace

from argosy.metrics.contract import Accumulates, Better, Metric, Unit
from argosy.metrics.definitions import LEDGER, charge, cost, income, money, profit, subtotal
from argosy.metrics.ledger.costs import RETURNED, SAMPLE, SOLD
from argosy.metrics.ledger.exchange import CONVERSION, TIMING

FACT = "settled_charges"
UNITS = ("settled_units_without_cost", "settled_cost_of_units")


def _settled(place: str, slug: str, title: str) -> Metric:
    return charge(f"settled_{slug}", f"{title}, settled", place, FACT)


def _income(slug: str, title: str, place: str) -> Metric:
    return replace(_settled(place, slug, title), amount=income, better=Better.UP)


METRICS = (
    _income("sales_of_goods", "Sales of goods", "gross_sales"),
    _income("shipping_income", "Shipping paid by buyers", "shipping_income"),
    _settled("discounts", "price_reductions", "Price reductions"),
    _settled("refunds", "given_back", "Given back to buyers"),
    money(
        "settled_tax_in_sales",
        "Tax in sales, settled",
        "tax contained in booked prices that the settlement does not show apart",
        fact="settled_tax",
        amount=cost,
        kinds=("tax",),
    ),
    subtotal(
        "settled_net_revenue",
        "Net revenue, settled",
        "sales, shipping, price reductions, refunds and tax as booked",
        (
            ("settled_sales_of_goods", 1),
            ("settled_shipping_income", 1),
            ("settled_price_reductions", -1),
            ("settled_given_back", -1),
            ("settled_tax_in_sales", -1),
        ),
        better=Better.UP,
    ),
    money(
        "settled_cost_of_units",
        "Cost of units sold, settled",
        "landed cost of units whose sale was booked, on that day",
        fact="settled_costs",
        amount=cost,
        kinds=(SOLD,),
    ),
    money(
        "settled_cost_put_back",
        "Cost of units put back, settled",
        "cost of returned units fit for sale",
        fact="settled_costs",
        amount=income,
        kinds=(RETURNED,),
        better=Better.NEITHER,
    ),
    money(
        "settled_sample_cost",
        "Samples given away, settled",
        "sample_cost: nobody books samples, so they count on the day of their order",
        fact="settled_costs",
        amount=cost,
        kinds=(SAMPLE,),
    ),
    Metric(
        slug="settled_units_without_cost",
        title="Units without a cost, settled",
        unit=Unit.COUNT,
        grain="order line",
        accumulates=Accumulates.SUM,
        better=Better.DOWN,
        formula="units whose sale was booked and for which no cost is known",
        source=LEDGER,
        fact="settled_costs",
        count=lambda lines: lines.quantity.sum(where=~lines.is_costed).coalesce(0),
    ),
    subtotal(
        "settled_product_cost",
        "Product cost, settled",
        "settled_cost_of_units - settled_cost_put_back",
        (("settled_cost_of_units", 1), ("settled_cost_put_back", -1)),
    ),
    profit(
        "settled_gross_profit",
        "Gross profit, settled",
        "settled_net_revenue - settled_product_cost",
        (("settled_net_revenue", 1), ("settled_product_cost", -1)),
        *UNITS,
    ),
    _settled("selling_fees", "selling_fees", "Selling fees"),
    _settled("fulfilment_cost", "channel_fulfilment", "Fulfilment by channels"),
    _settled("payment_fees", "payment_fees", "Payment fees"),
    _settled("return_cost", "return_charges", "Return charges"),
    _settled("storage_cost", "storage_cost", "Storage, inbound and removal"),
    _settled("advertising_cost", "advertising_fees", "Advertising in settlements"),
    _income("reimbursements", "Reimbursements", "reimbursements"),
    _settled("dispute_cost", "dispute_cost", "Disputes"),
    _settled("other_charges", "adjustments", "Unexplained corrections"),
    _settled("fee_tax", "fee_tax", "Tax on fees"),
    money(
        "settled_exchange_timing",
        "Exchange: rates that moved, settled",
        "booked money at the rate of the payout less at the rate of the booking",
        fact="settled_exchange",
        amount=income,
        kinds=(TIMING,),
        better=Better.UP,
    ),
    money(
        "settled_exchange_conversion",
        "Exchange: cost of converting, settled",
        "received amount of payouts less their amount, both at the European Central Bank's rate of the day",
        fact="settled_exchange",
        amount=income,
        kinds=(CONVERSION,),
        better=Better.UP,
    ),
    profit(
        "settled_net_profit",
        "Net profit, settled",
        "the steps of net_profit as booked, on the day of booking; advertising, parcels and fixed costs as in net_profit",
        (
            ("settled_gross_profit", 1),
            *((f"settled_{name}", -1) for name in ("selling_fees", "channel_fulfilment", "payment_fees")),
            *((f"settled_{name}", -1) for name in ("return_charges", "storage_cost", "advertising_fees")),
            *((name, -1) for name in ("parcel_cost", "carriage_expenses", "return_parcels")),
            *((name, -1) for name in ("ad_spend", "advertising_expenses", "settled_sample_cost", "fixed_costs")),
            ("settled_reimbursements", 1),
            *((f"settled_{name}", -1) for name in ("dispute_cost", "adjustments", "fee_tax")),
            ("settled_exchange_timing", 1),
            ("settled_exchange_conversion", 1),
            ("settled_closed_adjustments", 1),
        ),
        *UNITS,
    ),
    subtotal(
        "unsettled_profit",
        "Profit not settled",
        "net_profit - settled_net_profit: what the ordered view has before channels booked it; nothing once all is paid",
        (("net_profit", 1), ("settled_net_profit", -1)),
        better=Better.NEITHER,
    ),
)
