"""BG/NBD and Gamma-Gamma against their authors' published estimates, their formulas, and simulated truth."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from scipy.special import hyp2f1

from argosy.methods.repeat_buying import Histories, RepeatModel, WorthModel, fit_repeats, fit_worth
from argosy.methods.repeat_buying import _RepeatLikelihood as RepeatLikelihood
from argosy.methods.repeat_buying import _worth_likelihood as worth_likelihood

PUBLISHED = RepeatModel(r=0.243, alpha=4.414, a=0.793, b=2.426, log_likelihood=-9582.4, converged=True)


def column(file: Path, *names: str) -> list[np.ndarray]:
    with file.open() as lines:
        rows = list(csv.DictReader(lines))
    return [np.array([float(row[name]) for row in rows]) for name in names]


def simulated(individuals: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Histories of BG/NBD individuals with r 0.6, alpha 60, a 0.8, b 2.5, in whole days over up to two years."""
    generator = np.random.default_rng(seed)
    age = generator.integers(30, 730, individuals).astype(float)
    rate, drop = generator.gamma(0.6, 1 / 60, individuals), generator.beta(0.8, 2.5, individuals)
    frequency, last, active = np.zeros(individuals), np.zeros(individuals), np.ones(individuals, dtype=bool)
    time = np.zeros(individuals)
    while active.any():
        following = time + generator.exponential(1 / np.maximum(rate, 1e-12))
        acted = active & (following <= age)
        frequency[acted] += 1
        last[acted] = following[acted]
        time = np.where(acted, following, time)
        active = acted & (generator.random(individuals) >= drop)
    return frequency, np.floor(last), age


def test_the_published_bg_nbd_of_cdnow(shared_data: Path) -> None:
    frequency, recency, age = column(shared_data / "cdnow" / "cdnow_customers_summary.csv", "frequency", "recency", "T")
    model = fit_repeats(Histories.of(frequency, recency, age))
    assert (round(model.r, 3), round(model.alpha, 3), round(model.a, 3), round(model.b, 3)) == (
        0.243,
        4.414,
        0.793,
        2.426,
    )
    assert round(model.log_likelihood, 1) == -9582.4
    assert model.converged
    assert model.covariance is not None


def test_the_published_gamma_gamma_of_cdnow(shared_data: Path) -> None:
    file = shared_data / "cdnow" / "cdnow_customers_summary_with_transactions.csv"
    acts, worth = column(file, "x", "zbar")
    model = fit_worth(acts[acts > 0], worth[acts > 0])
    assert (acts > 0).sum() == 946
    assert model.p == pytest.approx(6.25, abs=0.01)
    assert model.q == pytest.approx(3.74, abs=0.01)
    assert model.v == pytest.approx(15.44, abs=0.02)
    assert model.log_likelihood == pytest.approx(-4055.92, abs=0.01)


def test_the_worked_example_of_the_authors() -> None:
    # Fader and Hardie's spreadsheet note: customer 0001 of CDNOW is expected to buy 1.226 times in the next 39 weeks
    expected = PUBLISHED.expected(39.0, np.array([2.0]), np.array([30.43]), np.array([38.86]))
    assert expected[0] == pytest.approx(1.226, abs=0.002)


def test_the_transformed_formula_is_the_papers() -> None:
    x, age, horizon = np.array([0.0, 1.0, 4.0, 12.0]), np.array([10.0, 20.0, 38.0, 38.0]), 26.0
    whole = PUBLISHED.a + PUBLISHED.b + x - 1
    share = horizon / (PUBLISHED.alpha + age + horizon)
    series = hyp2f1(PUBLISHED.r + x, PUBLISHED.b + x, whole, share)
    shrinking = ((PUBLISHED.alpha + age) / (PUBLISHED.alpha + age + horizon)) ** (PUBLISHED.r + x)
    assert PUBLISHED.expected_if_active(horizon, x, age) == pytest.approx(
        whole / (PUBLISHED.a - 1) * (1 - shrinking * series)
    )


def test_large_frequencies_and_a_of_one_stay_finite() -> None:
    often = PUBLISHED.expected_if_active(52.0, np.array([5_000.0]), np.array([500.0]))
    assert 300 < often[0] < 600  # ten a week for a year, some lost on the way
    near = [
        RepeatModel(0.5, 8.0, a, 2.0, 0.0, converged=True).expected_if_active(30.0, np.array([3.0]), np.array([40.0]))[
            0
        ]
        for a in (0.9999, 1.0, 1.0001)
    ]
    assert near[0] > near[1] > near[2]
    assert near[0] == pytest.approx(near[2], rel=1e-3)


def test_silence_against_ones_own_rhythm() -> None:
    x, recency, age = np.array([1.0, 8.0]), np.array([30.0, 30.0]), np.array([38.0, 38.0])
    silent = PUBLISHED.silence_probability(x, recency, age)
    active = PUBLISHED.probability_active(x, recency, age)
    assert silent[1] < silent[0] < 1  # eight weeks of silence say more of who buys every four weeks
    assert active[1] < active[0] < 1
    assert PUBLISHED.probability_active(np.array([0.0]), np.array([0.0]), np.array([38.0]))[0] == 1


def test_gradients_are_those_of_the_likelihoods() -> None:
    frequency, recency, age = simulated(500, seed=3)
    repeats = RepeatLikelihood(Histories.of(frequency, recency, age), 365.0)
    worth = np.random.default_rng(4).gamma(3.0, 1.0, 500)
    for likelihood, size in ((repeats, 4), (lambda logs: worth_likelihood(logs, frequency + 1, worth), 3)):
        point = np.linspace(-0.5, 0.7, size)
        step = np.eye(size) * 1e-5
        numeric = [(likelihood(point + row)[0] - likelihood(point - row)[0]) / 2e-5 for row in step]
        assert likelihood(point)[1] == pytest.approx(numeric, rel=1e-5, abs=1e-4)


def test_simulated_truth_is_found_and_the_future_predicted() -> None:
    frequency, recency, age = simulated(40_000, seed=5)
    histories = Histories.of(frequency, recency, age)
    model = fit_repeats(histories)
    assert histories.individuals.sum() == 40_000
    assert model.covariance is not None
    errors = np.sqrt(np.diag(model.covariance))
    truth = np.log([0.6, 60.0, 0.8, 2.5])
    assert (np.abs(np.log([model.r, model.alpha, model.a, model.b]) - truth) < 4 * errors + 0.02).all()
    drawn = model.drawn(np.random.default_rng(1), 200)
    assert np.std([one.r for one in drawn]) == pytest.approx(model.r * errors[0], rel=0.2)


def test_one_by_one_and_by_distinct_histories_are_the_same() -> None:
    frequency, recency, age = simulated(3_000, seed=6)
    histories = Histories.of(frequency, recency, age)
    spread = Histories(frequency, np.where(frequency > 0, recency, 0.0), age, np.ones(len(age)), np.arange(len(age)))
    point = np.array([0.1, 0.2, -0.3, 0.4])
    assert RepeatLikelihood(histories, 300.0)(point)[0] == pytest.approx(RepeatLikelihood(spread, 300.0)(point)[0])
    assert len(histories.age) < 3_000
    assert (histories.frequency[histories.index] == frequency).all()
    assert (histories.age[histories.index] == age).all()


def test_scale_of_time_and_money_does_not_matter() -> None:
    frequency, recency, age = simulated(4_000, seed=7)
    days, weeks = (fit_repeats(Histories.of(frequency, recency / unit, age / unit)) for unit in (1.0, 7.0))
    assert weeks.alpha * 7 == pytest.approx(days.alpha, rel=1e-3)
    assert weeks.a == pytest.approx(days.a, rel=1e-2)
    worth = np.random.default_rng(8).gamma(5.0, 10.0, 4_000)
    euros, cents = (fit_worth(frequency + 1, worth * unit) for unit in (1.0, 100.0))
    assert cents.expected(np.array([2.0]), np.array([5_000.0]))[0] == pytest.approx(
        100 * euros.expected(np.array([2.0]), np.array([50.0]))[0]
    )


def test_worth_lies_between_ones_own_and_that_of_all() -> None:
    model = WorthModel(6.25, 3.74, 15.44, 0.0, converged=True)
    common = 6.25 * 15.44 / 2.74
    seldom, often = model.expected(np.array([1.0, 50.0]), np.array([100.0, 100.0]))
    assert common < seldom < often < 100


@pytest.mark.parametrize(
    ("frequency", "recency", "age"),
    [([1], [5.0], [4.0]), ([-1], [0.0], [4.0]), ([1], [float("nan")], [4.0]), ([1, 2], [1.0], [4.0])],
)
def test_histories_that_cannot_be_are_refused(frequency: list[int], recency: list[float], age: list[float]) -> None:
    with pytest.raises(ValueError):
        Histories.of(frequency, recency, age)


def test_nothing_to_learn_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody acted twice"):
        fit_repeats(Histories.of([0, 0], [0, 0], [5, 9]))
    with pytest.raises(ValueError):
        fit_worth([1, 2], [0.0, 3.0])


def test_a_history_of_clones_is_called_unclear() -> None:
    model = fit_repeats(Histories.of(np.full(50, 3.0), np.full(50, 30.0), np.full(50, 40.0)))
    assert not model.converged
