"""Numbers as a person reads them, to fill the places of a text: the same in English and Chinese."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from functools import cache

from argosy.core.estimate import Estimate
from argosy.core.text import Text

_CENTS_BELOW = 100  # cents are read below a hundred and only in the way above


def money(amount: float, currency: str) -> str:
    """An amount with thousands separators, with cents only where it is small.

    >>> money(1234567.8, "GBP"), money(-12.5, "EUR"), money(-1234.0, "CNY")
    ('GBP 1,234,568', 'EUR −12.50', 'CNY −1,234')
    """
    digits = 2 if 0 < abs(amount) < _CENTS_BELOW else 0
    return f"{currency} {_minus(f'{amount:,.{digits}f}')}"


def money_range(estimate: Estimate) -> str:
    """The interval of an estimate in a currency, per year or not.

    >>> money_range(Estimate("net_sales", 900.0, -100.0, 2000.0, "EUR/year"))
    'EUR −100 … 2,000'
    """
    currency = estimate.unit.partition("/")[0]
    return f"{money(estimate.low, currency)} … {money(estimate.high, currency).removeprefix(currency).lstrip()}"


def count(number: float) -> str:
    """A whole number with thousands separators.

    >>> count(18532)
    '18,532'
    """
    return _minus(f"{number:,.0f}")


def decimal(number: float, digits: int = 1) -> str:
    """A number with a fixed number of digits behind the point.

    >>> decimal(3.14159, 2)
    '3.14'
    """
    return _minus(f"{number:,.{digits}f}")


def percent(share: float, *, signed: bool = False) -> str:
    """A fraction in percent, with a digit behind the point below ten.

    >>> percent(0.1234), percent(0.0567), percent(0.25, signed=True), percent(-0.1, signed=True), percent(0.0)
    ('12 %', '5.7 %', '+25 %', '−10 %', '0 %')
    """
    value = share * 100
    digits = 1 if 0 < abs(value) < 9.95 else 0
    plus = "+" if signed and value > 0 else ""
    return f"{plus}{_minus(f'{value:,.{digits}f}')} %"


def percent_range(estimate: Estimate, *, signed: bool = False) -> str:
    """The interval of a fraction in percent.

    >>> percent_range(Estimate("growth", 0.1, -0.05, 0.4, "/1"), signed=True)
    '−5.0 % … +40 %'
    """
    return f"{percent(estimate.low, signed=signed)} … {percent(estimate.high, signed=signed)}"


def day(on: date) -> str:
    """A date by ISO 8601.

    >>> day(date(2026, 1, 31))
    '2026-01-31'
    """
    return on.isoformat()


def significant(value: float, digits: int = 6) -> float:
    """A computed number as evidence keeps it: to so many digits, so that the last bits of a machine do not change an id.

    >>> significant(1234.56789), significant(0.000123456789), significant(0.0)
    (1234.57, 0.000123457, 0.0)
    """
    return float(f"{value:.{digits}g}") if value and math.isfinite(value) else value


def cited(load_ids: Sequence[str], table: str, snapshot: int, limit: int = 3) -> str:
    """The source of a number that rests on a table: its newest loads, or the table at a snapshot where no load is named.

    >>> cited(["a1", "b2", "c3", "d4"], "order_lines", 7)
    'a1, b2, c3 and 1 more of order_lines@7'
    >>> cited([], "order_lines", 7)
    'order_lines@7'
    """
    if not load_ids:
        return f"{table}@{snapshot}"
    more = f" and {len(load_ids) - limit} more of {table}@{snapshot}" if len(load_ids) > limit else ""
    return ", ".join(load_ids[:limit]) + more


@cache
def place(code: str) -> Text:
    """The name of a country as a translatable text, in English by Unicode CLDR; the code itself where it has no name.

    >>> str(place("DE")), str(place("QQ"))
    ('Germany', 'QQ')
    """
    from babel import Locale

    return Text(Locale("en").territories.get(code, code) if len(code) == 2 else code)


def _minus(text: str) -> str:
    return text.replace("-", "−") if text.strip("-0.,") else text.removeprefix("-")
