"""Sums that add up over every dimension, by stretch of days: what a change is broken down along.

A number of distinct orders does not add up over SKUs, so every line counts as its share of its order; the shares of an order sum to one.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from argosy.core.errors import RequestError
from argosy.metrics import dimensions
from argosy.metrics.contract import Accumulates, Metric, Query
from argosy.metrics.conversion import converted, rates_table
from argosy.metrics.fact import Fact
from argosy.metrics.facts import FACTS, rows
from argosy.metrics.registry import metric

ORDER_SHARES = "orders"
"""The count of distinct orders, made additive by shares of lines."""

WINDOW = "window"


def is_additive(slug: str) -> bool:
    """Whether a metric's values over the parts of any dimension sum to its value over all of them.

    >>> is_additive("gross_sales"), is_additive("orders"), is_additive("customers")
    (True, True, False)
    """
    one = metric(slug)
    if one.slug == ORDER_SHARES:
        return True
    if one.parts:
        return all(is_additive(part) for part, _ in one.parts)
    return bool(one.fact) and (one.amount is not None or one.accumulates is Accumulates.SUM)


def window_cube(engine: Any, currency: str, *, metrics: str, by: str, windows: str) -> Any:
    """One row per window and members of `by`, with a float column per metric, as a `pyarrow.Table`; windows are numbered from 0.

    `metrics` and `by` are names joined by commas, each metric one that a fact holds itself and that `is_additive`. `windows` are
    half-open stretches of days, `2025-01-01:2025-02-01` joined by commas; a day in two of them counts in the first.
    A dimension that a fact does not have, or that holds no row's value, is NULL there.
    """
    chosen = [metric(slug) for slug in _names(metrics)]
    for one in chosen:
        if not one.fact or not is_additive(one.slug):
            raise RequestError("{metric} does not add up over parts; break down its parts instead.", metric=one.slug)
    stretches = [_stretch(text) for text in _names(windows)]
    names = _names(by)
    dimensions.check(names)
    branches = [
        branch
        for name in sorted({one.fact for one in chosen})
        if FACTS[name].table in engine.snapshot.tables
        for branch in _branches(
            engine, FACTS[name], [one for one in chosen if one.fact == name], names, stretches, currency
        )
    ]
    return _stacked(engine, branches, names, [one.slug for one in chosen])


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for name in text.split(",") if name)


def _stretch(text: str) -> tuple[date, date]:
    first, _, last = text.partition(":")
    return date.fromisoformat(first), date.fromisoformat(last)


def _branches(
    engine: Any,
    fact: Fact,
    members: list[Metric],
    names: tuple[str, ...],
    windows: list[tuple[date, date]],
    currency: str,
) -> list[Any]:
    """The fact's sums: money by way of the day's rate, counts straight, orders by shares."""
    import ibis

    there = tuple(name for name in names if _has(engine, fact, name))
    query = Query((), there, start=min(start for start, _ in windows), end=max(end for _, end in windows))
    source = rows(engine, fact, query)
    day = source[fact.day]
    number = _window_of(day, windows)
    source = source.mutate(**{WINDOW: number}).filter(number.notnull())
    keys = [WINDOW, *(f"by_{name}" for name in there)]
    branches = []
    money = {one.slug: one.amount(source) for one in members if one.amount}
    if money:
        plain = source.select(*keys, currency=source.currency, day=source[fact.day], **money)
        plain = plain.group_by(*keys, "currency", "day").aggregate(**{slug: plain[slug].sum() for slug in money})
        rated = converted(plain, rates_table(engine, fact, currency), list(money), currency)
        branches.append(rated.group_by(*keys).aggregate(**{slug: rated[slug].sum().cast("float64") for slug in money}))
    counts = [one for one in members if one.count and one.slug != ORDER_SHARES]
    if counts:
        sums = {one.slug: one.count(source).cast("float64") for one in counts if one.count}
        branches.append(source.group_by(*keys).aggregate(**sums))
    if any(one.slug == ORDER_SHARES for one in members):
        one_order = ibis.window(group_by=[source.store_id, source.order_id])
        shared = source.mutate(share=1.0 / source.count().over(one_order).cast("float64"))
        branches.append(shared.group_by(*keys).aggregate(**{ORDER_SHARES: shared.share.sum()}))
    return branches


def _window_of(day: Any, windows: list[tuple[date, date]]) -> Any:
    """The number of the window a day lies in; by arithmetic where all are of one length, one after the other."""
    import ibis

    first, length = windows[0][0], (windows[0][1] - windows[0][0]).days
    if all(
        (start - first).days == place * length and (end - start).days == length
        for place, (start, end) in enumerate(windows)
    ):
        passed = day.delta(ibis.literal(first), unit="day").cast("float64")
        return (passed / length).floor().cast("int64")
    return ibis.cases(*[((day >= start) & (day < end), place) for place, (start, end) in enumerate(windows)]).cast(
        "int64"
    )


def _has(engine: Any, fact: Fact, name: str) -> bool:
    """Whether the fact's rows know the dimension."""
    if name in dimensions.TIME:
        return True
    wanted, columns = dimensions.DIMENSIONS[name], engine.table(fact.table).columns
    if wanted.joins in ("products", "tags"):
        return "sku" in columns and "products" in engine.snapshot.tables
    if wanted.joins:
        return "customer_id" in columns
    return wanted.column in columns


def _stacked(engine: Any, branches: list[Any], names: tuple[str, ...], slugs: list[str]) -> Any:
    import ibis
    import pyarrow as pa

    kinds = {WINDOW: pa.int64()} | dict.fromkeys(names, pa.string()) | dict.fromkeys(slugs, pa.float64())
    if not branches:
        return pa.table({name: pa.array([], kind) for name, kind in kinds.items()})
    padded = [
        branch.select(
            **{WINDOW: branch[WINDOW]},
            **{
                name: branch[f"by_{name}"].cast("string") if f"by_{name}" in branch.columns else ibis.null("string")
                for name in names
            },
            **{slug: branch[slug] if slug in branch.columns else ibis.literal(0.0) for slug in slugs},
        )
        for branch in branches
    ]
    whole = padded[0] if len(padded) == 1 else ibis.union(*padded)
    keys = [WINDOW, *names]
    summed = whole.group_by(*keys).aggregate(**{slug: whole[slug].sum() for slug in slugs})
    return engine.to_arrow(summed.order_by(keys)).cast(pa.schema(list(kinds.items())))


DATASETS = {"window_cube": window_cube}
"""Datasets by name."""
