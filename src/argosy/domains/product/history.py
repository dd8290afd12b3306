"""What is known of each product's demand, stock and supply: the frozen values that facts fill and the model judges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Names = npt.NDArray[Any]  # of str


@dataclass(frozen=True, eq=False)
class Lines:
    """One place per product and pool (the country of the warehouses that serve it) in every array; N of them.

    `units` is N x T by week, the newest last, NaN before the first sale; `censored` is true where a warehouse was empty for a part of the
    week. `stock` is NaN where no export tells it. `on_order` is what suppliers still owe. `price` is the mean net price of a unit in
    the home currency, `cost` what it costs to land one, NaN where nobody said. `markets` names the markets served, the largest first.
    `margin` is the share of net revenue that was left of the product before advertising, measured; NaN (or empty) where it is not known.
    """

    products: Names
    pools: Names
    markets: tuple[tuple[str, ...], ...]
    units: Array
    censored: Flags
    stock: Array
    inbound: Array
    on_order: Array
    price: Array
    cost: Array
    minimum: Array
    multiple: Array
    stated_lead_days: Array
    suppliers: Names
    is_ending: Flags
    margin: Array = field(default_factory=lambda: np.zeros(0))

    def __len__(self) -> int:
        return len(self.products)


@dataclass(frozen=True, eq=False)
class ProductFacts:
    """Everything `product` decides on. `leads` are days from order to receipt by supplier, late open orders with their age so far.

    `cash` is what is in the accounts now, in the home currency; None where no balance was loaded.
    """

    as_of: date
    currency: str
    snapshot: int
    source: str
    stock_source: str
    purchase_source: str
    cost_source: str
    cash_source: str
    last_on: date | None
    weeks: int
    lines: Lines
    leads: Mapping[str, Array]
    cash: float | None

    def __post_init__(self) -> None:
        object.__setattr__(self, "leads", MappingProxyType(dict(self.leads)))
