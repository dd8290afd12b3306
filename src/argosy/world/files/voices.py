"""Listings as they stand, changes of them, papers, and what buyers write under a product."""

from __future__ import annotations

from datetime import timedelta

import pyarrow as pa

from argosy.reference.market_access import SINGLE_MARKET, rules
from argosy.world.catalogue import assortment, countries, title
from argosy.world.exports import Exports, money
from argosy.world.files import own_market as own
from argosy.world.planting import Ground
from argosy.world.sites import OWN_SHOP, SITES

WATCHED_DAYS = 60
"""Days before the end of the world on which rivals' prices were looked at."""

REVIEWED = 0.03
"""Part of the shipped lines that are reviewed."""
GOOD = (
    "Works as described, happy with it.",
    "Very good, would buy again.",
    "Nice colour, quick delivery.",
    "Five stars from the whole family.",
)
BAD = (
    "Not what I had hoped for.",
    "Smaller than I thought.",
    "Price is too high for what it is.",
    "Arrived late, otherwise fine.",
)
DEFECT = (
    "Stopped working after two weeks.",
    "It broke after a few days, stopped working completely.",
    "Does not work any more, it stopped charging and then died.",
    "Broke on the third use. Stopped working.",
)
MISFIT = (
    "Too small for what the page says.",
    "It does not fit, too small.",
    "Much too small, sent it back.",
    "Too tight and too short, does not fit.",
)
CHILD, ELECTRIC, FOOD, OTHERS = (
    ("toys",),
    ("kitchen_electric", "lighting", "electronics"),
    ("kitchen", "kitchen_electric", "pet"),
    {
        "cosmetics": "cosmetic",
        "textile": "textile",
        "lighting": "lighting",
        "toys": "toy",
    },
)


def write_listings(exports: Exports, ground: Ground) -> None:
    """What stands on every site on the day of the export, and what was changed."""
    listings, products = ground.demand.listings, ground.demand.products
    foreign = ground.levers.get("foreign_title", {})
    assert isinstance(foreign, dict)
    told = [
        title(products, int(product), str(foreign.get(n, SITES[site].language)))
        for n, (product, site) in enumerate(zip(listings.product.tolist(), listings.site.tolist(), strict=True))
    ]
    exports.connection.register("incoming", pa.table({"listing": range(len(told)), "told": told}))
    own.LISTINGS.write(
        exports,
        f"""SELECT store AS store_id, 'amazon' AS channel, market, code AS listing_id, sku, told AS title, language, currency,
            {money("base_price")} AS price_amount, 'active' AS status
        FROM listing JOIN incoming USING (listing) JOIN site USING (site) JOIN product USING (product) WHERE NOT is_own ORDER BY listing""",
    )
    exports.connection.unregister("incoming")
    change = ground.levers.get("listing_change")
    if isinstance(change, dict):
        on, chosen = ground.on(int(change["day"])), ", ".join(str(one) for one in change["listings"])
        own.CHANGES.write(
            exports,
            f"""SELECT store AS store_id, 'amazon' AS channel, market, code AS listing_id, sku, field, '{on} 02:00:00' AS changed_at,
                'alt' AS old_value, 'neu' AS new_value
            FROM listing JOIN site USING (site) JOIN product USING (product) CROSS JOIN (VALUES ('title'), ('main_image')) AS f(field)
            WHERE listing IN ({chosen}) ORDER BY listing, field""",
        )
    _write_rivals(exports, ground)


def _write_rivals(exports: Exports, ground: Ground) -> None:
    """What the seller saw of the cheapest rival beside each of its American listings, once a day over the last weeks."""
    change = ground.levers.get("competitor")
    chosen, day = ("NULL", 0)
    if isinstance(change, dict):
        chosen, day = ", ".join(str(one) for one in change["listings"]), int(change["day"])
    first = ground.end - WATCHED_DAYS
    price = f"base_price * (CASE WHEN listing IN ({chosen}) AND {first} + nth >= {day} THEN 0.78 ELSE 0.98 END)"
    own.OFFERS.write(
        exports,
        f"""SELECT 'amazon' AS channel, market, 'B0RV' || right(code, 6) AS listing_id, sku, sku AS own_sku, 'rival' AS seller_id,
            strftime(DATE '{ground.on(first)}' + nth::INTEGER, '%Y-%m-%d') || ' 06:00:00' AS observed_at, currency,
            {money(f"CAST(round({price}) AS BIGINT)")} AS price_amount
        FROM listing JOIN site USING (site) JOIN product USING (product) CROSS JOIN range({WATCHED_DAYS}) AS days(nth)
        WHERE NOT is_own AND market = 'US' ORDER BY listing, nth""",
    )


def write_papers(exports: Exports, ground: Ground) -> None:
    """One paper for everything the rules ask of a product anywhere it is sold; some have lapsed by a cause."""
    end = ground.on(ground.end - 1)
    lapsed = ground.levers.get("lapsed_papers", set())
    assert isinstance(lapsed, set)
    places = {"EU" if code in SINGLE_MARKET else code for code in countries()}
    asked = sorted(
        {
            (one.place, one.category, one.regime, one.kind)
            for one in rules(end + timedelta(days=365))
            if one.place in places
        }
    )
    rows = []
    for product, sku in enumerate(ground.demand.products.sku):
        kinds = _categories(int(ground.demand.products.kind[product]))
        papers = {(place, regime): kind for place, category, regime, kind in asked if category in kinds}
        for (place, regime), kind in sorted(papers.items()):
            expires = (
                end - timedelta(days=25) if (product, place) in lapsed else end + timedelta(days=400 + product % 300)
            )
            rows.append(
                {
                    "certificate_id": f"{regime}-{place}-{sku}".replace(" ", ""),
                    "product_id": sku,
                    "market": place,
                    "regime": regime.split(" or ")[0],
                    "kind": kind,
                    "issued_on": (ground.demand.seller.first_on - timedelta(days=90)).isoformat(),
                    "expires_on": expires.isoformat(),
                    "status": "expired" if (product, place) in lapsed else "valid",
                }
            )
    exports.connection.register("incoming", pa.Table.from_pylist(rows))
    own.PAPERS.write(exports, "SELECT * FROM incoming ORDER BY certificate_id")
    exports.connection.unregister("incoming")


def _categories(kind: int) -> set[str]:
    one = assortment()["products"][kind]
    category = one["category"]
    found = {"any", OTHERS.get(category, "any")}
    found |= {"electrical"} if category in ELECTRIC else set()
    found |= {"child"} if category in CHILD else set()
    found |= {"food_contact"} if category in FOOD else set()
    found |= {"battery"} if one["battery"] else set()
    return found | ({"radio"} if one["key"] == "EARB" else set())


def write_reviews(exports: Exports, ground: Ground, span: str) -> None:
    """Reviews of the span's lines. The seller answers bad ones within days, except those a cause leaves open."""
    complaints = ground.levers.get("complaints", [])
    assert isinstance(complaints, list)
    first, end = f"DATE '{ground.demand.seller.first_on}'", ground.end
    of_theme = {
        theme: " OR ".join(
            f"(product = {one['product']} AND day >= {one['day']} AND (luck % 1000) / 1000.0 < {one['share']})"
            for one in complaints
            if one["theme"] == theme
        )
        or "false"
        for theme in ("broke", "size")
    }
    is_defect = f"({of_theme['broke']} OR {of_theme['size']})"
    answered = f"rating <= 3 AND NOT faulty AND written + 3 < {end}"
    misfit = f"WHEN faulty AND ({of_theme['size']}) THEN {list(MISFIT)}"
    texts = f"CASE {misfit} WHEN faulty THEN {list(DEFECT)} WHEN rating <= 3 THEN {list(BAD)} ELSE {list(GOOD)} END"
    stars = (
        f"CASE WHEN {is_defect} THEN 1 + luck % 2 WHEN (luck >> 4) % 100 < 8 THEN 2 + luck % 2 ELSE 4 + luck % 2 END"
    )
    own.REVIEWS.write(
        exports,
        f"""SELECT store AS store_id, CASE WHEN is_own THEN '{OWN_SHOP}' ELSE 'amazon' END AS channel, country.code AS market,
            'R' || line AS review_id, {first} + written AS written_on, listing.code AS listing_id, sku, 'Buyer ' || line AS author, rating,
            list_extract({texts}, luck % 4 + 1) AS body, 'en' AS language, luck % 7 AS helpful_count,
            CASE WHEN {answered} THEN 'Sorry to hear that, we have written to you.' END AS reply,
            CASE WHEN {answered} THEN ({first} + written + 2)::VARCHAR || ' 08:00:00' END AS replied_at
        FROM (SELECT *, (day + 9 + luck % 12)::INTEGER AS written, {is_defect} AS faulty, {stars} AS rating FROM lines WHERE is_shipped)
        JOIN listing USING (listing, product, site) JOIN country USING (country)
        WHERE (faulty OR ((luck * 31) % 10007) / 10007.0 < {REVIEWED}) AND written < {end} ORDER BY written, line""",
        span,
    )
