"""A workspace many look at once: numbers of the newest snapshot, decisions of the newest event, both kept until they move."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from argosy.app.desk.standing import Standing, standing
from argosy.app.door.door import Door
from argosy.app.facade import Argosy
from argosy.app.measure import open_engine
from argosy.app.shelf import Shelf
from argosy.app.workspace import Workspace
from argosy.decision.ranking import Ranked, ranked
from argosy.loop.calibration import Calibration, calibrations
from argosy.loop.outcomes import Outcome
from argosy.loop.register import Register
from argosy.loop.storage import Storage
from argosy.loop.threads import Thread
from argosy.metrics.contract import Measured, Query, Value
from argosy.metrics.measures import WarehouseMeasures
from argosy.warehouse.snapshots import Snapshot

LOOK_EVERY_SECONDS = 1.0
OVER = "over"
SETTLED_NS = 100_000_000  # a folder changed less long ago than this may change again without its time showing it


class GuardedMeasures(WarehouseMeasures):
    """Measures that many threads may ask: the engine's one connection serves them one by one, remembered answers need no waiting.

    Answers are also kept on a shelf, so that a process that starts, or another one, need not measure them again.
    """

    def __init__(self, engine: Any, home_currency: str, shelf: Shelf) -> None:
        super().__init__(engine, home_currency, shelf)
        self._turn = threading.RLock()
        self.shelf = shelf

    def knows(self, query: Query) -> bool:
        """Whether the answer is remembered or on the shelf."""
        return self._remembered(query) is not None

    def measure(self, query: Query) -> Measured:
        """See `Measures.measure`."""
        if (known := self._remembered(query)) is not None:
            return known
        with self._turn:
            return super().measure(query)

    def _remembered(self, query: Query) -> Measured | None:
        key = repr(query)
        if (known := self._answers.get(key)) is not None:
            return known
        kept: Measured | None = self.shelf.get(key)
        if kept is not None:
            self._answers.setdefault(key, kept)
        return kept

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
        self._storage = Storage.open(workspace.state_url)
        self.register, self.door = Register(self._storage), Door(self._storage)
        self._lock, self._books_lock = threading.Lock(), threading.Lock()
        self._argosy: SharedArgosy | None = None
        self._looked_at, self._folder_at = 0.0, -1
        self._books = Books(-1, (), ())
        self._loads: tuple[int, list[dict[str, Any]]] = (-1, [])
        self.explaining: dict[tuple[object, ...], str] = {}
        """The jobs that work explanations out, by snapshot and question."""
        self.warming: dict[int, str] = {}
        """By snapshot the job that measures it beforehand; "" while a thread of the server's has it done, OVER once it is done."""

    @property
    def argosy(self) -> SharedArgosy:
        """The workspace at its newest snapshot."""
        found = self._argosy
        if found is not None and not self._may_have_moved():
            return found
        with self._lock:
            if self._argosy is None or self._may_have_moved():
                at, self._looked_at = self._folder_time(), time.monotonic()
                newest = self.workspace.lake.latest()
                if self._argosy is None or self._argosy.measures.snapshot_number != newest.number:
                    self._argosy = self._opened(newest)
                self._folder_at = at
            return self._argosy

    def _may_have_moved(self) -> bool:
        """Whether a newer snapshot may be there: the folder of snapshots has changed, or was not looked at for a while."""
        if time.monotonic() - self._looked_at > LOOK_EVERY_SECONDS:
            return True
        return self._folder_at != self._folder_time() or time.time_ns() - self._folder_at < SETTLED_NS

    def _folder_time(self) -> int:
        try:
            return self.workspace.lake.snapshots.stat().st_mtime_ns
        except OSError:
            return 0

    def _opened(self, newest: Snapshot) -> SharedArgosy:
        """A snapshot, opened."""
        workspace = self.workspace
        engine = open_engine(workspace, newest)
        shelf = Shelf(workspace, newest.number)
        return SharedArgosy(workspace, GuardedMeasures(engine, workspace.home_currency, shelf), self.register)

    @property
    def snapshot(self) -> int:
        """The number of the newest snapshot."""
        return self.argosy.measures.snapshot_number

    @property
    def standing(self) -> Standing:
        """How far the state database has come."""
        found: Standing = self.door.seen.get("standing", standing)
        return found

    def standing_at_hand(self) -> Standing | None:
        """How far the state database has come, where that is known without asking it."""
        found: Standing | None = self.door.seen.at_hand("standing")
        return found

    @property
    def loads(self) -> list[dict[str, Any]]:
        """The table of loads at the newest snapshot, as it is; not to be changed."""
        argosy = self.argosy
        if self._loads[0] != argosy.measures.snapshot_number:
            self._loads = (argosy.measures.snapshot_number, argosy.measures.table("loads").to_pylist())
        return self._loads[1]

    @property
    def books(self) -> Books:
        """The decisions at the newest event; read by one thread for all that wait for them."""
        version = self.standing.event
        if self._books.version != version:
            with self._books_lock:
                if self._books.version < version:
                    self._books = Books(version, self.register.threads(), self.register.outcomes())
        return self._books

    def close(self) -> None:
        """Close what is open."""
        if self._argosy is not None:
            self._argosy.shared.shelf.close()
        self._storage.close()
