"""Closing months of a workspace: what is refused, what is kept, and a refund after month close."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from argosy.app.facade import Argosy
from argosy.core.errors import RequestError
from argosy.metrics.contract import Query

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
HEADINGS = "Order,Date,SKU,Qty,Price\n"
MAY, LATE = "A1,2026-05-04T10:00:00Z,LAMP,2,10.50\n", "A2,2026-05-30T10:00:00Z,MUG,1,4.00\n"
JULY = date(2026, 7, 2)


def shop(folder: Path) -> Argosy:
    (folder / "lines.yaml").write_text(MAPPING, encoding="utf-8")
    made = Argosy.new(folder / "books", "EUR", "DE")
    load(made, folder, "may", MAY)
    return made


def load(argosy: Argosy, folder: Path, name: str, lines: str) -> None:
    (folder / f"{name}.csv").write_text(HEADINGS + lines, encoding="utf-8")
    (result,) = argosy.ingest([folder / f"{name}.csv"], mapping=folder / "lines.yaml")
    assert result.outcome == "loaded"


def test_what_cannot_be_closed_is_refused_in_one_sentence(tmp_path: Path) -> None:
    argosy = shop(tmp_path)
    for month, today, said in (
        ("2026-07", JULY, "2026-07 is still open: its last day is 2026-07-31; close it from 2026-08-01 on."),
        ("2026-Q1", JULY, "2026-Q1 is no month"),
        ("2026-04", JULY, "Nothing of 2026-04 or before was loaded yet"),
    ):
        with pytest.raises(RequestError, match=said):
            argosy.close(month, "anna", today=today)
    with pytest.raises(RequestError, match="No month is closed"):
        argosy.reopen("2026-05", "anna")
    assert argosy.books().months == ()


@pytest.mark.slow
def test_a_month_is_closed_stands_and_opens_again(tmp_path: Path) -> None:
    argosy = shop(tmp_path)
    argosy.close("2026-05", "anna", "signed off", JULY)
    with pytest.raises(
        RequestError, match="The books are closed through 2026-05 already; the next month to close is 2026-06"
    ):
        argosy.close("2026-05", "anna", today=JULY)
    load(argosy, tmp_path, "late", LATE)
    names = ("net_revenue", "closed_adjustments", "net_profit")
    rows = argosy.measure(Query(("net_revenue", "closed_adjustments"), ("month",))).rows
    assert [{name: value and str(value) for name, value in row.items()} for row in rows] == [
        {"month": "2026-05", "net_revenue": "21.0000", "closed_adjustments": None},
        {"month": "2026-06", "net_revenue": None, "closed_adjustments": "4.0000"},
    ]
    books = Argosy.open(argosy.workspace.root).books()  # another process: from the file kept beside the lake
    assert [(one.closing.month, one.closing.by, one.closing.why) for one in books.months] == [
        ("2026-05", "anna", "signed off")
    ]
    assert (str(books.open_on), books.adjustments) == ("2026-06-01", Decimal("4.0000"))
    assert list((argosy.workspace.lake.derived).glob("closed_*.parquet"))
    argosy.reopen("2026-05", "ben", "a file was missing")
    (row,) = argosy.measure(Query(names, start=date(2026, 5, 1), end=date(2026, 6, 1))).rows
    assert (str(row["net_revenue"]), row["closed_adjustments"]) == ("25.0000", None)
    assert [event.verb for event in argosy.books().events] == ["close", "reopen"]
