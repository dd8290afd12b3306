"""How far currencies move against the home currency in a week, by the central bank's own history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

import numpy as np

LOOK_BACK_DAYS = 3 * 365
WEEK_DAYS = 7


def currency_swings(currencies: Iterable[str], home: str, as_of: date) -> tuple[dict[str, float], str]:
    """Standard deviation of the weekly logarithmic change of each currency in the home currency over three years, and the source.

    A currency without quotes is left out; the home currency does not move against itself.
    """
    from argosy.reference import fx
    from argosy.reference.fx.ecb import BUNDLED
    from argosy.reference.loader import describe

    newest = min(as_of, fx.newest_on())
    names = sorted({currency for currency in currencies if currency})
    return {name: _swing(name, home, newest) for name in names if _swing(name, home, newest) >= 0}, describe(
        "fx", BUNDLED.name
    ).file_version


@cache
def _swing(currency: str, home: str, newest: date) -> float:
    """The swing; below zero where there are no quotes."""
    if currency == home:
        return 0.0
    rates = _weekly(newest)
    if currency not in rates or home not in rates:
        return -1.0
    against = np.log(rates[home] / rates[currency])
    changes = np.diff(against[np.isfinite(against)])
    return float(changes.std()) if len(changes) > WEEK_DAYS else -1.0


@cache
def _weekly(newest: date) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Units per euro of every currency on each seventh day, oldest first."""
    from argosy.reference import fx

    table = fx.calendar_day_table(newest - timedelta(days=LOOK_BACK_DAYS), newest + timedelta(days=1))
    days = np.array(table["rate_on"].to_numpy(), dtype="datetime64[D]")
    age = (np.datetime64(newest, "D") - days).astype(np.int64)
    kept = age % WEEK_DAYS == 0
    names = np.array(table["currency"].to_pylist())[kept]
    values = table["per_eur"].cast("double").to_numpy()[kept]
    return {str(name): values[names == name] for name in np.unique(names)}
