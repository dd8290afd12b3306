"""Rate limits: a bucket of tokens per caller, filled again as time goes by; each of several workers gives out its share of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

MOST_CALLERS = 20_000


@dataclass(frozen=True)
class Rate:
    """At most `burst` at once, and `per_minute` in the long run."""

    burst: int
    per_minute: int


LOGIN = Rate(burst=10, per_minute=10)
WORK = Rate(burst=600, per_minute=1200)


class TooManyError(Exception):
    """The caller asked too often; `wait_seconds` until the next try."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(f"wait {wait_seconds} s")
        self.wait_seconds = wait_seconds


class Limits:
    """All buckets of a process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, workers: int = 1) -> None:
        self._clock, self._workers = clock, max(1, workers)
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def take(self, caller: str, rate: Rate) -> None:
        """Take a token; `TooManyError` where none is left."""
        now = self._clock()
        rate = Rate(max(1, rate.burst // self._workers), max(1, rate.per_minute // self._workers))
        with self._lock:
            if len(self._buckets) > MOST_CALLERS:
                self._buckets.clear()
            left, at = self._buckets.get(caller, (float(rate.burst), now))
            left = min(float(rate.burst), left + (now - at) * rate.per_minute / 60)
            if left < 1:
                self._buckets[caller] = (left, now)
                raise TooManyError(max(1, round((1 - left) * 60 / rate.per_minute)))
            self._buckets[caller] = (left - 1, now)
