"""The forecast as a whole: its form, its honesty on short and odd series, and that it beats the simple rules."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy.methods.forecasting import Forecast, forecast

LEVELS = np.array([0.1, 0.5, 0.9])


def panel_table(values: np.ndarray[Any, Any], step: int = 7) -> pa.Table:
    """N x T values as a long table of weekly (or other) periods."""
    rows, periods = values.shape
    days = [date(2020, 1, 6) + timedelta(days=step * index) for index in range(periods)]
    return pa.table({"sku": np.repeat(np.arange(rows), periods), "week": days * rows, "units": values.ravel()})


def run(values: Any, **more: Any) -> Forecast:
    table = panel_table(np.atleast_2d(np.asarray(values, dtype=np.float64)), more.pop("step", 7))
    return forecast(table, **{"id": "sku", "time": "week", "value": "units", "horizon": 6, **more})


def quantiles_of(made: Forecast, horizon: int = 6) -> np.ndarray[Any, Any]:
    names = made.table.column_names[2:]
    stacked = np.stack([np.array(made.table.column(name).to_pylist()) for name in names], axis=-1)
    return stacked.reshape(-1, horizon, len(names))


def pinball(truth: np.ndarray[Any, Any], quantiles: np.ndarray[Any, Any]) -> float:
    error = truth[..., None] - quantiles
    return float(np.maximum(LEVELS * error, (LEVELS - 1) * error).mean())


def seasonal(rows: int, periods: int, season: int, seed: int) -> np.ndarray[Any, Any]:
    rng = np.random.default_rng(seed)
    profile = rng.gamma(4, 1, (rows, season))
    level = 20 * np.exp(np.cumsum(rng.normal(0, 0.02, (rows, periods)), axis=1))
    return np.asarray(
        level * np.tile(profile, periods // season + 1)[:, :periods] / 4 * rng.gamma(40, 1 / 40, (rows, periods))
    )


def test_the_contract_of_the_command() -> None:
    made = run(seasonal(2, 60, 4, 0), season=4)
    rows = made.to_rows()
    assert len(rows) == 12
    assert list(rows[0]) == ["id", "time", "quantiles"]
    assert list(rows[0]["quantiles"]) == ["0.1", "0.5", "0.9"]  # type: ignore[call-overload]
    assert json.loads(json.dumps(rows)) == rows
    assert made.table.column_names == ["sku", "week", "0.1", "0.5", "0.9"]
    assert made.table.column("sku").type == pa.int64()
    assert made.season == 4


def test_the_same_table_gives_the_same_forecast() -> None:
    values = np.random.default_rng(1).poisson(0.5, (30, 50))
    assert run(values).to_rows() == run(values).to_rows()


@pytest.mark.parametrize("seed", range(2))
def test_seasonal_series_beat_both_rules(seed: int) -> None:
    values = seasonal(12, 132, 12, seed)
    past, truth = values[:, :-6], values[:, -6:]
    ours = pinball(truth, quantiles_of(run(past, season=12)))
    naive = past[:, -12:-6]
    mean = np.repeat(past[:, -6:].mean(axis=1, keepdims=True), 6, axis=1)
    errors = past[:, 12:] - past[:, :-12]
    spread = naive[..., None] + np.quantile(errors, LEVELS, axis=1).T[:, None]
    rules = min(pinball(truth, spread), pinball(truth, np.repeat(mean[..., None], 3, axis=-1)))
    assert ours < 0.9 * rules


def test_counts_with_many_zeros_are_near_the_truth() -> None:
    rng = np.random.default_rng(2)
    rates = rng.gamma(0.8, 0.6, 400)
    values = rng.poisson(rates[:, None], (400, 66))
    made = run(values[:, :-6])
    truth = values[:, -6:].astype(np.float64)
    best = np.quantile(rng.poisson(rates[:, None], (400, 4000)), LEVELS, axis=1, method="inverted_cdf").T
    perfect = pinball(truth, np.repeat(best[:, None], 6, axis=1))
    assert pinball(truth, quantiles_of(made)) < 1.1 * perfect
    assert {report.demand_class for report in made.series} >= {"intermittent", "smooth"}


def test_intervals_cover_about_what_they_say() -> None:
    values = seasonal(40, 110, 4, 5)
    quantiles = quantiles_of(run(values[:, :-6], season=4))
    truth = values[:, -6:]
    assert 0.7 <= np.mean((truth >= quantiles[..., 0]) & (truth <= quantiles[..., 2])) <= 0.9


@pytest.mark.parametrize("length", [2, 3, 5, 7])
def test_short_series_get_a_simple_rule_with_wide_quantiles(length: int) -> None:
    values = np.array([10.0, 14.0, 9.0, 12.0, 11.0, 13.0, 8.0])[:length]
    made = run(values)
    low, middle, high = quantiles_of(made)[0].T
    assert np.all(high - low > 1.0)
    assert 8.0 <= middle.mean() <= 14.0
    assert f"Only {length} periods are known ({8 - length} more are needed" in str(made.series[0].notes[0])


def test_a_series_of_one_period_is_left_out_and_named() -> None:
    table = panel_table(np.arange(40.0).reshape(2, 20) % 7 + 1.5)
    lonely = pa.table({"sku": [9], "week": [date(2020, 1, 6)], "units": [3.5]})
    made = forecast(pa.concat_tables([table, lonely]), id="sku", time="week", value="units", horizon=2)
    assert {row["id"] for row in made.to_rows()} == {0, 1}
    assert made.series[-1].model == "none"
    assert "1 more periods are needed" in str(made.series[-1].notes[-1])
    assert "1 series are too short" in str(made.notes[0])


def test_reports_say_what_was_done() -> None:
    report = run(seasonal(1, 80, 4, 3), season=4).series[0]
    assert report.model == "blend"
    assert sum(weight for _, weight in report.weights) == pytest.approx(1.0, abs=0.01)
    assert list(report.weights) == sorted(report.weights, key=lambda pair: -pair[1])
    assert report.rule in ("seasonal naive", "weighted mean", "last value")
    assert report.loss is not None
    assert report.rule_loss is not None
    assert report.loss < report.rule_loss


@pytest.mark.parametrize(
    "values",
    [
        np.zeros(40),
        np.full(40, 7.0),
        np.append(np.zeros(39), 5.0),
        np.append(5.0, np.zeros(39)),
        -np.abs(np.sin(np.arange(40.0))) - 1,
        np.arange(40.0) ** 3,
        np.where(np.arange(40) == 20, 1e9, 1.0),
        np.full(40, 1e-12),
        1e15 + np.arange(40.0),
    ],
)
def test_odd_series_get_finite_ordered_quantiles(values: np.ndarray[Any, Any]) -> None:
    quantiles = quantiles_of(run(values))
    assert np.isfinite(quantiles).all()
    assert np.all(np.diff(quantiles, axis=-1) >= 0)
    if values.min() >= 0:
        assert quantiles.min() >= 0
    if np.ptp(values) == 0:
        assert quantiles == pytest.approx(values[0], abs=1e-6 * max(1.0, values[0]))


def test_series_of_unequal_length_stand_together() -> None:
    parts = [panel_table(seasonal(1, length, 4, length)) for length in (9, 33, 150)]
    table = pa.concat_tables(
        [part.set_column(0, "sku", pa.array([index] * part.num_rows)) for index, part in enumerate(parts)]
    )
    made = forecast(table, id="sku", time="week", value="units", horizon=3, season=4)
    assert [report.periods for report in made.series] == [9, 33, 150]
    assert len(made.to_rows()) == 9


@settings(max_examples=8, deadline=None)
@given(
    values=st.lists(st.integers(0, 60), min_size=2, max_size=45),
    factor=st.sampled_from([0.125, 8.0, 1024.0]),
    levels=st.lists(st.sampled_from([0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]), min_size=1, max_size=5, unique=True),
)
def test_quantiles_are_ordered_not_negative_and_follow_the_unit(
    values: list[int], factor: float, levels: list[float]
) -> None:
    shifted = np.array(values) + 0.5  # no counts, no zeros: the unit carries no meaning
    first, second = quantiles_of(run(shifted, quantiles=levels)), quantiles_of(run(shifted * factor, quantiles=levels))
    assert np.all(np.diff(first, axis=-1) >= 0)
    assert first.min() >= 0
    assert second == pytest.approx(
        first * factor, rel=1e-3, abs=1e-9 * factor
    )  # iterative fits stop near, not at, the same place
