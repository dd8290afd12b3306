"""What is known of products, their demand, stock and supply: the only reader of this domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from argosy.decision.exchange import home_rates
from argosy.decision.freezing import fixed, frozen
from argosy.decision.parameters import SHARED, load_parameters
from argosy.decision.wording import cited
from argosy.domains.product.history import Array, Lines, ProductFacts
from argosy.domains.product.pools import pool_of_markets, put_together
from argosy.metrics.contract import Measures
from argosy.metrics.earned import earned

PARAMETERS = Path(__file__).with_name("parameters.yaml")
ENDING = ("phasing_out", "discontinued")
NOT_COMING = ("draft", "received", "cancelled")
OLDEST_ORDER_DAYS = 730


def load(measures: Measures, as_of: date) -> ProductFacts:
    """Read the facts as they were known at the end of `as_of`."""
    span = measures.span("order_lines")
    weeks = load_parameters(PARAMETERS, SHARED).count("history_weeks")
    purchases = _purchases(measures, as_of)
    return ProductFacts(
        as_of=as_of,
        currency=measures.home_currency,
        snapshot=measures.snapshot_number,
        source=_cited(measures, "order_lines"),
        stock_source=_cited(measures, "inventory_levels"),
        purchase_source=_cited(measures, "purchase_orders"),
        cost_source=_cited(measures, "product_costs"),
        cash_source=_cited(measures, "bank_balances"),
        last_on=min(span[1], as_of) if span and span[0] <= as_of else None,
        weeks=weeks,
        lines=_lines(measures, as_of, weeks, purchases),
        leads=_leads(purchases, as_of),
        cash=_cash(measures, as_of),
    )


def _cited(measures: Measures, table: str) -> str:
    return cited(measures.sources(table), table, measures.snapshot_number)


def _lines(measures: Measures, as_of: date, weeks: int, purchases: list[dict[str, Any]]) -> Lines:
    """Demand by product and pool of warehouses, with everything known of each."""
    sold = measures.dataset("weekly_units", until=as_of, weeks=weeks)
    stock = {(row["product"], row["country"]): row for row in _rows(measures, "newest_stock", as_of)}
    pools = pool_of_markets(sold, stock)
    demand = put_together(sold, pools, measures.dataset("weekly_stock", until=as_of, weeks=weeks), weeks)
    known = {str(row["product_id"]): row for row in _products(measures)}
    rows = [known.get(product, {}) for product in demand.products.tolist()]
    supplier = {line["product_id"]: line["supplier_id"] for line in purchases}
    suppliers = [
        row.get("main_supplier_id") or supplier.get(product, "")
        for row, product in zip(rows, demand.products.tolist(), strict=True)
    ]
    here = [stock.get(pair, {}) for pair in zip(demand.products.tolist(), demand.pools.tolist(), strict=True)]
    stocked = {product for product, _ in stock}
    margins = earned(measures, as_of).of_product
    nothing = [0.0 if product in stocked else np.nan for product in demand.products.tolist()]
    return Lines(
        products=fixed(demand.products),
        pools=fixed(demand.pools),
        markets=demand.markets,
        units=demand.units,
        censored=demand.censored,
        stock=frozen([row.get("available", default) for row, default in zip(here, nothing, strict=True)]),
        inbound=frozen([row.get("inbound", 0.0) for row in here]),
        on_order=_on_order(purchases, demand.products, demand.pools, demand.main_pool, here),
        price=demand.price,
        cost=_costs(measures, as_of, demand.products, demand.pools, purchases),
        minimum=_column(rows, "minimum_order_quantity", 1.0),
        multiple=_column(rows, "order_multiple_quantity", 1.0),
        stated_lead_days=_column(rows, "lead_time_days", np.nan),
        suppliers=frozen([str(name or "") for name in suppliers], str),
        is_ending=frozen([row.get("status") in ENDING for row in rows], bool),
        margin=frozen([margins.get(product, np.nan) for product in demand.products.tolist()]),
    )


def _rows(measures: Measures, dataset: str, as_of: date) -> list[dict[str, Any]]:
    return list(measures.dataset(dataset, until=as_of).to_pylist())


def _products(measures: Measures) -> list[dict[str, Any]]:
    columns = (
        "product_id",
        "status",
        "main_supplier_id",
        "minimum_order_quantity",
        "order_multiple_quantity",
        "lead_time_days",
    )
    return list(measures.table("products", columns).to_pylist())


def _column(rows: list[dict[str, Any]], name: str, default: float) -> Array:
    return frozen([row.get(name) or default for row in rows])


def _purchases(measures: Measures, as_of: date) -> list[dict[str, Any]]:
    """Lines of purchase orders placed by `as_of`, oldest first; what was received later is not known to be yet."""
    columns = (
        "ordered_on",
        "supplier_id",
        "product_id",
        "market",
        "status",
        "quantity",
        "received_quantity",
        "cancelled_quantity",
        "currency",
        "unit_price",
        "shipped_on",
        "received_on",
    )
    rows = [row for row in measures.table("purchase_orders", columns).to_pylist() if row["ordered_on"] <= as_of]
    for row in rows:
        if row["received_on"] is not None and row["received_on"] > as_of:
            row.update(received_on=None, received_quantity=0, status="placed")
    return sorted(rows, key=lambda row: row["ordered_on"])


def _leads(purchases: list[dict[str, Any]], as_of: date) -> dict[str, Array]:
    """Days from order to receipt by supplier; an open order counts with its age where that is longer than most took."""
    found: dict[str, list[float]] = defaultdict(list)
    waiting: dict[str, list[float]] = defaultdict(list)
    for row in purchases:
        if row["ordered_on"] < as_of - timedelta(days=OLDEST_ORDER_DAYS) or row["status"] in ("draft", "cancelled"):
            continue
        if row["received_on"] is not None:
            found[row["supplier_id"]].append(float((row["received_on"] - row["ordered_on"]).days))
        elif row["status"] not in NOT_COMING:
            waiting[row["supplier_id"]].append(float((as_of - row["ordered_on"]).days))
    for supplier, ages in waiting.items():
        usual = float(np.quantile(found[supplier], 0.8)) if found[supplier] else 0.0
        found[supplier] += [age for age in ages if age > usual and usual > 0]
    return {supplier: frozen(days) for supplier, days in sorted(found.items()) if days}


def _on_order(
    purchases: list[dict[str, Any]],
    products: Any,
    pools: Any,
    main_pool: Mapping[str, str],
    stock: list[dict[str, Any]],
) -> Array:
    """Units suppliers still owe, by product and pool; what has been sent already counts once, here or as inbound stock."""
    waiting: dict[tuple[str, str], float] = defaultdict(float)
    sent: dict[tuple[str, str], float] = defaultdict(float)
    at = set(zip(products.tolist(), pools.tolist(), strict=True))
    for row in purchases:
        if row["status"] in NOT_COMING:
            continue
        product = row["product_id"]
        pair = (product, row["market"]) if (product, row["market"]) in at else (product, main_pool.get(product, ""))
        owed = row["quantity"] - (row["received_quantity"] or 0) - (row["cancelled_quantity"] or 0)
        (sent if row["status"] == "shipped" else waiting)[pair] += max(owed, 0)
    pairs = zip(products.tolist(), pools.tolist(), strict=True)
    return frozen(
        [
            waiting[pair] + max(sent[pair] - float(row.get("inbound", 0.0)), 0.0)
            for pair, row in zip(pairs, stock, strict=True)
        ]
    )


def _costs(measures: Measures, as_of: date, products: Any, pools: Any, purchases: list[dict[str, Any]]) -> Array:
    """What it costs to land a unit: all components, the market's own before the general ones; else the last purchase price."""
    rows = _rows(measures, "unit_costs", as_of)
    rates = home_rates([row["currency"] for row in [*rows, *purchases]], measures.home_currency, as_of)
    parts: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for row in rows:
        if row["currency"] in rates:
            parts[row["product_id"], row["market"]][row["component"]] = row["unit_cost"] * rates[row["currency"]]
    paid = {
        row["product_id"]: float(row["unit_price"]) * rates[row["currency"]]
        for row in purchases
        if row["unit_price"] is not None and row["currency"] in rates
    }
    found = []
    for product, pool in zip(products.tolist(), pools.tolist(), strict=True):
        components = {**parts.get((product, "*"), {}), **parts.get((product, pool), {})}
        found.append(sum(components.values()) if components else paid.get(product, np.nan))
    return frozen(found)


def _cash(measures: Measures, as_of: date) -> float | None:
    """The newest balance of every account together, in the home currency, debts subtracted."""
    columns = ("account_id", "currency", "balance_on", "balance_amount", "available_amount")
    newest: dict[tuple[str, str], dict[str, Any]] = {}
    for row in measures.table("bank_balances", columns).to_pylist():
        pair = row["account_id"], row["currency"]
        if row["balance_on"] <= as_of and (pair not in newest or newest[pair]["balance_on"] < row["balance_on"]):
            newest[pair] = row
    rates = home_rates([currency for _, currency in newest], measures.home_currency, as_of)
    amounts = [
        float(row["balance_amount"] if row["available_amount"] is None else row["available_amount"]) * rates[currency]
        for (_, currency), row in newest.items()
        if currency in rates
    ]
    return sum(amounts) if amounts else None
