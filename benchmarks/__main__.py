"""Runs every benchmark of this folder (or those named) and writes what they print into RESULTS.md, each in its own section."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
ORDER = ("spine", "economics", "slices", "experiments", "forecasting", "classification", "decisions")


def names() -> list[str]:
    """The benchmarks there are, the spine first."""
    found = {path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_")} - {"processes"}
    return sorted(found, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))


def sections() -> dict[str, str]:
    """The sections RESULTS.md has now, so that running one benchmark leaves the others."""
    if not RESULTS.exists():
        return {}
    parts = re.split(r"^<!-- (\w+) -->\n", RESULTS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {name: text.strip() for name, text in zip(parts[1::2], parts[2::2], strict=True)}


def machine() -> str:
    """What the figures were measured on."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True, check=False
    ).stdout.strip()
    return f"{datetime.now(UTC).date()}, Python {platform.python_version()}, {os.cpu_count()} cores, commit {commit or 'unknown'}"


def main(wanted: list[str]) -> int:
    """Run and write; a benchmark that fails says so in its section and in the exit code."""
    kept, failed = sections(), 0
    for name in wanted or names():
        print(f"benchmark {name} ...", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{name}"], cwd=HERE.parent, capture_output=True, text=True, check=False
        )
        if done.returncode:
            failed += 1
            kept[name] = f"## {name}\n\nFailed on {machine()}:\n\n```text\n{done.stderr[-1500:].strip()}\n```"
        else:
            kept[name] = f"## {name}\n\nMeasured {machine()}.\n\n{done.stdout.strip()}"
        write(kept)
    return 1 if failed else 0


def write(kept: dict[str, str]) -> None:
    """Put the sections in order."""
    head = (
        "# Results\n\nWritten by `make bench`; medians of several runs, ratios within one run, as they came out."
        " The machine is shared and noisy.\n"
    )
    body = "\n\n".join(
        f"<!-- {name} -->\n{kept[name]}"
        for name in sorted(kept, key=lambda name: (names().index(name) if name in names() else 99, name))
    )
    RESULTS.write_text(f"{head}\n{body}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
