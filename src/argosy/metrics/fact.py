"""What a fact is: the rows a metric is measured on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from argosy.metrics.contract import Query


@dataclass(frozen=True)
class Fact:
    """`table` is the canonical table below, `day` the column of the day a row counts on.

    A derived fact has `make` (engine and query to rows with the columns of the dimensions it knows), `rate_day` (the column of the
    day whose rate of exchange holds, where that is another day) and `needs`: any one of these tables loaded is enough to measure it.
    `fills` names tables without any of which it has no row at all, although `needs` are there.
    `shape` gives a word for what its rows depend on in a query: queries with the same word share them. A fact `of_closings` is
    measured only where a month is closed.
    """

    name: str
    table: str
    day: str
    make: Callable[[Any, Query], Any] | None = None
    rate_day: str = ""
    needs: tuple[str, ...] = ()
    shape: Callable[[Query], str] | None = None
    fills: tuple[str, ...] = ()
    of_closings: bool = False

    @property
    def tables(self) -> tuple[str, ...]:
        """The canonical tables it is made of."""
        return self.needs or (self.table,)
