"""The products export: variants inherit their product's cells, pictures are no variants, SKUs meet those of orders."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from argosy.connectors.contract import Context

STORE = Context("shop", "shopify", "America/New_York", currency="USD")


def test_variants_inherit_title_brand_and_option_names(load_sample: Any) -> None:
    found = load_sample("products_variants.csv", STORE)
    rows = found.rows(
        "SELECT product_id, parent_id, title, brand, status, attributes, packed_weight_g, gtin FROM products"
    )
    by_id = {row[0]: row[1:] for row in rows}
    assert by_id["CUP-R-S"][:4] == ("cup", "Cup - Red / Small", "Northlight", "active")
    assert json.loads(by_id["CUP-B-S"][4]) == {"Color": "Blue", "Size": "Small"}
    assert by_id["CUP-R-S"][5:] == (310, "4006381333931")
    assert by_id["Lamp"] == ("lamp", "Lamp", "Northlight", "active", None, None, None)
    assert by_id["LAMP-OLD"][3] == "discontinued"


def test_listings_have_prices_pictures_and_state(load_sample: Any) -> None:
    found = load_sample("products_variants.csv", STORE)
    query = "SELECT sku, market, price_amount, list_price_amount, currency, status, image_count FROM listings ORDER BY source_line"
    assert found.rows(query) == [
        ("CUP-R-S", "*", Decimal(10), Decimal(12), "USD", "active", 3),
        ("CUP-B-S", "*", Decimal(11), None, "USD", "active", 3),
        ("Lamp", "*", Decimal(50), None, "USD", "inactive", None),
        ("LAMP-OLD", "*", Decimal(20), None, "USD", "closed", None),
    ]
    (row,) = found.rows("SELECT description, image_urls, tags FROM listings WHERE sku = 'CUP-B-S'")
    assert row[0] == '<p>A cup,\nfor "tea"</p>'
    assert json.loads(row[1]) == [f"https://cdn.example.com/{number}.jpg" for number in (1, 2, 3)]
    assert json.loads(row[2]) == ["tea", "gift"]


def test_every_row_has_its_place(load_sample: Any) -> None:
    found = load_sample("products_variants.csv", STORE)
    assert found.loaded.ignored == {"picture": 1}
    assert found.kept() == {6: "no_first_row", 7: "not_an_amount:Variant Price"}
    assert found.loaded.remarks == {
        "{count} variants have no SKU: their title stands for it": 1,
        "{count} columns are not known and were not used: Price / International": 1,
    }


def test_the_layout_of_2025(load_sample: Any) -> None:
    found = load_sample("products_layout_2025.csv", STORE)
    assert found.rows("SELECT sku, listing_id, price_amount, status FROM listings") == [
        ("MUG", "mug", Decimal(20), "active"),
    ]
    assert found.loaded.remarks == {}


def test_prices_need_the_store_s_currency(load_sample: Any) -> None:
    found = load_sample("products_layout_2025.csv", Context("shop", "shopify"))
    assert found.rows("SELECT price_amount, currency FROM listings") == [(None, None)]
