"""The updater of countries, run on local files."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from argosy.reference.countries import countries
from argosy.reference.countries.catalogue import COUNTRIES_FILE
from argosy.reference.countries.recognition import ALIASES_FILE


@pytest.fixture(scope="module")
def script(updater: Callable[[str], ModuleType]) -> ModuleType:
    return updater("countries")


def _as_geonames_prints_it(folder: Path) -> Path:
    """`countryInfo.txt` made from the table that ships: tab-separated, with remarks on top."""
    lines = ["# GeoNames.org Country Information", "#ISO\tISO3\tISO-Numeric"]
    for each in countries():
        codes = " and ".join(
            code.replace("+", "+1-", 1) if code.startswith("+1") and len(code) > 2 else code[1:]
            for code in each.calling_codes
        )
        codes = codes.replace("+1-1", "+1-")
        cells = [
            each.code,
            each.iso3,
            "0",
            "",
            each.name,
            "",
            "0",
            "0",
            each.continent,
            "",
            each.currency,
            "",
            codes,
            "",
            "",
        ]
        lines.append("\t".join([*cells, ",".join(each.languages), "1", "", ""]))
    lines.append("AN\tANT\t530\t\tNetherlands Antilles\t\t0\t0\tNA\t\tANG\t\t599\t\t\tnl\t1\t\t")
    path = folder / "countryInfo.txt"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_geonames_file_gives_the_tables_that_ship(script: ModuleType, tmp_path: Path) -> None:
    places, names = tmp_path / "countries.csv", tmp_path / "aliases.csv"
    places.write_bytes(COUNTRIES_FILE.read_bytes())  # regions are taken from the table as it is
    assert (
        script.main([str(_as_geonames_prints_it(tmp_path)), "--countries", str(places), "--aliases", str(names)]) == 0
    )
    assert places.read_text("utf-8") == COUNTRIES_FILE.read_text("utf-8")
    fresh, ours = (dict(_pairs(path)) for path in (names, ALIASES_FILE))
    assert {name: fresh[name] for name in fresh.keys() & ours.keys()} == {
        name: ours[name] for name in fresh.keys() & ours.keys()
    }
    assert len(fresh.keys() ^ ours.keys()) < 0.05 * len(ours)  # another Babel spells some names otherwise


def _pairs(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return [(row["alias"], row["code"]) for row in csv.DictReader(stream)]


def test_the_data_set_and_its_regions_give_the_table_that_ships(
    script: ModuleType, tmp_path: Path, shared_data: Path
) -> None:
    places, names = tmp_path / "countries.csv", tmp_path / "aliases.csv"
    arguments = [
        str(shared_data / "geonames_countries" / "countries.csv"),
        "--regions",
        str(shared_data / "country_indicators" / "gapminder_countries.csv"),
    ]
    assert script.main([*arguments, "--countries", str(places), "--aliases", str(names)]) == 0
    assert places.read_text("utf-8") == COUNTRIES_FILE.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a,b\n1,2\n", "has no column continentcode"),
        ("iso,iso3,currencycode,phone,languages,continentcode\nDE,DEU,EUR,49,de,EU\n", "has 1 countries"),
        ("iso,iso3,currencycode,phone,languages,continentcode\nDE,DEU,EUR,49,de,EU\nDE,DEU,EUR,49,de,EU\n", "twice"),
    ],
)
def test_a_wrong_file_changes_nothing(
    script: ModuleType, tmp_path: Path, text: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source, places = tmp_path / "new.csv", tmp_path / "countries.csv"
    source.write_text(text)
    places.write_bytes(COUNTRIES_FILE.read_bytes())
    assert script.main([str(source), "--countries", str(places), "--aliases", str(tmp_path / "aliases.csv")]) == 1
    assert sentence in capsys.readouterr().err
    assert places.read_bytes() == COUNTRIES_FILE.read_bytes()
    assert not (tmp_path / "aliases.csv").exists()
