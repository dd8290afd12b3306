"""How long money is away: from paying the supplier to having the buyer's payment in the bank."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from argosy.core.errors import RequestError


@dataclass(frozen=True)
class CashCycle:
    """Days money lies in stock, with channels and providers, and with suppliers who wait for theirs; any may be unknown (None)."""

    inventory_days: float | None
    receivable_days: float | None
    payable_days: float | None

    @property
    def days(self) -> float | None:
        """The cash conversion cycle; None where stock or receivables are unknown (payables unknown count as paid at once)."""
        if self.inventory_days is None or self.receivable_days is None:
            return None
        return self.inventory_days + self.receivable_days - (self.payable_days or 0.0)


def turning_days(balance: Decimal, flow: Decimal, days: int) -> float | None:
    """Days a balance lasts at the flow of a period of `days`; None where nothing flowed.

    >>> turning_days(Decimal(3000), Decimal(9000), 90)
    30.0
    """
    if days <= 0:
        raise RequestError("A period needs at least one day.")
    return float(balance) / float(flow) * days if flow > 0 else None


def cash_conversion_cycle(
    *,
    stock: Decimal,
    cost_of_goods: Decimal,
    held: Decimal,
    revenue: Decimal,
    owed: Decimal,
    purchases: Decimal,
    days: int,
) -> CashCycle:
    """The cycle from balances at the end of a period of `days` and flows within it, all in one currency.

    `held` is what channels and providers have not paid out, `owed` what suppliers have not been paid.

    >>> cash_conversion_cycle(stock=Decimal(600), cost_of_goods=Decimal(900), held=Decimal(140), revenue=Decimal(1800),
    ...     owed=Decimal(100), purchases=Decimal(900), days=90).days
    57.0
    """
    return CashCycle(
        turning_days(stock, cost_of_goods, days),
        turning_days(held, revenue, days),
        turning_days(owed, purchases, days),
    )


def cost_of_waiting(amount: Decimal, days: float, yearly_rate: Decimal) -> Decimal:
    """What money that is away for so many days costs at a yearly rate, simple interest on 365 days.

    >>> str(cost_of_waiting(Decimal(36500), 10, Decimal("0.06")))
    '60.00'
    """
    return amount * yearly_rate * Decimal(str(days)) / 365
