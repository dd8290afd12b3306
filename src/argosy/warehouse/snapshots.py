"""Snapshots: which version of every table belongs together. Readers see one snapshot; it moves only when a load is whole.

A snapshot is a small JSON file named by its number. Writing number n+1 succeeds for one process only (a hard link refuses to
overwrite), so that two loads can never both follow the same snapshot: the second one has to look again.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from argosy.core.errors import RequestError
from argosy.warehouse.closings import Closing, as_stored, from_stored, in_force


@dataclass(frozen=True)
class Snapshot:
    """Table name to Delta version; `number` 0 is the empty lake; `events` are the closings of months, the oldest first."""

    number: int
    tables: Mapping[str, int] = field(default_factory=dict)
    load_id: str | None = None
    created_at: str = ""
    events: tuple[Closing, ...] = ()

    @property
    def closings(self) -> tuple[Closing, ...]:
        """The closings in force, the oldest month first."""
        return in_force(self.events)


def latest(directory: Path) -> Snapshot:
    """The newest snapshot."""
    numbers = _numbers(directory)
    return read(directory, max(numbers)) if numbers else Snapshot(0)


def read(directory: Path, number: int) -> Snapshot:
    """The snapshot of that number; 0 is the empty lake."""
    if number == 0:
        return Snapshot(0)
    path = _path(directory, number)
    if not path.exists():
        last = max(_numbers(directory), default=0)
        raise RequestError("There is no lake version {number}; the newest is {last}.", number=number, last=last)
    raw = json.loads(path.read_text(encoding="utf-8"))
    events = from_stored(raw.get("events", []))
    return Snapshot(raw["number"], raw["tables"], raw.get("load_id"), raw["created_at"], events)


def history(directory: Path) -> list[Snapshot]:
    """All snapshots, oldest first."""
    return [read(directory, number) for number in sorted(_numbers(directory))]


def advance(
    directory: Path, parent: Snapshot, changed: Mapping[str, int], load_id: str | None, event: Closing | None = None
) -> Snapshot | None:
    """Publish the snapshot after `parent` with the changed versions, or a closing; None where another process was first."""
    directory.mkdir(parents=True, exist_ok=True)
    created_at = datetime.now(UTC).isoformat(timespec="seconds")
    events = (*parent.events, event) if event else parent.events
    new = Snapshot(parent.number + 1, {**parent.tables, **changed}, load_id, created_at, events)
    body = {
        "number": new.number,
        "created_at": created_at,
        "load_id": load_id,
        "tables": dict(sorted(new.tables.items())),
        **({"events": as_stored(events)} if events else {}),
    }
    partial = directory / f".{secrets.token_hex(8)}.partial"
    try:
        with partial.open("w", encoding="utf-8") as file:
            file.write(json.dumps(body, indent=1))
            file.flush()
            os.fsync(file.fileno())
        os.link(partial, _path(directory, new.number))
    except FileExistsError:
        return None
    finally:
        partial.unlink(missing_ok=True)
    return new


def _path(directory: Path, number: int) -> Path:
    return directory / f"{number:010d}.json"


def _numbers(directory: Path) -> list[int]:
    return [int(path.stem) for path in directory.glob("*.json") if path.stem.isdigit()] if directory.is_dir() else []
