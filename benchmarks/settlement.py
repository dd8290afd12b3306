"""A settlement of a million rows: `argosy ingest` as a whole process beside DuckDB's own COPY of the same file to Parquet.

ARGOSY_BENCH_SETTLEMENT_ROWS sets the size (1,000,000 by default), ARGOSY_BENCH_RUNS how often the pair is run (3).
"""

from __future__ import annotations

import os
import statistics
import tempfile
from pathlib import Path

import duckdb

from benchmarks.processes import Run, median, python, run
from benchmarks.spine import ARGOSY, RUNS, row, workspace

ROWS = int(os.environ.get("ARGOSY_BENCH_SETTLEMENT_ROWS", "1000000"))
HEADER = (
    *("settlement-id", "settlement-start-date", "settlement-end-date", "deposit-date", "total-amount", "currency"),
    *("transaction-type", "order-id", "merchant-order-id", "adjustment-id", "shipment-id", "marketplace-name"),
    *("amount-type", "amount-description", "amount", "fulfillment-id", "posted-date", "posted-date-time"),
    *("order-item-code", "merchant-order-item-id", "merchant-adjustment-item-id", "sku", "quantity-purchased"),
    "promotion-id",
)
BOOKINGS = """
    SELECT i, '25814407' || (700 + i // 100000) AS settlement, i // 5 AS parcel,
        list_extract(['ItemPrice', 'ItemPrice', 'ItemFees', 'ItemFees', 'ItemPrice'], (1 + i % 5)::BIGINT) AS kind,
        list_extract(['Principal', 'Tax', 'Commission', 'FBAPerUnitFulfillmentFee', 'Shipping'], (1 + i % 5)::BIGINT) AS said,
        CASE WHEN i % 5 IN (2, 3) THEN -1 ELSE 1 END * ((hash(i) % 9000 + 100) / 100.0)::DECIMAL(18, 2) AS amount,
        TIMESTAMP '2026-03-02' + to_seconds((i * 12.0 * 86400 / {rows})::BIGINT) AS posted
    FROM range({rows}) t(i)
"""


def write_settlement(path: Path, rows: int) -> None:
    """Ten settlements' worth of bookings per million, each after the row with its total, as Amazon writes them."""
    line = {
        **dict.fromkeys(HEADER, "''"),
        "settlement-id": "settlement",
        "transaction-type": "CASE WHEN i % 50 < 5 THEN 'Refund' ELSE 'Order' END",
        "order-id": "'111-' || lpad((parcel % 10000000)::VARCHAR, 7, '0') || '-0000001'",
        "shipment-id": "'SHP' || parcel",
        "marketplace-name": "'Amazon.com'",
        "amount-type": "kind",
        "amount-description": "said",
        "amount": "amount::VARCHAR",
        "fulfillment-id": "'AFN'",
        "posted-date": "strftime(posted, '%Y-%m-%d')",
        "posted-date-time": "strftime(posted, '%Y-%m-%d %H:%M:%S UTC')",
        "order-item-code": "(80000000000000 + parcel)::VARCHAR",
        "sku": "'SKU-' || (hash(parcel) % 5000)",
        "quantity-purchased": "'1'",
    }
    head = {
        **dict.fromkeys(HEADER, "''"),
        "settlement-id": "settlement",
        "settlement-start-date": "'2026-03-02 00:00:00 UTC'",
        "settlement-end-date": "'2026-03-16 00:00:00 UTC'",
        "deposit-date": "'2026-03-18 00:00:00 UTC'",
        "total-amount": "sum(amount)::VARCHAR",
        "currency": "'USD'",
    }
    lines, heads = (", ".join(f'{sql} AS "{name}"' for name, sql in one.items()) for one in (line, head))
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE bookings AS {BOOKINGS.format(rows=rows)}")
    both = (
        f"SELECT {lines}, i AS place, 1 AS part FROM bookings UNION ALL"
        f" SELECT {heads}, min(i), 0 FROM bookings GROUP BY settlement"
    )
    connection.execute(
        f"COPY (SELECT * EXCLUDE (place, part) FROM ({both}) ORDER BY place, part)"
        f" TO '{path}' (HEADER, DELIMITER '\t', QUOTE '')"
    )


def copy(path: Path, target: Path) -> Run:
    """DuckDB's own COPY as a whole process."""
    read = f"read_csv('{path}', delim='\\t')"
    return run(
        python(f"import duckdb; duckdb.connect().execute(\"COPY (FROM {read}) TO '{target}' (FORMAT parquet)\")")
    )


def main() -> None:
    """Print the section."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        path = folder / "settlement.txt"
        write_settlement(path, ROWS)
        ours, theirs = [], []
        for number in range(RUNS):
            theirs.append(copy(path, folder / "copy.parquet"))
            root = workspace(folder / f"ws-{number}")
            ours.append(run([*ARGOSY, "ingest", str(path), "--workspace", str(root), "--quiet"]))
    mine, peer = median(ours), median(theirs)
    ratio = statistics.median(a.seconds / b.seconds for a, b in zip(ours, theirs, strict=True))
    print("## A settlement\n")
    print("| what | Argosy | beside | ratio | goal |\n|---|---|---|---|---|")
    cells = (f"{mine.seconds:.1f} s", f"DuckDB COPY {peer.seconds:.1f} s", f"{ratio:.2f}", "at most 2")
    print(row(f"settlement of {ROWS:,} rows to the lake", *cells))


if __name__ == "__main__":
    main()
