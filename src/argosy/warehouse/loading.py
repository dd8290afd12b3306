"""A load: from the vendor's rows in a DuckDB connection to one new snapshot of the lake, all or nothing, every row accounted for."""

from __future__ import annotations

import errno
import json
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from argosy.canonical.catalogue import table as canonical_table
from argosy.core.errors import ConfigurationError, DataError, FaultError
from argosy.warehouse.duplicates import remove_duplicates
from argosy.warehouse.lake import Lake, configure, relation_sql, scan_sql
from argosy.warehouse.publishing import publish
from argosy.warehouse.snapshots import Snapshot
from argosy.warehouse.staging import KEPT_APART_COLUMNS, BrokenRows, Staged, first_line, stage
from argosy.warehouse.types import literal, quoted

LOAD_MEMORY = "448MB"
NO_RULE = "no_rule"
REPEATED = "repeated_row"
PSEUDO_TABLES = ("kept_apart", "ignored")


@dataclass(frozen=True)
class Job:
    """What a load is asked to do. `selects`, `money_out`, `streaming` are the connector's (see connectors.contract.Mapped)."""

    load_id: str
    selects: Mapping[str, str]
    money_out: Mapping[str, str]
    reasons: Mapping[str, str]
    remarks: Mapping[str, str]
    streaming: bool
    record: Mapping[str, Any]  # columns of `loads` that the caller knows: file, connector, report, mapping, store
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True)
class MoneyCheck:
    """Per currency: what the file says, what arrived, what is kept apart; the residual is what nobody can explain."""

    currency: str
    in_amount: Decimal
    out_amount: Decimal
    kept_apart_amount: Decimal

    @property
    def residual(self) -> Decimal:
        """In minus out minus kept apart: 0.00 where the load is sound."""
        return self.in_amount - self.out_amount - self.kept_apart_amount


@dataclass(frozen=True)
class Loaded:
    """What a load did; the app turns it into the line the seller reads."""

    load_id: str
    snapshot: Snapshot
    rows_read: int
    rows_loaded: Mapping[str, int]
    rows_replaced: Mapping[str, int]
    kept_apart: Mapping[str, int]
    ignored: Mapping[str, int]
    money: tuple[MoneyCheck, ...]
    remarks: Mapping[str, int]

    @property
    def rows_entered(self) -> int:
        """Vendor rows that entered at least one table: read, less kept apart, less ignored."""
        return self.rows_read - sum(self.kept_apart.values()) - sum(self.ignored.values())


@dataclass
class _Progress:
    """What has been gathered while the tables were staged."""

    staged: list[Staged] = field(default_factory=list)
    rows_read: int = 0
    repeats: int = 0
    ignored: dict[str, int] = field(default_factory=dict)
    remarks: dict[str, int] = field(default_factory=dict)


def load(lake: Lake, connection: Any, job: Job) -> Loaded:
    """Stage every table, prove that rows and money add up, publish. On any error the lake is as it was."""
    configure(connection, lake, LOAD_MEMORY)
    directory = lake.staging / f"{job.load_id}-{secrets.token_hex(4)}"
    with _clean_errors(lake):
        directory.mkdir(parents=True, exist_ok=True)
        try:
            return _load_into(lake, connection, job, directory)
        finally:
            shutil.rmtree(directory, ignore_errors=True)


def _load_into(lake: Lake, connection: Any, job: Job, directory: Path) -> Loaded:
    progress = _Progress()
    if not job.streaming:
        _materialise(connection)
        progress.rows_read = _count(connection, "vendor")
    for name, select in job.selects.items():
        if name not in PSEUDO_TABLES:
            table = canonical_table(name)
            one = stage(connection, select, table, job.load_id, directory / name, is_streamed=job.streaming)
            progress.repeats += remove_duplicates(connection, one)
            progress.staged.append(one)
    if job.streaming:
        progress.rows_read = max((one.rows_seen for one in progress.staged), default=0)
    _gather_apart(connection, job, progress)
    money = _check_money(connection, job, progress)
    progress.remarks = {
        text: count
        for text, select in job.remarks.items()
        if (count := int(connection.execute(select).fetchall()[0][0] or 0))
    }
    kept = _kept_counts(connection)
    staged = [one for one in progress.staged if one.rows]
    staged += _stage_bookkeeping(connection, job, progress, money, directory)
    snapshot, replaced = publish(lake, connection, job.load_id, staged)
    return Loaded(
        load_id=job.load_id,
        snapshot=snapshot,
        rows_read=progress.rows_read,
        rows_loaded={one.table.name: one.rows for one in progress.staged},
        rows_replaced=replaced,
        kept_apart=kept,
        ignored=progress.ignored,
        money=money,
        remarks=progress.remarks,
    )


def _materialise(connection: Any) -> None:
    """Several SELECTs read the vendor's rows: parse the file once, unless the connector has done so (see connectors.reading)."""
    if connection.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'vendor_cells'").fetchall():
        return
    connection.execute("CREATE TABLE vendor_rows AS SELECT * FROM vendor")
    connection.execute("DROP VIEW vendor")
    connection.execute("ALTER TABLE vendor_rows RENAME TO vendor")


def _gather_apart(connection: Any, job: Job, progress: _Progress) -> None:
    """Table `apart`: every vendor row that did not enter, from the stream, from the connector, and those no SELECT mentions."""
    types = "source_line BIGINT, reason_code VARCHAR, currency VARCHAR, amount DECIMAL(18,4)"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE apart ({types})")
    for one in progress.staged:
        for rows in one.kept_apart:
            connection.register("apart_rows", rows)
            connection.execute(f"INSERT INTO apart SELECT {', '.join(KEPT_APART_COLUMNS)} FROM apart_rows")
            connection.unregister("apart_rows")
    if select := job.selects.get("kept_apart"):
        connection.execute(f"INSERT INTO apart SELECT source_line, reason_code, currency, money_in FROM ({select})")
    connection.execute("CREATE OR REPLACE TEMP TABLE passed_over (source_line BIGINT, reason_code VARCHAR)")
    if select := job.selects.get("ignored"):
        connection.execute(f"INSERT INTO passed_over SELECT source_line, reason_code FROM ({select})")
    if not job.streaming:
        _keep_unmentioned(connection, progress)
    counts = connection.execute("SELECT reason_code, count(*) FROM passed_over GROUP BY ALL ORDER BY ALL").fetchall()
    progress.ignored = {code: int(count) for code, count in counts}
    if progress.repeats:
        progress.ignored[REPEATED] = progress.repeats


def _keep_unmentioned(connection: Any, progress: _Progress) -> None:
    parts = ["SELECT source_line FROM apart", "SELECT source_line FROM passed_over"]
    parts += [f"SELECT source_line FROM {scan_sql(one.table, one.paths())}" for one in progress.staged if one.rows]
    missing = f"SELECT source_line, {literal(NO_RULE)}, NULL, NULL FROM vendor ANTI JOIN ({' UNION ALL '.join(parts)}) USING (source_line)"
    if not progress.repeats:  # identical repeats were dropped on purpose and are counted as ignored
        connection.execute(f"INSERT INTO apart {missing}")


def _check_money(connection: Any, job: Job, progress: _Progress) -> tuple[MoneyCheck, ...]:
    """Add up, per currency, what the vendor's rows say, what the canonical rows say, and what was kept apart."""
    money_in: dict[str, Decimal] = {}
    for one in progress.staged:
        _add(money_in, one.money_in)
    apart = dict(
        connection.execute(
            "SELECT coalesce(currency, ''), sum(amount) FROM apart WHERE amount IS NOT NULL GROUP BY ALL"
        ).fetchall()
    )
    if select := job.selects.get("kept_apart"):
        own = f"SELECT coalesce(currency, ''), sum(money_in) FROM ({select}) WHERE money_in IS NOT NULL GROUP BY ALL"
        _add(money_in, dict(connection.execute(own).fetchall()))
    if not money_in:
        return ()
    out: dict[str, Decimal] = {}
    for one in progress.staged:
        if one.rows and (expression := job.money_out.get(one.table.name)):
            rows = relation_sql(connection, one.table, one.paths())
            query = f"SELECT coalesce(currency, ''), sum({expression}) FROM ({rows}) GROUP BY ALL"
            _add(
                out,
                {
                    currency: Decimal(amount)
                    for currency, amount in connection.execute(query).fetchall()
                    if amount is not None
                },
            )
    zero = Decimal(0)
    return tuple(
        MoneyCheck(currency, money_in.get(currency, zero), out.get(currency, zero), apart.get(currency, zero))
        for currency in sorted({*money_in, *out, *apart})
    )


def _add(total: dict[str, Decimal], more: Mapping[str, Decimal]) -> None:
    for currency, amount in more.items():
        total[currency] = total.get(currency, Decimal(0)) + amount


def _kept_counts(connection: Any) -> dict[str, int]:
    rows = connection.execute("SELECT reason_code, count(*) FROM apart GROUP BY ALL ORDER BY 2 DESC, 1").fetchall()
    return {code: int(count) for code, count in rows}


def _stage_bookkeeping(
    connection: Any, job: Job, progress: _Progress, money: tuple[MoneyCheck, ...], directory: Path
) -> list[Staged]:
    """The load's own record, and the rows kept apart as they came."""
    staged = []
    if _count(connection, "apart"):
        _reason_sentences(connection, job)
        select = (
            "SELECT coalesce(apart.source_line, 0) AS source_line, apart.reason_code, apart.currency, apart.amount,"
            " coalesce(sentences.sentence, apart.reason_code) AS reason, coalesce(to_json(v)::VARCHAR, '{}') AS raw"
            " FROM apart LEFT JOIN vendor v ON v.source_line = apart.source_line"
            " LEFT JOIN sentences ON sentences.reason_code = apart.reason_code"
        )
        columns = {row[0] for row in connection.execute(f"DESCRIBE {select}").fetchall()}
        table = canonical_table("kept_apart")
        chosen = ", ".join(quoted(name) for name in columns if name in {*table.column_names, "source_line"})
        staged.append(
            stage(
                connection,
                f"SELECT {chosen}{_own_key(table.column_names, job)} FROM ({select})",
                table,
                job.load_id,
                directory / "kept_apart",
            )
        )
    staged.append(
        stage(
            connection,
            _record_select(connection, job, progress, money),
            canonical_table("loads"),
            job.load_id,
            directory / "loads",
        )
    )
    return staged


def _own_key(names: tuple[str, ...], job: Job) -> str:
    known = {"load_id": job.load_id, **{name: str(value) for name, value in job.record.items() if value is not None}}
    return "".join(f", {literal(value)} AS {quoted(name)}" for name, value in known.items() if name in names)


def _reason_sentences(connection: Any, job: Job) -> None:
    connection.execute("CREATE OR REPLACE TEMP TABLE sentences (reason_code VARCHAR, sentence VARCHAR)")
    for code, sentence in job.reasons.items():
        connection.execute("INSERT INTO sentences VALUES (?, ?)", [code, sentence])


def _record_select(connection: Any, job: Job, progress: _Progress, money: tuple[MoneyCheck, ...]) -> str:
    first, last = _covered(connection, progress)
    apart = _count(connection, "apart")
    ignored = sum(progress.ignored.values())
    single = money[0] if len(money) == 1 else None
    values: dict[str, Any] = {
        **job.record,
        "load_id": job.load_id,
        "started_at": job.started_at.replace(tzinfo=None),
        "finished_at": datetime.now(UTC).replace(tzinfo=None),
        "rows_read": progress.rows_read,
        "rows_loaded": progress.rows_read - apart - ignored,
        "rows_kept_apart": apart,
        "rows_ignored": ignored,
        "currency": single.currency if single else None,
        "money_in_amount": single.in_amount if single else None,
        "money_out_amount": single.out_amount if single else None,
        "residual_amount": single.residual if single else None,
        "covers_from_on": first,
        "covers_to_on": last,
        "notes": json.dumps(_notes(progress, money), sort_keys=True),
    }
    known = canonical_table("loads").column_names
    cells = [f"{_sql_value(value)} AS {quoted(name)}" for name, value in values.items() if name in known]
    return f"SELECT {', '.join(cells)}, NULL::BIGINT AS source_line"


def _notes(progress: _Progress, money: tuple[MoneyCheck, ...]) -> dict[str, Any]:
    checks = [
        {
            "currency": check.currency,
            "in": str(check.in_amount),
            "out": str(check.out_amount),
            "residual": str(check.residual),
        }
        for check in money
    ]
    return {
        "tables": {one.table.name: one.rows for one in progress.staged},
        "ignored": progress.ignored,
        "money": checks,
        "remarks": progress.remarks,
    }


def _covered(connection: Any, progress: _Progress) -> tuple[date | None, date | None]:
    days: list[date] = []
    for one in progress.staged:
        if one.rows and one.table.partition_on:
            column = quoted(one.table.partition_on)
            days += [
                day
                for day in connection.execute(
                    f"SELECT min({column}), max({column}) FROM {scan_sql(one.table, one.paths())}"
                ).fetchall()[0]
                if day
            ]
    return (min(days), max(days)) if days else (None, None)


def _sql_value(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool | int | Decimal):
        return str(value)
    if isinstance(value, datetime):
        return f"TIMESTAMP {literal(value.isoformat(sep=' '))}"
    if isinstance(value, date):
        return f"DATE {literal(value.isoformat())}"
    return literal(str(value))


def _count(connection: Any, relation: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {quoted(relation)}").fetchall()[0][0])


@contextmanager
def unreadable_as_broken() -> Iterator[None]:
    """What the reader refuses, as `BrokenRows`: whoever catches it can have the file read as an uneven one."""
    import duckdb

    try:
        yield
    except duckdb.InvalidInputException as error:
        raise BrokenRows(
            "The file cannot be read to its end: {why}. Nothing was loaded.", why=first_line(error)
        ) from error


@contextmanager
def _clean_errors(lake: Lake) -> Iterator[None]:
    """Turn what the machine says about disks and values into a sentence; the lake is unchanged in every case."""
    import duckdb

    try:
        with unreadable_as_broken():
            yield
    except duckdb.ConversionException as error:
        raise DataError("A value does not fit its column: {why}. Nothing was loaded.", why=first_line(error)) from error
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException) as error:
        raise FaultError(
            "The connector's mapping is not sound: {why}. Nothing was loaded.",
            why=first_line(error),
        ) from error
    except Exception as error:  # the Delta writer raises bare exceptions whose text alone tells a full disk
        if _is_disk_full(error):
            raise ConfigurationError(
                "The disk of {folder} is full: nothing was loaded; free some space and ingest again.", folder=lake.root
            ) from error
        if isinstance(error, PermissionError):
            raise ConfigurationError(
                "Folder {folder} cannot be written: nothing was loaded; grant write access to it.", folder=lake.root
            ) from error
        raise


def _is_disk_full(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        return True
    said = str(error).lower()
    return any(
        sign in said
        for sign in ("no space left", "file too large", "disk quota exceeded", "os error 28", "os error 27")
    )
