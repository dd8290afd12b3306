"""The countries: codes, names in English and Chinese, currency, languages, calling codes, continent and region."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from argosy.core.errors import RequestError

COUNTRIES_FILE = Path(__file__).resolve().parent / "countries.csv"


@dataclass(frozen=True)
class Country:
    """One country or territory with an ISO 3166-1 code.

    `languages` are BCP 47 tags, the most spoken first; `calling_codes` begin with a plus; `currency` is the ISO 4217 code in use
    now (empty for Antarctica); `region` is the region of the United Nations' development goals. `is_assigned` is False for a code
    that ISO 3166 leaves to its users (XK, Kosovo).
    """

    code: str
    iso3: str
    name: str
    name_zh: str
    currency: str
    languages: tuple[str, ...]
    calling_codes: tuple[str, ...]
    continent: str
    region: str
    is_assigned: bool

    def name_in(self, language: str) -> str:
        """The name to show: Chinese for any BCP 47 tag that begins with zh, else English.

        >>> country("DE").name_in("zh-Hans"), country("DE").name_in("en-GB")
        ('德国', 'Germany')
        """
        return self.name_zh if language.lower().startswith("zh") else self.name


@cache
def countries() -> tuple[Country, ...]:
    """Every country, by code: the 249 of ISO 3166-1, and Kosovo under its user-assigned code."""
    with COUNTRIES_FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(
            Country(
                code=row["code"],
                iso3=row["iso3"],
                name=row["name"],
                name_zh=row["name_zh"],
                currency=row["currency"],
                languages=tuple(row["languages"].split()),
                calling_codes=tuple(row["calling_codes"].split()),
                continent=row["continent"],
                region=row["region"],
                is_assigned=row["is_assigned"] == "true",
            )
            for row in csv.DictReader(stream)
        )


@cache
def _by_code() -> dict[str, Country]:
    return {each.code: each for each in countries()}


def country(code: str) -> Country:
    """The country of an ISO 3166-1 alpha-2 code in capitals; `RequestError` where there is none.

    >>> country("JP").currency, country("JP").calling_codes
    ('JPY', ('+81',))
    """
    found = _by_code().get(code)
    if found is None:
        raise RequestError("{code!r} is not a country; give a code of ISO 3166-1 such as DE.", code=code)
    return found


def is_country(code: str) -> bool:
    """Whether there is a country of that ISO 3166-1 alpha-2 code.

    >>> is_country("DE"), is_country("EU")
    (True, False)
    """
    return code in _by_code()
