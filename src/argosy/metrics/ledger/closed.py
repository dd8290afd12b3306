"""Closed months: they stay as they were closed; what became known later counts in the next open month.

Every closing names the snapshot it was made on. Between two closings (and between the newest one and today) the lines of the ledger
that changed in months closed by then are found by comparing snapshots. Each change is taken out of its own month and put into the
first month that was open when it came: the two are the same lines, so that over all months not a cent is lost or counted twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any

from argosy.metrics.contract import Query
from argosy.metrics.fact import Fact
from argosy.metrics.ledger.columns import AMOUNT_TYPE, COLUMNS, ledger_lines
from argosy.metrics.lines import sold_lines, with_product
from argosy.warehouse.closings import Closing

GOODS, SHIPPING, DISCOUNT, TAX = "goods", "shipping", "discount", "tax"
ORDERED, SETTLED = "ordered", "settled"
VIEWS = {ORDERED: "net_profit", SETTLED: "settled_net_profit"}
ORDER_MONEY = "order_lines"
UNNAMED = ("order_id", "load_id", "source_line")
"""Columns a change does not name: it is told by store, market, SKU, day and kind."""
KEYS = tuple(name for name in COLUMNS if name not in (*UNNAMED, "amount"))
FINEST = Query((), ("store", "channel", "market", "sku"))


@dataclass(frozen=True)
class _Part:
    """A fact of the profit: how its lines are made, and which kinds of them count."""

    fact: Fact
    make: Callable[[Any, Query], Any]
    kinds: tuple[str, ...]


def kept(engine: Any, fact: Fact, lines: Any) -> Any:
    """Lines of a fact of the ledger, those of closed months as they were closed."""
    if not engine.snapshot.closings or fact.name not in _parts() or fact.name == ORDER_MONEY:
        return lines
    extra = ("quantity", "is_costed") if "is_costed" in lines.columns else ()
    return lines.select(*COLUMNS, *extra).union(_taken_back(engine, fact.name, extra))


def kept_orders(engine: Any, _query: Query) -> Any:
    """What has to be added to the order lines of closed months so that they are as closed (kinds goods, shipping, discount, tax)."""
    return _taken_back(engine, ORDER_MONEY)


def closed_adjustments(engine: Any, _query: Query) -> Any:
    """What became known of closed months, on the first day that was open then (kinds `ordered`, `settled`)."""
    import ibis

    changed, parts = _changes(engine), []
    for view in VIEWS:
        own = changed.filter(changed.fact.isin(sorted(_parts_of(view))))
        parts.append(ledger_lines(own, day=own.open_on, kind=ibis.literal(view), rate_on=own.rate_on))
    return ibis.union(*parts)


def _taken_back(engine: Any, name: str, extra: tuple[str, ...] = ()) -> Any:
    """The changes of a fact, turned round, on their own days."""
    changed = _changes(engine)
    own = changed.filter(changed.fact == name)
    own = own.mutate(amount=(-own.amount).cast(AMOUNT_TYPE), quantity=-own.quantity, **_empty(UNNAMED))
    return own.select(*COLUMNS, *extra)


def _empty(names: tuple[str, ...]) -> dict[str, Any]:
    import ibis

    return {name: ibis.null("int64" if name == "source_line" else "string") for name in names}


@cache
def _parts() -> dict[str, _Part]:
    """The facts of both views of the profit, by name."""
    return {name: part for view in VIEWS for name, part in _parts_of(view).items()}


@cache
def _parts_of(view: str) -> dict[str, _Part]:
    from argosy.metrics.facts import FACTS
    from argosy.metrics.registry import needed

    kinds: dict[str, set[str]] = {}
    for metric in needed((VIEWS[view],)):
        if metric.fact and metric.amount and not FACTS[metric.fact].of_closings:
            kinds.setdefault(metric.fact, set()).update(metric.kinds or ("",))
    found = {}
    for name, counted in kinds.items():
        fact = FACTS[name]
        found[name] = _Part(fact, fact.make or _order_money, () if "" in counted else tuple(sorted(counted)))
    return found


def _order_money(engine: Any, _query: Query) -> Any:
    """The money of order lines as lines of the ledger, with the seller's signs."""
    import ibis

    sold = with_product(engine, sold_lines(engine))
    contained = sold.tax_included.coalesce(False)
    amounts = {
        GOODS: sold.gross_amount,
        SHIPPING: sold.shipping_amount,
        DISCOUNT: -sold.discount_amount,
        TAX: contained.ifelse(-sold.tax_amount, None),
    }
    parts = [
        ledger_lines(sold, day=sold.ordered_on, kind=ibis.literal(kind), amount=amount)
        for kind, amount in amounts.items()
    ]
    lines = ibis.union(*parts)
    return lines.filter(lines.amount.notnull())


def _changes(engine: Any) -> Any:
    """What changed in closed months, one row per fact and key: amount (and units) by which it grew, `open_on` where it counts."""
    return engine.memory_table("closed_changes", engine.once("closed_changes", lambda: _find_changes(engine)))


def _find_changes(engine: Any) -> Any:
    """The changes between each closing and the next one (the newest and today), in a file of its own each: they never change."""
    import pyarrow as pa

    closings, found = engine.snapshot.closings, []
    numbers = [closing.snapshot for closing in closings]
    for closing, newer in zip(closings, [*numbers[1:], engine.snapshot.number], strict=True):
        name = f"closed_{closing.snapshot}_{newer}_{closing.month}_{engine.cost_method}"
        found.append(engine.keep(name, partial(_changes_between, engine, closing, newer)))
    return pa.concat_tables([_schema().empty_table(), *(one.cast(_schema()) for one in found)])


def _changes_between(engine: Any, closing: Closing, newer_number: int) -> Any:
    """By how much every key of every fact grew between two snapshots, in months closed by then."""
    import pyarrow as pa

    older, newer = _at(engine, closing.snapshot), _at(engine, newer_number)
    if dict(older.snapshot.tables) == dict(newer.snapshot.tables):
        return _schema().empty_table()
    grown = [
        _difference(name, _sums(older, part, closing.end), _sums(newer, part, closing.end), closing.end)
        for name, part in _parts().items()
    ]
    return pa.concat_tables(grown)


def _at(engine: Any, number: int) -> Any:
    if number == engine.snapshot.number:
        return engine
    return engine.once(f"engine_{number}", partial(engine.earlier, number))


def _schema() -> Any:
    import pyarrow as pa

    days = ("day", "rate_on")
    fields = [(name, pa.date32() if name in days else pa.string()) for name in KEYS]
    units = [("is_costed", pa.bool_()), ("amount", pa.decimal128(38, 4)), ("quantity", pa.int64())]
    return pa.schema([*fields, *units, ("fact", pa.string()), ("open_on", pa.date32())])


def _sums(engine: Any, part: _Part, end: date) -> Any:
    """The fact's money before a day, added up by key; empty where nothing was loaded then."""
    import ibis

    names = [*KEYS, "is_costed", "amount", "quantity"]
    if not any(name in engine.snapshot.tables for name in part.fact.tables):
        return _schema().empty_table().select(names)
    lines = part.make(engine, FINEST)
    lines = lines.filter(lines.day < end)
    if part.kinds:
        lines = lines.filter(lines.kind.isin(part.kinds))
    if "is_costed" not in lines.columns:
        lines = lines.mutate(is_costed=ibis.null("boolean"), quantity=ibis.null("int64"))
    sums = lines.group_by(*KEYS, "is_costed").aggregate(amount=lines.amount.sum(), quantity=lines.quantity.sum())
    return engine.to_arrow(sums.select(*names)).cast(_schema_of(names))


def _schema_of(names: list[str]) -> Any:
    import pyarrow as pa

    return pa.schema([_schema().field(name) for name in names])


def _difference(fact: str, before: Any, after: Any, open_on: date) -> Any:
    """By how much each key grew; keys that did not change are left out."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for name in ("amount", "quantity"):
        place = before.column_names.index(name)
        before = before.set_column(place, name, pc.negate(before[name]).cast(after.schema.field(name).type))
    keys = [*KEYS, "is_costed"]
    sums = pa.concat_tables([after, before]).group_by(keys).aggregate([("amount", "sum"), ("quantity", "sum")])
    sums = sums.rename_columns({"amount_sum": "amount", "quantity_sum": "quantity"})
    nothing = pa.scalar(0, pa.decimal128(38, 4))
    moved = pc.or_(
        pc.fill_null(pc.not_equal(sums["amount"], nothing), False),
        pc.fill_null(pc.not_equal(sums["quantity"], 0), False),
    )
    sums = sums.filter(moved)
    sums = sums.append_column("fact", pa.array([fact] * sums.num_rows, pa.string()))
    sums = sums.append_column("open_on", pa.array([open_on] * sums.num_rows, pa.date32()))
    return sums.select(_schema().names).cast(_schema())
