"""A workspace with one Amazon store, and files written as Amazon writes them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from argosy.app.facade import Argosy
from argosy.app.results import FileResult, Outcome
from argosy.connectors.conformance import Run, run, samples
from argosy.connectors.discovery import connectors

FOLDER = Path(__file__).parent


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


@dataclass(frozen=True)
class Reading:
    """A file parsed and mapped without a workspace: what its SELECTs say, in a fraction of the time of a load."""

    done: Run

    def rows(self, table: str, columns: str, order: str = "source_line") -> list[tuple[Any, ...]]:
        """Rows of a SELECT, kept-apart ones among them."""
        return list(self.done.connection.execute(f"SELECT {columns} FROM out_{table} ORDER BY {order}").fetchall())

    def counts(self) -> dict[str, int]:
        """Rows that may enter, per table."""
        return self.done.counts()

    def remarks(self) -> dict[str, int]:
        """The remarks that are not 0."""
        asked = {text: self.done.value(select) for text, select in self.done.mapped.remarks.items()}
        return {text: count for text, count in asked.items() if count}


@dataclass(frozen=True)
class Reader:
    """Reads samples, or copies of them in which texts were replaced; the report is recognised by its content."""

    scratch: Path

    def sample(self, folder: str, name: str) -> Reading:
        """A sample file in the folder of its report."""
        found = [one for one in samples(FOLDER / folder, connectors()["amazon"]) if one.path.name == name]
        return Reading(run(found[0]))

    def changed(self, folder: str, name: str, edits: dict[str, str]) -> Reading:
        """A copy of it with texts replaced."""
        text = (FOLDER / folder / name).read_text(encoding="utf-8")
        for old, new in edits.items():
            assert old in text, old
            text = text.replace(old, new)
        path = self.scratch / "changed" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return Reading(run(samples(path.parent, connectors()["amazon"])[0]))


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """Reads samples without a workspace."""
    return Reader(tmp_path)
