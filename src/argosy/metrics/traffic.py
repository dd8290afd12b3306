"""Traffic and conversion: who came, how far they went, and how often the seller's offer was the featured one."""

from __future__ import annotations

from argosy.metrics.contract import Accumulates, Better, Unit
from argosy.metrics.definitions import count, quotient

FACT = "traffic"
SOURCE = "Amazon SP-API schema sellerSalesAndTrafficReport; Google Analytics 4 and Shopify report columns"


METRICS = (
    count("sessions", "Sessions", "visits", FACT, lambda rows: rows.sessions.sum(), source=SOURCE),
    count("page_views", "Page views", "pages viewed", FACT, lambda rows: rows.page_views.sum(), source=SOURCE),
    count(
        "bounces",
        "Bounces",
        "visits without a second page or action",
        FACT,
        lambda rows: rows.bounces.sum(),
        better=Better.DOWN,
        source=SOURCE,
    ),
    count(
        "sessions_with_bounces_told",
        "Sessions of reports that tell bounces",
        "sessions of rows with bounces",
        FACT,
        lambda rows: rows.sessions.sum(where=rows.bounces.notnull()),
        source=SOURCE,
    ),
    count(
        "add_to_carts",
        "Put into the cart",
        "visits with something put into the cart",
        FACT,
        lambda rows: rows.add_to_carts.sum(),
        source=SOURCE,
    ),
    count(
        "checkouts",
        "Checkouts begun",
        "visits that began to check out",
        FACT,
        lambda rows: rows.checkouts.sum(),
        source=SOURCE,
    ),
    count(
        "traffic_orders",
        "Orders of visits",
        "orders the report credits",
        FACT,
        lambda rows: rows.orders.sum(),
        source=SOURCE,
    ),
    count(
        "carts_abandoned",
        "Carts abandoned",
        "add_to_carts less orders, of rows that tell both",
        FACT,
        lambda rows: (rows.add_to_carts - rows.orders).sum(),
        better=Better.DOWN,
        source=SOURCE,
    ),
    count(
        "checkouts_abandoned",
        "Checkouts abandoned",
        "checkouts less orders, of rows that tell both",
        FACT,
        lambda rows: (rows.checkouts - rows.orders).sum(),
        better=Better.DOWN,
        source=SOURCE,
    ),
    count(
        "traffic_units",
        "Units of visits",
        "units the report credits",
        FACT,
        lambda rows: rows.units.sum(),
        source=SOURCE,
    ),
    count(
        "featured_page_views",
        "Page views with the featured offer",
        "sum of page_views x featured_offer_share",
        FACT,
        lambda rows: (rows.page_views.cast("float64") * rows.featured_offer_share).sum(),
        source=SOURCE,
    ),
    count(
        "page_views_with_offer_told",
        "Page views of which the featured offer is told",
        "page_views of rows with featured_offer_share",
        FACT,
        lambda rows: rows.page_views.sum(where=rows.featured_offer_share.notnull()),
        source=SOURCE,
    ),
    quotient("bounce_rate", "Bounce rate", "bounces", "sessions_with_bounces_told", better=Better.DOWN),
    quotient("pages_per_session", "Pages per session", "page_views", "sessions", Unit.RATIO),
    quotient("add_to_cart_rate", "Add-to-cart rate", "add_to_carts", "sessions"),
    quotient("checkout_rate", "Checkout rate", "checkouts", "sessions"),
    quotient("conversion_rate", "Conversion rate", "traffic_orders", "sessions"),
    quotient("unit_session_rate", "Unit session rate", "traffic_units", "sessions"),
    quotient("cart_abandonment_rate", "Cart abandonment rate", "carts_abandoned", "add_to_carts", better=Better.DOWN),
    quotient(
        "checkout_abandonment_rate", "Checkout abandonment rate", "checkouts_abandoned", "checkouts", better=Better.DOWN
    ),
    quotient("featured_offer_share", "Featured offer share", "featured_page_views", "page_views_with_offer_told"),
    count(
        "listings_visited",
        "SKUs visited",
        "number of distinct SKUs with a visit",
        FACT,
        lambda rows: rows.sku.nunique(where=rows.sessions > 0),
        accumulates=Accumulates.RECOMPUTE,
        source=SOURCE,
    ),
)
