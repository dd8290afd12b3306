"""Measures beforehand what everybody looks at first, on an engine of its own, so that nobody waits for it nor because of it."""

from __future__ import annotations

import threading

from argosy.app.desk import board
from argosy.app.desk.live import Live
from argosy.app.measure import open_measures
from argosy.core.errors import ArgosyError
from argosy.metrics.registry import families

LOOK_SECONDS = 5.0


class Warming:
    """A thread that keeps the board of the newest snapshot measured."""

    def __init__(self, live: Live) -> None:
        self._live, self._stop = live, threading.Event()
        self._thread = threading.Thread(target=self._run, name="argosy-warming", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; what is being measured is finished first."""
        self._stop.set()

    def _run(self) -> None:
        done = -1
        while not self._stop.is_set():
            if self._live.snapshot != done:
                done = self._live.snapshot
                self.measure()
            self._stop.wait(LOOK_SECONDS)

    def measure(self) -> None:
        """Measure the board once."""
        shared = self._live.argosy.shared
        span = shared.span("order_lines")
        if span is None:
            return
        own = open_measures(self._live.workspace, shared.snapshot_number)
        for family in sorted(families(), key=lambda name: (name not in ("sales", "customers"), name)):
            asked = board.question(family, *board.last_month(span[1]))
            if self._stop.is_set() or shared.knows(asked):
                continue
            try:
                shared.learn(asked, own.measure(asked))
            except ArgosyError:  # a family that cannot be measured yet is a dash on the board
                continue
