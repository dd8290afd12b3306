"""How likely each leaf is if it is as ever, and if it belongs to a slice that broke.

Noise at the moment is one unknown number (over-dispersion), the same for leaves that broke and leaves that did not; everything is computed
on a grid of it and averaged at the end, so that nothing has to be tuned. Beforehand it is likely what it was at the quiet stamps, so that
a few leaves that broke are not taken for noise, and may be anything with a small probability, for a moment can be noisier than its past.

A leaf of a broken slice lost a fraction `r` of what was expected (or, upwards, of the part that had been spared; for an amount,
expectation is what is left of what is seen). `r` differs from leaf to leaf like a Beta(a, b) with a >= 2: its density vanishes at `r` = 0,
for a leaf of a broken slice is broken. All shapes (a, b) on a grid are equally likely beforehand. So a slice is rewarded for leaves that
broke alike, and pays for leaves that did not. Between two nodes of the grid of `r` lies a cell of it, whose width counts as variance:
else large counts, which scatter less than that, would fit no node.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from argosy.core.errors import FaultError
from argosy.methods.slices.expectation import Expectation, drift_distance, drift_of_leaves

Floats: TypeAlias = NDArray[np.float64]
Likelihood: TypeAlias = Callable[[Expectation, float], Callable[[Floats, Floats], Floats]]

EFFECTS = 16
"""Nodes of the grid of `r`, finer towards zero."""

OVERDISPERSION = (1e-7, *(10.0**exponent for exponent in np.arange(-5.0, 0.0, 0.5)))
"""Grid of the noise: intra-class correlation of proportions, squared coefficient of variation of amounts."""

LEVEL = 0.01
"""The one level of significance: odds of 1 / LEVEL for a slice (noise alone makes them at most this often, by Markov's inequality), and
two-sided for what a total does anyway."""

CALM_CELLS = 8192
"""Cells (leaf, stamp) of the quiet past that tell the noise; a bound on time: more would tell no more."""

SHAPES = tuple((a, b) for a in (2.0, 8.0, 32.0) for b in (1.0, 4.0, 16.0, 64.0))
"""Shapes (a, b) of the Beta distribution of `r`."""


@dataclass(frozen=True)
class Evidence:
    """Log-likelihoods: `usual` (leaf, noise), `broken[direction]` (leaf, noise, shape) with direction 0 down, 1 up; `prior` (noise).

    A noise is an over-dispersion and a drift; `drifted` (noise) says where the drift is not nil, and `unusual_drift` whether the past knows
    no such drift at `LEVEL`.
    """

    usual: Floats
    broken: tuple[Floats, Floats]
    prior: Floats
    drifted: NDArray[np.bool_]
    unusual_drift: bool


def weigh(expectation: Expectation) -> Evidence:
    """The evidence of each leaf under each noise."""
    loss, edges, mixing = _effects()
    likelihood: Likelihood = {"proportion": _proportion, "count": _count, "signed": _signed}[expectation.model]
    drifts, prior = _drifts(expectation)
    usual, down, up = [], [], []
    for drift in drifts:
        base = expectation.expected * drift
        if expectation.model == "proportion" and expectation.weight is not None:
            base = np.minimum(base, expectation.weight * (1.0 - 1e-6))
        fallen, risen = (_with_width(move, expectation, base, loss, edges) for move in (_fallen, _risen))
        for noise in OVERDISPERSION:
            at = likelihood(expectation, noise)
            usual.append(at(base[:, None], np.zeros((1, 1)))[:, 0])
            down.append(_mixed(at(*fallen), mixing))
            up.append(_mixed(at(*risen), mixing))
    weights = (prior[:, None] + _past_noise(expectation, likelihood)[None, :]).reshape(-1)
    return Evidence(
        usual=np.stack(usual, axis=1),
        broken=(np.stack(down, axis=1), np.stack(up, axis=1)),
        prior=weights,
        drifted=np.repeat(np.arange(len(drifts)) > 0, len(OVERDISPERSION)),
        unusual_drift=_is_unusual(expectation),
    )


def _past_noise(expectation: Expectation, likelihood: Likelihood) -> Floats:
    """Log probability of each noise beforehand: as likely as it makes the quiet stamps, beside any noise with probability `LEVEL`."""
    seen, expected, weight = expectation.calm
    stamps = max(1, min(seen.shape[1], CALM_CELLS // max(len(seen), 1)))
    told = np.zeros(len(OVERDISPERSION))
    for stamp in range(seen.shape[1] - stamps, seen.shape[1]):
        own = None if weight is None else weight[:, stamp]
        there = np.ones(len(seen), dtype=np.bool_) if own is None else own > 0
        if not there.any():
            continue
        at_stamp = replace(
            expectation.at_leaves(there),
            seen=seen[there, stamp],
            weight=None if own is None else own[there],
        )
        base = expected[there, stamp][:, None]
        if expectation.model == "proportion" and own is not None:
            base = np.minimum(base, own[there][:, None] * (1.0 - 1e-6))
        told += [float(likelihood(at_stamp, noise)(base, np.zeros((1, 1))).sum()) for noise in OVERDISPERSION]
    flat = -np.log(len(OVERDISPERSION))
    if len(expectation.quiet) < 2:  # a single stamp is what is expected: it cannot tell how far it scatters
        return np.full(len(OVERDISPERSION), flat)
    known: Floats = told - np.logaddexp.reduce(told)
    mixed: Floats = np.logaddexp(known + np.log1p(-LEVEL), flat + np.log(LEVEL))
    return mixed


def _effects() -> tuple[Floats, Floats, Floats]:
    """The grid of `r`, the lower edge of each of its cells, and per shape the probability of each cell (effect, shape)."""
    from scipy.special import betainc

    loss = np.linspace(0.0, 1.0, EFFECTS + 1)[1:] ** 2
    loss[-1] = 1.0 - 1e-4  # nothing is lost for certain
    edges = np.concatenate([[0.0], (loss[1:] + loss[:-1]) / 2.0, [1.0]])
    mixing = np.stack([np.diff(betainc(a, b, edges)) for a, b in SHAPES], axis=1)
    return loss, edges[:-1], mixing


def _mixed(likelihood: Floats, mixing: Floats) -> Floats:
    """Average (leaf, effect) log-likelihoods over effects: (leaf, shape)."""
    peak = likelihood.max(axis=1, keepdims=True)
    mixture: Floats = np.log(np.maximum(np.exp(likelihood - peak) @ mixing, 1e-300)) + peak
    return mixture


def _with_width(
    move: Callable[[Expectation, Floats, Floats], Floats],
    expectation: Expectation,
    base: Floats,
    loss: Floats,
    edges: Floats,
) -> tuple[Floats, Floats]:
    """What is expected at every node of `r`, and the standard deviation within its cell, whose middle the node is taken for."""
    at_nodes = move(expectation, base, loss)
    return at_nodes, np.abs(at_nodes - move(expectation, base, edges)) / np.sqrt(3.0)


def _fallen(expectation: Expectation, base: Floats, loss: Floats) -> Floats:
    if expectation.model == "signed":
        return base[:, None] - np.abs(base)[:, None] * loss[None, :]
    return base[:, None] * (1.0 - loss[None, :])


def _risen(expectation: Expectation, base: Floats, loss: Floats) -> Floats:
    if expectation.model == "proportion" and expectation.weight is not None:
        return base[:, None] + (expectation.weight - base)[:, None] * loss[None, :]
    return base[:, None] + np.abs(base)[:, None] * (loss / (1.0 - loss))[None, :]


def _drifts(expectation: Expectation) -> tuple[tuple[float, ...], Floats]:
    """Levels the untouched part may have drifted to, with their log probabilities: none, or the drift of most of the volume (by members or
    by leaves), as likely as the past stamps' drifts say (Student's t around none)."""
    found, odds = [1.0], [0.0]
    for drift in dict.fromkeys((expectation.drift, drift_of_leaves(expectation))):
        distance = drift_distance(expectation, drift)
        if distance is not None:
            stamps = len(expectation.drifts)
            found.append(drift)
            odds.append(-0.5 * stamps * float(np.log1p(distance**2 / (stamps - 1))))
    prior: Floats = np.array(odds) - np.logaddexp.reduce(odds)
    return tuple(found), prior


def _is_unusual(expectation: Expectation) -> bool:
    from scipy.special import stdtrit

    distance = drift_distance(expectation, expectation.drift)
    return distance is not None and abs(distance) > float(stdtrit(len(expectation.drifts) - 1, 1.0 - LEVEL / 2.0))


def _precision(noise_size: float, expectation: Expectation) -> Floats:
    """Size parameter (leaf, 1) of the predictive distribution: noise at the moment and an expectation that is an estimate itself."""
    size: Floats = 1.0 / (1.0 / noise_size + 1.0 / np.maximum(expectation.certainty, 1e-6))
    return size[:, None]


def _proportion(expectation: Expectation, noise: float) -> Callable[[Floats, Floats], Floats]:
    """Beta-binomial log-likelihood of `seen` out of `weight`, without the binomial coefficient."""
    from scipy.special import gammaln

    if expectation.weight is None:
        raise FaultError("A proportion was weighed without its denominator.")
    weight = np.maximum(expectation.weight, 1e-9)[:, None]
    trials, seen = weight / expectation.unit, expectation.seen[:, None] / expectation.unit
    precision = _precision((1.0 - noise) / noise, expectation)

    def at(expected: Floats, spread: Floats) -> Floats:
        share = np.clip(expected / weight, 1e-9, 1.0 - 1e-9)
        alone = share * (1.0 - share)
        size = np.maximum(1.0 / (1.0 / (precision + 1.0) + (spread / weight) ** 2 / alone) - 1.0, 1e-6)
        hit, miss = share * size, (1.0 - share) * size
        hits, misses = gammaln(seen + hit) - gammaln(hit), gammaln(trials - seen + miss) - gammaln(miss)
        terms: Floats = hits + misses + gammaln(size) - gammaln(trials + size)
        return terms

    return at


def _count(expectation: Expectation, noise: float) -> Callable[[Floats, Floats], Floats]:
    """Negative binomial log-likelihood of `seen` in events of size `unit`, up to terms that are the same whatever is expected."""
    from scipy.special import gammaln

    events = expectation.seen[:, None] / expectation.unit
    precision = _precision(1.0 / noise, expectation)

    def at(expected: Floats, spread: Floats) -> Floats:
        mean = np.maximum(expected / expectation.unit, 1e-9)
        size = 1.0 / (1.0 / precision + (spread / expectation.unit / mean) ** 2)
        constant = gammaln(events + size) - gammaln(size)
        terms: Floats = constant + events * np.log(mean / (mean + size)) - size * np.log1p(mean / size)
        return terms

    return at


def _signed(expectation: Expectation, noise: float) -> Callable[[Floats, Floats], Floats]:
    """Normal log-likelihood with variance unit x |mean| (at least that of a usual leaf) + noise x mean squared, for amounts below zero."""
    seen = expectation.seen[:, None]
    usual_size = max(float(np.abs(expectation.expected).mean()), 1e-9)

    def at(expected: Floats, spread: Floats) -> Floats:
        variance = expectation.unit * np.maximum(np.abs(expected), usual_size) + noise * expected**2 + spread**2
        terms: Floats = -0.5 * ((seen - expected) ** 2 / variance + np.log(variance))
        return terms

    return at
