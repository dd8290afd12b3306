"""Reading the times of a table, and writing the times of a forecast the same way they came.

A time column may hold dates, timestamps, or text in one of the usual notations (`2024-03`, `2024Q1`, `2024-W09`, `Mar-24`,
`05.03.2024`, `2024-03-05T13:00:00Z`), or plain period numbers. Inside, a time is a naive `datetime`, or an integer period.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

Moment = datetime | int


@dataclass(frozen=True)
class TimeStyle:
    """One notation: how a cell is read (None: not this notation) and how a time is written back."""

    name: str
    read: Callable[[object], Moment | None]
    write: Callable[[Moment], object]


def clock_style(pattern: str) -> TimeStyle:
    """A notation given as a `strftime` pattern; it must read and write to the same text, or nearly so.

    >>> style = clock_style("%b-%y")
    >>> style.write(style.read("Mar-02"))
    'Mar-02'
    """

    def read(cell: object) -> Moment | None:
        try:
            return datetime.strptime(str(cell).strip(), pattern)  # noqa: DTZ007 - a calendar time has no zone
        except ValueError:
            return None

    return TimeStyle(pattern, read, lambda moment: as_clock(moment).strftime(pattern))


def as_clock(moment: Moment) -> datetime:
    """The moment as a clock time; a period number is not one."""
    if isinstance(moment, int):
        raise TypeError("a period number is no clock time")
    return moment


def parts_style(name: str, pattern: str, read: Callable[[int, int], datetime], write: str, part: str) -> TimeStyle:
    """A notation of a year and a number (`2024Q1`, `2024-W09`); `write` has the fields year and number.

    `part` says what the number is: quarter or week.
    """
    expression = re.compile(pattern, re.IGNORECASE)

    def parse(cell: object) -> Moment | None:
        found = expression.fullmatch(str(cell).strip())
        if not found:
            return None
        try:
            return read(int(found["year"]), int(found["number"]))
        except ValueError:
            return None

    def show(moment: Moment) -> object:
        clock = as_clock(moment)
        if part == "week":
            year, number, _ = clock.isocalendar()
        else:
            year, number = clock.year, (clock.month + 2) // 3
        return write.format(year=year, number=number)

    return TimeStyle(name, parse, show)


def quarter_start(year: int, quarter: int) -> datetime:
    """First day of a quarter.

    >>> quarter_start(2024, 2).month
    4
    """
    if not 1 <= quarter <= 4:
        raise ValueError(quarter)
    return datetime(year, 3 * quarter - 2, 1)  # noqa: DTZ001 - a calendar time has no zone


def week_start(year: int, week: int) -> datetime:
    """Monday of an ISO week.

    >>> week_start(2024, 1).day
    1
    """
    monday = date.fromisocalendar(year, week, 1)
    return datetime(monday.year, monday.month, monday.day)  # noqa: DTZ001 - a calendar time has no zone


def iso_style() -> TimeStyle:
    """ISO 8601 with a time of day, with or without zone; the zone of the first cell is kept for writing."""
    zoned = re.compile(r"(Z|[+-]\d{2}:?\d{2})$")
    first: list[str] = []

    def read(cell: object) -> Moment | None:
        text = str(cell).strip()
        if len(text) < 13 or text[10] not in "T ":
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return None
        if not first:
            first.append(text)
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment

    def write(moment: Moment) -> object:
        sample = first[0] if first else "2000-01-01T00:00:00"
        zone = zoned.search(sample)
        body = sample[: zone.start()] if zone else sample
        clock = as_clock(moment)
        if zone and zone[0] != "Z":
            sign = -1 if zone[0][0] == "-" else 1
            clock += sign * timedelta(hours=int(zone[0][1:3]), minutes=int(zone[0][-2:]))
        spec = {13: "hours", 16: "minutes", 19: "seconds"}.get(len(body), "microseconds")
        return clock.isoformat(sep=body[10], timespec=spec) + (zone[0] if zone else "")

    return TimeStyle("ISO 8601", read, write)


def number_style() -> TimeStyle:
    """Plain period numbers: 1, 2, 3 ... or years."""

    def read(cell: object) -> Moment | None:
        if isinstance(cell, bool):
            return None
        text = str(cell).strip()
        return int(text) if re.fullmatch(r"-?\d{1,9}", text) else None

    return TimeStyle("number", read, lambda moment: moment)


def written_like(style: TimeStyle, cell: object) -> TimeStyle:
    """The same style, writing text or numbers as `cell` is."""
    if isinstance(cell, int):
        return TimeStyle(style.name, style.read, lambda moment: int(str(style.write(moment))))
    return TimeStyle(style.name, style.read, lambda moment: str(style.write(moment)))


def text_styles() -> list[TimeStyle]:
    """Every notation text may have, the plainest first; where two fit, the one with the steadier steps is taken."""
    return [
        clock_style("%Y-%m-%d"),
        iso_style(),
        clock_style("%Y-%m"),
        clock_style("%Y/%m/%d"),
        clock_style("%Y/%m/%d %H:%M"),
        clock_style("%Y/%m"),
        parts_style("quarter", r"(?P<year>\d{4})[- ]?Q(?P<number>\d)", quarter_start, "{year}Q{number}", "quarter"),
        parts_style("quarter", r"Q(?P<number>\d)[- /](?P<year>\d{4})", quarter_start, "Q{number} {year}", "quarter"),
        parts_style("week", r"(?P<year>\d{4})-?W(?P<number>\d{2})", week_start, "{year}-W{number:02d}", "week"),
        clock_style("%Y%m%d"),
        clock_style("%Y%m"),
        clock_style("%d.%m.%Y"),
        clock_style("%m/%d/%Y"),
        clock_style("%d/%m/%Y"),
        clock_style("%d-%m-%Y"),
        clock_style("%m/%d/%y"),
        clock_style("%d/%m/%y"),
        clock_style("%b-%y"),
        clock_style("%b %Y"),
        clock_style("%b-%Y"),
        clock_style("%B %Y"),
        clock_style("%d-%b-%Y"),
        clock_style("%d %b %Y"),
        clock_style("%b %d, %Y"),
        clock_style("%Y年%m月%d日"),
        clock_style("%Y年%m月"),
        number_style(),
    ]


def fitting_styles(cells: Sequence[object], styles: Iterable[TimeStyle]) -> list[TimeStyle]:
    """The styles that read every one of the (distinct, non-empty) cells."""
    return [style for style in styles if all(style.read(cell) is not None for cell in cells)]
