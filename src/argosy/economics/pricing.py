"""The price at which nothing is earned, the lowest price one may ask, and the margin at any price.

All follow from one identity per unit sold. With price p (as the buyer sees it), tax rate t contained in it, charges that are a share
of the price f (referral, payment, advertising) and costs that do not depend on the price c:

    profit = p / (1 + t) - f * p - c
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from argosy.core.errors import RequestError


@dataclass(frozen=True)
class UnitEconomics:
    """What selling one unit takes, in one currency.

    `unit_cost` is the landed cost; `fixed_charges` what is charged per unit whatever the price (fulfilment, fixed fees);
    `price_share` the sum of charges that are a share of the price the buyer pays; `tax_rate` the tax contained in that price
    (0 where tax is added on top or the channel owes it). A share `return_rate` of units comes back: the price is refunded,
    `return_charge` is paid each time, and `resaleable_share` of those units goes back on the shelf.
    """

    unit_cost: Decimal
    fixed_charges: Decimal = Decimal(0)
    price_share: Decimal = Decimal(0)
    tax_rate: Decimal = Decimal(0)
    return_rate: Decimal = Decimal(0)
    return_charge: Decimal = Decimal(0)
    resaleable_share: Decimal = Decimal(0)

    @property
    def kept_per_price(self) -> Decimal:
        """Of one unit of price, what stays after tax, returns and charges that are a share of it."""
        return (1 - self.return_rate) * (1 / (1 + self.tax_rate) - self.price_share)

    @property
    def cost_per_sale(self) -> Decimal:
        """What one sale costs whatever its price; resaleable returns give their cost back."""
        goods = self.unit_cost * (1 - self.return_rate * self.resaleable_share)
        return goods + self.fixed_charges + self.return_rate * self.return_charge

    def profit(self, price: Decimal) -> Decimal:
        """Expected profit of one sale at a price.

        >>> str(UnitEconomics(Decimal(8), Decimal(3), Decimal("0.15")).profit(Decimal(20)))
        '6.00'
        """
        return price * self.kept_per_price - self.cost_per_sale


def break_even_price(unit: UnitEconomics, minor_unit: Decimal = Decimal("0.01")) -> Decimal:
    """The lowest price, in whole minor units, that loses nothing; `RequestError` where no price does.

    >>> str(break_even_price(UnitEconomics(Decimal(8), Decimal(3), Decimal("0.15"))))
    '12.95'
    """
    return price_floor(unit, Decimal(0), minor_unit)


def price_floor(unit: UnitEconomics, margin: Decimal, minor_unit: Decimal = Decimal("0.01")) -> Decimal:
    """The lowest price that leaves `margin` (a share of the price net of tax) as profit.

    >>> str(price_floor(UnitEconomics(Decimal(8), Decimal(3), Decimal("0.15"), Decimal("0.19")), Decimal("0.1")))
    '18.15'
    """
    kept = unit.kept_per_price - margin * (1 - unit.return_rate) / (1 + unit.tax_rate)
    if kept <= 0:
        raise RequestError(
            "No price reaches a margin of {margin}: charges and tax already take {taken} of it.",
            margin=f"{margin:.0%}",
            taken=f"{1 - unit.kept_per_price:.0%}",
        )
    return (unit.cost_per_sale / kept / minor_unit).to_integral_value(ROUND_CEILING) * minor_unit


def margin(profit: Decimal, revenue: Decimal) -> Decimal | None:
    """Profit as a share of revenue; None where there was no revenue.

    >>> str(margin(Decimal(3), Decimal(20)))
    '0.15'
    """
    return profit / revenue if revenue else None


def return_on_investment(profit: Decimal, invested: Decimal) -> Decimal | None:
    """Profit as a share of what was put in (landed cost of the units sold); None where nothing was.

    >>> str(return_on_investment(Decimal(3), Decimal(8)))
    '0.375'
    """
    return profit / invested if invested else None


def break_even_acos(unit: UnitEconomics, price: Decimal) -> Decimal:
    """The share of the price that advertising may cost before a sale earns nothing (advertising not in `price_share`).

    >>> str(break_even_acos(UnitEconomics(Decimal(8), Decimal(3), Decimal("0.15")), Decimal(20)))
    '0.30'
    """
    return unit.profit(price) / price / (1 - unit.return_rate)
