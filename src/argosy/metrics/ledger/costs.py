"""Product cost of units sold, and of units that came back to the shelf.

Batches with a quantity are used up first in first out (or averaged, `cost_method` of argosy.toml); units no batch covers, and products
without batches, take the standard cost in force on the day. A unit without any cost is a line without amount: it is counted and named,
never taken for zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from argosy.economics.consignment import cost_rows as consignment_costs
from argosy.economics.costing import ALL, Batch, CostStep, averaged_steps, batches, before_first_batch, cost_steps
from argosy.metrics.contract import Query
from argosy.metrics.ledger.batch_use import from_batches
from argosy.metrics.ledger.charges import SALE_KINDS
from argosy.metrics.ledger.columns import AMOUNT_TYPE, COLUMNS
from argosy.metrics.ledger.consignments import consignments
from argosy.metrics.ledger.orders import foreign_stores, known_orders
from argosy.metrics.lines import is_loaded, with_product

FIFO, MOVING_AVERAGE = "fifo", "moving_average"
SOLD, SAMPLE, RETURNED = "sold", "sample", "returned"
RESALEABLE = "sellable"
UNIT_COLUMNS = (
    "store_id",
    "channel",
    "market",
    "sku",
    "product_id",
    "order_id",
    "line_no",
    "quantity",
    "day",
    "sold_on",
    "purpose",
)


def ordered_costs(engine: Any, _query: Query) -> Any:
    """Cost of the units ordered (kinds `sold` and `sample`, negative) on the day of the order, and of those put back (`returned`)."""
    return _costed(engine, _ordered_units(engine))


def settled_costs(engine: Any, _query: Query) -> Any:
    """The same of the units whose sale was booked, on the day it was booked first; samples, which nobody books, on their order's."""
    return _costed(engine, _settled_units(engine))


def _ordered_units(engine: Any) -> Any:
    units = _line_units(engine)
    if not is_loaded(engine, "settlement_lines"):
        return units
    return units.union(_unknown_units(engine)) if is_loaded(engine, "order_lines") else _unknown_units(engine)


def _line_units(engine: Any) -> Any:
    """Units of order lines that are not cancelled; samples cost their goods too, told apart by `purpose`."""
    import ibis

    lines = engine.table("order_lines")
    lines = lines.filter((lines.status != "cancelled") & (lines.kind.coalesce("goods") != "gift_card"))
    lines = with_product(engine, lines)
    units = lines.quantity - lines.cancelled_quantity.coalesce(0)
    purpose = (lines.kind == "sample").coalesce(False).ifelse(ibis.literal(SAMPLE), ibis.literal(SOLD))
    lines = lines.mutate(quantity=units, day=lines.ordered_on, sold_on=lines.ordered_on, purpose=purpose)
    return lines.select(*UNIT_COLUMNS, "load_id", "source_line")


def _unknown_units(engine: Any) -> Any:
    """Units of booked sales whose order is in no order file."""
    import ibis

    lines = _booked_sales(engine)
    if is_loaded(engine, "order_lines"):
        known = known_orders(engine)
        lines = lines.anti_join(known, _matches(lines, known, foreign_stores(engine)))
    lines = with_product(engine, lines.mutate(product_id=ibis.null("string")))
    lines = lines.mutate(day=lines.posted_on, sold_on=lines.posted_on, purpose=ibis.literal(SOLD))
    return lines.select(*UNIT_COLUMNS, "load_id", "source_line")


def _booked_sales(engine: Any) -> Any:
    lines = engine.table("settlement_lines")
    return lines.filter(
        lines.fee_type.isin(SALE_KINDS)
        & lines.sku.notnull()
        & (lines.quantity > 0)
        & (lines.state.coalesce("released") == "released")
    )


def _matches(lines: Any, known: Any, foreign: Sequence[str]) -> Any:
    same_store = lines.store_id == known.o_store
    anywhere = lines.store_id.isin(foreign) if foreign else None
    return (lines.order_id == known.o_order) & (same_store if anywhere is None else same_store | anywhere)


def _settled_units(engine: Any) -> Any:
    """Units of order lines whose order has a booked sale, on its first day; samples; and booked sales without a known order."""
    import ibis

    if not is_loaded(engine, "settlement_lines"):
        return _line_units(engine).limit(0)
    if not is_loaded(engine, "order_lines"):
        return _unknown_units(engine)
    booked = engine.table("settlement_lines")
    booked = booked.filter(
        booked.fee_type.isin(SALE_KINDS) & booked.order_id.notnull() & (booked.state.coalesce("released") == "released")
    )
    foreign = foreign_stores(engine)
    firsts = booked.group_by(b_store=booked.store_id, b_order=booked.order_id).aggregate(b_day=booked.posted_on.min())
    units = _line_units(engine)
    same_store = units.store_id == firsts.b_store
    condition = same_store | firsts.b_store.isin(foreign) if foreign else same_store
    samples, sold = units.filter(units.purpose == SAMPLE), units.filter(units.purpose == SOLD)
    joined = sold.join(firsts, (sold.order_id == firsts.b_order) & condition)
    found = joined.mutate(day=joined.b_day).select(*units.columns)
    return ibis.union(found, samples, _unknown_units(engine).select(*units.columns))


def _costed(engine: Any, units: Any) -> Any:
    """Lines of the ledger with `quantity` and `is_costed`: one per unit group and currency of its cost."""
    import ibis

    rows = _cost_rows(engine)
    lots = batches(rows)
    steps = cost_steps(rows)
    averages = _with_averages(engine, steps, lots) if lots else steps
    branches = []
    if lots and engine.cost_method == FIFO:
        taken, units = from_batches(engine, units, _ordered_units(engine), lots)
        branches.append(_lines(taken, -taken.lot_cost * taken.taken, taken.lot_currency, taken.lot_on))
    else:
        steps = averages
    parts = [(units, steps)]
    if steps is not averages and _takes_back(
        engine
    ):  # units taken back by a negative line came from no batch: the average
        parts = [(units.filter(units.quantity >= 0), steps), (units.filter(units.quantity < 0), averages)]
    for part, own in parts:
        costed = _with_steps(engine, part, own)
        amount = -costed.step_amount * costed.quantity
        branches.append(_lines(costed, amount, costed.step_currency, costed.step_on))
    if is_loaded(engine, "returns"):
        back = _with_steps(engine, _returned_units(engine), averages)
        branches.append(_lines(back, back.step_amount * back.quantity, back.step_currency, back.step_on))
    return ibis.union(*branches) if len(branches) > 1 else branches[0]


def _takes_back(engine: Any) -> bool:
    """Whether any order line has a negative quantity."""

    def look() -> bool:
        lines = engine.table("order_lines")
        return bool(engine.to_arrow(lines.filter(lines.quantity < 0).limit(1).select("quantity")).num_rows)

    found: bool = engine.once("takes_back", look)
    return found


def standard_costs(engine: Any, units: Any) -> Any:
    """Units (product_id, market, sold_on) joined with what one of them costs (step_amount, step_currency, step_on), batches averaged."""
    rows = _cost_rows(engine)
    lots, steps = batches(rows), cost_steps(rows)
    return _with_steps(engine, units, _with_averages(engine, steps, lots) if lots else steps)


def _lines(table: Any, amount: Any, currency: Any, rate_on: Any) -> Any:
    cells = {
        "currency": currency,
        "rate_on": rate_on.coalesce(table.day).cast("date"),
        "kind": table.purpose,
        "amount": amount.cast(AMOUNT_TYPE),
        "day": table.day.cast("date"),
    }
    plain = {name: cells.get(name, table[name] if name in table.columns else None) for name in COLUMNS}
    return table.select(**plain, quantity=table.quantity, is_costed=currency.notnull())


def _returned_units(engine: Any) -> Any:
    """Units that came back fit for sale, at the cost of the day they were sold (of their return, where the order is not known)."""
    returns = engine.table("returns")
    returns = returns.filter(returns.disposition == RESALEABLE)
    returns = with_product(engine, returns.mutate(product_id=_null_text()))
    if is_loaded(engine, "order_lines"):
        known = known_orders(engine)
        joined = returns.left_join(known, (returns.store_id == known.o_store) & (returns.order_id == known.o_order))
        market, sold_on = joined.market.coalesce(joined.o_market), joined.o_day.coalesce(joined.returned_on)
    else:
        joined, market, sold_on = returns, returns.market, returns.returned_on
    joined = joined.mutate(
        market=market,
        sold_on=sold_on,
        day=joined.returned_on,
        line_no=joined.return_id,
        purpose=_literal(RETURNED),
    )
    return joined.select(*UNIT_COLUMNS, "load_id", "source_line")


def _null_text() -> Any:
    import ibis

    return ibis.null("string")


def _cost_rows(engine: Any) -> list[dict[str, Any]]:
    def read() -> list[dict[str, Any]]:
        table = engine.table("product_costs")
        ordered = table.order_by("product_id", "effective_on", "batch_id", "component")
        rows = list(engine.to_arrow(ordered).to_pylist())
        return [*rows, *consignment_costs(consignments(engine, rows), rows)]

    found: list[dict[str, Any]] = engine.once("cost_rows", read)
    return found


def _with_averages(engine: Any, steps: Sequence[CostStep], lots: Sequence[Batch]) -> list[CostStep]:
    """The steps, those of products with batches replaced by their moving average from the first batch on."""
    pools: dict[tuple[str, str, str], list[Batch]] = defaultdict(list)
    for lot in lots:
        pools[lot.product_id, lot.market, lot.currency].append(lot)
    sold = _sold_by_day(engine, {lot.product_id for lot in lots})
    averaged: list[CostStep] = []
    for (product, market, _), own in pools.items():
        markets = {name for other, name, _ in pools if other == product and name != ALL}
        days: dict[date, int] = defaultdict(int)
        for (found, place, day), units in sold.items():
            if found == product and (place == market if market != ALL else place not in markets):
                days[day] += units
        averaged += averaged_steps(own, days)
    return [*averaged, *before_first_batch(steps, averaged)]


def _sold_by_day(engine: Any, products: set[str]) -> dict[tuple[str, str | None, date], int]:
    def count() -> dict[tuple[str, str | None, date], int]:
        units = _ordered_units(engine)
        units = units.filter(units.product_id.isin(sorted(products)))
        sums = units.group_by("product_id", "market", "day").aggregate(units=units.quantity.sum())
        rows = engine.to_arrow(sums).to_pylist()
        return {(row["product_id"], row["market"], row["day"]): int(row["units"] or 0) for row in rows}

    found: dict[tuple[str, str | None, date], int] = engine.once("sold_by_day", count)
    return found


def _with_steps(engine: Any, units: Any, steps: Sequence[CostStep]) -> Any:
    """The units joined with the cost in force on the day they were sold (columns step_...); empty where there is none."""
    import pyarrow as pa

    table = _steps_table(engine, steps)
    own_markets = {(step.product_id, step.market) for step in steps if step.market != ALL}
    place = _literal(ALL)
    if own_markets:
        named = engine.memory_table(
            f"cost_markets_{abs(hash(frozenset(own_markets))):x}",
            pa.Table.from_pylist(
                [{"n_product": product, "n_market": market} for product, market in sorted(own_markets)]
            ),
        )
        units = units.left_join(named, (units.product_id == named.n_product) & (units.market == named.n_market))
        place = units.n_market.coalesce(ALL)
    units = units.mutate(cost_market=place)
    return units.left_join(
        table,
        (units.product_id == table.c_product)
        & (units.cost_market == table.c_market)
        & (units.sold_on >= table.c_from)
        & (units.sold_on < table.c_to),
    )


def _steps_table(engine: Any, steps: Sequence[CostStep]) -> Any:
    import pyarrow as pa

    rows = pa.Table.from_pylist(
        [
            {
                "c_product": step.product_id,
                "c_market": step.market,
                "c_from": step.from_on,
                "c_to": step.to_on,
                "step_currency": step.currency,
                "step_on": step.rate_on,
                "step_amount": step.amount,
            }
            for step in steps
        ],
        schema=pa.schema(
            [
                ("c_product", pa.string()),
                ("c_market", pa.string()),
                ("c_from", pa.date32()),
                ("c_to", pa.date32()),
                ("step_currency", pa.string()),
                ("step_on", pa.date32()),
                ("step_amount", pa.decimal128(18, 4)),
            ]
        ),
    )
    return engine.memory_table(f"cost_steps_{abs(hash(tuple(steps))):x}", rows)


def _literal(value: str) -> Any:
    import ibis

    return ibis.literal(value)
