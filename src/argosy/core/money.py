"""Money: a Decimal amount and an ISO 4217 currency that never mix silently.

A float is refused, two currencies are refused, and nothing is rounded unless the caller says to how many digits.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from fractions import Fraction
from typing import overload

from argosy.core.errors import RequestError

_CURRENCY = re.compile(r"[A-Z]{3}\Z")
_EXACT = Context(prec=60)  # wide enough that no sum of a ledger is ever rounded


class CurrencyMismatchError(RequestError, TypeError):
    """Two currencies met where one was needed."""


def is_currency_code(text: str) -> bool:
    """Whether the text has the shape of an ISO 4217 code (that it exists is for `argosy.reference.currencies` to say).

    >>> is_currency_code("EUR"), is_currency_code("eur"), is_currency_code("EURO")
    (True, False, False)
    """
    return _CURRENCY.match(text) is not None


@dataclass(frozen=True)
class Money:
    """An exact amount in one currency; equal when the values are (1.0 EUR is 1.00 EUR).

    >>> Money(Decimal("12.30"), "EUR") + Money(Decimal("0.70"), "EUR")
    Money(amount=Decimal('13.00'), currency='EUR')
    >>> Money.of("1", "EUR") + Money.of("1", "USD")
    Traceback (most recent call last):
    ...
    argosy.core.money.CurrencyMismatchError: EUR and USD cannot be added or compared; convert one of them first.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"an amount of money is a Decimal, not {type(self.amount).__name__}")
        if not self.amount.is_finite():
            raise RequestError("An amount of money must be a finite number, not {amount}.", amount=self.amount)
        if not is_currency_code(self.currency):
            raise RequestError(
                "{currency!r} is not a currency; give the three letters of ISO 4217, such as EUR.",
                currency=self.currency,
            )

    @classmethod
    def of(cls, amount: Decimal | int | str, currency: str) -> Money:
        """Money from an integer or from text with a decimal point.

        >>> Money.of("-3.50", "CNY")
        Money(amount=Decimal('-3.50'), currency='CNY')
        """
        if isinstance(amount, float):
            raise TypeError("a float is not exact: make money from a Decimal, an integer or text")
        try:
            return cls(Decimal(amount), currency)
        except InvalidOperation as error:
            raise RequestError("{amount!r} is not an amount; write it like 1234.50.", amount=str(amount)) from error

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in that currency."""
        return cls(Decimal(0), currency)

    def _same(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise CurrencyMismatchError(
                "{left} and {right} cannot be added or compared; convert one of them first.",
                left=self.currency,
                right=other.currency,
            )
        return other.amount

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(_EXACT.add(self.amount, self._same(other)), self.currency)

    def __radd__(self, other: int) -> Money:
        if other == 0 and isinstance(other, int):  # so that sum() works
            return self
        return NotImplemented

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return Money(_EXACT.subtract(self.amount, self._same(other)), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount if self.amount else self.amount, self.currency)

    def __abs__(self) -> Money:
        return Money(abs(self.amount), self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        if isinstance(factor, bool) or not isinstance(factor, Decimal | int):
            return NotImplemented
        return Money(_EXACT.multiply(self.amount, Decimal(factor)), self.currency)

    __rmul__ = __mul__

    @overload
    def __truediv__(self, divisor: Money) -> Decimal: ...
    @overload
    def __truediv__(self, divisor: Decimal | int) -> Money: ...
    def __truediv__(self, divisor: Money | Decimal | int) -> Money | Decimal:
        if isinstance(divisor, Money):
            return self.amount / self._same(divisor)
        if isinstance(divisor, bool) or not isinstance(divisor, Decimal | int):
            return NotImplemented
        return Money(self.amount / Decimal(divisor), self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    def quantised(self, minor_units: int = 2, rounding: str = ROUND_HALF_UP) -> Money:
        """Rounded to the currency's minor unit (2 for EUR, 0 for JPY, 3 for KWD), half up unless said otherwise.

        >>> str(Money.of("2.345", "EUR").quantised()), str(Money.of("2.5", "JPY").quantised(0))
        ('2.35 EUR', '3 JPY')
        """
        return Money(self.amount.quantize(Decimal(1).scaleb(-minor_units), rounding, _EXACT), self.currency)

    def allocate(self, weights: Sequence[Decimal | int], minor_units: int = 2) -> tuple[Money, ...]:
        """Split by weights (>= 0, not all 0) into amounts of whole minor units that add up to this amount exactly.

        The units left after rounding down go to the largest remainders, the earlier first. An amount finer than the
        minor unit is split at its own precision, so that nothing is lost.

        >>> [str(part) for part in Money.of("10.00", "EUR").allocate([1, 1, 1])]
        ['3.34 EUR', '3.33 EUR', '3.33 EUR']
        >>> [str(part) for part in Money.of("-0.05", "EUR").allocate([1, 0, 1])]
        ['-0.03 EUR', '0.00 EUR', '-0.02 EUR']
        """
        shares = [Fraction(weight) for weight in weights if Decimal(weight).is_finite()]
        whole = sum(shares, Fraction(0))
        if len(shares) < len(weights) or whole <= 0 or min(shares) < 0:
            raise RequestError(
                "An amount cannot be split by the weights {weights}; give at least one above zero and none below.",
                weights=", ".join(str(weight) for weight in weights) or "(none)",
            )
        exponent = self.amount.as_tuple().exponent
        digits = max(minor_units, -exponent if isinstance(exponent, int) else 0)
        units = abs(int(self.amount.scaleb(digits, _EXACT)))
        exact = [units * share / whole for share in shares]
        parts = [math.floor(value) for value in exact]
        by_remainder = sorted(range(len(parts)), key=lambda index: parts[index] - exact[index])
        for index in by_remainder[: units - sum(parts)]:
            parts[index] += 1
        sign = -1 if self.amount < 0 else 1
        return tuple(Money(Decimal(sign * part).scaleb(-digits, _EXACT), self.currency) for part in parts)

    def to_json(self) -> dict[str, str]:
        """`{"amount": "12.30", "currency": "EUR"}`: the amount is text, so that no reader makes it a float."""
        return {"amount": f"{self.amount:f}", "currency": self.currency}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Money:
        """The inverse of `to_json`."""
        return cls.of(str(data["amount"]), str(data["currency"]))


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of amounts that are all in `currency`; zero in that currency where there are none.

    >>> str(total([], "EUR")), str(total([Money.of(2, "EUR"), Money.of(3, "EUR")], "EUR"))
    ('0 EUR', '5 EUR')
    """
    return sum(amounts, Money.zero(currency))
