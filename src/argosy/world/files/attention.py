"""Visits and advertising, as the seller's ERP collects them from the platforms day by day."""

from __future__ import annotations

import pyarrow as pa

from argosy.world.catalogue import assortment, search_terms
from argosy.world.demand import LOOKALIKE
from argosy.world.exports import Exports, money
from argosy.world.files import own_market as own
from argosy.world.seller import Seller
from argosy.world.sites import SITES

COST_SHARE = 0.10
"""What advertising costs of what it sells, where a term converts as its page does."""


def make_terms(exports: Exports) -> None:
    """Table `term`: what buyers type, per type of product and language."""
    rows = [
        (kind, language, number, words)
        for kind, one in enumerate(assortment()["products"])
        for language in one["terms"]
        for number, words in enumerate(search_terms(kind, language))
    ]
    names = ("kind", "language", "term", "words")
    exports.connection.register("incoming", pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))))
    exports.connection.execute("CREATE TABLE term AS SELECT * REPLACE (term::SMALLINT AS term) FROM incoming")
    exports.connection.unregister("incoming")


def make_spend(exports: Exports) -> None:
    """Table `spend`: clicks, cost and sales of the span's paid streams by day; the cost is booked against the site's money."""
    conversion = ", ".join(f"({number}, {site.conversion})" for number, site in enumerate(SITES))
    exports.connection.execute(f"""
        CREATE OR REPLACE TABLE spend AS
        SELECT v.stream, v.day, listing, l.product, l.site, s.store, s.market, s.currency, s.language,
            stream.term, l.code AS listing_code,
            v.sessions AS clicks, v.sessions * (180 + (v.stream * 13 + v.day * 7) % 90) AS impressions, v.bought AS orders,
            coalesce(sold.units, 0) AS units, coalesce(sold.sales, 0) AS sales,
            CAST(floor(v.sessions * base_price * conversion * {COST_SHARE} * (0.9 + (v.stream * 31 + v.day * 17) % 20 / 100.0)
                / step + 0.5) AS BIGINT) * step AS cost
        FROM visits v JOIN stream USING (stream) JOIN listing l USING (listing) JOIN site s ON s.site = l.site
        JOIN (VALUES {conversion}) AS c(site, conversion) ON c.site = l.site
        LEFT JOIN (SELECT stream, day, sum(quantity) AS units, sum(gross) AS sales FROM lines GROUP BY stream, day) sold
            ON sold.stream = v.stream AND sold.day = v.day
        WHERE stream.term >= 0
    """)
    exports.connection.execute("""
        INSERT INTO postings
        SELECT site, seconds.moment, 'ServiceFee', 'Cost of Advertising', 'TransactionTotalAmount', -sum(cost)::BIGINT, -1, -1,
            NULL, NULL, NULL
        FROM spend JOIN day_start seconds USING (day) GROUP BY site, seconds.moment HAVING sum(cost) > 0
    """)


def write_advertising(exports: Exports, seller: Seller, span: str) -> None:
    """Search terms and advertised products of the span."""
    first = f"DATE '{seller.first_on}'"
    shared = f"""
        store AS store_id, spend.market, 'ads_' || lower(spend.market) AS account_id, {first} + spend.day AS performed_on,
        'C' || (100000 + listing) AS campaign_id, 'SP ' || sku || ' ' || spend.market AS campaign_name,
        'G' || (100000 + listing) AS ad_group_id,
        sku AS ad_group_name
    """
    figures = """impressions, clicks, orders AS attributed_orders, units AS attributed_units"""
    is_auto = f"term >= {LOOKALIKE}"
    by_term = f"""
        SELECT {shared}, CASE WHEN {is_auto} THEN '*' ELSE words END AS target,
            CASE WHEN {is_auto} THEN 'automatic' ELSE 'exact' END AS match_type, words AS search_term, currency, {figures},
            {money("spend.cost")} AS spend_amount, {money("sales")} AS attributed_sales_amount
        FROM spend JOIN product USING (product) JOIN term USING (kind, language, term) ORDER BY spend.day, stream
    """
    by_product = f"""
        SELECT {shared}, sku, any_value(listing_code) AS listing_id, any_value(currency) AS currency, sum(impressions) AS impressions,
            sum(clicks) AS clicks, sum(orders) AS attributed_orders, sum(units) AS attributed_units,
            {money("sum(spend.cost)")} AS spend_amount,
            {money("sum(sales)")} AS attributed_sales_amount
        FROM spend JOIN product USING (product) GROUP BY ALL ORDER BY performed_on, campaign_id
    """
    own.SEARCH_TERMS.write(exports, by_term, span)
    own.ADVERTISED.write(exports, by_product, span)


def write_traffic(exports: Exports, seller: Seller, span: str) -> None:
    """Visits by page and day."""
    own.TRAFFIC.write(
        exports,
        f"""SELECT store AS store_id, CASE WHEN is_own THEN 'shopify' ELSE 'amazon' END AS channel,
            CASE WHEN is_own THEN stream.code ELSE market END AS market,
            DATE '{seller.first_on}' + day AS visited_on, listing.code AS listing_id, sku, sum(sessions)::BIGINT AS sessions,
            sum(sessions)::BIGINT * 14 // 10 AS page_views, sum(bought)::BIGINT AS order_items
        FROM visits JOIN stream USING (stream) JOIN listing USING (listing) JOIN site USING (site) JOIN product USING (product)
        GROUP BY ALL ORDER BY visited_on, store_id, market, listing_id""",
        span,
    )
