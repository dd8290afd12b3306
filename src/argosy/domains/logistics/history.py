"""What is known of parcels on their way and of units in warehouses: the frozen values that facts fill and the model judges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, order=True)
class Route:
    """Carrier, its service, how it travels and where to; '' where the file does not say."""

    carrier: str
    service: str
    kind: str
    country: str


@dataclass(frozen=True, eq=False)
class RouteDays:
    """Parcels of one route by days: `delivered[d]` arrived after d days, `waiting[d]` have been on their way for d days; `late` of them."""

    route: Route
    delivered: Array
    waiting: Array
    late: int


@dataclass(frozen=True)
class Parcel:
    """A parcel that has not arrived, is lost or damaged, and was not claimed; `amount` may be claimed, None where nobody said its worth."""

    route: Route
    store: str
    number: str
    tracking: str
    status: str
    shipped_on: date
    age_days: int
    amount: float | None


@dataclass(frozen=True)
class LostUnits:
    """Units of a product that a warehouse lost or damaged and neither found nor paid for; `unit_value` is what is paid for one."""

    store: str
    location: str
    product: str
    lost: float
    damaged: float
    found: float
    reimbursed: float
    open_units: float
    first_on: date
    unit_value: float | None


@dataclass(frozen=True)
class Deadline:
    """Days until a claim lapses, with where that stands; `is_assumed` where no reference speaks of the carrier."""

    days: int
    source: str
    checked_on: date
    is_assumed: bool


@dataclass(frozen=True, eq=False)
class LogisticsFacts:
    """Everything `logistics` decides on. `paid_share` is, by carrier, claims decided and the share of them that was paid."""

    as_of: date
    currency: str
    snapshot: int
    source: str
    stock_source: str
    cost_source: str
    last_on: date | None
    routes: tuple[RouteDays, ...]
    parcels: tuple[Parcel, ...]
    paid_claims: Mapping[str, tuple[int, int]]
    units: tuple[LostUnits, ...]
    has_events: bool
    deadlines: Mapping[str, Deadline]
    hour_cost: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "paid_claims", MappingProxyType(dict(self.paid_claims)))
        object.__setattr__(self, "deadlines", MappingProxyType(dict(self.deadlines)))
