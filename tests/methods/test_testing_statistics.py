"""Sufficient statistics: sums of parts equal the whole, and each kind agrees with its plain definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from argosy.core.errors import DataError, RequestError
from argosy.methods.testing import (
    AdjustedMean,
    AdjustedRatio,
    Moments,
    Proportion,
    Ratio,
    SampleMean,
    compare,
    contrast,
    slope,
)

numbers = st.floats(-1e6, 1e6, allow_nan=False)
samples = st.lists(numbers, min_size=1, max_size=30)


@given(samples, samples)
@settings(max_examples=60, deadline=None)
def test_parts_add_up_to_the_whole(left: list[float], right: list[float]) -> None:
    whole, parts = SampleMean.of(left + right), SampleMean.of(left) + SampleMean.of(right)
    assert parts.units == whole.units
    assert parts.mean == pytest.approx(whole.mean, rel=1e-9, abs=1e-6)
    assert parts.squares == pytest.approx(whole.squares, rel=1e-9, abs=1e-3)


@given(samples)
@settings(max_examples=30, deadline=None)
def test_nothing_is_neutral(values: list[float]) -> None:
    found = Moments.of(values, values)
    assert found + Moments.nothing(2) == found == Moments.nothing(2) + found


def test_sums_survive_a_large_offset() -> None:
    values = 1e8 + np.random.default_rng(1).normal(size=1000)
    halves = SampleMean.of(values[:300]) + SampleMean.of(values[300:])
    assert halves.variance == pytest.approx(np.var(values, ddof=1), rel=1e-8)


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_products_are_those_of_numpy(width: int) -> None:
    data = np.random.default_rng(width).normal(size=(width, 50))
    found = Moments.of(*data)
    expected = np.atleast_2d(np.cov(data))
    for row in range(width):
        for column in range(width):
            assert found.covariance(row, column) == pytest.approx(expected[row, column], rel=1e-12)


def test_every_kind_adds_up() -> None:
    rng = np.random.default_rng(2)
    y, n, x = rng.normal(5, 1, 40), rng.poisson(3, 40) + 1.0, rng.normal(size=40)
    pairs = [
        (Ratio.of(y, n), Ratio.of(y[:15], n[:15]) + Ratio.of(y[15:], n[15:])),
        (AdjustedMean.of(y, x), AdjustedMean.of(y[:15], x[:15]) + AdjustedMean.of(y[15:], x[15:])),
        (
            AdjustedRatio.of(y, n, x),
            AdjustedRatio.of(y[:15], n[:15], x[:15]) + AdjustedRatio.of(y[15:], n[15:], x[15:]),
        ),
    ]
    for whole, parts in pairs:
        assert parts.units == whole.units == 40
        assert parts.mean == pytest.approx(whole.mean, rel=1e-12)
        assert parts.variance == pytest.approx(whole.variance, rel=1e-12)
    assert Proportion(10, 3) + Proportion(5, 5) == Proportion(15, 8)


def test_ratio_of_single_rows_is_the_mean() -> None:
    values = np.random.default_rng(3).normal(size=30)
    ratio, mean = Ratio.of(values, np.ones(30)), SampleMean.of(values)
    assert (ratio.mean, ratio.variance) == pytest.approx((mean.mean, mean.variance), rel=1e-12)


def test_covariate_takes_away_the_share_of_variance_that_theory_says() -> None:
    """CUPED leaves 1 - rho^2 of the variance (Deng et al. 2013), up to what estimating the slope costs."""
    rng = np.random.default_rng(4)
    for rho in (0.0, 0.3, 0.6, 0.9):
        before = rng.normal(size=(2, 200_000))
        value = rho * before + np.sqrt(1 - rho**2) * rng.normal(size=before.shape)
        adjusted = contrast(*(AdjustedMean.of(y, x) for y, x in zip(value, before, strict=True)))
        plain = contrast(*(SampleMean.of(y) for y in value))
        assert 1.0 - adjusted.variance / plain.variance == pytest.approx(rho**2, abs=0.006)


def test_a_covariate_of_ratios_takes_away_its_share_too() -> None:
    rng = np.random.default_rng(5)
    sizes = rng.poisson(4, (2, 100_000)) + 1.0
    own = rng.normal(size=sizes.shape)
    sums = sizes * (1.0 + own)
    arms = [AdjustedRatio.of(y, n, x) for y, n, x in zip(sums, sizes, own, strict=True)]
    plain = contrast(*(Ratio.of(y, n) for y, n in zip(sums, sizes, strict=True)))
    moments = [np.corrcoef(n * x, x)[0, 1] for n, x in zip(sizes, own, strict=True)]
    assert 1.0 - contrast(*arms).variance / plain.variance == pytest.approx(np.mean(moments) ** 2, abs=0.02)
    assert slope(*arms) == pytest.approx(1.0, abs=0.02)


def test_faults_say_what_is_missing() -> None:
    with pytest.raises(DataError, match="1 units are too few: 2 are the least that can be judged, so 1 are missing"):
        compare(SampleMean.of([1.0]), SampleMean.of([1.0, 2.0]))
    with pytest.raises(DataError, match="do not vary"):
        compare(SampleMean.of([1.0, 1.0]), SampleMean.of([2.0, 2.0]))
    with pytest.raises(RequestError, match="A SampleMean cannot be compared with a Proportion"):
        compare(SampleMean.of([1.0, 2.0]), Proportion(5, 2))
    with pytest.raises(DataError, match="covariate is the same"):
        compare(AdjustedMean.of([1.0, 2.0, 4.0], [1, 1, 1]), AdjustedMean.of([1.0, 2.0, 4.0], [1, 1, 1]))
    with pytest.raises(RequestError, match="denominator of the ratio adds up to 0"):
        assert Ratio.of([1.0, 2.0], [0.0, 0.0]).mean
    with pytest.raises(DataError, match="6 successes of 5 units"):
        Proportion(5, 6)
    with pytest.raises(DataError, match="not a number"):
        Moments.of([1.0, float("nan")])
    with pytest.raises(DataError, match="counted from 0 and 1 only"):
        Proportion.of([0, 1, 2])
    with pytest.raises(RequestError, match="alpha must lie between 0 and 1"):
        compare(Proportion(5, 2), Proportion(5, 3), alpha=1.5)
