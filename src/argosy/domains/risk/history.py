"""What is known of the seller's cash: the frozen values that facts fill and the model draws from. Money is in the home currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
HISTORY_WEEKS = 104


@dataclass(frozen=True, eq=False)
class CashFacts:
    """Everything `risk` decides on. Weekly arrays have `HISTORY_WEEKS` places, the newest last.

    `balances` by currency; `payouts` by store and `outflows` by category (positive), week by week; `payout_currencies` the share of the
    payouts by the currency they are earned in, and `currency_swing` the weekly standard deviation of each against the home currency.
    `dues` are known payables by week from now, `overdue` those of the past. `known_weeks` is how many weeks there is anything of.
    `supplier`, `supplier_share` and `supplier_weeks` are the main supplier, its share of sales and how long the stock of its goods lasts.
    """

    as_of: date
    currency: str
    snapshot: int
    source: str
    payout_source: str
    bank_source: str
    purchase_source: str
    balance_on: date | None
    balances: Mapping[str, float]
    payouts: Mapping[str, Array]
    payout_currencies: Mapping[str, float]
    currency_swing: Mapping[str, float]
    swing_source: str
    outflows: Mapping[str, Array]
    dues: Array
    overdue: float
    last_payout_on: date | None
    payout_weeks: int
    outflow_weeks: int
    supplier: str
    supplier_share: float
    supplier_weeks: float

    def __post_init__(self) -> None:
        for name in ("balances", "payouts", "payout_currencies", "currency_swing", "outflows"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    @property
    def cash(self) -> float:
        """What is in the accounts now."""
        return sum(self.balances.values())
