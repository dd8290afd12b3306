"""What a metric is, and the one question that can be asked of the dictionary of numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from argosy.core.text import Text

Value = str | int | float | Decimal | date | None
Row = Mapping[str, Value]


class Unit(StrEnum):
    """What a metric is counted in."""

    MONEY = "money"
    COUNT = "count"
    SHARE = "share"  # a fraction 0 to 1
    RATIO = "ratio"
    DAYS = "days"


class Accumulates(StrEnum):
    """How a metric is put together over a longer period."""

    SUM = "sum"
    LAST = "last"
    RECOMPUTE = "recompute"  # a ratio or a distinct count is computed anew from its parts, never averaged


class Better(StrEnum):
    """Which direction pleases the owner."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


@dataclass(frozen=True)
class Metric:
    """One KPI, defined once. It is one of four:

    * money: `fact` and `amount` (fact table to the column that is summed, in the row's currency, converted day by day);
    * a count: `fact` and `count` (fact table to an aggregate);
    * a sum of other metrics: `parts`, pairs of slug and sign; the first part must be known (`from_any_part`: any one), others count
      as 0 where nothing was loaded;
    * a ratio: `numerator` and `denominator`, slugs; with `times_days` multiplied by the days of the period.

    `formula` is the definition in one line, `source` where it comes from. `amount` and `count` build Ibis expressions. Money of a
    fact whose rows have a `kind` names the `kinds` it counts; metrics that share an `amount` are then read in one pass. `costed_by`
    names, for a profit, the count of units without a cost and the cost: where there are such units and no cost at all, it is not known.
    """

    slug: str
    title: str
    unit: Unit
    grain: str
    accumulates: Accumulates
    better: Better
    formula: str
    source: str
    fact: str = ""
    amount: Callable[[Any], Any] | None = None
    count: Callable[[Any], Any] | None = None
    parts: tuple[tuple[str, int], ...] = ()
    numerator: str = ""
    denominator: str = ""
    from_any_part: bool = False
    times_days: bool = False
    kinds: tuple[str, ...] = ()
    costed_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Query:
    """One question: which metrics, by what, over which days (half-open), in which currency."""

    metrics: tuple[str, ...]
    by: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    # `by` may hold a time word (day, week, month, quarter, year): the column says 2011-03-05, the Monday, 2011-03, 2011-Q1, 2011
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    currency: str | None = None  # None: the home currency
    compare: tuple[str, ...] = ()  # previous | year_before: adds columns <metric>_previous, <metric>_year_before
    plan: str | None = None  # a plan of `budgets`: adds columns <metric>_target, <metric>_attainment, <metric>_pace
    pace: str = "days"  # days | working_days: what the share of the plan's period gone by is counted in


@dataclass(frozen=True)
class Measured:
    """The answer: rows in a stable order, the currency of its money, and the lake version it was measured on."""

    metrics: tuple[str, ...]
    by: tuple[str, ...]
    currency: str
    lake_version: Mapping[str, int]
    rows: Sequence[Row]
    start: date | None = None
    end: date | None = None
    notes: tuple[Text | str, ...] = ()


class Measures(Protocol):
    """What a domain may ask: numbers by definition, and the read-only tables behind them, all from one snapshot."""

    home_currency: str
    snapshot_number: int

    def measure(self, query: Query) -> Measured:
        """Answer a query; `RequestError` for an unknown metric or dimension."""
        ...

    def table(self, name: str, columns: Sequence[str] = (), where: Mapping[str, tuple[str, ...]] | None = None) -> Any:
        """Rows of a canonical table as a `pyarrow.Table` (typed and empty where nothing was loaded)."""
        ...

    def dataset(self, name: str, **parameters: Value) -> Any:
        """A derived, named table the metrics hand out (`customer_histories`, `market_months` ...) as a `pyarrow.Table`."""
        ...

    def sources(self, table: str, limit: int = 20) -> Sequence[str]:
        """Load ids behind a table, the newest first: what evidence cites."""
        ...

    def span(self, table: str) -> tuple[date, date] | None:
        """First and last day with rows in a fact table; None where it is empty."""
        ...
