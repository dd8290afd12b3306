"""Currencies and their recognition from what files say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from argosy.core.errors import RequestError
from argosy.core.money import is_currency_code
from argosy.reference.currencies import CURRENCIES_FILE, currencies, currency, minor_units, recognise_currency
from argosy.reference.fx import known_currencies


def test_each_currency_is_whole() -> None:
    assert len({each.code for each in currencies()}) == len(currencies()) > 150
    for each in currencies():
        assert is_currency_code(each.code)
        assert each.name
        assert each.name_zh
        assert each.symbol
        assert each.minor_units in {0, 2, 3}


def test_whatever_has_a_rate_is_a_currency() -> None:
    assert set(known_currencies()) <= {each.code for each in currencies()}


@pytest.mark.parametrize(
    ("code", "digits"), [("EUR", 2), ("JPY", 0), ("KRW", 0), ("VND", 0), ("KWD", 3), ("BHD", 3), ("RSD", 2), ("HUF", 2)]
)
def test_minor_units_are_those_of_iso_4217(code: str, digits: int) -> None:
    assert minor_units(code) == digits


def test_currencies_that_ended() -> None:
    assert currency("BGN").last_on == date(2025, 12, 31)
    assert currency("EUR").last_on is None
    with pytest.raises(RequestError, match="'EURO' is not a currency"):
        currency("EURO")


def test_names_and_symbols_by_language() -> None:
    assert currency("USD").name_in("zh-Hant") == "美元"
    assert currency("USD").name_in("en") == "US Dollar"
    assert currency("USD").symbol_in("zh-Hans") == "US$"


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("CNY", "CNY|cny|RMB|人民币|CN¥|Chinese Yuan"),
        ("GBP", "£|GBP|British Pound|英镑"),
        ("EUR", "€|Euro|欧元| eur "),
        ("BRL", "R$|BRL"),
        ("PLN", "zł|PLN"),
        ("INR", "₹|inr"),
        (None, "$|¥|kr|Dollar|money|元|"),
    ],
)
def test_currencies_as_files_write_them(code: str | None, texts: str) -> None:
    assert {text: recognise_currency(text) for text in texts.split("|")} == dict.fromkeys(texts.split("|"), code)


def test_the_updater_writes_the_table_that_ships(tmp_path: Path, updater: Callable[[str], ModuleType]) -> None:
    script = updater("currencies")
    target = tmp_path / "currencies.csv"
    assert script.main(["--target", str(target)]) == 0
    fresh = {line.partition(",")[0] for line in target.read_text("utf-8").splitlines()}
    assert fresh == {line.partition(",")[0] for line in CURRENCIES_FILE.read_text("utf-8").splitlines()}
