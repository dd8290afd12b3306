"""Estimates keep their order, scale, and add like independent errors."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.core.errors import FaultError
from argosy.core.estimate import Estimate, combined

numbers = st.floats(-1e9, 1e9, allow_nan=False)
widths = st.floats(0, 1e6, allow_nan=False)
estimates = st.builds(
    lambda point, below, above: Estimate("sales", point, point - below, point + above, "EUR"), numbers, widths, widths
)


@given(estimates, st.floats(-1e3, 1e3))
def test_scaling_keeps_the_order(estimate: Estimate, factor: float) -> None:
    scaled = estimate.scaled(factor)
    assert scaled.low <= scaled.point <= scaled.high
    assert scaled.point == estimate.point * factor


@given(estimates, estimates)
def test_the_sum_is_wider_than_each_and_narrower_than_both(left: Estimate, right: Estimate) -> None:
    both = left + right
    width, first, second = (each.high - each.low for each in (both, left, right))
    slack = 1e-6
    assert max(first, second) - slack <= width * math.sqrt(2) + slack
    assert width <= first + second + slack
    assert both.point == left.point + right.point


@given(estimates)
def test_json_round_trip(estimate: Estimate) -> None:
    assert Estimate.from_json(json.loads(json.dumps(estimate.to_json()))) == estimate


def test_subtraction_swaps_the_ends_of_what_is_taken_away() -> None:
    gain = Estimate("sales", 10, 10, 10, "EUR") - Estimate("sales", 4, 3, 8, "EUR")
    assert (gain.low, gain.point, gain.high) == (2, 6, 7)


def test_combined() -> None:
    parts = [Estimate("a", 10, 7, 13, "EUR"), Estimate("b", 20, 16, 24, "EUR")]
    assert combined(parts, "all") == Estimate("all", 30, 25, 35, "EUR")
    assert combined([], "all") is None


def test_above_and_below_zero() -> None:
    assert Estimate("a", 2, 1, 3, "EUR").is_above_zero
    assert Estimate("a", -2, -3, -1, "EUR").is_below_zero
    assert not Estimate("a", 0, 0, 1, "EUR").is_above_zero
    assert Estimate.exact("a", 2, "EUR").shifted(1) == Estimate("a", 3, 3, 3, "EUR")
    assert Estimate("a", 2, 1, 3, "EUR").scaled(0.5, unit="USD").unit == "USD"


@pytest.mark.parametrize(
    ("point", "low", "high", "level"),
    [
        (5, 6, 7, 0.8),
        (5, 1, 4, 0.8),
        (math.nan, 0, 1, 0.8),
        (0, -math.inf, 1, 0.8),
        (1, 0, 2, 0),
        (1, 0, 2, 1),
        (1, 0, 2, math.nan),
    ],
)
def test_what_is_not_an_estimate_is_a_fault(point: float, low: float, high: float, level: float) -> None:
    with pytest.raises(FaultError):
        Estimate("sales", point, low, high, "EUR", level)


@pytest.mark.parametrize(
    "other",
    [Estimate("sales", 1, 1, 1, "USD"), Estimate("sales", 1, 1, 1, "EUR", 0.95), Estimate("orders", 1, 1, 1, "EUR")],
)
def test_what_differs_is_not_added(other: Estimate) -> None:
    with pytest.raises(FaultError, match="cannot be added"):
        Estimate("sales", 1, 1, 1, "EUR") + other
    with pytest.raises(TypeError):
        Estimate("sales", 1, 1, 1, "EUR") + 1
