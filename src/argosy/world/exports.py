"""Files that grow month by month: each SELECT is written by DuckDB and appended, in the encoding its platform uses."""

from __future__ import annotations

import codecs
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import BinaryIO

import duckdb

BLOCK = 1 << 22


@dataclass(frozen=True)
class Form:
    """How a platform writes a table: delimiter, encoding (a Python codec), and whether a byte order mark comes first."""

    delimiter: str = ","
    encoding: str = "utf-8"
    has_mark: bool = False


COMMA, TAB = Form(), Form("\t")
SHIFT_JIS = Form("\t", "cp932")
WINDOWS = Form("\t", "cp1252")
WITH_MARK = Form(",", "utf-8", True)
SEMICOLON = Form(";")
CHINESE = Form(",", "gb18030")


@dataclass
class Exports:
    """The folder of the seller's files; `append` writes a header once per file. Months at a time, so memory stays as it is."""

    connection: duckdb.DuckDBPyConnection
    folder: Path
    first_on: date
    written: dict[str, int] = field(default_factory=dict)

    def append(self, name: str, select: str, form: Form = COMMA) -> int:
        """Add the rows of a SELECT, whose columns are called as the platform calls them; how many they were."""
        path, part = self.folder / name, self.folder / ".part"
        path.parent.mkdir(parents=True, exist_ok=True)
        is_new = name not in self.written
        delimiter = form.delimiter.replace("\t", "\\t")
        (rows,) = self.connection.execute(
            f"COPY ({select}) TO '{_quoted(part)}' (FORMAT csv, HEADER {str(is_new).lower()}, DELIMITER E'{delimiter}')"
        ).fetchall()[0]
        with path.open("wb" if is_new else "ab") as target:
            if is_new and form.has_mark:
                target.write(codecs.BOM_UTF8)
            _transcode(part, target, form.encoding)
        part.unlink()
        self.written[name] = self.written.get(name, 0) + int(rows)
        return int(rows)

    def write(self, name: str, content: bytes) -> None:
        """A file whose content is made elsewhere (a workbook, JSON)."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.written[name] = 0


def _transcode(part: Path, target: BinaryIO, encoding: str) -> None:
    with part.open("rb") as source:
        if encoding == "utf-8":
            shutil.copyfileobj(source, target, BLOCK)
            return
    with part.open(encoding="utf-8", newline="") as text:
        while block := text.read(BLOCK):
            target.write(block.encode(encoding))


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def cells(columns: Mapping[str, str]) -> str:
    """The columns of a SELECT: the platform's name for each, and its SQL.

    >>> cells({"order-id": "n + 1"})
    'n + 1 AS "order-id"'
    """
    return ", ".join(f'{sql} AS "{name}"' for name, sql in columns.items())


def blank(*names: str) -> dict[str, str]:
    """Columns the platform has and this seller leaves empty."""
    return dict.fromkeys(names, "NULL")


def money(hundredths: str, mark: str = ".") -> str:
    """SQL of an amount in hundredths as the platforms write it: two decimals, with point or comma.

    >>> money("x")
    'CAST((x) * 0.01 AS DECIMAL(18,2))'
    """
    exact = f"CAST(({hundredths}) * 0.01 AS DECIMAL(18,2))"
    return exact if mark == "." else f"replace({exact}::VARCHAR, '.', ',')"


def whole(hundredths: str) -> str:
    """SQL of an amount in a currency without decimals."""
    return f"(({hundredths}) // 100)"


def instant(second: str, layout: str, zone: str = "UTC") -> str:
    """SQL of a UTC second as the wall clock of a zone shows it, in a strftime layout."""
    return f"strftime(timezone('{zone}', to_timestamp({second})), '{layout}')"


def stamp(second: str, zone: str) -> str:
    """SQL of a UTC second as the wall clock of a zone with its offset, as in 2026-03-02 09:15:00 -0500 (whole hours only)."""
    local = f"timezone('{zone}', to_timestamp({second}))"
    hours = f"((epoch({local}) - ({second})) // 3600)::INTEGER"
    return f"concat(strftime({local}, '%Y-%m-%d %H:%M:%S'), printf(' %+03d00', {hours}))"
