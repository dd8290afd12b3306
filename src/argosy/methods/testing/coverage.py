"""Does every interval hold the truth as often as it says? Simulations with a known truth, one per kind of interval.

Draws are made for all repetitions at once; each repetition is then analysed by the same functions that analyse real data. Tests and
the benchmark both read `SIMULATIONS`, so a new interval is added here once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from argosy.methods.testing.bayes import credible_difference, posterior
from argosy.methods.testing.fixed_horizon import compare, lift
from argosy.methods.testing.moments import Moments
from argosy.methods.testing.quantiles import QuantileSample, compare_quantiles
from argosy.methods.testing.sequential import compare_always_valid
from argosy.methods.testing.statistics import AdjustedMean, AdjustedRatio, Proportion, Ratio, SampleMean

Floats = NDArray[np.float64]
Interval = tuple[float, float, float]
"""Low, high and the truth that should lie between."""
Simulation = Callable[[np.random.Generator, int], Iterator[Interval]]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The share of repetitions whose interval held the truth, and the standard error of that share."""

    share: float
    error: float
    repetitions: int


def coverage(simulation: Simulation, repetitions: int, seed: int = 20_260_101) -> Coverage:
    """Run a simulation, say one of `SIMULATIONS`.

    >>> 0.93 < coverage(SIMULATIONS["mean, Welch, unequal spreads"], 1000).share < 0.97
    True
    """
    generator = np.random.default_rng(seed)
    hits = sum(low <= truth <= high for low, high, truth in simulation(generator, repetitions))
    share = hits / repetitions
    return Coverage(share, math.sqrt(share * (1.0 - share) / repetitions), repetitions)


def bulk_moments(*columns: Floats) -> Iterator[Moments]:
    """The moments of every row of arrays shaped (repetitions, units)."""
    means = [column.mean(axis=1) for column in columns]
    apart = [column - mean[:, None] for column, mean in zip(columns, means, strict=True)]
    products = [
        np.einsum("ru,ru->r", apart[one], apart[other]) for one in range(len(apart)) for other in range(one, len(apart))
    ]
    units = columns[0].shape[1]
    for row in zip(*means, *products, strict=True):
        numbers = tuple(map(float, row))
        yield Moments(units, numbers[: len(columns)], numbers[len(columns) :])


def _welch(random: np.random.Generator, repetitions: int) -> Iterator[Interval]:
    arms = random.normal(1.0, 3.0, (repetitions, 20)), random.normal(0.5, 1.0, (repetitions, 35))
    for ours, theirs in zip(*map(bulk_moments, arms), strict=True):
        found = compare(SampleMean.from_moments(ours), SampleMean.from_moments(theirs))
        yield found.low, found.high, 0.5


def _skewed(random: np.random.Generator, repetitions: int) -> Iterator[Interval]:
    arms = random.exponential(1.2, (repetitions, 250)), random.exponential(1.0, (repetitions, 250))
    for ours, theirs in zip(*map(bulk_moments, arms), strict=True):
        found = compare(SampleMean.from_moments(ours), SampleMean.from_moments(theirs))
        yield found.low, found.high, 0.2


def _proportions(
    random: np.random.Generator, repetitions: int, rates: tuple[float, float], units: int
) -> Iterator[Interval]:
    # rates differ a little between repetitions: at one fixed rate the coverage of any interval jumps with the lattice of counts
    truth = random.uniform(*rates, (2, repetitions))
    counts = random.binomial(units, truth)
    for column in range(repetitions):
        found = compare(Proportion(units, int(counts[0, column])), Proportion(units, int(counts[1, column])))
        yield found.low, found.high, float(truth[0, column] - truth[1, column])


def _common_proportions(random: np.random.Generator, repetitions: int) -> Iterator[Interval]:
    yield from _proportions(random, repetitions, (0.05, 0.30), 200)


def _rare_proportions(random: np.random.Generator, repetitions: int) -> Iterator[Interval]:
    yield from _proportions(random, repetitions, (0.004, 0.012), 1_500)


def _credible_proportions(random: np.random.Generator, repetitions: int) -> Iterator[Interval]:
    truth = random.uniform(0.05, 0.30, (2, repetitions))
    counts = random.binomial(300, truth)
    for column in range(repetitions):
        ours, theirs = (posterior(Proportion(300, int(counts[arm, column]))) for arm in (0, 1))
        found = credible_difference(ours, theirs)
        yield found.low, found.high, float(truth[0, column] - truth[1, column])


def _credible_means(random: np.random.Generator, repetitions: int) -> Iterator[Interval]:
    arms = random.normal(1.0, 2.0, (repetitions, 200)), random.normal(0.5, 1.0, (repetitions, 200))
    for ours, theirs in zip(*map(bulk_moments, arms), strict=True):
        beliefs = (posterior(SampleMean.from_moments(moments)) for moments in (ours, theirs))
        found = credible_difference(*beliefs)
        yield found.low, found.high, 0.5


def _lifts(random: np.random.Generator, repetitions: int) -> Iterator[Interval]:
    arms = random.gamma(2.0, 1.1, (repetitions, 200)), random.gamma(2.0, 1.0, (repetitions, 200))
    for ours, theirs in zip(*map(bulk_moments, arms), strict=True):
        found = lift(SampleMean.from_moments(ours), SampleMean.from_moments(theirs))
        yield (found.low, found.high, 0.1) if found else (math.inf, -math.inf, 0.1)


def _clusters(random: np.random.Generator, repetitions: int, shift: float) -> tuple[Floats, Floats, Floats]:
    """Sums, sizes and a covariate of 120 clusters: sizes vary, rows of a cluster are alike."""
    shape = (repetitions, 120)
    sizes = (1 + random.poisson(3.0, shape)).astype(np.float64)
    own = random.normal(0.0, 1.0, shape)
    sums: Floats = sizes * (2.0 + shift + own) + np.sqrt(sizes) * random.normal(0.0, 1.0, shape)
    return sums, sizes, own + random.normal(0.0, 0.5, shape)


def _ratios(random: np.random.Generator, repetitions: int) -> Iterator[Interval]:
    arms = (_clusters(random, repetitions, shift)[:2] for shift in (0.3, 0.0))
    for ours, theirs in zip(*(bulk_moments(*arm) for arm in arms), strict=True):
        found = compare(Ratio(ours), Ratio(theirs))
        yield found.low, found.high, 0.3


def _adjusted_ratios(random: np.random.Generator, repetitions: int) -> Iterator[Interval]:
    arms = (_clusters(random, repetitions, shift) for shift in (0.3, 0.0))
    for ours, theirs in zip(*(bulk_moments(*arm) for arm in arms), strict=True):
        found = compare(AdjustedRatio(ours), AdjustedRatio(theirs))
        yield found.low, found.high, 0.3


def _adjusted_means(random: np.random.Generator, repetitions: int) -> Iterator[Interval]:
    found_arms = []
    for units, shift, spread in ((40, 0.5, 2.0), (60, 0.0, 1.0)):
        before = random.normal(10.0, 2.0, (repetitions, units))
        found_arms.append((shift + 0.8 * before + random.normal(0.0, spread, before.shape), before))
    for ours, theirs in zip(*(bulk_moments(*arm) for arm in found_arms), strict=True):
        found = compare(AdjustedMean(ours), AdjustedMean(theirs))
        yield found.low, found.high, 0.5


def _quantile(random: np.random.Generator, repetitions: int, level: float, score: float) -> Iterator[Interval]:
    truth = math.exp(0.2 + 0.8 * score) - math.exp(0.8 * score)
    arms = (np.exp(shift + 0.8 * random.normal(size=(repetitions, 400))) for shift in (0.2, 0.0))
    for ours, theirs in zip(*arms, strict=True):
        found = compare_quantiles(QuantileSample.of(ours, level), QuantileSample.of(theirs, level))
        yield found.low, found.high, truth


def _medians(random: np.random.Generator, repetitions: int) -> Iterator[Interval]:
    yield from _quantile(random, repetitions, 0.5, 0.0)


def _ninetieth(random: np.random.Generator, repetitions: int) -> Iterator[Interval]:
    yield from _quantile(random, repetitions, 0.9, 1.2815515655446004)


def _clustered_medians(random: np.random.Generator, repetitions: int) -> Iterator[Interval]:
    units = np.repeat(np.arange(150), 3)
    arms = []
    for shift in (0.4, 0.0):
        own = random.normal(size=(repetitions, 150)).repeat(3, axis=1)
        arms.append(shift + own + 0.7 * random.normal(size=own.shape))
    for ours, theirs in zip(*arms, strict=True):
        found = compare_quantiles(QuantileSample.of(ours, 0.5, units), QuantileSample.of(theirs, 0.5, units))
        yield found.low, found.high, 0.4


SIMULATIONS: dict[str, Simulation] = {
    "mean, Welch, unequal spreads": _welch,
    "mean, skewed": _skewed,
    "proportion, common": _common_proportions,
    "proportion, rare": _rare_proportions,
    "ratio, delta method, clusters": _ratios,
    "lift": _lifts,
    "mean with covariate": _adjusted_means,
    "ratio with covariate": _adjusted_ratios,
    "median": _medians,
    "quantile 0.9": _ninetieth,
    "median, clusters": _clustered_medians,
    "credible, mean": _credible_means,
    "credible, proportion": _credible_proportions,
}


@dataclass(frozen=True, slots=True)
class Peeking:
    """Of tests without effect looked at many times: the share called significant by the fixed and by the always-valid analysis."""

    looks: int
    fixed: float
    always_valid: float
    repetitions: int


def peeking(
    repetitions: int, *, looks: int = 50, units: int = 40, proportion: bool = False, seed: int = 20_260_101
) -> Peeking:
    """Look `looks` times at tests without effect, every `units` further units per arm, and stop at the first p below 0.05."""
    random = np.random.default_rng(seed)
    shape = (2, repetitions, looks, units)
    values = (random.random(shape) < 0.1).astype(np.float64) if proportion else random.exponential(1.0, shape)
    counts = np.arange(1, looks + 1) * units
    totals = values.sum(axis=3).cumsum(axis=2)
    squares = (values**2).sum(axis=3).cumsum(axis=2)
    alarms = [0, 0]
    for test in range(repetitions):
        seen = [False, False]
        for look in range(looks):
            arms = [
                _peeked(int(counts[look]), totals[arm, test, look], squares[arm, test, look], proportion)
                for arm in (0, 1)
            ]
            seen[0] = seen[0] or compare(*arms).p < 0.05
            seen[1] = seen[1] or compare_always_valid(*arms, planned_units=looks * units).p < 0.05
            if all(seen):
                break
        alarms = [count + alarm for count, alarm in zip(alarms, seen, strict=True)]
    return Peeking(looks, alarms[0] / repetitions, alarms[1] / repetitions, repetitions)


def _peeked(units: int, total: float, squares: float, proportion: bool) -> SampleMean | Proportion:
    return Proportion(units, round(total)) if proportion else SampleMean.from_sums(units, float(total), float(squares))
