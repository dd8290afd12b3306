"""The rhythm of a table's times: the step between periods, the seasons it implies, and positions on that grid.

Times are seconds since 1970 (int64, no zone) or plain period numbers. Months, quarters and years are counted in calendar
months, business days without weekends, everything else in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import gcd
from typing import Literal

import numpy as np

from argosy.core.errors import DataError
from argosy.methods.forecasting.backtest import I64
from argosy.methods.forecasting.regression import Waves

DAY = 86_400
MOST_PERIODS = 200_000  # per series: beyond that the times have no rhythm worth the name
STEADY = 0.9  # share of gaps that are alike in a series of steady rhythm
MIXED_SHARE = 0.2  # share of series with a coarser rhythm of their own that cannot be sparse series by accident
NAMES = {60: "minute", 900: "quarter of an hour", 1800: "half-hour", 3600: "hour", DAY: "day", 7 * DAY: "week"}
CALENDAR_GAPS = {3600, DAY, 7 * DAY, 30 * DAY, 91 * DAY, 365 * DAY}  # what people keep books by
MONTH_NAMES = {1: "month", 2: "two months", 3: "quarter", 6: "half-year", 12: "year"}


@dataclass(frozen=True)
class Rhythm:
    """A grid of periods.

    `unit` and `step`: a period is `step` units long. `origin` is the time (or number) of position 0. `season` and
    `long_season` are in periods (1 and None: none), `waves` the long seasons given as sine and cosine.
    """

    unit: Literal["second", "weekday", "month", "number"]
    step: int
    origin: int
    name: str
    season: int = 1
    long_season: int | None = None
    waves: tuple[Waves, ...] = ()
    periods_per_day: float = 1.0
    day_of_month: int = 1  # of monthly rhythms; 31 means the last day

    def positions(self, times: I64) -> I64:
        """Position of each time on the grid; a time off the grid is a fault of the caller."""
        if self.unit == "month":
            return np.asarray((months_of(times) - months_of(np.array([self.origin]))[0]) // self.step)
        if self.unit == "weekday":
            days = np.array([self.origin, *times]).astype("datetime64[s]").astype("datetime64[D]")
            return np.asarray(np.busday_count(days[0], days[1:]), dtype=np.int64)
        return np.asarray((times - self.origin) // self.step, dtype=np.int64)

    def times(self, positions: I64) -> I64:
        """The time at each position."""
        if self.unit == "month":
            return self._month_times(positions)
        if self.unit == "weekday":
            start = np.array([self.origin]).astype("datetime64[s]")
            offset = self.origin % DAY
            days = np.busday_offset(start.astype("datetime64[D]")[0], positions, roll="forward")
            return np.asarray(days.astype("datetime64[s]").astype(np.int64) + offset)
        return np.asarray(self.origin + positions * self.step, dtype=np.int64)

    def _month_times(self, positions: I64) -> I64:
        months = months_of(np.array([self.origin]))[0] + positions * self.step
        first = months.astype("datetime64[M]").astype("datetime64[D]")
        length = ((months + 1).astype("datetime64[M]").astype("datetime64[D]") - first).astype(np.int64)
        day = np.minimum(self.day_of_month, length) - 1
        seconds = (first + day.astype("timedelta64[D]")).astype("datetime64[s]").astype(np.int64)
        return np.asarray(seconds + self.origin % DAY, dtype=np.int64)


def months_of(times: I64) -> I64:
    """Calendar months since 1970 of seconds since 1970."""
    return np.asarray(times).astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)


def infer_rhythm(times: I64, series: I64, names: list[str], column: str) -> Rhythm:
    """The rhythm of many series; `series` gives the index of each time's series, both sorted by series and time.

    Raises DataError where series step by different rhythms, or by none.
    """
    within = series[1:] == series[:-1]
    gaps = np.diff(times)[within]
    if len(gaps) == 0:
        gaps = np.diff(np.unique(times))
    if len(gaps) == 0:
        raise DataError(
            "Column {column} holds a single period; a forecast needs at least 2 periods of a series.", column=column
        )
    refuse_mixed(times, series, names, column)
    rhythm = calendar_rhythm(times, gaps)
    refuse_shifted(times, series, gaps, rhythm, names, column)
    span = int(rhythm.positions(np.array([times.max()]))[0])
    if span > MOST_PERIODS or span > 200 * len(np.unique(times)):
        raise DataError(
            "The times in column {column} follow no rhythm (closest: every {count} seconds); "
            "sum the table by hour, day, week or month first.",
            column=column,
            count=rhythm.step,
        )
    return rhythm


def calendar_rhythm(times: I64, gaps: I64) -> Rhythm:
    """The coarsest calendar grid that all times lie on, given the gaps within series (all above zero)."""
    start = int(times.min())
    if int(np.gcd.reduce(times - start)) % DAY:
        return clock_rhythm(start, int(np.gcd.reduce(gaps)), times)
    if int(gaps.min()) >= 28 * DAY and (bool(np.any(gaps % (7 * DAY))) or len(np.unique(days_of_month(times))) == 1):
        return month_rhythm(times, start)
    days = int(np.gcd.reduce(gaps)) // DAY
    if days % 7 == 0 and bool(np.all((times - start) % (7 * DAY) == 0)):
        return week_rhythm(start, gcd(days, int(np.gcd.reduce(times - start)) // DAY) // 7)
    if len(np.unique(times)) >= 10 and only_weekdays(times) and days == 1:
        return Rhythm("weekday", 1, start, "business day", 5, 260, (Waves(260.9, 2),), 5 / 7)
    days = gcd(days, int(np.gcd.reduce(times - start)) // DAY)
    if days > 1:
        return Rhythm("second", days * DAY, start, f"{days} days", periods_per_day=1 / days)
    return Rhythm("second", DAY, start, "day", 7, 364, (Waves(365.25, 2),), 1.0)


def clock_rhythm(start: int, step: int, times: I64) -> Rhythm:
    """A rhythm within the day, its seasons the day and the week where they are whole numbers of periods."""
    step = gcd(step, int(np.gcd.reduce(times - start)))
    name = NAMES.get(step, f"{step} seconds")
    if DAY % step or DAY // step < 2:
        return Rhythm("second", step, start, name, periods_per_day=DAY / step)
    return Rhythm("second", step, start, name, DAY // step, 7 * DAY // step, (), DAY / step)


def week_rhythm(start: int, weeks: int) -> Rhythm:
    """A rhythm of one or several weeks."""
    season = {1: 52, 2: 26, 4: 13}.get(weeks, 1)
    waves = (Waves(52.18 / weeks, 3),) if weeks == 1 else ()
    name = "week" if weeks == 1 else f"{weeks} weeks"
    return Rhythm("second", 7 * DAY * weeks, start, name, season, None, waves, 1 / (7 * weeks))


def days_of_month(times: I64) -> I64:
    """Day of the month, 1 to 31, of seconds since 1970."""
    days = np.asarray(times).astype("datetime64[s]").astype("datetime64[D]")
    return np.asarray((days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64) + 1)


def month_rhythm(times: I64, start: int) -> Rhythm:
    """A rhythm of months, quarters or years, on the first, the last or the most usual day of the month."""
    months = months_of(times)
    order = np.sort(np.unique(months))
    step = int(np.gcd.reduce(np.diff(order))) if len(order) > 1 else 1
    last = months_of(times + DAY) > months
    day = 31 if bool(last.all()) else int(np.bincount(days_of_month(times)).argmax())
    name = MONTH_NAMES.get(step, f"{step} months")
    season = 12 // step if 12 % step == 0 else 1
    return Rhythm("month", step, start, name, season, None, (), 1 / (30.4375 * step), day)


def only_weekdays(times: I64) -> bool:
    """Whether no time is on a Saturday or Sunday."""
    return not bool(np.any((times // DAY + 3) % 7 >= 5))


def number_rhythm(numbers: I64, gaps: I64) -> Rhythm:
    """A rhythm of plain period numbers."""
    step = int(np.gcd.reduce(gaps)) if len(gaps) else 1
    return Rhythm("number", max(step, 1), int(numbers.min()), "period")


def with_season(rhythm: Rhythm, season: int | None) -> Rhythm:
    """The rhythm with a season the caller knows better."""
    if season is None:
        return rhythm
    keep = rhythm.long_season if rhythm.long_season and rhythm.long_season > season else None
    return replace(rhythm, season=season, long_season=keep)


def gap_kind(gaps: I64) -> I64:
    """Gaps with the uneven lengths of months, quarters and years made even (30, 91 and 365 days)."""
    days = gaps // DAY
    even = gaps.copy()
    for low, high, length in ((28, 31, 30), (59, 62, 61), (89, 92, 91), (181, 184, 182), (365, 366, 365)):
        even[(gaps % DAY == 0) & (days >= low) & (days <= high)] = length * DAY
    return even


def steady_gap(kinds: I64) -> int | None:
    """The gap that nearly all of a series' gaps are; None where there is none, or fewer than five gaps.

    >>> steady_gap(np.array([7, 7, 7, 7, 7, 7]))
    7
    """
    if len(kinds) < 5:
        return None
    values, counts = np.unique(kinds, return_counts=True)
    return int(values[counts.argmax()]) if counts.max() >= STEADY * len(kinds) else None


def refuse_shifted(times: I64, series: I64, gaps: I64, rhythm: Rhythm, names: list[str], column: str) -> None:
    """DataError where series share a step but not its beginning (weeks from Monday here, from Friday there)."""
    kinds = gap_kind(gaps)
    step = steady_gap(kinds)
    finer = rhythm.step * (30 * DAY if rhythm.unit == "month" else 1)
    if step is None or rhythm.unit == "weekday" or finer > 0.8 * step:
        return
    first = int(series[0])
    grid = times[series == first][0]
    for other in np.unique(series):
        apart = abs(int(times[series == other][0]) - int(grid))
        if rhythm.unit != "month" and apart % step:
            raise DataError(
                "In column {column} series {id} and {other} both step by {step} but not from the same moment; "
                "shift one of them or forecast them in separate tables.",
                column=column,
                id=names[first],
                other=names[int(other)],
                step=spoken(step),
            )


def refuse_mixed(times: I64, series: I64, names: list[str], column: str) -> None:
    """DataError where a good part of the series has a steady rhythm of its own that is coarser than that of others."""
    borders = np.flatnonzero(np.diff(series)) + 1
    own: dict[int, int] = {}
    for part in np.split(np.arange(len(times)), borders):
        kinds = gap_kind(np.diff(times[part]))
        half = len(kinds) // 2
        first, second = steady_gap(kinds[:half]), steady_gap(kinds[half:])
        name = int(series[part[0]])
        if first and second and first != second:
            raise DataError(
                "Series {id} changes its rhythm within column {column} (first every {first}, then every {second}); "
                "bring it to one rhythm.",
                id=names[name],
                column=column,
                first=spoken(first),
                second=spoken(second),
            )
        steady = steady_gap(kinds)
        if steady:
            own[name] = steady
    finest = min(own.values(), default=0)
    coarse = [name for name, gap in own.items() if gap != finest and gap in CALENDAR_GAPS]
    if coarse and len(coarse) >= MIXED_SHARE * len(own):
        fine = next(name for name, gap in own.items() if gap == finest)
        raise DataError(
            "Column {column} mixes rhythms: series {id} steps by {first}, series {other} by {second}; "
            "forecast them in separate tables.",
            column=column,
            id=names[fine],
            first=spoken(finest),
            other=names[coarse[0]],
            second=spoken(own[coarse[0]]),
        )


def spoken(gap: int) -> str:
    """A gap in words.

    >>> spoken(604800), spoken(7200)
    ('week', '7200 seconds')
    """
    named = {30 * DAY: "month", 61 * DAY: "two months", 91 * DAY: "quarter", 182 * DAY: "half-year", 365 * DAY: "year"}
    fallback = f"{gap // DAY} days" if gap % DAY == 0 else f"{gap} seconds"
    return NAMES.get(gap) or named.get(gap) or fallback
