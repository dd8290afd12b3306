"""Plans keep their promise: the units they ask for give the power they state, in simulation too."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy.core.errors import DataError, RequestError
from argosy.methods.testing import (
    AdjustedMean,
    ClusterBaseline,
    Design,
    MeanBaseline,
    Proportion,
    ProportionBaseline,
    Ratio,
    SampleMean,
    baseline_of,
    compare,
    detectable_effect,
    duration_days,
    plan,
    plan_of_size,
    power,
    sequential_inflation,
    units_needed,
)
from argosy.methods.testing.coverage import bulk_moments

deviations, shares = st.floats(0.1, 50.0), st.floats(0.05, 1.0)


@given(deviations, shares, st.floats(0.3, 3.0), st.sampled_from([0.5, 0.8, 0.95]))
@settings(max_examples=40, deadline=None)
def test_units_needed_are_the_fewest(deviation: float, share: float, ratio: float, target: float) -> None:
    baseline, effect = MeanBaseline(0.0, deviation), share * deviation
    arm, versus = units_needed(baseline, effect, versus_ratio=ratio, target=target)
    assert power(baseline, effect, arm, versus) >= target - 1e-9
    assert arm <= 7 or power(baseline, effect, arm - 1, (arm - 1) * ratio) < target


@given(st.floats(0.01, 0.9), st.integers(200, 100_000))
@settings(max_examples=40, deadline=None)
def test_detectable_effect_and_units_needed_are_inverse(rate: float, units: int) -> None:
    try:
        effect = detectable_effect(ProportionBaseline(rate), units)
    except DataError:
        assert power(ProportionBaseline(rate), 1.0 - rate, units) < 0.8
        return
    assert power(ProportionBaseline(rate), effect, units) == pytest.approx(0.8, abs=1e-6)
    assert units_needed(ProportionBaseline(rate), effect)[0] == pytest.approx(units, abs=1)


def hits(arms: list[list[SampleMean]]) -> float:
    return float(np.mean([compare(ours, theirs).p < 0.05 for ours, theirs in zip(*arms, strict=True)]))


def test_power_of_means_in_simulation() -> None:
    rng = np.random.default_rng(1)
    arm, versus = units_needed(MeanBaseline(0.0, 2.0), 0.8)
    values = (rng.normal(shift, 2.0, (2_000, units)) for shift, units in ((0.8, arm), (0.0, versus)))
    assert hits([[SampleMean.from_moments(m) for m in bulk_moments(part)] for part in values]) == pytest.approx(
        0.8, abs=0.03
    )


def test_power_of_proportions_in_simulation() -> None:
    rng = np.random.default_rng(2)
    arm, versus = units_needed(ProportionBaseline(0.10), 0.03)
    counts = rng.binomial(arm, 0.13, 2_000), rng.binomial(versus, 0.10, 2_000)
    found = [
        compare(Proportion(arm, int(a)), Proportion(versus, int(b))).p < 0.05 for a, b in zip(*counts, strict=True)
    ]
    assert np.mean(found) == pytest.approx(0.8, abs=0.03)


def test_power_of_clusters_in_simulation() -> None:
    rng = np.random.default_rng(3)
    baseline = ClusterBaseline(MeanBaseline(0.0, 1.0), rows=10, intraclass=0.2)
    arm, versus = units_needed(baseline, 0.3)
    found = 0
    for _ in range(1_000):
        sides = []
        for shift, clusters in ((0.3, arm), (0.0, versus)):
            own = rng.normal(shift, 0.2**0.5, (clusters, 1)) + rng.normal(0.0, 0.8**0.5, (clusters, 10))
            sides.append(Ratio.of(own.sum(axis=1), np.full(clusters, 10.0)))
        found += compare(*sides).p < 0.05
    assert found / 1_000 == pytest.approx(0.8, abs=0.04)


def test_a_covariate_saves_its_share_of_units() -> None:
    rng = np.random.default_rng(4)
    before = rng.normal(size=20_000)
    value = 0.6 * before + 0.8 * rng.normal(size=20_000)
    known = baseline_of(AdjustedMean.of(value, before))
    assert known.correlation == pytest.approx(0.6, abs=0.02)  # type: ignore[union-attr]  # of a mean it is a MeanBaseline
    plain, adjusted = (
        units_needed(baseline, 0.05)[0] for baseline in (MeanBaseline(0.0, 1.0), MeanBaseline(0.0, 1.0, 0.6))
    )
    assert adjusted / plain == pytest.approx(0.64, abs=0.001)


def test_more_arms_cost_more_and_the_control_gets_the_root() -> None:
    two, four = (plan(ProportionBaseline(0.1), 0.02, Design(arms=arms)) for arms in (2, 4))
    assert (two.units, two.control_units) == (7_682, two.arm_units)
    assert four.units == 3 * four.arm_units + four.control_units
    assert four.control_units / four.arm_units == pytest.approx(3**0.5, rel=0.001)
    assert Design(arms=4).comparison_alpha == pytest.approx(0.05 / 3)
    # the root is the best split: any other needs more units for the same power
    for ratio in (1.0, 2.5):
        assert plan(ProportionBaseline(0.1), 0.02, Design(arms=4, control_ratio=ratio)).units > four.units


def test_family_of_arms_keeps_its_error_rate() -> None:
    rng = np.random.default_rng(5)
    arms = [[SampleMean.from_moments(m) for m in bulk_moments(rng.normal(size=(1_500, 50)))] for _ in range(4)]
    alpha = Design(arms=4).comparison_alpha
    alarms = [any(compare(arm, control).p < alpha for arm in others) for control, *others in zip(*arms, strict=True)]
    assert np.mean(alarms) <= 0.065


def test_plan_of_a_given_size() -> None:
    found = plan_of_size(MeanBaseline(10.0, 2.0), 1_000, Design(arms=3), units_per_day=40, effect=0.4)
    assert found.arm_units * 2 + found.control_units == found.units == 1_000
    assert found.days == 28
    assert found.power == pytest.approx(
        power(MeanBaseline(10.0, 2.0), 0.4, found.arm_units, found.control_units, alpha=0.025)
    )
    assert plan(MeanBaseline(10.0, 2.0), found.detectable_effect, Design(arms=3)).units == pytest.approx(1_000, abs=4)


def test_sequential_inflation_shrinks_what_can_be_seen() -> None:
    fixed, early = (plan(MeanBaseline(0.0, 1.0), 0.1, Design(sequential=flag)) for flag in (False, True))
    assert early.arm_units == pytest.approx(sequential_inflation() * fixed.arm_units, abs=1)
    assert early.detectable_effect == pytest.approx(fixed.detectable_effect, rel=1e-3)


def test_duration() -> None:
    assert [duration_days(70, 10.0), duration_days(71, 10.0), duration_days(71, 10.0, whole_weeks=False)] == [7, 14, 8]
    with pytest.raises(RequestError, match="0 units a day never fill a test"):
        duration_days(10, 0)


def test_faults() -> None:
    with pytest.raises(RequestError, match="effect of 0"):
        units_needed(MeanBaseline(0.0, 1.0), 0.0)
    with pytest.raises(RequestError, match="would leave 0 to 1"):
        units_needed(ProportionBaseline(0.9), 0.2)
    with pytest.raises(RequestError, match="too small to be seen"):
        units_needed(MeanBaseline(0.0, 1.0), 1e-9)
    with pytest.raises(DataError, match="does not vary beforehand"):
        MeanBaseline(1.0, 0.0)
    with pytest.raises(RequestError, match="correlation lies between"):
        MeanBaseline(1.0, 1.0, 1.0)
    with pytest.raises(RequestError, match="at least two arms"):
        Design(arms=1)
    with pytest.raises(DataError, match="Two units per arm are the least, 1 are missing"):
        detectable_effect(MeanBaseline(0.0, 1.0), 1)
    with pytest.raises(DataError, match="no possible effect is seen"):
        detectable_effect(ProportionBaseline(0.5), 4)
    with pytest.raises(RequestError, match="at least 1 row"):
        ClusterBaseline(ProportionBaseline(0.1), rows=0.5, intraclass=0.1)
