"""Meta Ads Manager (Facebook, Instagram): reports with columns of the user's choice."""

from argosy.connectors.contract import Connector
from argosy.connectors.meta_ads.reports import ADS

METADATA = Connector(
    id="meta_ads",
    label="Meta Ads",
    website="https://adsmanager.facebook.com",
    reports=(ADS,),
    systems=("Meta Ads",),
)
