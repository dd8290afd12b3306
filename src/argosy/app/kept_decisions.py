"""Proposals kept on the shelf: where lake, day, choices and code are the same, a kind need not think again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from argosy.app.shelf import Shelf
from argosy.decision.contract import Decision
from argosy.decision.domain import Kind
from argosy.decision.domain import decide as propose
from argosy.metrics.contract import Measures

SPAN = "days with orders"


def proposed(
    chosen: Sequence[Kind], measures: Measures, day: date, shelf: Shelf | None, started: Callable[[Kind], None]
) -> Iterator[Decision]:
    """What the kinds propose, from the shelf where it lies there; the facts of a domain are loaded once for all that do not."""
    kept = {kind.slug: _kept(kind, day, shelf) for kind in chosen}
    missing = [kind for kind in chosen if kept[kind.slug] is None]
    of_kind: dict[str, list[Decision]] = {kind.slug: [] for kind in missing}
    for kind in chosen:
        if kept[kind.slug] is not None:
            started(kind)
    for decision in propose(missing, measures, day, started=started):
        of_kind[decision.kind].append(decision)
    for kind in chosen:
        made = kept[kind.slug]
        if made is None:
            made = of_kind[kind.slug]
            if shelf is not None:
                shelf.put(_key(kind, day), json.dumps([decision.to_json() for decision in made]))
        yield from made
    if shelf is not None:
        shelf.clear_others()


def kept_span(measures: Measures, shelf: Shelf | None) -> tuple[date, date] | None:
    """First and last day with orders, from the shelf where it lies there; None where there are none."""
    found = None if shelf is None else shelf.get(SPAN)
    if found is None:
        span = measures.span("order_lines")
        found = [] if span is None else [day.isoformat() for day in span]
        if shelf is not None:
            shelf.put(SPAN, found)
    return (date.fromisoformat(found[0]), date.fromisoformat(found[1])) if found else None


def _kept(kind: Kind, day: date, shelf: Shelf | None) -> list[Decision] | None:
    found = None if shelf is None else shelf.get(_key(kind, day))
    return None if found is None else [Decision.from_json(one) for one in json.loads(found)]


def _key(kind: Kind, day: date) -> str:
    return f"decisions {kind.slug} {day.isoformat()} {kind.parameters.source}"
