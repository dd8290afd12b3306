"""Load reports as lines, JSON and a table."""

from __future__ import annotations

from decimal import Decimal

from argosy.app.results import CurrencyCheck, FileResult, Outcome
from argosy.core.text import Text
from argosy.interfaces.presentation.files import file_json, file_lines, files_table
from argosy.interfaces.presentation.formatting import Formats

LOADED = FileResult(
    "orders.csv",
    Outcome.LOADED,
    Text("{rows} rows read, {entered} loaded, {kept} kept apart", {"rows": 12345, "entered": 12340, "kept": 5}),
    "shop",
    "orders",
    "abc",
    3,
    12345,
    12340,
    tables={"order_lines": 12340, "refunds": 0},
    replaced={"order_lines": 10},
    kept_apart={"not_a_number:Qty": 4, "odd": 1},
    ignored={"repeated_row": 2},
    reasons={"odd": "A fee nobody knows."},
    remarks={"{count} rows are samples.": 7},
    money=(CurrencyCheck("EUR", Decimal("100.00"), Decimal("90.00"), Decimal("9.99"), Decimal("0.01")),),
)
REFUSED = FileResult("odd.bin", Outcome.REJECTED, Text("File {file} is empty.", {"file": "odd.bin"}))


def test_the_json_has_the_contracts_keys() -> None:
    said = file_json(LOADED, "en")
    contract = [
        "file", "connector", "report", "rows", "loaded", "kept_apart", "rejected", "residual", "currency", "message",
    ]  # fmt: skip
    assert list(said)[: len(contract)] == contract
    assert (said["kept_apart"], said["rejected"], said["residual"], said["currency"]) == (
        5,
        False,
        Decimal("0.01"),
        "EUR",
    )
    assert said["reasons"] == {
        "not_a_number:Qty": {"rows": 4, "why": "Column Qty holds something that is not a number."},
        "odd": {"rows": 1, "why": "A fee nobody knows."},
    }
    refused = file_json(REFUSED, "en")
    assert (refused["rejected"], refused["residual"], refused["currency"]) == (True, None, None)


def test_a_file_is_one_line_with_what_is_kept_apart_below() -> None:
    head, *below = file_lines(LOADED, Formats("en"))
    assert head == "✓ orders.csv  shop.orders  12,345 rows read, 12,340 loaded, 5 kept apart"
    assert [line.strip() for line in below] == [
        "into: order_lines 12,340",
        "kept apart: 4 × Column Qty holds something that is not a number.",
        "kept apart: 1 × A fee nobody knows.",
        "left out, nothing lost: 2 (2 × The row repeats another one exactly; it counts once.)",
        "note: 7 rows are samples.",
        "replaced: 10 rows of order_lines",
        "money: EUR 100.00 in the file = 90.00 loaded + 9.99 kept apart, residual 0.01",
    ]
    assert list(file_lines(REFUSED, Formats("en"))) == ["✗ odd.bin  File odd.bin is empty."]


def test_the_table_has_a_row_per_file() -> None:
    table = files_table([LOADED, REFUSED], "en")
    assert len(table.rows) == 2
    shown = list(table.shown(Formats("en")))
    assert shown[0][1] == "loaded"
    assert shown[1][2] == "–"
