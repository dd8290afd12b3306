"""Sales and traffic: by ASIN, by day, and as a document; nobody counted twice, every day the right one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from argosy.core.errors import DataError

BY_ASIN = "by_child_asin 2026-06-01 2026-06-30.csv"


def test_one_asin_under_two_parents_is_added_up(reader: Any) -> None:
    found = reader.sample("traffic", BY_ASIN)
    columns = "listing_id, sku, sessions, page_views, units, sales_amount, currency, visited_on::VARCHAR, days"
    assert found.rows("traffic", columns)[0] == (
        *("B0CHILD001", "LAMP-01", 2000, 4000, 130, Decimal("2598.70"), "GBP", "2026-06-01", 30),
    )
    assert found.rows("traffic", "featured_offer_share")[0][0] == pytest.approx(0.96)
    assert found.counts()["ignored"] == 1


def test_a_file_that_names_no_days_says_what_to_do(reader: Any, tmp_path: Any) -> None:
    from argosy.connectors.amazon.traffic import BY_CHILD_ASIN
    from argosy.connectors.conformance import CONTEXT
    from argosy.connectors.sighting import look

    path = tmp_path / "BusinessReport.csv"
    path.write_bytes((reader_folder() / BY_ASIN).read_bytes())
    with pytest.raises(DataError, match=r"put the first and the last day into the name"):
        BY_CHILD_ASIN.parse(look(path)[0], reader.sample("traffic", BY_ASIN).done.connection, CONTEXT)


def reader_folder() -> Any:
    from pathlib import Path

    return Path(__file__).parent / "traffic"


def test_days_with_slashes_are_told_apart_by_the_column(reader: Any) -> None:
    columns = "visited_on::VARCHAR, sales_amount, business_sales_amount, currency, sessions, level"
    assert reader.sample("traffic", "by_date.csv").rows("traffic", columns) == [
        ("2026-06-12", Decimal(2000), Decimal(0), "MXN", 200, "store"),
        ("2026-06-13", Decimal(1500), Decimal(100), "MXN", 150, "store"),
    ]
    unsure = reader.changed("traffic", "by_date.csv", {"6/13/26": "6/11/26"})
    assert unsure.rows("traffic", "kept_apart") == [("not_a_date:Date",), ("not_a_date:Date",)]


def test_the_document_of_the_interface(reader: Any) -> None:
    columns = "level, market, listing_id, sku, visited_on::VARCHAR, days, sessions, sales_amount, refunded_units"
    assert reader.sample("traffic", "document.jsonl").rows("traffic", columns) == [
        ("store", "GB", "*", "*", "2026-06-11", 1, 1000, Decimal("238.44"), 1),
        ("store", "GB", "*", "*", "2026-06-12", 1, 1100, Decimal("217.70"), 0),
        ("listing", "GB", "B123456789", "AB-1C2D", "2026-06-11", 4, 18, Decimal("16.79"), None),
    ]


def test_it_loads_with_nothing_unexplained(shop: Any) -> None:
    result = shop.sound(reader_folder() / BY_ASIN)
    assert result.ignored == {"same_listing": 1}
    assert result.money[0].in_amount == Decimal("2598.70")
