"""Shopify's orders export (`orders_export.csv`): one row per line of an order, the order's money, dates and buyer on its first row alone.

Order discounts stand on the order and are also spread over its lines, in proportion to what each line costs after its own
discount, so that the lines' discounts add up to the order's discount on goods exactly. Tax and shipping are not spread: the
file does not say which line bears them.

Refunded Amount has neither day nor SKU. It becomes one refund per order, all of it as money for goods, booked on the day of
cancellation, else on the first day it can have happened (last of created, paid, fulfilled); a later export replaces it. The
payment transactions export has the true day.

Of the buyer only a digest of the e-mail (or telephone number) enters, with postcode and region; names, streets, notes and tags do not.
"""

from __future__ import annotations

from argosy.connectors.contract import Connection, Context, Mapped, Report, Status, VendorColumn
from argosy.connectors.reading import text_literal
from argosy.connectors.recognition import signature
from argosy.connectors.shopify.cells import MONEY, Cells, find_cells, local_day
from argosy.connectors.shopify.order_rows import REASONS, make_order_rows
from argosy.connectors.shopify.parse import parse
from argosy.connectors.shopify.vocabulary import canonical, words

LABEL = "Shopify orders export"
NEEDED = ("Name", "Financial Status", "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Created at")
NEEDED_OF_LINES = ("Lineitem quantity", "Lineitem name", "Lineitem price")
RENAMED = {
    "Cancelled at": (("Canceled at", "2026-08-30"),),
    "Lineitem sku": (("Lineitem SKU", "2026-08-30"),),
    "Lineitem compare at price": (("Lineitem compare-at price", "2026-08-30"),),
    "Payment Reference": (("Payment Reference (deprecated)", "2026-08-30"),),
    "Payment Terms Name": (("Payment terms", "2026-08-30"),),
}
"""The vendor's present documentation against the files seen; the day is the one on which the documentation was seen to say so."""
ADDRESS = ("Name", "Street", "Address1", "Address2", "Company", "City", "Zip", "Province", "Country", "Phone")
MAY_BE = (
    *(
        "Email",
        "Paid at",
        "Fulfillment Status",
        "Fulfilled at",
        "Accepts Marketing",
        "Discount Code",
        "Discount Amount",
    ),
    *("Shipping Method", "Lineitem compare at price", "Lineitem sku", "Lineitem requires shipping", "Lineitem taxable"),
    *("Lineitem fulfillment status", "Lineitem discount", "Notes", "Note Attributes", "Cancelled at", "Payment Method"),
    *("Payment Reference", "Payment References", "Payment ID", "Payment Terms Name", "Next Payment Due At"),
    *("Refunded Amount", "Vendor", "Outstanding Balance", "Employee", "Location", "Device ID", "Id", "Tags"),
    *("Risk Level", "Source", "Phone", "Receipt Number", "Duties", "Billing Province Name", "Shipping Province Name"),
    *(f"Tax {number} {part}" for number in range(1, 6) for part in ("Name", "Value")),
    *(f"{party} {part}" for party in ("Billing", "Shipping") for part in ADDRESS),
)
COLUMNS = (
    *(VendorColumn(name) for name in (*NEEDED, *NEEDED_OF_LINES)),
    *(VendorColumn(name, required=False, aliases=RENAMED.get(name, ())) for name in MAY_BE),
)


def map_orders(connection: Connection, context: Context) -> Mapped:
    """Orders, their lines, and what was given back; an order enters whole or is kept apart whole."""
    cells = find_cells(connection, COLUMNS, LABEL)
    make_order_rows(cells, context, connection)
    return Mapped(
        selects={
            "orders": _orders(context),
            "order_lines": _lines(context),
            "refunds": _refunds(context),
            "kept_apart": APART,
        },
        money_out={
            "orders": "goods_amount - discount_amount + shipping_amount + CASE WHEN tax_included THEN 0 ELSE tax_amount END",
            "refunds": "-refund_amount",
        },
        reasons=REASONS,
        remarks=_remarks(cells),
    )


def _place(context: Context) -> str:
    market = f"coalesce(o.market, {text_literal(context.market)})" if context.market else "o.market"
    return (
        f"{text_literal(context.store_id)} AS store_id, {text_literal(context.channel)} AS channel, {market} AS market"
    )


def _orders(context: Context) -> str:
    return f"""SELECT {_place(context)}, o.order_id, o.created_at AS ordered_at,
            {local_day("o.created_at", context.time_zone)} AS ordered_on, o.customer_id,
            o.status, o.currency, o.goods::{MONEY} AS goods_amount,
            (o.goods_discount + o.freight_discount)::{MONEY} AS discount_amount, o.freight AS shipping_amount, o.tax AS tax_amount,
            o.total AS total_amount, o.tax_included, o.payment_method, o.sales_source, o.postcode AS ship_postcode, o.region AS ship_region,
            o.paid_at, CASE WHEN o.status = 'shipped' THEN o.fulfilled_at END AS shipped_at, o.cancelled_at, o.coupon_code, o.risk_level,
            o.source_line, o.explained AS money_in
        FROM heads o"""


APART = f"""SELECT source_line, verdict AS reason_code, NULL::VARCHAR AS reason, currency,
        (total - coalesce(refunded, 0))::{MONEY} AS money_in FROM broken
    UNION ALL SELECT source_line, CASE WHEN unexplained = duty THEN 'duties' ELSE 'total_not_explained' END, NULL, currency, unexplained
        FROM heads WHERE unexplained <> 0"""


def _lines(context: Context) -> str:
    """The order's discount goes to its lines by a running total, each step rounded, the last one exact: nothing is lost."""
    lines = """SELECT l.*, o.market AS order_market, o.created_at AS order_at, o.customer_id AS order_customer,
            o.currency AS order_currency,
            o.status AS order_status, o.tax_included, o.fulfilled_at AS order_fulfilled_at, o.sales_source AS order_source,
            o.goods_discount >= o.lines_discount AND o.lines_discount >= 0 AS own_first,
            CASE WHEN o.goods_discount >= o.lines_discount AND o.lines_discount >= 0 THEN o.goods_discount - o.lines_discount
                ELSE o.goods_discount END AS to_spread,
            CASE WHEN o.goods_discount >= o.lines_discount AND o.lines_discount >= 0 THEN o.lines_net ELSE o.goods END AS spread_over
        FROM placed l JOIN heads o ON o.order_id = l.order_id AND o.copy = l.copy WHERE l.is_line"""
    running = f"""SELECT *, CASE WHEN own_first THEN gross - line_discount ELSE gross END AS weight,
            sum(CASE WHEN own_first THEN gross - line_discount ELSE gross END) OVER w AS upto, row_number() OVER w AS place,
            count(*) OVER (PARTITION BY order_id) AS places
        FROM ({lines}) WINDOW w AS (PARTITION BY order_id ORDER BY source_line)"""
    shares = f"""SELECT *, CASE WHEN own_first THEN line_discount ELSE 0 END + {_reached("upto", "place = places")}
            - {_reached("upto - weight", "FALSE")} AS discounted FROM ({running})"""
    status = canonical("line_fulfilment", words("orders", "Fulfillment Status"))
    return f"""SELECT {_place(context).replace("o.market", "o.order_market")}, o.order_id, o.place::VARCHAR AS line_no,
            o.order_at AS ordered_at, {local_day("o.order_at", context.time_zone)} AS ordered_on, o.order_customer AS customer_id,
            coalesce(o.sku, o.title) AS sku, o.title, o.quantity, o.order_currency AS currency, o.price AS unit_price,
            o.gross AS gross_amount, o.discounted::{MONEY} AS discount_amount, o.tax_included,
            CASE WHEN o.order_status IN ('cancelled', 'pending') THEN o.order_status
                ELSE coalesce({status}, o.order_status) END AS status,
            CASE WHEN NOT o.needs_shipping AND regexp_matches(o.title, '(?i)gift[ -]?card') THEN 'gift_card' ELSE 'goods' END AS kind,
            CASE {status} WHEN 'shipped' THEN o.quantity END AS shipped_quantity,
            CASE {status} WHEN 'shipped' THEN o.order_fulfilled_at END AS shipped_at, o.order_source AS sales_source, o.source_line
        FROM ({shares}) o"""


def _reached(upto: str, is_last: str) -> str:
    """The part of the discount spread up to a place of the running total, in cents; the whole at the end."""
    part = f"round(to_spread::DOUBLE * ({upto})::DOUBLE / spread_over::DOUBLE, 2)::{MONEY}"
    return f"CASE WHEN {is_last} THEN to_spread WHEN spread_over = 0 THEN 0 ELSE {part} END"


def _refunds(context: Context) -> str:
    happened = "coalesce(o.cancelled_at, greatest(o.created_at, o.paid_at, o.fulfilled_at))"
    return f"""SELECT {_place(context)}, o.order_id AS refund_id, '1' AS line_no, o.order_id, {happened} AS refunded_at,
            {local_day(happened, context.time_zone)} AS refunded_on, o.customer_id, 0 AS quantity, o.currency, o.refunded AS refund_amount,
            CASE WHEN o.cancelled_at IS NOT NULL THEN 'cancelled' END AS reason, o.source_line, -o.refunded AS money_in
        FROM heads o WHERE o.refunded <> 0"""


def _remarks(cells: Cells) -> dict[str, str]:
    financial = canonical("financial", words("orders", "Financial Status"))
    fulfilment = canonical("coalesce(fulfilment, 'unfulfilled')", words("orders", "Fulfillment Status"))
    counts = {
        "{count} orders have a status nobody knows and count as pending": f"{financial} IS NULL OR {fulfilment} IS NULL",
        "{count} refunds have no day in this export: they are booked on the first day possible": "refunded <> 0 AND cancelled_at IS NULL",
        "{count} orders have no e-mail and no telephone number: their buyer is not known": "customer_id IS NULL",
    }
    found = {text: f"SELECT count(*) FROM heads WHERE {condition}" for text, condition in counts.items()}
    nameless = "SELECT count(*) FROM placed WHERE is_line AND sku IS NULL"
    found["{count} order lines have no SKU: their title stands for it"] = nameless
    return {**found, **cells.remarks()}


ORDERS = Report(
    id="orders",
    label="Orders (orders_export.csv)",
    grain="One row per line of an order; the order's own money, dates and buyer on its first row.",
    where="Shopify admin: Orders > Export > All orders, as CSV.",
    tables=("orders", "order_lines", "refunds"),
    columns=COLUMNS,
    recognise=signature(*NEEDED, *NEEDED_OF_LINES, any_of=MAY_BE),
    parse=parse,
    map=map_orders,
    status=Status.PARTIAL,
    sources=(
        "https://help.shopify.com/en/manual/fulfillment/managing-orders/exporting-orders",
        "https://shopify.dev/docs/api/admin-graphql/latest/enums/OrderDisplayFinancialStatus",
        "https://shopify.dev/docs/api/admin-graphql/latest/enums/OrderDisplayFulfillmentStatus",
    ),
)
