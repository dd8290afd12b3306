"""Countries and their recognition from what files say."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from argosy.core.errors import RequestError
from argosy.core.place import is_country_code
from argosy.reference.countries import (
    countries,
    country,
    country_aliases,
    is_country,
    normalised_name,
    recognise_country,
    why_no_country,
)
from argosy.reference.currencies import currencies

ONLINE_RETAIL = {
    "Australia": "AU", "Austria": "AT", "Bahrain": "BH", "Belgium": "BE", "Brazil": "BR", "Canada": "CA", "Cyprus": "CY",
    "Czech Republic": "CZ", "Denmark": "DK", "EIRE": "IE", "Finland": "FI", "France": "FR", "Germany": "DE", "Greece": "GR",
    "Hong Kong": "HK", "Iceland": "IS", "Israel": "IL", "Italy": "IT", "Japan": "JP", "Lebanon": "LB", "Lithuania": "LT",
    "Malta": "MT", "Netherlands": "NL", "Norway": "NO", "Poland": "PL", "Portugal": "PT", "RSA": "ZA", "Saudi Arabia": "SA",
    "Singapore": "SG", "Spain": "ES", "Sweden": "SE", "Switzerland": "CH", "USA": "US", "United Arab Emirates": "AE",
    "United Kingdom": "GB", "Channel Islands": None, "European Community": None, "Unspecified": None,
}  # fmt: skip


def test_there_are_249_countries_and_kosovo() -> None:
    assert len(countries()) == 250
    assert [each.code for each in countries() if not each.is_assigned] == ["XK"]
    assert len({each.code for each in countries()}) == len({each.iso3 for each in countries()}) == 250


def test_each_country_is_whole() -> None:
    money = {each.code for each in currencies() if each.last_on is None}
    for each in countries():
        assert is_country_code(each.code)
        assert len(each.iso3) == 3
        assert each.name
        assert each.name_zh
        assert each.continent in {"AF", "AN", "AS", "EU", "NA", "OC", "SA"}
        assert each.currency in money or each.code == "AQ"
        assert all(code.startswith("+") and code[1:].isdigit() for code in each.calling_codes)
        assert each.region or each.code in {"AQ", "XK"}
        for tag in each.languages:
            language = tag.split("-")[0]
            assert language.isalpha()
            assert language.islower()


def test_country_looks_up_and_refuses() -> None:
    assert country("GB").calling_codes == ("+44",)
    assert country("BG").currency == country("HR").currency == "EUR"
    assert country("CH").languages[0] == "de-CH"
    assert is_country("XK")
    assert not is_country("UK")
    with pytest.raises(RequestError, match="'UK' is not a country; give a code of ISO 3166-1"):
        country("UK")


def test_every_country_of_a_real_shop_is_recognised(shared_data) -> None:
    said = pq.read_table(shared_data / "online_retail" / "online_retail.parquet", columns=["Country"])["Country"]
    assert {name: recognise_country(name) for name in said.unique().to_pylist()} == ONLINE_RETAIL


@pytest.mark.parametrize(("text", "code"), ONLINE_RETAIL.items())
def test_what_a_real_shop_says(text: str, code: str | None) -> None:
    assert recognise_country(text) == code
    assert (why_no_country(text) is None) == (code is not None)


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("GB", "UK|U.K.|Great Britain|england|Northern Ireland|英国|Royaume-Uni|Vereinigtes Königreich|gbr|イギリス"),
        (
            "US",
            "usa|U.S.|United States of America|美国|美國|アメリカ合衆国|Estados Unidos|EE. UU.|Vereinigte Staaten|미국",
        ),
        ("KR", "Korea|South Korea|Korea, Republic of|韩国|대한민국|Republik Korea"),
        ("CZ", "Czechia|Czech Republic|Česko|Tschechien|捷克"),
        ("HK", "Hong Kong SAR China|香港|中国香港|HKG|Hongkong"),
        ("TW", "Taiwan|台湾|台灣|中国台湾"),
        ("CN", "China|PRC|P.R. China|中国|中國|Mainland China"),
        ("CI", "Côte d'Ivoire|Côte d’Ivoire|Ivory Coast|ci"),
        ("BA", "Bosnia & Herzegovina|Bosnia and Herzegovina|Bosna i Hercegovina"),
        ("GR", "EL|Hellas|Griechenland|Ελλάδα|希腊"),
        ("NA", "NA|Namibia"),
        ("TR", "Turkey|Türkiye|TURKIYE|土耳其"),
        ("NL", "The Netherlands|Holland|Niederlande|荷兰"),
        ("DE", "  germany |DEUTSCHLAND|德国|Allemagne|ドイツ"),
        ("TH", "ไทย|ประเทศไทย|Thailand"),
        ("CD", "Congo - Kinshasa|DR Congo|Democratic Republic of the Congo"),
        ("ES", "España|Canary Islands|スペイン"),
    ],
)
def test_names_as_files_write_them(code: str, texts: str) -> None:
    assert {text: recognise_country(text) for text in texts.split("|")} == dict.fromkeys(texts.split("|"), code)


def test_every_code_and_every_printed_name_is_recognised() -> None:
    for each in countries():
        for text in (each.code, each.iso3, each.code.lower(), each.name, each.name_zh, each.name.upper()):
            assert recognise_country(text) == each.code, text


@pytest.mark.parametrize("locale", ["de", "fr", "es", "it", "ja", "ko", "pt", "pl", "ru", "zh_Hant"])
def test_names_of_the_marketplaces_languages_never_name_another_country(locale: str) -> None:
    found = {each.code: recognise_country(Locale.parse(locale).territories[each.code]) for each in countries()}
    assert {code: other for code, other in found.items() if other not in {code, None}} == {}
    assert (
        sum(code is None for code in found.values()) <= 2
    )  # Congo and Virgin Islands, where a language has one word for two


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Channel Islands", "Channel Islands is more than one country: GG, JE."),
        (" the EU ", "the EU is a union of countries, not one."),
        ("N/A", "N/A names no country."),
        ("Netherlands Antilles", "Netherlands Antilles no longer exists; today it is BQ, CW, SX."),
    ],
)
def test_what_is_no_single_country_says_why(text: str, sentence: str) -> None:
    assert recognise_country(text) is None
    assert str(why_no_country(text)) == sentence


def test_what_is_not_known_has_no_reason() -> None:
    assert recognise_country("Atlantis") is None
    assert why_no_country("Atlantis") is None
    assert recognise_country("") is None


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalised_name(text)
    assert normalised_name(once) == once


def test_the_table_of_names_is_normalised_and_means_countries() -> None:
    assert all(normalised_name(alias) == alias for alias in country_aliases())
    assert set(country_aliases().values()) == {each.code for each in countries()}
