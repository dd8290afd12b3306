"""Spreading money of no SKU over the SKUs that sold: by a measure of the same store and month, losing nothing.

A line without a SKU goes first over the lines of its order; where it has no order, over what its store (and market, where it names
one) sold in its month. What has nothing to be spread over stays as it is, without a SKU. The parts are differences of rounded
running totals, the rule of `economics.allocation.spread`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from argosy.metrics.contract import Query
from argosy.metrics.conversion import converted, rates_between
from argosy.metrics.dimensions import DIMENSIONS
from argosy.metrics.ledger.columns import AMOUNT_TYPE, COLUMNS
from argosy.metrics.lines import sold_lines, with_product

WEIGHT_CURRENCY = "EUR"
AMOUNT_SQL = "DECIMAL(38, 4)"
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
    return engine.hold(f"ledger_shares_{measure}", lambda: _sales_shares(engine, measure))


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
    staged = engine.stage(lines.select(*COLUMNS))
    pool = staged.get_name()
    loose, kinds = _loose(engine, pool, "sku IS NULL")
    if not kinds:
        return staged
    parts = [f"SELECT {', '.join(COLUMNS)} FROM {pool} WHERE sku IS NOT NULL"]
    if any(of_order for of_order, _, _ in kinds):
        parts.append(_over_orders(engine, loose))
    places = _places([(store, market) for of_order, store, market in kinds if not of_order])
    parts += _over_sales(engine, loose, measure, "order_id IS NULL", places)
    return engine.stage(" UNION ALL ".join(parts))


def spread_pool(engine: Any, lines: Any, measure: str) -> Any:
    """Lines of the ledger without SKU, spread over sales of the same month in the store and market each names ('*' or empty: any)."""
    staged = engine.stage(lines.select(*COLUMNS))
    pool = staged.get_name()
    loose, kinds = _loose(engine, pool, "TRUE")
    if not kinds:
        return staged
    places = _places([(store, market) for _, store, market in kinds])
    return engine.stage(" UNION ALL ".join(_over_sales(engine, loose, measure, "TRUE", places)))


HAS_STORE = f"p.store_id <> '{ANY}'"
HAS_MARKET = f"(p.market IS NOT NULL AND p.market <> '{ANY}')"


def _loose(engine: Any, pool: str, condition: str) -> tuple[str, list[tuple[bool, bool | None, bool]]]:
    """The pool's lines without SKU, held (they are few, and looked at several times), and which kinds of them there are.

    A kind says whether its lines have an order, name a store, name a market.
    """
    name = f"{pool}_loose"
    engine.hold(name, lambda: f"SELECT {', '.join(COLUMNS)} FROM {pool} WHERE {condition}")
    found = engine.run(
        f"SELECT p.order_id IS NOT NULL AS of_order, {HAS_STORE} AS has_store, {HAS_MARKET} AS has_market FROM {name} AS p"
        f" GROUP BY p.order_id IS NOT NULL, {HAS_STORE}, {HAS_MARKET}"
    )
    return name, [(row["of_order"], row["has_store"], row["has_market"]) for row in found.to_pylist()]


def _places(found: Sequence[tuple[bool | None, bool]]) -> list[tuple[bool, bool]]:
    """The distinct ones in a stable order; a line of an unknown store (None) belongs to none."""
    return sorted({(store, market) for store, market in found if store is not None}, reverse=True)


def _over_sales(engine: Any, pool: str, measure: str, which: str, places: Sequence[tuple[bool, bool]]) -> list[str]:
    """SQL of each kind of pool line over the shares that agree with it: of its store and market, its store, its market, or all.

    `places` are the kinds there are, as (names a store, names a market).
    """
    shares = sales_shares(engine, measure).get_name() if places else ""
    parts = []
    for store, market in places:
        within = [*(("store_id",) if store else ()), *(("market",) if market else ()), "month"]
        condition = " AND ".join(
            "SUBSTRING(CAST(p.day AS VARCHAR(10)), 1, 7) = s.month" if name == "month" else f"p.{name} = s.{name}"
            for name in within
        )
        running = _running(shares, within, "store_id, market NULLS LAST, sku, product_id")
        chosen = f"{'' if store else 'NOT '}{HAS_STORE} AND {'' if market else 'NOT '}{HAS_MARKET}"
        parts.append(
            f"SELECT {_cells('s.')} FROM {pool} AS p LEFT JOIN ({running}) AS s ON {condition}"
            f" WHERE p.sku IS NULL AND {which} AND {chosen}"
        )
    return parts


def _over_orders(engine: Any, pool: str) -> str:
    """SQL of pool lines with an order, over the goods of that order by their amounts (evenly where these are nothing)."""
    goods = engine.view("ledger_goods", lambda: _goods(engine)).get_name()
    of_these = (
        f"SELECT g.*, SUM(g.plain) OVER (PARTITION BY g.store_id, g.order_id) AS goods_amount FROM {goods} AS g WHERE EXISTS"
        f" (SELECT 1 FROM {pool} AS l WHERE l.store_id = g.store_id AND l.order_id = g.order_id)"
    )
    evenly = f"CAST(1 AS {AMOUNT_SQL})"
    weighed = (
        f"(SELECT *, CASE WHEN goods_amount > 0 THEN plain ELSE {evenly} END AS weight FROM ({of_these}) AS o) AS w"
    )
    running = _running(weighed, ["store_id", "order_id"], "line_no, sku")
    return (
        f"SELECT {_cells('s.')} FROM {pool} AS p LEFT JOIN ({running}) AS s"
        " ON p.store_id = s.store_id AND p.order_id = s.order_id WHERE p.sku IS NULL AND p.order_id IS NOT NULL"
    )


def _goods(engine: Any) -> Any:
    import ibis

    lines = with_product(engine, sold_lines(engine))
    amount = lines.gross_amount - lines.discount_amount.coalesce(0)
    return lines.select(
        "store_id",
        "channel",
        "market",
        "order_id",
        "line_no",
        "sku",
        "product_id",
        plain=ibis.greatest(amount, 0).cast(AMOUNT_TYPE),
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
    part = f"CAST({after} AS {AMOUNT_SQL}) - CAST({before} AS {AMOUNT_SQL})"
    found = {
        **{name: f"COALESCE({share}{name}, p.{name})" for name in ("store_id", "channel", "market")},
        "sku": f"{share}sku",
        "product_id": f"{share}product_id",
        "amount": f"CAST(CASE WHEN {share}sku IS NULL THEN p.amount ELSE {part} END AS {AMOUNT_SQL})",
    }
    return ", ".join(f"{found.get(name, f'p.{name}')} AS {name}" for name in COLUMNS)
