"""The methods against slow or published counterparts, and the backtest against looking ahead."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom

from argosy.methods.forecasting import backtest, calibration, counts, profiles, regression, rules, smoothing
from argosy.methods.forecasting.candidates import Setting, candidates
from argosy.methods.forecasting.combination import Combined, step_back, weigh


def walk(rows: int, periods: int, seed: int = 1) -> backtest.F64:
    rng = np.random.default_rng(seed)
    season = 10 * np.sin(2 * np.pi * np.arange(periods) / 7)
    return np.asarray(100 + season + np.cumsum(rng.normal(0, 1, (rows, periods)), axis=1))


def test_rules_by_hand() -> None:
    values = np.array([[np.nan, 1.0, 2.0, 3.0, 4.0, 5.0]])
    origins = np.array([3, 6])
    naive = rules.seasonal_naive(values, origins, 4, 3)
    assert naive[0, 1].tolist() == [3.0, 4.0, 5.0, 3.0]
    assert np.isnan(naive[0, 0]).all(), "less than a season has been seen"
    assert rules.last_value(values, origins, 2)[0].tolist() == [[2.0, 2.0], [5.0, 5.0]]
    windows = [np.mean([3.0, 4.0, 5.0]), *[np.mean([1.0, 2.0, 3.0, 4.0, 5.0])] * 5]
    assert rules.weighted_mean(values, origins, 1, 1.0)[0, 1, 0] == pytest.approx(np.mean(windows))


def test_smoothing_equals_the_recursion_written_out() -> None:
    values = walk(1, 40)
    constants = smoothing.Constants.grid((0.3,), (0.2,), (0.9,), (0.1,))
    paths = smoothing.smoothed_paths(values, np.array([25, 40]), 5, 7, constants)
    level, trend = values[0, :7].mean(), 0.0
    season = list(values[0, :7] - level)
    for t, value in enumerate(values[0]):
        error = value - level - 0.9 * trend - season[t % 7]
        level, trend = level + 0.9 * trend + 0.3 * error, 0.9 * trend + 0.3 * 0.2 * error
        season[t % 7] += 0.1 * 0.7 * error
    expected = [level + trend * sum(0.9**k for k in range(1, h + 1)) + season[(39 + h) % 7] for h in range(1, 6)]
    assert paths[0, 0, 1] == pytest.approx(expected)


@pytest.mark.slow  # the import of statsforecast alone takes seconds
def test_smoothing_agrees_with_statsforecast_on_a_level() -> None:
    models = pytest.importorskip("statsforecast.models")
    values = walk(1, 60)
    constants = smoothing.Constants.grid((0.4,))
    ours = smoothing.smoothed_paths(values, np.array([60]), 1, 1, constants)[0, 0, 0, 0]
    theirs = models.SimpleExponentialSmoothing(alpha=0.4).forecast(y=values[0], h=1)["mean"][0]
    assert ours == pytest.approx(theirs, rel=1e-6)


def test_profile_finds_season_and_drift() -> None:
    when = np.arange(60, dtype=np.float64)
    values = (50 + 0.5 * when + 8 * np.sin(2 * np.pi * when / 12))[None]
    points = profiles.profiled(values, backtest.choose_origins(60, 6, 12), 6, 12)
    ahead = np.arange(60, 66)
    assert points[0, -1] == pytest.approx(50 + 0.5 * ahead + 8 * np.sin(2 * np.pi * ahead / 12), abs=0.8)


def test_regression_learns_what_repeats() -> None:
    values = np.tile([3.0, 9.0, 4.0, 1.0], 40)[None] + np.random.default_rng(0).normal(0, 0.01, (1, 160))
    origins = backtest.choose_origins(160, 4, 4)
    points = regression.regressed(values, origins, 4, 4, None, None)
    assert points[0, -1] == pytest.approx([3.0, 9.0, 4.0, 1.0], abs=0.3)


def test_ridge_leans_on_the_pool_and_leaves_it_with_evidence() -> None:
    rng = np.random.default_rng(3)
    few, many = rng.normal(size=(2, 2000, 1)), np.array([[1.0], [3.0]])
    targets = few[:, :, 0] * many
    targets[1, 2:] = np.nan  # the second series has two rows only
    solution = regression.ridge(few, targets)
    assert solution[0, 0] == pytest.approx(1.0, abs=0.01)
    assert solution[1, 0] < 1.3


def test_counts_agree_with_their_definitions() -> None:
    rng = np.random.default_rng(5)
    values = rng.negative_binomial(2, 0.5, (40, 80)).astype(np.float64)
    levels = np.array([0.1, 0.5, 0.9])
    binomial = counts.negative_binomial_quantiles(values, np.array([80]), levels)[:, 0].mean(axis=0)
    assert binomial == pytest.approx(nbinom.ppf(levels, 2, 0.5), abs=0.8)
    between = np.array([0.11, 0.52, 0.93])  # no level at which two values are equally right
    past = counts.discounted_quantiles(values, np.array([80]), 1e9, between)[:, 0]
    assert past == pytest.approx(np.quantile(values, between, axis=1, method="inverted_cdf").T)


def test_analogues_know_lively_from_quiet() -> None:
    rng = np.random.default_rng(6)
    rates = np.repeat([0.2, 6.0], 60)
    values = rng.poisson(rates[:, None], (120, 60)).astype(np.float64)
    found = counts.analogue_quantiles(values, np.array([60]), 4, np.array([0.5, 0.9]))[:, 0]
    assert found[:60].mean(axis=0) == pytest.approx([0.0, 1.0], abs=0.2)
    assert found[60:].mean(axis=0) == pytest.approx([6.0, 9.0], abs=0.7)


def test_phase_quantiles_keep_quiet_phases_quiet() -> None:
    values = np.tile([0.0, 0.0, 5.0], 30)[None]
    found = counts.phase_quantiles(values, np.array([90]), 5, 3, 8.0, np.array([0.1, 0.9]))
    assert found[0, 0].tolist() == [[0.0, 0.0], [0.0, 0.0], [5.0, 5.0], [0.0, 0.0], [0.0, 0.0]]


@pytest.mark.parametrize("zeros", [False, True])
def test_no_method_looks_ahead(zeros: bool) -> None:
    setting = Setting(4, 7, 28, (regression.Waves(60.0, 1),), 1.0, np.array([0.1, 0.9]))
    values = walk(3, 130) if not zeros else np.random.default_rng(2).poisson(0.4, (120, 130)).astype(np.float64)
    changed = values.copy()
    changed[:, 110:] = changed[:, 110:] * 3 + 7
    origins = np.array([*range(80, 126, 3), 130])
    judged = np.array([101, 110])
    first = dict(candidates(values, origins, judged, setting, zeros))
    second = dict(candidates(changed, origins, judged, setting, zeros))
    assert len(first) >= 9
    for name, quantiles in first.items():
        assert np.array_equal(quantiles[:, :2], second[name][:, :2], equal_nan=True), name


def test_the_best_variant_is_followed_only_once_it_is_known() -> None:
    values = np.arange(30, dtype=np.float64)[None]
    origins = np.arange(10, 31)
    truth = origins[:, None] + np.arange(2.0)
    paths = np.stack([truth + 5, truth, truth - 9])[None].astype(np.float64)
    chosen = backtest.follow_the_best(paths, values, origins)
    assert np.array_equal(chosen[0, 4:], truth[4:])


@pytest.mark.parametrize("periods", [40, 200])
def test_intervals_cover_what_they_say(periods: int) -> None:
    rng = np.random.default_rng(8)
    inside = []
    for _ in range(20):
        values = rng.normal(50, 5, (10, periods + 5))
        origins = backtest.choose_origins(periods, 5, 1)
        points = rules.weighted_mean(values[:, :periods], origins, 5, 1.0)
        errors = backtest.known_at(backtest.outcomes(values[:, :periods], origins, 5) - points, origins, periods)
        sizes = np.full(10, 5.0)
        spread = calibration.offsets(errors, origins[:-1], periods, sizes, 1, np.array([0.1, 0.9]))
        after = values[:, periods:]
        inside.append((after >= points[:, -1] + spread[..., 0]) & (after <= points[:, -1] + spread[..., 1]))
    assert 0.74 <= np.mean(inside) <= 0.87


def test_weights_follow_losses_where_they_are_known() -> None:
    losses = np.array([[[1.0, 1.0, 1.0, 1.0], [2.0, 2.0, 2.0, 2.0], [np.nan, np.nan, np.nan, 1.4]]])
    weights = weigh(losses, np.array([[True, True, True]]), 6.0)
    assert weights.sum() == pytest.approx(1.0)
    assert weights[0, 0] > weights[0, 1]
    unusable = weigh(losses, np.array([[False, True, False]]), 6.0)
    assert unusable[0].tolist() == [0.0, 1.0, 0.0]


def stepped(gain: float, noise: float, judged: int = 10) -> Combined:
    """One series whose blend loses `gain` times the rule's loss, the difference wobbling by `noise`."""
    wobble = noise * (np.arange(judged) % 2 - 0.5)
    rule = np.ones((1, 1, judged))
    quantiles = np.stack([np.full((1, 2, 3), 7.0), np.full((1, 2, 3), 5.0)], axis=1)
    losses = np.concatenate([rule, 0.5 * rule], axis=1)
    return step_back(
        quantiles,
        np.full((1, 2, 3), 1.0),
        (gain + wobble)[None],
        losses,
        np.ones((1, judged)),
        ("weighted mean", "level"),
        np.array([[0.5, 0.5]]),
    )


def test_the_simple_rule_is_used_only_where_it_wins_beyond_chance() -> None:
    assert stepped(1.3, 0.1).stepped_back.tolist() == [True]
    assert stepped(1.3, 0.1).quantiles[0, 0].tolist() == [7.0, 7.0, 7.0]
    assert stepped(1.3, 0.1).rule == ("weighted mean",)
    for kept in (stepped(0.9, 0.1), stepped(1.3, 8.0), stepped(1.3, 0.1, judged=4)):
        assert kept.stepped_back.tolist() == [False]
        assert kept.quantiles[0, 0].tolist() == [1.0, 1.0, 1.0]
    assert stepped(1.3, 0.1).loss[0] == pytest.approx(1.3)
    assert stepped(1.3, 0.1).rule_loss[0] == pytest.approx(1.0)
