"""Brand Analytics and account health, as documents and as downloads."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from argosy.core.errors import DataError


def test_a_term_has_one_row_with_its_leaders_of_the_whole_site(reader: Any) -> None:
    found = reader.sample("brand", "search_terms.jsonl")
    rows = found.rows(
        "search_terms", "search_term, search_rank, market, from_on::VARCHAR, days, leaders", "search_rank"
    )
    assert [row[:5] for row in rows] == [
        ("vase grün", 12, "DE", "2026-06-07", 7),
        ("lampe", 40, "DE", "2026-06-07", 7),
    ]
    assert [one["listing_id"] for one in json.loads(rows[0][5])] == ["B0AAAAAAA1", "B0AAAAAAA2"]
    assert found.rows("ignored", "reason_code") == [("further_product",), ("department",)]


def test_documents_load_within_the_memory_of_a_load(shop: Any) -> None:
    from pathlib import Path

    folder = Path(__file__).parent
    for name in ("brand/market_basket.jsonl", "brand/search_terms.jsonl", "traffic/document.jsonl"):
        shop.sound(folder / name)


def test_how_an_asin_does_on_a_query(reader: Any) -> None:
    columns = "search_term, listing_id, search_volume, own_impressions, own_purchases, click_share, median_price_amount"
    assert reader.sample("brand", "query_performance.jsonl").rows("search_terms", columns) == [
        ("vase grün", "B0AAAAAAA1", 15000, 765, 5, 0.05, Decimal("19.99"))
    ]


def test_downloads_take_their_range_from_the_first_line(reader: Any) -> None:
    columns = "search_term, listing_id, from_on::VARCHAR, days, own_clicks, conversion_share, currency"
    assert reader.sample("brand", "query_performance.csv").rows("search_terms", columns)[0] == (
        *("desk lamp", "B0AAAAAAA1", "2026-06-01", 30, 54, pytest.approx(0.04), "GBP"),
    )
    found = reader.sample("brand", "top_terms.csv")
    assert found.rows("search_terms", "search_rank, from_on::VARCHAR, days") == [
        (1234, "2026-06-07", 7),
        (2000, "2026-06-07", 7),
    ]
    assert [len(json.loads(row[0])) for row in found.rows("search_terms", "leaders")] == [3, 1]
    with pytest.raises(DataError, match="daily, weekly, monthly or quarterly"):
        reader.changed("brand", "top_terms.csv", {'Reporting Range=["Weekly"],': ""})


def test_british_baskets_are_carts(reader: Any) -> None:
    found = reader.changed("brand", "query_performance.csv", {"Cart Adds: Total": "Basket Adds: Total"})
    assert found.rows("search_terms", "market_add_to_carts")[0] == (400,)


def test_repeat_buyers_and_baskets(reader: Any) -> None:
    columns = "listing_id, with_listing_id, orders, customers, repeat_sales_amount, sales_amount, currency"
    assert reader.sample("brand", "repeat_purchase.jsonl").rows("purchase_patterns", columns) == [
        ("B0AAAAAAA1", "*", 1256, 1201, Decimal(200), Decimal(10000), "EUR")
    ]
    columns = "listing_id, with_listing_id, together_rank, together_share"
    assert reader.sample("brand", "market_basket.jsonl").rows("purchase_patterns", columns) == [
        ("B0AAAAAAA1", "B0AAAAAAA2", 1, 0.028)
    ]


def test_every_measure_of_account_health(reader: Any) -> None:
    columns = "metric, value, target_value, target_side, status, window_days, case_count, base_count, market"
    found = {row[0]: row[1:] for row in reader.sample("brand", "account_health.jsonl").rows("account_health", columns)}
    assert found["late_shipment_rate"] == (*(Decimal("0.032"), Decimal("0.04"), "below", "good", 30, 279, 8700, "US"),)
    assert found["late_delivery_rate"][:3] == (Decimal("0.0471"), Decimal("0.05"), "below")
    assert found["valid_tracking_rate"][:4] == (Decimal("0.9449"), Decimal("0.95"), "above", "critical")
    assert found["order_defect_rate"][0] == Decimal("0.003")
    assert found["listing_violations"][0] == 3
    assert "account_rating" not in found
