"""Answers a query: one Ibis expression per fact, put side by side, wholes and ratios made from their parts, run once by the engine.

Money is summed per currency and day before it is converted, unless that would mean more groups than rows: either way each amount is
converted at the rate of its own day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from argosy.core.errors import RequestError
from argosy.core.period import Grain
from argosy.core.text import Text, mark
from argosy.metrics import dimensions
from argosy.metrics.assembly import BESIDE, UNRATED, Branch, assembled, empty_branch
from argosy.metrics.contract import Measured, Metric, Query
from argosy.metrics.conversion import span_of, unrated
from argosy.metrics.fact import Fact
from argosy.metrics.facts import FACTS, rows
from argosy.metrics.ledger.columns import KEYS
from argosy.metrics.money_sums import money_sums
from argosy.metrics.rates_named import rates_named
from argosy.metrics.registry import needed

NAMED_SKUS = 5
COUNTED_WITHOUT_COST = ("units_without_cost", "settled_units_without_cost")


def evaluate(engine: Any, query: Query, home_currency: str) -> Measured:
    """Measure the query on the engine's snapshot; `RequestError` for what nobody defined or a rate that is missing."""
    answer, table = evaluate_table(engine, query, home_currency)
    return answer if table is None else replace(answer, rows=list(table.to_pylist()))


def evaluate_table(engine: Any, query: Query, home_currency: str) -> tuple[Measured, Any]:
    """The same, the rows as a `pyarrow.Table` (None where nothing was loaded): for datasets too large to be Python objects."""
    dimensions.check((*query.by, *query.where))
    currency = query.currency or home_currency
    all_needed = needed(query.metrics)
    base = [metric for metric in all_needed if metric.fact]
    loaded = [metric for metric in base if _is_loaded(engine, FACTS[metric.fact])]
    answer = Measured(
        query.metrics,
        query.by,
        currency,
        dict(engine.snapshot.tables),
        [],
        query.start,
        query.end,
        _notes(base, loaded),
    )
    if not loaded:
        return answer, None
    beside = [metric.slug for metric in all_needed if metric.slug in COUNTED_WITHOUT_COST]
    branches = _branches_of(engine, replace(query, currency=currency), loaded, currency)
    table = engine.run(assembled(branches, query, all_needed, _days(engine, query), beside))
    if UNRATED in table.column_names and any(table[UNRATED].to_pylist()):
        raise _missing_rate(engine, query, loaded, currency)
    is_uncosted = any(
        any(table[f"{BESIDE}{slug}"].to_pylist()) for slug in beside if f"{BESIDE}{slug}" in table.column_names
    )
    notes = (
        *answer.notes,
        *(_uncosted(engine, query, all_needed) if is_uncosted else ()),
        *_closed(engine, query, all_needed),
        *rates_named(engine, query, loaded, currency),
        *([Text(mark("A product with several tags counts under each of them."))] if "tag" in query.by else []),
    )
    table = table.select([name for name in table.column_names if name != UNRATED and not name.startswith(BESIDE)])
    return replace(answer, notes=notes), _counted_whole(table.rename_columns([*query.by, *query.metrics]))


def _counted_whole(table: Any) -> Any:
    """Counts as whole numbers: engines add integers up to decimals without a place behind the point."""
    import pyarrow as pa

    for place, field in enumerate(table.schema):
        if pa.types.is_decimal(field.type) and field.type.scale == 0:
            table = table.set_column(place, field.name, table[field.name].cast(pa.int64()))
    return table


def _uncosted(engine: Any, query: Query, asked: Sequence[Metric]) -> tuple[Text, ...]:
    """What has to be said beside every profit: SKUs whose cost is not known, by name where they are few."""
    facts = sorted({metric.fact for metric in asked if metric.slug in COUNTED_WITHOUT_COST})
    if not facts:
        return ()
    lines = rows(engine, FACTS[facts[0]], replace(query, by=()))
    lines = lines.filter(~lines.is_costed & (lines.quantity != 0))
    sums = lines.group_by("sku").aggregate(units=lines.quantity.sum())
    found = engine.to_arrow(sums.order_by([sums.units.desc(), sums.sku])).to_pylist()
    if not found:
        return ()
    names = ", ".join(row["sku"] for row in found[:NAMED_SKUS]) + (" ..." if len(found) > NAMED_SKUS else "")
    values = {"count": len(found), "units": int(sum(row["units"] for row in found)), "skus": names}
    return (Text(mark("Without the cost of {count} SKUs ({units} units): {skus}"), values),)


def _closed(engine: Any, query: Query, asked: Sequence[Metric]) -> tuple[Text, ...]:
    """Which months of a statement stand still, and from which day on figures may still change."""
    closings = engine.snapshot.closings
    if not closings or not any(metric.fact and FACTS[metric.fact].of_closings for metric in asked):
        return ()
    values = {"month": closings[-1].month, "open": f"{closings[-1].end:%Y-%m}"}
    if query.end is not None and query.end <= closings[-1].end:
        return (Text(mark("Closed through {month}: what became known later counts from {open} on."), values),)
    return (
        Text(
            mark(
                "Closed through {month}: what became known later counts from {open} on; months from {open} on are open "
                "and may still change."
            ),
            values,
        ),
    )


def _notes(base: Sequence[Metric], loaded: Sequence[Metric]) -> tuple[str, ...]:
    missing = sorted({FACTS[metric.fact].table for metric in base} - {FACTS[metric.fact].table for metric in loaded})
    return tuple(f"nothing was loaded into {table} yet" for table in missing)


def _is_loaded(engine: Any, fact: Fact) -> bool:
    if fact.of_closings and not engine.snapshot.closings:
        return False
    return any(name in engine.snapshot.tables for name in fact.tables)


def _branches_of(engine: Any, query: Query, loaded: Sequence[Metric], currency: str) -> list[Branch]:
    """The aggregates of every fact that is asked for, compiled one by one."""
    branches = []
    for name in sorted({metric.fact for metric in loaded}):
        fact = FACTS[name]
        members = [metric for metric in loaded if metric.fact == name]
        if _is_empty(engine, fact, query, members):
            branches.append(empty_branch(query.by, [metric.slug for metric in members]))
            continue
        source = _by_starts(rows(engine, fact, query), fact, query)
        for found in _branches(engine, source, fact, query, members, currency):
            table = _labelled(found, query)
            columns = tuple(column for column in table.columns if not column.startswith("by_"))
            branches.append(Branch(engine.to_sql(table), columns))
    return branches


def _is_empty(engine: Any, fact: Fact, query: Query, members: Sequence[Metric]) -> bool:
    """Whether the fact is money of tables that were never loaded, asked by what every line of the ledger has: it has no row."""
    names = {*query.by, *query.where} - dimensions.TIME.keys()
    return (
        bool(fact.fills)
        and not any(name in engine.snapshot.tables for name in fact.fills)
        and all(metric.amount for metric in members)
        and all(dimensions.DIMENSIONS[name].column in KEYS for name in names)
    )


def _by_starts(source: Any, fact: Fact, query: Query) -> Any:
    """The rows with the first day of each period in place of its label, which is put on when they are added up."""
    words = [name for name in query.by if name in dimensions.TIME] if fact.day in source.columns else []
    return source.mutate(**{f"by_{name}": dimensions.STARTS[name](source[fact.day]) for name in words})


def _labelled(table: Any, query: Query) -> Any:
    """The aggregate with the labels of its periods, its columns in their order."""
    words = [name for name in query.by if name in dimensions.TIME]
    dated = [f"by_{name}" for name in words if table[f"by_{name}"].type().is_date()]
    if not dated:
        return table
    labels = {key: dimensions.TIME[key.removeprefix("by_")][1](table[key]) for key in dated}
    return table.select(**{name: labels.get(name, table[name]) for name in table.columns})


def _branches(
    engine: Any, source: Any, fact: Fact, query: Query, members: Sequence[Metric], currency: str
) -> list[Any]:
    """The aggregates of one fact: counts straight, money by way of the day's rate."""
    keys = [f"by_{name}" for name in query.by]
    money = [metric for metric in members if metric.amount]
    counts = [metric for metric in members if metric.count]
    branches = []
    if money:
        branches.append(money_sums(engine, source, fact, query, money, currency))
    if counts:
        branches.append(
            _aggregate(source, keys, {metric.slug: metric.count(source) for metric in counts if metric.count})
        )
    return branches


def _aggregate(table: Any, keys: list[str], columns: dict[str, Any]) -> Any:
    return table.group_by(*keys).aggregate(**columns) if keys else table.aggregate(**columns)


def _days(engine: Any, query: Query) -> int | None:
    """Days of the query; where it names none, of the months from the first to the last order; None where a time word tells them."""
    if dimensions.finest_time(query.by):
        return None
    first, last = span_of(engine, ("order_lines",))
    return ((query.end or Grain.MONTH.following(Grain.MONTH.floor(last))) - (query.start or first)).days


def _missing_rate(engine: Any, query: Query, loaded: Sequence[Metric], currency: str) -> RequestError:
    """Say which currency and days have no rate within the last seven days."""
    gaps: dict[str, tuple[date, date]] = {}
    for name in sorted({metric.fact for metric in loaded if metric.amount}):
        fact = FACTS[name]
        for missing, first, last in unrated(engine, rows(engine, fact, query), fact, currency):
            gaps[missing] = (first, last)
    said = ", ".join(f"{missing} ({first} to {last})" for missing, (first, last) in sorted(gaps.items()))
    return RequestError(
        "There is no exchange rate to {currency} within seven days for: {gaps}; ask for another currency or add own rates.",
        currency=currency,
        gaps=said,
    )
