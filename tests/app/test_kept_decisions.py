"""Nothing new in the lake: no kind is asked again, and what is proposed is the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from argosy.app.kept_decisions import kept_span, proposed
from argosy.app.shelf import Shelf
from argosy.app.workspace import create
from argosy.decision.domain import Kind, find_kinds
from argosy.domains.market.history import MarketFacts
from argosy.metrics.contract import Measures

DAY = date(2026, 5, 31)
EMPTY = MarketFacts(DAY, "EUR", 1, "snapshot 1", date(2025, 6, 1), None, None, (), (), Decimal(0))


class Books:
    """Measures that count how often they are asked for their days."""

    def __init__(self) -> None:
        self.asked = 0

    def span(self, table: str) -> tuple[date, date]:
        self.asked += 1
        return date(2025, 1, 1), DAY


def test_a_kind_is_asked_again_only_when_something_changed(tmp_path: Path) -> None:
    workspace = create(tmp_path / "shop", "EUR", "DE")
    loads: list[date] = []

    def load(measures: object, as_of: date) -> MarketFacts:
        loads.append(as_of)
        return EMPTY

    kinds = [replace(kind, load=load) for kind in find_kinds("market")]
    books: Measures = Books()  # type: ignore[assignment]  # only its span is asked here
    told: list[str] = []

    def started(kind: Kind) -> None:
        told.append(kind.slug)

    first, second = Shelf(workspace, 1), Shelf(workspace, 1)
    made = list(proposed(kinds, books, DAY, first, started))
    again = list(proposed(kinds, books, DAY, second, started))
    assert [one.to_json() for one in made] == [one.to_json() for one in again]
    assert [one.id for one in made] == [one.id for one in again]
    assert loads == [DAY]
    assert told == [kind.slug for kind in kinds] * 2
    list(proposed(kinds, books, date(2026, 6, 1), second, started))
    list(proposed(kinds, books, DAY, Shelf(workspace, 2), started))
    list(proposed(kinds, books, DAY, None, started))
    assert len(loads) == 4


def test_the_days_with_orders_are_kept(tmp_path: Path) -> None:
    shelf, books = Shelf(create(tmp_path / "shop", "EUR", "DE"), 1), Books()
    asked: Measures = books  # type: ignore[assignment]  # only its span is asked here
    assert kept_span(asked, shelf) == kept_span(asked, shelf) == (date(2025, 1, 1), DAY)
    assert books.asked == 1
