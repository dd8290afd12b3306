"""A seller's workspace into which a test drops exports, and the questions it asks of the lake afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from argosy.app.facade import Argosy
from argosy.app.results import FileResult, Outcome


@dataclass
class Seller:
    """A workspace with one store of the channel under test."""

    argosy: Argosy
    folder: Path

    def load(self, content: str | Path, name: str = "export.csv") -> FileResult:
        """Ingest a text (or a sample), which must be recognised by its content."""
        path = content if isinstance(content, Path) else self.folder / name
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        return self.argosy.ingest([path])[0]

    def sound(self, content: str | Path, name: str = "export.csv") -> FileResult:
        """Ingest a file that must load with nothing unexplained."""
        result = self.load(content, name)
        assert result.outcome is Outcome.LOADED, result.message
        assert {check.residual for check in result.money} <= {Decimal(0)}, result.money
        return result

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The answer of the newest snapshot."""
        from argosy.warehouse.lake import connect, create_views

        lake = self.argosy.workspace.lake
        connection = connect(lake)
        try:
            create_views(connection, lake, lake.latest(), list(lake.latest().tables))
            return list(connection.execute(query).fetchall())
        finally:
            connection.close()

    def violated(self) -> Mapping[str, int]:
        """Balances of the books that the loaded tables break, with the number of places."""
        from argosy.canonical.balances import BALANCES

        tables = set(self.argosy.workspace.lake.latest().tables)
        checked = {one.name: len(self.rows(one.query)) for one in BALANCES if set(one.tables) <= tables}
        return {name: count for name, count in checked.items() if count}


@pytest.fixture
def seller(tmp_path: Path) -> Any:
    """Makes a workspace with one store: `seller("stripe", "Europe/Berlin", "DE", "EUR")`."""

    def make(channel: str, zone: str = "UTC", market: str = "DE", currency: str = "EUR") -> Seller:
        argosy = Argosy.new(tmp_path / "shop", "EUR", "DE")
        toml = argosy.workspace.root / "argosy.toml"
        store = f'\n[[stores]]\nid = "shop"\nchannel = "{channel}"\ntime_zone = "{zone}"\nmarket = "{market}"\n'
        toml.write_text(toml.read_text(encoding="utf-8") + store + f'currency = "{currency}"\n', encoding="utf-8")
        return Seller(Argosy.open(argosy.workspace.root), tmp_path)

    return make
