"""All orders, by order date or by last update: what buyers ordered, line by line.

The report has no number of its own for a line, so lines are numbered by their place in the order. `item-price` is the price of all units
of a line together. Orders of other channels that Amazon only delivers are left to the report of their own channel.
"""

from __future__ import annotations

from argosy.connectors.amazon.cells import (
    SCIENTIFIC,
    SCIENTIFIC_SENTENCE,
    Cells,
    cells_of,
    instant_sql,
    is_scientific,
    local_day,
    place_sql,
    prepare,
    unknown_columns,
)
from argosy.connectors.amazon.marketplaces import country_sql, currency_sql, market_sql, site_sql, tax_included_sql
from argosy.connectors.amazon.vocabulary import case_sql, words
from argosy.connectors.contract import Connection, Context, Mapped, Report, Sighting, Status, VendorColumn
from argosy.connectors.future import FUTURE, FUTURE_SENTENCE, is_far_off
from argosy.connectors.reading import text_literal
from argosy.connectors.recognition import signature

REQUIRED = [
    "amazon-order-id",
    "purchase-date",
    "order-status",
    "sales-channel",
    "sku",
    "quantity",
    "currency",
    "item-price",
]
OPTIONAL = [
    "merchant-order-id",
    "last-updated-date",
    "fulfillment-channel",
    "order-channel",
    "url",
    "ship-service-level",
    "product-name",
    "asin",
    "item-status",
    "item-tax",
    "shipping-price",
    "shipping-tax",
    "gift-wrap-price",
    "gift-wrap-tax",
    "item-promotion-discount",
    "ship-promotion-discount",
    "ship-city",
    "ship-state",
    "ship-postal-code",
    "ship-country",
    "promotion-ids",
    "cpf",
    "is-business-order",
    "purchase-order-number",
    "price-designation",
    "signature-confirmation-recommended",
    "dataEndTime",
]
COLUMNS = (
    *(VendorColumn(name) for name in REQUIRED),
    *(VendorColumn(name, required=False) for name in OPTIONAL),
)
MONEY_COLUMNS = (
    "item-price",
    "item-tax",
    "shipping-price",
    "shipping-tax",
    "gift-wrap-price",
    "gift-wrap-tax",
    "item-promotion-discount",
    "ship-promotion-discount",
)

REASONS = {
    "not_a_number:item-price": "The price of the line is no number, or missing though the order is neither pending nor cancelled.",
    "not_a_number:quantity": "The quantity is missing or is no whole number.",
    "not_a_date:purchase-date": "The time of the order is missing or has a form we do not know.",
    SCIENTIFIC: SCIENTIFIC_SENTENCE,
    FUTURE: FUTURE_SENTENCE,
    "other_channel": "Amazon only delivers this order of another channel, whose own report holds it.",
}
UNKNOWN_STATUS = "{count} lines with an order status not known yet: taken as pending"
NO_PRICE = "{count} pending lines without a price yet: counted with 0.00 until they are exported again"


def parse_orders(sighting: Sighting, connection: Connection, _context: Context) -> None:
    """Every cell as it came, with its line; `DataError` where a column is missing that the report cannot do without."""
    prepare(connection, sighting, COLUMNS)


def map_orders(connection: Connection, context: Context) -> Mapped:
    """Orders and their lines."""
    cells = cells_of(connection, MONEY_COLUMNS)
    status, price = cells.text("order-status"), cells.raw("item-price")
    known = ", ".join(text_literal(word) for word in words("all_orders_status"))
    lines = f"SELECT count(*) FROM vendor WHERE NOT {_is_foreign(cells)} AND"
    pending = case_sql("all_orders_status", status, "'pending'")
    return Mapped(
        selects={
            "order_lines": _lines_sql(cells, context),
            "orders": _orders_sql(cells, context),
            "ignored": f"SELECT source_line, 'other_channel' AS reason_code FROM vendor WHERE {_is_foreign(cells)}",
        },
        money_out={"order_lines": "gross_amount"},
        reasons=REASONS,
        remarks={
            UNKNOWN_STATUS: f"{lines} coalesce(lower({status}), '') NOT IN ({known})",
            NO_PRICE: f"{lines} {price} IS NULL AND {pending} = 'pending'",
            **unknown_columns(connection, COLUMNS),
        },
    )


def _is_foreign(cells: Cells) -> str:
    return f"coalesce(starts_with(lower({cells.text('sales-channel')}), 'non-amazon'), false)"


def _rows_sql(cells: Cells, context: Context) -> str:
    """Every line of an order in canonical columns; `problem` says why it may not enter."""
    site, status = cells.text("sales-channel"), cells.text("order-status")
    open_price = "status IN ('pending', 'cancelled')"
    market = f"coalesce({country_sql(cells.text('ship-country'))}, {market_sql(site)})"
    own = text_literal(context.currency) if context.currency else "NULL"
    amounts = ", ".join(f"coalesce({cells.money(name)}, 0) AS {name.replace('-', '_')}" for name in MONEY_COLUMNS[1:])
    return f"""
        SELECT *, coalesce(price, CASE WHEN {open_price} AND no_price THEN 0 END) AS gross_amount, CASE
            WHEN {is_scientific("order_id")} THEN {text_literal(SCIENTIFIC)}
            WHEN quantity IS NULL THEN 'not_a_number:quantity'
            WHEN price IS NULL AND NOT ({open_price} AND no_price) THEN 'not_a_number:item-price'
            WHEN ordered_at IS NULL THEN 'not_a_date:purchase-date'
            WHEN {is_far_off("CAST(ordered_at AS DATE)", context)} THEN {text_literal(FUTURE)} END AS problem
        FROM (
            SELECT {place_sql(context, market)}, {cells.text("amazon-order-id")} AS order_id, {site_sql(site)} AS marketplace,
                {instant_sql(cells.text("purchase-date"), context)} AS ordered_at,
                {instant_sql(cells.text("last-updated-date"), context)} AS updated_at,
                {cells.text("sku")} AS sku, {cells.text("product-name")} AS title, {cells.text("asin")} AS listing_id,
                {cells.units("quantity")} AS quantity, coalesce(upper({cells.text("currency")}), {currency_sql(site)}, {own}) AS currency,
                {cells.money("item-price")} AS price, {cells.raw("item-price")} IS NULL AS no_price, {amounts},
                {tax_included_sql(site)} AS tax_included, {case_sql("all_orders_status", status, "'pending'")} AS status,
                {case_sql("all_orders_fulfilment", cells.text("fulfillment-channel"))} AS fulfilment,
                {cells.text("promotion-ids")} AS promotion_id, TRY_CAST({cells.text("is-business-order")} AS BOOLEAN) AS is_business,
                {cells.text("ship-postal-code")} AS ship_postcode, {cells.text("ship-state")} AS ship_region, source_line
            FROM vendor WHERE NOT {_is_foreign(cells)}
        )
    """


def _lines_sql(cells: Cells, context: Context) -> str:
    return f"""
        SELECT store_id, channel, market, order_id, marketplace, ordered_at, {local_day("ordered_at", context)} AS ordered_on, sku, title,
            listing_id, quantity, currency, CASE WHEN quantity > 0 THEN gross_amount / quantity END AS unit_price, gross_amount,
            abs(item_promotion_discount) AS discount_amount, item_tax AS tax_amount, shipping_price AS shipping_amount, tax_included,
            status, 'goods' AS kind, fulfilment, promotion_id, is_business,
            CASE WHEN status = 'cancelled' THEN quantity END AS cancelled_quantity,
            row_number() OVER (PARTITION BY order_id ORDER BY source_line)::VARCHAR AS line_no, source_line,
            problem AS kept_apart, gross_amount AS money_in
        FROM ({_rows_sql(cells, context)})
    """


def _orders_sql(cells: Cells, context: Context) -> str:
    """One row per order, added up from its lines; lines kept apart are left out."""
    given = "abs(item_promotion_discount) + abs(ship_promotion_discount)"
    taxes = "item_tax + shipping_tax + gift_wrap_tax"
    wanted = f"gross_amount + shipping_price + gift_wrap_price - ({given})"
    return f"""
        SELECT store_id, channel, any_value(market) AS market, order_id, any_value(marketplace) AS marketplace,
            min(ordered_at) AS ordered_at, {local_day("min(ordered_at)", context)} AS ordered_on, max(updated_at) AS updated_at,
            any_value(currency) AS currency, arg_min(status, source_line) AS status, sum(gross_amount) AS goods_amount,
            sum({given}) AS discount_amount, sum(shipping_price) AS shipping_amount, sum({taxes}) AS tax_amount,
            any_value(tax_included) AS tax_included,
            CASE any_value(tax_included) WHEN true THEN sum({wanted}) WHEN false THEN sum({wanted} + {taxes}) END AS total_amount,
            any_value(fulfilment) AS fulfilment, any_value(ship_postcode) AS ship_postcode, any_value(ship_region) AS ship_region,
            any_value(is_business) AS is_business, min(source_line) AS source_line
        FROM ({_rows_sql(cells, context)}) WHERE problem IS NULL GROUP BY store_id, channel, order_id
    """


REPORT = Report(
    id="all_orders",
    label="All Orders (GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL, ..._BY_LAST_UPDATE_GENERAL)",
    grain="One row per line of an order.",
    where="Seller Central: Reports, Fulfilment, All Orders; or Orders, Order Reports.",
    tables=("order_lines", "orders"),
    columns=COLUMNS,
    recognise=signature(
        "amazon-order-id",
        "purchase-date",
        "order-status",
        "sales-channel",
        "sku",
        "quantity",
        "currency",
        "item-price",
        share=0.8,
    ),
    parse=parse_orders,
    map=map_orders,
    status=Status.PARTIAL,
    sources=(
        "https://developer-docs.amazon.com/sp-api/docs/report-type-values-order",
        "Field list of the Airbyte source amazon-seller-partner 4.6.4 (MIT)",
    ),
)
