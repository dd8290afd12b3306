"""Doctor: is the workspace sound, is the machine fit, are the reference tables fresh."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from argosy.app.results import Diagnosis
from argosy.app.workspace import Workspace
from argosy.core.text import Text
from argosy.warehouse.lake import files

FREE_BYTES = 2 * 1024**3
GIB = 1024**3


def examine(workspace: Workspace) -> list[Diagnosis]:
    """Every check, the failing ones too; nothing is changed."""
    return [*_machine(workspace), *_lake(workspace), *_reference()]


def _machine(workspace: Workspace) -> Iterator[Diagnosis]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Diagnosis(
        "python", (3, 11) <= sys.version_info[:2] <= (3, 13), Text("Python {version}", {"version": version})
    )
    free = shutil.disk_usage(workspace.root).free
    yield Diagnosis("disk", free >= FREE_BYTES, Text("{free} GiB free", {"free": f"{free / GIB:.1f}"}))
    writable = os.access(workspace.root, os.W_OK)
    yield Diagnosis(
        "workspace",
        writable,
        Text("{folder} can be written", {"folder": str(workspace.root)})
        if writable
        else Text("{folder} cannot be written", {"folder": str(workspace.root)}),
    )


def _lake(workspace: Workspace) -> Iterator[Diagnosis]:
    lake = workspace.lake
    snapshot = lake.latest()
    yield Diagnosis(
        "lake",
        True,
        Text("version {number}, {tables} tables", {"number": snapshot.number, "tables": len(snapshot.tables)}),
    )
    for name, version in sorted(snapshot.tables.items()):
        missing = [path for path in files(lake, name, version) if not os.path.exists(path)]  # noqa: PTH110 - thousands of paths
        if missing:
            yield Diagnosis(
                name,
                False,
                Text("{count} files are missing, first {file}", {"count": len(missing), "file": missing[0]}),
            )
    left = (
        [path for path in lake.staging.glob("*") if not path.name.startswith("spill-")] if lake.staging.is_dir() else []
    )
    if left:
        yield Diagnosis(
            "staging",
            True,
            Text(
                "{count} folders of loads that run or were killed; the next load does not use them",
                {"count": len(left)},
            ),
        )


def _reference() -> Iterator[Diagnosis]:
    from argosy.reference.loader import stale

    old = stale(datetime.now(UTC).date())
    if old:
        yield Diagnosis("reference", False, Text("{count} tables were not checked for 300 days", {"count": len(old)}))
    else:
        yield Diagnosis("reference", True, Text("every table was checked within 300 days"))
