"""Run by the safety tests as a process of its own: loads generated order lines.

Arguments: lake, load id, first order, number of orders, limit of a file in bytes (0: none).
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import duckdb

from argosy.core.errors import ArgosyError
from argosy.warehouse.lake import Lake
from argosy.warehouse.loading import Job, load

SELECT = """
    SELECT 'shop' AS store_id, 'own_store' AS channel, 'DE' AS market, 'o' || i AS order_id, '1' AS line_no, day::TIMESTAMP AS ordered_at,
        day AS ordered_on, 'sku' AS sku, 1 AS quantity, 'EUR' AS currency, 1.5::DECIMAL(18,4) AS gross_amount, 'ordered' AS status,
        source_line, 1.5::DECIMAL(18,4) AS money_in
    FROM vendor
"""


def main() -> int:
    lake, load_id, first, count, limit = (
        Path(sys.argv[1]),
        sys.argv[2],
        int(sys.argv[3]),
        int(sys.argv[4]),
        int(sys.argv[5]),
    )
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    connection = duckdb.connect()
    days = "DATE '2024-01-01' + (i % 90)::INTEGER"
    connection.execute(
        f"CREATE VIEW vendor AS SELECT i, {days} AS day, i - {first} + 1 AS source_line FROM range({first}, {first + count}) t(i)"
    )
    record = {
        "file_sha256": load_id,
        "file_name": f"{load_id}.csv",
        "connector": "test",
        "report": "lines",
        "store_id": "shop",
    }
    try:
        load(
            Lake(lake),
            connection,
            Job(load_id, {"order_lines": SELECT}, {"order_lines": "gross_amount"}, {}, {}, True, record),
        )
    except ArgosyError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
