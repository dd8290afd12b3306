"""How often individuals act again, whether they are still active, and what an act is worth: BG/NBD and Gamma-Gamma.

BG/NBD: while active, an individual acts at random at a rate of its own (gamma over individuals: shape `r`, rate `alpha`), and after
each act drops out for good with a probability of its own (beta over individuals: `a`, `b`). Seen of each are `frequency` (acts after
the first), `recency` (time from the first to the last) and `age` (time from the first to now), all in one unit of time.
Fader, Hardie and Lee, "Counting Your Customers" the Easy Way, Marketing Science 24 (2005) 275-284.

Gamma-Gamma: the worth of an act varies around an individual's own mean (gamma, shape `p`), whose scale varies over individuals
(gamma: `q`, `v`), independent of how often they act. Fader, Hardie and Lee, RFM and CLV, Journal of Marketing Research 42 (2005).

Everything is vectorised; the likelihood is summed over distinct (frequency, recency, age), so that a million individuals take seconds.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
_Starts = tuple[tuple[float, ...], ...]
_Likelihood = Callable[[Array], tuple[float, Array]]

_BOUND = 9.0  # of the logarithm of a parameter in units of the mean: beyond it the data do not tell
_ROUGH = 20_000  # so many histories are enough to see where the peak is; the peak itself is climbed on all of them
_NEWTON_STEPS = 8
_CLOSE_ENOUGH = 1e-4  # of the log-likelihood: far below what one individual adds
_STEP = 1e-4  # of the numeric derivative of the gradient


@dataclass(frozen=True)
class Histories:
    """Distinct histories and how many individuals have each; `index` leads from an individual to its history."""

    frequency: Array
    recency: Array
    age: Array
    individuals: Array
    index: npt.NDArray[np.intp]

    @classmethod
    def of(cls, frequency: npt.ArrayLike, recency: npt.ArrayLike, age: npt.ArrayLike) -> Histories:
        """The distinct histories among individuals; the recency of who acted once is 0. ValueError for what cannot be.

        >>> Histories.of([0, 2, 0], [0.0, 5.0, 0.0], [9.0, 9.0, 9.0]).individuals.tolist()
        [2.0, 1.0]
        """
        columns = [np.asarray(column, dtype=np.float64) for column in (frequency, recency, age)]
        x, last, now = columns
        if not len(x) == len(last) == len(now) or any(not np.isfinite(column).all() for column in columns):
            raise ValueError("frequency, recency and age must be finite and equally many")
        if (x < 0).any() or (last < 0).any() or (last > now).any():
            raise ValueError("frequency and recency must be 0 or more, and recency at most the age")
        last = np.where(x > 0, last, 0.0)
        key = np.zeros(len(x), dtype=np.int64)
        for column in (x, last, now):
            distinct, code = np.unique(column, return_inverse=True)
            key = key * max(len(distinct), 1) + code
        _, first, index, individuals = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
        return cls(x[first], last[first], now[first], individuals.astype(np.float64), index)

    def thinned(self, most: int) -> Histories:
        """Every n-th of the histories, so that about `most` are left; the same object where there are no more than that."""
        if len(self.age) <= most:
            return self
        step = len(self.age) // most + 1
        kept = (self.frequency[::step], self.recency[::step], self.age[::step], self.individuals[::step])
        return Histories(*kept, index=np.arange(0, dtype=np.intp))


@dataclass(frozen=True)
class RepeatModel:
    """A fitted BG/NBD. `covariance` is that of the logarithms of (r, alpha, a, b); None where the likelihood has no clear peak.

    `converged` is False where the best parameters lie at the edge of what is searched: then the data do not tell them.
    """

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    converged: bool
    covariance: Array | None = None

    def silence_probability(self, frequency: Array, recency: Array, age: Array) -> Array:
        """How likely one who is still active, with this rhythm, would be silent from `recency` to `age`."""
        x = np.asarray(frequency, dtype=np.float64)
        ratio = (self.alpha + np.asarray(recency)) / (self.alpha + np.asarray(age))
        return np.asarray(ratio ** (self.r + x))

    def probability_active(self, frequency: Array, recency: Array, age: Array) -> Array:
        """The probability that an individual has not dropped out; 1 for who acted once, since dropping out follows a repeat."""
        x = np.asarray(frequency, dtype=np.float64)
        repeated = x > 0
        silent = self.silence_probability(x, recency, age)
        odds = np.where(repeated, self.a / np.where(repeated, self.b + x - 1, 1.0), 0.0) / np.maximum(silent, 1e-300)
        return np.asarray(1.0 / (1.0 + odds))

    def expected_if_active(self, horizon: float, frequency: Array, age: Array) -> Array:
        """Acts expected in the next `horizon` of one who is still active.

        The paper's formula after Euler's transformation of the hypergeometric function, which does not overflow where the
        frequency is large.
        """
        from scipy.special import hyp2f1

        x = np.asarray(frequency, dtype=np.float64)
        a = self.a if abs(self.a - 1) > 1e-6 else 1 + 1e-6  # the formula has a removable gap at a = 1
        whole = a + self.b + x - 1
        share = horizon / (self.alpha + np.asarray(age, dtype=np.float64) + horizon)
        series = hyp2f1(a + self.b - 1 - self.r, a - 1, whole, share)
        return np.asarray(whole / (a - 1) * (1 - (1 - share) ** (a - 1) * series))

    def expected(self, horizon: float, frequency: Array, recency: Array, age: Array) -> Array:
        """Acts expected in the next `horizon`, whether still active or not."""
        return self.expected_if_active(horizon, frequency, age) * self.probability_active(frequency, recency, age)

    def drawn(self, generator: np.random.Generator, draws: int) -> tuple[RepeatModel, ...]:
        """Models as likely as the data leave open: normal in the logarithms of the parameters; the model itself where unknown."""
        if self.covariance is None:
            return (self,) * draws
        centre = np.log([self.r, self.alpha, self.a, self.b])
        rows = np.exp(np.clip(generator.multivariate_normal(centre, self.covariance, draws), centre - 3, centre + 3))
        return tuple(
            RepeatModel(float(r), float(alpha), float(a), float(b), self.log_likelihood, self.converged)
            for r, alpha, a, b in rows
        )


@dataclass(frozen=True)
class WorthModel:
    """A fitted Gamma-Gamma model of the worth of an act."""

    p: float
    q: float
    v: float
    log_likelihood: float
    converged: bool

    def expected(self, acts: Array, mean_worth: Array) -> Array:
        """The worth expected of a further act: between the individual's own mean and that of all, nearer its own the more it acted."""
        n = np.asarray(acts, dtype=np.float64)
        return np.asarray(self.p * (self.v + n * np.asarray(mean_worth)) / np.maximum(self.p * n + self.q - 1, 1e-9))


def fit_repeats(histories: Histories) -> RepeatModel:
    """The maximum-likelihood BG/NBD. ValueError where nobody acted twice, since then there is no rhythm to learn."""
    if not (histories.frequency > 0).any():
        raise ValueError("nobody acted twice")
    scale = float(np.average(histories.age, weights=histories.individuals))
    parts = _RepeatLikelihood(histories, scale)
    starts: _Starts = ((0.0, 0.0, 0.0, 0.0), (-1.0, -1.5, -0.5, 1.0), (0.5, 0.0, -2.0, 0.0))
    some = histories.thinned(_ROUGH)
    if some is histories:
        best, value, inside = _maximum(parts, starts)
        covariance = _covariance(parts, best)
    else:
        share = float(some.individuals.sum() / histories.individuals.sum())
        best, value, inside, covariance = _maximum_by_sample(parts, _RepeatLikelihood(some, scale), share, starts)
    r, alpha, a, b = (float(number) for number in np.exp(best))
    shift = float((histories.individuals * histories.frequency).sum()) * math.log(scale)
    return RepeatModel(r, alpha * scale, a, b, value - shift, inside, covariance)


def fit_worth(acts: npt.ArrayLike, mean_worth: npt.ArrayLike) -> WorthModel:
    """The maximum-likelihood Gamma-Gamma model of individuals with `acts` >= 1 of mean worth above zero; ValueError for others."""
    n, worth = np.asarray(acts, dtype=np.float64), np.asarray(mean_worth, dtype=np.float64)
    if len(n) == 0 or (n < 1).any() or not (worth > 0).all() or not np.isfinite(worth).all():
        raise ValueError("acts must be 1 or more and their mean worth a finite number above 0")
    scale = float(worth.mean())
    scaled = worth / scale

    starts: _Starts = ((math.log(6.0), math.log(4.0), math.log(0.5)), (0.5, 0.5, 0.0))
    everybody = partial(_worth_likelihood, n=n, worth=scaled)
    step = len(n) // _ROUGH + 1
    if step == 1:
        best, value, inside = _maximum(everybody, starts)
    else:
        some = partial(_worth_likelihood, n=n[::step], worth=scaled[::step])
        best, value, inside, _ = _maximum_by_sample(everybody, some, len(n[::step]) / len(n), starts)
    p, q, v = (float(number) for number in np.exp(best))
    return WorthModel(p, q, v * scale, value - len(n) * math.log(scale), inside)


class _RepeatLikelihood:
    """Log-likelihood and gradient in the logarithms of (r, alpha, a, b), time in units of the mean age."""

    def __init__(self, histories: Histories, scale: float) -> None:
        self.weight = histories.individuals
        self.x = histories.frequency
        self.last, self.age = histories.recency / scale, histories.age / scale
        self.repeated = self.x > 0
        self.levels, code = np.unique(self.x, return_inverse=True)  # gamma functions depend on the frequency alone
        self.level_weight: Array = np.bincount(code, weights=self.weight).astype(np.float64)

    def __call__(self, logs: Array) -> tuple[float, Array]:
        from scipy.special import digamma, gammaln

        r, alpha, a, b = np.exp(logs)
        x, levels, weight, count = self.x, self.levels, self.weight, self.weight.sum()
        log_age, log_last = np.log(alpha + self.age), np.log(alpha + self.last)
        before = np.where(self.repeated, b + x - 1, 1.0)
        active = -(r + x) * log_age
        dropped = np.where(self.repeated, np.log(a) - np.log(before) - (r + x) * log_last, -np.inf)
        either = np.logaddexp(active, dropped)
        gone = np.exp(dropped - either)
        gammas = gammaln(r + levels) + gammaln(b + levels) - gammaln(a + b + levels)
        fixed = r * np.log(alpha) - gammaln(r) + gammaln(a + b) - gammaln(b)
        per_level = self.level_weight
        value = float(_dot(per_level, gammas) + count * fixed + _dot(weight, either))
        whole = digamma(a + b) * count - _dot(per_level, digamma(a + b + levels))
        by_r = _dot(per_level, digamma(r + levels)) + count * (np.log(alpha) - digamma(r))
        by_r -= _dot(weight, (1 - gone) * log_age + gone * log_last)
        by_alpha = count * r / alpha - _dot(
            weight, (r + x) * ((1 - gone) / (alpha + self.age) + gone / (alpha + self.last))
        )
        by_a = whole + _dot(weight, gone) / a
        by_b = whole + _dot(per_level, digamma(b + levels)) - count * digamma(b) - _dot(weight, gone / before)
        return value, np.array([by_r, by_alpha, by_a, by_b]) * np.exp(logs)


def _dot(weights: Array, values: Array) -> float:
    """The weighted sum, in one thread: BLAS would set every core spinning for vectors as short as these."""
    return float(np.einsum("i,i->", weights, values))


def _worth_likelihood(logs: Array, n: Array, worth: Array) -> tuple[float, Array]:
    from scipy.special import digamma, gammaln

    p, q, v = np.exp(logs)
    levels, sizes = np.unique(n, return_counts=True)
    count: Array = sizes.astype(np.float64)
    log_sum, log_worth, log_n = np.log(v + n * worth), np.log(worth), np.log(n)
    gammas = _dot(count, gammaln(p * levels + q) - gammaln(p * levels))
    value = gammas + len(n) * (q * np.log(v) - gammaln(q))
    value += ((p * n - 1) * log_worth + p * n * log_n - (p * n + q) * log_sum).sum()
    by_p = (
        _dot(count, levels * (digamma(p * levels + q) - digamma(p * levels)))
        + (n * (log_worth + log_n - log_sum)).sum()
    )
    by_q = _dot(count, digamma(p * levels + q)) + len(n) * (np.log(v) - digamma(q)) - log_sum.sum()
    by_v = len(n) * q / v - ((p * n + q) / (v + n * worth)).sum()
    return float(value), np.array([by_p, by_q, by_v]) * np.exp(logs)


def _maximum(likelihood: _Likelihood, starts: _Starts) -> tuple[Array, float, bool]:
    """The best of the searches from the starts: logarithms of the parameters, log-likelihood, whether it lies inside the bounds."""
    from scipy.optimize import minimize
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it comes with scikit-learn and has no stubs

    def negative(logs: Array) -> tuple[float, Array]:
        value, gradient = likelihood(logs)
        return -value, -gradient

    bounds = [(-_BOUND, _BOUND)] * len(starts[0])
    options = {"ftol": 1e-13, "gtol": 1e-7}
    with threadpool_limits(1):  # matrices of four rows: more threads would only wait for one another
        results = [
            minimize(negative, np.array(start), jac=True, method="L-BFGS-B", bounds=bounds, options=options)
            for start in starts
        ]
    best = min(results, key=lambda result: float(result.fun))
    return np.asarray(best.x), -float(best.fun), bool((np.abs(best.x) < _BOUND - 1e-6).all())


def _maximum_by_sample(
    whole: _Likelihood, sample: _Likelihood, share: float, starts: _Starts
) -> tuple[Array, float, bool, Array | None]:
    """The maximum of a likelihood that is slow, from the peak of a sample of it: a few steps of Newton's method.

    The curvature is the sample's, scaled by its `share`, so each step is one evaluation of the whole; also returns the covariance.
    Where the sample's peak has no curvature (it lies at an edge), the whole is searched from there.
    """
    best, value, inside = _maximum(sample, starts)
    covariance = _covariance(sample, best)
    if covariance is not None and inside:
        covariance = covariance * share
        for _ in range(_NEWTON_STEPS):
            value, gradient = whole(best)
            step = covariance @ gradient
            if float(gradient @ step) < _CLOSE_ENOUGH:
                return best, value, inside, covariance
            best = best + np.clip(step, -1, 1)
    best, value, inside = _maximum(whole, (tuple(best),))
    return best, value, inside, _covariance(whole, best)


def _covariance(likelihood: _Likelihood, best: Array) -> Array | None:
    """The inverse of the observed information, by central differences of the gradient; None where it is not positive definite."""
    size = len(best)
    information = np.empty((size, size))
    for index in range(size):
        step = np.zeros(size)
        step[index] = _STEP
        information[index] = -(likelihood(best + step)[1] - likelihood(best - step)[1]) / (2 * _STEP)
    information = (information + information.T) / 2
    if not np.isfinite(information).all() or np.linalg.eigvalsh(information)[0] <= 0:
        return None
    return np.asarray(np.linalg.inv(information))
