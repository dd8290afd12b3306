"""The world's own books: what each SKU brought and cost, to the cent, for tests of those who work it out from the files."""

from __future__ import annotations

from argosy.world.exports import Exports, cells, money

BOOKS = "books.csv"
AMOUNTS = {
    "gross_sales": "gross",
    "discount": "discount",
    "tax": "tax_amount",
    "referral_fee": "referral",
    "fulfilment_fee": "CASE WHEN is_own THEN 0 ELSE fulfilment END",
    "refunded": "CASE WHEN refund_at > 0 THEN paid + CASE WHEN tax = 'on_top' THEN tax_amount ELSE 0 END ELSE 0 END",
    "referral_fee_returned": "CASE WHEN refund_at > 0 THEN referral ELSE 0 END",
    "refund_administration_fee": "CASE WHEN refund_at > 0 AND NOT is_own THEN refund_administration ELSE 0 END",
}
"""Per line, hundredths of its currency, positive; of lines that shipped (what is not shipped has no fee yet)."""


def book_span(exports: Exports) -> None:
    """Add the span's shipped lines by SKU, site, country and month of the order."""
    sums = ", ".join(f"sum({sql})::BIGINT AS {name}" for name, sql in AMOUNTS.items())
    exports.connection.execute(f"""
        INSERT INTO books SELECT store, site_name, country.code, sku, currency, {_month(exports)} AS month,
            sum(quantity)::BIGINT, sum(CASE WHEN refund_at > 0 THEN quantity ELSE 0 END)::BIGINT, {sums}, 0,
            sum(quantity * p.cost)::BIGINT, sum(quantity * p.freight)::BIGINT
        FROM lines JOIN (SELECT product, cost, freight FROM product) p USING (product)
        JOIN country USING (country) WHERE is_shipped GROUP BY ALL
    """)
    exports.connection.execute(f"""
        INSERT INTO books SELECT store, site_name, s.market, sku, s.currency, {_month(exports)} AS month, 0, 0,
            {", ".join("0" for _ in AMOUNTS)}, sum(a.cost)::BIGINT, 0, 0
        FROM (SELECT day, site, product, cost FROM spend) a JOIN (SELECT product, sku FROM product) p USING (product)
        JOIN site s USING (site) GROUP BY ALL
    """)


def _month(exports: Exports) -> str:
    return f"strftime(DATE '{exports.first_on}' + day::INTEGER, '%Y-%m')"


def create_books(exports: Exports) -> None:
    """The table that `book_span` adds to."""
    amounts = ", ".join(f"{name} BIGINT" for name in (*AMOUNTS, "advertising", "purchase_cost", "first_leg_cost"))
    exports.connection.execute(
        "CREATE TABLE books (store VARCHAR, site VARCHAR, market VARCHAR, sku VARCHAR, currency VARCHAR, month VARCHAR, units BIGINT,"
        f" refunded_units BIGINT, {amounts})"
    )


def write_books(exports: Exports) -> None:
    """The books beside the files, one row per SKU, site, country and month; goods in CNY, all else in the site's currency."""
    names = (*AMOUNTS, "advertising", "purchase_cost", "first_leg_cost")
    columns = {name: money(f"sum({name})") for name in names}
    path = str(exports.folder.parent / BOOKS).replace("'", "''")
    exports.connection.execute(f"""
        COPY (SELECT store, site, market, sku, currency, month, sum(units)::BIGINT AS units, sum(refunded_units)::BIGINT AS refunded_units,
            {cells(columns)} FROM books GROUP BY ALL ORDER BY ALL) TO '{path}' (FORMAT csv, HEADER true)
    """)
