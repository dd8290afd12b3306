"""Intervals from draws, resampling, shrinkage of small groups, and how sure an order of alternatives is.

Draws are arrays whose first axis is the draw. Every function that draws takes a generator, so that a seed makes it repeatable.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

_EXACT_UP_TO = 1_000  # rows that are resampled one by one; above, their sums are as good as normal


def interval(draws: npt.ArrayLike, level: float = 0.8) -> tuple[float, float]:
    """The middle `level` of the draws.

    >>> [round(end, 9) for end in interval(range(11))]
    [1.0, 9.0]
    """
    tail = (1 - level) / 2
    low, high = np.quantile(np.asarray(draws, dtype=np.float64), [tail, 1 - tail])
    return float(low), float(high)


def summary(draws: npt.ArrayLike, level: float = 0.8) -> tuple[float, float, float]:
    """Point, low and high: the mean, moved to the nearer end where a few wild draws carry it out of the middle `level`.

    >>> [round(value, 9) for value in summary(range(11))]
    [5.0, 1.0, 9.0]
    """
    values = np.asarray(draws, dtype=np.float64)
    low, high = interval(values, level)
    return float(np.clip(values.mean(), low, high)), low, high


def resampled_sums(values: npt.ArrayLike, draws: int, generator: np.random.Generator) -> Array:
    """What the sums over the rows could as well have been, one row of sums per draw.

    `values` has one row per unit and one column per quantity; the quantities of a unit stay together. The Bayesian bootstrap of Rubin,
    Annals of Statistics 9 (1981) 130-134: every unit gets a random weight, one on average. Above 1,000 rows the sums are drawn from the
    normal distribution they tend to.
    """
    rows = np.asarray(values, dtype=np.float64)
    if rows.ndim == 1:
        rows = rows[:, None]
    count = len(rows)
    if count == 0:
        return np.zeros((draws, rows.shape[1]))
    if count > _EXACT_UP_TO:
        return _normal_sums(rows, draws, generator)
    weights = generator.standard_exponential((draws, count))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True) * count @ rows)


def _normal_sums(rows: Array, draws: int, generator: np.random.Generator) -> Array:
    """Normal draws of sums over many rows; columns may depend on one another, so the correlation may be singular."""
    scale = rows.std(axis=0)
    standard = (rows - rows.mean(axis=0)) / np.where(scale > 0, scale, 1.0)
    values, vectors = np.linalg.eigh(standard.T @ standard / len(rows))
    root = vectors * np.sqrt(np.clip(values, 0, None))
    noise = generator.standard_normal((draws, rows.shape[1])) @ root.T
    return np.asarray(rows.sum(axis=0) + noise * scale * np.sqrt(len(rows)))


@dataclass(frozen=True)
class BetaPrior:
    """What the groups say together about the share of a further group: a beta distribution."""

    successes: float
    failures: float

    @property
    def mean(self) -> float:
        """The share expected of a group nothing is known of."""
        return self.successes / (self.successes + self.failures)

    def draws(self, successes: float, trials: float, count: int, generator: np.random.Generator) -> Array:
        """Draws of the share of a group that had so many successes in so many trials, shrunk toward the others."""
        return generator.beta(self.successes + successes, self.failures + max(trials - successes, 0.0), count)

    def shrunk(self, successes: float, trials: float) -> float:
        """The expected share of such a group.

        >>> BetaPrior(2, 8).shrunk(5, 10)
        0.35
        """
        return (self.successes + successes) / (self.successes + self.failures + trials)


def beta_prior(successes: npt.ArrayLike, trials: npt.ArrayLike, strongest: float = 1000.0) -> BetaPrior:
    """The prior that many groups' shares imply (empirical Bayes, by the method of moments on the weighted between-group variance).

    Kleinman (1973), Journal of the American Statistical Association 68, 46-54. Groups that differ no more than chance makes them
    give the strongest prior allowed; a single group or none gives the weak prior of half a success and half a failure.
    """
    hits, tries = np.asarray(successes, dtype=np.float64), np.asarray(trials, dtype=np.float64)
    hits, tries = hits[tries > 0], tries[tries > 0]
    total = tries.sum()
    if len(tries) < 2 or not 0 < hits.sum() < total:
        return BetaPrior(0.5, 0.5)
    mean = hits.sum() / total
    between = (tries * (hits / tries - mean) ** 2).sum() / total
    groups = len(tries)
    chance = mean * (1 - mean)
    spread = total - (tries**2).sum() / total
    variance = (between * total - chance * (groups - 1)) / (spread - (groups - 1)) if spread > groups - 1 else 0.0
    strength = strongest if variance <= 0 else chance / variance - 1
    strength = float(np.clip(strength, 1.0, strongest))
    return BetaPrior(float(mean * strength), float((1 - mean) * strength))


@dataclass(frozen=True)
class Shrunk:
    """Estimates drawn toward their common centre, with the variance left; `between` is the variance between the true values."""

    means: Array
    variances: Array
    centre: float
    between: float


def shrunk_means(
    estimates: npt.ArrayLike, variances: npt.ArrayLike, centre: float | None = None, least_between: float = 0.0
) -> Shrunk:
    """Estimates of several groups, each shrunk toward the centre the more, the less sure it is.

    The centre is `centre` or, where that is None, the common mean, which is itself only estimated. The between-group variance is that
    of DerSimonian and Laird, Controlled Clinical Trials 7 (1986) 177-188, but at least `least_between`, since a few noisy groups
    cannot show that all are alike.

    >>> shrunk_means([0.0, 1.0], [1.0, 1.0]).means.tolist()
    [0.5, 0.5]
    >>> shrunk_means([1.0], [0.5], centre=0.0, least_between=0.5).means.tolist()
    [0.5]
    """
    y = np.asarray(estimates, dtype=np.float64)
    within = np.maximum(np.asarray(variances, dtype=np.float64), 1e-12)
    if centre is None and len(y) == 1:
        return Shrunk(y, within, float(y[0]), 0.0)
    weight = 1 / within
    middle = float((weight * y).sum() / weight.sum()) if centre is None else centre
    lost = 1.0 if centre is None else 0.0
    expected = float(weight.sum() - (weight**2).sum() / weight.sum() * lost)
    excess = float((weight * (y - middle) ** 2).sum()) - (len(y) - lost)
    between = max(least_between, excess / expected if expected > 0 else 0.0)
    weight = 1 / (within + between)
    middle = float((weight * y).sum() / weight.sum()) if centre is None else centre
    own = between / (between + within)
    left = own * within + (1 - own) ** 2 * lost / weight.sum()
    return Shrunk(own * y + (1 - own) * middle, left, middle, between)


@dataclass(frozen=True)
class RankInterval:
    """Between which ranks (1 is best) an alternative lies, and how likely it is among the first."""

    low: int
    high: int
    probability_among_first: float


def rank_intervals(scores: npt.ArrayLike, first: int, level: float = 0.8) -> tuple[RankInterval, ...]:
    """For each alternative (column) its interval of ranks over the draws (rows), and the share of draws in which it is among the `first`.

    >>> [(one.low, one.high) for one in rank_intervals([[3.0, 2.0, 1.0], [3.0, 1.0, 2.0]], first=2)]
    [(1, 1), (2, 3), (2, 3)]
    """
    draws = np.asarray(scores, dtype=np.float64)
    ranks = (-draws).argsort(axis=1, kind="stable").argsort(axis=1) + 1
    tail = (1 - level) / 2
    low = np.quantile(ranks, tail, axis=0, method="inverted_cdf")
    high = np.quantile(ranks, 1 - tail, axis=0, method="inverted_cdf")
    among = (ranks <= first).mean(axis=0)
    return tuple(RankInterval(int(low[item]), int(high[item]), float(among[item])) for item in range(draws.shape[1]))


@dataclass(frozen=True)
class Flip:
    """The smallest move of one weight that turns the order of two alternatives: from `weight` to `flips_at`, the others in proportion."""

    criterion: str
    weight: float
    flips_at: float

    @property
    def distance(self) -> float:
        """How far the weight has to move."""
        return abs(self.flips_at - self.weight)


def weight_flip(first: Mapping[str, float], second: Mapping[str, float], weights: Mapping[str, float]) -> Flip | None:
    """Which weight must move least, and to where, for `second` to score as much as `first`; None where no single weight can do it.

    The score is the weighted sum over criteria; weights add up to 1, and when one moves the others share the rest as before.

    >>> weight_flip({"size": 1.0, "growth": 0.0}, {"size": 0.0, "growth": 1.0}, {"size": 0.6, "growth": 0.4})
    Flip(criterion='size', weight=0.6, flips_at=0.5)
    """
    ahead = {name: first[name] - second[name] for name in weights}
    found: list[Flip] = []
    for name, weight in weights.items():
        others = sum(weights[other] * ahead[other] for other in weights if other != name)
        rest = others / (1 - weight) if weight < 1 else 0.0
        slope = ahead[name] - rest
        if slope != 0 and 0 <= (at := -rest / slope) <= 1:
            found.append(Flip(name, weight, round(at, 12)))
    return min(found, key=lambda flip: flip.distance, default=None)
