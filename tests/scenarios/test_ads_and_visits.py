"""One folder of exports of advertising platforms and web analytics: what it cost and who came, by platform and by source."""

from __future__ import annotations

import os
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from argosy.app.facade import Argosy
from argosy.app.results import Outcome
from argosy.metrics.contract import Query

SAMPLES = Path(__file__).resolve().parents[1] / "connectors"
FILES = (
    *("google_ads/campaigns_day.csv", "microsoft_ads/campaigns_site.csv", "pinterest/ads_daily.csv"),
    *("google_analytics/acquisition_period.csv", "shopify/samples/sessions_daily.csv"),
    "search_console/devices 2026-09-01 2026-09-30.csv",
)
STORE = '\n[[stores]]\nid = "shop"\nchannel = "own_store"\ntime_zone = "UTC"\nmarket = "DE"\ncurrency = "EUR"\n'


def number(value: object) -> float:
    """A measured value as a number."""
    return float(str(value))


@pytest.fixture(scope="module")
def argosy(tmp_path_factory: pytest.TempPathFactory) -> Argosy:
    folder = tmp_path_factory.mktemp("marketing")
    made = Argosy.new(folder / "shop", "EUR", "DE")
    settings = made.workspace.root / "argosy.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + STORE, encoding="utf-8")
    inbox = folder / "in"
    inbox.mkdir()
    for number, place in enumerate(FILES):  # the name says nothing but the days where the file does not
        days = Path(place).stem.partition(" ")[2]
        os.utime(shutil.copyfile(SAMPLES / place, inbox / f"{number} {days}.bin"), (0, 0))
    opened = Argosy.open(made.workspace.root)
    results = opened.ingest([inbox])
    assert [(one.file, str(one.message)) for one in results if one.outcome is not Outcome.LOADED] == []
    assert {check.residual for one in results for check in one.money} == {Decimal(0)}
    return opened


@pytest.mark.slow
def test_what_advertising_cost_and_sold_by_platform(argosy: Argosy) -> None:
    names = ("ad_cost", "clicks", "click_through_rate", "cost_per_click", "acos")
    found = {row["platform"]: row for row in argosy.measure(Query(names, ("platform",))).rows}
    cost = {name: Decimal(str(row["ad_cost"])).quantize(Decimal("0.01")) for name, row in found.items()}
    expected = {"google_ads": "1035.94", "microsoft_ads": "27.10", "pinterest_ads": "27.00"}
    assert cost == {name: Decimal(told) for name, told in expected.items()}
    assert number(found["google_ads"]["click_through_rate"]) == pytest.approx(97 / 11774)
    assert number(found["google_ads"]["cost_per_click"]) == pytest.approx(1035.94 / 97)
    assert number(found["microsoft_ads"]["acos"]) == pytest.approx(27.10 / 116)


@pytest.mark.slow
def test_visits_are_counted_once_by_the_tool_nearest_to_the_shop(argosy: Argosy) -> None:
    (whole,) = argosy.measure(Query(("sessions", "bounce_rate", "conversion_rate"))).rows
    assert (
        number(whole["sessions"]) == 300
    )  # Shopify's own count of both days; Google's month and what search showed are not added
    assert number(whole["bounce_rate"]) == pytest.approx(142 / 300)
    assert number(whole["conversion_rate"]) == pytest.approx(10 / 300)
    by_source = {
        row["source"]: number(row["sessions"]) for row in argosy.measure(Query(("sessions",), ("source",))).rows
    }
    assert by_source == {"organic_search": 120, "organic_social": 80, "direct": 100}
