"""Splits the trade asks for: person in charge, tag, own product, parent, buyer, cohort; and one sentence where a split makes no sense."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from math import sqrt
from typing import Any

import pytest
from memory_measures import measures_of
from small_business import booked, ordered, priced

from argosy.core.errors import RequestError
from argosy.metrics.contract import Query
from argosy.metrics.measures import WarehouseMeasures

MAY, JUNE = date(2026, 5, 4), date(2026, 6, 2)


def sold(order: str, sku: str, gross: str, on: date, buyer: str | None) -> dict[str, Any]:
    return ordered(order, sku, 1, gross, on, tax_included=False, customer_id=buyer)


TABLES = {
    "order_lines": [
        sold("o1", "LAMP-DE", "30.00", MAY, "anna"),
        sold("o2", "LAMP-US", "30.00", JUNE, "anna"),
        sold("o3", "MUG", "12.00", JUNE, "ben"),
        sold("o4", "MUG", "12.00", JUNE, None),
    ],
    "settlement_lines": [
        booked(1, "referral_fee", "-3.00", MAY, order_id="o1", sku="LAMP-DE"),
        booked(2, "storage_fee", "-4.20", JUNE),
    ],
    "products": [
        {"product_id": "LAMP", "owner_id": "wang", "tags": '["new", "light"]', "parent_id": "HOME", "title": "Lamp"},
        {"product_id": "MUG", "owner_id": "li", "tags": '["new"]', "parent_id": "HOME", "title": "Mug"},
    ],
    "listings": [
        {"store_id": "a", "market": "*", "listing_id": f"B{number}", "sku": sku, "product_id": "LAMP"}
        for number, sku in enumerate(("LAMP-DE", "LAMP-US", "LAMP-US"))
    ],
    "product_costs": [priced("LAMP", "10"), priced("MUG", "2")],
}


@pytest.fixture(scope="module")
def measures() -> WarehouseMeasures:
    return measures_of(TABLES)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("by", "expected"),
    [
        # Fees and costs of the two SKUs of one product come together. o2, o3 and o4 are not settled: 10 % as o1 paid. 4.20 of storage
        # goes over the sales of June (30, 12, 12). Lamp: 60 - 20 - 3 - 3 - 2.3333; mug: 24 - 4 - 2.40 - 1.8667.
        ("product", {"LAMP": "31.6667", "MUG": "15.7333"}),
        ("owner", {"wang": "31.6667", "li": "15.7333"}),
        ("tag", {"light": "31.6667", "new": "47.4000"}),
        ("parent", {"HOME": "47.4000"}),
        ("cohort", {"2026-05": "34.0000", "2026-06": "8.8000", None: "4.6000"}),
        ("customer_segment", {"repeat": "34.0000", "one_time": "8.8000", "guest": "8.8000", None: "-4.2000"}),
    ],
)
def test_net_profit_by(measures: WarehouseMeasures, by: str, expected: dict[str | None, str]) -> None:
    rows = measures.measure(Query(("net_profit",), (by,))).rows
    assert {row[by]: str(row["net_profit"]) for row in rows} == expected


@pytest.mark.slow
def test_tags_filter_once_and_a_split_without_sense_is_refused(measures: WarehouseMeasures) -> None:
    (row,) = measures.measure(Query(("gross_sales", "units"), where={"tag": ("new", "light")})).rows
    assert (str(row["gross_sales"]), row["units"]) == ("84.0000", 4)
    for metrics, by in ((("net_profit",), "location"), (("lifetime_value",), "sku"), (("gross_sales",), "campaign")):
        with pytest.raises(RequestError, match=f"cannot be broken down by {by}"):
            measures.measure(Query(metrics, (by,)))


def test_lifetime_value_with_its_interval(measures: WarehouseMeasures) -> None:
    names = ("lifetime_customers", "lifetime_value", "lifetime_value_low", "lifetime_value_high")
    (row,) = measures.measure(Query(names)).rows
    mean, edge = (60 + 12) / 2, 1.959964 * sqrt(2 * 24**2) / sqrt(2)  # 60 and 12: 24 from their mean each
    assert row["lifetime_customers"] == 2
    assert [float(row[name]) for name in names[1:]] == pytest.approx([mean, mean - edge, mean + edge], abs=0.001)
    cohorts = {row["month"]: row["lifetime_value"] for row in measures.measure(Query(names, ("month",))).rows}
    assert cohorts == {"2026-05": Decimal("60.0000"), "2026-06": Decimal("12.0000")}
