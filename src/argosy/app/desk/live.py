"""A workspace many look at once: numbers of the newest snapshot, decisions of the newest event, both kept until they move."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from argosy.app.door.door import Door
from argosy.app.explain import Explanation
from argosy.app.facade import Argosy
from argosy.app.measure import ENGINES
from argosy.app.workspace import Workspace
from argosy.decision.ranking import Ranked, ranked
from argosy.loop.calibration import Calibration, calibrations
from argosy.loop.outcomes import Outcome
from argosy.loop.register import Register
from argosy.loop.storage import Storage
from argosy.loop.threads import Thread
from argosy.metrics.contract import Measured, Query, Value
from argosy.metrics.measures import WarehouseMeasures

LOOK_EVERY_SECONDS = 1.0


class GuardedMeasures(WarehouseMeasures):
    """Measures that many threads may ask: the engine's one connection serves them one by one, remembered answers need no waiting."""

    def __init__(self, engine: Any, home_currency: str) -> None:
        super().__init__(engine, home_currency)
        self._turn = threading.RLock()

    def knows(self, query: Query) -> bool:
        """Whether the answer is remembered."""
        return repr(query) in self._answers

    def learn(self, query: Query, answer: Measured) -> None:
        """Remember an answer that another reader of the same snapshot has measured."""
        self._answers.setdefault(repr(query), answer)

    def measure(self, query: Query) -> Measured:
        """See `Measures.measure`."""
        if (known := self._answers.get(repr(query))) is not None:
            return known
        with self._turn:
            return super().measure(query)

    def table(self, name: str, columns: Sequence[str] = (), where: Any = None) -> Any:
        """See `Measures.table`."""
        with self._turn:
            return super().table(name, columns, where)

    def fact_rows(self, fact: str, query: Query, limit: int) -> Any:
        """See `WarehouseMeasures.fact_rows`."""
        with self._turn:
            return super().fact_rows(fact, query, limit)

    def dataset(self, name: str, **parameters: Value) -> Any:
        """See `Measures.dataset`."""
        with self._turn:
            return super().dataset(name, **parameters)

    def sources(self, table: str, limit: int = 20) -> Sequence[str]:
        """See `Measures.sources`."""
        with self._turn:
            return super().sources(table, limit)

    def span(self, table: str) -> tuple[date, date] | None:
        """See `Measures.span`, remembered."""
        with self._turn:
            spans: dict[str, tuple[date, date] | None] = self.__dict__.setdefault("_spans", {})
            if table not in spans:
                spans[table] = super().span(table)
            return spans[table]


class SharedArgosy(Argosy):
    """An Argosy whose measures and register many threads share."""

    def __init__(self, workspace: Workspace, measures: GuardedMeasures, register: Register) -> None:
        super().__init__(workspace)
        self.__dict__["register"] = register  # the slots of what is otherwise made on demand
        self.__dict__["measures"] = measures
        self.shared = measures


class Books:
    """All decisions as they stand at one event: the open ones ranked, the outcomes, how right each kind has been."""

    def __init__(self, version: int, threads: tuple[Thread, ...], outcomes: tuple[Outcome, ...]) -> None:
        self.version = version
        self.threads = {thread.id: thread for thread in threads}
        self.outcomes = outcomes
        self.seen: dict[tuple[frozenset[str], str, int], Any] = {}
        """Decisions as who has those permissions sees them, by permissions, thread and place; gone when anything happens."""

    @cached_property
    def calibrations(self) -> dict[str, Calibration]:
        """By kind."""
        return dict(calibrations(self.outcomes))

    @cached_property
    def open(self) -> tuple[tuple[Ranked, Thread], ...]:
        """The one list: what waits for somebody, the surest gain first."""
        shrink = {kind: one.shrink for kind, one in self.calibrations.items()}
        open_threads = {thread.decision.id: thread for thread in self.threads.values() if thread.status.is_open}
        places = ranked([thread.decision for thread in open_threads.values()], shrink)
        return tuple((place, open_threads[place.decision.id]) for place in places)


class Live:
    """One workspace for all threads of a server."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        storage = Storage.open(workspace.state_url)
        self.register, self.door = Register(storage), Door(storage)
        self._lock = threading.Lock()
        self._argosy: SharedArgosy | None = None
        self._looked_at = 0.0
        self._books = Books(-1, (), ())
        self._loads: tuple[int, list[dict[str, Any]]] = (-1, [])
        self.explanations: dict[tuple[object, ...], Explanation] = {}

    @property
    def argosy(self) -> SharedArgosy:
        """The workspace at its newest snapshot, looked for once a second."""
        with self._lock:
            now = time.monotonic()
            if self._argosy is None or now - self._looked_at > LOOK_EVERY_SECONDS:
                self._looked_at = now
                newest = self.workspace.lake.latest()
                if self._argosy is None or self._argosy.measures.snapshot_number != newest.number:
                    self._argosy = self._opened()
            return self._argosy

    def _opened(self) -> SharedArgosy:
        """The newest snapshot, opened."""
        engine = ENGINES[self.workspace.engine](self.workspace.lake)
        return SharedArgosy(self.workspace, GuardedMeasures(engine, self.workspace.home_currency), self.register)

    @property
    def snapshot(self) -> int:
        """The number of the newest snapshot."""
        return self.argosy.measures.snapshot_number

    @property
    def loads(self) -> list[dict[str, Any]]:
        """The table of loads at the newest snapshot, as it is; not to be changed."""
        argosy = self.argosy
        if self._loads[0] != argosy.measures.snapshot_number:
            self._loads = (argosy.measures.snapshot_number, argosy.measures.table("loads").to_pylist())
        return self._loads[1]

    @property
    def books(self) -> Books:
        """The decisions at the newest event."""
        version = self.register.version()
        if self._books.version != version:
            threads = self.register.threads()
            with self._lock:
                self._books = Books(version, threads, self.register.outcomes())
        return self._books
