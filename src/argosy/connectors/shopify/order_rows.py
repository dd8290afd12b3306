"""The orders export as typed relations: order money taken from an order's first row, each order sound or apart as a whole.

How the money is understood (the export says nowhere what a column contains, so each order is tried against its own total):

* goods are the sum of quantity times price; Subtotal is goods after discounts, so goods less Subtotal is the discount on goods.
  It must lie between nothing and what the discount columns say, else the order was edited later and the rest is unexplained;
* where the total only comes out with a lower shipping charge, what Discount Amount has beyond the goods discount was given on shipping;
* tax is contained where the total is reached without adding Taxes. Without tax it is not known and left empty;
* what is still missing (duties, a tip, a rounding, an edit) is kept apart in money, while the order itself is loaded.
"""

from __future__ import annotations

from argosy.connectors.contract import Connection, Context
from argosy.connectors.shopify.cells import MONEY, Cells, customer_id, problem
from argosy.connectors.shopify.vocabulary import canonical, words

AMOUNTS = ("Subtotal", "Shipping", "Taxes", "Total", "Discount Amount", "Refunded Amount", "Duties")
LINE_AMOUNTS = ("Lineitem price", "Lineitem discount")
TIMES = ("Created at", "Paid at", "Fulfilled at", "Cancelled at")

REASONS = {
    "no_first_row": "The order's first row, which alone has its money and date, is not in this file; export the order whole.",
    "order_twice": "The order stands in this file more than once; its last copy was loaded.",
    "excess_cells": "The row has more cells than the header, so its columns cannot be trusted; its whole order is kept apart.",
    "missing:Name": "The row has no order number.",
    "not_a_currency": "The order's currency is not a three-letter code.",
    "not_a_whole_number:Lineitem quantity": "The quantity is not a whole number.",
    "total_not_explained": "The part of the order's total that is neither goods, discount, shipping nor tax"
    " (a tip, a rounding, a later edit); the order itself is loaded.",
    "duties": "Duties collected at the checkout, which no column of an order has; the order itself is loaded.",
    **{f"not_an_amount:{name}": f"The cell of {name} is not an amount." for name in (*AMOUNTS, *LINE_AMOUNTS)},
    **{f"not_a_time:{name}": f"The cell of {name} is not a date and time." for name in TIMES},
}


def make_order_rows(cells: Cells, context: Context, connection: Connection) -> None:
    """Tables of the connection, each made once because several SELECTs read them: `placed` (every row, typed), `heads` (one row
    per sound order) and `broken` (rows of all others)."""
    connection.execute(f"""CREATE OR REPLACE TEMP TABLE placed AS
        SELECT *, count(*) FILTER (is_head) OVER (PARTITION BY order_id ORDER BY source_line) AS copy,
            count(*) FILTER (is_head) OVER (PARTITION BY order_id) AS copies FROM ({_typed(cells, context)})""")
    connection.execute("""CREATE OR REPLACE TEMP TABLE sums AS SELECT order_id, copy, min(problem) AS problem, sum(gross) AS goods,
            sum(line_discount) AS lines_discount, sum(gross - line_discount) AS lines_net FROM placed GROUP BY order_id, copy""")
    connection.execute(f"""CREATE OR REPLACE TEMP TABLE broken AS SELECT * FROM (SELECT p.source_line, p.order_id, p.copy, p.is_head,
            p.currency, p.total, p.refunded, {_verdict()} AS verdict
            FROM placed p LEFT JOIN sums s ON s.order_id = p.order_id AND s.copy = p.copy) WHERE verdict IS NOT NULL""")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE heads AS {_heads()}")


def _verdict() -> str:
    return problem(
        {
            "missing:Name": "p.order_id IS NULL",
            "no_first_row": "p.copy = 0",
            "order_twice": "p.copy < p.copies",
        }
    ).replace(" END", " ELSE s.problem END")


def _typed(cells: Cells, context: Context) -> str:
    zone = context.time_zone
    columns = {
        "order_id": cells.text("Name"),
        "is_head": " OR ".join(f"{cells.text(name)} IS NOT NULL" for name in ("Created at", "Total", "Currency")),
        "currency": cells.text("Currency"),
        "subtotal": cells.amount("Subtotal"),
        "shipping": cells.amount("Shipping"),
        "taxes": cells.amount("Taxes"),
        "total": cells.amount("Total"),
        "discount": cells.amount("Discount Amount"),
        "refunded": cells.amount("Refunded Amount"),
        "duties": cells.amount("Duties"),
        "created_at": cells.instant("Created at", zone),
        "paid_at": cells.instant("Paid at", zone),
        "fulfilled_at": cells.instant("Fulfilled at", zone),
        "cancelled_at": cells.instant("Cancelled at", zone),
        "written_on": f"TRY_CAST(left({cells.text('Created at')}, 10) AS DATE)",
        "customer_id": customer_id(cells.text("Email"), cells.bare("Phone")),
        "market": _market(cells),
        "postcode": cells.bare("Shipping Zip"),
        "region": f"coalesce({cells.text('Shipping Province Name')}, {cells.text('Shipping Province')})",
        "payment_method": cells.text("Payment Method"),
        "sales_source": cells.text("Source"),
        "coupon_code": cells.text("Discount Code"),
        "risk_level": f"lower({cells.text('Risk Level')})",
        "financial": cells.text("Financial Status"),
        "fulfilment": cells.text("Fulfillment Status"),
        "is_line": f"{cells.text('Lineitem quantity')} IS NOT NULL OR {cells.text('Lineitem price')} IS NOT NULL",
        "quantity": cells.whole("Lineitem quantity"),
        "price": cells.amount("Lineitem price"),
        "gross": f"({cells.whole('Lineitem quantity')} * {cells.amount('Lineitem price')})::{MONEY}",
        "line_discount": f"coalesce({cells.amount('Lineitem discount')}, 0)::{MONEY}",
        "sku": cells.bare("Lineitem sku"),
        "title": cells.text("Lineitem name"),
        "line_fulfilment": cells.text("Lineitem fulfillment status"),
        "needs_shipping": cells.flag("Lineitem requires shipping"),
        "problem": _problem(cells, zone),
    }
    return "SELECT source_line, " + ", ".join(f"{sql} AS {name}" for name, sql in columns.items()) + " FROM vendor"


def _market(cells: Cells) -> str:
    """Two-letter country of the delivery, else of the bill; a name written out is not looked up."""
    codes = [
        f"CASE WHEN regexp_full_match({cells.text(name)}, '[A-Z]{{2}}') THEN {cells.text(name)} END"
        for name in ("Shipping Country", "Billing Country")
    ]
    return f"coalesce({', '.join(codes)})"


def _problem(cells: Cells, zone: str) -> str:
    """The reason why a row cannot be trusted. An empty Total or Created at on a row with order money is one too."""
    is_head = f"({cells.text('Created at')} IS NOT NULL OR {cells.text('Total')} IS NOT NULL)"
    checks = {"excess_cells": f"{cells.excess()} IS NOT NULL"}
    for name in ("Total", *(name for name in AMOUNTS if name != "Total"), *LINE_AMOUNTS):
        if cells.has(name):
            checks[f"not_an_amount:{name}"] = f"{cells.text(name)} IS NOT NULL AND {cells.amount(name)} IS NULL"
    checks["not_an_amount:Total"] += f" OR {is_head} AND {cells.text('Total')} IS NULL"
    for name in TIMES:
        if cells.has(name):
            checks[f"not_a_time:{name}"] = f"{cells.text(name)} IS NOT NULL AND {cells.instant(name, zone)} IS NULL"
    checks["not_a_time:Created at"] += f" OR {is_head} AND {cells.text('Created at')} IS NULL"
    currency = cells.text("Currency")
    checks["not_a_currency"] = f"{is_head} AND NOT coalesce(regexp_full_match({currency}, '[A-Z]{{3}}'), FALSE)"
    quantity, price = cells.text("Lineitem quantity"), cells.text("Lineitem price")
    checks["not_a_whole_number:Lineitem quantity"] = (
        f"({quantity} IS NOT NULL OR {price} IS NOT NULL) AND {cells.whole('Lineitem quantity')} IS NULL"
    )
    checks["not_an_amount:Lineitem price"] += f" OR {quantity} IS NOT NULL AND {price} IS NULL"
    return problem(checks)


def _heads() -> str:
    """Sound orders with their money explained."""
    sound = """SELECT p.*, coalesce(s.goods, 0) AS goods, coalesce(s.lines_discount, 0) AS lines_discount,
            coalesce(s.lines_net, 0) AS lines_net,
            coalesce(p.taxes, 0) AS tax, coalesce(p.duties, 0) AS duty,
            coalesce(p.shipping, 0) AS freight, greatest(coalesce(p.discount, 0), 0) AS told_discount,
            coalesce(p.subtotal, s.goods - coalesce(p.discount, 0), 0) AS net_goods
        FROM placed p JOIN sums s ON s.order_id = p.order_id AND s.copy = p.copy
        WHERE p.is_head AND p.copy = p.copies AND s.problem IS NULL"""
    discounted = f"""SELECT *, total - duty AS owed,
            least(greatest(goods - net_goods, 0), told_discount + greatest(lines_discount, 0))::{MONEY} AS goods_discount,
            greatest(told_discount - greatest(goods - net_goods, 0), 0)::{MONEY} AS rest
        FROM ({sound})"""
    shipped = f"""SELECT *, CASE WHEN owed IN (net_goods + freight + tax, net_goods + freight) THEN 0
                WHEN rest <= freight AND owed IN (net_goods + freight + tax - rest, net_goods + freight - rest) THEN rest
                ELSE 0 END::{MONEY} AS freight_discount
        FROM ({discounted})"""
    taxed = (
        f"""SELECT *, (goods - goods_discount + freight - freight_discount)::{MONEY} AS without_tax FROM ({shipped})"""
    )
    known = f"""SELECT *, CASE WHEN tax = 0 THEN NULL
                ELSE abs(owed - without_tax) < abs(owed - without_tax - tax) END AS tax_included FROM ({taxed})"""
    explained = (
        f"SELECT *, (without_tax + CASE WHEN tax_included THEN 0 ELSE tax END)::{MONEY} AS explained FROM ({known})"
    )
    return f"SELECT *, (total - explained)::{MONEY} AS unexplained, {order_status()} AS status FROM ({explained})"


def order_status() -> str:
    """Where an order stands; a word of Shopify's that we do not know is pending, never success."""
    financial = canonical("financial", words("orders", "Financial Status"))
    fulfilment = canonical("coalesce(fulfilment, 'unfulfilled')", words("orders", "Fulfillment Status"))
    return f"""CASE WHEN cancelled_at IS NOT NULL OR {financial} = 'cancelled' THEN 'cancelled'
        WHEN {financial} IS NULL OR {fulfilment} IS NULL THEN 'pending'
        WHEN {fulfilment} = 'shipped' THEN 'shipped' ELSE {financial} END"""
