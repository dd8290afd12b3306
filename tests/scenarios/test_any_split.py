"""Any split of the same files, in any order, gives the same profit."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from argosy.app.facade import Argosy
from argosy.metrics.contract import Query, Row

HEADINGS = "Order,Date,SKU,Qty,Price\n"
MAPPING = """argosy_mapping: 1
name: lines
recognise: {columns: [Order, Date, SKU]}
store: {id: shop, channel: own_store, time_zone: UTC, currency: EUR}
columns:
  Date: {type: instant}
  Price: {type: money, currency: EUR}
rows:
  - name: sale
    to: order_lines
    set:
      order_id: Order
      line_no: {constant: "1"}
      ordered_at: Date
      sku: SKU
      quantity: Qty
      gross_amount: {multiply: [Qty, Price]}
      currency: {constant: EUR}
      status: {constant: shipped}
"""
COSTS = "产品编码,成本项目,生效日期,币种,单位成本\nLAMP,采购,2026-01-01,CNY,31.50\nMUG,采购,2026-01-01,CNY,4.20\n"


def orders() -> list[str]:
    """Thirty orders of two products over three months."""
    return [
        f"A{number},2026-0{4 + number % 3}-{1 + number % 28:02d}T10:00:00Z,"
        f"{'LAMP' if number % 2 else 'MUG'},{1 + number % 4},9.{number:02d}\n"
        for number in range(30)
    ]


def profit(folder: Path, parts: list[list[str]]) -> tuple[list[Row], Row]:
    """Profit by SKU and month, and in all, of the orders loaded part by part."""
    folder.mkdir()
    (folder / "lines.yaml").write_text(MAPPING, encoding="utf-8")
    (folder / "costs.csv").write_text(COSTS, encoding="utf-8")
    argosy = Argosy.new(folder / "books", "CNY", "CN")
    for place, lines in enumerate(parts):
        (folder / f"part{place}.csv").write_text(HEADINGS + "".join(lines), encoding="utf-8")
        (result,) = argosy.ingest([folder / f"part{place}.csv"], mapping=folder / "lines.yaml")
        assert result.outcome in ("loaded", "already_loaded")  # a part may be a file that came before
        if place == 0:
            (told,) = argosy.ingest([folder / "costs.csv"])
            assert (told.outcome, dict(told.kept_apart)) == ("loaded", {})
    rows = argosy.measure(Query(("gross_profit",), ("sku", "month"))).rows
    (whole,) = argosy.measure(Query(("gross_profit",))).rows
    return [dict(row) for row in rows], dict(whole)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_any_split_in_any_order_gives_the_same_profit(tmp_path: Path, seed: int) -> None:
    chance, lines = random.Random(seed), orders()
    shuffled = chance.sample(lines, len(lines))
    cuts = sorted(chance.sample(range(1, len(lines)), 2))
    parts = [shuffled[start:end] for start, end in zip([0, *cuts], [*cuts, len(lines)], strict=True)]
    parts.append(parts[0][:3])  # a file that overlaps an earlier one
    found = profit(tmp_path / "split", parts)
    assert found == profit(tmp_path / "whole", [lines])
    assert found[1]["gross_profit"]
