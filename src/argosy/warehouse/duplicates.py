"""Rows of one file that claim the same key: identical ones count once, different ones leave the last and are kept apart."""

from __future__ import annotations

import json
import secrets
from typing import Any

from argosy.core.errors import FaultError
from argosy.warehouse.lake import scan_sql
from argosy.warehouse.month_files import StagedFile
from argosy.warehouse.staging import KEPT_APART_COLUMNS, Staged
from argosy.warehouse.types import literal, quoted

SAME_KEY = "same_key_again"


def remove_duplicates(connection: Any, staged: Staged) -> int:
    """Make the key unique within the staged rows; returns how many identical repeats were dropped.

    Rows with the same key but other values are added to `staged.kept_apart` (reason `same_key_again`), the last line stays.
    """
    if not staged.rows or not _has_duplicates(connection, staged):
        return 0
    _mark(connection, staged)
    repeats = connection.execute("SELECT count(*) FROM doubled WHERE NOT keeps AND same").fetchall()[0][0]
    apart = connection.sql(
        f"SELECT source_line, {literal(SAME_KEY)} AS reason_code, currency, amount FROM doubled WHERE NOT keeps AND NOT same"
    ).to_arrow_table()
    if apart.num_rows:
        staged.kept_apart.append(apart.select(list(KEPT_APART_COLUMNS)))
    _rewrite(connection, staged)
    connection.execute("DROP TABLE doubled")
    return int(repeats)


def _has_duplicates(connection: Any, staged: Staged) -> bool:
    """A quick look by a 64-bit hash of the key: no false 'no', and a false 'yes' only costs the exact look."""
    key = ", ".join(quoted(name) for name in staged.table.key)
    scan = scan_sql(staged.table, staged.paths())
    query = f"SELECT 1 FROM (SELECT hash({key}) AS h FROM {scan}) GROUP BY h HAVING count(*) > 1 LIMIT 1"
    return bool(connection.execute(query).fetchall())


def _mark(connection: Any, staged: Staged) -> None:
    """Table `doubled`: every row whose key occurs again, whether it stays, and whether it says the same as the one that stays."""
    table = staged.table
    key = ", ".join(quoted(name) for name in table.key)
    values = ", ".join(quoted(name) for name in table.column_names if name in staged.columns)
    currency = "currency" if "currency" in staged.columns else "NULL::VARCHAR"
    scan = scan_sql(table, staged.paths(), filename=True)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE doubled AS SELECT filename, {key}, source_line, {currency} AS currency,"
        f" NULL::DECIMAL(18,4) AS amount,"
        f" row_number() OVER w = 1 AS keeps, hash({values}) = first_value(hash({values})) OVER w AS same"
        f" FROM {scan} WINDOW w AS (PARTITION BY {key} ORDER BY source_line DESC)"
        f" QUALIFY count(*) OVER (PARTITION BY {key}) > 1"
    )
    if connection.execute("SELECT count(*) FROM doubled WHERE source_line IS NULL").fetchall()[0][0]:
        raise FaultError("The mapping derives the same key of table {table} more than once.", table=table.name)


def _rewrite(connection: Any, staged: Staged) -> None:
    """Write the files that hold doubled rows again without the rows that go."""
    touched = {row[0] for row in connection.execute("SELECT DISTINCT filename FROM doubled WHERE NOT keeps").fetchall()}
    kept: list[StagedFile] = []
    for file in staged.files:
        path = staged.directory / file.path
        if str(path) not in touched:
            kept.append(file)
            continue
        again = path.with_name(f"part-{secrets.token_hex(12)}.parquet")
        names = ", ".join(quoted(name) for name in staged.columns)
        connection.execute(
            f"COPY (SELECT {names} FROM read_parquet({literal(str(path))}, hive_partitioning=false) WHERE source_line NOT IN"
            f" (SELECT source_line FROM doubled WHERE NOT keeps)) TO {literal(str(again))} (FORMAT parquet)"
        )
        rows = connection.execute(f"SELECT count(*) FROM read_parquet({literal(str(again))})").fetchall()[0][0]
        relative = str(again.relative_to(staged.directory))
        kept.append(StagedFile(relative, again.stat().st_size, file.partition, json.dumps({"numRecords": rows}), rows))
    staged.files = kept
    staged.rows = sum(file.rows for file in kept)
