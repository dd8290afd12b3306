"""Rolling origins: where a forecast is started in the past, what it would have missed, and what to learn from that.

Arrays are aligned at their ends. `values` is N series by T periods, NaN before a series begins; an origin `o` has seen the
periods `0 .. o-1` and forecasts `o .. o+H-1`; `points` are N by O origins by H steps. The last origin is T, the forecast proper.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

F64 = npt.NDArray[np.float64]
I64 = npt.NDArray[np.int64]

MOST_ORIGINS = 40  # enough for quantiles of the errors; more costs time and says the same again
PRIOR_ORIGINS = 8.0  # how many origins of its own a series needs to outweigh what all series say together
SMALLEST = 1e-12


def choose_origins(periods: int, horizon: int, season: int) -> I64:
    """Ascending origins, the last of them `periods` itself; the earlier ones spread over the recent past.

    They start no earlier than half-way (or after two seasons), so that every one of them has something to learn from.

    >>> choose_origins(12, 3, 1).tolist()
    [4, 5, 6, 7, 8, 9, 10, 11, 12]
    """
    earliest = min(periods // 2, 2 * season + 2) if periods > 2 else 1
    earliest = max(1, earliest, 4 if periods >= 10 else periods // 2 - 1)
    earliest = max(earliest, periods - max(20 * horizon, 6 * season, 60))
    step = max(1, -(-(periods - earliest) // MOST_ORIGINS))
    return np.append(np.arange(periods - 1, earliest - 1, -step)[::-1], periods).astype(np.int64)


def starts_of(values: F64) -> I64:
    """The first period each series has a value in."""
    return np.asarray(np.argmax(~np.isnan(values), axis=1), dtype=np.int64)


def outcomes(values: F64, origins: I64, horizon: int) -> F64:
    """What came after each origin, N x O x H; NaN where it is not known yet."""
    periods = values.shape[1]
    index = origins[:, None] + np.arange(horizon)
    inside = index < periods
    return np.asarray(np.where(inside[None], values[:, np.where(inside, index, 0)], np.nan))


def known_at(errors: F64, origins: I64, origin: int) -> F64:
    """The errors somebody standing at `origin` can already know: of earlier origins, for periods already seen."""
    earlier = origins < origin
    horizon = errors.shape[2]
    seen = origins[earlier][:, None] + np.arange(horizon) < origin
    return np.where(seen[None], errors[:, earlier], np.nan)


def mean_over(values: F64, axis: int | tuple[int, ...]) -> F64:
    """The mean without NaN; NaN where nothing is left (and no warning)."""
    known = ~np.isnan(values)
    count = known.sum(axis=axis)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def without_early(points: F64, values: F64, origins: I64, needed: int) -> F64:
    """`points` with NaN at origins where a series has been seen for fewer than `needed` periods."""
    seen = origins[None] - starts_of(values)[:, None]
    return np.where((seen >= needed)[:, :, None], points, np.nan)


def follow_the_best(paths: F64, values: F64, origins: I64) -> F64:
    """Of G variants, at each origin the one with the smallest absolute error so far; N x G x O x H becomes N x O x H.

    Only errors known at that origin count, so the choice never sees what it is judged by (prequential, Dawid 1984). A series
    with few origins leans on the variants that do well over all series.
    """
    rows, variants, _, horizon = paths.shape
    truth = outcomes(values, origins, horizon)
    losses = np.stack([mean_over(np.abs(truth - paths[:, g]), 2) for g in range(variants)], axis=1)
    known = ~np.isnan(losses)
    total = np.cumsum(np.where(known, losses, 0.0), axis=2)
    count = np.cumsum(known, axis=2)
    best = np.empty((rows, len(origins), horizon))
    for j, origin in enumerate(origins):
        finished = int(np.searchsorted(origins, origin - horizon, side="right"))
        if finished == 0:
            best[:, j] = paths[:, variants // 2, j]
            continue
        own, seen = total[:, :, finished - 1], count[:, :, finished - 1]
        mean = own / np.maximum(seen, 1)
        relative = np.where(seen > 0, mean / (mean.mean(axis=1, keepdims=True) + SMALLEST), np.nan)
        shared = np.nan_to_num(mean_over(relative, 0), nan=1.0)
        score = (np.nan_to_num(relative) * seen + PRIOR_ORIGINS * shared) / (seen + PRIOR_ORIGINS)
        score = np.where(np.isnan(paths[:, :, j, 0]), np.inf, score)
        best[:, j] = paths[np.arange(rows), np.argmin(score, axis=1), j]
    return best


def pinball(truth: F64, quantiles: F64, levels: F64) -> F64:
    """Pinball loss: `truth` (...) against `quantiles` (..., Q) at `levels` (Q).

    >>> pinball(np.array([3.0]), np.array([[1.0, 2.0, 4.0]]), np.array([0.1, 0.5, 0.9])).round(2).tolist()
    [[0.2, 0.5, 0.1]]
    """
    error = truth[..., None] - quantiles
    return np.maximum(levels * error, (levels - 1.0) * error)
