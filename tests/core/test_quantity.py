"""Weights and lengths convert exactly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.core.errors import RequestError
from argosy.core.quantity import (
    GRAMS_PER,
    MILLIMETRES_PER,
    Dimensions,
    exact_grams,
    exact_millimetres,
    grams,
    in_unit,
    millimetres,
)

numbers = st.decimals(min_value=0, max_value=10**6, places=3, allow_nan=False)


@given(numbers, st.sampled_from(sorted(GRAMS_PER)))
def test_weights_convert_back(value: Decimal, unit: str) -> None:
    assert abs(in_unit(exact_grams(value, unit), unit) - value) < Decimal("1e-15")
    assert abs(grams(value, unit) - exact_grams(value, unit)) <= Decimal("0.5")


@given(numbers, st.sampled_from(sorted(MILLIMETRES_PER)))
def test_lengths_convert_back(value: Decimal, unit: str) -> None:
    assert abs(in_unit(exact_millimetres(value, unit), unit) - value) < Decimal("1e-15")
    assert abs(millimetres(value, unit) - exact_millimetres(value, unit)) <= Decimal("0.5")


def test_sixteen_ounces_are_a_pound_and_twelve_inches_a_foot() -> None:
    assert exact_grams(16, "oz") == exact_grams(1, "lb") == Decimal("453.59237")
    assert exact_millimetres(12, "in") == exact_millimetres(1, "ft")


@pytest.mark.parametrize(
    ("value", "unit", "expected"), [("1", "Pounds", 454), ("0.5", "KG", 500), ("3", "盎司", 85), (2, "lbs.", 907)]
)
def test_units_as_reports_spell_them(value: str | int, unit: str, expected: int) -> None:
    assert grams(value, unit) == expected


@pytest.mark.parametrize(("value", "unit"), [("1", "stone"), ("1", "cm"), ("-1", "g"), ("NaN", "g"), ("heavy", "g")])
def test_what_is_not_a_weight_is_refused_in_a_sentence(value: str, unit: str) -> None:
    with pytest.raises(RequestError, match=r"is not a unit of weight|give zero or more|is not a number"):
        grams(value, unit)


def test_floats_and_strange_units_are_refused() -> None:
    with pytest.raises(TypeError):
        grams(0.5, "kg")
    with pytest.raises(RequestError, match="not a unit of weight or length"):
        in_unit(1, "bushel")


@given(st.permutations([450, 300, 200]))
def test_a_box_does_not_depend_on_the_order_of_its_sides(sides: list[int]) -> None:
    box = Dimensions(*sides)
    assert (box.longest_mm, box.median_mm, box.shortest_mm, box.girth_mm) == (450, 300, 200, 1000)
    assert box.volumetric_weight_g(5000) == 5400


def test_a_box_without_volume_is_refused() -> None:
    with pytest.raises(RequestError, match="has no volume"):
        Dimensions(10, 0, 10)
