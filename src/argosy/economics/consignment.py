"""First leg, duty and import VAT of a consignment as costs of its batches, by a rule one can read.

Freight and surcharges follow weight (units, where a weight is not known), insurance, duty and import VAT follow purchase value, except
what a customs line says of one product, which is that product's. What the seller's own cost sheet says of a component goes first.
A line that names a batch of the cost sheet adds to its cost. Any other line is a batch of its own, named after the consignment, for the
country it goes to, from the day it arrives: bought at the price of its purchase order, else at the standard cost of that day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from argosy.economics.allocation import STEP, spread
from argosy.economics.costing import ALL

RULES = {"first_leg": "weight", "insurance": "value", "duty": "value", "import_vat": "value"}
PURCHASE = "purchase"
CostRow = Mapping[str, Any]


@dataclass(frozen=True)
class Goods:
    """One product within a consignment; `weight_g` and `value` are of all its units, `value` in one currency for the whole consignment."""

    product_id: str
    units: int
    weight_g: int = 0
    value: Decimal = Decimal(0)
    batch_id: str | None = None
    unit_price: Decimal | None = None  # of its purchase order
    price_currency: str = ""


@dataclass(frozen=True)
class Charge:
    """Money paid for a consignment: its component of the cost, and the product it is of where it is told."""

    component: str
    amount: Decimal
    currency: str
    product_id: str | None = None
    is_recoverable: bool = False


@dataclass(frozen=True)
class Consignment:
    """Goods under way to a country, what was paid for them, and when they arrived (left, while they have not)."""

    shipment_id: str
    country: str
    arrived_on: date
    goods: tuple[Goods, ...]
    charges: tuple[Charge, ...] = field(default=())


def shares(consignment: Consignment) -> list[tuple[Goods, Charge, Decimal]]:
    """Each charge in parts per goods line; the parts of a charge sum to it exactly.

    >>> goods = (Goods("mug", 100, 40_000, Decimal(300)), Goods("lamp", 50, 60_000, Decimal(1000)))
    >>> sea = Consignment("S1", "DE", date(2026, 3, 1), goods, (Charge("first_leg", Decimal(500), "CNY"),))
    >>> [(line.product_id, str(part)) for line, _, part in shares(sea)]
    [('mug', '200.0000'), ('lamp', '300.0000')]
    """
    found = []
    for charge in consignment.charges:
        own = [one for one in consignment.goods if charge.product_id in (None, one.product_id)]
        if own and charge.amount:
            parts = spread(charge.amount, _weights(own, RULES.get(charge.component, "value")))
            found += [(one, charge, part) for one, part in zip(own, parts, strict=True)]
    return found


def _weights(goods: Sequence[Goods], rule: str) -> list[Decimal]:
    measures = [Decimal(one.weight_g) if rule == "weight" else one.value for one in goods]
    return measures if all(one > 0 for one in measures) else [Decimal(one.units) for one in goods]


def cost_rows(consignments: Iterable[Consignment], rows: Sequence[CostRow]) -> list[dict[str, Any]]:
    """Rows of `product_costs` that consignments add to those of the seller's own sheet (`rows`)."""
    told = {(row["product_id"], row["batch_id"], row["component"]) for row in rows}
    known = {(row["product_id"], row["batch_id"]): row for row in rows if row["batch_id"] != ALL}
    totals: dict[tuple[str, str, str, str, bool], Decimal] = defaultdict(Decimal)
    units: dict[tuple[str, str], int] = defaultdict(int)
    lines: dict[tuple[str, str], tuple[Consignment, Goods]] = {}
    for one in consignments:
        for goods in one.goods:
            units[goods.product_id, _batch(one, goods, known)] += goods.units
            lines.setdefault((goods.product_id, _batch(one, goods, known)), (one, goods))
        for goods, charge, part in shares(one):
            batch = _batch(one, goods, known)
            if not {(goods.product_id, name, charge.component) for name in (batch, ALL)} & told:
                totals[goods.product_id, batch, charge.component, charge.currency, charge.is_recoverable] += part
    made: list[dict[str, Any]] = []
    for key in dict.fromkeys((product, batch) for product, batch, *_ in totals):
        own = {kind[2:]: total for kind, total in totals.items() if kind[:2] == key}
        made += _of_batch(key, lines[key], units[key], own, known.get(key), rows)
    return made


def _batch(one: Consignment, goods: Goods, known: Mapping[tuple[str, str], CostRow]) -> str:
    named = goods.batch_id or ""
    return named if (goods.product_id, named) in known else one.shipment_id


def _of_batch(
    key: tuple[str, str],
    line: tuple[Consignment, Goods],
    units: int,
    totals: Mapping[tuple[str, str, bool], Decimal],
    sheet: CostRow | None,
    rows: Sequence[CostRow],
) -> list[dict[str, Any]]:
    one, goods = line
    shared: dict[str, Any] = {
        "product_id": key[0],
        "batch_id": key[1],
        "market": sheet["market"] if sheet else one.country,
    }
    shared |= {"effective_on": sheet["effective_on"] if sheet else one.arrived_on}
    shared |= {"batch_quantity": None if sheet else units}
    added: list[dict[str, Any]] = [
        {
            **shared,
            "component": component,
            "currency": currency,
            "is_recoverable": is_recoverable or None,
            "unit_cost_amount": (total / units).quantize(STEP, ROUND_HALF_UP),
        }
        for (component, currency, is_recoverable), total in totals.items()
    ]
    if sheet:
        return added
    bought = _bought(one, goods, rows, {row["component"] for row in added})
    return [*({**shared, **row} for row in bought), *added] if bought else []


def _bought(one: Consignment, goods: Goods, rows: Sequence[CostRow], added: set[str]) -> list[dict[str, Any]]:
    """What the goods cost before the journey; nothing where no purchase price is known, so that they do not look cheap."""
    force: dict[str, CostRow] = {}
    standard = [row for row in rows if row["product_id"] == goods.product_id and row["batch_id"] == ALL]
    own = [row for row in standard if row["market"] in (one.country, ALL)]
    for row in sorted(own, key=lambda row: (row["market"] != ALL, row["effective_on"])):
        if row["effective_on"] <= one.arrived_on and row["component"] not in added:
            force[row["component"]] = row
    names = ("component", "currency", "unit_cost_amount", "is_recoverable")
    found = [{name: row[name] for name in names} for row in force.values()]
    if goods.unit_price is None:
        return found if PURCHASE in force else []
    price = dict(zip(names, (PURCHASE, goods.price_currency, goods.unit_price, None), strict=True))
    return [price, *(row for row in found if row["component"] != PURCHASE)]
