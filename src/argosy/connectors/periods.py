"""Which days a report covers that does not say it row by row: from the lines before its header, else from two days in the file's name.

Lines are written for people, in the language of the vendor's interface: `September 1, 2026 - September 30, 2026`, `1 sept. 2026`,
`3 de outubro de 2026`, `2026年9月1日`, `20260901-20260930`. A day that could be read two ways (03/04/2026) is not read at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from argosy.connectors.contract import Connection, Sighting
from argosy.connectors.reading import text_literal
from argosy.core.errors import DataError

MONTHS = {
    1: ("jan", "ene", "gen", "sty"),
    2: ("feb", "fev", "lut"),
    3: ("mar", "maa", "mrt"),
    4: ("apr", "avr", "abr", "kwi"),
    5: ("may", "mai", "mei", "maj", "mag"),
    6: ("jun", "juin", "giu", "cze"),
    7: ("jul", "juil", "lug", "lip"),
    8: ("aug", "aou", "ago", "sie"),
    9: ("sep", "set", "wrz"),
    10: ("oct", "okt", "ott", "out", "paz"),
    11: ("nov", "lis"),
    12: ("dec", "dez", "dic", "gru"),
}
"""Month to the first three letters (four where juin and juillet need them) of its name: en de fr it es pt nl sv pl."""

RUSSIAN = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
BY_NAME = {name: month for month, names in MONTHS.items() for name in names} | {
    name: month for month, name in enumerate(RUSSIAN, start=1)
}
DAY_IN_NAME = re.compile(r"(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)")
YEAR_FIRST = re.compile(r"(?<!\d)(20\d\d)(?:[-/.]|年 ?|년 ?)?([01]?\d)(?:[-/.]|月 ?|월 ?)?([0-3]?\d)(?!\d)")
YEAR_LAST = re.compile(r"(?<!\d)([0-3]?\d)([./])([0-3]?\d)\2(20\d\d)(?!\d)")
NAMED_DAY_FIRST = re.compile(r"(?<!\d)([0-3]?\d)\.? (?:de )?([^\W\d_]+)\.? (?:de )?(20\d\d)")
NAMED_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.? ([0-3]?\d),? (20\d\d)")
PERIOD = "file_period"
"""Table with the first and the last day of the file, where its map step asks for them; both empty where every row says its own."""


def days_written(text: str) -> list[date]:
    """The days a line of text names, in its order; none of those that could be read two ways.

    >>> [str(day) for day in days_written("1 sept. 2026 - 30 sept. 2026")]
    ['2026-09-01', '2026-09-30']
    >>> days_written("03/04/2026 - 05/04/2026"), days_written("20260701-20260731")[1].day
    ([], 31)
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    plain = " ".join(unicodedata.normalize("NFKC", plain).casefold().split())
    found: dict[int, date] = {}
    for place, parts in _parts(plain):
        try:
            found.setdefault(place, date(*parts))
        except ValueError:
            continue
    return [found[place] for place in sorted(found)]


def _parts(text: str) -> list[tuple[int, tuple[int, int, int]]]:
    """Place in the text and (year, month, day) of everything that looks like a day."""
    found = [(one.start(), (int(one[1]), int(one[2]), int(one[3]))) for one in YEAR_FIRST.finditer(text)]
    named = [(one.start(), one[3], one[2], one[1]) for one in NAMED_DAY_FIRST.finditer(text)]
    named += [(one.start(), one[3], one[1], one[2]) for one in NAMED_MONTH_FIRST.finditer(text)]
    found += [(place, (int(year), month, int(day))) for place, year, word, day in named if (month := _month(word))]
    last = [(one.start(), int(one[1]), one[2], int(one[3]), int(one[4])) for one in YEAR_LAST.finditer(text)]
    is_day_first = any(sign == "." or first > 12 for _, first, sign, _, _ in last)
    is_month_first = any(second > 12 for _, _, _, second, _ in last)
    if is_day_first != is_month_first:
        found += [
            (place, (year, second, first) if is_day_first else (year, first, second))
            for place, first, _, second, year in last
        ]
    return found


def _month(word: str) -> int | None:
    """The month a word begins like; `juillet` needs four letters, `мая` two."""
    return next((BY_NAME[word[:length]] for length in (4, 3, 2) if word[:length] in BY_NAME), None)


def days_of_name(name: str) -> tuple[date, date] | None:
    """The first two days in a file's name, such as `traffic 2026-06-01 2026-06-30.csv`."""
    days = []
    for year, month, day in DAY_IN_NAME.findall(name):
        try:
            days.append(date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return (days[0], days[1]) if len(days) >= 2 and days[0] <= days[1] else None


def days_of_lines(lines: Sequence[str]) -> tuple[date, date] | None:
    """The period told before a header: two days in one line, or `Start date:` and `End date:` in two that follow each other."""
    told = [days for line in lines if (days := days_written(line))]
    for days in told:
        if len(days) == 2 and days[0] <= days[1]:
            return days[0], days[1]
    alone = [days[0] for days in told if len(days) == 1]
    return (alone[0], alone[1]) if len(alone) == 2 and alone[0] <= alone[1] else None


def keep_period(sighting: Sighting, connection: Connection, *, needed: bool) -> None:
    """Table `file_period` for the map step; `DataError` where the rows need a period and nothing tells it."""
    days = days_of_lines(sighting.preamble) or days_of_name(sighting.name)
    if days is None and needed:
        raise DataError(
            "File {file} does not say which days it covers, nor does its name; put the first and the last day into the name,"
            " such as 'traffic 2026-06-01 2026-06-30.csv'.",
            file=sighting.name,
        )
    first, last = (f"DATE {text_literal(day.isoformat())}" for day in days) if days else ("NULL::DATE", "NULL::DATE")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {PERIOD} AS SELECT {first} AS first_on, {last} AS last_on")
