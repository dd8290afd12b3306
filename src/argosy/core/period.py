"""Periods of calendar days, half-open: `start` is in, `end` is not, so that periods tile without gap or overlap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from argosy.core.errors import RequestError

_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_YEAR = re.compile(r"(\d{4})\Z")
_MONTH = re.compile(r"(\d{4})-(\d{2})\Z")
_QUARTER = re.compile(r"(\d{4})-?[Qq]([1-4])\Z")
_WEEK = re.compile(r"(\d{4})-?[Ww](\d{2})\Z")


def add_months(day: date, months: int) -> date:
    """The same day that many months later (earlier when negative), or the last day of a shorter month.

    >>> add_months(date(2024, 1, 31), 1), add_months(date(2024, 1, 31), -2)
    (datetime.date(2024, 2, 29), datetime.date(2023, 11, 30))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return first + timedelta(days=min(day.day, (following - first).days) - 1)


class Grain(StrEnum):
    """The length of a calendar step; weeks are those of ISO 8601, Monday to Sunday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    def floor(self, day: date) -> date:
        """The first day of the step that holds `day`.

        >>> Grain.WEEK.floor(date(2025, 1, 1)), Grain.QUARTER.floor(date(2025, 5, 9))
        (datetime.date(2024, 12, 30), datetime.date(2025, 4, 1))
        """
        if self is Grain.DAY:
            return day
        if self is Grain.WEEK:
            return day - timedelta(days=day.weekday())
        months = _MONTHS[self.value]
        return date(day.year, (day.month - 1) // months * months + 1, 1)

    def following(self, first_day: date, steps: int = 1) -> date:
        """The first day of the step that many steps after the one that starts on `first_day`."""
        if self is Grain.DAY:
            return first_day + timedelta(days=steps)
        if self is Grain.WEEK:
            return first_day + timedelta(weeks=steps)
        return add_months(first_day, steps * _MONTHS[self.value])


@dataclass(frozen=True, order=True)
class Period:
    """The days from `start` up to, and without, `end`.

    >>> Period(date(2025, 1, 1), date(2025, 4, 1)).days
    90
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise RequestError(
                "The period from {start} to {end} holds no day; give an end after the start.",
                start=self.start,
                end=self.end,
            )

    @classmethod
    def of(cls, grain: Grain | str, day: date) -> Period:
        """The day, week, month, quarter or year that holds `day`.

        >>> print(Period.of("month", date(2024, 2, 29)))
        2024-02
        """
        step = Grain(grain)
        first = step.floor(day)
        return cls(first, step.following(first))

    @classmethod
    def inclusive(cls, first_day: date, last_day: date) -> Period:
        """The days from `first_day` to `last_day`, both in, as people say it."""
        return cls(first_day, last_day + timedelta(days=1))

    @classmethod
    def parse(cls, text: str) -> Period:
        """A period as text: `2025`, `2025-Q1`, `2025-03`, `2025-W07`, `2025-03-04`, or `A:B` (also `A/B`), B not in it.

        >>> [str(Period.parse(text)) for text in ("2025-Q1", "2025-W01", "2025-01-10:2025-01-20", "2025-01:2025-03")]
        ['2025-Q1', '2025-W01', '2025-01-10:2025-01-20', '2025-01-01:2025-03-01']
        """
        stripped = text.strip()
        first, separator, second = stripped.replace("/", ":").partition(":")
        try:
            if separator:
                return cls(_step(first).start, _step(second).start)
            return _step(stripped)
        except ValueError as error:
            raise RequestError(
                "{text!r} is not a period; write 2025, 2025-Q1, 2025-03, 2025-W07, 2025-03-04 or 2025-03-04:2025-04.",
                text=text,
            ) from error

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """The last day that is in the period."""
        return self.end - timedelta(days=1)

    @property
    def grain(self) -> Grain | None:
        """The grain of which the period is exactly one step; None for any other stretch of days."""
        return next((grain for grain in Grain if Period.of(grain, self.start) == self), None)

    @property
    def spoken(self) -> str:
        """As people say it: by its name, else by its first and last day, both in.

        >>> Period(date(2026, 3, 1), date(2026, 3, 8)).spoken, Period(date(2026, 3, 1), date(2026, 4, 1)).spoken
        ('2026-03-01 – 2026-03-07', '2026-03')
        """
        return str(self) if self.grain else f"{self.start} – {self.last_day}"

    def previous(self) -> Period:
        """The period just before of the same length: in whole months where both ends start a month, else in days.

        >>> print(Period.parse("2025-03").previous(), Period.parse("2025-03-08:2025-03-15").previous())
        2025-02 2025-03-01:2025-03-08
        """
        if self._whole_months:
            months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
            return Period(add_months(self.start, -months), self.start)
        return Period(self.start - timedelta(days=self.days), self.start)

    def year_before(self) -> Period:
        """The comparable period a year earlier.

        Whole months: the same months. Whole ISO weeks: 52 weeks earlier, so that the weekdays match. Else: from the
        same date a year earlier (28 February for the 29th), for the same number of days.

        >>> print(Period.parse("2024-02").year_before(), Period.parse("2025-W10").year_before())
        2023-02 2024-W10
        """
        if self._whole_months:
            return Period(add_months(self.start, -12), add_months(self.end, -12))
        if self.start.weekday() == 0 and self.days % 7 == 0:
            return Period(self.start - timedelta(weeks=52), self.end - timedelta(weeks=52))
        start = add_months(self.start, -12)
        return Period(start, start + timedelta(days=self.days))

    def split(self, grain: Grain | str) -> tuple[Period, ...]:
        """The period cut at the borders of the grain; the first and last piece may be part of a step.

        >>> [str(part) for part in Period.parse("2025-01-20:2025-03-01").split("month")]
        ['2025-01-20:2025-02-01', '2025-02']
        """
        step = Grain(grain)
        pieces = []
        start = self.start
        while start < self.end:
            end = min(step.following(step.floor(start)), self.end)
            pieces.append(Period(start, end))
            start = end
        return tuple(pieces)

    def overlap(self, other: Period) -> Period | None:
        """The days both periods have; None where they share none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Period(start, end) if start < end else None

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day < self.end

    def __iter__(self) -> Iterator[date]:
        return (self.start + timedelta(days=offset) for offset in range(self.days))

    def __str__(self) -> str:
        start = self.start
        match self.grain:
            case Grain.YEAR:
                return f"{start.year:04d}"
            case Grain.QUARTER:
                return f"{start.year:04d}-Q{(start.month + 2) // 3}"
            case Grain.MONTH:
                return f"{start:%Y-%m}"
            case Grain.WEEK:
                year, week, _ = start.isocalendar()
                return f"{year:04d}-W{week:02d}"
            case Grain.DAY:
                return start.isoformat()
            case _:
                return f"{start.isoformat()}:{self.end.isoformat()}"

    @property
    def _whole_months(self) -> bool:
        return self.start.day == 1 and self.end.day == 1


def _step(text: str) -> Period:
    """One step of a grain from text; ValueError where it cannot be read."""
    stripped = text.strip()
    if match := _YEAR.match(stripped):
        return Period.of(Grain.YEAR, date(int(match[1]), 1, 1))
    if match := _MONTH.match(stripped):
        return Period.of(Grain.MONTH, date(int(match[1]), int(match[2]), 1))
    if match := _QUARTER.match(stripped):
        return Period.of(Grain.QUARTER, date(int(match[1]), int(match[2]) * 3 - 2, 1))
    if match := _WEEK.match(stripped):
        return Period.of(Grain.WEEK, date.fromisocalendar(int(match[1]), int(match[2]), 1))
    return Period.of(Grain.DAY, date.fromisoformat(stripped))
