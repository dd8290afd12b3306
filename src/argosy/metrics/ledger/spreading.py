"""Spreading money of no SKU over the SKUs that sold: by a measure of the same store and month, losing nothing.

A line without a SKU goes first over the lines of its order; where it has no order, over what its store (and market, where it names
one) sold in its month. What has nothing to be spread over stays as it is, without a SKU. The parts are differences of rounded
running totals, the rule of `economics.allocation.spread`.
"""

from __future__ import annotations

from typing import Any

from argosy.metrics.contract import Query
from argosy.metrics.conversion import converted, rates_between
from argosy.metrics.dimensions import DIMENSIONS
from argosy.metrics.ledger.columns import AMOUNT_TYPE, COLUMNS
from argosy.metrics.lines import sold_lines, with_product

WEIGHT_CURRENCY = "EUR"
COARSE = ("store_id", "channel", "currency")
"""Columns spreading within a store does not change: asked by these alone, it is left out."""
OF_NO_STORE = ("currency",)
"""The same for money that may belong to several stores."""
ANY = "*"


def is_needed(query: Query, unchanged: tuple[str, ...] = COARSE) -> bool:
    """Whether the query looks at anything that spreading changes; `unchanged` are the columns it leaves as they are."""
    names = [name for name in (*query.by, *query.where) if name in DIMENSIONS]
    return any(DIMENSIONS[name].column not in unchanged for name in names)


def spreads(query: Query) -> str:
    """What spreading the query needs, as a word: facts made for one such word serve every query with it."""
    return "all" if is_needed(query) else "stores" if is_needed(query, OF_NO_STORE) else "none"


def sales_shares(engine: Any, measure: str) -> Any:
    """What was sold per store, month, market and SKU, as `weight`: by_sales (after discounts, in one currency), by_units or by_orders."""
    return engine.view(f"ledger_shares_{measure}", lambda: _sales_shares(engine, measure))


def _sales_shares(engine: Any, measure: str) -> Any:
    import ibis

    lines = with_product(engine, sold_lines(engine))
    weights = {
        "by_sales": lambda: lines.gross_amount - lines.discount_amount.coalesce(0),
        "by_units": lambda: lines.quantity,
        "by_orders": lambda: ibis.literal(1),
    }
    rows = lines.select(
        "store_id",
        "channel",
        "market",
        "sku",
        "product_id",
        "currency",
        day=lines.ordered_on,
        month=lines.ordered_on.strftime("%Y-%m"),
        weight=weights[measure]().cast(AMOUNT_TYPE),
    )
    if measure == "by_sales":
        keys = ["store_id", "channel", "market", "sku", "product_id", "currency", "day", "month"]
        daily = rows.group_by(*keys).aggregate(weight=rows.weight.sum())
        rows = converted(daily, rates_between(engine, ("order_lines",), WEIGHT_CURRENCY), ["weight"], WEIGHT_CURRENCY)
    sums = rows.group_by("store_id", "channel", "month", "market", "sku", "product_id").aggregate(
        weight=rows.weight.sum()
    )
    return sums.filter(sums.weight > 0)


def spread_lines(
    engine: Any, lines: Any, query: Query, measure: str = "by_sales", unchanged: tuple[str, ...] = COARSE
) -> Any:
    """Lines of the ledger with those of no SKU spread, where the query looks at what that changes."""
    if not is_needed(query, unchanged) or "order_lines" not in engine.snapshot.tables:
        return lines
    pool = engine.stage(lines.select(*COLUMNS))
    parts = [f"SELECT {', '.join(COLUMNS)} FROM {pool.get_name()} WHERE sku IS NOT NULL"]
    parts.append(_over_orders(engine, pool.get_name()))
    parts += _over_sales(engine, pool.get_name(), measure, "order_id IS NULL")
    return engine.stage(" UNION ALL ".join(parts))


def spread_pool(engine: Any, lines: Any, measure: str) -> Any:
    """Lines of the ledger without SKU, spread over sales of the same month in the store and market each names ('*' or empty: any)."""
    pool = engine.stage(lines.select(*COLUMNS))
    return engine.stage(" UNION ALL ".join(_over_sales(engine, pool.get_name(), measure, "TRUE")))


def _over_sales(engine: Any, pool: str, measure: str, which: str) -> list[str]:
    """SQL of each kind of pool line over the shares that agree with it: of its store and market, its store, its market, or all."""
    shares = sales_shares(engine, measure).get_name()
    has_store, has_market = f"p.store_id <> '{ANY}'", f"(p.market IS NOT NULL AND p.market <> '{ANY}')"
    parts = []
    for store, market in ((True, True), (True, False), (False, True), (False, False)):
        within = [*(("store_id",) if store else ()), *(("market",) if market else ()), "month"]
        condition = " AND ".join(
            "SUBSTRING(CAST(p.day AS VARCHAR(10)), 1, 7) = s.month" if name == "month" else f"p.{name} = s.{name}"
            for name in within
        )
        running = _running(shares, within, "store_id, market NULLS LAST, sku, product_id")
        chosen = f"{'' if store else 'NOT '}{has_store} AND {'' if market else 'NOT '}{has_market}"
        parts.append(
            f"SELECT {_cells('s.')} FROM {pool} AS p LEFT JOIN ({running}) AS s ON {condition}"
            f" WHERE p.sku IS NULL AND {which} AND {chosen}"
        )
    return parts


def _over_orders(engine: Any, pool: str) -> str:
    """SQL of pool lines with an order, over the goods of that order by their amounts (evenly where these are nothing)."""
    goods = engine.view("ledger_goods", lambda: _goods(engine)).get_name()
    running = _running(goods, ["store_id", "order_id"], "line_no, sku")
    return (
        f"SELECT {_cells('s.')} FROM {pool} AS p LEFT JOIN ({running}) AS s"
        " ON p.store_id = s.store_id AND p.order_id = s.order_id WHERE p.sku IS NULL AND p.order_id IS NOT NULL"
    )


def _goods(engine: Any) -> Any:
    import ibis

    lines = with_product(engine, sold_lines(engine))
    amount = lines.gross_amount - lines.discount_amount.coalesce(0)
    lines = lines.mutate(plain=ibis.greatest(amount, 0).cast(AMOUNT_TYPE))
    whole = lines.plain.sum().over(ibis.window(group_by=[lines.store_id, lines.order_id]))
    return lines.select(
        "store_id",
        "channel",
        "market",
        "order_id",
        "line_no",
        "sku",
        "product_id",
        weight=(whole > 0).ifelse(lines.plain, ibis.literal(1).cast(AMOUNT_TYPE)),
    )


def _running(table: str, within: list[str], order: str) -> str:
    """SQL of the shares with their running total and their whole, within a group."""
    keys = ", ".join(within)
    return (
        f"SELECT *, SUM(weight) OVER (PARTITION BY {keys} ORDER BY {order} ROWS UNBOUNDED PRECEDING) AS reached,"
        f" SUM(weight) OVER (PARTITION BY {keys}) AS whole FROM {table}"
    )


def _cells(share: str) -> str:
    """SQL of a ledger line's columns: place and SKU of the share, and its part of the amount.

    The part is the rounded running total less the one before it; the last of a group ends exactly at the amount.
    """
    ratio = "ROUND(CAST(p.amount AS DOUBLE) * (CAST({} AS DOUBLE) / CAST(s.whole AS DOUBLE)), 4)"
    after, before = ratio.format("s.reached"), ratio.format("(s.reached - s.weight)")
    part = f"CAST({after} AS DECIMAL(38, 4)) - CAST({before} AS DECIMAL(38, 4))"
    found = {
        **{name: f"COALESCE({share}{name}, p.{name})" for name in ("store_id", "channel", "market")},
        "sku": f"{share}sku",
        "product_id": f"{share}product_id",
        "amount": f"CAST(CASE WHEN {share}sku IS NULL THEN p.amount ELSE {part} END AS DECIMAL(38, 4))",
    }
    return ", ".join(f"{found.get(name, f'p.{name}')} AS {name}" for name in COLUMNS)
