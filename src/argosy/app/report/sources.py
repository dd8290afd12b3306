"""Where a number comes from: its question, the rows of files behind it with personal values hidden, the commands that show both again."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from argosy.app.report.contents import RowGroup, Source
from argosy.app.results import SourceRow
from argosy.canonical.catalogue import table as canonical_table
from argosy.core.period import Period
from argosy.core.text import Text
from argosy.metrics.contract import Query, Value
from argosy.metrics.facts import FACTS
from argosy.metrics.registry import needed

ROWS_SHOWN = 5
PROBES = {"order_lines": "gross_sales", "refunds": "refunds"}
"""The metric whose rows are those of the table: what is traced to show rows of that table alone."""

SHOWN_COLUMNS = (
    "order_id", "refund_id", "ordered_on", "refunded_on", "market", "sku", "title", "quantity", "unit_price",
    "gross_amount", "discount_amount", "refund_amount", "currency", "reason",
)  # fmt: skip
_COMMA = "\\,"  # a comma within a value, as the command line takes it
_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9]+")
Trace = Callable[[Query, int], Sequence[SourceRow]]


@dataclass
class Library:
    """Gathers the sources while the report is composed; the rows of one question are traced once."""

    trace: Trace
    period: Period
    sources: dict[str, Source] = field(default_factory=dict)
    _traced: dict[str, tuple[SourceRow, ...]] = field(default_factory=dict)

    def add(
        self,
        source_id: str,
        title: Text,
        place: str,
        query: Query,
        values: Mapping[str, Value],
        *,
        traced: Sequence[str] = (),
        total: int | None = None,
    ) -> str:
        """Add a source and return its id; rows of the tables `traced` are shown, to those of others the commands lead.

        `values` are the numbers in full, `total` is how many order lines there are behind them.
        """
        unique = self._unique(source_id)
        facts = tuple(dict.fromkeys(FACTS[metric.fact].table for metric in needed(query.metrics) if metric.fact))
        known = [table for table in PROBES if table in facts]
        plain = replace(query, by=(), start=query.start or self.period.start, end=query.end or self.period.end)
        shown = [table for table in known if table in traced]
        groups = [
            RowGroup(table, self._rows(table, plain), total if table == "order_lines" else None) for table in shown
        ]
        self.sources[unique] = Source(
            id=unique,
            title=title,
            place=place,
            query=query,
            values=values,
            tables=facts,
            groups=tuple(group for group in groups if group.rows),
            measure_command=command("measure", replace(plain, by=query.by)),
            trace_commands=tuple(command("trace", replace(plain, metrics=(PROBES[table],))) for table in known),
        )
        return unique

    def _unique(self, wanted: str) -> str:
        plain = _NOT_IN_IDS.sub("-", wanted).strip("-") or "source"
        found, count = plain, 1
        while found in self.sources:
            count += 1
            found = f"{plain}-{count}"
        return found

    def _rows(self, table: str, query: Query) -> tuple[SourceRow, ...]:
        question = replace(query, metrics=(PROBES[table],))
        key = repr(question)
        if key not in self._traced:
            self._traced[key] = tuple(_shown(row, table) for row in self.trace(question, ROWS_SHOWN))
        return self._traced[key]


def _shown(row: SourceRow, table: str) -> SourceRow:
    """The row with the columns worth showing; what tells of a person never is, for a report is passed on."""
    hidden = {column.name for column in canonical_table(table).columns if column.personal}
    return replace(
        row, values={name: row.values[name] for name in SHOWN_COLUMNS if name in row.values and name not in hidden}
    )


def command(verb: str, query: Query) -> str:
    """The command line that asks the query.

    >>> from datetime import date
    >>> command("measure", Query(("orders",), ("month",), date(2011, 1, 1), date(2011, 3, 1), {"market": ("DE", "FR")}))
    'argosy measure orders --by month --where market=DE,FR --from 2011-01-01 --to 2011-02-28'
    """
    words = ["argosy", verb, ",".join(query.metrics)]
    if query.by:
        words += ["--by", ",".join(query.by)]
    for name, values in query.where.items():
        words += ["--where", f"{name}={','.join(value.replace(',', _COMMA) for value in values)}"]
    if query.start and query.end:
        period = Period(query.start, query.end)
        words += ["--from", period.start.isoformat(), "--to", period.last_day.isoformat()]
    if query.currency:
        words += ["--currency", query.currency]
    return shlex.join(words)
