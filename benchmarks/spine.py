"""The spine: ingest, re-ingest, measure, start-up, demo; beside DuckDB's own COPY, hand-written SQL, pandas and a bare typer program.

ARGOSY_BENCH_ROWS sets the size (10,000,000 by default), ARGOSY_BENCH_RUNS how often each pair is run (3).
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from benchmarks.processes import Run, median, python, run

ROWS = int(os.environ.get("ARGOSY_BENCH_ROWS", "10000000"))
RUNS = int(os.environ.get("ARGOSY_BENCH_RUNS", "3"))
ARGOSY = [str(Path(sys.executable).parent / "argosy")]
MAPPING = Path(__file__).parent / "order_lines.yaml"
LINES = """
    SELECT 'ORD-' || lpad((i // 3)::VARCHAR, 10, '0') AS order_id, i % 3 + 1 AS line,
        date_trunc('second', TIMESTAMP '2023-01-01' + to_seconds((i // 3 * 3 * (63072000.0 / {rows}))::DOUBLE)) AS ordered,
        list_extract(['DE', 'FR', 'GB', 'US', 'BR', 'JP'], (hash(i // 3) % 6 + 1)::BIGINT) AS country,
        'SKU-' || (hash(i) % 5000) AS sku, 'Product name number ' || (hash(i) % 5000) AS title,
        'CUST-' || (hash(i // 3 + 7) % {customers}) AS customer, (hash(i * 7) % 9 + 1) AS quantity,
        round((hash(i * 3) % 9900 + 100) / 100.0, 2)::DECIMAL(10, 2) AS price,
        list_extract(['EUR', 'EUR', 'GBP', 'USD', 'BRL', 'JPY'], (hash(i // 3) % 6 + 1)::BIGINT) AS currency,
        'shipped' AS state, round((hash(i * 5) % 200) / 100.0, 2)::DECIMAL(10, 2) AS discount
    FROM range({rows}) t(i)
"""
HAND = """
    WITH daily AS (
        SELECT market, channel, month, ordered_on, currency, sum(gross_amount) - sum(coalesce(discount_amount, 0)) AS amount
        FROM read_parquet([{files}], hive_partitioning=true, hive_types_autocast=false)
        WHERE status <> 'cancelled' GROUP BY ALL)
    SELECT market, channel, month, round(sum(CASE WHEN d.currency = 'CNY' THEN amount ELSE amount::DOUBLE * r.rate END), 4)
    FROM daily d LEFT JOIN rates r ON r.rate_on = d.ordered_on AND r.rate_currency = d.currency GROUP BY ALL ORDER BY ALL
"""


def write_lines(path: Path, rows: int, where: str = "true", price: str = "price") -> None:
    """Generated order lines over two years, in time order, as a shop exports them."""
    lines = LINES.format(rows=rows, customers=max(rows // 20, 1))
    duckdb.connect().execute(
        f"COPY (SELECT * REPLACE ({price} AS price) FROM ({lines}) WHERE {where}) TO '{path}' (HEADER)"
    )


def workspace(root: Path) -> Path:
    """A fresh workspace."""
    shutil.rmtree(root, ignore_errors=True)
    run([*ARGOSY, "new", str(root), "--home-currency", "CNY", "--home-country", "CN"])
    return root


def ingest(root: Path, path: Path) -> Run:
    """`argosy ingest` as a whole process."""
    return run([*ARGOSY, "ingest", str(path), "--map", str(MAPPING), "--workspace", str(root), "--quiet"])


def copy(path: Path, target: Path) -> Run:
    """DuckDB's own COPY of the CSV to Parquet as a whole process."""
    return run(
        python(
            f"import duckdb; duckdb.connect().execute(\"COPY (FROM read_csv('{path}')) TO '{target}' (FORMAT parquet)\")"
        )
    )


def ingest_rows(folder: Path) -> list[str]:
    """Ingest beside COPY, at the full size and at a tenth."""
    found = []
    peaks = {}
    for rows in (ROWS // 10, ROWS):
        path = folder / f"lines-{rows}.csv"
        write_lines(path, rows)
        ours, theirs = [], []
        for _ in range(RUNS):
            theirs.append(copy(path, folder / "copy.parquet"))
            ours.append(ingest(workspace(folder / f"ws-{rows}"), path))
        mine, peer = median(ours), median(theirs)
        peaks[rows] = mine.peak_mib
        ratio = statistics.median(a.seconds / b.seconds for a, b in zip(ours, theirs, strict=True))
        found.append(
            row(
                f"ingest {rows:,} order lines from CSV",
                f"{mine.seconds:.1f} s",
                f"DuckDB COPY {peer.seconds:.1f} s",
                f"{ratio:.2f}",
                "at most 1.6",
            )
        )
        found.append(
            row(
                f"peak memory, {rows:,} lines",
                f"{mine.peak_mib:,.0f} MiB",
                f"DuckDB COPY {peer.peak_mib:,.0f} MiB",
                f"{mine.peak_mib / peer.peak_mib:.2f}",
                "at most 3 GiB",
            )
        )
    ratio = peaks[ROWS] / peaks[ROWS // 10]
    found.append(
        row(
            "peak memory, full size over a tenth",
            f"{peaks[ROWS]:,.0f} MiB",
            f"{peaks[ROWS // 10]:,.0f} MiB",
            f"{ratio:.2f}",
            "at most 1.5",
        )
    )
    return found


def reingest_rows(folder: Path) -> list[str]:
    """One month corrected and ingested again, beside the first ingest."""
    first, root = folder / f"lines-{ROWS}.csv", folder / f"ws-{ROWS}"
    whole = ingest(workspace(root), first)
    again = []
    for number in range(RUNS):
        changed = folder / f"changed-{number}.csv"
        write_lines(changed, ROWS, "ordered >= '2024-03-01' AND ordered < '2024-04-01'", f"price + {number + 1}")
        again.append(ingest(root, changed))
    ratio = median(again).seconds / whole.seconds
    return [
        row(
            "re-ingest of one changed month",
            f"{median(again).seconds:.2f} s",
            f"first ingest {whole.seconds:.1f} s",
            f"{ratio:.3f}",
            "at most 0.15",
        )
    ]


def measure_rows(folder: Path) -> list[str]:
    """`measure net_sales --by market,channel,month` beside hand-written SQL and pandas over the same files, each in this process."""
    from argosy.app.facade import Argosy
    from argosy.app.measure import fresh_measures
    from argosy.metrics.contract import Query
    from argosy.metrics.conversion import rates_table
    from argosy.metrics.facts import FACTS
    from argosy.warehouse.engine import DuckDBEngine
    from argosy.warehouse.lake import files

    argosy = Argosy.open(folder / f"ws-{ROWS}")
    lake = argosy.workspace.lake
    snapshot = lake.latest()
    paths = files(lake, "order_lines", snapshot.tables["order_lines"])
    rates = DuckDBEngine(lake)
    rates_arrow = rates.to_arrow(rates_table(rates, FACTS["order_lines"], "CNY"))
    query = Query(("net_sales",), ("market", "channel", "month"))
    sql = HAND.format(files=", ".join(f"'{path}'" for path in paths))

    def ours() -> object:
        return fresh_measures(argosy.workspace).measure(query).rows

    def by_hand() -> object:
        connection = duckdb.connect()
        connection.register("rates", rates_arrow)
        return connection.execute(sql).fetchall()

    mine, hand = paired(ours, by_hand, 2 * RUNS + 1)
    slow = min(timed(lambda: with_pandas(paths, rates_arrow)) for _ in range(2))
    check(ours(), by_hand())
    return [
        row(
            "measure net_sales by market, channel, month",
            f"{mine:.2f} s",
            f"hand-written SQL {hand:.2f} s",
            f"{mine / hand:.2f}",
            "at most 1.3",
        ),
        row(
            "the same beside pandas",
            f"{mine:.2f} s",
            f"pandas {slow:.1f} s",
            f"{slow / mine:.1f} times faster",
            "at least 5 times",
        ),
    ]


def with_pandas(paths: list[str], rates: object) -> object:
    """What a pandas user would write."""
    import pandas as pd

    columns = ["market", "channel", "ordered_on", "currency", "gross_amount", "discount_amount", "status"]
    frame = pd.concat([pd.read_parquet(path, columns=columns) for path in paths])
    frame = frame[frame.status != "cancelled"]
    frame["amount"] = frame.gross_amount.astype(float) - frame.discount_amount.astype(float).fillna(0)
    frame["day"] = pd.to_datetime(frame.ordered_on)
    table = rates.to_pandas()  # type: ignore[attr-defined]
    table["rate_on"] = pd.to_datetime(table.rate_on)
    frame = frame.merge(table, left_on=["day", "currency"], right_on=["rate_on", "rate_currency"], how="left")
    frame["home"] = frame.amount * frame.rate
    frame["month"] = frame.day.dt.strftime("%Y-%m")
    return frame.groupby(["market", "channel", "month"]).home.sum()


def check(ours: object, by_hand: object) -> None:
    """Both must say the same to the cent, or the comparison is worth nothing."""
    mine = {(one["market"], one["channel"], one["month"]): float(one["net_sales"]) for one in ours}  # type: ignore[attr-defined]
    hand = {tuple(one[:3]): float(one[3]) for one in by_hand}  # type: ignore[attr-defined]
    if set(mine) != set(hand) or any(abs(mine[key] - hand[key]) > 0.01 for key in mine):
        raise SystemExit("measure and the hand-written SQL disagree")


def startup_rows() -> list[str]:
    """`argosy --help` beside a bare typer program's."""
    bare = "import typer\napp = typer.Typer()\n@app.command()\ndef hello(name: str = 'x') -> None:\n    'Say hello.'\napp(['--help'])"
    ours, theirs = [], []
    for _ in range(5 * RUNS):
        theirs.append(run(python(bare)))
        ours.append(run([*ARGOSY, "--help"]))
    mine, peer = median(ours), median(theirs)
    return [
        row(
            "argosy --help",
            f"{mine.seconds * 1000:.0f} ms",
            f"bare typer {peer.seconds * 1000:.0f} ms",
            f"{mine.seconds / peer.seconds:.2f}",
            "at most 2",
        )
    ]


def demo_rows(folder: Path) -> list[str]:
    """`make demo` without the set-up."""
    runs = []
    for _ in range(RUNS):
        shutil.rmtree(folder / "demo", ignore_errors=True)
        runs.append(run([*ARGOSY, "demo", "--workspace", str(folder / "demo")]))
    mine = median(runs)
    return [
        row("argosy demo, 541,909 lines to report", f"{mine.seconds:.1f} s", "-", "-", "under 60 s"),
        row("its peak memory", f"{mine.peak_mib:,.0f} MiB", "-", "-", "-"),
    ]


def timed(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def paired(first: Callable[[], object], second: Callable[[], object], runs: int) -> tuple[float, float]:
    """Median seconds of both, run in turn after one warm-up."""
    first(), second()
    pairs = [(timed(first), timed(second)) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def row(*cells: str) -> str:
    """A line of the table."""
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table."""
    print(f"{ROWS:,} generated order lines (12 columns, six currencies, two years), medians of {RUNS} runs.\n")
    print("| what | Argosy | peer | ratio | asked |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="argosy-bench-") as name:
        folder = Path(name)
        for part in (
            lambda: ingest_rows(folder),
            lambda: reingest_rows(folder),
            lambda: measure_rows(folder),
            startup_rows,
            lambda: demo_rows(folder),
        ):
            print("\n".join(part()), flush=True)


if __name__ == "__main__":
    main()
