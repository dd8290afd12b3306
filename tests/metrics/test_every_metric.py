"""Every metric of the dictionary can be measured, broken down, and says nothing where nothing was loaded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from busy_business import busy_business
from memory_measures import measures_of

from argosy.core.errors import RequestError
from argosy.metrics.contract import Query, Value
from argosy.metrics.measures import WarehouseMeasures
from argosy.metrics.registry import metrics

MAY = {"start": date(2026, 5, 1), "end": date(2026, 6, 1)}


@pytest.fixture(scope="module")
def measures() -> WarehouseMeasures:
    return measures_of(busy_business())


@pytest.fixture(scope="module")
def may(measures: WarehouseMeasures) -> dict[str, Value]:
    (row,) = measures.measure(Query(tuple(metrics()), **MAY)).rows
    return dict(row)


EXPECTED = {
    "sessions": 200,  # the level of the store, not added to that of the listing
    "bounce_rate": 0.4,
    "add_to_cart_rate": 0.1,
    "conversion_rate": 0.04,
    "cart_abandonment_rate": 0.6,
    "checkout_abandonment_rate": 0.2,
    "stock_units": 40,  # the last count of the month
    "aged_share": 0.25,
    "stock_out_rate": 0.5,
    "days_of_supply": 31 / 4 * 31,  # 31 available, 4 units sold in 31 days
    "sell_through_rate": 4 / 44,
    "clicks": 20,  # one level only
    "click_through_rate": 0.02,
    "cost_per_click": Decimal(
        "0.5000"
    ),  # the product level holds 8 of 10, so the campaign level stands for the account
    "order_defect_rate": 0.5,
    "late_shipment_rate": 1.0,
    "cancellation_rate": 0.5,
    "response_hours": 6.0,
    "response_rate": 0.5,
    "net_promoter_score": 0.25,  # (2 - 1) / 4
    "operating_cash_flow": Decimal("32.4000"),
    "payout_held": Decimal("20.0000"),
    "units_returned": 1,
    "cost_put_back": Decimal("20.0000"),
    "shipping_income": Decimal("4.7600"),
    "tax_in_sales": Decimal("31.1600"),  # 30.40 of the goods, 0.76 of the shipping
    "stock_value": Decimal("800.0000"),
}


@pytest.mark.parametrize("slug", EXPECTED)
def test_a_figure_worked_by_hand(may: dict[str, Value], slug: str) -> None:
    wanted = EXPECTED[slug]
    assert may[slug] == pytest.approx(wanted) if isinstance(wanted, float) else may[slug] == wanted


@pytest.mark.slow
def test_every_metric_by_market_and_month(measures: WarehouseMeasures, may: dict[str, Value]) -> None:
    slugs = [slug for slug, metric in metrics().items() if metric.fact != "privacy_requests"]
    rows = measures.measure(Query(tuple(slugs), ("month",), **MAY)).rows
    (row,) = [row for row in rows if row["month"] == "2026-05"]
    differing = {
        slug
        for slug in slugs
        if (row[slug] or 0) != (may[slug] or 0)
        and not (isinstance(row[slug], float) and row[slug] == pytest.approx(may[slug]))
    }
    assert differing == set()


def test_what_a_fact_does_not_know_is_refused_by_name(measures: WarehouseMeasures) -> None:
    with pytest.raises(RequestError, match="bank_lines"):
        measures.measure(Query(("operating_cash_flow",), ("sku",)))


@pytest.mark.slow
def test_an_empty_lake_measures_nothing() -> None:
    assert measures_of({}).measure(Query(tuple(metrics()))).rows == []
