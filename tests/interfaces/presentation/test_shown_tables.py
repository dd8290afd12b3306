"""Tables: what people see, what machines read, how an answer of the dictionary becomes one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from argosy.core.errors import RequestError
from argosy.core.text import Text
from argosy.interfaces.presentation.formatting import Formats
from argosy.interfaces.presentation.measured import measured_json, measured_table, trimmed
from argosy.interfaces.presentation.tables import Column, Kind, Table, cut_note
from argosy.metrics.contract import Measured
from argosy.metrics.registry import metrics

ANSWER = Measured(
    metrics=("net_sales", "refund_rate"),
    by=("market", "month"),
    currency="GBP",
    lake_version={"order_lines": 2},
    rows=[
        {"market": "DE", "month": "2011-01", "net_sales": Decimal("10.5000"), "refund_rate": 0.125},
        {"market": "GB", "month": "2011-01", "net_sales": Decimal("30.0000"), "refund_rate": None},
        {"market": None, "month": "2011-01", "net_sales": None, "refund_rate": 0.5},
    ],
    start=date(2011, 1, 1),
    end=date(2011, 2, 1),
)


def test_people_see_currency_places_and_percentages() -> None:
    table = measured_table(ANSWER, metrics())
    assert table.headings("en") == ["Market", "Month", "Net sales (GBP)", "Refund rate"]
    assert list(table.shown(Formats("en"))) == [
        ["DE Germany", "2011-01", "10.50", "12.5%"],
        ["GB United Kingdom", "2011-01", "30.00", "–"],
        ["–", "2011-01", "–", "50.0%"],
    ]
    assert [str(note) for note in table.notes] == ["2011-01-01 to 2011-01-31"]


def test_machines_read_exact_figures_and_the_currency() -> None:
    whole = measured_table(ANSWER, metrics()).for_machines()
    assert [column.name for column in whole.columns] == ["market", "month", "net_sales", "refund_rate", "currency"]
    first, _, last = whole.exact()
    assert first == ["DE", "2011-01", "10.50", "0.125", "GBP"]
    assert last == ["", "2011-01", "", "0.5", "GBP"]


def test_no_currency_is_added_where_there_is_no_money_or_the_question_has_it() -> None:
    counts = Measured(("orders",), ("market",), "GBP", {}, [{"market": "DE", "orders": 3}])
    assert [one.name for one in measured_table(counts, metrics()).for_machines().columns] == ["market", "orders"]
    asked = Measured(("net_sales",), ("currency",), "GBP", {}, [{"currency": "EUR", "net_sales": Decimal(3)}])
    assert [one.name for one in measured_table(asked, metrics()).for_machines().columns] == ["currency", "net_sales"]


def test_comparisons_stand_beside_their_metric() -> None:
    rows = [{"net_sales": Decimal(3), "net_sales_previous": Decimal(2), "net_sales_year_before": None}]
    table = measured_table(Measured(("net_sales",), (), "EUR", {}, rows), metrics())
    assert table.headings("en") == [
        "Net sales (EUR)",
        "Net sales, period before (EUR)",
        "Net sales, year before (EUR)",
    ]


def test_the_json_has_the_contracts_keys_first() -> None:
    said = measured_json(ANSWER)
    assert list(said)[:5] == ["metrics", "by", "currency", "lake_version", "rows"]
    assert said["from"] == date(2011, 1, 1)
    assert said["to"] == date(2011, 1, 31)


def test_the_top_keeps_the_largest_and_says_what_it_leaves_out() -> None:
    kept, left_out = trimmed(ANSWER, None, False, 1)
    assert [row["market"] for row in kept.rows] == ["GB"]
    assert left_out == 2


def test_sorting_puts_missing_values_last_either_way() -> None:
    for ascending, order in ((False, ["GB", "DE", None]), (True, ["DE", "GB", None])):
        assert [row["market"] for row in trimmed(ANSWER, "net_sales", ascending, None)[0].rows] == order
    assert [row["market"] for row in trimmed(ANSWER, "market", True, None)[0].rows] == ["DE", "GB", None]


def test_sorting_by_a_column_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(RequestError, match="market, month, net_sales, refund_rate"):
        trimmed(ANSWER, "profit", False, None)


def test_a_cut_table_says_how_many_rows_are_left() -> None:
    table = Table("t", Text("T"), (Column("n", Text("N"), Kind.COUNT),), [[1], [2], [3]])
    assert str(cut_note(table, 2)) == "… and 1 more rows; --csv FILE or --xlsx FILE holds them all"
    assert cut_note(table, 3) is None
