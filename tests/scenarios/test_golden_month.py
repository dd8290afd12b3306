"""The golden month of docs/golden-month.md, from files to net profit, to the cent."""

from __future__ import annotations

import re
import sys
from decimal import Decimal
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))

import golden_books

from argosy.app.facade import Argosy
from argosy.canonical.fee_types import FEE_TYPES
from argosy.metrics.contract import Query

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "golden-month.md").read_text(encoding="utf-8")
HEADER = (ROOT / "tests/connectors/shopify/samples/orders_first_line.csv").read_text(encoding="utf-8").splitlines()[0]


def statement() -> dict[str, Decimal]:
    """The statement as it stands on the page."""
    table = PAGE.partition("## The statement")[2]
    rows = re.findall(r"^\| `(\w+)` \| . \| ([-\d,.]+) \|$", table, flags=re.MULTILINE)
    return {name: Decimal(amount.replace(",", "")) for name, amount in rows}


@pytest.fixture(scope="module")
def argosy(tmp_path_factory: pytest.TempPathFactory) -> Argosy:
    folder = tmp_path_factory.mktemp("golden")
    made = Argosy.new(folder / "books", "CNY", "CN")
    settings = made.workspace.root / "argosy.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + golden_books.STORES, encoding="utf-8")
    opened = Argosy.open(made.workspace.root)
    for path, mapping, store in golden_books.write(folder, HEADER.split(",")):
        (result,) = opened.ingest([path], mapping=mapping, store=store)
        assert result.outcome == "loaded", (path, result)
        assert not result.kept_apart, (path, result.kept_apart)
    return opened


def test_every_step_to_the_cent(argosy: Argosy) -> None:
    expected = statement()
    assert len(expected) == 22
    (row,) = argosy.measure(Query(tuple(expected))).rows
    cent = Decimal("0.01")
    assert {name: Decimal(str(row[name])).quantize(cent) for name in expected} == expected


def test_settled_and_ordered_agree_once_all_is_paid(argosy: Argosy) -> None:
    names = ("net_profit", "settled_net_profit", "unsettled_profit")
    for row in argosy.measure(Query(names, ("channel",))).rows:
        assert abs(Decimal(str(row["unsettled_profit"]))) < Decimal("0.005"), row


@pytest.mark.slow
@pytest.mark.parametrize("by", ["channel", "sku", "market"])
def test_the_parts_are_the_whole(argosy: Argosy, by: str) -> None:
    (whole,) = argosy.measure(Query(("net_profit", "product_cost", "fixed_costs"))).rows
    rows = argosy.measure(Query(("net_profit", "product_cost", "fixed_costs"), (by,))).rows
    for name, value in whole.items():
        parts = sum((Decimal(str(row[name])) for row in rows if row[name] is not None), Decimal(0))
        assert abs(parts - Decimal(str(value))) < Decimal("0.01"), name


def test_every_fee_type_is_in_the_month() -> None:
    booked = {kind for kind, _ in golden_books.sweep()} | golden_books.ELSEWHERE
    assert booked == {fee.name for fee in FEE_TYPES if fee.step != "transfer"}
