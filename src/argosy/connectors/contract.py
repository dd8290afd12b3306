"""The seam of a connector: what a vendor package declares, and what it hands to the loader.

A vendor package (`connectors/<vendor>/`) has one `METADATA: Connector` in `__init__.py`. Each of its reports has two pure steps:

* `parse(sighting, connection, context)` makes the vendor's rows visible as the DuckDB relation `vendor`, in the vendor's words,
  every value as it came (text where the type is not sure), plus `source_line` (BIGINT, first data row = 1);
* `map(connection, context)` returns, per canonical table, a SELECT over `vendor`.

Rows never become Python objects: DuckDB runs the SELECTs while the loader writes. A SELECT gives the canonical columns it knows (missing
ones become NULL), `source_line` (NULL for rows derived from several lines), and may add two columns for the loader:

* `kept_apart` (VARCHAR): NULL, or the reason code why this row must not enter the table (it goes to `kept_apart`, counted and shown);
* `money_in` (DECIMAL): what the vendor's row says in money; the loader proves that money in = money out + money kept apart, per currency.

Each vendor row exposes its `money_in` in exactly one SELECT. The pseudo table `kept_apart` (source_line, reason_code, reason, currency,
money_in) takes rows that belong nowhere; `ignored` (source_line, reason_code) takes rows that are not data (totals, descriptions). A row of
`vendor` that no SELECT mentions is kept apart by the loader as `no_rule`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

Connection = Any
"""A `duckdb.DuckDBPyConnection` (DuckDB 2.0 ships no usable stubs)."""

VENDOR = "vendor"
"""Name of the relation `parse` creates."""

KEPT_APART = "kept_apart"
IGNORED = "ignored"


class Status(StrEnum):
    """How sure we are of a report's format."""

    VERIFIED = "verified"  # checked against real files or the vendor's published schema
    PARTIAL = "partial"  # columns known in part; unknown ones are kept and reported
    INFERRED = "inferred"  # put together from second-hand sources; the first real file may teach us better


@dataclass(frozen=True)
class Sighting:
    """What a look at the first 256 KB of a file showed; recognition works on this alone, never on the file's name.

    `header` are the column names as written (trimmed), `header_line` the number of lines before it (0: first line), `sample` up to
    100 rows of text cells. For JSON and XML `header` holds the paths of the leaves. `sheet` is a workbook's sheet.
    """

    path: Path
    name: str
    format: str  # csv | xlsx | parquet | jsonl | json | xml | text
    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    header: tuple[str, ...] = ()
    header_line: int = 0
    sample: tuple[tuple[str, ...], ...] = ()
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    preamble: tuple[str, ...] = ()
    size_bytes: int = 0
    is_uneven: bool = False  # found while loading: rows differ in width, or a quote is not doubled


@dataclass(frozen=True)
class Context:
    """What the workspace knows about the file's owner: the store it belongs to and how that store counts time and money."""

    store_id: str
    channel: str
    time_zone: str = "UTC"
    market: str | None = None
    currency: str | None = None
    today: date | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Mapped:
    """What `map` returns: SELECTs per canonical table; `notes` are reason codes explained (code to English sentence)."""

    selects: Mapping[str, str]
    money_out: Mapping[str, str] = field(default_factory=dict)
    """Canonical table to a signed SQL expression over its columns whose sum is the money that arrived there."""
    reasons: Mapping[str, str] = field(default_factory=dict)
    """Reason code to the sentence a seller reads."""
    remarks: Mapping[str, str] = field(default_factory=dict)
    """Remark (English template with {count}) to a SELECT giving one number: shown in the load report where it is not 0."""
    streaming: bool = False
    """True where one SELECT covers every vendor row once, in file order: the loader then reads the file in a single pass."""


@dataclass(frozen=True)
class VendorColumn:
    """A column the report must or may have; `aliases` are (name, since) pairs of renames by the vendor."""

    name: str
    description: str = ""
    required: bool = True
    aliases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Report:
    """One file a vendor lets a seller export."""

    id: str
    label: str  # the vendor's own name of it
    grain: str
    where: str  # where to click to export it
    tables: tuple[str, ...]
    columns: tuple[VendorColumn, ...]
    recognise: Callable[[Sighting], float]  # 0 no .. 1 certain
    parse: Callable[[Sighting, Connection, Context], None]
    map: Callable[[Connection, Context], Mapped]
    status: Status = Status.INFERRED
    sources: tuple[str, ...] = ()  # where the format is documented


@dataclass(frozen=True)
class Connector:
    """One vendor."""

    id: str
    label: str
    website: str
    reports: tuple[Report, ...]
    systems: tuple[str, ...] = ()  # names of the systems of the mission it serves
    not_read: tuple[str, ...] = ()  # what the vendor has and nobody reads yet, a sentence each that says why

    def report(self, report_id: str) -> Report | None:
        """The report of that id, or None."""
        return next((report for report in self.reports if report.id == report_id), None)


@dataclass(frozen=True)
class Candidate:
    """A guess what a file is, with its reason."""

    connector: str
    report: str
    confidence: float
    reason: str
