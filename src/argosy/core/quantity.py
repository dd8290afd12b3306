"""Weights in whole grams and lengths in whole millimetres, converted exactly from the units of labels and rate cards.

The factors are exact by definition, by the international yard and pound agreement of 1959:
1 lb = 453.59237 g and 1 in = 25.4 mm.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from argosy.core.errors import RequestError

GRAMS_PER: dict[str, Decimal] = {
    "mg": Decimal("0.001"),
    "g": Decimal(1),
    "kg": Decimal(1000),
    "t": Decimal(1_000_000),
    "oz": Decimal("28.349523125"),
    "lb": Decimal("453.59237"),
}
MILLIMETRES_PER: dict[str, Decimal] = {
    "mm": Decimal(1),
    "cm": Decimal(10),
    "dm": Decimal(100),
    "m": Decimal(1000),
    "in": Decimal("25.4"),
    "ft": Decimal("304.8"),
}
_ALIASES = {
    "mg": "milligram milligrams",
    "g": "gr gram grams 克",
    "kg": "kgs kilogram kilograms 千克 公斤",
    "t": "tonne tonnes 吨",
    "oz": "ounce ounces 盎司",
    "lb": "lbs pound pounds 磅",
    "mm": "millimetre millimetres millimeter millimeters 毫米",
    "cm": "cms centimetre centimetres centimeter centimeters 厘米",
    "m": "metre metres meter meters 米",
    "in": 'inch inches 英寸 "',
    "ft": "foot feet 英尺",
}
_SPELLINGS = {alias: unit for unit, aliases in _ALIASES.items() for alias in aliases.split()}


def exact_grams(value: Decimal | int | str, unit: str) -> Decimal:
    """A weight in grams, not rounded.

    >>> exact_grams("1.5", "lb"), exact_grams(2, "ounces")
    (Decimal('680.388555'), Decimal('56.699046250'))
    """
    return _convert(value, unit, GRAMS_PER, "weight")


def exact_millimetres(value: Decimal | int | str, unit: str) -> Decimal:
    """A length in millimetres, not rounded.

    >>> exact_millimetres("10.25", "inches")
    Decimal('260.350')
    """
    return _convert(value, unit, MILLIMETRES_PER, "length")


def grams(value: Decimal | int | str, unit: str = "g", rounding: str = ROUND_HALF_UP) -> int:
    """A weight in whole grams, half up unless said otherwise.

    >>> grams(1, "lb"), grams("0.75", "kg"), grams("2", "公斤")
    (454, 750, 2000)
    """
    return int(exact_grams(value, unit).to_integral_value(rounding))


def millimetres(value: Decimal | int | str, unit: str = "mm", rounding: str = ROUND_HALF_UP) -> int:
    """A length in whole millimetres, half up unless said otherwise.

    >>> millimetres(18, "in"), millimetres("45.72", "cm")
    (457, 457)
    """
    return int(exact_millimetres(value, unit).to_integral_value(rounding))


def in_unit(value: int | Decimal, unit: str) -> Decimal:
    """Grams in another unit of weight, or millimetres in another unit of length, to the precision of Decimal.

    >>> in_unit(500, "kg"), in_unit(381, "in")
    (Decimal('0.5'), Decimal('15'))
    """
    known = _spelling(unit)
    factor = GRAMS_PER.get(known) or MILLIMETRES_PER.get(known)
    if factor is None:
        raise _unknown(unit, "weight or length", {**GRAMS_PER, **MILLIMETRES_PER})
    return Decimal(value) / factor


@dataclass(frozen=True)
class Dimensions:
    """The sides of a box in whole millimetres, as given; `longest` to `shortest` do not depend on their order.

    >>> box = Dimensions(300, 450, 200)
    >>> box.longest_mm, box.median_mm, box.shortest_mm, box.girth_mm, box.volume_mm3
    (450, 300, 200, 1000, 27000000)
    """

    length_mm: int
    width_mm: int
    height_mm: int

    def __post_init__(self) -> None:
        if min(self.length_mm, self.width_mm, self.height_mm) <= 0:
            raise RequestError(
                "A box of {length} x {width} x {height} mm has no volume; give three sides above zero.",
                length=self.length_mm,
                width=self.width_mm,
                height=self.height_mm,
            )

    @property
    def longest_mm(self) -> int:
        """The longest side."""
        return max(self.length_mm, self.width_mm, self.height_mm)

    @property
    def median_mm(self) -> int:
        """The side between the longest and the shortest."""
        return sorted((self.length_mm, self.width_mm, self.height_mm))[1]

    @property
    def shortest_mm(self) -> int:
        """The shortest side."""
        return min(self.length_mm, self.width_mm, self.height_mm)

    @property
    def girth_mm(self) -> int:
        """The way around the two shorter sides."""
        return 2 * (self.median_mm + self.shortest_mm)

    @property
    def volume_mm3(self) -> int:
        """Cubic millimetres."""
        return self.length_mm * self.width_mm * self.height_mm

    def volumetric_weight_g(self, divisor_cm3_per_kg: int) -> int:
        """Grams the carrier charges for the room taken: cm3 divided by its divisor (5000, 6000 ...), in kg.

        >>> Dimensions(500, 400, 300).volumetric_weight_g(6000)
        10000
        """
        exact = Decimal(self.volume_mm3) / Decimal(
            divisor_cm3_per_kg
        )  # mm3 / (cm3 per kg) is grams: both factors are 1000
        return int(exact.to_integral_value(ROUND_HALF_UP))


def _spelling(unit: str) -> str:
    known = unit.strip().rstrip(".").lower()
    return _SPELLINGS.get(known, known)


def _unknown(unit: str, what: str, known: dict[str, Decimal]) -> RequestError:
    return RequestError(
        "{unit!r} is not a unit of {what} that is known; use one of {known}.",
        unit=unit,
        what=what,
        known=", ".join(known),
    )


def _convert(value: Decimal | int | str, unit: str, factors: dict[str, Decimal], what: str) -> Decimal:
    if isinstance(value, float):
        raise TypeError("a float is not exact: give a Decimal, an integer or text")
    factor = factors.get(_spelling(unit))
    if factor is None:
        raise _unknown(unit, what, factors)
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise RequestError("{value!r} is not a number; write it like 1.5.", value=str(value)) from error
    if not number.is_finite() or number < 0:
        raise RequestError(
            "A {what} of {value} {unit} cannot be; give zero or more.", what=what, value=number, unit=unit
        )
    return number * factor
