"""Times: every notation is read and written back, every rhythm is recognised, and tables without one rhythm are refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from argosy.core.errors import DataError
from argosy.methods.forecasting import forecast


def table_of(times: Any, ids: list[str] | None = None, values: Any = None) -> pa.Table:
    count = len(times)
    values = 50.0 + np.arange(count) % 5 + 0.5 if values is None else values
    return pa.table({"id": ids or ["a"] * count, "time": times, "value": values})


def ahead(table: pa.Table, horizon: int = 3) -> list[object]:
    made = forecast(table, id="id", time="time", value="value", horizon=horizon)
    return [row["time"] for row in made.to_rows()]


def days(count: int, step: int = 1, start: date = date(2024, 1, 1)) -> list[date]:
    return [start + timedelta(days=step * index) for index in range(count)]


def months(count: int, step: int = 1) -> list[date]:
    return [date(2019 + (index * step) // 12, (index * step) % 12 + 1, 1) for index in range(count)]


def written(pattern: str, moments: list[date]) -> list[str]:
    return [moment.strftime(pattern) for moment in moments]


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (written("%Y-%m-%d", days(20)), ["2024-01-21", "2024-01-22", "2024-01-23"]),
        (written("%d.%m.%Y", days(20)), ["21.01.2024", "22.01.2024", "23.01.2024"]),
        (written("%d/%m/%Y", days(12)), ["13/01/2024", "14/01/2024", "15/01/2024"]),
        (written("%m/%d/%Y", days(12)), ["01/13/2024", "01/14/2024", "01/15/2024"]),
        (written("%b-%y", months(20)), ["Sep-20", "Oct-20", "Nov-20"]),
        (written("%Y-%m", months(20)), ["2020-09", "2020-10", "2020-11"]),
        (written("%Y年%m月", months(20)), ["2020年09月", "2020年10月", "2020年11月"]),
        ([f"{2019 + q // 4}Q{q % 4 + 1}" for q in range(10)], ["2021Q3", "2021Q4", "2022Q1"]),
        ([f"2024-W{week:02d}" for week in range(40, 52)], ["2024-W52", "2025-W01", "2025-W02"]),
        (
            [f"2024-01-01T{hour:02d}:00:00Z" for hour in range(22)],
            [f"2024-01-{d}:00:00Z" for d in ("01T22", "01T23", "02T00")],
        ),
        (
            [f"2024-01-01 {hour:02d}:30:00+02:00" for hour in range(22)],
            ["2024-01-01 22:30:00+02:00", "2024-01-01 23:30:00+02:00", "2024-01-02 00:30:00+02:00"],
        ),
        (
            [f"2024-03-05T13:{minute:02d}" for minute in range(0, 60, 15)],
            ["2024-03-05T14:00", "2024-03-05T14:15", "2024-03-05T14:30"],
        ),
        ([20240101 + index for index in range(10)], [20240111, 20240112, 20240113]),
        ([202401 + index for index in range(10)], [202411, 202412, 202501]),
        (list(range(1990, 2010)), [2010, 2011, 2012]),
        (list(range(7, 27)), [27, 28, 29]),
    ],
)
def test_times_are_written_as_they_came(times: list[object], expected: list[object]) -> None:
    assert ahead(table_of(times)) == expected


def test_typed_times_keep_their_type() -> None:
    stamps = pa.array(
        [datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=h) for h in range(30)], pa.timestamp("us", "UTC")
    )
    made = forecast(table_of(stamps), id="id", time="time", value="value", horizon=2)
    assert made.table.column("time").type == stamps.type
    assert [row["time"] for row in made.to_rows()] == ["2024-01-02T06:00:00Z", "2024-01-02T07:00:00Z"]
    dates = forecast(table_of(pa.array(days(9), pa.date32())), id="id", time="time", value="value", horizon=1)
    assert dates.table.column("time").to_pylist() == [date(2024, 1, 10)]


def test_local_midnights_stay_midnights_over_summer_time() -> None:
    local = pa.array([datetime(2024, 3, 20, tzinfo=UTC) - timedelta(hours=1) + timedelta(days=d) for d in range(11)])
    zoned = local.cast(pa.timestamp("s", "Europe/Berlin"))
    made = forecast(table_of(zoned), id="id", time="time", value="value", horizon=2)
    assert made.rhythm == "day"
    clock = [moment.isoformat() for moment in made.table.column("time").to_pylist()]
    assert clock == ["2024-03-31T00:00:00+01:00", "2024-04-01T00:00:00+02:00"]


@pytest.mark.parametrize(
    ("times", "rhythm", "season"),
    [
        (days(30), "day", 7),
        ([d for d in days(60) if d.weekday() < 5], "business day", 5),
        (days(30, 7), "week", 52),
        (days(30, 14), "2 weeks", 26),
        (days(30, 10), "10 days", 1),
        (months(30), "month", 12),
        (months(12, 3), "quarter", 4),
        (months(8, 12), "year", 1),
        ([date(2023, 1, 31), date(2023, 2, 28), date(2023, 3, 31), date(2023, 4, 30), date(2023, 5, 31)], "month", 12),
        ([f"2024-01-{1 + h // 48:02d}T{h // 2 % 24:02d}:{30 * (h % 2):02d}:00" for h in range(200)], "half-hour", 48),
    ],
)
def test_rhythms(times: list[object], rhythm: str, season: int) -> None:
    made = forecast(table_of(times), id="id", time="time", value="value", horizon=2)
    assert (made.rhythm, made.season) == (rhythm, season)


def test_month_ends_stay_month_ends() -> None:
    ends = [date(2023, 10, 31), date(2023, 11, 30), date(2023, 12, 31), date(2024, 1, 31)]
    assert ahead(table_of(ends), 2) == ["2024-02-29", "2024-03-31"]


def test_business_days_skip_the_weekend() -> None:
    assert ahead(table_of([d for d in days(25) if d.weekday() < 5]), 2) == ["2024-01-26", "2024-01-29"]


def test_the_order_of_rows_does_not_matter() -> None:
    table = table_of(days(40), values=np.arange(40) % 7 + 10.0)
    shuffled = table.take(np.random.default_rng(4).permutation(40))
    ours = [forecast(each, id="id", time="time", value="value", horizon=4).to_rows() for each in (table, shuffled)]
    assert ours[0] == ours[1]


def two(first: list[date], second: list[date]) -> pa.Table:
    return table_of([*first, *second], ["a"] * len(first) + ["b"] * len(second))


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: two(days(30), months(30)), "mixes rhythms: series a steps by day, series b by month"),
        (lambda: two(days(30, 7), days(60)), "mixes rhythms: series b steps by day, series a by week"),
        (lambda: table_of([*days(20), *days(20, 7, date(2024, 2, 1))]), "changes its rhythm"),
        (lambda: two(days(30, 7), days(30, 7, date(2024, 1, 4))), "not from the same moment"),
        (lambda: table_of(["2024-01-01", "soon"]), "cannot be read (soon)"),
        (lambda: table_of(["2024-01-01", None]), "Column time has empty cells"),
        (lambda: table_of([date(2024, 1, 1)]), "single period"),
        (
            lambda: table_of([f"2024-01-01T00:00:{s:02d}" for s in (1, 2, 59)] + ["2024-09-01T10:03:07"]),
            "follow no rhythm",
        ),
    ],
)
def test_tables_without_one_rhythm_are_refused(build: Callable[[], pa.Table], words: str) -> None:
    with pytest.raises(DataError, match=words.replace("(", r"\(").replace(")", r"\)")) as caught:
        forecast(build(), id="id", time="time", value="value", horizon=2)
    assert str(caught.value).count(". ") == 0, "one sentence"


def test_a_sparse_series_among_steady_ones_is_no_mix() -> None:
    rows = [(f"s{k}", d) for k in range(9) for d in days(60)] + [("rare", d) for d in days(8, 7)]
    table = table_of([d for _, d in rows], [k for k, _ in rows])
    made = forecast(table, id="id", time="time", value="value", horizon=2)
    assert made.rhythm == "day"
    assert len(made.to_rows()) == 20
