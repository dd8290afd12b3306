"""What is known of each customer's buying: the frozen values that facts fill and the model judges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from argosy.core.text import Text

Array = npt.NDArray[np.float64]
Names = npt.NDArray[Any]  # of str


@dataclass(frozen=True, eq=False)
class Histories:
    """One place per customer in every array. Days with orders, not orders: two on one day are one.

    `frequency` counts days with orders after the first; `recency_days` run from the first to the last, `age_days` from the first to
    now; `amounts` are what was ordered and kept over the whole history, in the home currency.
    """

    customers: Names
    markets: Names
    frequency: Array
    recency_days: Array
    age_days: Array
    amounts: Array

    def __len__(self) -> int:
        return len(self.customers)

    @property
    def silence_days(self) -> Array:
        """Days since the last order."""
        return self.age_days - self.recency_days


@dataclass(frozen=True, eq=False)
class CustomerFacts:
    """Everything `customer` decides on. `earlier` is how things stood `backtest_days` before `as_of`; None where there was nothing.

    `permissions` says of customers who were asked whether they may be written to for marketing; empty where no consent was loaded.
    """

    as_of: date
    currency: str
    snapshot: int
    source: str
    consent_source: str
    first_on: date | None
    last_on: date | None
    histories: Histories
    earlier: Histories | None
    backtest_days: int
    permissions: Mapping[str, bool]
    market_names: Mapping[str, Text]

    def __post_init__(self) -> None:
        object.__setattr__(self, "permissions", MappingProxyType(dict(self.permissions)))
        object.__setattr__(self, "market_names", MappingProxyType(dict(self.market_names)))
