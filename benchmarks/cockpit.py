"""Load on the cockpit: 50 people at once for a minute against one process; p95 of pages, of cached KPI calls, with and without an ingest.

`python -m benchmarks.cockpit WORKSPACE [seconds] [people]`: the workspace is copied first. Everybody opens a page or asks the API,
waits up to two seconds, and goes on, as people do who read. One process of httpx drives, one `argosy serve` answers, on loopback.
"""

from __future__ import annotations

import asyncio
import json
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

PAGES = (
    "/",
    "/numbers",
    "/numbers?metrics=net_sales&by=month&compare=year_before",
    "/why",
    "/experiments",
    "/data",
    "/domains/market",
    "/settings",
)
CALLS = (
    "/api/v1/measure?metrics=net_sales,orders&by=market",
    "/api/v1/measure?metrics=net_sales&by=month",
    "/api/v1/measure?metrics=orders,customers",
)
WAIT_SECONDS = 2.0
PASSWORD = "fifty people at once"


async def person(
    client: httpx.AsyncClient, until: float, took: dict[str, list[float]], failed: list[str], seed: int
) -> None:
    """One person at work until the end."""
    chance = random.Random(seed)
    while time.perf_counter() < until:
        kind = chance.choice(("page", "page", "call"))
        path = chance.choice(PAGES if kind == "page" else CALLS)
        begun = time.perf_counter()
        try:
            answer = await client.get(path, headers={"accept": "text/html"} if kind == "page" else {})
            if answer.status_code != 200:
                failed.append(f"{answer.status_code} {path}")
        except httpx.HTTPError as error:
            failed.append(f"{type(error).__name__} {path}")
        took[kind].append(time.perf_counter() - begun)
        await asyncio.sleep(chance.uniform(0, WAIT_SECONDS))


async def rush(address: str, cookie: str, people: int, seconds: float) -> dict[str, object]:
    """Everybody at once; the times of pages and calls in milliseconds."""
    took: dict[str, list[float]] = {"page": [], "call": []}
    failed: list[str] = []
    limits = httpx.Limits(max_connections=people)
    async with httpx.AsyncClient(
        base_url=address, cookies={"argosy_session": cookie}, limits=limits, timeout=60
    ) as client:
        until = time.perf_counter() + seconds
        await asyncio.gather(*(person(client, until, took, failed, seed) for seed in range(people)))
    return {
        **{f"{kind}_{name}": value for kind, times in took.items() for name, value in summary(times).items()},
        "failed": len(failed),
        "failures": sorted(set(failed))[:5],
    }


def summary(times: list[float]) -> dict[str, float]:
    """Count, median, p95 and the longest, in milliseconds."""
    cuts = statistics.quantiles(times, n=20)
    return {
        "count": len(times),
        "p50_ms": round(statistics.median(times) * 1000, 1),
        "p95_ms": round(cuts[18] * 1000, 1),
        "max_ms": round(max(times) * 1000, 1),
    }


def come_in(workspace: Path) -> str:
    """A session of an owner made for this; everybody uses it, so that log-ins are not what is measured."""
    from argosy.app.door.door import Door
    from argosy.app.workspace import open_workspace

    door = Door.open(open_workspace(workspace).state_url)
    link = door.first_link("bench@example.com", "en")
    if link is None:
        owner = next(one for one in door.people() if one.role.name == "owner")
        link = door.new_link(owner, owner.id)
    return door.use_link(link, PASSWORD, "bench")


def main(arguments: list[str]) -> int:
    """Print the figures as JSON."""
    seconds = float(arguments[1]) if len(arguments) > 1 else 60.0
    people = int(arguments[2]) if len(arguments) > 2 else 50
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(shutil.copytree(arguments[0], Path(folder) / "workspace"))
        cookie = come_in(workspace)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "argosy.interfaces.cli",
            "serve",
            "--workspace",
            str(workspace),
            "--port",
            str(port),
            "--quiet",
        ]
        serving = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            address = f"http://127.0.0.1:{port}"
            first = warm(address, cookie)
            print(
                json.dumps({"first_ms": first, "rush": asyncio.run(rush(address, cookie, people, seconds))}, indent=1)
            )
        finally:
            serving.terminate()
            serving.wait()
    return 0


def warm(address: str, cookie: str) -> dict[str, float]:
    """Milliseconds of the first visit of each address after the start, one after the other."""
    took = {}
    with httpx.Client(base_url=address, cookies={"argosy_session": cookie}, timeout=300) as client:
        for _ in range(600):
            try:
                client.get("/readyz")
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        for path in (*PAGES, *CALLS):
            begun = time.perf_counter()
            client.get(path)
            took[path] = round((time.perf_counter() - begun) * 1000, 1)
    return took


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
