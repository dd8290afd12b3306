"""First leg, duty and import VAT from the lake's own tables to the product cost of a sale, worked by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from memory_measures import MemoryEngine
from small_business import ordered, priced

from argosy.economics.consignment import Charge, Consignment, Goods, cost_rows, shares
from argosy.metrics.contract import Query
from argosy.metrics.measures import WarehouseMeasures

ARRIVED = datetime(2026, 3, 1, 9, tzinfo=UTC)
SHIPMENT = {
    "store_id": "*",
    "shipment_id": "SEA-1",
    "created_on": date(2026, 2, 1),
    "purpose": "inbound",
    "status": "delivered",
    "destination_country": "DE",
    "currency": "EUR",
    "freight_amount": Decimal(450),
    "surcharge_amount": Decimal(50),
    "delivered_at": ARRIVED,
}


def line(number: int, sku: str, quantity: int, **columns: Any) -> dict[str, Any]:
    return {
        "store_id": "*",
        "shipment_id": "SEA-1",
        "line_no": str(number),
        "created_on": date(2026, 2, 1),
        "sku": sku,
        "quantity": quantity,
        **columns,
    }


def entry(number: int, product: str | None, duty: str, vat: str) -> dict[str, Any]:
    return {
        "entry_id": "DE-1",
        "line_no": str(number),
        "declared_on": date(2026, 2, 27),
        "direction": "import",
        "country": "DE",
        "shipment_id": "SEA-1",
        "product_id": product,
        "currency": "EUR",
        "duty_amount": Decimal(duty),
        "import_vat_amount": Decimal(vat),
    }


TABLES: dict[str, list[dict[str, Any]]] = {
    "products": [{"product_id": "mug", "packed_weight_g": 400}, {"product_id": "lamp", "packed_weight_g": 1200}],
    "product_costs": [
        priced("mug", "3"),
        priced("lamp", "20", batch_id="L-7", batch_quantity=60),
        priced("lamp", "18", batch_id="L-6", batch_quantity=1, effective_on=date(2025, 12, 1)),
    ],
    "shipments": [SHIPMENT],
    "shipment_lines": [line(1, "mug", 100), line(2, "lamp", 50, batch_id="L-7")],
    "customs_entries": [entry(1, "mug", "36.00", "60.00"), entry(2, "lamp", "0", "200.00")],
    "order_lines": [
        ordered("o1", "mug", 2, "20.00", date(2026, 2, 20), tax_included=False),  # before the consignment: 2 x 3.00
        ordered("o2", "mug", 10, "100.00", date(2026, 3, 5), tax_included=False),
        ordered("o3", "lamp", 2, "90.00", date(2026, 3, 6), tax_included=False),
        ordered(
            "o4", "mug", 1, "10.00", date(2026, 3, 7), tax_included=False, market="FR"
        ),  # no consignment went there: 3.00
    ],
}
# 500.00 of freight by weight: mugs 100 x 0.4 kg of 100 kg = 200.00, 2.00 each; lamps 300.00, 6.00 each. Duty of the mugs 0.36 each.
# Without a registration the import VAT is a cost: 0.60 a mug, 4.00 a lamp.
COSTS = {"o1": "6.00", "o2": "59.60", "o3": "48.00", "o4": "3.00"}  # o2: 10 x 5.96; o3: 18 of L-6 and 30.00 of L-7


def costs(tables: dict[str, list[dict[str, Any]]], method: str) -> dict[str, str]:
    engine = MemoryEngine(tables)
    engine.cost_method = method
    rows = WarehouseMeasures(engine, "EUR").measure(Query(("cost_of_units",), ("order",))).rows
    return {str(row["order"]): f"{row['cost_of_units']:.2f}" for row in rows}


@pytest.mark.slow
def test_first_in_first_out() -> None:
    assert costs(TABLES, "fifo") == COSTS


@pytest.mark.slow
def test_moving_average_and_import_vat_that_comes_back() -> None:
    registered = {"country": "DE", "scheme": "vat", "status": "active"}
    found = costs({**TABLES, "tax_registrations": [registered]}, "moving_average")
    lamp = Decimal(2) * (18 + 60 * Decimal(26)) / 61  # one of L-6 at 18 and sixty of L-7 at 20 + 6
    assert found == {"o1": "6.00", "o2": "53.60", "o3": f"{lamp:.2f}", "o4": "3.00"}


def test_the_cost_sheet_goes_first_and_nothing_looks_cheap() -> None:
    goods = (Goods("mug", 100, 40_000, Decimal(300)), Goods("new", 10, 0, Decimal(0)))
    sea = Consignment("S", "DE", date(2026, 3, 1), goods, (Charge("first_leg", Decimal("110.01"), "EUR"),))
    assert sum(part for *_, part in shares(sea)) == Decimal("110.01")
    sheet = [priced("mug", "3"), priced("mug", "2", component="first_leg")]
    assert cost_rows([sea], sheet) == []  # the mug's first leg is told; of the new product no purchase price is known
    bought = Consignment(
        "S", "DE", date(2026, 3, 1), (Goods("new", 10, unit_price=Decimal(7), price_currency="CNY"),), sea.charges
    )
    made = {
        row["component"]: (row["unit_cost_amount"], row["currency"], row["batch_quantity"])
        for row in cost_rows([bought], sheet)
    }
    assert made == {"purchase": (Decimal(7), "CNY", 10), "first_leg": (Decimal("11.0010"), "EUR", 10)}
