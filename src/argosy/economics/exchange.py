"""What changing money really costs: the rate a provider applied against the market's, its fees in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Conversion:
    """One conversion: what was given up; in the target currency, what arrived and what the given amount was worth at the reference rate."""

    given: Decimal
    arrived: Decimal
    worth: Decimal

    @property
    def cost(self) -> Decimal:
        """What it cost in the target currency: spread and fees together; negative where the rate was better than the reference."""
        return self.worth - self.arrived


def effective_rate(conversions: Iterable[Conversion]) -> Decimal | None:
    """The all-in cost as a share of the money's worth, weighted by amount; None where nothing was converted.

    >>> found = effective_rate([Conversion(Decimal(1000), Decimal(7150), Decimal(7200)), Conversion(Decimal(1), Decimal(7), Decimal(8))])
    >>> f"{found:.4%}"
    '0.7075%'
    """
    listed = list(conversions)
    worth = sum((one.worth for one in listed), Decimal(0))
    return sum((one.cost for one in listed), Decimal(0)) / worth if worth else None
