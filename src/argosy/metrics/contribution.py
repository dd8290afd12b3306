"""The contribution ledger as datasets: what every order, SKU or market earned, step by step, for domains and for drilling down.

A domain's `facts.py` reads it without knowing a fee type or a rate of exchange:

    table = measures.dataset("contribution", since=start, until=as_of, by="market,sku")
    rows = table.to_pydict()   # market, sku, units, net_revenue, product_cost, ..., contribution_margin_3, net_profit, units_without_cost

Amounts are floats in the home currency. A profit is None where units were sold and no cost is known for any of them: leave such
rows out or say so, never take them for zero. For one number use `measures.measure` with the metric's slug: it is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from argosy.economics.statement import STATEMENT
from argosy.metrics.contract import Query
from argosy.metrics.evaluation import evaluate_table

COUNTS = ("units", "units_without_cost")
STEPS = tuple(step.name for step in STATEMENT)


def contribution(engine: Any, currency: str, *, until: date, since: date | None = None, by: str = "market,sku") -> Any:
    """One row per group of `by` (dimensions joined by commas: store, channel, market, sku, parent, order, month ...): units and every step.

    Days are `since` (None: from the first) to `until`, both in; money counts on the day of its order.
    """
    import pyarrow as pa

    names = tuple(name.strip() for name in by.split(",") if name.strip())
    query = Query((*COUNTS, *STEPS), names, since, until + timedelta(days=1))
    _, table = evaluate_table(engine, query, currency)
    types = {
        **dict.fromkeys(names, pa.string()),
        **dict.fromkeys(COUNTS, pa.int64()),
        **dict.fromkeys(STEPS, pa.float64()),
    }
    schema = pa.schema(list(types.items()))
    return schema.empty_table() if table is None else table.cast(schema)


def order_contribution(engine: Any, currency: str, *, until: date, since: date | None = None) -> Any:
    """One row per order and SKU with its store, channel and market: the ledger at its finest."""
    return contribution(engine, currency, until=until, since=since, by="store,channel,market,order,sku")


DATASETS: dict[str, Callable[..., Any]] = {"contribution": contribution, "order_contribution": order_contribution}
"""Datasets by name."""
