"""Why a figure changed, split so that the parts sum exactly to the change.

Two kinds of splits, to be nested as a tree:

* along a *formula*: `split_product` (logarithmic-mean Divisia index; Ang, "The LMDI approach to decomposition analysis", Energy Policy 33,
  2005; with zeros in the limit, Ang and Liu, "Handling zero values in the logarithmic mean Divisia index decomposition approach", Energy
  Policy 35, 2007) and `split_formula` (Shapley, "A value for n-person games", 1953), which takes any formula and negative numbers;
* along the *members of a dimension*: `split_amount` for amounts, `split_ratio` for ratios, with a rate and a mix effect per member.

Nothing is left over: what rounding leaves is put to the largest part. With `Decimal` in, `sum(split.effects.values()) == split.change`;
with floats, to the last bits of the largest part. Factors may be int, float or Decimal; the answer is Decimal where any of them is, else
float.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from itertools import combinations
from math import factorial
from typing import Generic, TypeAlias, TypeVar

from argosy.core.errors import DataError, RequestError

Number: TypeAlias = int | float | Decimal
Member = TypeVar("Member", bound=Hashable)

WORKING = Context(prec=60)
"""Precision inside; logarithms of nearly equal numbers lose digits."""

DIGITS = 24
"""Digits that answers keep, so that sums in the usual context of 28 are exact."""

MOST_FACTORS = 10
"""Factors that Shapley's 2^n evaluations are made for."""


@dataclass(frozen=True)
class Split(Generic[Member]):
    """A change and its parts: `sum(effects.values())` is `change`."""

    change: Number
    effects: Mapping[Member, Number]


@dataclass(frozen=True)
class RatioSplit(Generic[Member]):
    """A ratio's change and, per member, what its own rate did (`rate`) and what its share of the weight did (`mix`): all sum to it."""

    change: Number
    rate: Mapping[Member, Number]
    mix: Mapping[Member, Number]


def split_product(
    before: Mapping[str, Number], after: Mapping[str, Number], *, divisors: Collection[str] = ()
) -> Split[str]:
    """What each factor did to the change of the product of all factors (those in `divisors` divide).

    Factors must not be below zero (use `split_formula` then). A factor that comes from zero, or goes to zero, takes the whole change;
    several share it evenly.

    >>> split = split_product({"sessions": 1000, "conversion": 0.05, "value": 20.0}, {"sessions": 1200, "conversion": 0.04, "value": 25.0})
    >>> split.change, {name: round(effect, 2) for name, effect in split.effects.items()}
    (200.0, {'sessions': 200.0, 'conversion': -244.78, 'value': 244.78})
    >>> split_product({"visits": 0, "rate": Decimal("0.5")}, {"visits": 4, "rate": Decimal("0.25")}).effects
    {'visits': Decimal('1'), 'rate': Decimal('0')}
    """
    _check_factors(before, after)
    for name in divisors:
        if name not in before:
            raise RequestError("Factor {factor} divides but is not among the factors.", factor=name)
        if not before[name] or not after[name]:
            raise DataError("Factor {factor} is zero and cannot divide.", factor=name)
    with localcontext(WORKING):
        start, end = _exact(before), _exact(after)
        below = [name for name in before if start[name] < 0 or end[name] < 0]
        if below:
            raise DataError("Factor {factor} is below zero; logarithms need factors at or above zero.", factor=below[0])
        signs = {name: Decimal(-1 if name in divisors else 1) for name in before}
        first, last = _product(start, divisors), _product(end, divisors)
        if first and last:
            effects = {name: signs[name] * _mean(first, last) * (end[name] / start[name]).ln() for name in before}
        else:
            zero = [name for name in before if not (start[name] if last else end[name])] if first or last else []
            effects = {name: (last - first) / len(zero) if name in zero else Decimal(0) for name in before}
        return Split(*_closed(last - first, effects, [first, last], as_decimal=_any_decimal(before, after)))


def split_formula(
    formula: Callable[[Mapping[str, Decimal]], Decimal], before: Mapping[str, Number], after: Mapping[str, Number]
) -> Split[str]:
    """What each factor did to the change of any `formula` of them: its effect averaged over all orders in which factors could have changed.

    `formula` gets and gives Decimals.

    >>> before, after = {"price": 2, "units": 10, "cost": 5}, {"price": 3, "units": 8, "cost": 9}
    >>> split = split_formula(lambda f: f["price"] * f["units"] - f["cost"], before, after)
    >>> split.change, dict(split.effects)
    (0.0, {'price': 9.0, 'units': -5.0, 'cost': -4.0})
    """
    _check_factors(before, after)
    names = list(before)
    if len(names) > MOST_FACTORS:
        raise RequestError(
            "A formula of {count} factors is too long to split; at most {most}.", count=len(names), most=MOST_FACTORS
        )
    with localcontext(WORKING):
        start, end = _exact(before), _exact(after)
        reached = {
            frozenset(changed): formula({name: end[name] if name in changed else start[name] for name in names})
            for size in range(len(names) + 1)
            for changed in combinations(names, size)
        }
        first, last = reached[frozenset()], reached[frozenset(names)]
        effects = {
            name: sum(
                (
                    _orders(len(names), len(coalition)) * (reached[coalition | {name}] - value)
                    for coalition, value in reached.items()
                    if name not in coalition
                ),
                Decimal(0),
            )
            for name in names
        }
        return Split(*_closed(last - first, effects, [first, last], as_decimal=_any_decimal(before, after)))


def split_amount(before: Mapping[Member, Number], after: Mapping[Member, Number]) -> Split[Member]:
    """Each member's part in the change of their sum; a member missing on one side is zero there.

    >>> split_amount({"DE": 100, "FR": 50}, {"DE": 80, "IT": 10})
    Split(change=-60.0, effects={'DE': -20.0, 'FR': -50.0, 'IT': 10.0})
    """
    with localcontext(WORKING):
        start, end = _exact(before), _exact(after)
        effects = {
            member: end.get(member, Decimal(0)) - start.get(member, Decimal(0)) for member in {**before, **after}
        }
        change = sum(effects.values(), Decimal(0))
        return Split(
            *_closed(change, effects, [*start.values(), *end.values()], as_decimal=_any_decimal(before, after))
        )


def split_ratio(
    before: Mapping[Member, tuple[Number, Number]], after: Mapping[Member, tuple[Number, Number]]
) -> RatioSplit[Member]:
    """Each member's part in the change of the ratio of sums, given each member's (value, weight).

    A member's rate effect is its change of rate at its mean share of the weight; its mix effect its change of share times how far its mean
    rate is from the mean ratio (Bennet's symmetric form: Bennet, "The theory of measurement of changes in cost of living", 1920). A member
    without weight on one side has a mix effect only.

    >>> split = split_ratio({"new": (10, 200), "known": (40, 200)}, {"new": (18, 300), "known": (20, 100)})
    >>> split.change, {m: round(e, 4) for m, e in split.rate.items()}, {m: round(e, 4) for m, e in split.mix.items()}
    (-0.03, {'new': 0.0063, 'known': 0.0}, {'new': -0.0138, 'known': -0.0225})
    """
    members = list({**before, **after})
    with localcontext(WORKING):
        ends = [{member: _pair(side.get(member, (0, 0))) for member in members} for side in (before, after)]
        sums = [tuple(sum((pair[part] for pair in end.values()), Decimal(0)) for part in (0, 1)) for end in ends]
        if any(weight <= 0 for _, weight in sums):
            raise DataError("The weights sum to zero or less on one side; there is no ratio to compare.")
        ratios = [value / weight for value, weight in sums]
        middle = (ratios[0] + ratios[1]) / 2
        rate: dict[Member, Decimal] = {}
        mix: dict[Member, Decimal] = {}
        for member in members:
            parts = [
                (end[member][0] / weight, end[member][1] / weight) for end, (_, weight) in zip(ends, sums, strict=True)
            ]
            rate[member], mix[member] = _rate_and_mix(parts[0], parts[1], middle)
        both = {
            **{("rate", member): effect for member, effect in rate.items()},
            **{("mix", member): effect for member, effect in mix.items()},
        }
        decimal = any(isinstance(part, Decimal) for side in (before, after) for pair in side.values() for part in pair)
        change, effects = _closed(ratios[1] - ratios[0], both, ratios, as_decimal=decimal)
    return RatioSplit(
        change,
        {member: effects["rate", member] for member in members},
        {member: effects["mix", member] for member in members},
    )


def _mean(first: Decimal, last: Decimal) -> Decimal:
    """Logarithmic mean; of nearly equal numbers the arithmetic mean, which is the same to more digits than are kept."""
    growth = (last / first).ln()
    return (last - first) / growth if abs(growth) > Decimal("1e-20") else (first + last) / 2


def _rate_and_mix(
    first: tuple[Decimal, Decimal], last: tuple[Decimal, Decimal], middle: Decimal
) -> tuple[Decimal, Decimal]:
    """A member's effects from its (contribution, share) on both sides."""
    (part0, share0), (part1, share1) = first, last
    whole = part1 - part0 - middle * (share1 - share0)
    if share0 <= 0 or share1 <= 0:
        return Decimal(0), whole
    rate = (share0 + share1) / 2 * (part1 / share1 - part0 / share0)
    return rate, whole - rate


def _orders(factors: int, before: int) -> Decimal:
    """Share of all orders in which exactly a given set of `before` factors changes before a given one."""
    return Decimal(factorial(before) * factorial(factors - before - 1)) / Decimal(factorial(factors))


def _check_factors(before: Mapping[str, Number], after: Mapping[str, Number]) -> None:
    if not before or set(before) != set(after):
        raise RequestError("Name the same factors before and after, at least one.")


def _exact(numbers: Mapping[Member, Number]) -> dict[Member, Decimal]:
    return {name: _decimal(number) for name, number in numbers.items()}


def _pair(pair: tuple[Number, Number]) -> tuple[Decimal, Decimal]:
    return _decimal(pair[0]), _decimal(pair[1])


def _decimal(number: Number) -> Decimal:
    """As Decimal; a float by its shortest writing, which is what a person meant by it."""
    exact = Decimal(repr(number)) if isinstance(number, float) else Decimal(number)
    if not exact.is_finite():
        raise DataError("A number is infinite or undefined; there is nothing to split.")
    return exact


def _product(factors: Mapping[str, Decimal], divisors: Collection[str]) -> Decimal:
    product = Decimal(1)
    for name, factor in factors.items():
        product = product / factor if name in divisors else product * factor
    return product


def _any_decimal(*sides: Mapping[Member, Number]) -> bool:
    return any(isinstance(number, Decimal) for side in sides for number in side.values())


def _closed(
    change: Decimal, effects: Mapping[Member, Decimal], scale: Collection[Decimal], *, as_decimal: bool
) -> tuple[Number, dict[Member, Number]]:
    """Change and effects at the digits that are kept; what rounding leaves goes to the largest effect."""
    largest = max((abs(number) for number in (*effects.values(), *scale)), default=Decimal(0))
    if not largest:
        return _given(change, as_decimal), {name: _given(effect, as_decimal) for name, effect in effects.items()}
    step = Decimal(1).scaleb(largest.adjusted() - DIGITS)
    whole = change.quantize(step)
    rounded = {name: effect.quantize(step) for name, effect in effects.items()}
    main = max(rounded, key=lambda name: abs(rounded[name]))
    rounded[main] += whole - sum(rounded.values(), Decimal(0))
    return _given(whole, as_decimal), {name: _given(effect, as_decimal) for name, effect in rounded.items()}


def _given(number: Decimal, as_decimal: bool) -> Number:
    """In the caller's type; a Decimal without trailing zeros, and never in exponents above the unit."""
    if not as_decimal:
        return float(number)
    shortest = number.normalize()
    return shortest.quantize(Decimal(1)) if int(shortest.as_tuple().exponent) > 0 else shortest
