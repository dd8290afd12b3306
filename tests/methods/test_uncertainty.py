"""Intervals, resampling, shrinkage and ranks: against exact answers and by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.methods.uncertainty import beta_prior, interval, rank_intervals, resampled_sums, shrunk_means, weight_flip


@pytest.mark.parametrize("rows", [40, 3_000])
def test_resampled_sums_spread_as_theory_says(rows: int) -> None:
    values = np.random.default_rng(1).gamma(1.0, 10.0, (rows, 2))
    values[:, 1] += values[:, 0]
    sums = resampled_sums(values, 4_000, np.random.default_rng(2))
    assert sums.shape == (4_000, 2)
    assert sums.mean(axis=0) == pytest.approx(values.sum(axis=0), rel=0.02)
    assert np.cov(sums.T) == pytest.approx(np.cov(values.T, ddof=0) * rows, rel=0.1)


def test_resampling_nothing_or_one() -> None:
    generator = np.random.default_rng(3)
    assert resampled_sums(np.zeros((0, 3)), 5, generator).tolist() == [[0.0] * 3] * 5
    assert resampled_sums([7.0], 5, generator).tolist() == [[7.0]] * 5


def test_the_prior_of_simulated_groups_is_found() -> None:
    generator = np.random.default_rng(4)
    trials = generator.integers(20, 400, 400)
    prior = beta_prior(generator.binomial(trials, generator.beta(6.0, 14.0, 400)), trials)
    assert prior.mean == pytest.approx(0.3, abs=0.02)
    assert prior.successes + prior.failures == pytest.approx(20, rel=0.3)


def test_groups_that_differ_by_chance_alone_give_a_strong_prior() -> None:
    generator = np.random.default_rng(5)
    trials = np.full(200, 50)
    prior = beta_prior(generator.binomial(trials, 0.3), trials)
    assert prior.successes + prior.failures > 200
    assert abs(prior.shrunk(50, 50) - 0.3) < 0.2


def test_intervals_of_shares_cover_as_often_as_they_say() -> None:
    generator = np.random.default_rng(6)
    hit = 0
    truth = generator.beta(6.0, 14.0, 400)
    trials = generator.integers(1, 60, 400)
    successes = generator.binomial(trials, truth)
    prior = beta_prior(successes, trials)
    for share, good, tries in zip(truth, successes, trials, strict=True):
        low, high = interval(prior.draws(good, tries, 400, generator))
        hit += low <= share <= high
    assert hit / 400 == pytest.approx(0.8, abs=0.06)


def test_no_groups_give_a_weak_prior() -> None:
    for successes, trials in (([], []), ([3], [10]), ([0, 0], [5, 5]), ([0, 5], [0, 5])):
        assert beta_prior(successes, trials).successes == 0.5


def test_shrunk_means_are_nearer_the_truth_and_cover() -> None:
    generator = np.random.default_rng(7)
    truth = generator.normal(0.1, 0.2, 300)
    variances = generator.uniform(0.01, 0.3, 300)
    seen = generator.normal(truth, np.sqrt(variances))
    result = shrunk_means(seen, variances)
    assert np.mean((result.means - truth) ** 2) < 0.5 * np.mean((seen - truth) ** 2)
    assert result.between == pytest.approx(0.04, rel=0.5)
    covered = np.abs(result.means - truth) <= 1.2816 * np.sqrt(result.variances)
    assert covered.mean() == pytest.approx(0.8, abs=0.06)


def test_one_group_is_left_as_it_is() -> None:
    assert shrunk_means([0.4], [0.1]).means.tolist() == [0.4]


def test_rank_intervals_tell_sure_orders_from_unsure_ones() -> None:
    generator = np.random.default_rng(8)
    scores = generator.normal([3.0, 1.0, 1.0, -3.0], [0.1, 1.0, 1.0, 0.1], (4_000, 4))
    first, second, third, last = rank_intervals(scores, first=2)
    assert (first.low, first.high) == (1, 1)
    assert first.probability_among_first > 0.999
    assert (second.low, second.high, third.low, third.high) == (2, 3, 2, 3)
    assert second.probability_among_first == pytest.approx(0.5, abs=0.05)
    assert (last.low, last.high, last.probability_among_first) == (4, 4, 0.0)


share = st.floats(0, 1, allow_nan=False)


@given(st.lists(st.tuples(share, share, st.floats(0.05, 1)), min_size=2, max_size=5))
def test_where_a_weight_flips_the_scores_are_equal(rows: list[tuple[float, float, float]]) -> None:
    names = [f"criterion{index}" for index in range(len(rows))]
    whole = sum(row[2] for row in rows)
    weights = {name: row[2] / whole for name, row in zip(names, rows, strict=True)}
    first = {name: row[0] for name, row in zip(names, rows, strict=True)}
    second = {name: row[1] for name, row in zip(names, rows, strict=True)}
    flip = weight_flip(first, second, weights)
    if flip is not None:
        rest = (1 - flip.flips_at) / (1 - flip.weight)
        moved = {name: flip.flips_at if name == flip.criterion else weight * rest for name, weight in weights.items()}
        difference = sum(moved[name] * (first[name] - second[name]) for name in names)
        assert difference == pytest.approx(0, abs=1e-6)
        assert sum(moved.values()) == pytest.approx(1)


def test_a_winner_by_every_criterion_cannot_be_flipped() -> None:
    assert weight_flip({"a": 1.0, "b": 0.9}, {"a": 0.2, "b": 0.1}, {"a": 0.5, "b": 0.5}) is None
