"""Timing whole processes: wall seconds and peak memory of a finished child, by the operating system's own accounting."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MIB = 1024


@dataclass(frozen=True)
class Run:
    """One finished process."""

    seconds: float
    peak_mib: float


def run(command: Sequence[str], cwd: Path | None = None) -> Run:
    """Run a command to its end; its output is thrown away, a failure raises with what it said on stderr."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()  # modules are compiled once, as on any seller's machine
    process = subprocess.Popen(
        list(command), cwd=cwd, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    said = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))} failed: {said.decode(errors='replace')[-2000:]}")
    return Run(seconds, usage.ru_maxrss / MIB)


def python(code: str) -> list[str]:
    """A command that runs Python code."""
    return [sys.executable, "-c", code]


def median(runs: Sequence[Run]) -> Run:
    """Median seconds and median peak."""
    return Run(statistics.median(one.seconds for one in runs), statistics.median(one.peak_mib for one in runs))
