"""From what a method missed in the past to the quantiles of what it will miss next (conformal, per step and phase).

A miss is divided by the series' own scale, by how large its misses were lately (calm and restless times come in spells), by
how misses grow with the step, and by how they vary over the season; what is left is compared over steps and series. Each of
the four, and the quantiles of the rest, lean on all series together where a
series' own history is short, so that ten points already give honest widths.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from argosy.methods.forecasting.backtest import F64, I64, SMALLEST, mean_over

PRIOR_SCALE = 4.0  # misses of its own a series needs before its scale outweighs the scale expected from its level
PRIOR_STEP = 8.0  # the same for how misses grow with the step
PRIOR_PHASE = 40.0  # the same for how they vary over the season
PRIOR_SPELL = 10.0  # origins before recent misses outweigh the series' scale
SPELL_HALF_LIFE = 12.0  # origins
PRIOR_SHAPE = 40.0  # the same for the quantiles of the rest
PRIOR_NORMAL = 8.0  # misses (over all series) before the empirical quantiles outweigh the normal ones
LEAN_KEPT = 0.5  # share of the past misses' median that is expected to go on; the rest was chance
NORMAL_PER_ABSOLUTE = 1.2533  # standard deviation over mean absolute deviation of a normal variable


def offsets(errors: F64, origins: I64, horizon_end: int, sizes: F64, season: int, levels: F64) -> F64:
    """What to add to the points for each quantile level; N x H x Q.

    `errors` are N x O x H (NaN: not known), `origins` their O origins, `horizon_end` the origin to forecast from, `sizes` the
    typical absolute value of each series (N).
    """
    scale = scales(errors, sizes)
    rest = errors / scale[:, None, None]
    spell = spells(rest)
    rest = rest / spell[:, :-1, None]
    scale = scale * spell[:, -1]
    growth = step_growth(rest)
    rest = rest / growth[:, None, :]
    steps = np.arange(errors.shape[2])
    if season > 1:
        phase = phase_factor(rest, (origins[:, None] + steps) % season, season)
        rest = rest / phase[:, (origins[:, None] + steps) % season]
        ahead = phase[:, (horizon_end + steps) % season]
    else:
        ahead = np.ones((1, len(steps)))
    shape = shape_quantiles(rest, levels)
    return np.asarray((scale[:, None] * growth * ahead)[:, :, None] * shape[:, None, :])


def scales(errors: F64, sizes: F64) -> F64:
    """Mean absolute miss of each series, leaning on the share of its size that series miss in general; N."""
    known = ~np.isnan(errors)
    count = known.sum(axis=(1, 2)) / max(1.0, errors.shape[2] / 2)
    own = np.nan_to_num(mean_over(np.abs(errors), (1, 2)))
    sizes = np.maximum(sizes, SMALLEST)
    measured = own[count > 0] / sizes[count > 0]
    share = float(np.median(measured)) if len(measured) else 1.0
    leaning = (own * count + PRIOR_SCALE * share * sizes) / (count + PRIOR_SCALE)
    return np.asarray(np.maximum(leaning, SMALLEST))


def spells(rest: F64) -> F64:
    """How large misses were lately, 1 for as large as ever, before each origin and at the end; N x (O + 1).

    An exponentially weighted mean over origins, leaning on 1, of what was missed there less the growth with the step.
    """
    size = mean_over(np.abs(rest) / step_growth(rest)[:, None, :], 2)
    decay = 0.5 ** (1.0 / SPELL_HALF_LIFE)
    total, count = np.zeros(len(rest)), np.zeros(len(rest))
    found = np.ones((len(rest), rest.shape[1] + 1))
    for origin in range(rest.shape[1]):
        known = ~np.isnan(size[:, origin])
        total = np.where(known, total * decay + np.nan_to_num(size[:, origin]), total)
        count = np.where(known, count * decay + 1.0, count)
        found[:, origin + 1] = (total + PRIOR_SPELL) / (count + PRIOR_SPELL)
    return found


def step_growth(rest: F64) -> F64:
    """How the scaled misses grow with the step, each series leaning on all; N x H."""
    steps = np.arange(1, rest.shape[2] + 1)
    shared = mean_over(np.abs(rest), (0, 1))
    known = ~np.isnan(shared) & (shared > 0)
    if not known.any():
        return np.repeat(np.sqrt(steps / steps.mean())[None], len(rest), axis=0)
    last = int(np.flatnonzero(known)[-1])
    shared = np.interp(steps, steps[known], shared[known])
    shared[last + 1 :] = shared[last] * np.sqrt(steps[last + 1 :] / steps[last])  # a random walk from there on
    count = (~np.isnan(rest)).sum(axis=1)
    own = np.nan_to_num(mean_over(np.abs(rest), 1))
    return np.asarray(np.maximum((own * count + PRIOR_STEP * shared) / (count + PRIOR_STEP), SMALLEST))


def phase_factor(rest: F64, phases: I64, season: int) -> F64:
    """Mean absolute rest of each phase of the season over that of the series, leaning on 1; N x season."""
    size = np.abs(rest)
    known = ~np.isnan(size)
    total = np.zeros((len(rest), season))
    count = np.zeros((len(rest), season))
    flat = phases.ravel()
    filled = np.where(known, size, 0.0).reshape(len(rest), -1)
    for phase in range(season):
        here = flat == phase
        total[:, phase] = filled[:, here].sum(axis=1)
        count[:, phase] = known.reshape(len(rest), -1)[:, here].sum(axis=1)
    mean = np.nan_to_num(mean_over(size, (1, 2)), nan=1.0)[:, None] + SMALLEST
    return np.maximum((total / mean + PRIOR_PHASE) / (count + PRIOR_PHASE), 0.02)


def shape_quantiles(rest: F64, levels: F64) -> F64:
    """Quantiles of the scaled misses: the series' own, leaning on all series, these leaning on the normal; N x Q."""
    steps = rest.shape[2]
    flat = rest.reshape(len(rest), -1)
    levels = np.append(levels, 0.5)
    own_count = (~np.isnan(flat)).sum(axis=1) / max(1.0, steps / 4)  # neighbouring steps miss together
    everything = flat.reshape(1, -1)
    all_count = float(own_count.sum())
    normal = NORMAL_PER_ABSOLUTE * np.array([NormalDist().inv_cdf(float(level)) for level in levels])
    shared = np.nan_to_num(known_quantiles(everything, levels, np.array([all_count])))[0]
    shared = (shared * all_count + PRIOR_NORMAL * normal) / (all_count + PRIOR_NORMAL)
    own = known_quantiles(flat, levels, own_count)
    lean = (own_count / (own_count + PRIOR_SHAPE))[:, None]
    quantiles = np.where(np.isnan(own), shared[None], lean * own + (1.0 - lean) * shared[None])
    return np.asarray(quantiles[:, :-1] - (1.0 - LEAN_KEPT) * quantiles[:, -1:])


def known_quantiles(rows: F64, levels: F64, effective: F64) -> F64:
    """Quantiles of each row without its NaN, a little outside the plain ones where few values are independent; R x Q.

    The level is moved outwards by what `effective` independent draws leave open, (p (n + 1) - 1/2) / n: with few draws the
    plain empirical quantile covers too little.
    """
    ordered = np.sort(rows, axis=1)
    count = (~np.isnan(rows)).sum(axis=1)
    draws = np.maximum(effective, 1.0)[:, None]
    moved = np.clip((levels[None] * (draws + 1.0) - 0.5) / draws, 0.0, 1.0)
    at = moved * np.maximum(count - 1, 0)[:, None]
    low = np.floor(at).astype(np.int64)
    high = np.minimum(low + 1, np.maximum(count - 1, 0)[:, None])
    left, right = np.take_along_axis(ordered, low, axis=1), np.take_along_axis(ordered, high, axis=1)
    return np.where(count[:, None] > 0, left + (right - left) * (at - low), np.nan)
