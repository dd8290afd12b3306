"""The simulated seller through the whole of Argosy: every file known, nothing kept apart, every residual nothing, twice the same lake."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from argosy.app.demo import take_in_simulated
from argosy.app.facade import Argosy
from argosy.app.results import Outcome
from argosy.metrics.contract import Query

UNSHIPPED = """
    SELECT sku, currency, sum(quantity) AS units, sum(gross_amount) AS gross_sales FROM order_lines
    WHERE status = 'ordered' GROUP BY ALL
"""


def check_books(argosy: Argosy, path: Path) -> None:
    """Units and sales by SKU and currency, and the landed cost by SKU, are the world's own books (of what was shipped) to the cent."""
    told: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    with path.open(encoding="utf-8") as source:
        for row in csv.DictReader(source):
            for name in ("units", "gross_sales"):
                told[name, row["sku"], row["currency"]] += Decimal(row[name])
            told["cost", row["sku"]] += Decimal(row["purchase_cost"]) + Decimal(row["first_leg_cost"])
    units = {sku: sum(value for key, value in told.items() if key[:2] == ("units", sku)) for _, sku, *_ in list(told)}
    each = {sku: told["cost", sku] / sold for sku, sold in units.items() if sold}
    for row in argosy.sql(UNSHIPPED).to_pylist():
        for name in ("units", "gross_sales"):
            told[name, row["sku"], row["currency"]] += Decimal(row[name])
        told["cost", row["sku"]] += each[row["sku"]] * row["units"]
    found: dict[tuple[str, ...], Decimal] = {}
    for currency in {key[2] for key in told if len(key) > 2}:
        query = Query(("units", "gross_sales"), ("sku",), where={"currency": (currency,)}, currency=currency)
        for row in argosy.measure(query).rows:
            found |= {(name, str(row["sku"]), currency): Decimal(str(row[name])) for name in query.metrics}
    for row in argosy.measure(Query(("cost_of_units",), ("sku",))).rows:
        found["cost", str(row["sku"])] = Decimal(str(row["cost_of_units"] or 0))
    cent = Decimal("0.01")
    assert {key: round(value, 2) for key, value in found.items() if abs(value - told[key]) >= cent} == {}
    assert {key for key, value in told.items() if value} <= found.keys()


@pytest.mark.slow
def test_a_simulated_seller_is_taken_in_whole_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    argosy, files = take_in_simulated(tmp_path / "seller", 9, 1_500)
    assert {one.outcome for one in files} == {Outcome.LOADED}, [one.file for one in files if one.is_rejected]
    assert {one.file: dict(one.kept_apart) for one in files if sum(one.kept_apart.values())} == {}
    assert sum((abs(check.residual) for one in files for check in one.money), Decimal()) == 0
    before = argosy.measures.snapshot_number
    again, files = take_in_simulated(tmp_path / "seller", 9, 1_500)
    assert {one.outcome for one in files} == {Outcome.ALREADY_LOADED}
    assert again.measures.snapshot_number == before
    check_books(again, tmp_path / "seller" / "simulated" / "books.csv")
