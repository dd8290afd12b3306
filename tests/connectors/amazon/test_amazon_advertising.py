"""Advertising reports: three programmes, two consoles, one table; what is bid on and sold, to the cent and the day."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from argosy.core.errors import DataError

ADS = "advertising"
SLICE = "campaign_id, ad_group_id, target, match_type, search_term, sku, market"
FIGURES = "impressions, clicks, spend_amount, attributed_orders, attributed_sales_amount"


def test_a_search_term_of_the_old_console(reader: Any) -> None:
    found = reader.sample(ADS, "a_sp_search_term.csv")
    assert found.rows("ad_performance", SLICE)[:3] == [
        ("Lamp - exact", "Group 1", "desk lamp", "exact", "desk lamp", "*", "US"),
        ("Lamp - auto", "Group 2", "close-match", "automatic", "led lamp for desk", "*", "US"),
        ("Lamp - asin", "Group 3", 'asin="B0AAAAAAA1"', "product", "b0aaaaaaa1", "*", "US"),
    ]
    assert found.rows("ad_performance", FIGURES)[0] == (1250, 40, Decimal("14.00"), Decimal(4), Decimal("1159.96"))
    assert found.rows("ad_performance", "level, format, performed_on::VARCHAR, days, attribution_click_days")[0] == (
        *("search_term", "product_ad", "2026-06-01", 30, 7),
    )
    kept = found.rows("ad_performance", "kept_apart, money_in")[-1]
    assert kept == ("not_a_date:Date", Decimal("0.40"))


def test_the_console_of_2026_has_other_names_and_wrapped_ids(reader: Any) -> None:
    found = reader.sample(ADS, "console_2026_search_term.csv")
    columns = "account_id, campaign_id, campaign_name, search_term, new_to_brand_sales_amount, days, currency"
    assert found.rows("ad_performance", columns)[0] == (
        *("1234567890123456", "443322110099887766", "Lamp exact", "desk lamp", Decimal("579.98"), 30, "GBP"),
    )
    assert found.rows("ad_performance", FIGURES)[0][2:] == (Decimal("14.00"), Decimal(4), Decimal("1159.96"))
    assert found.remarks() == {}


def test_brands_count_fourteen_days_and_write_decimal_commas(reader: Any) -> None:
    found = reader.sample(ADS, "sb_search_term.csv").rows("ad_performance", f"format, {FIGURES}, days")
    assert found[0] == ("brand_ad", 1250, 4, Decimal("2.80"), Decimal(1), Decimal("59.99"), 1)


def test_display_is_told_by_its_own_columns(reader: Any) -> None:
    columns = "format, level, sku, listing_id, page_views, new_to_brand_orders, attribution_view_days, campaign_name"
    assert reader.sample(ADS, "sd_advertised_product.csv").rows("ad_performance", columns) == [
        ("display_ad", "product", "傘-青", "B0AAAAAAA2", 35, Decimal(1), 14, "傘リターゲ")
    ]


def test_targets_and_campaigns(reader: Any) -> None:
    columns = "level, match_type, top_of_search_share"
    assert reader.sample(ADS, "sp_targeting.csv").rows("ad_performance", columns) == [
        ("target", "exact", pytest.approx(0.355)),
        ("target", "category", None),
    ]
    columns = "level, campaign_status, budget_amount, ad_group_id, days"
    assert reader.sample(ADS, "sp_campaign.csv").rows("ad_performance", columns)[0] == (
        *("campaign", "ENABLED", Decimal("25.00"), "*", 7),
    )


def test_a_new_name_of_a_column_is_named(reader: Any) -> None:
    with pytest.raises(DataError, match="Spend; headings nobody knows here: Outlay"):
        reader.changed(ADS, "sp_campaign.csv", {",Spend,": ",Outlay,"}).counts()


def test_the_same_day_exported_twice_counts_once(shop: Any) -> None:
    folder = Path(__file__).parent / ADS
    shop.sound(folder / "sp_advertised_product.csv")
    text = (folder / "sp_advertised_product.csv").read_text(encoding="utf-8").replace(",7.00,", ",7.35,")
    later = shop.sound(text, "later.csv")
    assert later.replaced == {"ad_performance": 2}
