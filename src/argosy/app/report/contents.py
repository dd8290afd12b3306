"""What the report holds: plain frozen values, so that a page and a workbook are made from the same numbers.

Money is in the home currency unless a field says otherwise; shares are fractions; a value that is None is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from argosy.app.decide import Proposal
from argosy.app.results import CurrencyCheck, SourceRow
from argosy.core.period import Period
from argosy.core.text import Text
from argosy.metrics.contract import Metric, Query, Unit, Value


@dataclass(frozen=True)
class Compared:
    """Two stretches of whole months beside one another; `is_same_season` where they are the same months of two years."""

    later: Period
    earlier: Period
    is_same_season: bool


@dataclass(frozen=True)
class Window:
    """The days the report tells about, the months of them that are complete, and what is compared with what."""

    period: Period
    complete_months: tuple[date, ...]
    compared: Compared | None


@dataclass(frozen=True)
class Change:
    """A metric in the later and the earlier stretch."""

    later: Value
    earlier: Value

    def amount(self, unit: Unit) -> float | None:
        """The change: relative for money and counts, in points (a fraction) for shares; None where it cannot be said.

        >>> Change(120, 100).amount(Unit.COUNT), Change(0.25, 0.5).amount(Unit.SHARE), Change(5, 0).amount(Unit.COUNT)
        (0.2, -0.25, None)
        """
        if not isinstance(self.later, int | float | Decimal) or not isinstance(self.earlier, int | float | Decimal):
            return None
        later, earlier = float(self.later), float(self.earlier)
        if unit is Unit.SHARE:
            return later - earlier
        return (later - earlier) / earlier if earlier > 0 else None


@dataclass(frozen=True)
class Figure:
    """One headline number; `original` is the same in the currency of the orders where that is one, and not the home currency."""

    metric: str
    value: Value
    source: str
    change: Change | None = None
    original: Value = None


@dataclass(frozen=True)
class Slice:
    """One row of a breakdown: a market, a month, a product. `key` None is what the files do not say.

    `share` is of the net sales of all; `change` compares its net sales.
    """

    key: str | None
    values: Mapping[str, Value]
    source: str
    label: str = ""
    share: float | None = None
    change: Change | None = None
    is_complete: bool = True


@dataclass(frozen=True)
class Breakdown:
    """Metrics by one dimension; `left_out` counts the slices that are not listed."""

    dimension: str
    metrics: tuple[str, ...]
    slices: tuple[Slice, ...]
    left_out: int = 0


@dataclass(frozen=True)
class Concentration:
    """How net sales hang on few customers: `curve` has points (share of the customers, share of their net sales), best first.

    Only known customers with positive net sales are in it; `known_share` is what they bring of all net sales.
    `half` is how many customers bring half of it.
    """

    customers: int
    half: int
    known_share: float | None
    curve: tuple[tuple[float, float], ...]
    largest: tuple[Slice, ...]
    source: str


@dataclass(frozen=True)
class LoadedFile:
    """A file as the lake's books have it."""

    load_id: str
    file: str
    sha256: str
    connector: str
    report: str
    mapping: str
    store: str
    finished_at: datetime | None
    rows_read: int
    rows_loaded: int
    rows_kept_apart: int
    rows_ignored: int
    money: tuple[CurrencyCheck, ...]
    tables: Mapping[str, int]
    ignored: Mapping[str, int]
    remarks: Mapping[str, int]


@dataclass(frozen=True)
class KeptApart:
    """Rows that wait for a person, by reason; `amounts` by currency; `first` is where to look: file and line."""

    code: str
    reason: str
    rows: int
    amounts: Mapping[str, Decimal]
    first: tuple[str, int]


@dataclass(frozen=True)
class Intake:
    """What came in, and what of it did not enter."""

    files: tuple[LoadedFile, ...]
    kept_apart: tuple[KeptApart, ...]


@dataclass(frozen=True)
class RowGroup:
    """Rows of files behind a number, the weightiest first: `total` is how many there are in all, where that was counted."""

    table: str
    rows: tuple[SourceRow, ...]
    total: int | None = None


@dataclass(frozen=True)
class Source:
    """Where numbers come from: the question that gives them, the rows behind them, and the commands that show both again.

    `id` is what a link points at; `place` the section the numbers stand in; `values` the numbers in full by metric.
    """

    id: str
    title: Text
    place: str
    query: Query
    values: Mapping[str, Value]
    tables: tuple[str, ...]
    groups: tuple[RowGroup, ...]
    measure_command: str
    trace_commands: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """All of it. Without loaded orders `window` is None and every part that needs numbers is empty.

    What tells of a person is hidden in `proposals`, and was never taken into the rows of `sources`.
    """

    shop: str
    home_currency: str
    home_country: str
    order_currencies: tuple[str, ...]
    snapshot: int
    lake_version: Mapping[str, int]
    intake: Intake
    window: Window | None = None
    headline: tuple[Figure, ...] = ()
    months: Breakdown | None = None
    markets: Breakdown | None = None
    main_market: str | None = None
    other_markets: Slice | None = None
    products: Breakdown | None = None
    segments: Breakdown | None = None
    concentration: Concentration | None = None
    proposals: tuple[Proposal, ...] = ()
    notes: tuple[Text, ...] = ()
    kind_titles: Mapping[str, Text] | None = None
    sources: tuple[Source, ...] = ()
    metrics: Mapping[str, Metric] | None = None
