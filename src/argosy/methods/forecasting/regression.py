"""Linear regression on lags, means of windows and the calendar, one per step, each series leaning on all series together.

Direct forecasts: the outcome of every step is regressed on what was known at the origin (ridge). The pooled solution is what
a single series with little history falls back to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from argosy.methods.forecasting.backtest import F64, I64, mean_over, outcomes, starts_of
from argosy.methods.forecasting.rules import running_mean

RIDGE = 3.0  # weight of the penalty; the regressors are in units of the series' own spread
LEAN = 60.0  # rows of its own a series needs to outweigh the pooled solution
MOST_TRAINING = 400_000  # series x origins x steps
REFITS = 3  # how often the backtest learns anew
FARTHEST = 8.0  # an outcome farther out than this many spreads is taken as this far
LONGEST_MEMORY = 1500  # periods


@dataclass(frozen=True)
class Waves:
    """A long season given to the regression as sine and cosine: its length in periods, and how many harmonics."""

    length: float
    harmonics: int


@dataclass(frozen=True)
class Design:
    """Regressors at each origin: `rows` N x O x H x P, with the level and spread that outcomes are measured in, N x O."""

    rows: F64
    level: F64
    spread: F64


def regressed(
    values: F64, origins: I64, horizon: int, season: int, long_season: int | None, waves: Waves | None
) -> F64:
    """Points of the regression, refitted along the backtest on what was known then; N x O x H."""
    training = training_origins(values, origins, horizon, season)
    design = design_of(values, training, horizon, season, long_season, waves)
    targets = (outcomes(values, training, horizon) - design.level[:, :, None]) / design.spread[:, :, None]
    targets = np.clip(targets, -FARTHEST, FARTHEST)
    position = np.searchsorted(training, origins)
    points = np.full((len(values), len(origins), horizon), np.nan)
    refits = sorted({int(j) for j in np.linspace(0, len(origins) - 1, REFITS + 1)})
    for begin, end in zip(refits, [*refits[1:], len(origins)], strict=True):
        here = position[begin:end]
        if int((training + horizon <= origins[begin]).sum()) < 3:
            continue
        for step in range(horizon):
            known = training + step < origins[begin]
            solution = ridge(design.rows[:, known, step], targets[:, known, step])
            scaled = np.einsum("nop,np->no", design.rows[:, here, step], solution)
            points[:, begin:end, step] = scaled * design.spread[:, here] + design.level[:, here]
    enough = (origins[None] - starts_of(values)[:, None]) >= max(8, 2 * season)
    return np.where(enough[:, :, None], points, np.nan)


def training_origins(values: F64, origins: I64, horizon: int, season: int) -> I64:
    """Origins to learn from: all since the first backtest origin minus what that one needs, thinned where there are many."""
    periods = values.shape[1]
    first = max(min(int(origins[0]), max(2 * season, 8)), periods - LONGEST_MEMORY)
    every = np.arange(first, periods + 1)
    thin = max(1, -(-len(every) * len(values) * horizon // MOST_TRAINING))
    return np.union1d(every[::-1][::thin], origins).astype(np.int64)


def design_of(
    values: F64, origins: I64, horizon: int, season: int, long_season: int | None, waves: Waves | None
) -> Design:
    """The regressors at each origin, in units of the series' recent level and spread."""
    base = season if season > 1 else 8
    level = running_mean(values, origins, max(base, 4))
    spread = recent_spread(values, origins, 4 * base)
    columns = []
    for window in sorted({1, 2, max(2, base // 4), 2 * base, 4 * base}):
        mean = (running_mean(values, origins, window) - level) / spread
        columns.append(np.repeat(mean[:, :, None], horizon, axis=2))
    if season > 1:
        columns += seasonal_columns(values, origins, horizon, season, level, spread)
    if long_season and values.shape[1] > long_season + 2 * horizon:
        columns += long_columns(values, origins, horizon, season, long_season, level, spread)
    if waves:
        when = origins[:, None] + np.arange(horizon)
        for harmonic in range(1, waves.harmonics + 1):
            angle = 2 * np.pi * harmonic * when / waves.length
            columns += [np.broadcast_to(wave, (len(values), *when.shape)) for wave in (np.sin(angle), np.cos(angle))]
    return Design(np.nan_to_num(np.stack(columns, axis=-1)), np.nan_to_num(level), spread)


def recent_spread(values: F64, origins: I64, window: int) -> F64:
    """Standard deviation of the last `window` periods; of all the past where those are flat, and 1 where that is; N x O."""
    found = np.zeros((len(values), len(origins)))
    for length in (window, values.shape[1]):
        mean = running_mean(values, origins, length)
        variance = running_mean(values**2, origins, length) - mean**2
        deviation = np.sqrt(np.where(variance > 1e-10 * mean**2, variance, 0.0))
        found = np.where(found > 0, found, deviation)
    return np.where(found > 0, found, 1.0)


def seasonal_columns(values: F64, origins: I64, horizon: int, season: int, level: F64, spread: F64) -> list[F64]:
    """The same phase one and two seasons ago, and its mean over four, less the level; each N x O x H."""
    step = np.arange(horizon)
    latest = origins[:, None] + step - season * (step // season + 1)
    lags = []
    for back in range(4):
        index = latest - back * season
        lag = np.where(index >= 0, values[:, np.maximum(index, 0)], np.nan)
        lags.append((lag - level[:, :, None]) / spread[:, :, None])
    return [lags[0], lags[1], mean_over(np.stack(lags), 0)]


def long_columns(
    values: F64, origins: I64, horizon: int, season: int, long_season: int, level: F64, spread: F64
) -> list[F64]:
    """What the long season did a cycle ago against the level of then, sharply and smoothed, and whether it is known."""
    step = np.arange(horizon)
    index = origins[:, None] + step - long_season * (step // long_season + 1)
    base = season if season > 1 else 8
    then = running_mean(values, np.maximum(origins - long_season, 0), base)
    wide = (season // 2, 2 * season) if long_season >= 200 else (0, max(1, season // 2))
    if long_season == 7 * season:  # hours in a week: the same hour of the day must not be blurred
        wide = (0, 1)
    columns = []
    known = np.zeros_like(level[:, :, None])
    for half in wide:
        flat = np.clip(index + half + 1, 0, values.shape[1]).ravel().astype(np.int64)
        around = running_mean(values, flat, 2 * half + 1).reshape(len(values), *index.shape)
        around = np.where(index >= half, around, np.nan)
        columns.append((around - then[:, :, None]) / spread[:, :, None])
        known = (~np.isnan(columns[-1])).astype(np.float64)
    return [*columns, known]


def ridge(rows: F64, targets: F64) -> F64:
    """Coefficients of each series, N x P: least squares of its own rows, leaning on the pooled solution."""
    known = (~np.isnan(targets)).astype(np.float64)
    filled = np.nan_to_num(targets)
    weighted = rows * known[:, :, None]
    gram = np.matmul(weighted.transpose(0, 2, 1), rows)
    moment = np.matmul(weighted.transpose(0, 2, 1), filled[:, :, None])
    unit = np.eye(rows.shape[2])
    pooled = np.linalg.solve(gram.sum(axis=0) + RIDGE * max(1.0, known.sum() / 200) * unit, moment.sum(axis=0))
    own = np.linalg.solve(gram + LEAN * unit, moment + LEAN * pooled)
    return own[:, :, 0]
