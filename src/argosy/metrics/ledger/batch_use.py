"""First in, first out: which units of which batch every sale took, by running totals of the units sold since the first batch came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from argosy.economics.costing import ALL, Batch

LINE_KEY = ("store_id", "order_id", "line_no", "sku")


def from_batches(engine: Any, units: Any, sequence: Any, lots: Sequence[Batch]) -> tuple[Any, Any]:
    """The units as taken from batches (columns taken, lot_cost, lot_currency, lot_on), and the units no batch covers.

    `sequence` holds every unit ever sold, in whose order batches are used up; `units` those that are to be costed.
    """
    import ibis

    pools, batches = _tables(engine, lots)
    placed = _with_pool(sequence, pools)
    placed = placed.filter(placed.p_total.notnull() & (placed.sold_on >= placed.p_start) & (placed.quantity > 0))
    window = ibis.cumulative_window(
        group_by=[placed.p_product, placed.p_market],
        order_by=[placed.sold_on, placed.store_id, placed.order_id, placed.line_no, placed.sku],
    )
    placed = placed.mutate(last_unit=placed.quantity.sum().over(window))
    placed = placed.select(
        *(placed[name].name(f"q_{name}") for name in LINE_KEY),
        "p_product",
        "p_market",
        "p_total",
        "last_unit",
        first_unit=placed.last_unit - placed.quantity,
    )
    joined = units.left_join(placed, [units[name].identical_to(placed[f"q_{name}"]) for name in LINE_KEY])
    taken = joined.join(
        batches,
        (joined.p_product == batches.b_product)
        & (joined.p_market == batches.b_market)
        & (joined.first_unit < batches.b_last)
        & (joined.last_unit > batches.b_first),
    )
    taken = taken.mutate(
        taken=ibis.least(taken.last_unit, taken.b_last) - ibis.greatest(taken.first_unit, taken.b_first)
    )
    covered_to = ibis.greatest(joined.first_unit, joined.p_total)
    beyond = ibis.greatest(joined.last_unit - covered_to, 0)
    rest = joined.mutate(quantity=joined.p_total.isnull().ifelse(joined.quantity, beyond))
    return taken, rest.filter(rest.quantity != 0).select(*units.columns)


def _tables(engine: Any, lots: Sequence[Batch]) -> tuple[Any, Any]:
    """Pools (product and market with their total and first day) and batches, as tables of the engine."""
    import pyarrow as pa

    key = f"{abs(hash(tuple(lots))):x}"
    named = sorted({(lot.product_id, lot.market) for lot in lots})
    pools = [
        {
            "p_product": product,
            "p_market": market,
            "p_total": max(lot.last_unit for lot in lots if (lot.product_id, lot.market) == (product, market)),
            "p_start": min(lot.received_on for lot in lots if (lot.product_id, lot.market) == (product, market)),
        }
        for product, market in named
    ]
    rows = [
        {
            "b_product": lot.product_id,
            "b_market": lot.market,
            "b_first": lot.first_unit,
            "b_last": lot.last_unit,
            "lot_currency": lot.currency,
            "lot_on": lot.received_on,
            "lot_cost": lot.amount,
        }
        for lot in lots
    ]
    cost = pa.table({name: [row[name] for row in rows] for name in rows[0]})
    cost = cost.set_column(cost.column_names.index("lot_cost"), "lot_cost", cost["lot_cost"].cast(pa.decimal128(18, 4)))
    return engine.memory_table(f"pools_{key}", pa.Table.from_pylist(pools)), engine.memory_table(f"lots_{key}", cost)


def _with_pool(units: Any, pools: Any) -> Any:
    """The units with the pool they draw from: that of their market, else that of every market."""
    own = pools.filter(pools.p_market != ALL)
    shared = pools.filter(pools.p_market == ALL).rename(lambda name: f"a_{name}")
    joined = units.left_join(own, (units.product_id == own.p_product) & (units.market == own.p_market))
    joined = joined.left_join(shared, joined.product_id == shared.a_p_product)
    columns = {name: joined[name].coalesce(joined[f"a_{name}"]) for name in pools.columns}
    return joined.select(*units.columns, **columns)
