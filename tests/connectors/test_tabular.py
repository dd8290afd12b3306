"""A declared table: what is filled in, what is kept apart, what a total leaves unexplained."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from argosy.connectors.contract import Context, Mapped
from argosy.connectors.recognition import recognise
from argosy.connectors.sighting import look
from argosy.connectors.tabular import Field, Into, Kind, Part, Tabular
from argosy.connectors.tabular_report import report
from argosy.core.errors import DataError

TABLE = Tabular(
    id="statement",
    label="Statement",
    grain="One row per order.",
    where="Nowhere.",
    folder=Path(__file__).parent,
    fields=(
        Field("order_id", "Order", Kind.ID, filled=True, aliases=(("Bestellung", "de"),)),
        Field("booked_at", "Booked", Kind.INSTANT, filled=True),
        Field("kind", "Kind", Kind.WORD),
        Field("state", "State", Kind.WORD, required=False, otherwise="deferred"),
        Field("price", "Price", Kind.AMOUNT),
        Field("fee", "Fee", Kind.AMOUNT),
        Field("net", "Net", Kind.AMOUNT, filled=True),
        Field("currency", "Currency", Kind.CURRENCY, required=False),
    ),
    into=(
        Into(
            "settlement_lines",
            {
                "settlement_id": "order_id",
                "posted_at": "booked_at",
                "order_id": "order_id",
                "currency": "currency",
                "state": "state",
            },
            parts=(Part("kind", "price"), Part("referral_fee", "fee")),
            told="net",
        ),
    ),
    money="net",
    money_out={"settlement_lines": "amount"},
    ignored={"total_row": "order_id = 'Total'"},
    nothing=("--",),
)
HEADER = "Order,Booked,Kind,Price,Fee,Net,Currency,State\n"


def mapped(tmp_path: Path, text: str, table: Tabular = TABLE) -> tuple[Any, Mapped]:
    folder = tmp_path / "vendor"
    folder.mkdir(exist_ok=True)
    (folder / "vocabulary.csv").write_text(
        "report,column,vendor_value,canonical_value,since,source\n"
        "statement,Kind,Sale,product_charge,,test\n*,State,done,released,,test\n",
        encoding="utf-8",
    )
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    os.utime(path, (0, 0))
    made = report(replace(table, folder=folder))
    connection = duckdb.connect()
    context = Context("shop", "own_store", "Asia/Shanghai", None, "CNY")
    made.parse(look(path)[0], connection, context)
    return connection, made.map(connection, context)


def test_place_day_and_number_are_filled_in_and_parts_become_lines(tmp_path: Path) -> None:
    connection, done = mapped(tmp_path, HEADER + "A1,2026-01-31 23:30:00,Sale,10.00,-1.50,8.50,EUR,done\n")
    columns = (
        "store_id, posted_on::VARCHAR, posted_at::VARCHAR, line_no, fee_type, amount::VARCHAR, money_in::VARCHAR, state"
    )
    rows = connection.execute(f"SELECT {columns} FROM ({done.selects['settlement_lines']}) ORDER BY line_no").fetchall()
    assert rows == [
        ("shop", "2026-01-31", "2026-01-31 15:30:00", "1", "product_charge", "10.0000", "8.5000", "released"),
        ("shop", "2026-01-31", "2026-01-31 15:30:00", "2", "referral_fee", "-1.5000", "0.0000", "released"),
    ]


def test_what_the_known_columns_leave_of_the_total_is_kept_apart_with_its_sum(tmp_path: Path) -> None:
    connection, done = mapped(tmp_path, HEADER + "A1,2026-01-31,Sale,10.00,-1.50,8.20,EUR,done\n")
    kept = connection.execute(f"SELECT reason_code, currency, money_in::VARCHAR FROM ({done.selects['kept_apart']})")
    assert kept.fetchall() == [("unexplained_amount", "EUR", "-0.3000")]
    assert done.reasons["unexplained_amount"].endswith(".")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("A1,2026-01-31,Gift,1,0,1,EUR,done", "unknown_value:Kind"),
        ("A1,soon,Sale,1,0,1,EUR,done", "not_an_instant:Booked"),
        ("A1,2026-01-31,Sale,one,0,1,EUR,done", "not_a_number:Price"),
        (",2026-01-31,Sale,1,0,1,EUR,done", "missing:Order"),
        ("A1,2026-01-31,Sale,1,0,--,EUR,done", "missing:Net"),
        ("1.23E+17,2026-01-31,Sale,1,0,1,EUR,done", "id_in_scientific_notation:Order"),
        ("A1,2026-01-31,Sale,1,0,1,Taler,done", "unknown_currency:Currency"),
        ("A1,2026-01-31,Sale,1,0,1,EUR,done,more", "too_many_cells"),
    ],
)
def test_a_row_that_cannot_be_read_is_kept_apart_with_its_reason(tmp_path: Path, row: str, reason: str) -> None:
    connection, done = mapped(tmp_path, f"{HEADER}{row}\nA2,2026-01-31,Sale,1,0,1,EUR,done\n")
    kept = connection.execute(f"SELECT source_line, reason_code FROM ({done.selects['kept_apart']})").fetchall()
    assert kept == [(1, reason)]
    assert done.reasons[reason].endswith(".")


def test_totals_are_ignored_and_unknown_states_and_columns_are_counted(tmp_path: Path) -> None:
    header = "Bestellung,Booked,Kind,Price,Fee,Net,State,Colour\n"
    text = header + "A1,2026-01-31,Sale,10.00,0,10.00,pondering,red\nTotal,,,10.00,0,10.00,,\n"
    connection, done = mapped(tmp_path, text)
    lines = connection.execute(f"SELECT state, currency FROM ({done.selects['settlement_lines']})").fetchall()
    assert lines == [("deferred", "CNY")]
    ignored = connection.execute(f"SELECT source_line, reason_code FROM ({done.selects['ignored']})").fetchall()
    assert ignored == [(2, "total_row")]
    assert [connection.execute(query).fetchall()[0][0] for query in done.remarks.values()] == [1, 1]


def test_a_missing_column_is_named_and_the_more_is_known_the_surer(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="Net"):
        mapped(tmp_path, "Order,Booked,Kind,Price,Fee\nA1,2026-01-31,Sale,1,0\n")
    made = report(TABLE)
    (tmp_path / "all.csv").write_text(HEADER + "A1,2026-01-31,Sale,1,0,1,EUR,done\n", encoding="utf-8")
    sighting = look(tmp_path / "all.csv")[0]
    assert made.recognise(sighting) == 1.0
    assert made.recognise(replace(sighting, header=(*sighting.header, "Colour"))) < 1.0
    assert report(replace(TABLE, forbids=("State",))).recognise(sighting) == 0.0
    assert recognise([sighting], []) == []
