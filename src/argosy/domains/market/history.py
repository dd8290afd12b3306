"""What a market's history is: the frozen values that facts fill, draws resample and the model judges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from argosy.core.text import Text
from argosy.reference.model import Reference

Array = npt.NDArray[np.float64]

YEAR_MONTHS = 12


@dataclass(frozen=True, eq=False)
class MarketHistory:
    """One market: twelve months up to `as_of` as the metrics define them, and what stands behind them.

    Amounts are in the home currency. `monthly_*` has one value per complete month of `MarketFacts.months`; `customer_*` one per known
    customer and `sku_amounts` one per SKU, over the whole history. `margin` is what is left of its net revenue after every cost up to
    advertising (None where costs are not known).
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
    margin: float | None = None


@dataclass(frozen=True, eq=False)
class Candidate:
    """A country the seller hardly sells in: dated indicators by name, own demand nobody asked for, and what research says of it.

    `orders` and `net_sales` are of the last twelve months, `sessions` visits from there (None: not told); `competition` and `demand` are
    the means of research tools' own scales, 0 to 100, None where none was loaded. `speaks` is a language buyers there share with a
    market the seller is in, '' where there is none. `vat_rate` is None where the reference has none.
    """

    code: str
    name: Text
    indicators: tuple[Reference, ...]
    orders: int
    net_sales: float
    sessions: float | None
    competition: float | None
    demand: float | None
    speaks: str
    vat_rate: Reference | None

    def value(self, name: str) -> float | None:
        """The newest value of an indicator."""
        return next((float(one.number) for one in self.indicators if one.name == name), None)


@dataclass(frozen=True, eq=False)
class MarketFacts:
    """Everything `market` decides on. `months` are the first days of the complete months, oldest first.

    `candidates` are countries hardly sold in, `sizes` what people online have to spend (USD of 2015 a year) in those that are sold in,
    which is from `sold_from` orders a year on.
    """

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
    candidates: tuple[Candidate, ...] = ()
    sizes: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    research_source: str = ""
    traffic_source: str = ""
    sold_from: int = 1

    def __post_init__(self) -> None:
        object.__setattr__(self, "sizes", MappingProxyType(dict(self.sizes)))
