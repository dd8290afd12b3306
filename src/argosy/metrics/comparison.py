"""Comparison with the period before and the year before: the same query, moved in time, joined group by group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from argosy.core.errors import RequestError
from argosy.metrics.contract import Measured, Query, Row, Value
from argosy.metrics.dimensions import TIME

COMPARISONS = ("previous", "year_before")
YEAR_MONTHS = 12


def with_comparisons(query: Query, measure: Callable[[Query], Measured], span: tuple[date, date] | None) -> Measured:
    """The query's answer with a column `<metric>_<comparison>` per comparison; a group that had nothing then has None.

    Without time words the whole period is moved; with one, each row is compared with the row one step (or one year) earlier.
    """
    for name in query.compare:
        if name not in COMPARISONS:
            raise RequestError(
                "There is no comparison {name}; they are: {known}.", name=name, known=", ".join(COMPARISONS)
            )
    times = [word for word in query.by if word in TIME]
    if len(times) > 1:
        raise RequestError("Compare by one time word only, not by {words}.", words=" and ".join(times))
    if span is None:
        return measure(replace(query, compare=()))
    start, end = query.start or span[0], query.end or span[1] + timedelta(days=1)
    answer = measure(replace(query, compare=(), start=query.start, end=query.end))
    rows: list[dict[str, Value]] = [dict(row) for row in answer.rows]
    for name in query.compare:
        moved = _moved(start, end, name, times[0] if times else None)
        before = measure(replace(query, compare=(), start=moved[0], end=moved[1]))
        found = {_key(row, query, None): row for row in before.rows}
        for row in rows:
            then = found.get(_key(row, query, name))
            for slug in query.metrics:
                row[f"{slug}_{name}"] = then[slug] if then else None
    return replace(answer, rows=rows)


def _key(row: Row, query: Query, comparison: str | None) -> tuple[Value, ...]:
    """The row's group; with a comparison, the group it is compared with."""
    return tuple(
        _label_before(str(row[name]), comparison, name)
        if comparison and name in TIME and row[name] is not None
        else row[name]
        for name in query.by
    )


def _moved(start: date, end: date, name: str, time: str | None) -> tuple[date, date]:
    """The days to measure for the comparison; by a time word, one step more on the left is enough for every row."""
    if name == "year_before":
        return _months_back(start, YEAR_MONTHS), _months_back(end, YEAR_MONTHS)
    if time is None:
        return _period_before(start, end)
    return start - timedelta(days=366), end


def _period_before(start: date, end: date) -> tuple[date, date]:
    """The period of the same length before: whole months move by months, other periods by days.

    >>> _period_before(date(2011, 3, 1), date(2011, 4, 1))
    (datetime.date(2011, 2, 1), datetime.date(2011, 3, 1))
    >>> _period_before(date(2011, 3, 10), date(2011, 3, 17))
    (datetime.date(2011, 3, 3), datetime.date(2011, 3, 10))
    """
    if start.day == 1 and end.day == 1:
        months = (end.year - start.year) * YEAR_MONTHS + end.month - start.month
        return _months_back(start, months), start
    return start - (end - start), start


def _months_back(day: date, months: int) -> date:
    """The day so many months earlier, the last of the month where that month is shorter.

    >>> _months_back(date(2012, 2, 29), 12)
    datetime.date(2011, 2, 28)
    """
    index = day.year * YEAR_MONTHS + day.month - 1 - months
    year, month = divmod(index, YEAR_MONTHS)
    for last in range(day.day, 0, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def _label_before(label: str, name: str, time: str) -> str:
    """The label of the period one step, or one year, earlier.

    >>> _label_before("2011-01", "previous", "month"), _label_before("2011-Q1", "previous", "quarter")
    ('2010-12', '2010-Q4')
    >>> _label_before("2011-01-03", "previous", "week"), _label_before("2011-01-03", "year_before", "week")
    ('2010-12-27', '2010-01-04')
    """
    if time == "year":
        return str(int(label) - 1)
    if time == "quarter":
        year, quarter = int(label[:4]), int(label[-1])
        index = year * 4 + quarter - 1 - (4 if name == "year_before" else 1)
        return f"{index // 4}-Q{index % 4 + 1}"
    if time == "month":
        day = _months_back(date(int(label[:4]), int(label[5:7]), 1), YEAR_MONTHS if name == "year_before" else 1)
        return f"{day.year}-{day.month:02d}"
    day = date.fromisoformat(label)
    if time == "week":
        return (day - timedelta(weeks=52 if name == "year_before" else 1)).isoformat()
    return (_months_back(day, YEAR_MONTHS) if name == "year_before" else day - timedelta(days=1)).isoformat()
