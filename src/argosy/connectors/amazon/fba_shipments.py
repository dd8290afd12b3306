"""Parcels from Amazon's warehouses: to buyers (fulfilled shipments), and back to the seller (removal orders and their parcels)."""

from __future__ import annotations

from collections.abc import Mapping

from argosy.connectors.amazon.cells import SCIENTIFIC, SCIENTIFIC_SENTENCE, Cells, instant_sql, is_scientific, local_day
from argosy.connectors.amazon.marketplaces import country_sql
from argosy.connectors.amazon.plain_report import Plain, plain_report
from argosy.connectors.amazon.vocabulary import case_sql
from argosy.connectors.contract import Context, Status
from argosy.connectors.future import FUTURE, FUTURE_SENTENCE, is_far_off
from argosy.connectors.reading import text_literal

REASONS = {
    "not_a_number:quantity": "The quantity is missing or is no whole number above 0.",
    "not_a_date": "The day of the shipment or request is missing or has a form we do not know.",
    "missing:shipment_id": "The row has no number of its shipment or order.",
    SCIENTIFIC: SCIENTIFIC_SENTENCE,
    FUTURE: FUTURE_SENTENCE,
}
SOURCES = (
    "https://developer-docs.amazon.com/sp-api/docs/report-type-values-fba",
    "Field list of the Airbyte source amazon-seller-partner 4.6.4 (MIT)",
)


def _told(rows: str, context: Context, moment: str) -> str:
    """Rows with their day and why they may not enter; `rows` gives shipment_id, quantity and the instant."""
    return f"""
        SELECT *, {local_day(moment, context)} AS created_on, CASE
            WHEN shipment_id IS NULL THEN 'missing:shipment_id' WHEN {is_scientific("shipment_id")} THEN {text_literal(SCIENTIFIC)}
            WHEN quantity IS NULL OR quantity <= 0 THEN 'not_a_number:quantity' WHEN {moment} IS NULL THEN 'not_a_date'
            WHEN {is_far_off(f"CAST({moment} AS DATE)", context)} THEN {text_literal(FUTURE)} END AS problem
        FROM ({rows})
    """


def _lines(told: str, context: Context, line_no: str) -> str:
    """The lines of shipments; a row that may not enter is kept apart here."""
    return f"""
        SELECT {text_literal(context.store_id)} AS store_id, shipment_id, {line_no} AS line_no, created_on, sku, quantity,
            source_line, problem AS kept_apart
        FROM ({told})
    """


def _fulfilled(cells: Cells, context: Context) -> Mapping[str, str]:
    origin = text_literal(f"fba_{context.market.lower()}") if context.market else "'fba'"
    rows = f"""
        SELECT {cells.text("shipment-id")} AS shipment_id, {cells.text("shipment-item-id")} AS item_id,
            {cells.text("amazon-order-id")} AS order_id, {cells.text("sku")} AS sku, {cells.units("quantity-shipped")} AS quantity,
            {instant_sql(cells.text("shipment-date"), context)} AS shipped_at,
            {instant_sql(cells.text("estimated-arrival-date"), context)} AS promised_at, lower({cells.text("carrier")}) AS carrier,
            {cells.text("tracking-number")} AS tracking_number, {cells.text("ship-service-level")} AS service,
            {country_sql(cells.text("ship-country"))} AS destination_country, {cells.text("ship-state")} AS destination_region,
            {cells.text("ship-postal-code")} AS destination_postcode, source_line
        FROM vendor
    """
    told = _told(rows, context, "shipped_at")
    one = "tracking_number, carrier, service, destination_country, destination_region, destination_postcode, order_id"
    kept = ", ".join(f"arg_min({name}, source_line) AS {name}" for name in one.split(", "))
    return {
        "shipment_lines": _lines(
            told,
            context,
            "coalesce(item_id, row_number() OVER (PARTITION BY shipment_id ORDER BY source_line)::VARCHAR)",
        ),
        "shipments": f"""
            SELECT {text_literal(context.store_id)} AS store_id, shipment_id, min(created_on) AS created_on, 'order' AS purpose, {kept},
                'platform' AS route_kind, {origin} AS origin_id, sum(quantity) AS unit_count, 'in_transit' AS status,
                min(shipped_at) AS shipped_at, max(promised_at) AS promised_at, min(source_line) AS source_line
            FROM ({told}) WHERE problem IS NULL GROUP BY shipment_id
        """,
    }


def _removal_orders(cells: Cells, context: Context) -> Mapping[str, str]:
    """A removal order is a shipment back to the seller; its fee is what Amazon bills for it."""
    rows = f"""
        SELECT {cells.text("order-id")} AS shipment_id, {cells.text("sku")} AS sku, {cells.units("requested-quantity")} AS quantity,
            {instant_sql(cells.text("request-date"), context)} AS requested_at,
            {case_sql("removal_status", cells.text("order-status"), "'created'")} AS status, {cells.text("order-type")} AS service,
            upper({cells.text("currency")}) AS currency, {cells.money("removal-fee")} AS fee, source_line
        FROM vendor
    """
    told = _told(rows, context, "requested_at")
    return {
        "shipment_lines": _lines(
            told, context, "row_number() OVER (PARTITION BY shipment_id ORDER BY source_line)::VARCHAR"
        ),
        "shipments": f"""
            SELECT {text_literal(context.store_id)} AS store_id, shipment_id, min(created_on) AS created_on, 'removal' AS purpose,
                'platform' AS route_kind, any_value(service) AS service, sum(quantity) AS unit_count,
                arg_min(status, source_line) AS status, any_value(currency) AS currency, sum(fee) AS freight_amount,
                sum(coalesce(fee, 0)) AS money_in, min(source_line) AS source_line
            FROM ({told}) WHERE problem IS NULL GROUP BY shipment_id
        """,
    }


def _removal_parcels(cells: Cells, context: Context) -> Mapping[str, str]:
    """A parcel of a removal order, known by its tracking number (by its order where there is none)."""
    order = cells.text("order-id")
    rows = f"""
        SELECT concat_ws('/', {order}, {cells.text("tracking-number")}) AS shipment_id, {order} AS removal_id, {cells.text("sku")} AS sku,
            {cells.units("quantity shipped")} AS quantity, {instant_sql(cells.text("shipment-date"), context)} AS shipped_at,
            lower({cells.text("carrier")}) AS carrier, {cells.text("tracking-number")} AS tracking_number, source_line
        FROM vendor
    """
    told = _told(rows, context, "shipped_at")
    return {
        "shipment_lines": _lines(
            told, context, "row_number() OVER (PARTITION BY shipment_id ORDER BY source_line)::VARCHAR"
        ),
        "shipments": f"""
            SELECT {text_literal(context.store_id)} AS store_id, shipment_id, min(created_on) AS created_on, 'removal' AS purpose,
                any_value(carrier) AS carrier, any_value(tracking_number) AS tracking_number, 'platform' AS route_kind,
                sum(quantity) AS unit_count, 'in_transit' AS status, min(shipped_at) AS shipped_at, min(source_line) AS source_line
            FROM ({told}) WHERE problem IS NULL GROUP BY shipment_id
        """,
    }


FULFILLED = plain_report(
    Plain(
        id="fba_fulfilled_shipments",
        label="Amazon Fulfilled Shipments (GET_AMAZON_FULFILLED_SHIPMENTS_DATA_GENERAL)",
        grain="One row per item of a parcel to a buyer.",
        where="Seller Central: Reports, Fulfilment, Sales, Amazon Fulfilled Shipments.",
        required=("amazon-order-id", "shipment-id", "shipment-date", "sku", "quantity-shipped"),
        optional=(
            *("merchant-order-id", "shipment-item-id", "amazon-order-item-id", "merchant-order-item-id"),
            *("purchase-date", "payments-date", "reporting-date", "buyer-email", "buyer-name", "buyer-phone-number"),
            *("product-name", "currency", "item-price", "item-tax", "shipping-price", "shipping-tax"),
            *("gift-wrap-price", "gift-wrap-tax", "ship-service-level", "recipient-name", "ship-address-1"),
            *("ship-address-2", "ship-address-3", "ship-city", "ship-state", "ship-postal-code", "ship-country"),
            *("ship-phone-number", "bill-address-1", "bill-address-2", "bill-address-3", "bill-city", "bill-state"),
            *("bill-postal-code", "bill-country", "item-promotion-discount", "ship-promotion-discount", "carrier"),
            *("tracking-number", "estimated-arrival-date", "fulfillment-center-id", "fulfillment-channel"),
            *("sales-channel", "dataEndTime"),
        ),
        needed=(
            "amazon-order-id",
            "shipment-id",
            "shipment-date",
            "sku",
            "quantity-shipped",
            "carrier",
            "tracking-number",
        ),
        selects=_fulfilled,
        tables=("shipments", "shipment_lines"),
        reasons=REASONS,
        status=Status.PARTIAL,
        sources=SOURCES,
    )
)
REMOVAL_ORDERS = plain_report(
    Plain(
        id="fba_removal_orders",
        label="Removal Order Detail (GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA)",
        grain="One row per SKU and disposition of a removal order.",
        where="Seller Central: Reports, Fulfilment, Removals, Removal Order Detail.",
        required=("request-date", "order-id", "order-type", "order-status", "sku", "requested-quantity"),
        optional=(
            *("last-updated-date", "fnsku", "disposition", "cancelled-quantity", "disposed-quantity"),
            *("shipped-quantity", "in-process-quantity", "removal-fee", "currency", "order-source", "dataEndTime"),
        ),
        needed=("request-date", "order-id", "order-type", "order-status", "sku", "requested-quantity", "removal-fee"),
        amounts=("removal-fee",),
        selects=_removal_orders,
        money_out={"shipments": "freight_amount"},
        tables=("shipments", "shipment_lines"),
        reasons=REASONS,
        status=Status.PARTIAL,
        sources=SOURCES,
    )
)
REMOVAL_PARCELS = plain_report(
    Plain(
        id="fba_removal_shipments",
        label="Removal Shipment Detail (GET_FBA_FULFILLMENT_REMOVAL_SHIPMENT_DETAIL_DATA)",
        grain="One row per SKU in a parcel of a removal order.",
        where="Seller Central: Reports, Fulfilment, Removals, Removal Shipment Detail.",
        required=("order-id", "shipment-date", "sku", "quantity shipped"),
        optional=(
            "removal-date",
            "fnsku",
            "disposition",
            "carrier",
            "tracking-number",
            "removal-order-type",
            "dataEndTime",
        ),
        needed=(
            "removal-date",
            "order-id",
            "shipment-date",
            "sku",
            "disposition",
            "quantity shipped",
            "tracking-number",
        ),
        aliases={
            "quantity shipped": (("shipped-quantity", ""), ("quantity-shipped", "")),
            "removal-date": (("request-date", ""),),
        },
        forbids=("amazon-order-id", "requested-quantity"),
        selects=_removal_parcels,
        tables=("shipments", "shipment_lines"),
        reasons=REASONS,
        status=Status.PARTIAL,
        sources=SOURCES,
    )
)
