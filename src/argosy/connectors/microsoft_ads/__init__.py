"""Microsoft Advertising: performance reports."""

from argosy.connectors.contract import Connector
from argosy.connectors.microsoft_ads.reports import CAMPAIGNS, KEYWORDS, PRODUCTS, SEARCH_TERMS

METADATA = Connector(
    id="microsoft_ads",
    label="Microsoft Advertising",
    website="https://ads.microsoft.com",
    reports=(SEARCH_TERMS, KEYWORDS, PRODUCTS, CAMPAIGNS),
    systems=("Microsoft Ads",),
)
