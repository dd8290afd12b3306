"""The one reader domains and interfaces have: numbers by definition, and read-only tables, all from one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Protocol

from argosy.canonical.catalogue import table as canonical_table
from argosy.core.errors import RequestError
from argosy.metrics.comparison import with_comparisons
from argosy.metrics.contract import Measured, Query, Value
from argosy.metrics.evaluation import evaluate
from argosy.metrics.facts import FACTS, rows
from argosy.metrics.planning import targets_of, with_targets
from argosy.metrics.registry import datasets, needed
from argosy.warehouse.engine import Engine
from argosy.warehouse.types import arrow_schema


class Kept(Protocol):
    """Where answers of one snapshot are kept for other processes and the next day."""

    def get(self, key: str) -> Any:
        """What was kept under a key; None where nothing was."""
        ...

    def put(self, key: str, answer: object) -> None:
        """Keep an answer under a key, if that can be done."""
        ...


class WarehouseMeasures:
    """`Measures` over an engine; answers are remembered as long as it lives, since its snapshot never moves.

    With a `store` they are remembered there too: the same question in a new process is answered without an engine.
    """

    def __init__(self, engine: Engine, home_currency: str, store: Kept | None = None) -> None:
        self.home_currency = home_currency
        self.snapshot_number = engine.snapshot.number
        self._engine = engine
        self._store = store
        self._answers: dict[str, Measured] = {}
        self._datasets: dict[str, Any] = {}

    def measure(self, query: Query) -> Measured:
        """See `Measures.measure`."""
        key = repr(query)
        if key not in self._answers:
            self._answers[key] = self.kept(key, lambda: self._answer(query))
        return self._answers[key]

    def kept(self, key: str, make: Callable[[], Any]) -> Any:
        """What `make` gives, from the store where it is there; it has to be a value that follows from the snapshot alone."""
        if self._store is None:
            return make()
        if (found := self._store.get(key)) is None:
            found = make()
            if found is not None:
                self._store.put(key, found)
        return found

    def _answer(self, query: Query) -> Measured:
        if query.plan is not None:
            targets = targets_of(self.table("budgets").to_pylist(), query.plan)
            return with_targets(query, self.measure(replace(query, plan=None)), targets, self.span("order_lines"))
        if not query.compare:
            return evaluate(self._engine, query, self.home_currency)
        facts = sorted({FACTS[metric.fact].table for metric in needed(query.metrics) if metric.fact})
        spans = [span for span in (self.span(table) for table in facts) if span]
        whole = (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None
        return with_comparisons(query, self.measure, whole)

    def table(self, name: str, columns: Sequence[str] = (), where: Mapping[str, tuple[str, ...]] | None = None) -> Any:
        """See `Measures.table`."""
        declared = canonical_table(name)
        if not self._is_loaded(name):
            empty = arrow_schema(declared).empty_table()
            return empty.select(list(columns)) if columns else empty
        table = self._engine.table(name)
        for column, wanted in (where or {}).items():
            table = table.filter(table[declared.column(column).name].isin(list(wanted)))
        return self._engine.to_arrow(table.select(*columns) if columns else table)

    def fact_rows(self, fact: str, query: Query, limit: int) -> Any:
        """The canonical rows (with lineage) a fact counts within the query's days and filters, the largest amounts first."""
        found = rows(self._engine, FACTS[fact], replace(query, by=()))
        amount = next((name for name in ("gross_amount", "refund_amount", "amount") if name in found.columns), None)
        order = [found[amount].desc()] if amount else []
        return self._engine.to_arrow(found.order_by([*order, "load_id", "source_line"]).limit(limit))

    def dataset(self, name: str, **parameters: Value) -> Any:
        """See `Measures.dataset`."""
        known = datasets()
        if name not in known:
            raise RequestError(
                "There is no dataset {name}; the datasets are: {known}.", name=name, known=", ".join(known)
            )
        key = repr((name, sorted(parameters.items())))
        if key not in self._datasets:
            self._datasets[key] = known[name](self._engine, self.home_currency, **parameters)
        return self._datasets[key]

    def sources(self, table: str, limit: int = 20) -> Sequence[str]:
        """See `Measures.sources`."""
        if not self._is_loaded(table):
            return []
        stored = self._engine.table(table)
        newest = stored.group_by("load_id").aggregate(rows=stored.count())
        found = self._engine.to_arrow(newest.order_by([newest["rows"].desc(), newest["load_id"]]).limit(limit))
        return [str(load) for load in found["load_id"].to_pylist()]

    def span(self, table: str) -> tuple[date, date] | None:
        """See `Measures.span`."""
        declared = canonical_table(table)
        if declared.partition_on is None:
            raise RequestError("Table {table} has no day to span.", table=table)
        if not self._is_loaded(table):
            return None
        found: tuple[date, date] | None = self.kept(f"span:{table}", lambda: self._first_and_last(table))
        return found

    def _first_and_last(self, table: str) -> tuple[date, date] | None:
        stored = self._engine.table(table)
        day = stored[canonical_table(table).partition_on]
        found = self._engine.to_arrow(stored.aggregate(first=day.min(), last=day.max())).to_pylist()[0]
        return (found["first"], found["last"]) if found["first"] else None

    def _is_loaded(self, table: str) -> bool:
        """Whether the snapshot has rows of the table: where it has none, nothing needs to be asked."""
        return canonical_table(table).name in self._engine.snapshot.tables
