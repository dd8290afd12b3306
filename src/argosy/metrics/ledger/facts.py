"""The facts of the ledger: where each kind of money of the statement is measured."""

from __future__ import annotations

from argosy.metrics.fact import Fact
from argosy.metrics.ledger.charges import ordered_charges, settled_charges
from argosy.metrics.ledger.closed import closed_adjustments, kept_orders
from argosy.metrics.ledger.conversions import conversions
from argosy.metrics.ledger.costs import ordered_costs, settled_costs
from argosy.metrics.ledger.exchange import ordered_exchange, settled_exchange
from argosy.metrics.ledger.expected import expected_fees
from argosy.metrics.ledger.orders import order_refunds, order_rests
from argosy.metrics.ledger.reconciliation import unreconciled
from argosy.metrics.ledger.spend import advertising, expenses, parcels
from argosy.metrics.ledger.tax import ordered_refund_tax, settled_tax

LEDGER_FACTS = (
    Fact("order_rests", "orders", "day", order_rests, "rate_on", ("orders",)),
    Fact("order_refunds", "refunds", "day", order_refunds, "rate_on", ("refunds", "order_lines"), fills=("refunds",)),
    Fact(
        "refund_tax",
        "settlement_lines",
        "day",
        ordered_refund_tax,
        "rate_on",
        ("settlement_lines", "order_lines"),
        fills=("settlement_lines",),
    ),
    Fact(
        "charges",
        "settlement_lines",
        "day",
        ordered_charges,
        "rate_on",
        ("settlement_lines", "order_lines"),
        fills=("settlement_lines",),
    ),
    Fact(
        "settled_charges",
        "settlement_lines",
        "day",
        settled_charges,
        "rate_on",
        ("settlement_lines", "order_lines"),
        fills=("settlement_lines",),
    ),
    Fact(
        "settled_tax",
        "settlement_lines",
        "day",
        settled_tax,
        "rate_on",
        ("settlement_lines", "order_lines"),
        fills=("settlement_lines",),
    ),
    Fact(
        "costs",
        "order_lines",
        "day",
        ordered_costs,
        "rate_on",
        ("order_lines", "settlement_lines", "product_costs", "returns"),
    ),
    Fact(
        "settled_costs",
        "settlement_lines",
        "day",
        settled_costs,
        "rate_on",
        ("settlement_lines", "product_costs", "order_lines", "returns"),
    ),
    Fact(
        "expected_fees",
        "order_lines",
        "day",
        expected_fees,
        "rate_on",
        ("settlement_lines", "order_lines"),
        fills=("settlement_lines",),
    ),
    Fact("advertising", "ad_performance", "day", advertising, "rate_on", ("ad_performance",)),
    Fact("expenses", "expenses", "day", expenses, "rate_on", ("expenses",)),
    Fact("parcels", "shipments", "day", parcels, "rate_on", ("shipments", "order_lines"), fills=("shipments",)),
    Fact(
        "exchange",
        "settlement_lines",
        "day",
        ordered_exchange,
        "rate_on",
        ("settlement_lines", "payouts", "order_lines"),
    ),
    Fact(
        "unreconciled",
        "settlement_lines",
        "day",
        unreconciled,
        needs=("settlement_lines", "payouts", "order_lines", "bank_lines"),
    ),
    Fact("conversions", "bank_lines", "day", conversions, needs=("bank_lines", "payouts")),
    Fact("settled_exchange", "payouts", "day", settled_exchange, "rate_on", ("payouts",)),
    Fact(
        "kept_orders",
        "order_lines",
        "day",
        kept_orders,
        "rate_on",
        ("order_lines",),
        shape=lambda _query: "all",
        of_closings=True,
    ),
    Fact(
        "closed_adjustments",
        "order_lines",
        "day",
        closed_adjustments,
        "rate_on",
        ("order_lines", "settlement_lines", "expenses", "ad_performance"),
        shape=lambda _query: "all",
        of_closings=True,
    ),
)
