"""Closings: which months the books are closed through, and which snapshot of the lake holds for each of them.

Closing and opening again are events; they are kept in the snapshots, so that whoever reads a snapshot sees the books as they were
closed then, and nothing that is remembered for a snapshot grows stale by a closing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from argosy.core.period import Grain

CLOSE, REOPEN = "close", "reopen"


@dataclass(frozen=True)
class Closing:
    """An event: the books were closed through `month` (2026-05) as snapshot `snapshot` has them, or that closing was taken back.

    `statement` holds every step of the months it closed, as text, in `currency`: what was signed, whatever a later version reckons.
    """

    verb: str
    month: str
    snapshot: int
    at: str
    by: str
    why: str = ""
    currency: str = ""
    statement: Mapping[str, str] = field(default_factory=dict)

    @property
    def end(self) -> date:
        """The first day that is still open.

        >>> Closing("close", "2026-05", 3, "", "").end
        datetime.date(2026, 6, 1)
        """
        return Grain.MONTH.following(date.fromisoformat(f"{self.month}-01"))


def in_force(events: Sequence[Closing]) -> tuple[Closing, ...]:
    """The closings that hold, oldest month first: an opening takes the newest one back.

    >>> may, june = Closing("close", "2026-05", 3, "", ""), Closing("close", "2026-06", 5, "", "")
    >>> [one.month for one in in_force([may, june, Closing("reopen", "2026-06", 6, "", "")])]
    ['2026-05']
    """
    held: list[Closing] = []
    for event in events:
        if event.verb == CLOSE:
            held.append(event)
        elif held:
            held.pop()
    return tuple(held)


def as_stored(events: Sequence[Closing]) -> list[dict[str, Any]]:
    """The events as JSON values."""
    return [asdict(event) for event in events]


def from_stored(events: Sequence[Mapping[str, Any]]) -> tuple[Closing, ...]:
    """The events of a snapshot file."""
    return tuple(Closing(**event) for event in events)
