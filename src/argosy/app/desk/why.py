"""Why a number moved: its change between two periods, split over the members of dimensions so that the parts sum exactly to it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from argosy.app.desk.desk import Desk
from argosy.app.desk.jobs import ASIDE, Job
from argosy.app.desk.sensitivity import NotAllowedError, refuse_hidden
from argosy.app.desk.warming import explanation_key
from argosy.app.desk.work import Errand
from argosy.app.door.roles import Permission
from argosy.app.explain import Explanation
from argosy.core.errors import DataError, RequestError
from argosy.core.period import Period
from argosy.core.text import Text
from argosy.methods.decomposition import split_amount, split_ratio
from argosy.metrics.contract import Accumulates, Metric, Query, Value
from argosy.metrics.dimensions import DIMENSIONS
from argosy.metrics.registry import metric as find_metric

MOST_PARTS = 12
KEPT_EXPLANATIONS = 256
PATIENCE_SECONDS = 20.0
LOOK_SECONDS = 0.1
Number = int | float | Decimal


@dataclass(frozen=True)
class Part:
    """A member's part of the change. `mix` is what its share did where the metric is a ratio, None else."""

    member: str
    effect: Number
    mix: Number | None
    before: Number | None
    after: Number | None

    @property
    def total(self) -> Any:
        """Rate and mix together; exact where the metric's own figures are."""
        effect: Any = self.effect
        return effect if self.mix is None else effect + self.mix


@dataclass(frozen=True)
class Why:
    """A change and its parts along one dimension: the largest by size, the rest as one. All parts sum to the change."""

    metric: Metric
    dimension: str
    currency: str
    before: Number | None
    after: Number | None
    change: Number
    parts: tuple[Part, ...]
    rest: Number
    rest_count: int
    first: tuple[date, date]
    second: tuple[date, date]


def asked_explanation(desk: Desk, slug: str, first: tuple[date, date], second: tuple[date, date]) -> Explanation | Job:
    """Why the metric moved, as a tree over its formula and its slices, what happened beside it, and what would test or mend it.

    Where nobody asked before, the job that works it out. It looks at everything the shop has, so it is not for who sees only some stores.
    """
    desk.require(Permission.READ)
    find_metric(slug)
    refuse_hidden(desk.person, (slug,))
    if desk.person.stores is not None:
        raise NotAllowedError(
            "The tree looks at all stores, and you were granted some; split the change along a dimension."
        )
    if Period(*second).overlap(Period(*first)):
        raise RequestError(
            "The periods {one} and {other} overlap; choose two that do not.",
            one=period_word(second),
            other=period_word(first),
        )
    measures = desk.live.argosy.shared
    found: Explanation | None = measures.shelf.get(explanation_key(slug, first, second))
    if found is not None:
        return found
    key = (measures.snapshot_number, slug, first, second)
    begun = desk.live.explaining
    if key not in begun:
        if len(begun) >= KEPT_EXPLANATIONS:
            begun.clear()
        days = {"first": [day.isoformat() for day in first], "second": [day.isoformat() for day in second]}
        asked = {"snapshot": measures.snapshot_number, "slug": slug, **days}
        begun[key] = desk.jobs.begin(Errand(ASIDE, asked), desk.person.id).id
    job = desk.jobs.find(begun[key])
    if job.state == "failed":  # whoever asks next has it tried again
        begun.pop(key, None)
    if job.state == "done":  # the shelf could not take it: worked out here
        return desk.live.argosy.explain(slug, *second, str(Period(*first)))
    return job


def period_word(days: tuple[date, date]) -> str:
    """Half-open days as a period is written."""
    return str(Period(*days))


def explanation(
    desk: Desk, slug: str, first: tuple[date, date], second: tuple[date, date], patience: float = PATIENCE_SECONDS
) -> Explanation | Job:
    """The same, waited for as long as somebody is patient; then the job that still works it out. `DataError` where it failed."""
    until = time.monotonic() + patience
    while True:
        found = asked_explanation(desk, slug, first, second)
        if isinstance(found, Explanation):
            return found
        if found.error is not None:
            raise DataError(found.error)
        if time.monotonic() > until:
            return found
        time.sleep(LOOK_SECONDS)


def why(desk: Desk, slug: str, dimension: str, first: tuple[date, date], second: tuple[date, date]) -> Why:
    """Split the metric's change from the first days to the second (half-open); `RequestError` where it cannot be split."""
    found = find_metric(slug)
    if dimension not in DIMENSIONS:
        raise RequestError(
            "There is no dimension {name}; the dimensions are: {known}.", name=dimension, known=", ".join(DIMENSIONS)
        )
    split = _ratio if found.numerator else _amount
    if not found.numerator and found.accumulates is not Accumulates.SUM:
        raise RequestError(
            "{metric} is not the sum of its parts, so its change cannot be split; ask for what it is made of.",
            metric=slug,
        )
    parts, currency = split(desk, found, dimension, first, second)
    totals = [desk.measure(Query((slug,), (), *days)).rows for days in (first, second)]
    before, after = (_number(rows[0][slug]) if rows else None for rows in totals)
    ordered = sorted(parts, key=lambda one: (-abs(one.total), one.member))
    kept, left = ordered[:MOST_PARTS], ordered[MOST_PARTS:]
    rest = sum((one.total for one in left), start=Decimal(0) if _exact(parts) else 0.0)
    change = sum((one.total for one in ordered), start=Decimal(0) if _exact(parts) else 0.0)
    return Why(found, dimension, currency, before, after, change, tuple(kept), rest, len(left), first, second)


def _exact(parts: Sequence[Part]) -> bool:
    return all(isinstance(one.effect, Decimal | int) for one in parts)


def _amount(
    desk: Desk, metric: Metric, dimension: str, first: tuple[date, date], second: tuple[date, date]
) -> tuple[list[Part], str]:
    before, currency = _members(desk, metric.slug, dimension, first)
    after, _ = _members(desk, metric.slug, dimension, second)
    split = split_amount(before, after)
    return [Part(one, effect, None, before.get(one), after.get(one)) for one, effect in split.effects.items()], currency


def _ratio(
    desk: Desk, metric: Metric, dimension: str, first: tuple[date, date], second: tuple[date, date]
) -> tuple[list[Part], str]:
    tops, bottoms = [], []
    currency = ""
    for days in (first, second):
        top, currency = _members(desk, metric.numerator, dimension, days)
        bottom, _ = _members(desk, metric.denominator, dimension, days)
        names = {name for name in bottom if bottom[name]} | {name for name in top if top[name]}
        tops.append({name: top.get(name, 0) for name in names})
        bottoms.append({name: bottom.get(name, 0) for name in names})
    pairs = [{name: (top[name], bottom[name]) for name in top} for top, bottom in zip(tops, bottoms, strict=True)]
    split = split_ratio(*pairs)
    return [Part(one, split.rate[one], split.mix[one], None, None) for one in split.rate], currency


def _members(desk: Desk, slug: str, dimension: str, days: tuple[date, date]) -> tuple[Mapping[str, Number], str]:
    """The metric per member; what has no member is one of its own."""
    answer = desk.measure(Query((slug,), (dimension,), *days))
    found = {str(row[dimension]): _number(row[slug]) for row in answer.rows}
    return {name: value for name, value in found.items() if value is not None}, answer.currency


def _number(value: Value) -> Number | None:
    return value if isinstance(value, int | float | Decimal) else None


def headline(found: Why) -> Text:
    """The answer in a sentence, by the largest part."""
    if not found.parts or not found.change:
        return Text("Nothing moved between the two periods.")
    top = found.parts[0]
    share = abs(float(top.total) / float(found.change))
    return Text("{member} alone makes {share} of the change.", {"member": top.member, "share": f"{share:.0%}"})
