"""What is known of support: the frozen values that facts fill and the model judges. A week is 168 hours of UTC, Monday 0 o'clock first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from argosy.economics.earned import Earned

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
HOURS = 168


@dataclass(frozen=True, eq=False)
class Questions:
    """First messages of buyers that await an answer, one place each: language, market, hour of the week, whether it came late."""

    languages: npt.NDArray[Any]
    markets: npt.NDArray[Any]
    hours: npt.NDArray[np.intp]
    late: Flags

    def __len__(self) -> int:
        return len(self.hours)


@dataclass(frozen=True, eq=False)
class Helper:
    """A person or agency that could answer: languages spoken well, hours of the week they work, what an hour costs at home (None:
    not told), and whether they work for the seller already.
    """

    name: str
    employment: str
    languages: tuple[str, ...]
    hours: Flags
    hour_cost: float | None
    works_here: bool


@dataclass(frozen=True, eq=False)
class TeamFacts:
    """The facts of the domain on a day. `weeks` is the length of the window; `order_worth` the mean net amount of an order line.

    `assumed_costs` are prices of an hour by way of working, in the home currency, where nobody was priced.
    """

    as_of: date
    currency: str
    snapshot: int
    source: str
    people_source: str
    last_on: date | None
    weeks: float
    questions: Questions
    helpers: tuple[Helper, ...]
    order_worth: float
    assumed_costs: Mapping[str, float]
    without_language: int
    earned: Earned = field(default_factory=Earned)
