"""Money never loses a cent, never mixes currencies, never takes a float."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argosy.core.errors import RequestError
from argosy.core.money import CurrencyMismatchError, Money, is_currency_code, total

amounts = st.decimals(min_value=-(10**15), max_value=10**15, places=4, allow_nan=False)
weights = st.lists(
    st.decimals(min_value=0, max_value=10**9, places=6, allow_nan=False), min_size=1, max_size=40
).filter(lambda values: sum(values) > 0)


@given(amounts, weights, st.integers(0, 4))
def test_allocation_loses_nothing(amount: Decimal, shares: list[Decimal], minor_units: int) -> None:
    money = Money(amount, "EUR")
    parts = money.allocate(shares, minor_units)
    assert total(parts, "EUR") == money
    assert len(parts) == len(shares)
    assert all(not part for part, share in zip(parts, shares, strict=True) if share == 0)


@given(amounts, weights)
def test_each_part_is_within_one_minor_unit_of_its_fair_share(amount: Decimal, shares: list[Decimal]) -> None:
    money = Money(amount, "EUR").quantised()
    for part, share in zip(money.allocate(shares), shares, strict=True):
        fair = money.amount * share / sum(shares)
        assert abs(part.amount - fair) < Decimal("0.010001")


@given(st.lists(amounts, max_size=50))
def test_sum_is_exact_and_in_any_order(values: list[Decimal]) -> None:
    forwards = total([Money(value, "CNY") for value in values], "CNY")
    backwards = total([Money(value, "CNY") for value in reversed(values)], "CNY")
    assert forwards == backwards
    assert forwards.amount * 10_000 == sum(int(value * 10_000) for value in values)


def test_the_builtin_sum_works() -> None:
    assert sum([Money.of("1.10", "EUR"), Money.of("2.20", "EUR")]) == Money.of("3.3", "EUR")


@given(amounts)
def test_json_round_trip_keeps_every_digit(amount: Decimal) -> None:
    money = Money(amount, "JPY")
    assert Money.from_json(money.to_json()) == money
    assert Money.from_json(money.to_json()).amount.as_tuple() == Decimal(f"{amount:f}").as_tuple()


@pytest.mark.parametrize("operation", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__", "__truediv__"])
def test_two_currencies_never_meet(operation: str) -> None:
    with pytest.raises(CurrencyMismatchError, match="EUR and USD cannot be added or compared") as caught:
        getattr(Money.of(1, "EUR"), operation)(Money.of(1, "USD"))
    assert isinstance(caught.value, RequestError)
    assert isinstance(caught.value, TypeError)


def test_the_same_number_in_two_currencies_is_not_equal() -> None:
    assert Money.of(1, "EUR") != Money.of(1, "USD")
    assert hash(Money.of("1.0", "EUR")) == hash(Money.of("1.00", "EUR"))


def test_a_float_is_refused_everywhere() -> None:
    with pytest.raises(TypeError):
        Money(1.5, "EUR")
    with pytest.raises(TypeError):
        Money.of(1.5, "EUR")
    with pytest.raises(TypeError):
        Money.of(1, "EUR") * 1.5
    with pytest.raises(TypeError):
        Money.of(1, "EUR") + 5
    with pytest.raises(TypeError):
        5 + Money.of(1, "EUR")


@pytest.mark.parametrize(
    ("amount", "currency"), [("nan", "EUR"), ("Infinity", "EUR"), ("ten", "EUR"), ("1", "eur"), ("1", "€")]
)
def test_what_is_not_money_is_refused_in_a_sentence(amount: str, currency: str) -> None:
    with pytest.raises(RequestError, match=r"must be a finite number|is not an amount|is not a currency"):
        Money.of(amount, currency)


def test_arithmetic() -> None:
    money = Money.of("10.00", "EUR")
    assert money * Decimal("0.19") == Money.of("1.90", "EUR")
    assert 3 * money == Money.of(30, "EUR")
    assert money / 4 == Money.of("2.5", "EUR")
    assert money / Money.of(4, "EUR") == Decimal("2.5")
    assert abs(-money) == money
    assert money - money == Money.zero("EUR")
    assert not money - money
    assert str(-Money.zero("EUR")) == "0 EUR"
    assert Money.of(1, "EUR") < Money.of(2, "EUR") <= Money.of(2, "EUR")


@pytest.mark.parametrize(("minor_units", "expected"), [(0, "1235"), (1, "1234.6"), (2, "1234.57"), (3, "1234.568")])
def test_quantised_by_minor_unit(minor_units: int, expected: str) -> None:
    assert Money.of("1234.5675", "KWD").quantised(minor_units).amount == Decimal(expected)


@pytest.mark.parametrize("shares", [[], [0, 0], [1, -1], [2, -1], [Decimal("NaN")], [Decimal("Infinity"), 1]])
def test_weights_that_say_nothing_are_refused(shares: list[Decimal]) -> None:
    with pytest.raises(RequestError, match="cannot be split by the weights"):
        Money.of(1, "EUR").allocate(shares)


def test_total_refuses_a_stranger() -> None:
    with pytest.raises(CurrencyMismatchError):
        total([Money.of(1, "EUR"), Money.of(1, "USD")], "EUR")


def test_currency_shape_refuses_a_line_end() -> None:
    assert not is_currency_code("EUR\n")
