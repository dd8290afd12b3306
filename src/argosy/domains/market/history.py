"""What a market's history is: the frozen values that facts fill, draws resample and the model judges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from argosy.core.text import Text

Array = npt.NDArray[np.float64]

YEAR_MONTHS = 12


@dataclass(frozen=True, eq=False)
class MarketHistory:
    """One market: twelve months up to `as_of` as the metrics define them, and what stands behind them.

    Amounts are in the home currency. `monthly_*` has one value per complete month of `MarketFacts.months`; `customer_*` one per known
    customer and `sku_amounts` one per SKU, over the whole history.
    """

    code: str
    name: Text
    net_sales: Decimal
    orders: int
    customers: int
    repeat_purchase_rate: float | None
    refund_rate: float | None
    monthly_net: Array
    monthly_refunds: Array
    customer_orders: Array
    customer_amounts: Array
    sku_amounts: Array


@dataclass(frozen=True, eq=False)
class MarketFacts:
    """Everything `market` decides on. `months` are the first days of the complete months, oldest first."""

    as_of: date
    currency: str
    snapshot: int
    source: str
    year_start: date
    first_on: date | None
    last_on: date | None
    months: tuple[date, ...]
    markets: tuple[MarketHistory, ...]
    net_sales_without_market: Decimal


def frozen(values: npt.ArrayLike) -> Array:
    """A copy that cannot be changed any more."""
    array = np.array(values, dtype=np.float64)
    array.setflags(write=False)
    return array
