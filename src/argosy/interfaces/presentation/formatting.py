"""Figures as a person of a language reads them: money, counts, shares, days, estimates. CLDR does the grouping (Babel).

Exact figures stay exact: nothing here shortens by 万 or k; a value that is missing is an en dash, never 0.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from argosy.core.text import Text

if TYPE_CHECKING:
    from babel import Locale

    from argosy.core.estimate import Estimate

MISSING = "–"
PER_YEAR = "/year"
SMALL_AMOUNT = 100  # below it an estimate in money is read with its cents

Number = int | float | Decimal


@dataclass(frozen=True)
class Formats:
    """Figures in one BCP 47 language (`en`, `zh`)."""

    language: str = "en"

    @cached_property
    def locale(self) -> Locale:
        """The locale of the language; English where CLDR has none."""
        from babel import Locale, UnknownLocaleError

        try:
            return Locale.parse(self.language, sep="-" if "-" in self.language else "_")
        except (UnknownLocaleError, ValueError):
            return Locale.parse("en")

    def number(self, value: Number | None, digits: int = 2) -> str:
        """A number with thousands separators and at most so many digits behind the point.

        >>> Formats().number(1234.5), Formats().number(None), Formats().number(-3, 0)
        ('1,234.5', '–', '−3')
        """
        return self._decimal(value, "#,##0" + ("." + "#" * digits if digits else ""))

    def significant(self, value: Number | None, digits: int = 4) -> str:
        """A figure whose size is not known beforehand: so many significant digits, the exponent only where it is tiny or huge.

        >>> Formats().significant(0.0765895), Formats().significant(5.685e-112), Formats().significant(12345.678)
        ('0.07659', '5.685e−112', '12,346')
        """
        if value is None or not math.isfinite(value):
            return MISSING
        size = abs(float(value))
        if size and not 1e-5 <= size < 1e15:
            return f"{float(value):.{digits - 1}e}".replace("-", "−")
        behind = max(0, digits - 1 - math.floor(math.log10(size))) if size else 0
        return self.number(value, behind)

    def count(self, value: Number | None) -> str:
        """A whole number with thousands separators.

        >>> Formats().count(18532), Formats("zh").count(Decimal("397884"))
        ('18,532', '397,884')
        """
        return self._decimal(value, "#,##0")

    def amount(self, value: Number | None, currency: str) -> str:
        """An amount without its currency (a column says it), with the currency's own number of decimals.

        >>> Formats().amount(Decimal("8911407.9"), "GBP"), Formats().amount(1500, "JPY")
        ('8,911,407.90', '1,500')
        """
        digits = currency_digits(currency)
        return self._decimal(value, "#,##0" + ("." + "0" * digits if digits else ""))

    def money(self, value: Number | None, currency: str) -> str:
        """An amount with its currency.

        >>> Formats().money(Decimal("-12.5"), "EUR"), Formats("zh").money(None, "CNY")
        ('EUR −12.50', '–')
        """
        return MISSING if value is None else f"{currency} {self.amount(value, currency)}"

    def round_money(self, value: float, currency: str) -> str:
        """An estimated amount: cents only where it is small, for more of them would feign precision.

        >>> Formats().round_money(12345.67, "EUR"), Formats().round_money(-1.5, "EUR")
        ('EUR 12,346', 'EUR −1.50')
        """
        return f"{currency} {self._rough(value)}"

    def percent(self, share: Number | None, digits: int = 1) -> str:
        """A fraction as a percentage.

        >>> Formats().percent(0.1234), Formats("zh").percent(Decimal("-0.5")), Formats().percent(None)
        ('12.3%', '−50.0%', '–')
        """
        return self._decimal(share, "#,##0" + ("." + "0" * digits if digits else "") + "%")

    def date(self, day: date | None) -> str:
        """A day as the language writes it.

        >>> Formats().date(date(2011, 12, 9)), Formats("zh").date(date(2011, 12, 9))
        ('Dec 9, 2011', '2011年12月9日')
        """
        if day is None:
            return MISSING
        from babel.dates import format_date

        return format_date(day, "medium", locale=self.locale)

    def instant(self, at: datetime) -> str:
        """An instant to the minute, in its own zone."""
        from babel.dates import format_datetime

        return format_datetime(at, "short", locale=self.locale)

    def place(self, code: str) -> str:
        """A country's code with its name; what has no name stays as it is.

        >>> Formats().place("DE"), Formats("zh").place("DE"), Formats().place("amazon.de")
        ('DE Germany', 'DE 德国', 'amazon.de')
        """
        name = self.locale.territories.get(code) if len(code) == 2 and code.isupper() else None
        return f"{code} {name}" if name else code

    def estimate(self, estimate: Estimate, *, signed: bool = True) -> str:
        """The point of an estimate in its unit: money per year, a percentage, days, or a plain number.

        >>> from argosy.core.estimate import Estimate
        >>> Formats().estimate(Estimate("net_sales", 12300.0, 4000.0, 21000.0, "EUR/year"))
        'EUR +12,300 a year'
        """
        return self._in_unit(estimate.unit, self._reader(estimate.unit, signed)(estimate.point))

    def estimate_range(self, estimate: Estimate) -> str:
        """The interval of an estimate with its probability.

        >>> from argosy.core.estimate import Estimate
        >>> Formats().estimate_range(Estimate("net_sales", 12300.0, -40.0, 21000.0, "EUR/year"))
        '80%: −40.00 … +21,000'
        """
        show = self._reader(estimate.unit, signed=True)
        return f"{self.percent(estimate.level, 0)}: {show(estimate.low)} … {show(estimate.high)}"

    def _reader(self, unit: str, signed: bool) -> Callable[[float], str]:
        """How one number of that unit is written, without the unit."""

        def show(value: float) -> str:
            plus = "+" if signed and value > 0 else ""
            if unit == "/1":
                return plus + self.percent(value)
            return plus + (self._rough(value) if is_money(unit) else self.number(value, 1))

        return show

    def _in_unit(self, unit: str, figure: str) -> str:
        """The figure with its unit in words."""
        if unit == "/1":
            return figure
        what, per_year = unit.removesuffix(PER_YEAR), unit.endswith(PER_YEAR)
        if is_money(unit):
            figure = f"{what} {figure}"
        elif what == "days":
            figure = Text("{number} days", {"number": figure}).render(self.language)
        elif what:
            figure = f"{figure} {what}"
        return Text("{amount} a year", {"amount": figure}).render(self.language) if per_year else figure

    def _rough(self, value: float) -> str:
        small = 0 < abs(value) < SMALL_AMOUNT
        return self._decimal(value, "#,##0.00" if small else "#,##0")

    def _decimal(self, value: Number | None, pattern: str) -> str:
        if value is None or not math.isfinite(value):
            return MISSING
        from babel.numbers import format_decimal

        exact = value if isinstance(value, Decimal | int) else Decimal(repr(float(value)))
        return format_decimal(exact, pattern, locale=self.locale).replace("-", "−")


def is_money(unit: str) -> bool:
    """Whether a unit is a currency, per year or not.

    >>> is_money("EUR/year"), is_money("CNY"), is_money("days"), is_money("/1")
    (True, True, False, False)
    """
    what = unit.removesuffix(PER_YEAR)
    return len(what) == 3 and what.isascii() and what.isupper()


def currency_digits(currency: str) -> int:
    """How many decimals a currency has by CLDR: 2 for EUR, 0 for JPY.

    >>> currency_digits("EUR"), currency_digits("JPY")
    (2, 0)
    """
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)
