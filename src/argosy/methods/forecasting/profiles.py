"""Season by the mean profile of the last seasons, level by a recent mean of what is left, drift by a straight line.

The classical decomposition with the drift damped by half or left out (the idea of the Theta method: Assimakopoulos and
Nikolopoulos, International Journal of Forecasting 16, 2000). It takes long seasons (52, 168) that smoothing learns too slowly.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from argosy.methods.forecasting.backtest import F64, I64, follow_the_best, mean_over, without_early

DISCOUNTS = (0.03, 0.1, 0.3, 0.6, 0.95)  # weight of the newest period in the level
DRIFTS = (0.0, 0.5, 1.0)  # share of the straight line's slope that is carried on
SEASONS_BACK = (1, 2, 4, 10)  # how many seasons the profile averages
SHORTEST_LEVEL = 60  # periods the level looks back at least


def profiled(values: F64, origins: I64, horizon: int, season: int) -> F64:
    """Points of profile, level and drift with the variant that did best so far; N x O x H.

    NaN where fewer than two seasons (or three periods) have been seen.
    """
    depths = SEASONS_BACK if season > 1 else (1,)
    variants = list(product(depths, DISCOUNTS, DRIFTS))
    paths = np.full((len(values), len(variants), len(origins), horizon), np.nan)
    for j, origin in enumerate(origins):
        history = values[:, :origin]
        slope = slope_of(history, season)
        for d, depth in enumerate(depths):
            block = slice(d * len(DISCOUNTS) * len(DRIFTS), (d + 1) * len(DISCOUNTS) * len(DRIFTS))
            paths[:, block, j] = variant_points(history, slope, season, depth, horizon)
    points = follow_the_best(paths, values, origins)
    return without_early(points, values, origins, max(3, 2 * season if season > 1 else 3))


def slope_of(history: F64, season: int) -> F64:
    """Slope per period by least squares, of the means of up to six whole seasons (or of 60 periods); 0 where too little is known."""
    length = min(history.shape[1], max(6 * season, SHORTEST_LEVEL))
    if season > 1:
        length = length // season * season
    recent = history[:, history.shape[1] - length :]
    enough = (~np.isnan(recent)).sum(axis=1) >= max(8, 2 * season if season > 1 else 8)
    if season > 1:  # within a season the time and the season go together: only whole seasons tell the drift
        recent = recent.reshape(len(recent), -1, season).mean(axis=2)
    known = ~np.isnan(recent)
    when = np.where(known, np.arange(recent.shape[1], dtype=np.float64)[None], np.nan)
    centred = when - mean_over(when, 1)[:, None]
    spread = np.where(known, centred**2, 0.0).sum(axis=1)
    slope = np.where(known, centred * recent, 0.0).sum(axis=1) / np.maximum(spread, 1e-9) / season
    return np.where(enough & (known.sum(axis=1) >= 2), slope, 0.0)


def profile_of(history: F64, slope: F64, season: int, depth: int) -> F64:
    """Mean deviation of each phase from its season's mean, drift removed, over the last `depth` seasons; N x season.

    Phase 0 is the period right after the history.
    """
    if season == 1:
        return np.zeros((len(history), 1))
    lean = slope[:, None] * (np.arange(season) - (season - 1) / 2)
    deviations = []
    for back in range(1, depth + 1):
        begin = history.shape[1] - back * season
        if begin < 0:
            break
        window = history[:, begin : begin + season]
        deviations.append(window - window.mean(axis=1, keepdims=True) - lean)
    if not deviations:
        return np.zeros((len(history), season))
    return np.nan_to_num(mean_over(np.stack(deviations), 0))


def variant_points(history: F64, slope: F64, season: int, depth: int, horizon: int) -> F64:
    """Points of every discount and drift for one depth of profile; N x (discounts * drifts) x H."""
    profile = profile_of(history, slope, season, depth)
    length = min(history.shape[1], max(2 * season, SHORTEST_LEVEL))
    recent = history[:, history.shape[1] - length :]
    age = np.arange(length)[::-1]
    rest = recent - profile[:, (-age - 1) % season]
    known = ~np.isnan(rest)
    steps = np.arange(horizon)
    seasonal = profile[:, steps % season]
    points = []
    for discount in DISCOUNTS:
        weight = np.where(known, np.maximum(discount * (1.0 - discount) ** age, 1e-12)[None], 0.0)
        total = np.maximum(weight.sum(axis=1), 1e-300)
        level = np.where(known, rest * weight, 0.0).sum(axis=1) / total
        lag = (weight * age).sum(axis=1) / total  # the level is this old: the drift has to make up for it
        points += [
            level[:, None] + drift * slope[:, None] * (lag[:, None] + steps + 1.0) + seasonal for drift in DRIFTS
        ]
    return np.stack(points, axis=1)
