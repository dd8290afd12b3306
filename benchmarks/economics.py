"""The statement by market, channel, SKU and month over generated order and settlement lines, beside hand-written SQL and pandas.

ARGOSY_BENCH_ECONOMICS_ROWS sets the order lines (10,000,000 by default; three settlement lines each), ARGOSY_BENCH_RUNS the runs (3),
ARGOSY_BENCH_ECONOMICS_FOLDER a folder whose lakes are used again, ARGOSY_BENCH_PANDAS_GIB the memory pandas may take (12).
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.processes import python, run

ROWS = int(os.environ.get("ARGOSY_BENCH_ECONOMICS_ROWS", "10000000"))
RUNS = int(os.environ.get("ARGOSY_BENCH_RUNS", "3"))
KEPT_FOLDER = os.environ.get("ARGOSY_BENCH_ECONOMICS_FOLDER")
PANDAS_GIB = int(os.environ.get("ARGOSY_BENCH_PANDAS_GIB", "12"))
BOARD = 40
PLACE = """'s' || (hash(i // 3) % 3) AS store_id, 'amazon' AS channel,
    list_extract(['DE', 'FR', 'GB', 'US', 'JP'], (hash(i // 3) % 5 + 1)::BIGINT) AS market,
    list_extract(['EUR', 'EUR', 'GBP', 'USD', 'JPY'], (hash(i // 3) % 5 + 1)::BIGINT) AS currency"""
ORDERED = "DATE '2024-01-01' + (i * 365 // {rows})::INTEGER"
LINES = f"""SELECT {PLACE}, 'O' || (i // 3) AS order_id, (i % 3)::VARCHAR AS line_no, 'SKU-' || (hash(i) % 5000) AS sku,
    1 + hash(i) % 3 AS quantity, {ORDERED} AS ordered_on, ({ORDERED})::TIMESTAMP AS ordered_at,
    (10 + hash(i * 3) % 9000 / 100)::DECIMAL(18, 4) AS gross_amount, (hash(i * 5) % 100 / 100)::DECIMAL(18, 4) AS discount_amount,
    'shipped' AS status, i AS source_line FROM range({{rows}}) t(i)"""
BOOKED = f"""SELECT {PLACE}, 'B' || (i * 365 // {{rows}} // 14) AS settlement_id, (i * 3 + k)::VARCHAR AS line_no,
    {ORDERED} + 3 AS posted_on, 'O' || (i // 3) AS order_id, 'SKU-' || (hash(i) % 5000) AS sku, 1 + hash(i) % 3 AS quantity,
    list_extract(['product_charge', 'referral_fee', 'fulfilment_fee'], k + 1) AS fee_type,
    (CASE k WHEN 0 THEN 10 + hash(i * 3) % 9000 / 100 ELSE -(1 + hash(i * 7 + k) % 500 / 100) END)::DECIMAL(18, 4) AS amount,
    i * 3 + k AS source_line FROM range({{rows}}) t(i), range(3) u(k)"""
COSTS = """SELECT 'SKU-' || i AS product_id, '*' AS market, '*' AS batch_id, 'purchase' AS component, DATE '2024-01-01' AS effective_on,
    'CNY' AS currency, (20 + i % 100)::DECIMAL(18, 4) AS unit_cost_amount, i AS source_line FROM range(5000) t(i)"""
HAND = """
    WITH sold AS (
        SELECT l.market, l.channel, l.sku, l.month, sum(l.gross_amount::DOUBLE * r.rate) AS sales,
            sum(l.discount_amount::DOUBLE * r.rate) AS discounts, sum(l.quantity * c.unit_cost_amount) AS costs, 0.0 AS fees
        FROM order_lines l JOIN rates r ON r.rate_on = l.ordered_on AND r.rate_currency = l.currency
        LEFT JOIN product_costs c ON c.product_id = l.sku WHERE l.status <> 'cancelled' GROUP BY ALL),
    orders AS (SELECT store_id, order_id, min(ordered_on) AS day FROM order_lines GROUP BY ALL),
    charged AS (
        SELECT s.market, s.channel, s.sku, strftime(o.day, '%Y-%m') AS month, 0.0 AS sales, 0.0 AS discounts, 0 AS costs,
            sum(s.amount::DOUBLE * r.rate) AS fees
        FROM settlement_lines s JOIN orders o ON o.store_id = s.store_id AND o.order_id = s.order_id
        JOIN rates r ON r.rate_on = o.day AND r.rate_currency = s.currency WHERE s.fee_type <> 'product_charge' GROUP BY ALL)
    SELECT market, channel, sku, month, sum(sales - discounts + fees) - sum(costs) AS profit
    FROM (FROM sold UNION ALL FROM charged) GROUP BY ALL ORDER BY ALL
"""
STEPS = (
    "sales_of_goods",
    "price_reductions",
    "product_cost",
    "gross_profit",
    "selling_fees",
    "fulfilment_cost",
    "contribution_margin_2",
)
BY = ("market", "channel", "sku", "month")


def make_lake(root: Path, rows: int) -> None:
    """A workspace whose lake holds the generated lines, loaded by Argosy's own loader."""
    from argosy.app.workspace import create
    from argosy.warehouse.loading import Job, load

    workspace = create(root, "CNY", "CN")
    record = {"file_sha256": "0" * 64, "file_name": "generated", "connector": "benchmark", "report": "economics"}
    selects = {
        "order_lines": LINES.format(rows=rows),
        "settlement_lines": BOOKED.format(rows=rows),
        "product_costs": COSTS,
    }
    job = Job(f"bench{rows}", selects, {}, {}, {}, streaming=True, record=record)
    connection = duckdb.connect()
    connection.execute("CREATE VIEW vendor AS SELECT 1::BIGINT AS source_line")
    load(workspace.lake, connection, job)


def statement(root: Path) -> pa.Table:
    """The statement as Argosy measures it, nothing remembered from before: an engine of its own each time."""
    from argosy.app.measure import open_engine
    from argosy.app.workspace import open_workspace
    from argosy.metrics.contract import Query
    from argosy.metrics.evaluation import evaluate_table

    workspace = open_workspace(root)
    engine = open_engine(workspace, workspace.lake.latest())
    return evaluate_table(engine, Query(STEPS, BY), workspace.home_currency)[1]


def hand(root: Path) -> pa.Table:
    """The profit of the same by hand-written SQL over the same files: no other step, no look for orders without settlement."""
    from argosy.app.workspace import open_workspace
    from argosy.metrics.conversion import rates_to
    from argosy.warehouse.lake import connect, create_views

    lake = open_workspace(root).lake
    connection = connect(lake)
    create_views(connection, lake, lake.latest(), ["order_lines", "settlement_lines", "product_costs"])
    connection.register("given", rates_to("CNY", 2024, 2025))
    connection.execute("CREATE TABLE rates AS FROM given").fetchall()  # joined as registered it takes ten times as long
    return connection.sql(HAND).to_arrow_table()


def pandas_statement(root: Path) -> object:
    """The same as a pandas user would write it."""
    import pandas as pd

    from argosy.app.workspace import open_workspace
    from argosy.metrics.conversion import rates_to
    from argosy.warehouse.lake import files

    lake = open_workspace(root).lake
    snapshot = lake.latest()

    def read(name: str, columns: list[str]) -> pd.DataFrame:
        return pd.concat([pd.read_parquet(path, columns=columns) for path in files(lake, name, snapshot.tables[name])])

    rates = rates_to("CNY", 2024, 2025).to_pandas()
    lines = read(
        "order_lines",
        [
            "store_id",
            "order_id",
            "market",
            "channel",
            "sku",
            "quantity",
            "ordered_on",
            "currency",
            "gross_amount",
            "discount_amount",
        ],
    )
    booked = read(
        "settlement_lines", ["store_id", "order_id", "market", "channel", "sku", "currency", "fee_type", "amount"]
    )
    costs = read("product_costs", ["product_id", "unit_cost_amount"])
    lines = lines.merge(rates, left_on=["ordered_on", "currency"], right_on=["rate_on", "rate_currency"])
    lines = lines.merge(costs, left_on="sku", right_on="product_id")
    net = lines.gross_amount.astype(float) - lines.discount_amount.astype(float)
    lines["profit"] = net * lines.rate - lines.quantity * lines.unit_cost_amount.astype(float)
    days = lines.groupby(["store_id", "order_id"], as_index=False).ordered_on.min()
    booked = booked[booked.fee_type != "product_charge"].merge(days, on=["store_id", "order_id"])
    booked = booked.merge(rates, left_on=["ordered_on", "currency"], right_on=["rate_on", "rate_currency"])
    booked["profit"] = booked.amount.astype(float) * booked.rate
    both = pd.concat([frame[["market", "channel", "sku", "ordered_on", "profit"]] for frame in (lines, booked)])
    both["month"] = pd.to_datetime(both.ordered_on).dt.strftime("%Y-%m")
    return both.groupby(["market", "channel", "sku", "month"]).profit.sum()


def timed(work: Callable[[], object]) -> float:
    """Wall seconds."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def check(root: Path) -> None:
    """Both ways give the same profit, to a cent per hundred groups."""
    ours = float(pc.sum(statement(root)["contribution_margin_2"]).as_py())
    theirs = float(pc.sum(hand(root)["profit"]).as_py())
    if abs(ours - theirs) > 1e-7 * abs(theirs) + 1:
        raise SystemExit(f"the statements differ: {ours} and {theirs}")


def board_row(root: Path) -> str:
    """Forty metrics of a year by market and month, and the same question again in a new process."""
    code = (
        "import time; from pathlib import Path; from benchmarks.economics import board; started = time.perf_counter();"
        f" board(Path({str(root)!r})); print(time.perf_counter() - started)"
    )
    first, again = (float(said(code)) for _ in range(2))
    return (
        f"| KPI board, {BOARD} metrics by market and month | {first:.2f} s | asked again in a new process"
        f" {again * 1000:.0f} ms | | below 100 ms |"
    )


def board(root: Path) -> object:
    """The board of the newest year, as the cockpit and the command line ask for it."""
    from argosy.app.measure import open_measures
    from argosy.app.workspace import open_workspace
    from argosy.metrics.contract import Query
    from argosy.metrics.registry import metrics

    chosen = [slug for slug, metric in metrics().items() if metric.fact not in ("unreconciled", "bank_lines")][:BOARD]
    query = Query(tuple(chosen), ("market", "month"), date(2024, 1, 1), date(2025, 1, 1))
    return open_measures(open_workspace(root)).measure(query).rows


def said(code: str) -> str:
    """What Python code prints, in a process of its own."""
    done = subprocess.run(python(code), cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True)
    return done.stdout


def pandas_seconds(root: Path) -> float | None:
    """Seconds of the statement in pandas, in a process that may take so much memory and no more; None where that was too little."""
    code = (
        "import resource, time; from pathlib import Path; from benchmarks.economics import pandas_statement;"
        f" resource.setrlimit(resource.RLIMIT_AS, ({PANDAS_GIB << 30}, {PANDAS_GIB << 30})); started = time.perf_counter();"
        f" pandas_statement(Path({str(root)!r})); print(time.perf_counter() - started)"
    )
    try:
        return float(said(code))
    except subprocess.CalledProcessError as error:
        if "MemoryError" in error.stderr or "malloc" in error.stderr or "realloc" in error.stderr:
            return None
        raise


def statement_rows(small: Path, root: Path) -> list[str]:
    """The statement beside hand-written SQL, pandas and a tenth of itself."""
    check(root)
    pairs = [(timed(lambda: statement(root)), timed(lambda: hand(root))) for _ in range(RUNS)]
    ours, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(mine / by_hand for mine, by_hand in pairs)
    tenth = statistics.median(timed(lambda: statement(small)) for _ in range(RUNS))
    slow = pandas_seconds(root)
    beside, times = (
        (f"{slow:.1f} s", f"{slow / ours:.1f} times faster") if slow else (f"more than {PANDAS_GIB} GiB", "-")
    )
    code = f"from pathlib import Path; from benchmarks.economics import statement; statement(Path({str(root)!r}))"
    peak = run(python(code), cwd=Path(__file__).parents[1]).peak_mib
    return [
        f"| statement by {', '.join(BY)}, {ROWS:,} order and {3 * ROWS:,} settlement lines"
        f" | {ours:.2f} s | hand-written SQL {theirs:.2f} s | {ratio:.2f} | at most 1.3 |",
        f"| the same beside pandas | {ours:.2f} s | pandas {beside} | {times} | at least 4 times |",
        f"| a tenth of the lines | {ours:.2f} s | {tenth:.2f} s | {ours / tenth:.1f} | at most 11 |",
        f"| peak memory of the statement | {peak:,.0f} MiB | | | at most 6 GiB |",
    ]


def main() -> None:
    """Print the table of results."""
    folder = Path(KEPT_FOLDER or tempfile.mkdtemp(prefix="argosy-economics-"))
    try:
        small, root = (folder / f"ws-{rows}" for rows in (ROWS // 10, ROWS))
        for rows, place in ((ROWS // 10, small), (ROWS, root)):
            if not place.exists():
                make_lake(place, rows)
        print("| what | Argosy | beside | ratio | wanted |\n|---|---|---|---|---|")
        for row in (*statement_rows(small, root), board_row(root)):
            print(row)
    finally:
        if not KEPT_FOLDER:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
