"""What is left of a sale: shares by product and market, and silence where costs are not known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from argosy.economics.earned import Earned
from argosy.metrics.contract import Measures
from argosy.metrics.earned import earned

COLUMNS = (
    "market",
    "sku",
    "units",
    "units_without_cost",
    "net_revenue",
    "contribution_margin_2",
    "contribution_margin_3",
)
ROWS = (
    ("US", "LAMP", 10, 0, 100.0, 40.0, 30.0),
    ("DE", "LAMP", 10, 0, 100.0, 20.0, 15.0),
    ("DE", "SOCK", 5, 5, 50.0, None, None),
    ("DE", None, 0, 0, 0.0, 0.0, -5.0),
)


class Ledger:
    """Measures that know one dataset."""

    def __init__(self, loaded: Sequence[str]) -> None:
        self.loaded = loaded

    def sources(self, table: str, limit: int = 20) -> Sequence[str]:
        return ["load-1"] if table in self.loaded else []

    def dataset(self, name: str, **parameters: object) -> Any:
        assert (name, parameters["since"]) == ("contribution", date(2025, 11, 1))
        return pa.table({name: [row[place] for row in ROWS] for place, name in enumerate(COLUMNS)})


def test_shares_are_of_net_revenue_and_only_of_what_has_costs() -> None:
    measures: Measures = Ledger(["product_costs", "settlement_lines"])  # type: ignore[assignment]  # what is asked of it is there
    found = earned(measures, date(2026, 10, 31))
    assert found.of_product == {"LAMP": pytest.approx(0.3)}
    assert found.of_market == {"US": pytest.approx(0.3)}  # a third of the units in DE has no cost
    assert found.overall is not None or found.share("SOCK", 0.25) == 0.25


def test_without_costs_or_settlements_nothing_is_said() -> None:
    measures: Measures = Ledger(["product_costs"])  # type: ignore[assignment]  # what is asked of it is there
    assert earned(measures, date(2026, 10, 31)) == Earned()
