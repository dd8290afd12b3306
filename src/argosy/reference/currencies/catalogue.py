"""The currencies: names in English and Chinese, symbols, minor units."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from argosy.core.errors import RequestError

CURRENCIES_FILE = Path(__file__).resolve().parent / "currencies.csv"

# What files write besides codes, names and symbols. "$", "¥" and "kr" alone are several currencies and stay unknown.
_SPELLINGS = {
    "RMB": "CNY",
    "人民币": "CNY",
    "人民币元": "CNY",
    "CNH": "CNY",
    "US$": "USD",
    "US DOLLARS": "USD",
    "U.S. DOLLAR": "USD",
    "美金": "USD",
    "STG": "GBP",
    "POUND STERLING": "GBP",
    "YEN": "JPY",
    "円": "JPY",
    "港元": "HKD",
    "NT$": "TWD",
    "台币": "TWD",
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "S$": "SGD",
    "HK$": "HKD",
    "NZ$": "NZD",
    "R$": "BRL",
    "ZŁ": "PLN",
    "KČ": "CZK",
    "₽": "RUB",
    "₺": "TRY",
    "TL": "TRY",
    "RM": "MYR",
    "RP": "IDR",
    "฿": "THB",
    "DHS": "AED",
}
_SEVERAL = {"$", "¥", "￥", "KR", "DOLLAR", "DOLLARS", "元", "R"}


@dataclass(frozen=True)
class Currency:
    """One currency of ISO 4217; `last_on` is the last day it was money, None while it is."""

    code: str
    name: str
    name_zh: str
    symbol: str
    symbol_zh: str
    minor_units: int
    last_on: date | None

    def name_in(self, language: str) -> str:
        """The name to show: Chinese for any BCP 47 tag that begins with zh, else English."""
        return self.name_zh if language.lower().startswith("zh") else self.name

    def symbol_in(self, language: str) -> str:
        """The symbol as a reader of that language knows it: ¥ is the yuan in Chinese, the yen in English.

        >>> currency("CNY").symbol_in("zh-Hans"), currency("CNY").symbol_in("en")
        ('¥', 'CN¥')
        """
        return self.symbol_zh if language.lower().startswith("zh") else self.symbol


@cache
def currencies() -> tuple[Currency, ...]:
    """Every currency in use, and those that the European Central Bank quoted before they ended, by code."""
    with CURRENCIES_FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Currency(
                code=row["code"],
                name=row["name"],
                name_zh=row["name_zh"],
                symbol=row["symbol"],
                symbol_zh=row["symbol_zh"],
                minor_units=int(row["minor_units"]),
                last_on=date.fromisoformat(row["last_on"]) if row["last_on"] else None,
            )
            for row in csv.DictReader(stream)
        )


@cache
def _by_code() -> dict[str, Currency]:
    return {each.code: each for each in currencies()}


def currency(code: str) -> Currency:
    """The currency of an ISO 4217 code in capitals; `RequestError` where there is none.

    >>> currency("EUR").name_zh, currency("EUR").symbol
    ('欧元', '€')
    """
    found = _by_code().get(code)
    if found is None:
        raise RequestError("{code!r} is not a currency; give a code of ISO 4217 such as EUR.", code=code)
    return found


def minor_units(code: str) -> int:
    """Decimals of the smallest coin in accounts: 2 for EUR, 0 for JPY, 3 for KWD.

    >>> minor_units("EUR"), minor_units("JPY"), minor_units("KWD")
    (2, 0, 3)
    """
    return currency(code).minor_units


@cache
def _spellings() -> dict[str, str]:
    """Codes, names, unambiguous symbols and other spellings, in capitals, with the code they mean."""
    meanings: dict[str, set[str]] = {}
    for each in currencies():
        names = [each.name, each.name_zh] if each.last_on is None else [each.name]
        for spelling in (*names, each.symbol):
            meanings.setdefault(spelling.upper(), set()).add(each.code)
    known = {name: next(iter(codes)) for name, codes in meanings.items() if len(codes) == 1 and name not in _SEVERAL}
    return known | _SPELLINGS | {each.code: each.code for each in currencies()}


def recognise_currency(text: str) -> str | None:
    """The ISO 4217 code that a code, name or symbol means; None where it means none, or several ("$", "¥", "kr").

    >>> [recognise_currency(text) for text in ("eur", "€", "US$", "RMB", "人民币", "英镑", "Japanese Yen")]
    ['EUR', 'EUR', 'USD', 'CNY', 'CNY', 'GBP', 'JPY']
    >>> [recognise_currency(text) for text in ("$", "¥", "kr", "money")]
    [None, None, None, None]
    """
    return _spellings().get(text.strip().upper())
