"""Amounts of stock, debts and balances in the home currency, at the rate of one day: they are worth what they are worth now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from argosy.core.errors import RequestError


def home_rates(currencies: Iterable[str | None], home: str, on: date) -> dict[str, float]:
    """Units of the home currency for one unit of each currency on a day, or on the last day with quotes where that is earlier.

    A currency without a rate is left out: its amounts are not known, rather than nothing.

    >>> home_rates(["EUR", None, "ZZZ"], "EUR", date(2026, 10, 30))
    {'EUR': 1.0}
    """
    from argosy.reference import fx

    found = {}
    day = min(on, fx.newest_on())
    for currency in sorted({currency for currency in currencies if currency}):
        try:
            found[currency] = 1.0 if currency == home else float(fx.rate(currency, home, day).number)
        except RequestError:
            continue
    return found
