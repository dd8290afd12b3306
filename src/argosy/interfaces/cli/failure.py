"""What a person sees when something went wrong: one sentence and an exit code; a traceback only where it was asked for."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from argosy.core.errors import ArgosyError
from argosy.core.text import Text

FAULT = 3
INTERRUPTED = 130
DEBUG = "ARGOSY_DEBUG"
LOG = "argosy.log"


def report_failure(error: Exception, language: str, workspace: Path | None = None) -> int:
    """Say on standard error what went wrong and what to do; returns the exit code, 1 or 3.

    What nobody foresaw, and a `FaultError`, is ours: its traceback goes into a log, whose place is named.
    """
    if os.environ.get(DEBUG) == "1":
        import traceback

        traceback.print_exception(error)
    if isinstance(error, ArgosyError) and error.exit_code != FAULT:
        complain(error.text, language)
        return error.exit_code
    what = error.text.render(language) if isinstance(error, ArgosyError) else f"{type(error).__name__}: {error}"
    values = {"what": what.strip().rstrip(".") + ".", "log": _logged(error, workspace)}
    complain(
        Text("This is a fault of Argosy, not yours: {what} The details are in {log}; please report it.", values),
        language,
    )
    return FAULT


def complain(text: Text, language: str) -> None:
    """One sentence on standard error, in signs it can write."""
    encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
    sentence = " ".join(text.render(language).split("\n"))
    sys.stderr.write(sentence.encode(encoding, errors="replace").decode(encoding) + "\n")


def _logged(error: Exception, workspace: Path | None) -> Path:
    """Append the traceback to argosy.log: in the workspace where there is one, else in the folder for temporary files."""
    import traceback

    home = workspace or Path(os.environ.get("ARGOSY_WORKSPACE") or ".")
    is_home = (home / "argosy.toml").is_file() and os.access(home, os.W_OK)
    log = ((home if is_home else Path(tempfile.gettempdir())) / LOG).absolute()
    with log.open("a", encoding="utf-8") as file:
        file.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} argosy {' '.join(sys.argv[1:])}\n")
        traceback.print_exception(error, file=file)
    return log
