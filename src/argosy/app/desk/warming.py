"""Measures beforehand what everybody looks at first, in a process of its own, so that nobody waits for it nor because of it."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from filelock import FileLock, Timeout

from argosy.app.desk import board
from argosy.app.desk.domains import make_panel
from argosy.app.desk.live import OVER, GuardedMeasures, Live
from argosy.app.desk.work import Errand, Progress
from argosy.app.desk.worker import perform_apart
from argosy.app.explain import Explanation, explain
from argosy.app.measure import open_engine
from argosy.app.shelf import FOLDER, Shelf
from argosy.app.workspace import Workspace
from argosy.core.errors import ArgosyError
from argosy.core.period import Period, add_months
from argosy.decision.domain import domains
from argosy.metrics.contract import Measured, Query, Value
from argosy.metrics.registry import families

LOOK_SECONDS = 5.0
LONGEST_SECONDS = 1800.0  # another process may be at it: what it has measured is found then
FIRST_METRIC = "net_sales"
ENTRANCE = (("net_sales", "orders", "average_order_value", "refund_rate"), ("month",))


def explanation_key(slug: str, first: tuple[date, date], second: tuple[date, date]) -> str:
    """Under which name an explanation lies on the shelf."""
    return f"explanation:{slug}:{Period(*second)}:{Period(*first)}"


class TellingMeasures(GuardedMeasures):
    """Measures that say how many questions they have answered."""

    def __init__(self, engine: Any, home_currency: str, shelf: Shelf, progress: Progress) -> None:
        super().__init__(engine, home_currency, shelf)
        self._progress, self._count = progress, 0

    def measure(self, query: Query) -> Measured:
        """See `Measures.measure`."""
        self._tell()
        return super().measure(query)

    def table(self, name: str, columns: Sequence[str] = (), where: Mapping[str, tuple[str, ...]] | None = None) -> Any:
        """See `Measures.table`."""
        self._tell()
        return super().table(name, columns, where)

    def dataset(self, name: str, **parameters: Value) -> Any:
        """See `Measures.dataset`."""
        self._tell()
        return super().dataset(name, **parameters)

    def _tell(self) -> None:
        self._count += 1
        self._progress("", self._count, 0)


class Warmed:
    """One snapshot of a workspace, with an engine of its own, whose answers go onto the shelf."""

    def __init__(self, workspace: Workspace, snapshot: int, progress: Progress) -> None:
        engine = open_engine(workspace, workspace.lake.at(snapshot))
        self.shelf = Shelf(workspace, snapshot)
        self.measures = TellingMeasures(engine, workspace.home_currency, self.shelf, progress)

    def explain(self, slug: str, first: tuple[date, date], second: tuple[date, date]) -> Explanation:
        """Why the metric moved from the first days to the second, from the shelf or worked out."""
        key = explanation_key(slug, first, second)
        found: Explanation | None = self.shelf.get(key)
        if found is None:
            found = explain(self.measures, slug, *second, str(Period(*first)))
            self.shelf.put(key, found)
        return found

    def everything(self) -> int:
        """The board, the entrance of the pivot, the panels, the first explanation; how many answers there are then."""
        self.shelf.clear_others()
        span = self.measures.span("order_lines")
        if span is None:
            return 0
        start, end = board.last_month(span[1])
        ordered = sorted(families(), key=lambda name: (name not in ("sales", "customers"), name))
        asked = [board.question(family, start, end) for family in ordered]
        asked += [Query(*ENTRANCE), Query(*ENTRANCE, compare=("year_before",)), Query(("orders",), ("sku",))]
        done = 0
        for query in asked:
            done += self._try(lambda query=query: self.measures.measure(query))
        for name in domains():
            done += self._try(lambda name=name: make_panel(self.measures, name))
        before = (add_months(start, -1), start)
        return done + self._try(lambda: self.explain(FIRST_METRIC, before, (start, end)))

    def _try(self, measure: Any) -> int:
        """1 where it could be measured; what cannot be measured yet is a dash on its page."""
        try:
            measure()
        except ArgosyError:
            return 0
        return 1


class Warming:
    """A thread that has the newest snapshot measured, by one process of all that serve the workspace."""

    def __init__(self, live: Live) -> None:
        self._live, self._stop = live, threading.Event()
        self._thread = threading.Thread(target=self._run, name="argosy-warming", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; what is being measured is left to itself."""
        self._stop.set()

    def _run(self) -> None:
        done = -1
        while not self._stop.is_set():
            if self._live.snapshot not in (done, 0):
                done = self._live.snapshot
                self._live.warming[done] = ""
                self._have_measured(done)
                self._live.warming[done] = OVER
            self._stop.wait(LOOK_SECONDS)

    def _have_measured(self, snapshot: int) -> None:
        folder = self._live.workspace.root / FOLDER
        try:
            folder.mkdir(exist_ok=True)
            with FileLock(folder / f"warming-{snapshot}.lock", timeout=LONGEST_SECONDS):
                perform_apart(self._live.workspace, Errand("warm", {"snapshot": snapshot}), lambda *_: None)
        except (Timeout, OSError, ArgosyError):  # pages measure when they are asked
            return
