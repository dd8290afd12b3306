"""A process of its own for one errand: its work holds up nobody who looks at pages, and its death is noticed at once.

The errand comes as one JSON object on standard input; what is being done, and at the end what came of it, are lines of JSON on standard
output. It runs at a lower priority than the server.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from argosy.app.desk.work import Errand, Progress, perform
from argosy.app.workspace import Workspace, open_workspace
from argosy.core.errors import ArgosyError, DataError, FaultError
from argosy.core.text import Text

NICENESS = 5


class FailedElsewhereError(DataError):
    """The other process could not do it; the sentence is its own."""


def perform_apart(workspace: Workspace, errand: Errand, progress: Progress) -> Mapping[str, object]:
    """As `perform`, in a process of its own; `FailedElsewhereError` with the sentence it left, `FaultError` where it left none."""
    command = [sys.executable, "-m", "argosy.app.desk.worker"]
    said = json.dumps({"workspace": str(workspace.root), "kind": errand.kind, "asked": dict(errand.asked)})
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(said)
        process.stdin.close()
        result = None
        for line in process.stdout:
            told = json.loads(line)
            if "step" in told:
                progress(told["step"], told["done"], told["total"])
            elif "error" in told:
                raise FailedElsewhereError(Text.from_json(told["error"]))
            else:
                result = told["result"]
    if result is None:
        raise FaultError("The process that worked on it has ended; begin again, nothing is lost.")
    found: Mapping[str, object] = result
    return found


def main() -> int:
    """Do the errand on standard input."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    asked = json.loads(sys.stdin.read())
    out, sys.stdout = sys.stdout, sys.stderr  # what anything below prints is no line of ours

    def say(told: Mapping[str, Any]) -> None:
        out.write(json.dumps(told, ensure_ascii=False) + "\n")
        out.flush()

    def progress(step: str, done: int, total: int) -> None:
        say({"step": step, "done": done, "total": total})

    try:
        workspace = open_workspace(Path(asked["workspace"]))
        say({"result": dict(perform(workspace, Errand(asked["kind"], asked["asked"]), progress))})
    except ArgosyError as error:
        say({"error": error.text.to_json()})
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
