"""Explain: the tree sums exactly, planted causes are found and named, what is not recorded is said."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_measures import measures_of
from planted_seller import order_lines, price_change, stock

from argosy.core.errors import DataError, RequestError
from argosy.core.period import Period
from argosy.domains.analytics.breakdown import useful_dimensions
from argosy.domains.analytics.explaining import Explanation, explain
from argosy.domains.analytics.formula import Ends, formula_tree
from argosy.domains.analytics.tree import Node, Role, is_exact

FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
JUNE, MAY = Period.parse("2026-06"), Period.parse("2026-05")


def stocked_out(day: date, market: str, sku: str) -> float:
    return 0.1 if day >= date(2026, 6, 8) and sku == "K3" else 1.0


def dearer(day: date, market: str, sku: str) -> float:
    return 0.4 if day >= date(2026, 6, 1) and (market, sku) == ("DE", "K1") else 1.0


@pytest.fixture(scope="module")
def june() -> Explanation:
    """K3 out of stock from 8 June; K1 dearer in Germany from 1 June, and less bought there."""
    lines = order_lines(
        FIRST,
        LAST,
        rate=lambda *place: stocked_out(*place) * dearer(*place),
        price=lambda day, market, sku: 26.0 if dearer(day, market, sku) < 1 else 20.0,
        level=6.0,
    )
    levels = stock(date(2026, 5, 1), LAST, lambda day, sku: sku == "K3" and day >= date(2026, 6, 8))
    changes = [price_change(date(2026, 6, 1), "K1", "DE", 20.0, 26.0)]
    tables = {"order_lines": lines, "inventory_levels": levels, "listing_changes": changes}
    return explain(measures_of(tables), "net_sales", JUNE, MAY)


def test_the_tree_sums_exactly_to_the_measured_change(june: Explanation) -> None:
    assert is_exact(june.root)
    assert june.root.before is not None
    assert june.root.after is not None
    assert abs(float(june.change) - (june.root.after - june.root.before)) < 1e-6
    assert sum((leaf.effect for leaf in june.root.leaves()), Decimal(0)) == june.change


def test_planted_slices_are_found(june: Explanation) -> None:
    found = [
        dict(leaf.where) for leaf in june.root.leaves() if leaf.role is Role.SLICE and str(leaf.figure) == "orders"
    ]
    assert {"sku": "K3"} in found
    assert {"market": "DE", "sku": "K1"} in found
    assert len(found) == 2, "nothing else is named"


def test_causes_stand_beside_their_slices(june: Explanation) -> None:
    causes = {
        (str(one.where.get("sku")), one.happening.kind)
        for one in june.hypotheses
        if one.happening and one.figure == "orders"
    }
    assert causes == {("K3", "stock_out"), ("K1", "price")}
    remedies = {one.happening.kind: one.remedy.decision for one in june.hypotheses if one.happening}
    assert remedies == {"stock_out": "product.replenish", "price": "analytics.test"}
    assert "20.00" in str(june.hypotheses[-1].statement) or any(
        "26.00" in str(one.statement) for one in june.hypotheses
    )


def test_the_length_of_the_months_is_a_part_of_its_own(june: Explanation) -> None:
    roles = [child.role for child in june.root.children]
    assert roles == [Role.PART, Role.DAYS]
    assert any("30 and 31 days" in str(note) for note in june.notes)


def test_a_change_nobody_recorded_is_said() -> None:
    lines = order_lines(FIRST, LAST, rate=dearer)
    told = explain(measures_of({"order_lines": lines}), "orders", JUNE, MAY)
    (one,) = [one for one in told.hypotheses if dict(one.where) == {"market": "DE", "sku": "K1"}]
    assert one.happening is None
    assert "nobody recorded" in str(one.statement)
    assert one.remedy.decision == "analytics.test"


def test_what_moves_alike_is_a_season_not_a_slice() -> None:
    lines = order_lines(FIRST, LAST, rate=lambda day, market, sku: 2.0 if day.month == 6 else 1.0)
    told = explain(measures_of({"order_lines": lines}), "orders", JUNE, MAY)
    assert not [leaf for leaf in told.root.leaves() if leaf.role is Role.SLICE]
    assert any("alike everywhere" in str(one.statement) for one in told.hypotheses)


def test_a_cause_that_would_move_it_the_other_way_is_no_cause() -> None:
    lines = order_lines(FIRST, LAST, rate=dearer)
    cheaper = [price_change(date(2026, 6, 1), "K1", "DE", 26.0, 20.0)]
    told = explain(measures_of({"order_lines": lines, "listing_changes": cheaper}), "orders", JUNE, MAY)
    assert "price" not in {one.kind for one in told.happenings}


def test_holidays_of_one_period_only_are_told() -> None:
    lines = order_lines(FIRST, LAST, rate=lambda day, market, sku: 1.6 if market == "DE" and day.month == 5 else 1.0)
    told = explain(measures_of({"order_lines": lines}), "orders", JUNE, MAY)
    kinds = {one.kind for one in told.happenings}
    assert kinds == {"holiday"}
    assert {one.market for one in told.happenings} == {"DE"}


def test_periods_that_overlap_and_periods_without_data() -> None:
    measures = measures_of({"order_lines": order_lines(date(2026, 6, 1), LAST)})
    with pytest.raises(RequestError, match="overlap"):
        explain(measures, "net_sales", JUNE, Period(date(2026, 6, 10), date(2026, 7, 1)))
    with pytest.raises(DataError, match="has no data in 2024-05"):
        explain(measures, "net_sales", JUNE, Period.parse("2024-05"))
    with pytest.raises(RequestError, match="no dimension colour"):
        explain(measures, "net_sales", JUNE, MAY, by=("colour",))
    with pytest.raises(RequestError, match="no metric"):
        explain(measures, "nett_sales", JUNE, MAY)


def test_only_where_asked() -> None:
    lines = order_lines(FIRST, LAST, rate=stocked_out)
    told = explain(measures_of({"order_lines": lines}), "orders", JUNE, MAY, where={"market": ("DE",)})
    assert is_exact(told.root)
    whole = explain(measures_of({"order_lines": lines}), "orders", JUNE, MAY)
    assert abs(told.change) < abs(whole.change)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 10**7), min_size=8, max_size=8),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
)
def test_any_figures_sum_exactly(amounts: list[int], refunds: int, later_refunds: int) -> None:
    cents = [Decimal(amount) / 100 for amount in amounts]
    ends = []
    for gross, kept, orders, units, back in (
        (cents[0] + cents[1], cents[1], amounts[2], amounts[3], refunds),
        (cents[4] + cents[5], cents[5], amounts[6], amounts[7], later_refunds),
    ):
        known = {"gross_sales": gross, "discounts": gross - kept, "ordered_sales": kept, "orders": Decimal(orders)}
        known |= {"units": Decimal(units), "refunds": Decimal(back) / 100}
        ends.append({**known, "net_sales": kept - known["refunds"], "": kept - known["refunds"]})
    root = formula_tree("net_sales", Ends(ends[0], ends[1]), (30, 30))
    assert is_exact(root)
    assert root.effect == ends[1][""] - ends[0][""] or abs(root.effect - (ends[1][""] - ends[0][""])) < Decimal("0.01")
    assert {str(leaf.figure) for leaf in _factors(root)} <= {
        "orders",
        "ordered_sales/orders",
        "units/orders",
        "gross_sales/units",
        "ordered_sales/gross_sales",
    }


def _factors(node: Node) -> list[Node]:
    return [one for child in node.children for one in [child, *_factors(child)] if one.role is Role.FACTOR]


def test_dimensions_that_say_nothing_are_left_out() -> None:
    import numpy as np

    columns = {"market": ["DE", "FR", "DE"], "store": ["a", "b", "a"], "channel": ["x"] * 3, "sku": ["1", "2", "2"]}
    assert useful_dimensions({name: np.array(values, dtype=object) for name, values in columns.items()}) == (
        "market",
        "sku",
    )


def test_a_day_is_explained_too() -> None:
    day = date(2026, 6, 15)
    lines = order_lines(FIRST, LAST, rate=stocked_out)
    told = explain(
        measures_of({"order_lines": lines}),
        "orders",
        Period(day, day + timedelta(days=7)),
        Period(day - timedelta(days=14), day - timedelta(days=7)),
    )
    assert {"sku": "K3"} in [dict(leaf.where) for leaf in told.root.leaves()]
