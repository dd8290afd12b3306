"""Combining the methods' quantiles by what they would have lost, and stepping back to a simple rule where that is not enough."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from argosy.methods.forecasting.backtest import F64, I64, SMALLEST, choose_origins, mean_over, outcomes, pinball
from argosy.methods.forecasting.candidates import SIMPLE_RULES, Setting, candidates

Mask = npt.NDArray[np.bool_]

JUDGED_ORIGINS = 10
SHARPNESS = 6.0  # a method that loses 10 % more weighs 1.1 ** -6 = 0.56 of the better one
SHARPNESS_OF_COUNTS = 12.0  # distributions of counts lose alike at most levels: small differences say more
CLEARLY = 1.5  # standard errors by which a simple rule must beat the blend
FEWEST_JUDGED = 6  # origins without which nothing is beyond chance
PRIOR_JUDGED = 8.0  # judged origins of its own a series needs to outweigh what all series say
TRIFLING = 0.02  # a method with less weight than this is left out


@dataclass(frozen=True)
class Combined:
    """Result for a group of N series.

    `quantiles` N x H x Q; `weights` N x M of the `names`; `loss` and `rule_loss` are mean pinball losses over the judged
    origins (N; NaN where there was nothing to judge by), `rule` the better simple rule of each series, `stepped_back` whether
    the simple rule is what was used.
    """

    quantiles: F64
    names: tuple[str, ...]
    weights: F64
    loss: F64
    rule_loss: F64
    rule: tuple[str, ...]
    stepped_back: Mask


def combine(values: F64, setting: Setting, zeros: bool) -> Combined:
    """Forecast a group of series: every candidate judged at past origins, weighted, averaged; the simple rule where it wins."""
    origins = choose_origins(values.shape[1], setting.horizon, setting.season)
    judged = judged_origins(origins)
    names, stacked = [], []
    for name, quantiles in candidates(values, origins, judged, setting, zeros):
        names.append(name)
        stacked.append(tidy(quantiles, values))
    everything = np.stack(stacked, axis=1)  # N x M x (J + 1) x H x Q
    truth = outcomes(values, judged, setting.horizon)
    missed = pinball(truth[:, None], everything[:, :, :-1], setting.levels).mean(axis=-1)
    losses = over_steps(missed)  # N x M x J
    usable: Mask = np.asarray(~np.isnan(everything).any(axis=(3, 4)))
    sharpness = SHARPNESS_OF_COUNTS if zeros else SHARPNESS
    weights = [weigh(losses[:, :, :j], usable[:, :, j], sharpness) for j in range(len(judged) + 1)]
    blended = np.stack([blend(everything[:, :, j], weight) for j, weight in enumerate(weights)], axis=1)
    own = over_steps(pinball(truth, blended[:, :-1], setting.levels).mean(axis=-1))
    known_share = (~np.isnan(truth)).mean(axis=2)
    return step_back(everything[:, :, -1], blended[:, -1], own, losses, known_share, tuple(names), weights[-1])


def judged_origins(origins: I64) -> I64:
    """Origins to judge methods at: evenly spread, but for the first three, which the widths are learned from.

    >>> judged_origins(np.arange(10, 41)).tolist()
    [15, 18, 21, 24, 27, 30, 33, 36, 39]
    """
    later = origins[3:-1]
    return later[::-1][:: max(1, -(-len(later) // JUDGED_ORIGINS))][::-1]


def over_steps(missed: F64) -> F64:
    """Losses summed over the steps whose outcome is known, over H: an origin with few known steps says little; (..., J)."""
    known = ~np.isnan(missed)
    total = np.where(known, missed, 0.0).sum(axis=-1) / missed.shape[-1]
    return np.where(known.any(axis=-1), total, np.nan)


def tidy(quantiles: F64, values: F64) -> F64:
    """Quantiles in order, and none below zero where the series has never been."""
    ordered = np.sort(quantiles, axis=-1)
    floor = np.where(np.nanmin(values, axis=1) >= 0, 0.0, -np.inf)
    return np.maximum(ordered, floor[:, None, None, None])


def weigh(losses: F64, usable: Mask, sharpness: float) -> F64:
    """Weights of M methods for each series from their losses at judged origins (N x M x J); N x M.

    A method's loss is compared with the mean of all over the origins where it could take part, each series leaning on all.
    """
    reference = np.broadcast_to(mean_over(losses, 1)[:, None], losses.shape)
    known = ~np.isnan(losses)
    count = known.sum(axis=2)
    scale = mean_over(reference, (1, 2))[:, None] + SMALLEST
    own = np.where(known, losses, 0.0).sum(axis=2) / scale
    against = np.where(known, reference, 0.0).sum(axis=2) / scale
    everyone, everyone_against = own.sum(axis=0), against.sum(axis=0)
    shared = np.where(everyone_against > 0, everyone / np.maximum(everyone_against, SMALLEST), 1.0)
    ratio = (own + PRIOR_JUDGED * shared) / (against + PRIOR_JUDGED)
    ratio = np.where(count > 0, ratio, np.maximum(shared, 1.0))
    ratio = np.where(usable | ~usable.any(axis=1, keepdims=True), np.maximum(ratio, 1e-3), np.inf)
    weight = (ratio / ratio.min(axis=1, keepdims=True)) ** -sharpness
    weight = weight / weight.sum(axis=1, keepdims=True)
    weight = np.where(weight < TRIFLING, 0.0, weight)
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))


def blend(quantiles: F64, weights: F64) -> F64:
    """Weighted mean of the methods' quantiles, level by level (Vincent's average); N x H x Q."""
    used = weights > 0
    return np.asarray(np.einsum("nm,nmhq->nhq", weights, np.where(used[:, :, None, None], quantiles, 0.0)))


def step_back(
    quantiles: F64,
    blended: F64,
    own: F64,
    losses: F64,
    known_share: F64,
    names: tuple[str, ...],
    weights: F64,
) -> Combined:
    """Use the better simple rule for the series where it beat the blend by more than chance in the backtest.

    `quantiles` are the candidates' at the end (N x M x H x Q), `own` the blend's losses at the judged origins (N x J),
    `losses` the candidates' (N x M x J), `known_share` the share of each origin's steps that is known (N x J).
    The blend has the simple rules in it, so a rule must win by `CLEARLY` standard errors of the difference, the mean leaning
    on what the blend gains over all series.
    """
    simple = [names.index(rule) for rule in SIMPLE_RULES if rule in names]
    missing = np.isnan(quantiles[:, simple]).any(axis=(2, 3))
    totals = np.where(missing, np.inf, np.where(np.isnan(losses[:, simple]), np.inf, losses[:, simple]).sum(axis=2))
    totals = np.where(np.isinf(totals).all(axis=1, keepdims=True), missing, totals)
    best = np.asarray(simple)[np.argmin(totals, axis=1)]
    rows = np.arange(len(best))
    rule_losses = losses[rows, best]
    difference = (own - rule_losses) / (mean_over(rule_losses, 1)[:, None] + SMALLEST)
    judged = (~np.isnan(difference)).sum(axis=1)
    mean = np.nan_to_num(mean_over(difference, 1))
    error = np.sqrt(np.nan_to_num(mean_over((difference - mean[:, None]) ** 2, 1)) / np.maximum(judged - 1, 1))
    everyone = min(0.0, float((mean * judged).sum() / max(judged.sum(), 1)))
    leaning = (mean * judged + everyone * PRIOR_JUDGED) / (judged + PRIOR_JUDGED)
    back = (leaning > CLEARLY * error) & (judged >= FEWEST_JUDGED)
    return Combined(
        np.where(back[:, None, None], quantiles[rows, best], blended),
        names,
        weights,
        per_step(own, known_share),
        per_step(rule_losses, known_share),
        tuple(names[b] for b in best),
        back,
    )


def per_step(losses: F64, known_share: F64) -> F64:
    """Mean loss per known step from the sums over known steps (N x J); NaN where nothing was judged; N."""
    judged = ~np.isnan(losses)
    steps = np.where(judged, known_share, 0.0).sum(axis=1)
    total = np.where(judged, losses, 0.0).sum(axis=1)
    return np.asarray(np.where(steps > 0, total / np.maximum(steps, SMALLEST), np.nan))
