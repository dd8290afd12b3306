"""Quantiles for series with many zeros, where a point plus a symmetric miss says little.

Three views: the discounted distribution of the series' own past, the negative binomial around a smoothed mean, and what came
next in the most alike situations over all series (analogues: Yakowitz, Journal of Time Series Analysis 8, 1987).
"""

from __future__ import annotations

import numpy as np

from argosy.methods.forecasting.backtest import F64, I64, mean_over, outcomes, starts_of

DISCOUNT_HALF_LIVES = (6.0, 12.0, 26.0, 80.0)  # periods
SMOOTHING = 0.1
NEIGHBOURS = 150
MOST_ANALOGUES = 60_000
MEMORY = 60  # periods that describe a situation


def discounted_quantiles(values: F64, origins: I64, half_life: float, levels: F64) -> F64:
    """Quantiles of each series' past, a period `half_life` back counting half; N x O x Q (the same for every step)."""
    result = np.empty((len(values), len(origins), len(levels)))
    order = np.argsort(values, axis=1, kind="stable")  # NaN last
    ordered = np.take_along_axis(values, order, axis=1)
    for j, origin in enumerate(origins):
        weight = np.where((order < origin) & ~np.isnan(ordered), 0.5 ** ((origin - 1 - order) / half_life), 0.0)
        result[:, j] = weighted_quantiles(ordered, weight, levels)
    return result


def weighted_quantiles(ordered: F64, weight: F64, levels: F64) -> F64:
    """Smallest value at which the weight reaches each level; rows ascending; R x Q.

    >>> weighted_quantiles(np.array([[0.0, 1.0, 5.0]]), np.array([[1.0, 1.0, 2.0]]), np.array([0.1, 0.5, 0.9])).tolist()
    [[0.0, 1.0, 5.0]]
    """
    reached = np.cumsum(weight, axis=1)
    total = reached[:, -1:]
    columns = []
    for level in levels:
        at = (reached < level * total - 1e-12).sum(axis=1)
        columns.append(np.take_along_axis(ordered, np.minimum(at, ordered.shape[1] - 1)[:, None], axis=1)[:, 0])
    return np.where(total > 0, np.stack(columns, axis=1), np.nan)


def phase_quantiles(values: F64, origins: I64, horizon: int, season: int, half_life: float, levels: F64) -> F64:
    """Quantiles of each series' past at the same phase of the season, the newest season counting most; N x O x H x Q.

    NaN where fewer than three seasons have been seen.
    """
    result = np.full((len(values), len(origins), horizon, len(levels)), np.nan)
    depth = int(min(values.shape[1] // season, 6 * half_life))
    if depth < 3:
        return result
    back = np.arange(1, depth + 1) * season
    weight = 0.5 ** (np.arange(depth) / half_life)
    enough = (origins[None] - starts_of(values)[:, None]) >= 3 * season
    for j, origin in enumerate(origins):
        for step in range(min(horizon, season)):
            index = origin + step - back
            past = np.where(index >= 0, values[:, np.maximum(index, 0)], np.nan)
            order = np.argsort(past, axis=1, kind="stable")
            ordered = np.take_along_axis(past, order, axis=1)
            weights = np.where(np.isnan(ordered), 0.0, weight[order])
            result[:, j, step::season] = weighted_quantiles(ordered, weights, levels)[:, None]
    return np.where(enough[:, :, None, None], result, np.nan)


def smoothed_means(values: F64, origins: I64, smoothing: float) -> F64:
    """Exponentially smoothed mean before each origin, started at the first value; N x O."""
    state = np.full(len(values), np.nan)
    result = np.full((len(values), len(origins)), np.nan)
    wanted = {int(origin): j for j, origin in enumerate(origins)}
    for t in range(values.shape[1] + 1):
        if t in wanted:
            result[:, wanted[t]] = state
        if t < values.shape[1]:
            value = values[:, t]
            moved = np.where(np.isnan(state), value, state + smoothing * (value - state))
            state = np.where(np.isnan(value), state, moved)
    return result


def negative_binomial_quantiles(values: F64, origins: I64, levels: F64) -> F64:
    """Negative binomial around the smoothed mean, variance over mean as seen so far over all series; N x O x Q."""
    from scipy.special import nbdtrik

    mean = smoothed_means(values, origins, SMOOTHING)
    result = np.empty((*mean.shape, len(levels)))
    for j, origin in enumerate(origins):
        past = values[:, :origin]
        average = mean_over(past, 1)
        variance = mean_over((past - average[:, None]) ** 2, 1)
        ratio = float(np.nansum(variance) / max(float(np.nansum(average)), 1e-9))
        own = np.clip(np.nan_to_num((variance + 4 * ratio * 0.25) / (average + 0.25 * 4)), 1.05, 50.0)
        own = (own * min(origin, 50) + 20 * max(ratio, 1.05)) / (min(origin, 50) + 20)
        expected = np.maximum(np.nan_to_num(mean[:, j]), 1e-6)
        count = nbdtrik(levels[None], (expected / (own - 1.0))[:, None], (1.0 / own)[:, None])
        result[:, j] = np.ceil(np.maximum(np.nan_to_num(count), 0.0) - 1e-9)
    return np.where(np.isnan(mean)[:, :, None], np.nan, result)


def situations(values: F64, origins: I64) -> F64:
    """What a situation looks like: recent means, largest recent value, share of periods above zero; N x O x 5."""
    means = [np.sqrt(np.maximum(smoothed_means(values, origins, constant), 0.0)) for constant in (0.05, 0.15, 0.4)]
    largest, busy = np.empty_like(means[0]), np.empty_like(means[0])
    for j, origin in enumerate(origins):
        recent = values[:, max(0, origin - 12) : origin]
        known = ~np.isnan(recent)
        largest[:, j] = np.sqrt(np.max(np.where(known, recent, 0.0), axis=1))
        busy[:, j] = (np.where(known, recent, 0.0) > 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return np.stack([*means, largest, busy], axis=-1)


def analogue_quantiles(values: F64, origins: I64, horizon: int, levels: F64) -> F64:
    """Quantiles of what followed the most alike situations of all series, known at each origin; N x O x Q.

    NaN where fewer than ten times `NEIGHBOURS` situations are known.
    """
    from scipy.spatial import cKDTree

    rows, periods = values.shape
    learned = np.arange(max(4, periods - MEMORY), periods + 1)
    learned = np.union1d(learned[:: max(1, -(-len(learned) * rows // MOST_ANALOGUES))], origins).astype(np.int64)
    described = situations(values, learned)
    followed = outcomes(values, learned, horizon)
    seen = learned[None] - starts_of(values)[:, None] >= 3
    result = np.full((rows, len(origins), len(levels)), np.nan)
    for j, origin in enumerate(origins):
        usable = seen & (learned + horizon <= origin)[None] & ~np.isnan(followed).any(axis=2)
        if int(usable.sum()) < 10 * NEIGHBOURS:
            continue
        past, after = described[usable], followed[usable]
        centre, width = past.mean(axis=0), past.std(axis=0) + 1e-9
        here = described[:, int(np.searchsorted(learned, origin))]
        ready = ~np.isnan(here).any(axis=1)
        _, near = cKDTree((past - centre) / width).query((here[ready] - centre) / width, k=NEIGHBOURS)
        pool = np.sort(after[near].reshape(int(ready.sum()), -1), axis=1)
        result[ready, j] = weighted_quantiles(pool, np.ones_like(pool), levels)
    return result
