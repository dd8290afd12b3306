"""How likely each leaf is if it is as ever, and if it belongs to a slice that broke.

Noise at the moment is one unknown number (over-dispersion), the same for leaves that broke and leaves that did not; everything is computed
on a grid of it and averaged at the end, so that nothing has to be tuned. A leaf of a broken slice lost a fraction `r` of what was expected
(or, upwards, of the part that had been spared; for an amount, expectation is what is left of what is seen). `r` differs from leaf to leaf
like a Beta(a, b) with a >= 2: its density vanishes at `r` = 0, for a leaf of a broken slice is broken. All shapes (a, b) on a grid are
equally likely beforehand. So a slice is rewarded for leaves that broke alike, and pays for leaves that did not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from argosy.core.errors import FaultError
from argosy.methods.slices.expectation import Expectation, drift_distance

Floats: TypeAlias = NDArray[np.float64]

EFFECTS = 16
"""Nodes of the grid of `r`, finer towards zero."""

OVERDISPERSION = (1e-7, *(10.0**exponent for exponent in np.arange(-5.0, 0.0, 0.5)))
"""Grid of the noise: intra-class correlation of proportions, squared coefficient of variation of amounts."""

LEVEL = 0.01
"""The one level of significance: odds of 1 / LEVEL for a slice (noise alone makes them at most this often, by Markov's inequality), and
two-sided for what a total does anyway."""

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
    loss, mixing = _effects()
    likelihood = {"proportion": _proportion, "count": _count, "signed": _signed}[expectation.model]
    drifts, prior = _drifts(expectation)
    usual, down, up = [], [], []
    for drift in drifts:
        base = expectation.expected * drift
        if expectation.model == "proportion" and expectation.weight is not None:
            base = np.minimum(base, expectation.weight * (1.0 - 1e-6))
        for noise in OVERDISPERSION:
            at = likelihood(expectation, noise)
            usual.append(at(base[:, None])[:, 0])
            down.append(_mixed(at(_fallen(expectation, base, loss)), mixing))
            up.append(_mixed(at(_risen(expectation, base, loss)), mixing))
    weights = np.repeat(prior, len(OVERDISPERSION)) - np.log(len(OVERDISPERSION))
    return Evidence(
        usual=np.stack(usual, axis=1),
        broken=(np.stack(down, axis=1), np.stack(up, axis=1)),
        prior=weights,
        drifted=np.repeat(np.arange(len(drifts)) > 0, len(OVERDISPERSION)),
        unusual_drift=_is_unusual(expectation),
    )


def _effects() -> tuple[Floats, Floats]:
    """The grid of `r` and, per shape, the probability of each of its cells (effect, shape)."""
    from scipy.special import betainc

    loss = np.linspace(0.0, 1.0, EFFECTS + 1)[1:] ** 2
    loss[-1] = 1.0 - 1e-4  # nothing is lost for certain
    edges = np.concatenate([[0.0], (loss[1:] + loss[:-1]) / 2.0, [1.0]])
    mixing = np.stack([np.diff(betainc(a, b, edges)) for a, b in SHAPES], axis=1)
    return loss, mixing


def _mixed(likelihood: Floats, mixing: Floats) -> Floats:
    """Average (leaf, effect) log-likelihoods over effects: (leaf, shape)."""
    peak = likelihood.max(axis=1, keepdims=True)
    mixture: Floats = np.log(np.maximum(np.exp(likelihood - peak) @ mixing, 1e-300)) + peak
    return mixture


def _fallen(expectation: Expectation, base: Floats, loss: Floats) -> Floats:
    if expectation.model == "signed":
        return base[:, None] - np.abs(base)[:, None] * loss[None, :]
    return base[:, None] * (1.0 - loss[None, :])


def _risen(expectation: Expectation, base: Floats, loss: Floats) -> Floats:
    if expectation.model == "proportion" and expectation.weight is not None:
        return base[:, None] + (expectation.weight - base)[:, None] * loss[None, :]
    return base[:, None] + np.abs(base)[:, None] * (loss / (1.0 - loss))[None, :]


def _drifts(expectation: Expectation) -> tuple[tuple[float, ...], Floats]:
    """Levels the untouched part may have drifted to, with their log probabilities: none, or the drift of most of the volume, as likely as
    the past stamps' drifts say (Student's t around none)."""
    distance = drift_distance(expectation)
    if distance is None:
        return (1.0,), np.zeros(1)
    stamps = len(expectation.drifts)
    odds = -0.5 * stamps * float(np.log1p(distance**2 / (stamps - 1)))
    prior: Floats = np.array([0.0, odds]) - np.logaddexp(0.0, odds)
    return (1.0, expectation.drift), prior


def _is_unusual(expectation: Expectation) -> bool:
    from scipy.special import stdtrit

    distance = drift_distance(expectation)
    return distance is not None and abs(distance) > float(stdtrit(len(expectation.drifts) - 1, 1.0 - LEVEL / 2.0))


def _precision(noise_size: float, expectation: Expectation) -> Floats:
    """Size parameter (leaf, 1) of the predictive distribution: noise at the moment and an expectation that is an estimate itself."""
    size: Floats = 1.0 / (1.0 / noise_size + 1.0 / np.maximum(expectation.certainty, 1e-6))
    return size[:, None]


def _proportion(expectation: Expectation, noise: float) -> Callable[[Floats], Floats]:
    """Beta-binomial log-likelihood of `seen` out of `weight`, without the binomial coefficient."""
    from scipy.special import gammaln

    if expectation.weight is None:
        raise FaultError("A proportion was weighed without its denominator.")
    weight = np.maximum(expectation.weight, 1e-9)[:, None]
    trials, seen = weight / expectation.unit, expectation.seen[:, None] / expectation.unit
    size = _precision((1.0 - noise) / noise, expectation)

    def at(expected: Floats) -> Floats:
        share = np.clip(expected / weight, 1e-9, 1.0 - 1e-9)
        hit, miss = share * size, (1.0 - share) * size
        hits, misses = gammaln(seen + hit) - gammaln(hit), gammaln(trials - seen + miss) - gammaln(miss)
        terms: Floats = hits + misses + gammaln(size) - gammaln(trials + size)
        return terms

    return at


def _count(expectation: Expectation, noise: float) -> Callable[[Floats], Floats]:
    """Negative binomial log-likelihood of `seen` in events of size `unit`, up to terms that are the same whatever is expected."""
    from scipy.special import gammaln

    events = expectation.seen[:, None] / expectation.unit
    size = _precision(1.0 / noise, expectation)
    constant = gammaln(events + size) - gammaln(size)

    def at(expected: Floats) -> Floats:
        mean = np.maximum(expected / expectation.unit, 1e-9)
        terms: Floats = constant + events * np.log(mean / (mean + size)) - size * np.log1p(mean / size)
        return terms

    return at


def _signed(expectation: Expectation, noise: float) -> Callable[[Floats], Floats]:
    """Normal log-likelihood with variance unit x |mean| (at least that of a usual leaf) + noise x mean squared, for amounts below zero."""
    seen = expectation.seen[:, None]
    usual_size = max(float(np.abs(expectation.expected).mean()), 1e-9)

    def at(expected: Floats) -> Floats:
        variance = expectation.unit * np.maximum(np.abs(expected), usual_size) + noise * expected**2
        terms: Floats = -0.5 * ((seen - expected) ** 2 / variance + np.log(variance))
        return terms

    return at
