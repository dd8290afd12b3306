"""Who the seller hangs on: the supplier behind most of its sales, and how long the stock of its goods lasts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from argosy.metrics.contract import Measures

RECENT_WEEKS = 26


def main_supplier(measures: Measures, as_of: date) -> tuple[str, float, float]:
    """Its code, its share of recent net sales and the weeks its goods in stock last; no code and nothing where none is known."""
    of_product = {
        row["product_id"]: row["main_supplier_id"]
        for row in measures.table("products", ("product_id", "main_supplier_id")).to_pylist()
        if row["main_supplier_id"]
    }
    for row in measures.table("purchase_orders", ("product_id", "supplier_id", "ordered_on")).to_pylist():
        if row["ordered_on"] <= as_of:
            of_product.setdefault(row["product_id"], row["supplier_id"])
    if not of_product:
        return "", 0.0, 0.0
    sold = measures.dataset("weekly_units", until=as_of, weeks=RECENT_WEEKS).to_pydict()
    sales: dict[str, float] = defaultdict(float)
    units: dict[str, float] = defaultdict(float)
    for product, amount, count in zip(sold["product"], sold["net_amount_home"], sold["units"], strict=True):
        supplier = of_product.get(product, "")
        sales[supplier] += amount or 0.0
        units[supplier] += count or 0.0
    total = sum(sales.values())
    named = {supplier: amount for supplier, amount in sales.items() if supplier and amount > 0}
    if not named or total <= 0:
        return "", 0.0, 0.0
    supplier = max(sorted(named), key=lambda name: named[name])
    stock = 0.0
    for row in measures.dataset("newest_stock", until=as_of).to_pylist():
        if of_product.get(row["product"]) == supplier:
            stock += row["available"] + row["inbound"]
    return supplier, named[supplier] / total, stock / max(units[supplier] / RECENT_WEEKS, 1e-9)
