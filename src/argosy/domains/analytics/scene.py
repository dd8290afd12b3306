"""What was recorded in two periods: rows of the canonical tables, read once, picked by the part of the shop they concern."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from argosy.core.period import Period
from argosy.core.text import Text
from argosy.domains.analytics.tree import Where
from argosy.metrics.contract import Measures

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Happening:
    """Something that was otherwise than before, beside a leaf of the tree.

    `direction` is what it would do to sales by itself: -1, 1, or 0 where it can do either. `on` is its day where it has one, `table` where
    it is recorded, `leaf` the number of the leaf (from the left), `sku` and `market` whom it concerns where it names one.
    """

    kind: str
    text: Text
    direction: int
    table: str
    on: date | None = None
    sku: str = ""
    market: str = ""
    leaf: int = 0

    def to_json(self, language: str = "en") -> dict[str, object]:
        """As JSON types."""
        return {
            "kind": self.kind,
            "text": self.text.render(language),
            "direction": self.direction,
            "on": None if self.on is None else self.on.isoformat(),
            "table": self.table,
            "sku": self.sku or None,
            "market": self.market or None,
            "leaf": self.leaf,
        }


@dataclass
class Scene:
    """Two periods of a shop; tables are read once and kept as long as the scene lives."""

    measures: Measures
    period: Period
    versus: Period
    _kept: dict[tuple[str, ...], list[Row]] = field(default_factory=dict)

    def rows(self, table: str, day: str, columns: Sequence[str]) -> list[Row]:
        """Rows of either period, with `day` as a date; none where nothing was loaded."""
        key = (table, day, *columns)
        if key not in self._kept:
            found = self.measures.table(table, (*columns, day)) if self._reaches(table, day) else None
            self._kept[key] = [] if found is None else self._within(found, day)
        return self._kept[key]

    def split(self, rows: Sequence[Row], day: str) -> tuple[list[Row], list[Row]]:
        """The rows of the period compared with, and those of the period explained."""
        return [row for row in rows if row[day] in self.versus], [row for row in rows if row[day] in self.period]

    def _reaches(self, table: str, day: str) -> bool:
        """Whether the table has rows in a period; tables without a day of their own are read to see."""
        from argosy.canonical.catalogue import table as declared

        if declared(table).partition_on != day:
            return True
        span = self.measures.span(table)
        return span is not None and span[1] >= min(self.versus.start, self.period.start) and span[0] < self.period.end

    def _within(self, found: Any, day: str) -> list[Row]:
        import pyarrow as pa
        import pyarrow.compute as pc

        if not found.num_rows:
            return []
        column = (
            found[day].cast(pa.timestamp("us")).cast(pa.date32())
            if pa.types.is_timestamp(found[day].type)
            else found[day]
        )
        inside = None
        for one in (self.versus, self.period):
            chosen = pc.and_(pc.greater_equal(column, one.start), pc.less(column, one.end))
            inside = chosen if inside is None else pc.or_(inside, chosen)
        found = found.set_column(found.schema.get_field_index(day), day, column)
        return list(found.filter(inside).to_pylist())


def concerns(row: Row, where: Where, names: Mapping[str, str]) -> bool:
    """Whether a row is about the slice: every condition whose dimension the row knows holds; `names` maps dimensions to the row's columns.

    >>> concerns({"market": "DE", "sku": None}, {"market": "DE", "sku": "K3"}, {"market": "market", "sku": "sku"})
    True
    """
    for dimension, member in where.items():
        column = names.get(dimension)
        if column is None:
            continue
        value = row.get(column)
        if value not in (None, "", "*") and value != member:
            return False
    return True
