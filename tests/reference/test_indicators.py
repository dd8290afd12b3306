"""Indicators of countries: right to the published figure, dated, scaled."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pyarrow.parquet as pq
import pytest

from argosy.core.errors import RequestError
from argosy.reference import Status
from argosy.reference.countries import is_country
from argosy.reference.indicators import catalogue, indicator, indicator_table


@pytest.fixture(scope="module")
def script(updater: Callable[[str], ModuleType]) -> ModuleType:
    return updater("indicators")


def test_the_table_is_keyed_and_plausible() -> None:
    rows = indicator_table().to_pylist()
    assert len({(row["indicator"], row["place"], row["year"]) for row in rows}) == len(rows) > 60_000
    assert {row["indicator"] for row in rows} == set(catalogue())
    for row in rows:
        assert is_country(row["place"])
        assert 2000 <= row["year"] <= 2026
        if row["indicator"] in {"internet_user_share", "urban_share", "account_ownership_share"}:
            assert 0 <= row["value"] <= 1
        if row["indicator"] in {"population", "gdp_per_capita", "gni_per_capita", "median_age"}:
            assert row["value"] > 0


@pytest.mark.parametrize(
    ("name", "country", "year", "value"),
    [
        ("gdp_per_capita", "DE", 2024, "44027.76316"),
        ("urban_share", "DE", 2024, "0.8202114"),
        ("internet_user_share", "DE", 2024, "0.935"),
        ("gni_per_capita", "DE", 2023, "55420"),
        ("logistics_performance", "DE", 2010, "4.11"),
        ("account_ownership_share", "AL", 2024, "0.4607"),
    ],
)
def test_published_figures(name: str, country: str, year: int, value: str) -> None:
    found = indicator(name, country, year)
    assert found.number == Decimal(value)
    assert found.valid_from.year == year
    assert found.source.href.startswith("https://")
    assert (found.status is Status.UNVERIFIED) == (name in {"logistics_performance", "account_ownership_share"})
    assert found.file_version.startswith("indicators/indicators.parquet@")


def test_derived_population_grows_as_the_world_bank_says_population_grew() -> None:
    """Two series of the World Bank that the derivation does not use against each other: people, and their growth."""
    people, growth = (_by_place_and_year(name) for name in ("population", "population_growth_rate"))
    gaps = [
        abs(math.log(count / people[place, year - 1]) - growth[place, year])
        for (place, year), count in people.items()
        if (place, year - 1) in people and (place, year) in growth
    ]
    assert len(gaps) > 4_500
    assert sum(gap < 0.0005 for gap in gaps) / len(gaps) > 0.99


def _by_place_and_year(name: str) -> dict[tuple[str, int], float]:
    return {(row["place"], row["year"]): row["value"] for row in indicator_table(name).to_pylist()}


def test_growth_is_product_over_the_year_before() -> None:
    per_person, people = (indicator(name, "DE", 2024).number for name in ("gdp_per_capita", "population"))
    before, fewer = (indicator(name, "DE", 2023).number for name in ("gdp_per_capita", "population"))
    growth = indicator("gdp_growth_rate", "DE", 2024).number
    assert abs(per_person * people / (before * fewer) - 1 - growth) < Decimal("0.00001")


def test_the_newest_year_is_not_after_the_one_asked_for() -> None:
    assert indicator("logistics_performance", "DE", 2017).valid_from.year == 2016
    assert indicator("logistics_performance", "DE").valid_from.year == 2022
    assert indicator("population", "DE").valid_from == max(
        indicator("population", "DE", year).valid_from for year in range(2000, 2027)
    )


def test_what_is_not_on_record_is_refused_in_a_sentence() -> None:
    with pytest.raises(RequestError, match="no indicator happiness; there are population"):
        indicator("happiness", "DE")
    with pytest.raises(RequestError, match="population of TW is not on record"):
        indicator("population", "TW")
    with pytest.raises(RequestError, match=r"population of DE is not on record for 1999 or before \(first: 2000\)"):
        indicator("population", "DE", 1999)


def test_labels_in_two_languages() -> None:
    assert catalogue()["population"].label_in("zh-Hans") == "人口"
    assert catalogue()["population"].label_in("en") == "Population"
    assert all(each.label and each.label_zh and each.unit and each.description for each in catalogue().values())


@pytest.mark.slow
def test_the_updater_makes_the_table_that_ships(script: ModuleType, tmp_path: Path, shared_data: Path) -> None:
    target = tmp_path / "indicators.parquet"
    assert script.main([str(shared_data / "country_indicators"), "--target", str(target)]) == 0
    assert pq.read_table(target).equals(indicator_table())


def test_a_missing_folder_is_a_sentence(script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert script.main([str(tmp_path / "none"), "--target", str(tmp_path / "out.parquet")]) == 1
    assert capsys.readouterr().err
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ([("population", "DE", 2020, 1.0), ("population", "DE", 2020, 2.0)], "two values"),
        ([("urban_share", "DE", 2020, 1.5)], "not a share"),
        ([("population", "DE", 2020, 1.0)], "hold nothing of"),
    ],
)
def test_values_that_cannot_be_are_refused(
    script: ModuleType, points: list[tuple[str, str, int, float]], sentence: str
) -> None:
    with pytest.raises(script.DataError, match=sentence):
        script._check(points)
