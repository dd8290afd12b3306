"""Amazon's sales and money: all orders, settlements that close every fortnight, units that buyers sent back to FBA."""

from __future__ import annotations

from argosy.world.exports import SHIFT_JIS, TAB, WINDOWS, Exports, Form, blank, cells, instant, money, whole
from argosy.world.sites import SITES, STORES, Site

ORDER_NUMBERS = 10**14
SCATTER = 7_778_742_049
"""Shares no factor with the number of order numbers, so that no two orders meet."""
PREFIXES = {"US": "113", "GB": "203", "DE": "302", "FR": "402", "JP": "503"}
WITHHELD = "CASE WHEN tax IN ('on_top', 'within') THEN tax_amount ELSE 0 END"
POSTINGS = (
    ("Order", "ItemPrice", "Principal", "principal"),
    ("Order", "ItemPrice", "Tax", "gross_tax"),
    ("Order", "Promotion", "Principal", "-discount_net"),
    ("Order", "Promotion", "TaxDiscount", "-discount_tax"),
    ("Order", "ItemWithheldTax", "MarketplaceFacilitator", f"-({WITHHELD})"),
    ("Order", "ItemFees", "Commission", "-referral"),
    ("Order", "ItemFees", "FBAPerUnitFulfillmentFee", "-fulfilment"),
    ("Refund", "ItemPrice", "Principal", "-principal"),
    ("Refund", "ItemPrice", "Tax", "-gross_tax"),
    ("Refund", "Promotion", "Principal", "discount_net"),
    ("Refund", "Promotion", "TaxDiscount", "discount_tax"),
    ("Refund", "ItemWithheldTax", "MarketplaceFacilitator", WITHHELD),
    ("Refund", "ItemFees", "Commission", "referral"),
    ("Refund", "ItemFees", "RefundCommission", "-refund_administration"),
)
"""Transaction type, amount type, amount description, and the amount as the world's books have it."""

AMAZON_STORES = tuple(one for one in STORES if one.channel == "amazon")
STAMP = "%Y-%m-%dT%H:%M:%S+00:00"
STATUS = "CASE WHEN cancelled THEN 'Cancelled' WHEN is_shipped THEN 'Shipped' ELSE 'Unshipped' END"
RETURN_REASONS = ["DEFECTIVE", "DAMAGED_BY_CARRIER", "UNWANTED_ITEM", "NOT_AS_DESCRIBED", "ORDERED_WRONG_ITEM"]
LINE_COLUMNS = (
    "site, posted, transaction_type, amount_type, description, amount, order_no, line, sku, quantity, adjustment"
)


def order_id(site: str = "site") -> str:
    """SQL of the order number 113-1234567-1234567 that the world's running number becomes."""
    cases = " ".join(f"WHEN {n} THEN '{PREFIXES[one.market]}'" for n, one in enumerate(SITES) if _is_amazon(one))
    number = f"(order_no * {SCATTER}::HUGEINT % {ORDER_NUMBERS})::BIGINT"
    halves = [f"lpad(({number} {sign} 10000000)::VARCHAR, 7, '0')" for sign in ("//", "%")]
    return f"concat_ws('-', CASE {site} {cases} END, {', '.join(halves)})"


def write_orders(exports: Exports, period: str) -> None:
    """The month's lines of each Amazon account, as All Orders has them."""
    for store in AMAZON_STORES:
        yen = store.currency == "JPY"
        select = f"""
            SELECT {cells(_order_columns(yen))} FROM lines JOIN listing USING (listing, product, site)
            WHERE store = '{store.id}' ORDER BY ordered, line
        """
        exports.append(f"{store.id}/all_orders_{period}.txt", select, SHIFT_JIS if yen else TAB)


def _order_columns(yen: bool) -> dict[str, str]:
    return {
        "amazon-order-id": order_id(),
        **blank("merchant-order-id"),
        "purchase-date": instant("ordered", STAMP),
        "last-updated-date": instant("CASE WHEN is_shipped THEN shipped ELSE ordered END", STAMP),
        "order-status": STATUS,
        "fulfillment-channel": "'Amazon'",
        "sales-channel": "site_name",
        **blank("order-channel", "url"),
        "ship-service-level": "'Standard'",
        "product-name": "title",
        "sku": "sku",
        "asin": "code",
        "item-status": STATUS,
        "quantity": "quantity",
        "currency": "currency",
        "item-price": _cell("gross", yen, "cancelled"),
        "item-tax": _cell("tax_amount", yen, "cancelled"),
        **blank("shipping-price", "shipping-tax", "gift-wrap-price", "gift-wrap-tax"),
        "item-promotion-discount": _cell("discount", yen, "cancelled OR discount = 0"),
        **blank("ship-promotion-discount", "ship-city", "ship-state"),
        "ship-postal-code": "lpad((luck % 99999)::VARCHAR, 5, '0')",
        "ship-country": "market",
        "promotion-ids": "CASE WHEN discount > 0 THEN 'PAWS-V2-QM10' END",
        "is-business-order": "luck % 19 = 0",
    }


def _cell(amount: str, yen: bool, empty: str) -> str:
    return f"CASE WHEN NOT ({empty}) THEN {whole(amount) if yen else money(amount)} END"


def write_returns(exports: Exports, period: str, first: int, last: int) -> None:
    """Units that came back to FBA between two seconds, from the returns that are on their way."""
    columns = {
        "return-date": instant("refund_at", STAMP),
        "order-id": order_id(),
        "sku": "sku",
        "asin": "code",
        "fnsku": "'X00' || substr(code, 4)",
        "product-name": "title",
        "quantity": "quantity",
        "fulfillment-center-id": "'QMF1'",
        "detailed-disposition": f"list_extract({['DEFECTIVE', 'CUSTOMER_DAMAGED', *3 * ['SELLABLE']]}, luck % 5 + 1)",
        "reason": f"list_extract({RETURN_REASONS}, luck % 5 + 1)",
        "status": "'Unit returned to inventory'",
        "license-plate-number": "'LPN' || line",
        **blank("customer-comments"),
    }
    for store in AMAZON_STORES:
        select = f"""
            SELECT {cells(columns)} FROM coming_back JOIN listing USING (listing, site)
            WHERE refund_at >= {first} AND refund_at < {last} AND store = '{store.id}' ORDER BY refund_at, line
        """
        exports.append(f"{store.id}/fba_returns_{period}.txt", select, TAB)


def post_lines(exports: Exports) -> None:
    """Bookings of the month's lines: when they ship, and when they are taken back."""
    parts = [
        f"""SELECT site, {"shipped" if kind == "Order" else "refund_at"} AS posted, '{kind}' AS transaction_type,
            '{amount_type}' AS amount_type, '{description}' AS description, {amount} AS amount, order_no, line, sku, quantity,
            {"NULL" if kind == "Order" else "'RF' || line"} AS adjustment
        FROM lines WHERE NOT is_own AND is_shipped {"AND refund_at > 0" if kind == "Refund" else ""} AND ({amount}) <> 0"""
        for kind, amount_type, description, amount in POSTINGS
    ]
    exports.connection.execute(f"INSERT INTO postings ({LINE_COLUMNS}) {' UNION ALL '.join(parts)}")


def write_settlements(exports: Exports, number: int, closing: list[tuple[int, int, int]], name: str) -> None:
    """Close the bookings of one site as settlements (number, first second, second after the last), in order of time."""
    site, connection = SITES[number], exports.connection
    windows = ", ".join(
        f"({settlement}, {opens}, {closes}, {closing[place - 1][2] if place else 0})"
        for place, (settlement, opens, closes) in enumerate(closing)
    )
    connection.execute(f"""
        CREATE OR REPLACE TABLE settled AS SELECT p.*, w.* FROM postings p
        JOIN (VALUES {windows}) AS w(settlement, opens, closes, since)
            ON p.posted >= w.since AND p.posted < w.closes WHERE p.site = {number}
    """)
    exports.append(name, _settlement_rows(site), _form(site))
    connection.execute("DELETE FROM postings WHERE site = ? AND posted < ?", [number, closing[-1][2]])
    connection.execute(
        f"INSERT INTO arrivals SELECT closes // 86400 + 2 - (DATE '{exports.first_on}' - DATE '1970-01-01'), '{site.currency}',"
        " sum(amount)::BIGINT, 'AMAZON' FROM settled GROUP BY closes"
    )


def _settlement_rows(site: Site) -> str:
    layout = "%d.%m.%Y %H:%M:%S UTC" if _is_continental(site) else "%Y-%m-%d %H:%M:%S UTC"
    day = "%d.%m.%Y" if _is_continental(site) else "%Y-%m-%d"
    described = f"""CASE WHEN description = 'MarketplaceFacilitator' THEN
        '{"MarketplaceFacilitatorTax-Principal" if site.tax == "on_top" else "MarketplaceFacilitatorVAT-Principal"}' ELSE description END"""
    first_row = {
        "settlement-start-date": instant("any_value(opens)", layout),
        "settlement-end-date": instant("closes", layout),
        "deposit-date": instant(f"closes + {2 * 86_400}", layout),
        "total-amount": _amount("sum(amount)::BIGINT", site),
        "currency": f"'{site.currency}'",
    }
    of_order = "CASE WHEN order_no >= 0 THEN {} END".format
    rows = {
        "transaction-type": "transaction_type",
        "order-id": of_order(order_id()),
        **blank("merchant-order-id"),
        "adjustment-id": "adjustment",
        "shipment-id": of_order("'B' || line"),
        "marketplace-name": f"'{site.name}'",
        "amount-type": "amount_type",
        "amount-description": described,
        "amount": _amount("amount", site),
        "fulfillment-id": of_order("'AFN'"),
        "posted-date": instant("posted", day),
        "posted-date-time": instant("posted", layout),
        "order-item-code": of_order("(70000000000000 + line)::VARCHAR"),
        **blank("merchant-order-item-id", "merchant-adjustment-item-id"),
        "sku": "sku",
        "quantity-purchased": "CASE WHEN description = 'Principal' AND amount_type = 'ItemPrice' THEN quantity END",
        **blank("promotion-id"),
    }
    head = {name: f"({sql})::VARCHAR" for name, sql in (first_row | blank(*rows)).items()}
    body = {name: f"({sql})::VARCHAR" for name, sql in (blank(*first_row) | rows).items()}
    return f"""
        SELECT * EXCLUDE (is_line, moment, line) FROM (
            SELECT settlement::VARCHAR AS "settlement-id", {cells(head)}, 0 AS is_line, 0 AS moment, 0 AS line
                FROM settled GROUP BY settlement, closes
            UNION ALL SELECT settlement::VARCHAR, {cells(body)}, 1, posted, line FROM settled)
        ORDER BY "settlement-id", is_line, moment, line, "amount-type", "amount-description", "transaction-type"
    """


def _amount(amount: str, site: Site) -> str:
    if site.currency == "JPY":
        return whole(amount)
    return money(amount, "," if _is_continental(site) else ".")


def _is_continental(site: Site) -> bool:
    return site.market in ("DE", "FR")


def _is_amazon(site: Site) -> bool:
    return site.key.startswith("amazon")


def _form(site: Site) -> Form:
    return SHIFT_JIS if site.currency == "JPY" else WINDOWS if _is_continental(site) else TAB
