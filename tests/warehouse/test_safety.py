"""What two processes, a kill and a full disk may not do to the lake."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from argosy.warehouse.engine import DuckDBEngine
from argosy.warehouse.lake import Lake

SCRIPT = Path(__file__).with_name("load_once.py")


def start(lake: Lake, load_id: str, first: int, count: int, limit: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, str(SCRIPT), str(lake.root), load_id, str(first), str(count), str(limit)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, said = process.communicate(timeout=180)
    return process.returncode, said


def counts(lake: Lake) -> tuple[int, int, int]:
    """Rows, distinct orders, loads."""
    found = DuckDBEngine(lake).sql(
        "SELECT count(*) AS rows, count(DISTINCT order_id) AS orders, (SELECT count(*) FROM loads) AS loads FROM order_lines",
        ["order_lines", "loads"],
    )
    return tuple(found.to_pylist()[0].values())  # type: ignore[return-value]


def test_processes_loading_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    running = [start(lake, f"load{number}", number * 3000, 4000) for number in range(4)]
    assert [finish(process) for process in running] == [(0, "")] * 4
    # Neighbours overlap by 1,000 orders: 4 x 4,000 rows name 13,000 orders, each of which may stand once.
    assert counts(lake) == (13_000, 13_000, 4)
    assert lake.latest().number == 4


def test_a_kill_in_mid_load_leaves_the_lake_as_it_was(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    assert finish(start(lake, "first", 0, 1000))[0] == 0
    process = start(lake, "killed", 0, 30_000_000)
    deadline = time.monotonic() + 60
    while (
        not list(lake.staging.glob("killed-*/order_lines/month=*/*"))
        and time.monotonic() < deadline
        and process.poll() is None
    ):
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    assert finish(process)[0] == -signal.SIGKILL, "the load must still have been running"
    assert counts(lake) == (1000, 1000, 1)
    assert finish(start(lake, "next", 500, 1000))[0] == 0
    assert counts(lake) == (1500, 1500, 2)


def test_a_full_disk_says_so_and_leaves_the_lake_as_it_was(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    assert finish(start(lake, "first", 0, 1000))[0] == 0
    code, said = finish(start(lake, "full", 0, 2_000_000, limit=50_000))
    assert code == 1
    assert "is full: nothing was loaded; free some space and ingest again." in said
    assert counts(lake) == (1000, 1000, 1)
    assert not list(lake.staging.glob("full-*"))
