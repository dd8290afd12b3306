"""What is known of checkouts: the frozen values that facts fill and the model judges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Names = npt.NDArray[Any]  # of str

DIMENSIONS = ("provider", "method", "scheme", "issuer_country", "issuer", "three_d_secure", "band")


@dataclass(frozen=True, eq=False)
class Cells:
    """Checkouts by cell: per dimension of `DIMENSIONS` its value ('' where not told), and counts; C of them.

    `checkouts` are those the buyer could have paid, `refused` failed for a reason of the buyer's own and are not among them; `lost` failed
    all the same, `authentication` is the part of it whose issuer wanted 3-D Secure.
    """

    values: Mapping[str, Names]
    checkouts: Array
    lost: Array
    refused: Array
    authentication: Array
    amount: Array

    def __len__(self) -> int:
        return len(self.checkouts)


@dataclass(frozen=True, eq=False)
class PaymentFacts:
    """Everything `payment` decides on. `days` is how many days the cells cover; `local_methods` names, per country, what buyers there
    can pay with and the reference knows a provider for, without cards.
    """

    as_of: date
    currency: str
    snapshot: int
    source: str
    last_on: date | None
    days: int
    cells: Cells
    band_from: Mapping[str, float]
    local_methods: Mapping[str, tuple[str, ...]]
    methods_source: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "band_from", MappingProxyType(dict(self.band_from)))
        object.__setattr__(self, "local_methods", MappingProxyType(dict(self.local_methods)))
