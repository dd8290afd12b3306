"""What is known of each store's result: the frozen values that facts fill and the model judges. Money is in the home currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class StoreResult:
    """One store, a value per complete month of `ChannelFacts.months` in every array, costs positive.

    `settled` is what the channel's settlements leave (sales, refunds, fees, fulfilment, storage and all else booked, without advertising
    and tax that only passes through), `goods` what the goods sold cost, `advertising` what was spent on it, `attributed` the sales credited
    to it. `units_without_cost` is the share of the units no cost is known for. `has_settlements` is false where only orders are loaded.
    """

    store: str
    channel: str
    sales: Array
    settled: Array
    goods: Array
    advertising: Array
    attributed: Array
    units_without_cost: float
    has_settlements: bool

    @property
    def contribution(self) -> Array:
        """What is left after every cost known, by month."""
        return self.settled - self.goods - self.advertising


@dataclass(frozen=True, eq=False)
class ChannelFacts:
    """Everything `channel` decides on. `months` are the first days of the complete months, oldest first, twelve at most."""

    as_of: date
    currency: str
    snapshot: int
    source: str
    order_source: str
    cost_source: str
    advertising_source: str
    last_on: date | None
    months: tuple[date, ...]
    stores: tuple[StoreResult, ...]
