"""SellerSprite (卖家精灵): products and keywords, in Chinese and English."""

from argosy.connectors.contract import Connector
from argosy.connectors.sellersprite.reports import KEYWORDS, PRODUCTS

METADATA = Connector(
    id="sellersprite",
    label="SellerSprite (卖家精灵)",
    website="https://www.sellersprite.com",
    reports=(PRODUCTS, KEYWORDS),
    systems=("SellerSprite (卖家精灵)", "Amazon Best Sellers lists"),
)
