"""Sums of money of one fact: added up per currency and day before they are converted, unless that would mean more groups than rows.

Metrics that count different kinds of the same lines are told apart by the kind's place, a small number: kinds that the same metrics
count share a place, so that lines are read, converted and added up once for all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from argosy.core.errors import FaultError
from argosy.metrics import dimensions
from argosy.metrics.contract import Metric, Query
from argosy.metrics.conversion import MONEY_TYPE, converted, rates_table
from argosy.metrics.definitions import cost, income
from argosy.metrics.fact import Fact

PLACE = "kind_place"


def money_sums(engine: Any, source: Any, fact: Fact, query: Query, money: Sequence[Metric], currency: str) -> Any:
    """One row per group of the query with a column per metric, in the currency, and `unrated`."""
    keys = [f"by_{name}" for name in query.by]
    places = places_of({metric.slug: metric.kinds for metric in money if metric.kinds})
    if places:
        source = _placed(engine, source, places, is_whole=all(metric.kinds for metric in money))
    amounts = dict.fromkeys(_base_of(_amount(one)) for one in money)
    bases = {amount: f"amount_{index}" for index, amount in enumerate(amounts)}
    plain = _plain(source, fact, query, bases, (PLACE,) if places else ())
    rated = converted(plain, rates_table(engine, fact, currency), list(bases.values()), currency)
    columns = {}
    for metric in money:
        column, wanted = rated[bases[_base_of(_amount(metric))]], {places[kind] for kind in metric.kinds}
        total = column.sum(where=rated[PLACE].isin(sorted(wanted))) if wanted else column.sum()
        columns[metric.slug] = (-total if _amount(metric) is cost else total).round(4).cast(MONEY_TYPE)
    columns["unrated"] = rated.unrated.sum()
    return rated.group_by(*keys).aggregate(**columns) if keys else rated.aggregate(**columns)


def places_of(kinds_of: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """A number for every kind, the same for kinds that exactly the same metrics count.

    >>> places_of({"fees": ("referral", "closing"), "all": ("referral", "closing", "sale")})
    {'closing': 0, 'referral': 0, 'sale': 1}
    """
    counted_by = defaultdict(list)
    for slug in sorted(kinds_of):
        for kind in kinds_of[slug]:
            counted_by[kind].append(slug)
    numbers: dict[tuple[str, ...], int] = {}
    return {kind: numbers.setdefault(tuple(counted_by[kind]), len(numbers)) for kind in sorted(counted_by)}


def _placed(engine: Any, source: Any, places: Mapping[str, int], is_whole: bool) -> Any:
    """The rows with the place of their kind; only those that have one, where every metric asks for kinds."""
    import pyarrow as pa

    rows = pa.table({"place_kind": list(places), PLACE: pa.array(places.values(), pa.int32())})
    name = f"places_{sha256(repr(sorted(places.items())).encode()).hexdigest()[:16]}"
    table = engine.memory_table(name, rows)
    joined = source.join(table, source.kind == table.place_kind, how="inner" if is_whole else "left")
    return joined.drop("place_kind")


def _plain(
    source: Any, fact: Fact, query: Query, bases: Mapping[Callable[[Any], Any], str], place: tuple[str, ...]
) -> Any:
    """The groups' columns, currency, day of the rate and amounts; added up by these where that makes fewer rows."""
    keys = [f"by_{name}" for name in query.by]
    is_fine = any(dimensions.DIMENSIONS[name].is_fine for name in query.by if name in dimensions.DIMENSIONS)
    is_rated_by_day = (fact.rate_day or fact.day) == fact.day
    words = [name for name in query.by if name in dimensions.TIME and is_rated_by_day and not is_fine]
    early = [key for key in keys if key.removeprefix("by_") not in words]
    plain = source.select(
        **{key: source[key] for key in (*early, *place)},
        currency=source.currency,
        day=source[fact.rate_day or fact.day],
        **{name: amount(source) for amount, name in bases.items()},
    )
    if is_fine:
        return plain
    sums = {name: plain[name].sum() for name in bases.values()}
    plain = plain.group_by(*early, *place, "currency", "day").aggregate(**sums)
    # The period is worked out once per day, not per row.
    return plain.mutate(**{f"by_{name}": dimensions.STARTS[name](plain.day) for name in words})


def _amount(metric: Metric) -> Callable[[Any], Any]:
    if metric.amount is None:
        raise FaultError("Metric {metric} is money without an amount.", metric=metric.slug)
    return metric.amount


def _base_of(amount: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What is added up for it: a cost is the income with the other sign, so both are converted and added up once."""
    return income if amount is cost else amount
