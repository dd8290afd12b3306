"""A workspace with one Amazon store, and files written as Amazon writes them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from argosy.app.facade import Argosy
from argosy.app.results import FileResult, Outcome

TABLES = (
    "settlement_lines",
    "payouts",
    "orders",
    "order_lines",
    "inventory_levels",
    "inventory_events",
    "returns",
    "traffic",
)


@dataclass(frozen=True)
class Shop:
    """A workspace: load a file, then ask the lake."""

    argosy: Argosy
    folder: Path

    def load(self, text: str | Path, name: str = "report.txt", encoding: str = "utf-8") -> FileResult:
        """Ingest a text (or a sample), which must be recognised by its content."""
        path = text if isinstance(text, Path) else self.folder / name
        if isinstance(text, str):
            path.write_bytes(text.encode(encoding))
        return self.argosy.ingest([path])[0]

    def sound(self, text: str | Path, name: str = "report.txt", encoding: str = "utf-8") -> FileResult:
        """Ingest a file that must load with nothing unexplained."""
        result = self.load(text, name, encoding)
        assert result.outcome is Outcome.LOADED, result.message
        assert all(check.residual == Decimal(0) for check in result.money), result.money
        return result

    def rows(self, table: str, columns: str, order: str = "source_line") -> list[tuple[Any, ...]]:
        """Rows of a table of the newest snapshot."""
        return query(self.argosy, f"SELECT {columns} FROM {table} ORDER BY {order}")


def query(argosy: Argosy, sql: str) -> list[tuple[Any, ...]]:
    """The answer of the lake to an SQL question."""
    from argosy.warehouse.lake import connect, create_views

    lake = argosy.workspace.lake
    connection = connect(lake)
    try:
        create_views(
            connection,
            lake,
            lake.latest(),
            [
                "settlement_lines",
                "payouts",
                "orders",
                "order_lines",
                "refunds",
                "returns",
                "inventory_levels",
                "inventory_events",
                "traffic",
                "kept_apart",
                "loads",
            ],
        )
        return list(connection.execute(sql).fetchall())
    finally:
        connection.close()


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """An empty workspace."""
    return Shop(Argosy.new(tmp_path / "shop", "EUR", "DE"), tmp_path)
