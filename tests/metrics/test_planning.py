"""Targets beside figures: scope, days, currency, pace; worked by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from memory_measures import measures_of
from small_business import ordered

from argosy.app.plan import attainments
from argosy.core.errors import RequestError
from argosy.metrics.contract import Measured, Query, Row
from argosy.metrics.planning import Target, targets_of, with_targets

JUNE, JULY, AUGUST = date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)
SPAN = (JUNE, date(2026, 7, 15))


def target(metric: str, value: str, start: date = JUNE, end: date = AUGUST, **scope: str) -> Target:
    return Target(metric, scope, start, end, Decimal(value), "EUR")


def shown(query: Query, rows: Sequence[Row], targets: Sequence[Target]) -> list[dict[str, Any]]:
    answer = Measured(query.metrics, query.by, "EUR", {}, rows, query.start, query.end)
    return [dict(row) for row in with_targets(query, answer, targets, SPAN).rows]


def test_a_target_is_spread_by_days_and_stands_beside_its_own_scope_only() -> None:
    query = Query(("gross_sales",), ("market", "month"), JUNE, AUGUST, plan="budget")
    rows: list[dict[str, Any]] = [
        {"market": "DE", "month": "2026-06", "gross_sales": Decimal(330)},
        {"market": "DE", "month": "2026-07", "gross_sales": Decimal(150)},
        {"market": "US", "month": "2026-07", "gross_sales": Decimal(9)},
    ]
    targets = [
        target("gross_sales", "610", market="DE"),
        target("gross_sales", "9999"),
        target("orders", "5", market="US"),
    ]
    found = shown(query, rows, [*targets, target("gross_sales", "31", JULY, market="FR")])
    keys = ("gross_sales_target", "gross_sales_attainment", "gross_sales_pace")
    assert [[row[key] for key in keys] for row in found] == [
        [Decimal("300.0000"), pytest.approx(1.1), pytest.approx(1.1)],  # 610 x 30 / 61
        [Decimal("310.0000"), pytest.approx(150 / 310), pytest.approx(150 / 150)],  # 15 of 31 days have gone by
        [None, None, None],
        [Decimal("31.0000"), None, None],
    ]
    assert found[-1]["market"] == "FR"  # planned and not sold


def test_pace_by_working_days_and_of_what_does_not_add_up() -> None:
    query = Query(("gross_sales", "refund_rate"), (), JULY, AUGUST, plan="budget", pace="working_days")
    targets = [target("gross_sales", "230", JULY), target("refund_rate", "0.05", JUNE)]
    (row,) = shown(query, [{"gross_sales": Decimal(110), "refund_rate": 0.04}], targets)
    assert row["gross_sales_pace"] == pytest.approx(1.0)  # 11 of the 23 working days of July 2026
    assert (row["refund_rate_target"], row["refund_rate_pace"]) == (Decimal("0.0500"), None)
    assert row["refund_rate_attainment"] == pytest.approx(0.8)


def test_days_without_a_target_leave_the_whole_without_one() -> None:
    query = Query(("gross_sales",), (), JUNE, AUGUST, plan="budget")
    (row,) = shown(query, [{"gross_sales": Decimal(1)}], [target("gross_sales", "230", JULY)])
    assert row["gross_sales_target"] is None


def test_a_target_in_another_currency_names_its_rate() -> None:
    query = Query(("gross_sales",), (), JUNE, JULY, plan="budget")
    dollars = Target("gross_sales", {}, JUNE, JULY, Decimal(100), "USD")
    answer = Measured(query.metrics, (), "EUR", {}, [{"gross_sales": Decimal(1)}], JUNE, JULY)
    told = with_targets(query, answer, [dollars], SPAN)
    assert "European Central Bank" in str(told.notes[-1])
    assert "2026-06-01" in str(told.notes[-1])


def test_from_the_table_of_budgets_to_the_answer() -> None:
    scope = {"store_id": "*", "market": "*", "sku": "*", "owner_id": "*", "channel": None, "is_limit": None}
    budgets = [
        {
            **scope,
            "plan": "2026",
            "metric": "gross_sales",
            "from_on": JUNE,
            "to_on": JULY,
            "currency": "EUR",
            "target_amount": Decimal(200),
        },
        {**scope, "plan": "2026", "metric": "orders", "from_on": JUNE, "to_on": JULY, "target_value": Decimal(4)},
    ]
    measures = measures_of({"order_lines": [ordered("o1", "A", 1, "50.00", date(2026, 6, 30))], "budgets": budgets})
    (row,) = measures.measure(Query(("gross_sales", "orders"), (), JUNE, JULY, plan="2026")).rows
    assert (row["gross_sales_target"], row["gross_sales_attainment"]) == (Decimal("200.0000"), 0.25)
    assert row["orders_attainment"] == 0.25
    (sales, number), _ = attainments(measures, "2026", JUNE, JULY)
    assert (sales.metric.slug, sales.attainment, number.target) == ("gross_sales", 0.25, Decimal(4))
    for query, said in (
        (Query(("gross_sales",), plan="dreams"), "There is no plan dreams; the plans are: 2026"),
        (Query(("gross_sales",), ("brand",), plan="2026"), "not by brand"),
        (Query(("gross_sales",), plan="2026", pace="moons"), "There is no pace by moons"),
        (Query(("gross_sales",), where={"market": ("DE", "FR")}, plan="2026"), "one value of market"),
    ):
        with pytest.raises(RequestError, match=said):
            measures.measure(query)


def test_a_plan_without_rows_is_refused() -> None:
    with pytest.raises(RequestError, match=r"the plans are: \(none\)"):
        targets_of([], "budget")
