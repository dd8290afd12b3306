"""The entry point: run a command and turn whatever happens into an exit code and at most one sentence.

0 done · 1 the data or the request was wrong · 2 usage · 3 a fault of ours · 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from argosy.interfaces.cli.failure import INTERRUPTED, report_failure
from argosy.interfaces.cli.language import of_arguments, of_machine


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    said = list(sys.argv[1:] if arguments is None else arguments)
    return _flushed(_run(said, of_arguments(said) or of_machine()))


def _run(said: list[str], language: str) -> int:
    try:
        from argosy.interfaces.cli.registration import program, speak_for_parser

        speak_for_parser(language)
        program(language).main(args=said, prog_name="argosy")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # the border: whatever went wrong below, people get a sentence, not a traceback
        return report_failure(error, language)
    return 0


def _flushed(code: int) -> int:
    """Flush now: a pipe that its reader closed early makes no noise when the interpreter ends, and is no failure."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main())
