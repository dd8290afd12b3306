"""Evidence: one fact a decision rests on, with its day and its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from argosy.core.errors import FaultError
from argosy.core.money import Money

Value = str | int | float | bool | Decimal | date | Money | None


@dataclass(frozen=True)
class Evidence:
    """`name` was `value` on the day `as_of`, says `source`: a load id, or a reference as `file@version`.

    >>> Evidence("standard_vat", Decimal("0.19"), date(2026, 1, 1), "vat/DE.yaml@3f2a51c0").to_json()["value"]
    {'decimal': '0.19'}
    """

    name: str
    value: Value
    as_of: date
    source: str

    def __post_init__(self) -> None:
        if not self.name or not self.source:
            raise FaultError("Evidence {name!r} has no name or no source.", name=self.name)
        if isinstance(self.value, float) and self.value - self.value != 0:  # NaN or infinite: JSON has neither
            raise FaultError("Evidence {name} is not a finite number; say that it is missing instead.", name=self.name)

    def to_json(self) -> dict[str, object]:
        """The four fields as JSON types; Decimal, date and Money are tagged, so that they come back as they were."""
        return {"name": self.name, "value": _plain(self.value), "as_of": self.as_of.isoformat(), "source": self.source}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Evidence:
        """The inverse of `to_json`."""
        as_of = date.fromisoformat(str(data["as_of"]))
        return cls(str(data["name"]), _value(data["value"]), as_of, str(data["source"]))


def _plain(value: Value) -> object:
    match value:
        case Decimal():
            return {"decimal": str(value)}
        case Money():
            return value.to_json()
        case date():
            return {"date": value.isoformat()}
        case _:
            return value


def _value(data: object) -> Value:
    match data:
        case {"decimal": text}:
            return Decimal(str(text))
        case {"amount": amount, "currency": currency}:
            return Money.of(str(amount), str(currency))
        case {"date": text}:
            return date.fromisoformat(str(text))
        case str() | int() | float() | None:
            return data
        case _:
            raise FaultError("A value of evidence cannot be read back: {data}.", data=data)
