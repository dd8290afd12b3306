"""Advertising platforms: totals never load twice, cells of every language are read, a period stays one, columns may change."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from argosy.connectors.conformance import run, samples
from argosy.connectors.discovery import connectors

FOLDER = Path(__file__).parent
SPEND = {
    "google_ads/campaigns_day.csv": ("EUR", "1035.94", 11774, 97),
    "google_ads/campaigns_de.csv": ("USD", "1334.46", 13245, 129),
    "google_ads/campaigns_fr.csv": ("CAD", "1032.84", 11734, 95),
    "google_ads/search_terms_pt.csv": ("BRL", "1205.95", 1106, 7),
    "google_ads/keywords_device.csv": ("EUR", "1540.50", 54000, 1600),
    "microsoft_ads/search_terms_service.csv": ("EUR", "3.80", 200, 8),
    "microsoft_ads/campaigns_site.csv": ("EUR", "27.10", 1500, 53),
    "meta_ads/daily_en.csv": ("USD", "26000.50", 840000, 6700),
    "meta_ads/daily_it.csv": ("EUR", "1300.50", 19500, 190),
    "meta_ads/period_zh.csv": ("USD", "19377.19", 568054, 14109),
    "tiktok_ads/daily.csv": ("USD", "1022.50", 317500, 4090),
    "pinterest/ads_daily.csv": ("EUR", "27.00", 13500, 165),
    "yandex/direct_ru_cp1251.csv": ("RUB", "505.50", 1010, 21),
    "naver_ads/campaigns_daily.csv": ("KRW", "640000", 24200, 420),
}
"""Sample to its currency and the sums its own total row (or, for Naver, its rows without 10 % tax) says."""
TOLD = "SELECT currency, sum(spend_amount), sum(impressions), sum(clicks) FROM ad_performance GROUP BY ALL"


def test_what_loads_is_what_the_files_own_total_says() -> None:
    for vendor in sorted({place.partition("/")[0] for place in SPEND}):
        for sample in samples(FOLDER / vendor, connectors()[vendor]):
            if (told := SPEND.get(f"{vendor}/{sample.path.name}")) is None:
                continue
            done = run(sample)
            ((currency, spend, *counts),) = done.connection.execute(TOLD.replace("ad_perf", "out_ad_perf")).fetchall()
            assert (currency, Decimal(str(spend)), *counts) == (told[0], Decimal(told[1]), *told[2:]), sample.path
            assert done.rows("kept_apart") == [], sample.path


def test_the_same_days_with_other_columns_replace_the_first_export(seller: Any) -> None:
    shop = seller("own_store", market="DE", currency="EUR")
    shop.sound(FOLDER / "google_ads" / "campaigns_day.csv")
    by_device = (
        "Campaign report\n" + '"September 1, 2026 - September 3, 2026"\n'
        "Day,Campaign,Device,Currency code,Cost,Impr.,Clicks\n"
        "2026-09-01,Vases - Search,Mobile phones,EUR,10.34,1000,5\n2026-09-01,Vases - Search,Computers,EUR,2.00,234,2\n"
        '2026-09-02,Vases - Search,Computers,EUR,"1,020.50","10,500",88\n2026-09-01,Lamps - PMax,Tablets,EUR,3.10,40,2\n'
        "2026-09-03,Lamps - PMax,Computers,EUR,0.00,0,0\n"
    )
    shop.sound(by_device, "by_device.csv")
    assert shop.rows(TOLD) == [("EUR", Decimal("1035.94"), 11774, 97)]
    devices = "SELECT DISTINCT device FROM ad_performance ORDER BY 1"
    assert shop.rows(devices) == [("desktop",), ("mobile",), ("tablet",)]


def test_weeks_and_months_are_cut_at_the_days_the_report_covers(seller: Any) -> None:
    shop = seller("own_store", market="DE", currency="EUR")
    weeks = (
        'Campaign report\n"September 1, 2026 - September 30, 2026"\nWeek,Campaign,Currency code,Cost,Impr.,Clicks\n'
        "2026-08-31,Roofs,CAD,70.00,700,7\n2026-09-07,Roofs,CAD,71.00,700,7\n2026-09-28,Roofs,CAD,30.00,300,3\n"
    )
    result = shop.sound(weeks, "weeks.csv")
    assert sum(result.remarks.values()) == 3
    periods = "SELECT performed_on::VARCHAR, days FROM ad_performance ORDER BY 1"
    assert shop.rows(periods) == [("2026-09-01", 6), ("2026-09-07", 7), ("2026-09-28", 3)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            "Campaign report\nAll time\nCampaign,Currency code,Cost,Impr.,Clicks\nRoofs,CAD,70.00,700,7\n",
            "which days it covers",
        ),
        ("Day,Campaign,Cost,Impr.\n2026-09-01,Roofs,70.00,700\n", "Columns missing in export.csv: Clicks"),
    ],
)
def test_a_report_without_days_or_clicks_is_refused_in_a_sentence(seller: Any, content: str, says: str) -> None:
    result = seller("own_store").load(content)
    assert says in str(result.message), result.message


def test_what_cannot_be_read_for_certain_stands_apart_with_its_money(seller: Any) -> None:
    shop = seller("own_store", market="DE", currency="EUR")
    rows = (
        "Day,Campaign,Currency code,Cost,Impr.,Clicks,Search impr. share\n2026-09-01,A,EUR,10.00,100,1,< 10%\n"
        "soon,B,EUR,5.00,50,1,45%\n2026-09-02,C,EUR,twelve,1,1,--\n2028-09-02,D,EUR,7.00,70,1,--\n"
    )
    result = shop.load(rows)
    assert result.kept_apart == {"not_a_date:Day": 1, "not_a_number:Cost": 1, "future_date": 1}
    assert {check.residual for check in result.money} == {Decimal(0)}
    assert shop.rows("SELECT campaign_id, impression_share FROM ad_performance") == [("A", None)]


@pytest.mark.slow
def test_the_spend_says_its_currency_by_column_heading_or_sign(seller: Any) -> None:
    shop = seller("own_store", market="DE", currency="EUR")
    head = "Reporting starts,Reporting ends,Campaign name,Impressions,Link clicks,"
    row = "2026-09-01,2026-09-01,Roofs,100,5,"
    for number, (column, cell) in enumerate(
        (("Amount spent (JPY)", "1200"), ("Amount spent", "£12.00"), ("Amount spent", "7"))
    ):
        shop.sound(f"{head}{column}\n{row.replace('Roofs', f'Roofs {number}')}{cell}\n", f"{number}.csv")
    told = "SELECT currency, spend_amount FROM ad_performance ORDER BY campaign_id"
    assert shop.rows(told) == [("JPY", Decimal(1200)), ("GBP", Decimal(12)), ("EUR", Decimal(7))]


def test_a_catalogue_is_what_the_shop_offers(seller: Any) -> None:
    shop = seller("own_store", market="DE", currency="EUR")
    shop.sound(FOLDER / "pinterest" / "catalogue.csv")
    offered = "SELECT sku, price_amount, currency, status FROM listings ORDER BY 1"
    assert shop.rows(offered) == [
        ("lamp-w", Decimal(1035), "EUR", "inactive"),
        ("vase-s", Decimal(20), "EUR", "active"),
    ]
