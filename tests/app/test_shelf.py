"""What is kept between processes: values come back as they were, of this snapshot and this code only, and a broken file harms nobody."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from memory_measures import MemoryEngine
from small_business import business

from argosy.app.shelf import FILE, FOLDER, KEPT_VERSIONS, Shelf
from argosy.app.tagged import from_text, to_text
from argosy.app.workspace import create
from argosy.core.errors import DataError
from argosy.core.text import Text
from argosy.metrics.contract import Measured, Query, Unit
from argosy.metrics.measures import WarehouseMeasures
from argosy.warehouse.snapshots import Snapshot


def _answer() -> Measured:
    rows = [{"market": "DE", "net_sales": Decimal("12.340"), "share": 0.1, "on": date(2026, 1, 2), "none": None}]
    return Measured(("net_sales",), ("market",), "EUR", {"order_lines": 3}, rows, notes=(Text("{n} rows", {"n": 3}),))


def test_an_answer_comes_back_exactly_and_only_for_its_own_snapshot(tmp_path: Path) -> None:
    workspace = create(tmp_path / "shop", "EUR", "DE")
    first, other = Shelf(workspace, 1), Shelf(workspace, 2)
    first.put("key", _answer())
    again = Shelf(workspace, 1).get("key")
    assert again == _answer()
    assert str(again.rows[0]["net_sales"]) == "12.340"
    assert other.get("key") is None
    other.clear_others()
    assert first.get("key") is None


def test_a_new_reader_of_the_same_lake_answers_without_an_engine(tmp_path: Path) -> None:
    workspace = create(tmp_path / "shop", "EUR", "DE")
    query = Query(("gross_sales", "orders", "average_order_value"), ("market", "month"), date(2026, 5, 1))
    first = WarehouseMeasures(MemoryEngine(business()), "EUR", Shelf(workspace, 1))
    answer, span = first.measure(query), first.span("order_lines")
    silent: Any = SimpleNamespace(snapshot=Snapshot(1, {"order_lines": 1}))
    again = WarehouseMeasures(silent, "EUR", Shelf(workspace, 1))
    assert again.measure(query) == answer
    assert again.span("order_lines") == span
    assert [type(value) for value in again.measure(query).rows[0].values()] == [
        type(value) for value in answer.rows[0].values()
    ]
    with pytest.raises(AttributeError):
        WarehouseMeasures(silent, "EUR", Shelf(workspace, 2)).measure(query)


def test_lakes_nobody_asks_any_more_are_forgotten(tmp_path: Path) -> None:
    workspace = create(tmp_path / "shop", "EUR", "DE")
    for number in range(1, KEPT_VERSIONS + 3):
        Shelf(workspace, number).put("key", number)
    kept = [Shelf(workspace, number).get("key") for number in range(1, KEPT_VERSIONS + 3)]
    assert kept == [None, 2, 3, 4, 5]  # the newest three stay when another one comes


def test_a_file_that_is_none_of_ours_is_done_without(tmp_path: Path) -> None:
    workspace = create(tmp_path / "shop", "EUR", "DE")
    (workspace.root / FOLDER).mkdir()
    (workspace.root / FOLDER / FILE).write_bytes(b"not a database" * 500)
    shelf = Shelf(workspace, 1)
    shelf.put("key", _answer())
    assert shelf.get("key") is None
    shelf.close()


def test_only_values_of_ours_are_ever_made() -> None:
    assert from_text(to_text({Unit.MONEY: (1, [None, True])})) == {Unit.MONEY: (1, [None, True])}
    for bad in (
        '{"$": "object", "of": "subprocess:Popen", "fields": {"args": "true"}}',
        '{"$": "object", "of": "argosy.app.facade:Argosy.new", "fields": {}}',
        '{"$": "object", "of": "argosy.app.facade:Argosy", "fields": {}}',
        '{"$": "enum", "of": "argosy.core.text:Text", "value": "x"}',
        '{"$": "nothing"}',
        "[",
    ):
        with pytest.raises(DataError):
            from_text(bad)
    with pytest.raises(DataError):
        to_text(object())
