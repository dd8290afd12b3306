"""What is left of a sale, measured: shares of net revenue by product and by market, for domains whose effects are contribution.

Only where costs of products and settlements are loaded; without either a share would leave out what a sale costs.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from types import MappingProxyType

from argosy.economics.earned import Earned
from argosy.metrics.contract import Measures

YEAR_DAYS = 365
NEEDED = ("product_costs", "settlement_lines")
MOST_UNCOSTED = 0.2
"""Part of the units of a product or market without a cost beyond which nothing is said of it."""


def earned(measures: Measures, as_of: date) -> Earned:
    """What was left of the sales of the year up to a day."""
    if not all(measures.sources(table, 1) for table in NEEDED):
        return Earned()
    since = as_of - timedelta(days=YEAR_DAYS - 1)
    rows = measures.dataset("contribution", since=since, until=as_of, by="market,sku").to_pylist()
    products, markets, whole = _Sums(), _Sums(), _Sums()
    for row in rows:
        before, after = row["contribution_margin_2"], row["contribution_margin_3"]
        counted = (row["units"] or 0, row["units_without_cost"] or 0, row["net_revenue"] or 0.0)
        if row["sku"]:
            products.add(row["sku"], *counted, before)
        markets.add(row["market"] or "", *counted, after)
        whole.add("", *counted, before)
    return Earned(whole.shares().get(""), MappingProxyType(products.shares()), MappingProxyType(markets.shares()))


class _Sums:
    """Units, units without cost, revenue and what is left of it, by name."""

    def __init__(self) -> None:
        self._sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])

    def add(self, name: str, units: float, uncosted: float, revenue: float, left: float | None) -> None:
        for place, value in enumerate((units, uncosted, revenue, left or 0.0)):
            self._sums[name][place] += value

    def shares(self) -> dict[str, float]:
        """Where revenue is above zero and most units have a cost."""
        return {
            name: left / revenue
            for name, (units, uncosted, revenue, left) in sorted(self._sums.items())
            if revenue > 0 and uncosted <= MOST_UNCOSTED * max(units, 1.0)
        }
