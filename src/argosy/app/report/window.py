"""Which days the report tells about, and which stretch is compared with which: the longest that is whole and fair."""

from __future__ import annotations

from datetime import date, timedelta

from argosy.app.report.contents import Compared, Window
from argosy.core.period import Grain, Period, add_months

LONGEST_WHOLE_DAYS = 400  # a little over a year is told whole; of more, the last twelve complete months
BORDER_DAYS = 3  # a month counts as complete where sales begin, or end, within so many days of its border
YEAR_MONTHS = 12
HALF, QUARTER = 6, 3


def choose(first_on: date, last_on: date) -> Window:
    """The window for data from `first_on` to `last_on`, both in.

    >>> window = choose(date(2010, 12, 1), date(2011, 12, 9))
    >>> str(window.period), str(window.compared.later), window.compared.is_same_season
    ('2010-12-01:2011-12-10', '2011-06-01:2011-12-01', False)
    """
    months = complete_months(first_on, last_on)
    whole = Period.inclusive(first_on, last_on)
    if whole.days > LONGEST_WHOLE_DAYS and len(months) >= YEAR_MONTHS:
        period = Period(months[-YEAR_MONTHS], add_months(months[-1], 1))
    else:
        period = whole
    return Window(period, months, _compared(months))


def complete_months(first_on: date, last_on: date) -> tuple[date, ...]:
    """First days of the months that lie wholly within the days known, give or take three days at the borders.

    >>> [str(month) for month in complete_months(date(2025, 1, 2), date(2025, 4, 12))]
    ['2025-01-01', '2025-02-01', '2025-03-01']
    """
    border = timedelta(days=BORDER_DAYS)
    month = Grain.MONTH.floor(first_on)
    if first_on >= month + border:
        month = add_months(month, 1)
    found = []
    while (following := add_months(month, 1)) <= last_on + border + timedelta(days=1):
        found.append(month)
        month = following
    return tuple(found)


def _compared(months: tuple[date, ...]) -> Compared | None:
    """The same months of two years where there are at least three of them; else the longest stretch with the one before."""
    if not months:
        return None
    end = add_months(months[-1], 1)
    for length in (YEAR_MONTHS, HALF, QUARTER):
        if len(months) >= YEAR_MONTHS + length:
            later = Period(add_months(end, -length), end)
            return Compared(later, later.year_before(), is_same_season=True)
    for length in (HALF, QUARTER, 1):
        if len(months) >= 2 * length:
            later = Period(add_months(end, -length), end)
            return Compared(later, later.previous(), is_same_season=False)
    return None
