"""The simulated seller in numbers: seed, size and the days it lives."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from argosy.core.errors import RequestError

LEAST, MOST = 1_000, 100_000_000


@dataclass(frozen=True)
class Seller:
    """What decides the whole world: the same seller twice gives the same files, byte by byte.

    `order_lines` is the number aimed at over the days from `first_on` to `last_on` (both included); the number drawn differs by
    chance. `planted` says whether causes are planted in it.
    """

    seed: int = 1
    order_lines: int = 60_000
    first_on: date = date(2024, 11, 1)
    last_on: date = date(2026, 10, 31)
    planted: bool = True

    def __post_init__(self) -> None:
        if not LEAST <= self.order_lines <= MOST:
            raise RequestError(
                "A simulated seller has from {least} to {most} order lines, not {given}.",
                least=LEAST,
                most=MOST,
                given=self.order_lines,
            )
        if self.first_on.day != 1 or (self.last_on - self.first_on).days < 365:
            raise RequestError("A simulated seller begins on the first of a month and lives for more than a year.")

    @property
    def product_count(self) -> int:
        """How many products such a seller carries: slowly growing with its size.

        >>> [Seller(order_lines=lines).product_count for lines in (1_000, 60_000, 1_000_000, 100_000_000)]
        [12, 71, 251, 1991]
        """
        return max(12, round(0.5 * math.pow(self.order_lines, 0.45)))

    @property
    def day_count(self) -> int:
        """Days the world has."""
        return (self.last_on - self.first_on).days + 1

    @property
    def months_a_file(self) -> int:
        """What a file covers, and what is worked on at once: a year of a small seller, a month of a great one."""
        return 1 if self.order_lines >= 1_000_000 else 3 if self.order_lines >= 300_000 else 12

    def spans(self) -> list[tuple[int, int]]:
        """First day and day after the last of each file's span, counted from the first day of the world; they end with the year.

        >>> Seller(order_lines=1_000).spans()
        [(0, 61), (61, 426), (426, 730)]
        """
        days = np.arange(np.datetime64(self.first_on, "D"), np.datetime64(self.last_on, "D") + 1)
        span = days.astype("datetime64[M]").astype(int) // self.months_a_file
        starts = [0, *(int(day) for day in np.flatnonzero(span[1:] != span[:-1]) + 1)]
        return list(zip(starts, [*starts[1:], self.day_count], strict=True))

    def span_name(self, day: int) -> str:
        """The part of a file's name that says what it covers.

        >>> Seller(order_lines=400_000).span_name(70)
        '2025Q1'
        """
        on = self.first_on + timedelta(days=day)
        return {1: f"{on:%Y-%m}", 3: f"{on:%Y}Q{(on.month + 2) // 3}", 12: f"{on:%Y}"}[self.months_a_file]

    def day(self, on: date) -> int:
        """A calendar day as the world counts days."""
        return (on - self.first_on).days

    def dice(self, *purpose: int | str) -> np.random.Generator:
        """A generator of its own for each purpose, so that a change in one place leaves all other draws as they were."""
        words = [int.from_bytes(part.encode()[:8], "little") if isinstance(part, str) else part for part in purpose]
        return np.random.default_rng([self.seed, *words])
