"""What sellers' figures are really like: no cost, no rate, negative quantities, a month that is still open."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from memory_measures import measures_of
from small_business import booked, ordered, priced

from argosy.core.errors import RequestError
from argosy.metrics.contract import Query
from argosy.reference import fx

LAST_ROUBLE = date(2022, 3, 1)
"""The day of the European Central Bank's last reference rate of the rouble."""


def in_roubles(on: date) -> dict[str, Any]:
    return ordered("r1", "A", 1, "1000.00", on, currency="RUB", market="RU", tax_included=False)


def test_a_rate_holds_seven_days_and_is_then_refused_by_name() -> None:
    edge = LAST_ROUBLE + timedelta(days=7)
    (row,) = measures_of({"order_lines": [in_roubles(edge)]}).measure(Query(("gross_sales",))).rows
    assert float(row["gross_sales"]) == pytest.approx(
        1000 / float(fx.rate("EUR", "RUB", LAST_ROUBLE).number), abs=0.001
    )
    late = edge + timedelta(days=1)
    with pytest.raises(RequestError, match=rf"no exchange rate to EUR within seven days for: RUB \({late} to {late}\)"):
        measures_of({"order_lines": [in_roubles(late)]}).measure(Query(("gross_sales",)))


@pytest.mark.slow
@pytest.mark.parametrize(
    "cost", [priced("A", "20"), priced("A", "20", batch_id="B1", batch_quantity=5)], ids=["standard", "batch"]
)
def test_negative_quantities_take_sale_and_cost_back(cost: dict[str, Any]) -> None:
    tables = {
        "order_lines": [
            ordered("o1", "A", 3, "90.00", date(2026, 5, 4), tax_included=False),
            ordered("o2", "A", -1, "-30.00", date(2026, 5, 6), tax_included=False),
        ],
        "product_costs": [cost],
    }
    names = ("units", "net_revenue", "product_cost", "units_without_cost", "net_profit")
    (row,) = measures_of(tables).measure(Query(names)).rows
    assert [str(row[name]) for name in names] == ["2", "60.0000", "40.0000", "0", "20.0000"]


@pytest.mark.slow
def test_a_sku_of_several_listings_counts_once_and_without_cost_is_never_zero() -> None:
    listing = {"store_id": "a", "market": "*", "sku": "A", "product_id": "P"}
    tables = {
        "order_lines": [
            ordered("o1", "A", 1, "90.00", date(2026, 5, 4), tax_included=False, listing_id="B01"),
            ordered("o2", "A", 1, "90.00", date(2026, 5, 4), tax_included=False, listing_id="B02"),
            ordered("o3", "X", 1, "50.00", date(2026, 5, 4), tax_included=False),
        ],
        "listings": [{**listing, "listing_id": "B01"}, {**listing, "listing_id": "B02"}],
        "product_costs": [priced("P", "20")],
        "settlement_lines": [booked(1, "referral_fee", "-9.00", order_id="o1", sku="A")],
    }
    answer = measures_of(tables).measure(Query(("product_cost", "selling_fees", "gross_profit"), ("sku",)))
    rows = {row["sku"]: [row[name] and Decimal(str(row[name])) for name in answer.metrics] for row in answer.rows}
    assert rows["A"] == [Decimal(40), Decimal(9), Decimal(140)]
    assert rows["X"][2] is None
    assert "Without the cost of 1 SKUs (1 units): X" in [str(note) for note in answer.notes]
