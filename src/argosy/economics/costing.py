"""Unit cost in time: standard costs by component, batches first in first out, and the moving average.

The warehouse only joins what is made here: `cost_steps` turns the rows of `product_costs` into intervals with one amount per currency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from argosy.economics.allocation import STEP

ALL = "*"
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True)
class CostStep:
    """A unit of `product_id` in `market` costs `amount` from `from_on` until before `to_on`; its rate of exchange is that of `rate_on`."""

    product_id: str
    market: str
    from_on: date
    to_on: date
    currency: str
    rate_on: date
    amount: Decimal


@dataclass(frozen=True)
class Batch:
    """Units of one purchase in the order they are used up: `first_unit` (0 based) to before `last_unit`, in one currency."""

    product_id: str
    market: str
    batch_id: str
    received_on: date
    first_unit: int
    last_unit: int
    currency: str
    amount: Decimal


def is_cost(row: Mapping[str, Any]) -> bool:
    """Whether a row of `product_costs` is a cost: recoverable import VAT is none.

    >>> is_cost({"component": "import_vat", "is_recoverable": True}), is_cost({"component": "duty", "is_recoverable": None})
    (False, True)
    """
    return not row.get("is_recoverable")


def cost_steps(rows: Iterable[Mapping[str, Any]]) -> list[CostStep]:
    """Standard costs (batch '*') as intervals, per product and each market it has a price of its own for.

    A market's own component replaces that component of '*'. Before its first day a cost is not known: nothing is reckoned back.

    >>> row = {"product_id": "P", "market": "*", "batch_id": "*", "currency": "CNY", "is_recoverable": None}
    >>> rows = [{**row, "component": "purchase", "effective_on": date(2026, 1, 1), "unit_cost_amount": Decimal(20)},
    ...         {**row, "component": "first_leg", "effective_on": date(2026, 3, 1), "unit_cost_amount": Decimal(4)}]
    >>> [(step.from_on.isoformat(), str(step.amount)) for step in cost_steps(rows)]
    [('2026-01-01', '20'), ('2026-03-01', '24')]
    """
    by_product: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["batch_id"] == ALL and is_cost(row):
            by_product[row["product_id"]].append(row)
    steps: list[CostStep] = []
    for product, own in sorted(by_product.items()):
        for market in sorted({row["market"] for row in own}):
            steps += _steps_of(product, market, own)
    return steps


def _steps_of(product: str, market: str, rows: Sequence[Mapping[str, Any]]) -> list[CostStep]:
    """The intervals of one product and market: at every day something changes, the components then in force, added up by currency."""
    named = {row["component"] for row in rows if row["market"] == market}
    held = [row for row in rows if row["market"] == market or (row["market"] == ALL and row["component"] not in named)]
    days = sorted({row["effective_on"] for row in held})
    steps = []
    for index, day in enumerate(days):
        until = days[index + 1] if index + 1 < len(days) else LAST_DAY
        force: dict[str, Mapping[str, Any]] = {}
        for row in sorted((row for row in held if row["effective_on"] <= day), key=lambda row: row["effective_on"]):
            force[row["component"]] = row
        sums: dict[tuple[str, date], Decimal] = defaultdict(Decimal)
        for row in force.values():
            sums[row["currency"], row["effective_on"]] += row["unit_cost_amount"]
        merged = _one_per_currency(sums)
        steps += [CostStep(product, market, day, until, money, on, amount) for (money, on), amount in merged.items()]
    return steps


def _one_per_currency(sums: Mapping[tuple[str, date], Decimal]) -> dict[tuple[str, date], Decimal]:
    """Amounts of one currency added up; the rate is that of the newest of them."""
    newest = {currency: max(on for money, on in sums if money == currency) for currency, _ in sums}
    merged: dict[tuple[str, date], Decimal] = defaultdict(Decimal)
    for (currency, _), amount in sums.items():
        merged[currency, newest[currency]] += amount
    return dict(merged)


def batches(rows: Iterable[Mapping[str, Any]]) -> list[Batch]:
    """Batches with a quantity, in the order they are used up (by first day, then name), one per batch and currency.

    Their cost is the sum of the batch's components that are costs.

    >>> row = {"product_id": "P", "market": "*", "component": "purchase", "currency": "CNY", "is_recoverable": None}
    >>> rows = [{**row, "batch_id": "B2", "effective_on": date(2026, 2, 1), "unit_cost_amount": Decimal(22), "batch_quantity": 50},
    ...         {**row, "batch_id": "B1", "effective_on": date(2026, 1, 1), "unit_cost_amount": Decimal(20), "batch_quantity": 100}]
    >>> [(batch.batch_id, batch.first_unit, batch.last_unit) for batch in batches(rows)]
    [('B1', 0, 100), ('B2', 100, 150)]
    """
    pools: dict[tuple[str, str], dict[str, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row["batch_id"] != ALL:
            pools[row["product_id"], row["market"]][row["batch_id"]].append(row)
    found = []
    for (product, market), lots in sorted(pools.items()):
        units = 0
        for name, own in sorted(lots.items(), key=lambda lot: (min(row["effective_on"] for row in lot[1]), lot[0])):
            quantity = max((row.get("batch_quantity") or 0 for row in own), default=0)
            if quantity <= 0:
                continue
            on = min(row["effective_on"] for row in own)
            sums: dict[str, Decimal] = defaultdict(Decimal)
            for row in own:
                if is_cost(row):
                    sums[row["currency"]] += row["unit_cost_amount"]
            found += [
                Batch(product, market, name, on, units, units + quantity, money, cost) for money, cost in sums.items()
            ]
            units += quantity
    return found


def fifo(quantity: int, sold_before: int, lots: Sequence[tuple[int, Decimal]]) -> tuple[Decimal, int]:
    """Cost of `quantity` units after `sold_before` were taken from lots (units, unit cost) in order; and units no lot covers.

    >>> fifo(30, 90, [(100, Decimal(20)), (50, Decimal(22))])
    (Decimal('640'), 0)
    >>> fifo(30, 140, [(100, Decimal(20)), (50, Decimal(22))])
    (Decimal('220'), 20)
    """
    cost, start, wanted_to = Decimal(0), 0, sold_before + quantity
    covered = 0
    for units, unit_cost in lots:
        taken = max(0, min(wanted_to, start + units) - max(sold_before, start))
        cost += taken * unit_cost
        covered += taken
        start += units
    return cost, quantity - covered


def moving_average(lots: Sequence[tuple[int, Decimal]], sold_between: Sequence[int]) -> list[Decimal]:
    """Unit cost after each lot came in: (stock at the old average + the lot at its cost) / units.

    `sold_between[i]` are the units sold after lot i and before lot i + 1; stock below zero counts as none.

    >>> [str(cost) for cost in moving_average([(100, Decimal(20)), (100, Decimal(26))], [50])]
    ['20', '24']
    """
    stock, average, found = 0, Decimal(0), []
    for index, (units, unit_cost) in enumerate(lots):
        stock = max(stock, 0)
        average = (stock * average + units * unit_cost) / (stock + units)
        found.append(average)
        stock += units - (sold_between[index] if index < len(sold_between) else 0)
    return found


def averaged_steps(lots: Sequence[Batch], sold_by_day: Mapping[date, int]) -> list[CostStep]:
    """The moving average of one product, market and currency as intervals, from batches and the units sold on each day.

    >>> lots = [Batch("P", "*", "B1", date(2026, 1, 1), 0, 100, "CNY", Decimal(20)),
    ...         Batch("P", "*", "B2", date(2026, 2, 1), 100, 200, "CNY", Decimal(26))]
    >>> [str(step.amount) for step in averaged_steps(lots, {date(2026, 1, 5): 50, date(2026, 3, 1): 9})]
    ['20.0000', '24.0000']
    """
    days = [lot.received_on for lot in lots]
    sold = [
        sum(units for day, units in sold_by_day.items() if start <= day < end)
        for start, end in zip([FIRST_DAY, *days[1:-1]], days[1:], strict=False)
    ]
    averages = moving_average([(lot.last_unit - lot.first_unit, lot.amount) for lot in lots], sold)
    ends = [*days[1:], LAST_DAY]
    return [
        CostStep(lot.product_id, lot.market, lot.received_on, end, lot.currency, lot.received_on, cost.quantize(STEP))
        for lot, end, cost in zip(lots, ends, averages, strict=True)
        if end > lot.received_on
    ]


def before_first_batch(steps: Sequence[CostStep], averaged: Sequence[CostStep]) -> list[CostStep]:
    """The standard costs beside an average: whole where there is none, until its first batch where there is.

    A market with batches of its own has, before the first of them, the standard cost of all markets.

    >>> step = CostStep("P", "*", date(2026, 1, 1), LAST_DAY, "CNY", date(2026, 1, 1), Decimal(3))
    >>> average = CostStep("P", "DE", date(2026, 3, 1), LAST_DAY, "CNY", date(2026, 3, 1), Decimal(5))
    >>> [(one.market, one.to_on.isoformat()) for one in before_first_batch([step], [average])]
    [('*', '9999-12-31'), ('DE', '2026-03-01')]
    """
    first: dict[tuple[str, str], date] = {}
    for one in averaged:
        key = one.product_id, one.market
        first[key] = min(first.get(key, LAST_DAY), one.from_on)
    found = [step for step in steps if (step.product_id, step.market) not in first]
    own = {(step.product_id, step.market) for step in steps}
    for (product, market), day in first.items():
        place = market if (product, market) in own else ALL
        early = [one for one in steps if (one.product_id, one.market) == (product, place) and one.from_on < day]
        found += [replace(one, market=market, to_on=min(one.to_on, day)) for one in early]
    return found
