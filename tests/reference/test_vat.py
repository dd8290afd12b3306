"""VAT rates: what was in force when, and where that is known from."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from argosy.core.errors import RequestError
from argosy.reference import Status, loader, names, places, table, value
from argosy.reference.countries import is_country

UNION = [
    "AT",
    "BE",
    "BG",
    "CY",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GR",
    "HR",
    "HU",
    "IE",
    "IT",
    "LT",
    "LU",
    "LV",
    "MT",
    "NL",
    "PL",
    "PT",
    "RO",
    "SE",
    "SI",
    "SK",
]


@pytest.fixture(scope="module")
def script(updater: Callable[[str], ModuleType]) -> ModuleType:
    return updater("vat")


@pytest.mark.parametrize(
    ("place", "day", "rate"),
    [
        ("GB", "2010-12-31", "0.175"),
        ("GB", "2011-01-03", "0.175"),
        ("GB", "2011-01-04", "0.2"),
        ("DE", "2020-06-30", "0.19"),
        ("DE", "2020-07-01", "0.16"),
        ("DE", "2021-01-01", "0.19"),
        ("IE", "2020-09-01", "0.21"),
        ("EE", "2025-06-30", "0.22"),
        ("EE", "2025-07-01", "0.24"),
        ("RO", "2025-08-01", "0.21"),
        ("FI", "2024-09-01", "0.255"),
        ("SK", "2025-01-01", "0.23"),
        ("CH", "2023-12-31", "0.077"),
        ("NO", "2026-01-01", "0.25"),
        ("SG", "2023-06-01", "0.08"),
        ("JP", "2026-01-01", "0.1"),
    ],
)
def test_the_standard_rate_of_a_day(place: str, day: str, rate: str) -> None:
    assert value("vat", place, date.fromisoformat(day)).number == Decimal(rate)


def test_reduced_rates_change_their_names_with_the_law() -> None:
    assert value("vat", "CZ", date(2023, 12, 31), name="reduced_lower").number == Decimal("0.1")
    assert value("vat", "CZ", date(2024, 1, 1), name="reduced").number == Decimal("0.12")
    with pytest.raises(RequestError, match=r"vat \(reduced_lower\) of CZ ended on 2024-01-01"):
        value("vat", "CZ", date(2024, 1, 1), name="reduced_lower")


def test_the_whole_union_is_there_since_2000_and_its_present_rates_are_verified() -> None:
    assert set(UNION) <= set(places("vat"))
    for place in UNION:
        assert value("vat", place, date(2000, 7, 1)).unit == "/1"
        assert value("vat", place, date(2026, 9, 29)).status is Status.VERIFIED
        assert value("vat", place, date(2026, 9, 29)).source.retrieved == date(2026, 9, 29)


def test_rates_are_fractions_of_countries_with_a_source() -> None:
    for row in (*table("vat"), *table("vat_territory")):
        assert is_country(row.place)
        assert Decimal(0) <= row.number < Decimal("0.3")
        assert row.source.title
        assert row.valid_from <= row.checked_on
        assert (
            row.name in {"standard", "reduced", "reduced_lower", "reduced_higher", "super_reduced", "parking"}
            or "territory" in row.topic
        )


def test_two_reduced_rates_are_in_order_and_below_the_standard_rate() -> None:
    on = date(2026, 9, 29)
    for place in UNION:
        standard = value("vat", place, on).number
        both = []
        for name in ("reduced_lower", "reduced_higher", "reduced"):
            if name in names("vat", place):
                try:
                    both.append(value("vat", place, on, name=name).number)
                except RequestError:
                    continue
        assert both == sorted(both)
        assert all(rate < standard for rate in both)


def test_territories_outside_the_rate_of_their_country() -> None:
    canaries = value("vat_territory", "ES", date(2026, 1, 1), name="canary_islands")
    assert canaries.number == 0
    assert canaries.note.startswith("postcode (35|38)")


def test_every_table_agrees_with_the_database(script: ModuleType, tmp_path: Path, shared_data: Path) -> None:
    folder = Path(shutil.copytree(loader.ROOT / "vat", tmp_path / "vat"))
    assert script.main([str(shared_data / "tax_rates" / "eu_vat_rates_data_tedb.json"), "--tables", str(folder)]) == 0


def test_a_difference_is_told_and_not_stamped(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = Path(shutil.copytree(loader.ROOT / "vat", tmp_path / "vat"))
    rates = {
        "DE": {"standard": 20, "reduced": [7], "super_reduced": None, "parking": None},
        "DK": {"standard": 25, "reduced": [], "super_reduced": None, "parking": None},
        "NL": {"standard": 21, "reduced": [10], "super_reduced": None, "parking": None},
        "ZZ": {"standard": 1, "reduced": [], "super_reduced": None, "parking": None},
    }
    copy = tmp_path / "rates.json"
    copy.write_text(json.dumps({"version": "2026-12-01", "rates": rates}))
    before = (folder / "DE.yaml").read_text("utf-8")
    assert script.main([str(copy), "--tables", str(folder)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "DE: standard is 0.19 here and 0.2 there",
        "NL: reduced of 0.09 is not among 0.1",
        "compared with the database of 2026-12-01; 2 differences",
    ]
    assert (folder / "DE.yaml").read_text("utf-8") == before
    assert "checked_on: 2026-12-01" in (folder / "DK.yaml").read_text("utf-8")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"version": "soon", "rates": {}}'])
def test_another_file_is_refused_in_a_sentence(
    script: ModuleType, tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "rates.json"
    copy.write_text(content)
    assert script.main([str(copy)]) == 1
    assert capsys.readouterr().err.startswith("This is not a copy of the rates")
