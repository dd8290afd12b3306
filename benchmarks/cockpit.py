"""Load on the cockpit: 50 people at once for a minute against one server; p95 of pages and of cached KPI calls.

`python -m benchmarks.cockpit [WORKSPACE [seconds [people [ingest]]]]`: by default the demo's workspace; one that is named is copied first.
Everybody opens a page or asks the API, waits up to two seconds, and goes on, as people do who read.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import psutil

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
INGESTED = 1_000_000
PASSWORD = "a rush of fifty at once"


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


async def rush(address: str, cookies: list[str], seconds: float) -> dict[str, Any]:
    """Everybody at once; the times of pages and calls in milliseconds."""
    took: dict[str, list[float]] = {"page": [], "call": []}
    failed: list[str] = []
    until = time.perf_counter() + seconds
    async with AsyncExitStack() as opened:
        clients = [
            await opened.enter_async_context(
                httpx.AsyncClient(base_url=address, cookies={"argosy_session": cookie}, timeout=60)
            )
            for cookie in cookies
        ]
        await asyncio.gather(*(person(one, until, took, failed, seed) for seed, one in enumerate(clients)))
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


def come_in(workspace: Path, people: int) -> list[str]:
    """A session for everybody, each of a person of their own: how often somebody may ask is counted by person."""
    from argosy.app.door.door import Door
    from argosy.app.workspace import open_workspace

    door = Door.open(open_workspace(workspace).state_url)
    door.first_link("bench@example.com", "en")
    owner = next(one for one in door.people() if one.role.name == "owner")
    links = [door.invite(owner, f"bench{number}@example.com", "", "owner", None)[1] for number in range(people)]
    return [door.use_link(link, PASSWORD, "bench") for link in links]


def main(arguments: list[str]) -> int:
    """Print the figures as Markdown."""
    seconds = float(arguments[1]) if len(arguments) > 1 else 60.0
    people = int(arguments[2]) if len(arguments) > 2 else 50
    beside = len(arguments) > 3 and arguments[3] == "ingest"
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "workspace"
        if arguments:
            shutil.copytree(arguments[0], workspace)
        else:
            from argosy.app.demo import run_demo

            run_demo(workspace)
        cookies = come_in(workspace, people)
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
        ]
        serving = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            address, process = f"http://127.0.0.1:{port}", psutil.Process(serving.pid)
            first = warm(address, cookies[0])
            settle(process)
            before, load = spent_by(process), psutil.getloadavg()[0]
            told = asyncio.run(rush(address, cookies, seconds))
            spent = spent_by(process) - before
            busy = asyncio.run(rush_beside_an_ingest(address, cookies, seconds)) if beside else None
        finally:
            serving.terminate()
            serving.wait()
    report(first, told, spent, load, people, seconds)
    if busy is not None:
        report_busy(busy)
    return 0


def spent_by(process: psutil.Process) -> float:
    """Seconds of the server's own processes, workers with it; jobs are processes of their own and not counted."""
    workers = [one for one in process.children() if "spawn_main" in " ".join(one.cmdline())]
    return float(sum(sum(one.cpu_times()[:2]) for one in (process, *workers)))


def orders_file(path: Path, rows: int) -> None:
    """A file of new orders in the form of the demo's, to be taken in while people look at pages."""
    head = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
    with path.open("w", encoding="utf-8") as file:
        file.write(head + "\n")
        for number in range(rows):
            day, minute = number % 28 + 1, number % 60
            bought = f"{700000 + number // 3},{20000 + number % 3000},LANTERN,{number % 9 + 1}"
            file.write(f"{bought},2011-12-{day:02d} 10:{minute:02d}:00,2.55,{number % 4000},Germany\n")


async def rush_beside_an_ingest(address: str, cookies: list[str], seconds: float) -> dict[str, Any]:
    """The same while a file of a million rows is taken in; how long that took is `ingest_s`, None where it went on longer."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "more.csv"
        orders_file(path, INGESTED)
        async with httpx.AsyncClient(base_url=address, cookies={"argosy_session": cookies[0]}, timeout=120) as client:
            page = await client.get("/data", headers={"accept": "text/html"})
            csrf = page.text.split('name="csrf" content="')[1].split('"')[0]
            begun = time.perf_counter()
            sent = await client.post(
                "/api/v1/files?name=more.csv", content=path.read_bytes(), headers={"x-csrf-token": csrf}
            )
            sent.raise_for_status()
            told = await rush(address, cookies, seconds)
            job = (await client.get(f"/api/v1/jobs/{sent.json()['id']}")).json()
            while job["state"] not in ("done", "failed") and time.perf_counter() - begun < 600:
                await asyncio.sleep(2)
                job = (await client.get(f"/api/v1/jobs/{sent.json()['id']}")).json()
            told["ingest_s"] = round(time.perf_counter() - begun, 1)
            told["ingest"] = [one["outcome"] for one in (job["result"] or {}).get("files", [])] or job["state"]
    return told


def report_busy(told: dict[str, Any]) -> None:
    """The figures beside an ingest, as Markdown."""
    print(
        f"\nWhile a file of {INGESTED:,} rows is taken in (from upload to loaded {told['ingest_s']} s, {told['ingest']}):\n"
    )
    print("| | requests | p50 ms | p95 ms | longest ms | target p95 ms |\n|---|---|---|---|---|---|")
    for kind, name in (("page", "pages"), ("call", "KPI calls")):
        figures = " | ".join(str(told[f"{kind}_{what}"]) for what in ("count", "p50_ms", "p95_ms", "max_ms"))
        print(f"| {name} | {figures} | 600 |")
    print(f"\nErrors: {told['failed']} {told['failures'] or ''}.")


def settle(process: psutil.Process) -> None:
    """Wait until what is measured beforehand is measured, at most three minutes: people come after that."""
    for _ in range(90):
        if not process.children() and process.cpu_percent(interval=2.0) < 10:
            return
        time.sleep(0.1 if not process.children() else 2.0)


def report(
    first: dict[str, float], told: dict[str, Any], spent: float, load: float, people: int, seconds: float
) -> None:
    """The figures as Markdown."""
    count = told["page_count"] + told["call_count"]
    print(
        f"{people} people at once for {seconds:.0f} s against one server, on loopback; load average of the machine before: {load:.1f}.\n"
    )
    print("| | requests | p50 ms | p95 ms | longest ms | target p95 ms |\n|---|---|---|---|---|---|")
    for kind, name, target in (("page", "pages", 300), ("call", "cached KPI calls", 50)):
        figures = " | ".join(str(told[f"{kind}_{what}"]) for what in ("count", "p50_ms", "p95_ms", "max_ms"))
        print(f"| {name} | {figures} | {target} |")
    print(
        f"\nErrors: {told['failed']} {told['failures'] or ''}. CPU of the server: {spent * 1000 / max(count, 1):.1f} ms a request.\n"
    )
    print("| first visit after the start | ms |\n|---|---|")
    for path, took in first.items():
        print(f"| `{path.replace('|', ' ')}` | {took:,.0f} |")


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
