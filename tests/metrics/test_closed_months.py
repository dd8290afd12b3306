"""A closed month stays as it was closed; what became known later counts in the next open month; over time nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from memory_measures import MemoryEngine
from small_business import booked, business, ordered, priced

from argosy.economics.statement import STATEMENT
from argosy.metrics.contract import Query
from argosy.metrics.measures import WarehouseMeasures
from argosy.warehouse.closings import CLOSE, Closing
from argosy.warehouse.snapshots import Snapshot

pytestmark = pytest.mark.slow  # every version of the books is measured whole

Tables = Mapping[str, Sequence[Mapping[str, Any]]]
STEPS = tuple(step.name for step in STATEMENT)
PROFITS = ("net_profit", "settled_net_profit")
EVERY = (*STEPS, "settled_net_profit")
MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


class Versions(MemoryEngine):
    """A lake of several versions, numbered from 1, with closings on them."""

    def __init__(self, versions: Sequence[Tables], at: int, closings: Sequence[Closing] = ()) -> None:
        super().__init__(versions[at - 1])
        self.snapshot = Snapshot(at, dict.fromkeys(versions[at - 1], at), events=tuple(closings))
        self._versions = versions

    def earlier(self, number: int) -> Versions:
        return Versions(self._versions, number)


def closed(month: str, at: int) -> Closing:
    return Closing(CLOSE, month, at, "2026-07-01T00:00:00+00:00", "tester")


def versions() -> list[Tables]:
    first = dict(business())
    second = {
        **first,
        "order_lines": [
            *first["order_lines"],
            ordered("late", "B", 2, "23.80", date(2026, 5, 30), tax_amount=Decimal("3.80")),
        ],
        "settlement_lines": [
            *first["settlement_lines"],
            booked(
                12, "refund_product", "-50.00", date(2026, 6, 8), order_id="o1", sku="A"
            ),  # refund after month close
            booked(13, "referral_fee", "-9.00", date(2026, 6, 9), order_id="o2", sku="A"),
        ],
        "product_costs": [*first["product_costs"], priced("C", "11", effective_on=date(2026, 6, 1))],
    }
    third = {
        **second,
        "expenses": [{**first["expenses"][0], "cost_amount": Decimal("640")}],  # the invoice was corrected
        "ad_performance": [],  # a report withdrawn: the booking of the same money counts instead
        "settlement_lines": [
            *second["settlement_lines"],
            booked(14, "chargeback", "-4.00", date(2026, 7, 3), order_id="o2"),
        ],
    }
    return [first, second, third]


@pytest.fixture(scope="module")
def plain() -> list[WarehouseMeasures]:
    known = versions()
    return [WarehouseMeasures(Versions(known, number), "EUR") for number in (1, 2, 3)]


@pytest.fixture(scope="module")
def books() -> WarehouseMeasures:
    return WarehouseMeasures(Versions(versions(), 3, (closed("2026-05", 1), closed("2026-06", 2))), "EUR")


def asked(
    measures: WarehouseMeasures, metrics: tuple[str, ...], start: date | None = None, end: date | None = None
) -> dict[str, Decimal]:
    (row,) = measures.measure(Query(metrics, start=start, end=end)).rows
    return {name: Decimal(str(value or 0)) for name, value in row.items()}


def test_a_closed_month_stands_and_later_facts_count_in_the_next_one(
    books: WarehouseMeasures, plain: list[WarehouseMeasures]
) -> None:
    assert asked(books, EVERY, MAY, JUNE) == asked(plain[0], EVERY, MAY, JUNE)
    june, as_known = asked(books, STEPS, JUNE, JULY), asked(plain[1], STEPS, JUNE, JULY)
    came_later = asked(plain[1], PROFITS, None, JUNE)["net_profit"] - asked(plain[0], PROFITS, None, JUNE)["net_profit"]
    assert june["closed_adjustments"] == came_later != 0
    assert june["net_profit"] == as_known["net_profit"] + came_later
    assert {name: june[name] for name in STEPS[:-2]} == {name: as_known[name] for name in STEPS[:-2]}


@pytest.mark.parametrize("by", [(), ("market",), ("store", "sku")])
def test_over_time_nothing_is_lost(
    books: WarehouseMeasures, plain: list[WarehouseMeasures], by: tuple[str, ...]
) -> None:
    parts = ("net_revenue", "cost_of_units", "fixed_costs", "closed_adjustments", *PROFITS)
    for profit in PROFITS:
        whole = {tuple(row[name] for name in by): row[profit] for row in books.measure(Query((profit,), by)).rows}
        newest = {tuple(row[name] for name in by): row[profit] for row in plain[2].measure(Query((profit,), by)).rows}
        sums: dict[Any, Decimal] = {}
        for row in books.measure(Query(parts, (*by, "month"))).rows:
            key = tuple(row[name] for name in by)
            sums[key] = sums.get(key, Decimal()) + Decimal(str(row[profit] or 0))
        differing = {key: (whole.get(key), newest[key]) for key in newest if whole.get(key) != newest[key]}
        assert set(differing) <= {("a", "C")}, differing  # closed without a cost: its profit of May stays unknown
        if not by:
            assert sums[()] == newest[()]


def test_the_answer_says_what_is_closed(books: WarehouseMeasures) -> None:
    answer = books.measure(Query(("net_profit",), start=MAY, end=JUNE))
    assert "Closed through 2026-06: what became known later counts from 2026-07 on." in [
        str(note) for note in answer.notes
    ]
    sessions = books.measure(Query(("gross_sales",))).notes
    assert not [note for note in sessions if "Closed" in str(note)]
