"""Exponential smoothing of many series at once, with the forecast of every origin from one pass.

A library fits one series at one origin; a backtest needs thousands of both. Here the additive recursions (level, damped
trend, season; Gardner, Journal of Forecasting 4, 1985) run over a grid of smoothing constants side by side, the state at each
origin gives that origin's forecast, and the constants are chosen by what they would have missed *over the horizon asked for*.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from argosy.methods.forecasting.backtest import F64, I64, follow_the_best, starts_of, without_early


@dataclass(frozen=True)
class Constants:
    """A grid of smoothing constants, each array of length G; `season` is None for a method without season."""

    level: F64
    trend: F64
    damping: F64
    season: F64 | None

    @classmethod
    def grid(
        cls,
        level: tuple[float, ...],
        trend: tuple[float, ...] = (0.0,),
        damping: tuple[float, ...] = (1.0,),
        season: tuple[float, ...] | None = None,
    ) -> Constants:
        """Every combination of the given constants."""
        rows = np.array(list(product(level, trend, damping, season or (0.0,))), dtype=np.float64)
        return cls(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 3] if season else None)


LEVEL_ONLY = Constants.grid((0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9, 1.0))
SEASONAL = Constants.grid((0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8), season=(0.02, 0.05, 0.1, 0.2, 0.4))
SEASONAL_TREND = Constants.grid((0.1, 0.3, 0.6), (0.05, 0.2), (0.9, 0.98), (0.05, 0.15, 0.4))


def smoothed(values: F64, origins: I64, horizon: int, season: int, constants: Constants) -> F64:
    """Points of exponential smoothing with the constants that did best so far; N x O x H.

    NaN where a series has been seen for less than a season and a bit.
    """
    paths = smoothed_paths(values, origins, horizon, season if constants.season is not None else 1, constants)
    points = follow_the_best(paths, values, origins)
    return without_early(points, values, origins, 1 if constants.season is None else season + max(2, season // 4))


def smoothed_paths(values: F64, origins: I64, horizon: int, season: int, constants: Constants) -> F64:
    """Points of every combination of constants at every origin; N x G x O x H."""
    rows, periods = values.shape
    starts = starts_of(values)
    alpha, beta, phi = constants.level[None], constants.trend[None], constants.damping[None]
    gamma = constants.season[None] if constants.season is not None else np.zeros_like(alpha)
    level, seasonal = first_states(values, starts, season, alpha.shape[1])
    trend = np.zeros_like(level)
    steps = np.arange(horizon)
    reach = np.cumsum(np.power(phi[..., None], steps + 1.0), axis=-1)
    paths = np.full((rows, alpha.shape[1], len(origins), horizon), np.nan)
    wanted = {int(origin): j for j, origin in enumerate(origins)}
    for t in range(periods + 1):
        if t in wanted:
            paths[:, :, wanted[t]] = level[..., None] + reach * trend[..., None] + seasonal[:, :, (t + steps) % season]
        if t == periods:
            break
        phase = t % season
        expected = level + phi * trend
        value = values[:, t][:, None]
        started = (t >= starts)[:, None]
        error = np.where(started, value - expected - seasonal[:, :, phase], 0.0)
        level = np.where(started, expected + alpha * error, level)
        trend = np.where(started, phi * trend + alpha * beta * error, trend)
        seasonal[:, :, phase] += gamma * (1.0 - alpha) * error
    return paths


def first_states(values: F64, starts: I64, season: int, variants: int) -> tuple[F64, F64]:
    """Level and season before the first period: mean of the first season, and the deviations from it; N x G, N x G x m."""
    rows, periods = values.shape
    columns = np.minimum(starts[:, None] + np.arange(season), periods - 1)
    first = np.take_along_axis(values, columns, axis=1)
    mean = first.mean(axis=1)
    seasonal = np.zeros((rows, variants, season))
    if season > 1:
        np.put_along_axis(
            seasonal,
            np.broadcast_to(columns[:, None] % season, seasonal.shape),
            (first - mean[:, None])[:, None],
            axis=2,
        )
    return np.repeat(mean[:, None], variants, axis=1), seasonal
