"""TikTok Ads Manager: custom reports."""

from argosy.connectors.contract import Connector
from argosy.connectors.tiktok_ads.reports import ADS

METADATA = Connector(
    id="tiktok_ads",
    label="TikTok Ads",
    website="https://ads.tiktok.com",
    reports=(ADS,),
    systems=("TikTok Ads",),
)
