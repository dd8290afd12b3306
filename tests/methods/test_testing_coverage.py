"""Every interval holds the truth 95 times of a hundred, and looking early costs nothing."""

from __future__ import annotations

import numpy as np
import pytest

from argosy.methods.testing import compare_always_valid, sample_ratio_always_valid
from argosy.methods.testing.coverage import SIMULATIONS, bulk_moments, coverage, peeking
from argosy.methods.testing.design_coverage import DESIGN_SIMULATIONS
from argosy.methods.testing.statistics import AdjustedMean, SampleMean

ALL = {**SIMULATIONS, **DESIGN_SIMULATIONS}
COSTLY = dict.fromkeys(
    ("credible, proportion", "synthetic control, 19 donors", "median, clusters", "quantile 0.9", "median"), 300
)
"""Repetitions of the quick test where one repetition takes milliseconds."""


@pytest.mark.parametrize("name", ALL)
def test_coverage_quick(name: str) -> None:
    found = coverage(ALL[name], COSTLY.get(name, 500))
    assert found.share == pytest.approx(0.95, abs=max(0.01, 3.0 * found.error))


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_coverage_within_one_in_a_hundred(name: str) -> None:
    found = coverage(ALL[name], 3_000 if name in COSTLY else 10_000)
    assert found.share == pytest.approx(0.95, abs=0.01)


@pytest.mark.parametrize("proportion", [False, True])
def test_looking_fifty_times_keeps_false_alarms_at_five_in_a_hundred(proportion: bool) -> None:
    found = peeking(150, looks=50, proportion=proportion)
    assert found.always_valid <= 0.05
    assert found.fixed > 0.2, "the fixed analysis must be seen to fail, or the test proves nothing"


@pytest.mark.slow
@pytest.mark.parametrize("proportion", [False, True])
def test_looking_fifty_times_many_tests(proportion: bool) -> None:
    assert peeking(3_000, looks=50, proportion=proportion).always_valid <= 0.05


def test_always_valid_interval_holds_the_truth_at_every_look_also_with_a_covariate() -> None:
    rng = np.random.default_rng(11)
    looks, units, tests = 20, 25, 150
    missed = 0
    for _ in range(tests):
        before = rng.normal(size=(2, looks * units))
        values = before + rng.normal(size=before.shape) + np.array([[0.3], [0.0]])
        arms = [
            [*bulk_moments(v.reshape(looks, units), x.reshape(looks, units))]
            for v, x in zip(values, before, strict=True)
        ]
        running = [AdjustedMean(parts[0]) for parts in arms]
        wrong = False
        for look in range(looks):
            if look:
                running = [arm + AdjustedMean(parts[look]) for arm, parts in zip(running, arms, strict=True)]
            found = compare_always_valid(*running, planned_units=2 * looks * units)
            wrong = wrong or not found.low <= 0.3 <= found.high
        missed += wrong
    assert missed / tests <= 0.05


def test_always_valid_keeps_its_power_within_the_planned_inflation() -> None:
    """With `sequential_inflation` times the units a fixed test needs, an effect is found at least as often as planned (0.8)."""
    from argosy.methods.testing import Design, MeanBaseline, plan

    found = plan(MeanBaseline(0.0, 1.0), 0.25, Design(sequential=True))
    rng = np.random.default_rng(12)
    hits = 0
    for _ in range(300):
        arms = [rng.normal(shift, 1.0, found.arm_units) for shift in (0.25, 0.0)]
        looks = np.linspace(found.arm_units / 10, found.arm_units, 10).astype(int)
        hits += any(
            compare_always_valid(*(SampleMean.of(arm[:look]) for arm in arms), planned_units=found.units).p < 0.05
            for look in looks
        )
    assert hits / 300 >= 0.8


def test_sample_ratio_can_be_watched_every_day() -> None:
    rng = np.random.default_rng(13)
    alarms = 0
    for _ in range(300):
        sizes = rng.binomial(400, 0.5, 50).cumsum()
        alarms += any(
            sample_ratio_always_valid({"a": int(n), "b": 400 * day - int(n)}).p < 0.05 for day, n in enumerate(sizes, 1)
        )
    assert alarms / 300 <= 0.05
    uneven = int(rng.binomial(100_000, 0.51))
    assert sample_ratio_always_valid({"a": uneven, "b": 100_000 - uneven}).mismatch
