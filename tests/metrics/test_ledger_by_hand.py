"""The statement of a business small enough to be reckoned by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from memory_measures import measures_of
from small_business import FIRST, PLACE, booked, business, ordered, priced

from argosy.economics.statement import STATEMENT
from argosy.metrics.contract import Query
from argosy.metrics.measures import WarehouseMeasures

STEPS = tuple(step.name for step in STATEMENT)


@pytest.fixture(scope="module")
def measures() -> WarehouseMeasures:
    return measures_of(business())


def shown(row: Any) -> dict[str, str]:
    return {name: f"{value:.2f}" for name, value in row.items() if isinstance(value, Decimal) and value}


def test_every_step_as_reckoned_by_hand(measures: WarehouseMeasures) -> None:
    (row,) = measures.measure(Query(STEPS, where={"market": ("DE",)})).rows
    assert shown(row) == {
        "sales_of_goods": "190.40",  # 119 + 11.90 + 59.50
        "tax_in_sales": "30.40",
        "net_revenue": "160.00",
        "product_cost": "63.00",  # 3 x 20 + 1 x 3, the latter first out of batch B1
        "gross_profit": "97.00",
        "selling_fees": "55.50",  # 15 + 1.50 + 39 of the account
        "fulfilment_cost": "5.00",
        "expected_fees": "9.77",  # o2: 59.50 x 21.50 / 130.90, the rate of o1
        "storage_cost": "7.00",
        "contribution_margin_2": "19.73",
        "advertising_cost": "10.00",  # the report's; the booking of the same money is left out
        "contribution_margin_3": "9.73",
        "fixed_costs": "310.00",  # 31 of 61 days; June is the market's that sold in June
        "net_profit": "-300.27",
    }


def test_a_sku_without_cost_is_named_and_has_no_profit(measures: WarehouseMeasures) -> None:
    answer = measures.measure(Query(("net_revenue", "gross_profit", "net_profit", "units_without_cost"), ("sku",)))
    by_sku = {row["sku"]: row for row in answer.rows}
    assert by_sku["C"]["gross_profit"] is None
    assert by_sku["C"]["net_profit"] is None
    assert by_sku["C"]["net_revenue"] is not None
    assert [by_sku[sku]["units_without_cost"] for sku in "ABC"] == [0, 0, 1]
    assert "Without the cost of 1 SKUs (1 units): C" in [str(note) for note in answer.notes]


@pytest.mark.slow
@pytest.mark.parametrize("by", ["sku", "market", "month", "store"])
def test_parts_add_up_to_the_whole(measures: WarehouseMeasures, by: str) -> None:
    steps = tuple(
        name
        for name in STEPS
        if name not in ("gross_profit", "contribution_margin_2", "contribution_margin_3", "net_profit")
    )
    (whole,) = measures.measure(Query(steps)).rows
    parts = measures.measure(Query(steps, (by,))).rows
    for step in steps:
        total = sum((row[step] or Decimal(0) for row in parts), Decimal(0))
        assert total == (whole[step] or 0), step


def test_settled_counts_what_was_booked_on_its_day(measures: WarehouseMeasures) -> None:
    names = ("settled_net_revenue", "settled_product_cost", "settled_selling_fees", "settled_net_profit")
    (row,) = measures.measure(Query(names, start=date(2026, 5, 1), end=date(2026, 6, 1))).rows
    assert shown(row) == {
        "settled_net_revenue": "110.00",
        "settled_product_cost": "43.00",  # 2 x 20 + 3: what was settled
        "settled_selling_fees": "55.50",
        "settled_net_profit": "-320.50",  # 110 - 43 - 55.50 - 5 - 7 - 10 - 310
    }


def test_settled_equals_ordered_once_all_is_paid() -> None:
    tables = {
        "order_lines": [ordered("o1", "A", 2, "119.00", date(2026, 5, 4), tax_amount=Decimal(19))],
        "settlement_lines": [
            booked(1, "product_charge", "119.00", order_id="o1"),  # a provider: the whole price, tax within, no SKU
            booked(2, "payment_fee", "-3.00", order_id="o1"),
            booked(3, "refund_product", "-59.50", date(2026, 6, 1), order_id="o1"),
        ],
        "product_costs": [priced("A", "20")],
    }
    names = ("net_revenue", "settled_net_revenue", "net_profit", "settled_net_profit", "unsettled_profit")
    (row,) = measures_of(tables).measure(Query(names)).rows
    assert [str(row[name]) for name in names] == ["50.0000", "50.0000", "7.0000", "7.0000", "0.0000"]
    (by_sku,) = measures_of(tables).measure(Query(("settled_net_profit",), ("sku",))).rows
    assert (by_sku["sku"], str(by_sku["settled_net_profit"])) == ("A", "7.0000")


def test_two_stores_of_one_account_are_matched_by_the_order() -> None:
    tables = {
        "order_lines": [ordered("o1", "A", 1, "100.00", date(2026, 5, 4), store_id="de", tax_included=False)],
        "settlement_lines": [
            booked(1, "product_charge", "100.00", order_id="o1", sku="A", quantity=1, store_id="eu"),
            booked(2, "referral_fee", "-15.00", order_id="o1", sku="A", store_id="eu"),
        ],
        "product_costs": [priced("A", "20")],
    }
    rows = measures_of(tables).measure(Query(("net_revenue", "selling_fees", "net_profit"), ("store",))).rows
    assert [(row["store"], str(row["net_profit"])) for row in rows] == [("de", "65.0000")]


@pytest.mark.slow
def test_a_sample_is_no_sale_but_costs_its_goods() -> None:
    gift = {"kind": "sample", "discount_amount": Decimal(25), "tax_included": False, "customer_id": "creator"}
    tables = {
        "orders": [
            {
                **PLACE,
                "order_id": "s1",
                "ordered_on": FIRST,
                "status": "shipped",
                "currency": "EUR",
                "discount_amount": Decimal(25),
            }
        ],
        "order_lines": [
            ordered("o1", "A", 1, "25.00", FIRST, tax_included=False, customer_id="buyer"),
            ordered("s1", "A", 1, "25.00", FIRST, **gift),
        ],
        "settlement_lines": [booked(1, "product_charge", "25.00", order_id="o1", sku="A", quantity=1)],
        "product_costs": [
            priced("A", "20", batch_id="B1", batch_quantity=1),
            priced("A", "4", batch_id="B2", batch_quantity=9),
        ],
    }
    wanted = {
        "gross_sales": "25.0000",
        "price_reductions": "0.0000",
        "orders": "1",
        "units": "1",
        "customers": "1",
        "net_revenue": "25.0000",
        "product_cost": "20.0000",  # the order came first (o1 before s1): batch B1
        "sample_cost": "4.0000",
        "net_profit": "1.0000",
        "settled_net_profit": "1.0000",
        "unreconciled_cases": "0",
    }
    (row,) = measures_of(tables).measure(Query(tuple(wanted))).rows
    assert {name: str(row[name] if row[name] is not None else 0) for name in wanted} == wanted
