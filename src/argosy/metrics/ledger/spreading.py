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


def spread_pool(engine: Any, pool: Any, measure: str = "by_sales") -> Any:
    """Lines of the ledger without SKU, spread over sales of the same month in the store and market each names ('*' or empty: any)."""
    import ibis

    shares = sales_shares(engine, measure)
    has_store = pool.store_id != ANY
    has_market = pool.market.notnull() & (pool.market != ANY)
    parts = []
    for store, market in ((True, True), (True, False), (False, True), (False, False)):
        chosen = pool.filter((has_store == store) & (has_market == market))
        within = [*(("store_id",) if store else ()), *(("market",) if market else ()), "month"]
        parts.append(_spread(chosen, shares, within))
    return ibis.union(*parts)


def _spread(pool: Any, shares: Any, within: list[str]) -> Any:
    """Each pool line over the shares that agree with it in the columns of `within`."""
    keys = [shares[name] for name in within]
    window = {"group_by": keys, "order_by": [shares.store_id, shares.market, shares.sku, shares.product_id]}
    import ibis

    running = shares.mutate(
        until=shares.weight.sum().over(ibis.cumulative_window(**window)),
        whole=shares.weight.sum().over(ibis.window(group_by=keys)),
    )
    running = running.rename(lambda name: f"s_{name}")
    pool = pool.mutate(pool_month=pool.day.strftime("%Y-%m"))
    conditions = [(pool.pool_month if name == "month" else pool[name]) == running[f"s_{name}"] for name in within]
    joined = pool.left_join(running, conditions)
    part = _part(joined.amount, joined.s_until, joined.s_weight, joined.s_whole)
    is_spread = joined.s_sku.notnull()
    return joined.select(
        **{
            name: {
                "store_id": joined.s_store_id.coalesce(joined.store_id),
                "channel": joined.s_channel.coalesce(joined.channel),
                "market": joined.s_market.coalesce(joined.market),
                "sku": joined.s_sku,
                "product_id": joined.s_product_id,
                "amount": is_spread.ifelse(part, joined.amount).cast(AMOUNT_TYPE),
            }.get(name, joined[name])
            for name in COLUMNS
        }
    )


def _part(amount: Any, until: Any, weight: Any, whole: Any) -> Any:
    """The rounded running total less the one before it; the last of a group ends exactly at the amount."""
    exact = amount.cast("float64")
    total = whole.cast("float64")
    after = (exact * (until.cast("float64") / total)).round(4).cast(AMOUNT_TYPE)
    before = (exact * ((until - weight).cast("float64") / total)).round(4).cast(AMOUNT_TYPE)
    return after - before


def spread_orders(engine: Any, pool: Any) -> Any:
    """Lines of the ledger with an order and no SKU, over the goods of that order by their amounts (evenly where these are nothing)."""
    import ibis

    lines = with_product(engine, sold_lines(engine))
    amount = lines.gross_amount - lines.discount_amount.coalesce(0)
    lines = lines.mutate(plain=ibis.greatest(amount, 0).cast(AMOUNT_TYPE))
    whole = lines.plain.sum().over(ibis.window(group_by=[lines.store_id, lines.order_id]))
    lines = lines.mutate(weight=(whole > 0).ifelse(lines.plain, ibis.literal(1).cast(AMOUNT_TYPE)))
    keys = [lines.store_id, lines.order_id]
    order = [lines.line_no, lines.sku]
    running = lines.select(
        s_store_id=lines.store_id,
        s_order_id=lines.order_id,
        s_market=lines.market,
        s_sku=lines.sku,
        s_product_id=lines.product_id,
        s_weight=lines.weight,
        s_until=lines.weight.sum().over(ibis.cumulative_window(group_by=keys, order_by=order)),
        s_whole=lines.weight.sum().over(ibis.window(group_by=keys)),
    )
    joined = pool.left_join(running, (pool.store_id == running.s_store_id) & (pool.order_id == running.s_order_id))
    part = _part(joined.amount, joined.s_until, joined.s_weight, joined.s_whole)
    cells = {
        "market": joined.s_market.coalesce(joined.market),
        "sku": joined.s_sku,
        "product_id": joined.s_product_id,
        "amount": joined.s_sku.notnull().ifelse(part, joined.amount).cast(AMOUNT_TYPE),
    }
    return joined.select(**{name: cells.get(name, joined[name]) for name in COLUMNS})


def spread_lines(
    engine: Any, lines: Any, query: Query, measure: str = "by_sales", unchanged: tuple[str, ...] = COARSE
) -> Any:
    """Lines of the ledger with those of no SKU spread, where the query looks at what that changes."""
    import ibis

    if not is_needed(query, unchanged) or "order_lines" not in engine.snapshot.tables:
        return lines
    direct = lines.filter(lines.sku.notnull())
    of_orders = spread_orders(engine, lines.filter(lines.sku.isnull() & lines.order_id.notnull()))
    of_stores = spread_pool(engine, lines.filter(lines.sku.isnull() & lines.order_id.isnull()), measure)
    return ibis.union(direct, of_orders, of_stores)
