"""Shopify's files of the simulated seller: orders, payment transactions, payouts, customers, products."""

from __future__ import annotations

from argosy.world.catalogue import assortment
from argosy.world.exports import COMMA, WITH_MARK, Exports, blank, cells, money, stamp
from argosy.world.ledger import CARD_FIXED, CARD_RATE, FREE_SHIPPING_FROM, SHIPPING
from argosy.world.lines import Buyers
from argosy.world.sites import OWN_SHOP

ZONE = "America/New_York"
EMAIL = "'buyer' || lpad(buyer::VARCHAR, 8, '0') || '@example.com'"
FINANCIAL = (
    "CASE WHEN cancelled THEN 'voided' WHEN refunded >= total THEN 'refunded'"
    " WHEN refunded > 0 THEN 'partially_refunded' ELSE 'paid' END"
)
CARDS, STRIPE, WALLET = "Shopify Payments", "Stripe", "PayPal Express Checkout"
METHODS = (
    f"CASE WHEN order_luck % 5 = 0 THEN '{WALLET}' WHEN destination IN ('US', 'CA') THEN '{CARDS}' ELSE '{STRIPE}' END"
)
CONSENT = "CASE WHEN buyer % 5 < 3 THEN 'yes' ELSE 'no' END"
ORDER_NAME = "'#' || (100000 + order_no)"
LINE = {
    "Lineitem quantity": "quantity",
    "Lineitem name": "title",
    "Lineitem price": money("price"),
    "Lineitem compare at price": "NULL",
    "Lineitem sku": "sku",
    "Lineitem requires shipping": "'true'",
    "Lineitem taxable": "'true'",
    "Lineitem fulfillment status": "CASE WHEN o.is_shipped THEN 'fulfilled' ELSE 'pending' END",
}


def make_orders(exports: Exports) -> None:
    """Table `shop_orders`: one row per order of the month, with its money."""
    exports.connection.execute(f"""
        CREATE OR REPLACE TABLE shop_orders AS
        SELECT *, goods - discount + shipping AS total, contained + {_contained("shipping")} AS taxes,
            CAST(floor((goods - discount + shipping) * {CARD_RATE} + 0.5) AS BIGINT) + {CARD_FIXED} AS card_fee,
            {METHODS} AS method
        FROM (
            SELECT order_no, any_value(buyer) AS buyer, any_value(country.code) AS destination, any_value(country.vat_rate) AS vat_rate,
                min(ordered) AS ordered, min(shipped) AS shipped, bool_or(cancelled) AS cancelled, bool_and(is_shipped) AS is_shipped,
                sum(gross)::BIGINT AS goods, sum(discount)::BIGINT AS discount, sum(tax_amount)::BIGINT AS contained,
                sum(CASE WHEN refund_at > 0 THEN paid ELSE 0 END)::BIGINT AS refunded,
                CASE WHEN sum(paid) >= {FREE_SHIPPING_FROM} THEN 0 ELSE {SHIPPING} END AS shipping, arg_min(luck, line) AS order_luck
            FROM lines JOIN country USING (country) WHERE is_own GROUP BY order_no
        )
    """)


def _contained(amount: str) -> str:
    return f"({amount} - CAST(floor({amount} / (1 + vat_rate) + 0.5) AS BIGINT))"


def write_orders(exports: Exports, period: str) -> None:
    """The orders export: an order's money on its first line alone."""
    once = {
        "Financial Status": FINANCIAL,
        "Paid at": f"CASE WHEN NOT cancelled THEN {stamp('o.ordered', ZONE)} END",
        "Fulfillment Status": "CASE WHEN is_shipped THEN 'fulfilled' ELSE 'unfulfilled' END",
        "Fulfilled at": f"CASE WHEN is_shipped THEN {stamp('shipped', ZONE)} END",
        "Accepts Marketing": CONSENT,
        "Currency": "'USD'",
        "Subtotal": money("goods - discount"),
        "Shipping": money("shipping"),
        "Taxes": money("taxes"),
        "Total": money("total"),
        "Discount Code": "CASE WHEN discount > 0 THEN 'WELCOME10' END",
        "Discount Amount": money("discount"),
        "Shipping Method": "'Standard'",
        "Created at": stamp("o.ordered", ZONE),
    }
    rest = {
        "Billing Country": "destination",
        "Shipping Zip": "'''' || lpad((order_luck % 99999)::VARCHAR, 5, '0')",
        "Shipping Country": "destination",
        "Cancelled at": f"CASE WHEN cancelled THEN {stamp('o.ordered + 3600', ZONE)} END",
        "Payment Method": "method",
        "Refunded Amount": money("refunded"),
        "Vendor": f"'{assortment()['brand']}'",
        "Id": "(6100000000000 + order_no)::VARCHAR",
        "Risk Level": "'Low'",
        "Source": "'web'",
    }
    columns = {"Name": ORDER_NAME, "Email": EMAIL, **_on_first_line(once), **LINE, **_on_first_line(rest)}
    select = f"""
        SELECT {cells(columns)}
        FROM (SELECT order_no, line, place_in_order, quantity, price, sku, title
              FROM lines JOIN listing USING (listing, product, site) WHERE is_own)
        JOIN shop_orders o USING (order_no) ORDER BY o.ordered, line
    """
    exports.append(f"{OWN_SHOP}/orders_export_{period}.csv", select, COMMA)


def _on_first_line(columns: dict[str, str]) -> dict[str, str]:
    return {name: f"CASE WHEN place_in_order = 1 THEN {sql} END" for name, sql in columns.items()}


def post_payments(exports: Exports) -> None:
    """Charges of the month's orders and refunds to come, by the method they were paid with."""
    exports.connection.execute("""
        INSERT INTO payments
        SELECT order_no, ordered + 60 AS posted, 'charge' AS kind, total AS amount, card_fee AS fee, method FROM shop_orders
            WHERE NOT cancelled
        UNION ALL
        SELECT order_no, refund_at, 'refund', -paid, 0, method FROM lines JOIN shop_orders USING (order_no)
            WHERE is_own AND refund_at > 0
    """)


def write_payments(exports: Exports, period: str, first: int, last: int, end: int) -> None:
    """Transactions between two seconds, each in the payout two days later, and the payouts of the same days.

    A payout is one day's transactions, so `first` and `last` are midnights by the shop's clock.
    """
    day = f"CAST(timezone('{ZONE}', to_timestamp(posted)) AS DATE)"
    sent = f"({day} + 2)"
    is_sent = f"{sent} <= CAST(timezone('{ZONE}', to_timestamp({end})) AS DATE)"
    rows = f"(SELECT * FROM payments WHERE method = '{CARDS}' AND posted >= {first} AND posted < {last})"
    transaction = {
        "Transaction Date": stamp("posted", ZONE),
        "Type": "kind",
        "Order": ORDER_NAME,
        "Card Brand": "CASE order_no % 3 WHEN 0 THEN 'visa' WHEN 1 THEN 'master' ELSE 'american_express' END",
        "Card Source": "'online'",
        "Payout Status": f"CASE WHEN {is_sent} THEN 'paid' ELSE 'pending' END",
        "Payout Date": f"CASE WHEN {is_sent} THEN strftime({sent}, '%Y-%m-%d') END",
        "Amount": money("amount"),
        "Fee": money("fee"),
        "Net": money("amount - fee"),
        "Payment Method Name": "'card'",
        "Currency": "'USD'",
    }
    payout = {
        "Payout Date": f"strftime({sent}, '%Y-%m-%d')",
        "Status": "'paid'",
        "Charges": money("coalesce(sum(amount) FILTER (kind = 'charge'), 0)"),
        "Refunds": money("coalesce(sum(amount) FILTER (kind = 'refund'), 0)"),
        "Adjustments": "'0.00'",
        "Reserved Funds": "'0.00'",
        "Fees": money("-sum(fee)"),
        "Retried Amount": "'0.00'",
        "Total": money("sum(amount - fee)"),
        "Currency": "'USD'",
    }
    transactions = f"SELECT {cells(transaction)} FROM {rows} ORDER BY posted, order_no, amount"
    payouts = f"SELECT {cells(payout)} FROM {rows} WHERE {is_sent} GROUP BY {sent} ORDER BY {sent}"
    exports.append(f"{OWN_SHOP}/payment_transactions_export_{period}.csv", transactions, COMMA)
    exports.append(f"{OWN_SHOP}/payouts_export_{period}.csv", payouts, COMMA)
    exports.connection.execute(
        f"INSERT INTO arrivals SELECT {sent} - DATE '{exports.first_on}', 'USD', sum(amount - fee)::BIGINT, 'SHOPIFY' FROM {rows}"
        f" WHERE {is_sent} GROUP BY {sent}"
    )


def write_customers(exports: Exports, buyers: Buyers, codes: tuple[str, ...]) -> None:
    """Everyone who ever bought in the own shop, as of the day of the export."""
    import pyarrow as pa

    places = [codes[number] for number in buyers.country.tolist()]
    exports.connection.register("everyone", pa.table({"buyer": range(len(places)), "place": places}))
    columns = {
        "Customer ID": "'''' || (7000000000000 + buyer)",
        "First Name": "'Buyer'",
        "Last Name": "'No ' || buyer",
        "Email": EMAIL,
        "Accepts Email Marketing": CONSENT,
        "Default Address Country Code": "place",
        "Accepts SMS Marketing": "'no'",
        "Total Spent": money("coalesce(spent, 0)"),
        "Total Orders": "coalesce(orders, 0)",
        **blank("Note"),
        "Tax Exempt": "'no'",
        **blank("Tags"),
    }
    select = f"SELECT {cells(columns)} FROM everyone LEFT JOIN buyer_totals USING (buyer) ORDER BY buyer"
    exports.append(f"{OWN_SHOP}/customers_export.csv", select, WITH_MARK)
    exports.connection.unregister("everyone")


def write_products(exports: Exports) -> None:
    """The products export: one variant per product."""
    columns = {
        "Handle": "code",
        "Title": "title",
        "Body (HTML)": "'<p>' || title || '</p>'",
        "Vendor": f"'{assortment()['brand']}'",
        **blank("Type"),
        "Published": "'true'",
        "Option1 Name": "'Title'",
        "Option1 Value": "'Default Title'",
        "Variant SKU": "sku",
        "Variant Grams": "weight_g",
        "Variant Price": money("base_price"),
        "Status": "'active'",
    }
    source = "listing JOIN product USING (product) JOIN site USING (site) WHERE is_own"
    exports.append(f"{OWN_SHOP}/products_export.csv", f"SELECT {cells(columns)} FROM {source} ORDER BY listing", COMMA)
