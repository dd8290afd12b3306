"""Designs without a random split: each finds what was planted, and finds nothing where nothing was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from argosy.core.errors import DataError, RequestError
from argosy.methods.testing import (
    Pair,
    Proportion,
    SampleMean,
    analyse_switchback,
    detectable_region_effect,
    difference_in_differences,
    factorial_effects,
    fractional_factorial,
    full_factorial,
    matched_difference,
    region_effect,
    switchback,
    synthetic_control,
)
from argosy.methods.testing.matched_difference import sign_flip_p
from argosy.methods.testing.synthetic_control import simplex_weights

START, DAY = datetime(2026, 1, 5, tzinfo=UTC), timedelta(days=1)


def test_switchback_leaves_out_the_washout() -> None:
    """The first six hours after a change still show the other arm: with a washout the effect comes out whole."""
    rng = np.random.default_rng(1)
    washed, raw = (
        switchback(START, 56, length=DAY, arms=("new", "old"), salt="s", cycle=7, washout=w) for w in (DAY / 4, DAY * 0)
    )
    values, before = {}, raw[0].arm
    for period in raw:
        for quarter in range(4):
            active = before if quarter == 0 else period.arm
            values[period.starts_at + quarter * DAY / 4] = 10.0 + 2.0 * (active == "new") + 0.01 * rng.normal()
        before = period.arm
    assert analyse_switchback(washed, values, arm="new", versus="old").effect == pytest.approx(2.0, abs=0.02)
    assert analyse_switchback(raw, values, arm="new", versus="old").effect < 1.9


def test_switchback_with_three_arms_and_lost_readings() -> None:
    schedule = switchback(START, 30, length=DAY, arms=("a", "b", "c"), salt="s")
    rng = np.random.default_rng(2)
    values = {
        p.starts_at + DAY / 2: {"a": 1.0, "b": 3.0, "c": 9.0}[p.arm] + 0.1 * rng.normal()
        for p in schedule
        if p.block != 4
    }
    found = analyse_switchback(schedule, values, arm="b", versus="a")
    assert found.effect == pytest.approx(2.0, abs=0.15)
    assert found.degrees == 8
    with pytest.raises(DataError, match="1 blocks have readings of both b and a: two are the least, so 1 are missing"):
        analyse_switchback(schedule, {p.starts_at: 1.0 for p in schedule[:3]}, arm="b", versus="a")


def test_matched_difference_agrees_with_the_paired_test() -> None:
    rng = np.random.default_rng(3)
    pairs = [Pair(f"t{i}", f"c{i}", 0.0) for i in range(9)]
    names = [name for pair in pairs for name in (pair.treated, pair.control)]
    before = {name: rng.normal(size=5) for name in names}
    after = {name: before[name].mean() + rng.normal(size=3) + (name[0] == "t") for name in names}
    from scipy import stats

    gaps = [[np.mean(after[n]) - np.mean(before[n]) for n in (p.treated, p.control)] for p in pairs]
    expected = stats.ttest_rel(*np.transpose(gaps))
    found = matched_difference(pairs, before, after)
    assert found.difference.p == pytest.approx(expected.pvalue, rel=1e-9)
    assert (found.difference.low, found.difference.high) == pytest.approx(
        tuple(expected.confidence_interval()), rel=1e-9
    )
    flipped = stats.permutation_test((np.diff(gaps)[:, 0],), np.mean, permutation_type="samples", n_resamples=np.inf)
    assert found.permutation_p == pytest.approx(flipped.pvalue, rel=1e-9)


def test_sign_flips_beyond_sixteen_pairs_are_drawn_the_same_way_twice() -> None:
    gaps = np.random.default_rng(4).normal(0.4, 1.0, 25)
    assert sign_flip_p(gaps) == sign_flip_p(gaps)
    assert sign_flip_p(gaps, draws=50_000, seed=1) == pytest.approx(sign_flip_p(gaps), abs=0.01)


def test_difference_in_differences_says_when_trends_differed_before() -> None:
    rng = np.random.default_rng(5)
    names = [f"u{i}" for i in range(40)]
    before = {name: rng.normal(size=8) for name in names}
    after = {name: rng.normal(size=4) for name in names}
    assert (difference_in_differences(names[:20], before, after).trend_p or 0.0) > 0.01
    drifting = {name: values + np.arange(8) * (0.5 if name in names[:20] else 0.0) for name, values in before.items()}
    assert (difference_in_differences(names[:20], drifting, after).trend_p or 1.0) < 1e-6
    short = {name: values[:2] for name, values in before.items()}
    assert difference_in_differences(names[:20], short, after).trend_p is None


def test_difference_in_differences_is_collapsed_cluster_regression() -> None:
    import statsmodels.api as sm

    rng = np.random.default_rng(6)
    names = [f"u{i:02}" for i in range(24)]
    before, after = ({name: rng.normal(size=count) for name in names} for count in (6, 4))
    changes = np.array([after[name].mean() - before[name].mean() for name in names])
    treated = (np.arange(24) < 10).astype(float)
    found = difference_in_differences(names[:10], before, after).difference
    fit = sm.OLS(changes, np.column_stack([np.ones(24), treated])).fit(cov_type="HC2")
    assert (found.effect, found.standard_error) == pytest.approx((fit.params[1], fit.bse[1]), rel=1e-9)


@pytest.mark.parametrize(("periods", "donors"), [(20, 5), (10, 30)])
def test_weights_solve_the_problem_on_the_simplex(periods: int, donors: int) -> None:
    from scipy.optimize import minimize

    rng = np.random.default_rng(7)
    matrix, target = rng.normal(size=(periods, donors)), rng.normal(size=periods)
    found = simplex_weights(matrix, target)
    assert found.sum() == pytest.approx(1.0, abs=1e-12)
    assert found.min() >= 0.0
    slow = minimize(
        lambda w: np.sum((matrix @ w - target) ** 2),
        np.full(donors, 1.0 / donors),
        jac=lambda w: 2.0 * matrix.T @ (matrix @ w - target),
        bounds=[(0.0, 1.0)] * donors,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1.0, "jac": np.ones_like},
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 2_000},
    )
    assert np.sum((matrix @ found - target) ** 2) <= slow.fun + 1e-9


def test_ridge_spreads_the_weights() -> None:
    rng = np.random.default_rng(8)
    matrix = rng.normal(size=(12, 6))
    lone = simplex_weights(matrix, matrix[:, 2])
    assert lone[2] == pytest.approx(1.0, abs=1e-6)
    assert simplex_weights(matrix, matrix[:, 2], ridge=1e6) == pytest.approx(np.full(6, 1 / 6), abs=1e-3)


def test_synthetic_control_finds_the_mix_and_the_effect() -> None:
    rng = np.random.default_rng(9)
    series = {f"d{i:02}": 50 + np.cumsum(rng.normal(size=40)) for i in range(30)}
    truth = 0.7 * series["d03"] + 0.3 * series["d11"]
    series["treated"] = truth + 0.05 * rng.normal(size=40) + np.where(np.arange(40) >= 30, 2.0, 0.0)
    found = synthetic_control("treated", series, 30)
    assert found.weights["d03"] == pytest.approx(0.7, abs=0.1)
    assert found.effect == pytest.approx(2.0, abs=0.3)
    assert found.p == pytest.approx(1 / 31)
    assert found.low > 0.0
    assert found.donors_missing == 0
    assert np.asarray(found.expected) == pytest.approx(truth[30:], abs=1.0)
    assert len(found.gaps) == 40


def test_synthetic_control_with_few_donors_says_how_many_are_missing() -> None:
    rng = np.random.default_rng(10)
    found = synthetic_control("u0", {f"u{i}": rng.normal(size=12) for i in range(8)}, 8)
    assert (found.low, found.high, found.donors_missing) == (-np.inf, np.inf, 12)
    assert found.p >= 1 / 8
    for arguments, sentence in (
        (("x", {"a": [1.0]}, 5), "treated unit x has no series"),
        (("a", {"a": [1.0] * 9, "b": [1.0] * 9}, 5), "at least two donors, 1 are missing"),
        (("a", {n: [1.0] * 9 for n in "abc"}, 2), "2 periods before the start are too few, 1 are missing"),
        (("a", {n: [1.0] * 9 for n in "abc"}, 9), "no period after the start"),
        (("a", {"a": [1.0] * 9, "b": [1.0] * 9, "c": [float("nan")] * 9}, 5), "series of c has a missing value"),
        (("a", {"a": [1.0] * 9, "b": [1.0] * 9, "c": [1.0] * 8}, 5), "cover the same periods"),
    ):
        with pytest.raises((DataError, RequestError), match=sentence):
            synthetic_control(*arguments)  # type: ignore[arg-type]  # faults by kind


def test_regions_totals_and_faults() -> None:
    rng = np.random.default_rng(11)
    before = {f"r{i:02}": float(np.exp(rng.normal(4, 1))) for i in range(30)}
    held = [f"r{i:02}" for i in range(0, 30, 3)]
    after = {r: v * 1.1 + np.sqrt(v) * rng.normal() * 0.2 + (0.0 if r in held else 5.0) for r, v in before.items()}
    found = region_effect(before, after, held)
    assert found.difference.effect == pytest.approx(5.0, abs=1.0)
    assert (found.treated, found.held_out) == (20, 10)
    assert found.total_low < 20 * 5.0 < found.total_high
    noise = {r: v * 1.1 + np.sqrt(v) * rng.normal() * 0.2 for r, v in before.items()}
    assert 0.0 < detectable_region_effect(before, noise, held) < 5.0
    with pytest.raises(DataError, match="1 held-out regions are too few: two of each are the least, 1 missing"):
        region_effect(before, after, held[:1])
    with pytest.raises(DataError, match="Region r00 has no positive value before"):
        region_effect(before | {"r00": 0.0}, after, held)
    with pytest.raises(DataError, match="Region x lacks a value"):
        region_effect(before, after, ["x"])
    with pytest.raises(DataError, match="do not differ in size"):
        region_effect(dict.fromkeys(before, 1.0), after, held)


def test_every_combination_once() -> None:
    design = full_factorial({"title": ["old", "new"], "picture": ["a", "b", "c"], "video": ["no", "yes"]})
    assert len(set(design.cells)) == len(design.cells) == 12
    with pytest.raises(RequestError, match="Factor title needs at least two"):
        full_factorial({"title": ["old"]})


PUBLISHED = [(3, 4, 3, 1), (4, 8, 4, 1), (5, 16, 5, 1), (5, 8, 3, 2), (6, 16, 4, 3)]
PUBLISHED += [(7, 16, 4, 7), (6, 32, 6, 1), (7, 32, 4, 1), (9, 32, 4, 6), (7, 8, 3, 7)]


@pytest.mark.parametrize(("factors", "runs", "resolution", "shortest"), PUBLISHED)
def test_fractions_are_the_published_best(factors: int, runs: int, resolution: int, shortest: int) -> None:
    """Resolution and number of shortest words of the minimum-aberration designs: Fries and Hunter 1980; Chen, Sun, Wu 1993."""
    names = tuple("abcdefghi"[:factors])
    design = fractional_factorial(names, runs)
    assert design.resolution == resolution
    assert sum(len(word) == resolution for word in design.defining) == shortest
    assert len(set(design.cells)) == runs
    signs = np.array([[1 if level == "high" else -1 for level in cell] for cell in design.cells])
    assert (signs.T @ signs == runs * np.eye(factors)).all(), "main effects must be orthogonal"
    for word in design.defining:
        columns = [names.index(name) for name in word]
        assert len(set(signs[:, columns].prod(axis=1).tolist())) == 1
    assert len(design.defining) == 2 ** (factors - runs.bit_length() + 1) - 1


def test_a_fraction_finds_planted_effects_and_names_what_is_confounded() -> None:
    rng = np.random.default_rng(12)
    design = fractional_factorial(tuple("abcde"), 16)
    cells = {}
    for cell in design.cells:
        a, b, *_ = (level == "high" for level in cell)
        cells[cell] = SampleMean.of(1.0 * a + 2.0 * (a and b) + rng.normal(size=300))
    found = {effect.term: effect for effect in factorial_effects(design, cells)}
    assert found["a",].difference.effect == pytest.approx(2.0, abs=0.15)
    assert found["b",].difference.effect == pytest.approx(1.0, abs=0.15)
    assert found["a", "b"].difference.effect == pytest.approx(1.0, abs=0.15)
    assert {term for term, effect in found.items() if effect.p_adjusted < 0.01} == {("a",), ("b",), ("a", "b")}
    assert len(found) == 15
    assert all(not effect.aliases for effect in found.values())
    coarse = {
        e.term: e
        for e in factorial_effects(fractional_factorial(tuple("abc"), 4), {c: cells[(*c, "low", "low")] for c in HALF})
    }
    assert coarse["a",].aliases == (("b", "c"),)
    assert set(coarse) == {("a",), ("b",), ("c",)}


HALF = fractional_factorial(tuple("abc"), 4).cells


def test_levels_are_compared_with_their_base() -> None:
    rng = np.random.default_rng(13)
    design = full_factorial({"picture": ("a", "b", "c"), "text": ("x", "y")})
    means = {"a": 0.0, "b": 1.0, "c": 3.0}
    cells = {
        cell: SampleMean.of(means[cell[0]] + (cell == ("c", "y")) + 0.1 * rng.normal(size=200)) for cell in design.cells
    }
    found = {(effect.term, effect.levels): effect.difference.effect for effect in factorial_effects(design, cells)}
    assert found[("picture",), ("b",)] == pytest.approx(1.0, abs=0.03)
    assert found[("picture",), ("c",)] == pytest.approx(3.5, abs=0.03)
    assert found[("text",), ("y",)] == pytest.approx(1 / 3, abs=0.03)
    assert found[("picture", "text"), ("c", "y")] == pytest.approx(0.5, abs=0.03)
    assert found[("picture", "text"), ("b", "y")] == pytest.approx(0.0, abs=0.03)


def test_factorial_of_proportions_and_faults() -> None:
    design = full_factorial({"x": ("0", "1"), "y": ("0", "1")})
    counts = {("0", "0"): 100, ("0", "1"): 130, ("1", "0"): 150, ("1", "1"): 180}
    effects = factorial_effects(design, {cell: Proportion(1000, count) for cell, count in counts.items()})
    assert [round(effect.difference.effect, 3) for effect in effects] == [0.05, 0.03, 0.0]
    with pytest.raises(DataError, match="The cell 1 / 1 of the design has no data"):
        factorial_effects(design, {cell: Proportion(9, 3) for cell in design.cells[:3]})
    with pytest.raises(RequestError, match="order of interaction"):
        factorial_effects(design, {}, order=3)
    with pytest.raises(RequestError, match="6 runs are not a power of two"):
        fractional_factorial("abc", 6)
    with pytest.raises(RequestError, match="8 runs separate 3 to 7 different factors, not 9"):
        fractional_factorial("abcdefghi", 8)
