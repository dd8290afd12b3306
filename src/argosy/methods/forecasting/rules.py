"""The simple rules every other method has to beat: last value, last season, and a mean of recent windows."""

from __future__ import annotations

import numpy as np

from argosy.methods.forecasting.backtest import F64, I64, starts_of, without_early

WINDOW_DAYS = (3, 7, 14, 30, 60, 90)  # means over these windows, equally weighted: a widespread rule of thumb


def last_value(values: F64, origins: I64, horizon: int) -> F64:
    """Every step like the last period seen; N x O x H."""
    points = np.repeat(values[:, origins - 1][:, :, None], horizon, axis=2)
    return without_early(points, values, origins, 1)


def seasonal_naive(values: F64, origins: I64, horizon: int, season: int) -> F64:
    """Every step like the same phase of the last season seen; NaN where less than a season has been seen."""
    step = np.arange(horizon)
    back = origins[:, None] + step - season * (step // season + 1)
    points = values[:, np.maximum(back, 0)]
    return without_early(points, values, origins, season)


def running_mean(values: F64, origins: I64, window: int) -> F64:
    """The mean of the `window` periods before each origin, or of what there is of them; N x O."""
    known = ~np.isnan(values)
    zero = np.zeros((len(values), 1))
    total = np.concatenate([zero, np.cumsum(np.where(known, values, 0.0), axis=1)], axis=1)
    count = np.concatenate([zero, np.cumsum(known, axis=1)], axis=1)
    low = np.maximum(origins - window, 0)
    seen = count[:, origins] - count[:, low]
    return np.where(seen > 0, (total[:, origins] - total[:, low]) / np.maximum(seen, 1), np.nan)


def weighted_mean(values: F64, origins: I64, horizon: int, periods_per_day: float) -> F64:
    """The mean of the means over the last 3, 7, 14, 30, 60 and 90 days, the same for every step.

    A window shorter than a period counts as one period.
    """
    windows = [max(1, round(days * periods_per_day)) for days in WINDOW_DAYS]
    level = np.mean([running_mean(values, origins, window) for window in windows], axis=0)
    level = np.where(origins[None] > starts_of(values)[:, None], level, np.nan)
    return np.repeat(level[:, :, None], horizon, axis=2)
