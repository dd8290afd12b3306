"""Probabilistic forecasts of many series: quantiles per period ahead, each method judged on the series' own past.

The step between periods and the seasons are read off the time column. Every method (simple rules, exponential smoothing,
profile with drift, regression on lags and calendar; for series with many zeros also distributions of counts and analogues)
forecasts from past origins, its own misses give the width of its quantiles, and its quantiles are averaged with the others'
by the pinball loss they would have had. Where a simple rule was better beyond chance, the simple rule is used.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from argosy.core.errors import RequestError
from argosy.core.text import Text
from argosy.methods.forecasting.engine import SeriesForecast, forecast_panel
from argosy.methods.forecasting.panel import Panel, read_panel
from argosy.methods.forecasting.result import Forecast, SeriesReport

__all__ = ["Forecast", "SeriesReport", "forecast"]

FARTHEST = 2000  # periods ahead
DEFAULT_LEVELS = (0.1, 0.5, 0.9)


def forecast(
    table: pa.Table,
    *,
    id: str,  # noqa: A002 - the word of the command line and of the answer
    time: str,
    value: str,
    horizon: int,
    quantiles: Sequence[float] = DEFAULT_LEVELS,
    season: int | None = None,
    censored: str | None = None,
) -> Forecast:
    """Quantiles of the next `horizon` periods of every series of a table.

    `id`, `time` and `value` name columns; a row is one period of one series. `season` (in periods) replaces what the rhythm
    suggests. `censored` names a column that is true where the value could not be observed in full; such periods are replaced
    by what the periods around them say. Missing periods are zeros where the table lists only periods in which something
    happened (counts without a zero), else they are interpolated; the report of each series says so. The same table gives the
    same forecast. Raises RequestError for impossible numbers, DataError for a table that cannot be forecast
    (unknown columns, duplicates, text for numbers, unreadable times, mixed rhythms, no series of two periods).
    """
    levels = checked_levels(quantiles)
    check_counts(horizon, season)
    panel = read_panel(table, id_column=id, time=time, value=value, season=season, censored=censored)
    done = forecast_panel(panel, horizon, levels)
    missing = sum(one.quantiles is None for one in done)
    notes = (Text("{count} series are too short to forecast and are left out.", {"count": missing}),) if missing else ()
    return Forecast(
        table=forecast_table(panel, done, (id, time), horizon, levels),
        series=tuple(one.report for one in done),
        rhythm=panel.rhythm.name,
        season=panel.rhythm.season,
        notes=notes,
    )


def check_counts(horizon: int, season: int | None) -> None:
    """RequestError for a horizon or season that is no count of periods."""
    if not 1 <= horizon <= FARTHEST:
        raise RequestError(
            "The horizon has to be 1 to {farthest} periods, not {horizon}.", farthest=FARTHEST, horizon=horizon
        )
    if season is not None and season < 1:
        raise RequestError("The season has to be 1 period or more, not {season}.", season=season)


def checked_levels(quantiles: Sequence[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The quantile levels, ascending; RequestError where one is not between 0 and 1 or named twice."""
    levels = np.array(sorted(quantiles), dtype=np.float64)
    if len(levels) == 0 or not bool(np.all((levels > 0) & (levels < 1))) or len(np.unique(levels)) < len(levels):
        raise RequestError(
            "Quantiles have to be different numbers between 0 and 1, such as 0.1,0.5,0.9, not {given}.",
            given=", ".join(str(level) for level in quantiles) or "none",
        )
    return levels


def forecast_table(
    panel: Panel,
    done: list[SeriesForecast],
    names: tuple[str, str],
    horizon: int,
    levels: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> pa.Table:
    """The forecasts as one table: id, time, a column per level."""
    made = [
        (series, one.quantiles) for series, one in zip(panel.series, done, strict=True) if one.quantiles is not None
    ]
    ids = pa.array([series.id for series, _ in made for _ in range(horizon)], panel.id_type)
    ends = [series.start + len(series.values) for series, _ in made]
    positions = np.concatenate([np.arange(end, end + horizon) for end in ends])
    stacked = np.concatenate([quantiles for _, quantiles in made])
    columns = {str(float(level)): pa.array(stacked[:, index]) for index, level in enumerate(levels)}
    return pa.table({names[0]: ids, names[1]: panel.write(panel.rhythm.times(positions)), **columns})
