"""The simulated seller's two years, span by span: draw, book, write. Memory holds one span and what is still on its way."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from argosy.core.errors import RequestError
from argosy.world.books import book_span, create_books, write_books
from argosy.world.catalogue import countries, make_listings, make_products
from argosy.world.causes import plant
from argosy.world.closing import close_truth
from argosy.world.demand import Demand, make_streams
from argosy.world.exports import Exports
from argosy.world.files import amazon, attention, bank, buying, parcels, shopify, stripe, support, voices
from argosy.world.ledger import book_month, open_books
from argosy.world.lines import Buyers, draw_month, midnight
from argosy.world.planting import Ground
from argosy.world.seller import Seller
from argosy.world.sites import HOME_CURRENCY, OWN_SHOP, SITES

FILES, TRUTH = "files", "truth.json"
FORTNIGHT = 14
DAY = 86_400
PENDING = """
    CREATE TABLE postings (site INTEGER, posted BIGINT, transaction_type VARCHAR, amount_type VARCHAR, description VARCHAR, amount BIGINT,
        order_no BIGINT, line BIGINT, sku VARCHAR, quantity BIGINT, adjustment VARCHAR);
    CREATE TABLE payments (order_no BIGINT, posted BIGINT, kind VARCHAR, amount BIGINT, fee BIGINT, method VARCHAR);
    CREATE TABLE coming_back (refund_at BIGINT, order_no BIGINT, line BIGINT, listing INTEGER, site INTEGER, sku VARCHAR, quantity BIGINT,
        luck BIGINT, store VARCHAR);
    CREATE TABLE arrivals (day BIGINT, currency VARCHAR, amount BIGINT, source VARCHAR);
    CREATE TABLE lost_parcels (carrier VARCHAR, shipped BIGINT, declared BIGINT);
    CREATE TABLE weekly (product BIGINT, pool BIGINT, week BIGINT, units BIGINT);
    CREATE TABLE buyer_totals (buyer BIGINT, spent BIGINT, orders BIGINT)
"""
"""What is still on its way at the end of a span: bookings not settled, payments not paid out, parcels coming back."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Simulated:
    """What was written: the folder, rows by file, and how many order lines there are."""

    folder: Path
    files: dict[str, int]
    order_lines: int


def simulate(seller: Seller, folder: Path, progress: Progress | None = None) -> Simulated:
    """Write the seller's files into `files/` of an empty folder (made if it is not there), one folder per store, and last `truth.json`."""
    if folder.exists() and any(folder.iterdir()):
        raise RequestError("{folder} is not empty; name a new folder for the simulated seller.", folder=folder)
    folder.mkdir(parents=True, exist_ok=True)
    demand = make_demand(seller)
    scratch = folder / ".scratch"
    connection = open_books(demand, scratch)
    connection.execute(PENDING)
    exports, buyers, lines = Exports(connection, folder / FILES, seller.first_on), Buyers(), 0
    ground = plant(demand, buyers)
    attention.make_terms(exports)
    create_books(exports)
    spans = seller.spans()
    for number, (first, last) in enumerate(spans):
        if progress:
            progress(f"{seller.first_on + timedelta(days=first):%Y-%m}", number, len(spans))
        month = draw_month(demand, buyers, first, last, lines)
        lines += month.lines.num_rows
        book_month(connection, month, midnight(seller.first_on, "UTC", seller.day_count))
        _write_span(exports, ground, first, last)
    planned = buying.plan_supply(exports, ground)
    buying.write_buying(exports, ground, planned)
    bank.write_bank(exports, ground)
    voices.write_listings(exports, ground)
    voices.write_papers(exports, ground)
    support.write_people(exports, ground)
    shopify.write_customers(exports, buyers, countries())
    shopify.write_products(exports)
    write_books(exports)
    close_truth(exports, ground, planned)
    connection.close()
    shutil.rmtree(scratch, ignore_errors=True)
    (folder / TRUTH).write_text(json.dumps(truth(ground), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if progress:
        progress("", len(spans), len(spans))
    return Simulated(folder, dict(exports.written), lines)


def truth(ground: Ground) -> dict[str, object]:
    """What was planted, for those who judge what Argosy finds."""
    seller = ground.demand.seller
    return {
        "seed": seller.seed,
        "order_lines": seller.order_lines,
        "first_on": seller.first_on.isoformat(),
        "last_on": seller.last_on.isoformat(),
        "home_currency": HOME_CURRENCY,
        "causes": [cause.to_json() for cause in ground.causes],
    }


def make_demand(seller: Seller) -> Demand:
    """The seller's range, listings and demand."""
    products = make_products(seller)
    listings = make_listings(seller, products)
    return Demand(seller, products, listings, make_streams(products, listings))


def _write_span(exports: Exports, ground: Ground, first: int, last: int) -> None:
    seller = ground.demand.seller
    period = seller.span_name(first)
    connection = exports.connection
    amazon.write_orders(exports, period)
    shopify.make_orders(exports)
    shopify.write_orders(exports, period)
    amazon.post_lines(exports)
    attention.make_spend(exports)
    attention.write_advertising(exports, seller, period)
    attention.write_traffic(exports, seller, period)
    parcels.write_parcels(exports, ground, period)
    stripe.write_attempts(exports, ground, period)
    voices.write_reviews(exports, ground, period)
    support.write_messages(exports, ground, period)
    buying.count_weeks(exports)
    book_span(exports)
    shopify.post_payments(exports)
    connection.execute("""INSERT INTO coming_back SELECT refund_at, order_no, line, listing, site, sku, quantity, luck, store FROM lines
        WHERE refund_at > 0 AND NOT is_own""")
    connection.execute("""
        CREATE OR REPLACE TABLE buyer_totals AS SELECT buyer, sum(spent)::BIGINT AS spent, sum(orders)::BIGINT AS orders
        FROM (FROM buyer_totals UNION ALL
            SELECT buyer, sum(total), count(*) FROM shop_orders WHERE NOT cancelled GROUP BY buyer) GROUP BY buyer
    """)
    begin, close = (midnight(seller.first_on, "UTC", day) for day in (first, last))
    amazon.write_returns(exports, period, begin, close)
    connection.execute("DELETE FROM coming_back WHERE refund_at < ?", [close])
    _settle(exports, seller, first, last)
    zone = next(site.time_zone for site in SITES if site.key == OWN_SHOP)
    begin, close = (midnight(seller.first_on, zone, day) for day in (first, last))
    end = midnight(seller.first_on, "UTC", seller.day_count)
    shopify.write_payments(exports, period, begin if first else 0, close, end)
    close = midnight(seller.first_on, "UTC", last)
    stripe.write_balance(exports, period, midnight(seller.first_on, "UTC", first) if first else 0, close, end)
    connection.execute("DELETE FROM payments WHERE posted < ?", [close])


def _settle(exports: Exports, seller: Seller, first: int, last: int) -> None:
    """Close the settlements that end within the span."""
    for number, site in enumerate(SITES):
        if site.key == OWN_SHOP:
            continue
        closing: dict[str, list[tuple[int, int, int]]] = {}
        for begin in range(number * 2 % FORTNIGHT - FORTNIGHT, last, FORTNIGHT):
            if first < begin + FORTNIGHT <= last:
                opens, closes = (midnight(seller.first_on, "UTC", max(day, 0)) for day in (begin, begin + FORTNIGHT))
                settlement = 20_000_000_000 + number * 100_000_000 + (begin + FORTNIGHT) * 1000 + seller.seed % 1000
                closing.setdefault(seller.span_name(begin + FORTNIGHT - 1), []).append((settlement, opens, closes))
        for name, settlements in closing.items():
            amazon.write_settlements(
                exports, number, settlements, f"{site.store}/settlement_{site.name.lower()}_{name}.txt"
            )
