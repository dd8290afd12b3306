"""Splits of a change sum exactly to it, whatever the numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from argosy.core.errors import DataError, RequestError
from argosy.methods.decomposition import split_amount, split_formula, split_product, split_ratio

POSITIVE = st.decimals(min_value="0", max_value="1000000", places=4)
ANY = st.decimals(min_value="-1000000", max_value="1000000", places=4)
FACTORS = ("sessions", "conversion", "value", "rate")


def pairs(numbers: st.SearchStrategy[Decimal]) -> st.SearchStrategy[tuple[dict[str, Decimal], dict[str, Decimal]]]:
    return st.integers(1, 4).flatmap(
        lambda count: st.tuples(*(st.fixed_dictionaries(dict.fromkeys(FACTORS[:count], numbers)) for _ in range(2)))
    )


def product(factors: Mapping[str, Decimal]) -> Decimal:
    return math.prod(factors.values(), start=Decimal(1))


def close(one: float | Decimal, other: float | Decimal, scale: float | Decimal) -> bool:
    return abs(float(one) - float(other)) <= 1e-9 * max(abs(float(scale)), 1.0)


@given(pairs(POSITIVE))
def test_a_product_splits_exactly(sides: tuple[dict[str, Decimal], dict[str, Decimal]]) -> None:
    before, after = sides
    split = split_product(before, after)
    assert sum(split.effects.values()) == split.change
    assert close(split.change, product(after) - product(before), max(product(before), product(after)))


@given(pairs(POSITIVE))
def test_a_quotient_splits_exactly(sides: tuple[dict[str, Decimal], dict[str, Decimal]]) -> None:
    before, after = sides
    first = next(iter(before))
    assume(before[first] and after[first])
    split = split_product(before, after, divisors=[first])
    assert sum(split.effects.values()) == split.change


@given(pairs(ANY))
def test_shapley_splits_any_formula_exactly(sides: tuple[dict[str, Decimal], dict[str, Decimal]]) -> None:
    before, after = sides

    def formula(factors: Mapping[str, Decimal]) -> Decimal:
        return product(factors) - sum(factors.values(), Decimal(0)) / (1 + abs(factors["sessions"]))

    split = split_formula(formula, before, after)
    assert sum(split.effects.values()) == split.change
    assert close(split.change, formula(after) - formula(before), max(abs(formula(before)), abs(formula(after))))


@given(st.lists(st.floats(1e-3, 1e6), min_size=6, max_size=6))
def test_floats_sum_to_the_last_bits(numbers: list[float]) -> None:
    before, after = (dict(zip("abc", side, strict=True)) for side in (numbers[:3], numbers[3:]))
    for split in (split_product(before, after), split_formula(product, before, after)):
        assert all(isinstance(effect, float) for effect in split.effects.values())
        largest = max(abs(effect) for effect in split.effects.values())
        assert close(sum(split.effects.values()), split.change, largest)
        assert close(
            split.change, math.prod(numbers[3:]) - math.prod(numbers[:3]), max(largest, math.prod(numbers[3:]))
        )


MEMBERS = st.dictionaries(st.sampled_from("abcdefgh"), st.tuples(ANY, POSITIVE), min_size=1)


@given(MEMBERS, MEMBERS)
def test_a_ratio_splits_exactly(
    before: dict[str, tuple[Decimal, Decimal]], after: dict[str, tuple[Decimal, Decimal]]
) -> None:
    ratios = []
    for side in (before, after):
        weight = sum(weight for _, weight in side.values())
        assume(weight > 0)
        ratios.append(sum(value for value, _ in side.values()) / weight)
    split = split_ratio(before, after)
    assert set(split.rate) == set(split.mix) == set(before) | set(after)
    assert sum(split.rate.values()) + sum(split.mix.values()) == split.change
    assert close(split.change, ratios[1] - ratios[0], max(abs(ratio) for ratio in ratios))


@given(MEMBERS)
def test_the_same_twice_changes_nothing(side: dict[str, tuple[Decimal, Decimal]]) -> None:
    assume(sum(weight for _, weight in side.values()) > 0)
    split = split_ratio(side, side)
    assert split.change == 0
    assert set(split.rate.values()) == set(split.mix.values()) == {Decimal(0)}


@given(st.dictionaries(st.text(max_size=3), ANY), st.dictionaries(st.text(max_size=3), ANY))
def test_an_amount_splits_exactly(before: dict[str, Decimal], after: dict[str, Decimal]) -> None:
    split = split_amount(before, after)
    assert sum(split.effects.values(), Decimal(0)) == split.change == sum(after.values()) - sum(before.values())


@given(st.permutations(FACTORS), pairs(POSITIVE))
def test_the_order_of_factors_does_not_matter(
    order: list[str], sides: tuple[dict[str, Decimal], dict[str, Decimal]]
) -> None:
    before, after = sides
    names = [name for name in order if name in before]
    again = split_product({name: before[name] for name in names}, {name: after[name] for name in names})
    first = split_product(before, after)
    assert again.change == first.change
    for name in names:
        assert close(again.effects[name], first.effects[name], max(product(before), product(after)))


def test_logarithmic_mean_by_hand() -> None:
    """10 x 2 to 20 x 3: the mean of 20 and 60 is 40 / ln 3."""
    split = split_product({"x": 10, "y": 2}, {"x": 20, "y": 3})
    mean = 40 / math.log(3)
    assert split.effects["x"] == pytest.approx(mean * math.log(2), abs=1e-12)
    assert split.effects["y"] == pytest.approx(mean * math.log(1.5), abs=1e-12)


def test_shapley_by_hand() -> None:
    """Both orders averaged: (20 - 10) x (2 + 3) / 2 and (3 - 2) x (10 + 20) / 2."""
    split = split_formula(lambda factors: factors["x"] * factors["y"], {"x": 10, "y": 2}, {"x": 20, "y": 3})
    assert split.effects == {"x": 25.0, "y": 15.0}


def test_zeros_take_the_change() -> None:
    assert split_product({"x": 0, "y": 5}, {"x": 2, "y": 3}).effects == {"x": 6.0, "y": 0.0}
    assert split_product({"x": 2, "y": 5}, {"x": 0, "y": 0}).effects == {"x": -5.0, "y": -5.0}
    assert split_product({"x": 0, "y": 5}, {"x": 3, "y": 0}).effects == {"x": 0.0, "y": 0.0}
    assert split_product({"x": 0}, {"x": 0}).change == 0.0


def test_rate_and_mix_by_hand() -> None:
    """Only the mix moved: both rates stayed, the worse one gained weight."""
    split = split_ratio({"good": (30, 100), "bad": (10, 100)}, {"good": (15, 50), "bad": (15, 150)})
    assert split.change == pytest.approx(-0.05)
    assert split.rate == {"good": 0.0, "bad": 0.0}
    assert split.mix["good"] + split.mix["bad"] == pytest.approx(-0.05)


def test_a_member_that_comes_or_goes_has_a_mix_effect_only() -> None:
    split = split_ratio({"old": (10, 100)}, {"old": (10, 100), "new": (30, 100)})
    assert split.change == pytest.approx(0.1)
    assert split.rate["new"] == 0.0
    assert split.mix["new"] == pytest.approx(0.5 * (0.3 - 0.15))
    orphan = split_ratio({"x": (1, 10), "y": (2, 0)}, {"x": (1, 10), "y": (0, 0)})
    assert orphan.mix["y"] == pytest.approx(-0.2)


def test_bad_factors_are_answered_in_one_sentence() -> None:
    with pytest.raises(DataError, match=r"^Factor x is below zero; logarithms need factors at or above zero\.$"):
        split_product({"x": -1}, {"x": 1})
    with pytest.raises(DataError, match=r"^Factor x is zero and cannot divide\.$"):
        split_product({"x": 0, "y": 1}, {"x": 1, "y": 1}, divisors=["x"])
    with pytest.raises(RequestError, match=r"^Factor z divides but is not among the factors\.$"):
        split_product({"x": 1}, {"x": 1}, divisors=["z"])
    with pytest.raises(RequestError, match=r"^Name the same factors before and after, at least one\.$"):
        split_product({"x": 1}, {"y": 1})
    with pytest.raises(RequestError, match="at least one"):
        split_formula(product, {}, {})
    with pytest.raises(RequestError, match=r"^A formula of 11 factors is too long to split; at most 10\.$"):
        split_formula(product, dict.fromkeys("abcdefghijk", 1), dict.fromkeys("abcdefghijk", 2))
    with pytest.raises(DataError, match="infinite or undefined"):
        split_amount({"x": float("inf")}, {"x": 1})
    with pytest.raises(DataError, match="there is no ratio to compare"):
        split_ratio({"x": (1, 0)}, {"x": (1, 1)})
