"""The world's own books: every amount of a line in whole hundredths of its currency, worked out once and used by all files.

All money is integer arithmetic on hundredths (yen in steps of 100), so that what the files say adds up to the cent.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from argosy.world.catalogue import countries
from argosy.world.demand import Demand
from argosy.world.lines import Month, midnight
from argosy.world.sites import DESTINATIONS, OWN_SHOP, SITES

CARD_RATE, CARD_FIXED = "0.029", 30
FREE_SHIPPING_FROM, SHIPPING = 5_000, 599
MEMORY = "1500MB"


def open_books(demand: Demand, scratch: Path) -> duckdb.DuckDBPyConnection:
    """A database in memory with the tables of the world that do not change: site, product, listing, stream, country."""
    connection = duckdb.connect(
        config={"memory_limit": MEMORY, "temp_directory": str(scratch), "threads": 2, "preserve_insertion_order": True}
    )
    connection.execute("SET TimeZone = 'UTC'")
    tables = {
        "site": _sites(),
        "product": _products(demand),
        "listing": _listings(demand),
        "stream": _streams(demand),
        "day_start": pa.table(
            {
                "day": np.arange(demand.seller.day_count),
                "moment": [
                    midnight(demand.seller.first_on, "UTC", day) + 43_200 for day in range(demand.seller.day_count)
                ],
            }
        ),
        "country": pa.table(
            {
                "country": pa.array(range(len(countries())), pa.int16()),
                "code": list(countries()),
                "vat_rate": [_vat(code) for code in countries()],
            }
        ),
    }
    for name, table in tables.items():
        connection.register("incoming", table)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
        connection.unregister("incoming")
    return connection


def book_month(connection: duckdb.DuckDBPyConnection, month: Month, end: int) -> None:
    """Tables `lines` (every amount of the month's lines) and `visits`; what happens from second `end` on is not known yet."""
    connection.register("incoming", month.lines)
    connection.execute(f"CREATE OR REPLACE TABLE lines AS {_line_money(end)}")
    connection.unregister("incoming")
    connection.register("incoming", month.sessions)
    connection.execute("CREATE OR REPLACE TABLE visits AS SELECT * FROM incoming")
    connection.unregister("incoming")


def _vat(code: str) -> float:
    return next((one.vat_rate for one in DESTINATIONS if one.country == code), 0.0)


def _sites() -> pa.Table:
    rows = [
        {
            "site": number,
            "site_key": site.key,
            "store": site.store,
            "site_name": site.name,
            "market": site.market,
            "currency": site.currency,
            "language": site.language,
            "step": 100 if site.currency == "JPY" else 1,
            "referral_rate": site.referral_rate,
            "site_vat": site.vat_rate,
            "tax": site.tax,
            "handling": round(site.handling * 100),
            "per_kg": round(site.per_kg * 100),
            "is_own": site.key == OWN_SHOP,
        }
        for number, site in enumerate(SITES)
    ]
    return pa.Table.from_pylist(rows)


def _products(demand: Demand) -> pa.Table:
    products = demand.products
    return pa.table(
        {
            "product": np.arange(len(products)),
            "sku": products.sku,
            "kind": products.kind,
            "colour": products.colour,
            "cost": products.cost,
            "freight": products.freight,
            "weight_g": products.weight_g,
            "supplier": products.supplier,
        }
    )


def _listings(demand: Demand) -> pa.Table:
    listings = demand.listings
    return pa.table(
        {
            "listing": np.arange(len(listings)).astype(np.int32),
            "product": listings.product,
            "site": listings.site,
            "code": listings.code,
            "title": listings.title,
            "base_price": listings.price,
            "since": listings.since,
        }
    )


def _streams(demand: Demand) -> pa.Table:
    streams = demand.streams
    return pa.table(
        {
            "stream": np.arange(len(streams)).astype(np.int32),
            "listing": streams.listing.astype(np.int32),
            "code": streams.country,
            "term": streams.term.astype(np.int16),
        }
    )


def _line_money(end: int) -> str:
    """Every line with its amounts; taxes and fees rounded half up to the currency's smallest unit."""
    joined = f"""
        SELECT i.*, l.product, l.site, s.* EXCLUDE (site), p.weight_g, p.sku,
            CASE WHEN s.is_own THEN c.vat_rate ELSE s.site_vat END AS vat_rate, i.price * i.quantity AS gross,
            i.shipped < {end} AND NOT i.cancelled AS is_shipped, i.refunded > 0 AND i.refunded < {end} AS is_refunded
        FROM incoming i JOIN listing l USING (listing) JOIN site s USING (site) JOIN product p USING (product)
        JOIN country c USING (country)
    """
    taxed = f"""
        SELECT *, CASE WHEN tax = 'on_top' THEN {_part("gross", "vat_rate")} ELSE {_contained("gross")} END AS gross_tax,
            CASE WHEN tax = 'on_top' THEN {_part("discount", "vat_rate")} ELSE {_contained("discount")} END AS discount_tax,
            {_part("(gross - discount)", "referral_rate")} AS referral,
            {_part("(handling + per_kg * weight_g / 1000.0)", "1.0")} * quantity AS fulfilment
        FROM ({joined})
    """
    return f"""
        SELECT * EXCLUDE (vat_rate, referral_rate, site_vat, handling, per_kg, weight_g, is_refunded),
            gross_tax - discount_tax AS tax_amount, gross - discount AS paid,
            CASE WHEN tax = 'on_top' THEN gross ELSE gross - gross_tax END AS principal,
            CASE WHEN tax = 'on_top' THEN discount ELSE discount - discount_tax END AS discount_net,
            CASE WHEN is_refunded THEN refunded ELSE 0 END AS refund_at,
            least({_part("referral", "0.2")}, 500 * step) AS refund_administration
        FROM ({taxed}) ORDER BY line
    """


def _part(amount: str, rate: str) -> str:
    """A part of an amount in whole steps of the currency, half up."""
    return f"CAST(floor({amount} * {rate} / step + 0.5) AS BIGINT) * step"


def _contained(amount: str) -> str:
    """The tax contained in an amount."""
    return f"({amount} - CAST(floor({amount} / (1 + vat_rate) / step + 0.5) AS BIGINT) * step)"
