"""Naver search advertising (네이버 검색광고): reports of the advertiser centre."""

from argosy.connectors.contract import Connector
from argosy.connectors.naver_ads.reports import CAMPAIGNS, KEYWORDS, PRODUCTS

METADATA = Connector(
    id="naver_ads",
    label="Naver Search Ads",
    website="https://searchad.naver.com",
    reports=(CAMPAIGNS, KEYWORDS, PRODUCTS),
    systems=("Naver",),
)
