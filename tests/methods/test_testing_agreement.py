"""Agreement with statsmodels and scipy to 1e-9, wherever they compute the same thing."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scipy.stats
import statsmodels.api as sm
from scipy.optimize import brentq, minimize_scalar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestIndPower
from statsmodels.stats.proportion import power_proportions_2indep, proportions_ztest
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from argosy.methods.testing import (
    AdjustedMean,
    MeanBaseline,
    Proportion,
    ProportionBaseline,
    Ratio,
    SampleMean,
    benjamini_hochberg,
    compare,
    detectable_effect,
    factorial_effects,
    full_factorial,
    holm,
    power,
    region_effect,
    sample_ratio,
    units_needed,
)
from argosy.methods.testing.proportions import restricted_rate, score_interval

EXACT = {"rel": 1e-9, "abs": 1e-12}
RNG = np.random.default_rng(7)
ARM, VERSUS = RNG.normal(3.0, 2.0, 57), RNG.normal(2.0, 1.0, 91)


@pytest.mark.parametrize(("equal", "usevar"), [(False, "unequal"), (True, "pooled")])
def test_means(equal: bool, usevar: str) -> None:
    found = compare(SampleMean.of(ARM), SampleMean.of(VERSUS), equal_variance=equal)
    both = CompareMeans(DescrStatsW(ARM), DescrStatsW(VERSUS))
    assert (found.low, found.high) == pytest.approx(both.tconfint_diff(usevar=usevar), **EXACT)
    assert found.p == pytest.approx(scipy.stats.ttest_ind(ARM, VERSUS, equal_var=equal).pvalue, **EXACT)
    assert found.p == pytest.approx(both.ttest_ind(usevar=usevar)[1], **EXACT)


@pytest.mark.parametrize(("n", "x", "m", "y"), [(1000, 30, 1100, 20), (50, 10, 40, 20), (21307, 267, 21306, 122)])
def test_proportions_p(n: int, x: int, m: int, y: int) -> None:
    found = compare(Proportion(n, x), Proportion(m, y))
    assert found.p == pytest.approx(proportions_ztest([x, y], [n, m])[1], **EXACT)
    assert found.p == pytest.approx(
        scipy.stats.chi2_contingency([[x, n - x], [y, m - y]], correction=False).pvalue, **EXACT
    )


@pytest.mark.parametrize(("n", "x", "m", "y"), [(1000, 30, 1100, 20), (50, 10, 40, 20), (300, 3, 200, 9)])
def test_score_interval_inverts_the_test_with_a_numerically_restricted_likelihood(
    n: int, x: int, m: int, y: int
) -> None:
    """statsmodels' own score interval (0.15.0) has `count0` where Miettinen and Nurminen have the number of units: not comparable."""

    def restricted(difference: float) -> float:
        def loss(p: float) -> float:
            q = p + difference
            return -(x * math.log(q) + (n - x) * math.log1p(-q) + y * math.log(p) + (m - y) * math.log1p(-p))

        edges = (max(0.0, -difference) + 1e-12, min(1.0, 1.0 - difference) - 1e-12)
        return float(minimize_scalar(loss, bounds=edges, method="bounded", options={"xatol": 1e-13}).x)

    def excess(difference: float) -> float:
        p = restricted(difference)
        q = p + difference
        return (x / n - y / m - difference) ** 2 / (q * (1 - q) / n + p * (1 - p) / m) - scipy.stats.chi2.ppf(0.95, 1)

    effect = x / n - y / m
    expected = (brentq(excess, effect - 0.3, effect), brentq(excess, effect, effect + 0.3))
    assert score_interval(Proportion(n, x), Proportion(m, y)) == pytest.approx(expected, abs=1e-7)
    assert restricted_rate(Proportion(n, x), Proportion(m, y), 0.01) == pytest.approx(restricted(0.01), abs=1e-7)


def test_cuped_is_ordinary_least_squares() -> None:
    before = np.concatenate([RNG.normal(size=57), RNG.normal(size=91)])
    values = np.concatenate([ARM, VERSUS]) + 1.5 * before
    treated = np.repeat([1.0, 0.0], [57, 91])
    fit = sm.OLS(values, np.column_stack([np.ones(148), treated, before])).fit()
    arms = [AdjustedMean.of(values[side], before[side]) for side in (treated == 1.0, treated == 0.0)]
    found = compare(*arms, equal_variance=True)
    assert found.effect == pytest.approx(fit.params[1], **EXACT)
    assert found.standard_error == pytest.approx(fit.bse[1], **EXACT)
    assert found.p == pytest.approx(fit.pvalues[1], **EXACT)
    assert (found.low, found.high) == pytest.approx(tuple(fit.conf_int()[1]), **EXACT)
    assert compare(*arms).effect == pytest.approx(fit.params[1], **EXACT)


def test_rows_of_one_unit_are_cluster_robust_least_squares() -> None:
    sizes = RNG.poisson(3.0, 160) + 1
    unit = np.repeat(np.arange(160), sizes)
    treated = (unit % 2).astype(float)
    values = 2.0 + 0.4 * treated + RNG.normal(size=160)[unit] + RNG.normal(size=unit.size)
    sums = np.bincount(unit, weights=values)
    arms = [Ratio.of(sums[side::2], sizes[side::2].astype(float)) for side in (1, 0)]
    design = np.column_stack([np.ones(unit.size), treated])
    fit = sm.OLS(values, design).fit(cov_type="cluster", cov_kwds={"groups": unit, "use_correction": False})
    found = compare(*arms)
    assert found.effect == pytest.approx(fit.params[1], **EXACT)
    # ours takes the sample covariance (n / (n - 1)) within each arm of 80 clusters, theirs none
    assert found.standard_error * math.sqrt(79 / 80) == pytest.approx(fit.bse[1], **EXACT)
    for side, arm in zip((1, 0), arms, strict=True):
        rows = treated == side
        alone = sm.OLS(values[rows], np.ones(rows.sum())).fit(cov_type="cluster", cov_kwds={"groups": unit[rows]})
        assert math.sqrt(arm.variance / arm.units) == pytest.approx(alone.bse[0], **EXACT)


@pytest.mark.parametrize("ratio", [1.0, 0.5, 3.0])
def test_power_of_means(ratio: float) -> None:
    theirs = TTestIndPower()
    found = power(MeanBaseline(0.0, 2.0), 0.5, 120, 120 * ratio)
    assert found == pytest.approx(theirs.power(0.25, 120, 0.05, ratio=ratio), **EXACT)
    needed = theirs.solve_power(0.25, power=0.8, alpha=0.05, ratio=ratio)
    assert units_needed(MeanBaseline(0.0, 2.0), 0.5, versus_ratio=ratio)[0] == math.ceil(needed)
    effect = detectable_effect(MeanBaseline(0.0, 2.0), 120, 120 * ratio)
    assert theirs.power(effect / 2.0, 120, 0.05, ratio=ratio) == pytest.approx(0.8, **EXACT)


@pytest.mark.parametrize(("rate", "effect", "units", "ratio"), [(0.1, 0.02, 3000, 1.0), (0.3, -0.05, 500, 2.0)])
def test_power_of_proportions(rate: float, effect: float, units: int, ratio: float) -> None:
    theirs = power_proportions_2indep(effect, rate, units, ratio=ratio, alpha=0.05, return_results=False)
    assert power(ProportionBaseline(rate), effect, units, units * ratio) == pytest.approx(theirs, **EXACT)


def test_corrections() -> None:
    values = [0.001, 0.2, 0.04, 0.013, 0.9, 0.013, 1.0]
    assert holm(values) == pytest.approx(multipletests(values, method="holm")[1], **EXACT)
    assert benjamini_hochberg(values) == pytest.approx(multipletests(values, method="fdr_bh")[1], **EXACT)


def test_sample_ratio_is_chi_square() -> None:
    sizes, shares = {"a": 1030, "b": 520, "c": 450}, {"a": 2.0, "b": 1.0, "c": 1.0}
    expected = scipy.stats.chisquare([1030, 520, 450], [1000, 500, 500]).pvalue
    assert sample_ratio(sizes, shares).p == pytest.approx(expected, **EXACT)


def test_regions_are_weighted_least_squares() -> None:
    names = [f"r{i}" for i in range(30)]
    before = np.exp(RNG.normal(4.0, 1.0, 30))
    treated = np.arange(30) % 3 > 0
    after = 1.0 + 1.2 * before + 4.0 * treated + np.sqrt(before) * RNG.normal(size=30)
    fit = sm.WLS(after, np.column_stack([np.ones(30), before, treated]), weights=1.0 / before).fit()
    held = [name for name, is_treated in zip(names, treated, strict=True) if not is_treated]
    found = region_effect(dict(zip(names, before, strict=True)), dict(zip(names, after, strict=True)), held)
    assert found.difference.effect == pytest.approx(fit.params[2], **EXACT)
    assert (found.difference.low, found.difference.high) == pytest.approx(tuple(fit.conf_int()[2]), **EXACT)
    assert found.total == pytest.approx(20 * fit.params[2], **EXACT)


def test_factorial_effects_are_twice_the_coefficients_of_effect_coding() -> None:
    design = full_factorial({"x": ("0", "1"), "y": ("0", "1"), "z": ("0", "1")})
    values = {cell: RNG.normal(i, 1.0, 12) for i, cell in enumerate(design.cells)}
    signs = np.array([[2.0 * (level == "1") - 1.0 for level in cell] for cell in design.cells]).repeat(12, axis=0)
    columns = [np.ones(96), *signs.T, signs[:, 0] * signs[:, 1], signs[:, 0] * signs[:, 2], signs[:, 1] * signs[:, 2]]
    fit = sm.OLS(np.concatenate(list(values.values())), np.column_stack(columns)).fit()
    found = factorial_effects(design, {cell: SampleMean.of(sample) for cell, sample in values.items()})
    assert [effect.term for effect in found] == [("x",), ("y",), ("z",), ("x", "y"), ("x", "z"), ("y", "z")]
    assert [effect.difference.effect for effect in found] == pytest.approx(2.0 * fit.params[1:], rel=1e-9, abs=1e-10)
    saturated = sm.OLS(np.concatenate(list(values.values())), np.column_stack([*columns, signs.prod(axis=1)])).fit()
    # equal cell sizes: the mean of the cells' own variances is the regression's
    assert found[0].difference.standard_error == pytest.approx(2.0 * saturated.bse[1], **EXACT)
