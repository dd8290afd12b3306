"""TikTok Shop: orders, settlement (all sheets), affiliate orders."""

from argosy.connectors.contract import Connector
from argosy.connectors.tiktok_shop.affiliate import AFFILIATE_ORDERS
from argosy.connectors.tiktok_shop.orders import ORDERS
from argosy.connectors.tiktok_shop.settlement import ADJUSTMENTS, ORDER_DETAILS, RESERVES, STATEMENTS

METADATA = Connector(
    id="tiktok_shop",
    label="TikTok Shop",
    website="https://seller.tiktokshopglobalselling.com",
    reports=(ORDERS, ORDER_DETAILS, STATEMENTS, RESERVES, ADJUSTMENTS, AFFILIATE_ORDERS),
    systems=("TikTok Shop",),
)
