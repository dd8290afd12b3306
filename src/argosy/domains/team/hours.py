"""Working hours as told, in hours of a week of UTC."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from argosy.domains.team.support import HOURS, Flags

SPOKEN_WELL = ("native", "fluent")


def week_of(working_hours: str | None, time_zone: str | None, on: date) -> Flags:
    """The hours of a UTC week somebody works, by their own clock of that day; hours after midnight belong to the next day.

    >>> week = week_of('[{"days": [1], "from": "09:00", "to": "12:00"}]', "Europe/Berlin", date(2026, 1, 15))
    >>> np.flatnonzero(week).tolist()
    [8, 9, 10]
    """
    week = np.zeros(HOURS, dtype=bool)
    shift = _offset(time_zone, on)
    for entry in _entries(working_hours):
        first, last = _minutes(entry.get("from")), _minutes(entry.get("to"))
        if first is None or last is None:
            continue
        length = (last - first) % 1440 or 1440
        for day in entry.get("days") or range(1, 8):
            begin = (int(day) - 1) * 1440 + first - shift
            for hour in range(begin // 60, -(-(begin + length) // 60)):
                week[hour % HOURS] = True
    week.setflags(write=False)
    return week


def languages_of(text: str | None) -> tuple[str, ...]:
    """Languages spoken well, without regions, sorted.

    >>> languages_of('{"de-AT": "native", "fr": "basic", "en": "fluent"}')
    ('de', 'en')
    """
    read = _read(text)
    if not isinstance(read, dict):
        return ()
    return tuple(sorted({name.partition("-")[0].lower() for name, level in read.items() if level in SPOKEN_WELL}))


def hour_of_week(moment: datetime) -> int:
    """The hour of the week of an instant in UTC.

    >>> hour_of_week(datetime(2026, 1, 5, 13, 59, tzinfo=UTC))
    13
    """
    plain = moment.astimezone(UTC)
    return plain.weekday() * 24 + plain.hour


def _offset(time_zone: str | None, on: date) -> int:
    """Minutes the clock there is ahead of UTC on a day; 0 where the zone is not told or not known."""
    if not time_zone:
        return 0
    try:
        ahead = datetime(on.year, on.month, on.day, 12, tzinfo=ZoneInfo(time_zone)).utcoffset() or timedelta()
    except (ZoneInfoNotFoundError, ValueError):
        return 0
    return int(ahead.total_seconds() // 60)


def _entries(text: str | None) -> list[dict[str, Any]]:
    read = _read(text)
    return [entry for entry in read if isinstance(entry, dict)] if isinstance(read, list) else []


def _minutes(text: object) -> int | None:
    """Minutes after midnight of a clock time.

    >>> _minutes("09:30"), _minutes("24:00"), _minutes("noon")
    (570, 1440, None)
    """
    hour, colon, minute = str(text).partition(":")
    return int(hour) * 60 + int(minute) if colon and hour.isdigit() and minute.isdigit() else None


def _read(text: str | None) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None
