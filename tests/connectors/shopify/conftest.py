"""Samples of Shopify's exports (synthetic), loaded as a seller would load them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from argosy.connectors.contract import Context, Mapped
from argosy.connectors.discovery import connectors
from argosy.connectors.recognition import is_ambiguous, recognise
from argosy.connectors.sighting import look
from argosy.warehouse.engine import DuckDBEngine
from argosy.warehouse.lake import Lake
from argosy.warehouse.loading import Job, Loaded, load

SAMPLES = Path(__file__).parent / "samples"
NEW_YORK = Context("shop", "shopify", "America/New_York", today=date(2026, 11, 22))


@dataclass
class Outcome:
    """A sample in a lake of its own."""

    report: str
    loaded: Loaded
    mapped: Mapped
    lake: Lake

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of a query over the canonical tables."""
        names = [name for name in (*self.mapped.selects, "kept_apart") if name != "ignored"]
        table = DuckDBEngine(self.lake).sql(query, list(dict.fromkeys(names)))
        return [tuple(row.values()) for row in table.to_pylist()]

    def residuals(self) -> dict[str, Decimal]:
        """What nobody can explain, per currency."""
        return {check.currency: check.residual for check in self.loaded.money}

    def kept(self) -> dict[int, str]:
        """Line to reason of what was kept apart."""
        return dict(self.rows("SELECT source_line, reason_code FROM kept_apart ORDER BY 1"))


def recognised(path: Path) -> str:
    """The report all connectors together take a file for; ambiguity fails the test."""
    candidates = recognise(look(path), connectors().values())
    assert candidates, f"nobody knows {path.name}"
    assert not is_ambiguous(candidates), candidates
    return f"{candidates[0].connector}.{candidates[0].report}"


Loader = Callable[..., Outcome]


@pytest.fixture
def load_sample(tmp_path: Path) -> Loader:
    """Recognise, parse, map and load a sample; every sample is held to rows and money that add up."""
    lake = Lake(tmp_path / "lake")

    def run(name: str | Path, context: Context = NEW_YORK) -> Outcome:
        path = SAMPLES / name
        report_name = recognised(path)
        report = connectors()["shopify"].report(report_name.partition(".")[2])
        assert report is not None
        connection = duckdb.connect()
        connection.execute("SET TimeZone='UTC'")
        report.parse(look(path)[0], connection, context)
        mapped = report.map(connection, context)
        assert set(mapped.selects) <= {*report.tables, "kept_apart", "ignored"}
        record = {
            "file_sha256": path.name,
            "file_name": path.name,
            "connector": "shopify",
            "report": report.id,
            "store_id": context.store_id,
        }
        job = Job(path.name, mapped.selects, mapped.money_out, mapped.reasons, mapped.remarks, mapped.streaming, record)
        outcome = Outcome(report_name, load(lake, connection, job), mapped, lake)
        connection.close()
        assert set(outcome.residuals().values()) <= {Decimal(0)}
        assert set(outcome.loaded.kept_apart) <= set(mapped.reasons), "a reason without a sentence"
        return outcome

    return run
