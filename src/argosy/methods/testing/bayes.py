"""Bayesian analysis: what the data and a prior say together. How likely is each arm the best, and what does choosing it put at risk?

Means, ratios and covariate-adjusted means have a normal posterior, proportions a beta one. All answers are integrals on a grid of the
posteriors' own quantiles: no simulation, so the same data give the same digits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from argosy.core.errors import RequestError
from argosy.methods.testing.distributions import require_share
from argosy.methods.testing.statistics import Proportion, Statistic, require_units

Grid = NDArray[np.float64]

_GRID = 2_001
_REACH = 8.0
"""Grids run this many standard normal deviations out: beyond lies less than 1e-15 of the probability."""


class Posterior(Protocol):
    """What is believed of one arm's mean after the data."""

    @property
    def mean(self) -> float:
        """The expected value."""

    def below(self, values: Grid) -> Grid:
        """The probability of lying below each value."""

    def at(self, probabilities: Grid) -> Grid:
        """The quantiles at each probability."""


@dataclass(frozen=True, slots=True)
class NormalPosterior:
    """A normal belief with `mean` and standard deviation `spread`."""

    mean: float
    spread: float

    def below(self, values: Grid) -> Grid:
        """The probability of lying below each value."""
        from scipy.special import ndtr

        return np.asarray(ndtr((values - self.mean) / self.spread))

    def at(self, probabilities: Grid) -> Grid:
        """The quantiles at each probability."""
        from scipy.special import ndtri

        return np.asarray(self.mean + self.spread * ndtri(probabilities))


@dataclass(frozen=True, slots=True)
class BetaPosterior:
    """A beta belief: `hits` and `misses` are its two parameters."""

    hits: float
    misses: float

    @property
    def mean(self) -> float:
        """The expected rate."""
        return self.hits / (self.hits + self.misses)

    def below(self, values: Grid) -> Grid:
        """The probability of lying below each value."""
        from scipy.special import betainc

        return np.asarray(betainc(self.hits, self.misses, np.clip(values, 0.0, 1.0)))

    def at(self, probabilities: Grid) -> Grid:
        """The quantiles at each probability."""
        from scipy.special import betaincinv

        return np.asarray(betaincinv(self.hits, self.misses, probabilities))


@dataclass(frozen=True, slots=True)
class NormalPrior:
    """What is believed of a mean beforehand; an infinite `spread` (the default) believes nothing."""

    mean: float = 0.0
    spread: float = math.inf


@dataclass(frozen=True, slots=True)
class BetaPrior:
    """What is believed of a rate beforehand; Jeffreys' prior by default."""

    hits: float = 0.5
    misses: float = 0.5


@dataclass(frozen=True, slots=True)
class Belief:
    """About one arm: the chance that it is the best, and the expected loss of choosing it (in the metric's unit)."""

    probability_best: float
    expected_loss: float


@dataclass(frozen=True, slots=True)
class CredibleDifference:
    """The expected effect (arm minus versus), its central interval, and the chance that the arm is truly higher."""

    effect: float
    low: float
    high: float
    probability_higher: float


def posterior(statistic: Statistic, prior: NormalPrior | BetaPrior | None = None) -> Posterior:
    """The belief about an arm's mean after its data.

    >>> posterior(Proportion(10, 3), BetaPrior(1, 1)).mean
    0.3333333333333333
    """
    if isinstance(statistic, Proportion):
        shape = BetaPrior() if prior is None else prior
        if not isinstance(shape, BetaPrior):
            raise RequestError("A proportion takes a beta prior; give BetaPrior(hits, misses).")
        return BetaPosterior(statistic.successes + shape.hits, statistic.units - statistic.successes + shape.misses)
    require_units(statistic.units)
    believed = NormalPrior() if prior is None else prior
    if not isinstance(believed, NormalPrior):
        raise RequestError("A mean takes a normal prior; give NormalPrior(mean, spread).")
    return normal_posterior(statistic.mean, statistic.variance / statistic.units, believed)


def normal_posterior(mean: float, squared_error: float, prior: NormalPrior) -> NormalPosterior:
    """A normal prior updated by an estimate with its squared standard error (precisions add).

    >>> normal_posterior(4.0, 1.0, NormalPrior(0.0, 1.0))
    NormalPosterior(mean=2.0, spread=0.7071067811865476)
    """
    if squared_error <= 0.0:
        raise RequestError("The values do not vary, so the data leave nothing to believe; choose another metric.")
    old = 0.0 if math.isinf(prior.spread) else prior.spread**-2
    precision = old + 1.0 / squared_error
    return NormalPosterior((old * prior.mean + mean / squared_error) / precision, precision**-0.5)


def beliefs(posteriors: Sequence[Posterior]) -> tuple[Belief, ...]:
    """For each arm the chance of being the best, and the expected loss E[max - own], exact to about 1e-6.

    >>> [round(b.probability_best, 3) for b in beliefs([NormalPosterior(1.0, 1.0), NormalPosterior(0.0, 1.0)])]
    [0.76, 0.24]
    """
    if len(posteriors) < 2:
        raise RequestError("Two arms at least are needed to say which is best.")
    from scipy.special import ndtr

    probabilities = ndtr(np.linspace(-_REACH, _REACH, _GRID))
    grid = np.unique(np.concatenate([belief.at(probabilities) for belief in posteriors]))
    below = np.array([belief.below(grid) for belief in posteriors])
    found = []
    for own in range(len(posteriors)):
        others = np.prod(np.delete(below, own, axis=0), axis=0)
        best = float(np.sum(np.diff(below[own]) * (others[1:] + others[:-1]) / 2.0))
        found.append(Belief(min(1.0, max(0.0, best)), float(np.trapezoid(below[own] * (1.0 - others), grid))))
    return tuple(found)


def credible_difference(arm: Posterior, versus: Posterior, *, alpha: float = 0.05) -> CredibleDifference:
    """The belief about arm minus versus.

    >>> found = credible_difference(NormalPosterior(3.0, 3.0), NormalPosterior(0.0, 4.0))
    >>> round(found.low, 3), round(found.high, 3), round(found.probability_higher, 4)
    (-6.8, 12.8, 0.7257)
    """
    require_share("alpha", alpha)
    effect = arm.mean - versus.mean
    if isinstance(arm, NormalPosterior) and isinstance(versus, NormalPosterior):
        joint = NormalPosterior(effect, math.hypot(arm.spread, versus.spread))
        low, high = joint.at(np.array([alpha / 2.0, 1.0 - alpha / 2.0]))
        return CredibleDifference(effect, float(low), float(high), float(1.0 - joint.below(np.array([0.0]))[0]))
    return _numeric_difference(arm, versus, effect, alpha)


def _numeric_difference(arm: Posterior, versus: Posterior, effect: float, alpha: float) -> CredibleDifference:
    """By the trapezoid rule over the other arm's normal scores, which converges exponentially for smooth beliefs."""
    from scipy.optimize import brentq
    from scipy.special import ndtr

    scores = np.linspace(-_REACH, _REACH, 201)
    weights = np.exp(-0.5 * scores * scores)
    weights /= weights.sum()
    points = versus.at(ndtr(scores))

    def below(difference: float) -> float:
        return float(weights @ arm.below(points + difference))

    reach = float(
        max(arm.at(ndtr(np.array([_REACH])))[0] - points[0], points[-1] - arm.at(ndtr(np.array([-_REACH])))[0])
    )
    low, high = (
        brentq(lambda d, p=p: below(d) - p, -reach, reach, xtol=1e-12) for p in (alpha / 2.0, 1.0 - alpha / 2.0)
    )
    return CredibleDifference(effect, float(low), float(high), 1.0 - below(0.0))
