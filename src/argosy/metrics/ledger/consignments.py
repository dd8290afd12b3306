"""Consignments to warehouses abroad as the lake tells them: shipments and their lines, customs entries, purchase orders, weights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from argosy.core.errors import RequestError
from argosy.core.money import Money
from argosy.economics.consignment import PURCHASE, Charge, Consignment, Goods
from argosy.metrics.lines import is_loaded, with_product

VALUE_CURRENCY = "EUR"
"""Purchase values of one consignment are compared in it, since suppliers are paid in several currencies."""
Rows = Sequence[Mapping[str, Any]]


def consignments(engine: Any, costs: Rows) -> list[Consignment]:
    """Inbound shipments with lines and money; none where shipments or their lines were never loaded."""
    if not (is_loaded(engine, "shipments") and is_loaded(engine, "shipment_lines")):
        return []
    shipments = engine.table("shipments")
    inbound = shipments.filter((shipments.purpose == "inbound") & (shipments.status != "cancelled"))
    heads = engine.to_arrow(inbound.order_by("created_on", "shipment_id")).to_pylist()
    if not heads:
        return []
    lines = _lines(engine, inbound)
    entries = _by(engine, "customs_entries", "shipment_id", "direction", "import")
    registered = _registered(engine)
    found = []
    for head in heads:
        goods = tuple(_goods(engine, line, head, costs) for line in lines.get(head["shipment_id"], ()))
        charges = (*_freight(head), *_customs(entries.get(head["shipment_id"], ()), registered))
        if goods and charges:
            arrived = head["delivered_at"].date() if head["delivered_at"] else head["created_on"]
            country = head["destination_country"] or "*"
            found.append(Consignment(head["shipment_id"], country, arrived, goods, charges))
    return found


def _lines(engine: Any, inbound: Any) -> dict[str, list[dict[str, Any]]]:
    stored = engine.table("shipment_lines").semi_join(inbound, "shipment_id")
    stored = with_product(engine, stored)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in engine.to_arrow(stored.order_by("shipment_id", "line_no")).to_pylist():
        if row["quantity"] and row["quantity"] > 0:
            found[row["shipment_id"]].append(row)
    return found


def _by(engine: Any, table: str, key: str, column: str = "", value: str = "") -> dict[str, list[dict[str, Any]]]:
    """Rows of a table by a column of theirs, those that have it; none where it was never loaded."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    if is_loaded(engine, table):
        stored = engine.table(table)
        stored = stored.filter(stored[column] == value) if column else stored
        for row in engine.to_arrow(stored.filter(stored[key].notnull())).to_pylist():
            found[row[key]].append(row)
    return found


def _registered(engine: Any) -> set[str]:
    """Countries where the seller gets import VAT back."""
    rows = _by(engine, "tax_registrations", "country")
    return {
        country
        for country, own in rows.items()
        if any(row["scheme"] in ("vat", "gst") and (row["status"] or "active") == "active" for row in own)
    }


def _goods(engine: Any, line: Mapping[str, Any], head: Mapping[str, Any], costs: Rows) -> Goods:
    product, units = line["product_id"], int(line["quantity"])
    weights = engine.once("product_weights", lambda: _weights(engine))
    orders = engine.once("purchase_lines", lambda: _by(engine, "purchase_orders", "purchase_order_id"))
    ordered = [row for row in orders.get(line["purchase_order_id"], ()) if row["product_id"] == product]
    price, currency = (ordered[0]["unit_price"], ordered[0]["currency"]) if ordered else (None, "")
    batch = line["batch_id"] or (ordered[0]["batch_id"] if ordered else None)
    each, money = (price, currency) if price is not None else _price(product, batch, head["created_on"], costs)
    value = _in_euro(each, money, head["created_on"]) * units
    return Goods(product, units, weights.get(product, 0) * units, value, batch, price, currency)


def _weights(engine: Any) -> dict[str, int]:
    if not is_loaded(engine, "products"):
        return {}
    stored = engine.table("products")
    rows = engine.to_arrow(stored.select("product_id", "packed_weight_g", "weight_g")).to_pylist()
    return {row["product_id"]: int(row["packed_weight_g"] or row["weight_g"] or 0) for row in rows}


def _price(product: str, batch: str | None, on: date, costs: Rows) -> tuple[Decimal, str]:
    """The purchase cost of a unit: of its batch, else the newest standard one."""
    own = [row for row in costs if row["product_id"] == product and row["component"] == PURCHASE]
    own = [row for row in own if row["batch_id"] in (batch, "*") and row["effective_on"] <= on]
    if not own:
        return Decimal(0), VALUE_CURRENCY
    newest = max(own, key=lambda row: (row["batch_id"] == batch, row["effective_on"]))
    return newest["unit_cost_amount"], newest["currency"]


def _in_euro(amount: Decimal, currency: str, on: date) -> Decimal:
    """The amount as a weight to spread by; nothing where there is no rate, so that units are taken instead."""
    from argosy.reference import fx

    try:
        return fx.convert(Money(amount, currency), VALUE_CURRENCY, on).amount
    except RequestError:
        return Decimal(0)


def _freight(head: Mapping[str, Any]) -> list[Charge]:
    currency = head["currency"]
    if not currency:
        return []
    freight = head["freight_amount"] if head["freight_amount"] is not None else head["quoted_amount"]
    first_leg = (freight or Decimal(0)) + (head["surcharge_amount"] or Decimal(0))
    amounts = {"first_leg": first_leg, "insurance": head["insurance_amount"], "duty": head["duty_amount"]}
    return [Charge(component, amount, currency) for component, amount in amounts.items() if amount]


def _customs(entries: Rows, registered: set[str]) -> list[Charge]:
    found = []
    for entry in entries:
        duty = sum(
            (entry[name] or Decimal(0) for name in ("duty_amount", "extra_duty_amount", "fee_amount")), Decimal(0)
        )
        vat = entry["import_vat_amount"] or Decimal(0)
        product, currency = entry["product_id"], entry["currency"]
        if duty:
            found.append(Charge("duty", duty, currency, product))
        if vat:
            found.append(Charge("import_vat", vat, currency, product, entry["country"] in registered))
    return found
