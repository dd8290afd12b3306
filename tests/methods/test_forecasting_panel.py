"""Cells: gaps, absences, unobservable periods, and tables that cannot be forecast."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from argosy.core.errors import DataError, RequestError
from argosy.methods.forecasting import Forecast, forecast
from argosy.methods.forecasting.demand import demand_class
from argosy.methods.forecasting.filling import fill_series, transactions


def table_of(values: Any, keep: Any = None, **more: Any) -> pa.Table:
    days = [date(2024, 1, 1) + timedelta(days=index) for index in range(len(values))]
    table = pa.table({"sku": ["a"] * len(values), "day": days, "units": values, **more})
    return table if keep is None else table.take(np.flatnonzero(keep))


def run(table: pa.Table, **more: Any) -> Forecast:
    return forecast(table, **{"id": "sku", "time": "day", "value": "units", "horizon": 4, **more})


def notes(made: Forecast) -> str:
    return " ".join(str(note) for report in made.series for note in report.notes)


def test_gaps_of_a_measured_series_are_interpolated() -> None:
    values = 20.5 + np.sin(np.arange(80.0))
    keep = np.ones(80, dtype=bool)
    keep[[20, 21, 55]] = False
    made = run(table_of(values, keep))
    assert "3 missing periods were interpolated" in notes(made)
    assert made.series[0].periods == 80
    filled = fill_series(np.array([0, 1, 4]), np.array([1.0, 2.0, 5.0]), np.zeros(3, dtype=bool), 1, None)
    assert filled.values.tolist() == [1.0, 2.0, 3.0, 4.0, 5.0]


def test_absent_rows_of_counts_are_zeros_up_to_the_end_of_the_table() -> None:
    rows = [("a", day) for day in range(0, 60, 3)] + [("b", day) for day in range(80)]
    table = pa.table(
        {
            "sku": [sku for sku, _ in rows],
            "day": [date(2024, 1, 1) + timedelta(days=day) for _, day in rows],
            "units": [1 + day % 2 for _, day in rows],
        }
    )
    made = run(table)
    sparse, busy = made.series
    assert (sparse.periods, busy.periods) == (80, 80)
    assert sparse.demand_class == "intermittent"
    assert "60 periods without a row were taken as 0" in str(sparse.notes[0])
    assert {row["time"] for row in made.to_rows()} == {f"2024-03-{day}" for day in (21, 22, 23, 24)}


def test_a_table_with_zeros_or_fractions_lists_every_period() -> None:
    positions = np.arange(0, 40, 2)
    assert transactions([(positions, np.ones(20))])
    assert not transactions([(positions, np.append(np.ones(19), 0.0))])
    assert not transactions([(positions, np.full(20, 1.5))])
    assert not transactions([(np.arange(20), np.ones(20))])


def test_null_values_are_not_observed_and_rows_ahead_are_not_the_past() -> None:
    values = [None, *(float(v % 7) + 0.5 for v in range(40)), None, None, None]
    made = run(table_of(values))
    assert made.series[0].periods == 40
    assert made.to_rows()[0]["time"] == "2024-02-11"


def test_unobservable_periods_are_replaced() -> None:
    values = np.tile([10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0], 20)
    hidden = np.zeros(140, dtype=bool)
    hidden[119:140] = True  # three weeks out, right up to the end
    seen = np.where(hidden, 0.0, values)
    blind = run(table_of(seen))
    aware = run(table_of(seen, censored=hidden), censored="censored")
    assert "21 periods that could not be observed were replaced" in notes(aware)
    middle = [row["quantiles"]["0.5"] for row in aware.to_rows()]  # type: ignore[index]
    assert middle == pytest.approx([10.0, 20.0, 30.0, 40.0], rel=0.1)
    assert sum(row["quantiles"]["0.5"] for row in blind.to_rows()) < sum(middle)  # type: ignore[index]


def test_what_was_seen_in_a_hidden_period_is_the_least() -> None:
    values = np.array([4.0, 4.0, 9.0, 4.0, 4.0, 1.0, 4.0])
    hidden = np.array([False, False, True, False, False, True, False])
    filled = fill_series(np.arange(7), values, hidden, 1, None)
    assert filled.values.tolist() == [4.0, 4.0, 9.0, 4.0, 4.0, 4.0, 4.0]


@pytest.mark.parametrize(
    "values",
    [
        pa.array([Decimal(index % 5 + 1) for index in range(30)]),
        pa.array([str(index % 5 + 1) for index in range(30)]),
        pa.array([index % 5 + 1 for index in range(30)], pa.int32()),
    ],
)
def test_numbers_of_any_type_are_read(values: pa.Array) -> None:
    plain = run(table_of([float(index % 5 + 1) for index in range(30)]))
    assert run(table_of(values)).to_rows() == plain.to_rows()


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: run(table_of(np.ones(9)), value="sales"), "Column sales is not in the table; it has sku, day, units"),
        (lambda: run(table_of(np.ones(9)), censored="out"), "Column out is not in the table"),
        (lambda: run(table_of(["1", "2", "many"])), "no number \\(many\\)"),
        (lambda: run(table_of([1.0, np.inf, 2.0])), "infinite"),
        (
            lambda: run(
                table_of([]).cast(pa.schema([("sku", pa.string()), ("day", pa.date32()), ("units", pa.int64())]))
            ),
            "empty",
        ),
        (
            lambda: run(pa.concat_tables([table_of([1.0, 2.0, 3.0])] * 2)),
            "a has more than one row for 2024-01-01 \\(3 such rows",
        ),
        (lambda: run(table_of([None, 5.0, None])), "the longest has 1 periods, 1 more are needed"),
        (
            lambda: run(table_of([None, None], more=[1, 2]).cast(schema_of_floats())),
            "the longest has 0 periods, 2 more",
        ),
        (lambda: run(table_of([1.0, 2.0], flag=["x", "y"]), censored="flag"), "true or false"),
        (lambda: run(table_of([1.0, 2.0]).set_column(0, "sku", [[None, "a"]])), "Column sku has empty cells"),
    ],
)
def test_tables_that_cannot_be_forecast_say_why(build: Callable[[], Forecast], words: str) -> None:
    with pytest.raises(DataError, match=words) as caught:
        build()
    assert str(caught.value).count(". ") == 0, "one sentence"


def schema_of_floats() -> pa.Schema:
    return pa.schema([("sku", pa.string()), ("day", pa.date32()), ("units", pa.float64()), ("more", pa.int64())])


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"horizon": 0}, "horizon"),
        ({"quantiles": [0.5, 1.0]}, "between 0 and 1"),
        ({"quantiles": [0.5, 0.5]}, "different"),
        ({"quantiles": []}, "none"),
        ({"season": 0}, "season"),
    ],
)
def test_impossible_requests_are_refused(more: dict[str, Any], words: str) -> None:
    with pytest.raises(RequestError, match=words):
        run(table_of(np.arange(30.0)), **more)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([5, 6, 5, 7], "smooth"),
        ([1, 20, 1, 60, 2, 1], "erratic"),
        ([0, 0, 4, 0, 5, 0], "intermittent"),
        ([0, 0, 1, 0, 60, 0, 2], "lumpy"),
        ([0, 0, 0], "intermittent"),
    ],
)
def test_demand_classes(values: list[float], expected: str) -> None:
    assert demand_class(np.array(values, dtype=np.float64)) == expected
