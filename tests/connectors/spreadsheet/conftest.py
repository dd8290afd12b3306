"""Loads a text through a mapping, without a lake."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from argosy.connectors.contract import Context, Mapped, Report
from argosy.connectors.sighting import look
from argosy.connectors.spreadsheet.compile import compile_mapping
from argosy.connectors.spreadsheet.mapping import parse_mapping


@dataclass
class Done:
    """A file mapped; each SELECT stands as the table `out_<name>`."""

    connection: Any
    mapped: Mapped
    report: Report

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of a query over the `out_` tables."""
        return list(self.connection.execute(query).fetchall())

    def reasons(self, table: str) -> list[tuple[int, str]]:
        """(source_line, reason) of the rows a table does not take."""
        return self.rows(f"SELECT source_line, kept_apart FROM out_{table} WHERE kept_apart IS NOT NULL ORDER BY ALL")


Loader = Callable[..., Done]


@pytest.fixture
def through(tmp_path: Path) -> Loader:
    """`through(mapping_yaml, text, context=...)`: write the text, read it, map it."""

    def load(mapping: str, text: str | Path, context: Context | None = None, name: str = "file.csv") -> Done:
        path = text if isinstance(text, Path) else tmp_path / name
        if isinstance(text, str):
            path.write_text(text, encoding="utf-8", newline="")
        os.utime(path, (0, 0))
        report = compile_mapping(parse_mapping(mapping))
        connection = duckdb.connect()
        context = context or Context("shop", "own_store", "UTC", None, "EUR")
        sighting = max(look(path), key=report.recognise)
        report.parse(sighting, connection, context)
        mapped = report.map(connection, context)
        for table, select in mapped.selects.items():
            connection.execute(f"CREATE TABLE out_{table} AS {select}")
        return Done(connection, mapped, report)

    return load
