"""Google Ads: the tables of its interface and report editor, as a seller downloads them."""

from argosy.connectors.contract import Connector
from argosy.connectors.google_ads.reports import CAMPAIGNS, KEYWORDS, PRODUCTS, SEARCH_TERMS

METADATA = Connector(
    id="google_ads",
    label="Google Ads",
    website="https://ads.google.com",
    reports=(SEARCH_TERMS, KEYWORDS, PRODUCTS, CAMPAIGNS),
    systems=("Google Ads",),
)
