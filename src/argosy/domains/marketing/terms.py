"""What is known of search terms: the frozen values that facts fill and the model judges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Names = npt.NDArray[Any]  # of str


@dataclass(frozen=True, eq=False)
class Terms:
    """One place per ad group, market and search term in every array; N of them.

    Money in the home currency over the window. `margin` is the share of a sale that is left before advertising (product cost and
    selling costs off), NaN where no cost is known. `account_rate` is what a unit of the home currency is in the account's, in which bids
    are made. `in_exact`: bid on exactly in this ad group; `bid_elsewhere`: exactly somewhere
    in the account.
    """

    platforms: Names
    accounts: Names
    markets: Names
    campaigns: Names
    campaign_names: Names
    ad_groups: Names
    ad_group_names: Names
    terms: Names
    impressions: Array
    clicks: Array
    orders: Array
    spend: Array
    sales: Array
    margin: Array
    currencies: Names
    account_rate: Array
    in_exact: Flags
    bid_elsewhere: Flags

    def __len__(self) -> int:
        return len(self.terms)


@dataclass(frozen=True, eq=False)
class MarketingFacts:
    """The facts of the domain on a day. `days` is the length of the window the terms sum; `first_on` and `last_on` its ends.

    `unrated` counts rows whose currency has no rate: their money is not in the sums.
    """

    as_of: date
    currency: str
    snapshot: int
    source: str
    cost_source: str
    first_on: date | None
    last_on: date | None
    terms: Terms
    unrated: int

    @property
    def days(self) -> int:
        """Days of the window, 0 where there is none."""
        return 0 if self.first_on is None or self.last_on is None else (self.last_on - self.first_on).days + 1
