"""TikTok Ads Manager: custom report by day and campaign, ad group or ad, with columns of the user's choice; English headings."""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.ad_tables import DAYS, advertising
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind


def _also(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, "") for name in names)


ADS = advertising(
    "tiktok_ads",
    id="ads",
    label="Custom report (campaigns, ad groups, ads)",
    where="TikTok Ads Manager: Analytics > Custom reports (dimensions Day, Campaign, Ad group, Ad) > Export > CSV or XLSX.",
    folder=Path(__file__).parent,
    fields=(
        Field("day", "Date", Kind.DAY, required=False, formats=DAYS, aliases=_also("By Day", "Day", "Stat Time")),
        Field("account", "Account ID", Kind.ID, required=False, aliases=_also("Advertiser ID")),
        Field("campaign", "Campaign name", aliases=_also("Campaign")),
        Field("campaign_id", "Campaign ID", Kind.ID, required=False),
        Field("ad_group", "Ad group name", required=False, aliases=_also("Ad group")),
        Field("ad_group_id", "Ad group ID", Kind.ID, required=False),
        Field("creative", "Ad name", required=False, aliases=_also("Ad")),
        Field("creative_id", "Ad ID", Kind.ID, required=False),
        Field("country", "Country/Region", Kind.COUNTRY, required=False, aliases=_also("Country", "Location")),
        Field("objective", "Objective", required=False, aliases=_also("Advertising objective")),
        Field("currency", "Currency", Kind.CURRENCY, required=False),
        Field("spend", "Cost", Kind.AMOUNT, aliases=_also("Total Cost"), in_currency=True),
        Field("impressions", "Impressions", Kind.WHOLE, aliases=_also("Impression")),
        Field("clicks", "Clicks (destination)", Kind.WHOLE, aliases=_also("Clicks", "Clicks (all)", "Click")),
        Field("reach", "Reach", Kind.WHOLE, required=False),
        Field(
            "orders",
            "Complete payment",
            Kind.AMOUNT,
            required=False,
            aliases=_also("Total complete payment", "Purchases (website)", "Total purchase", "Conversions"),
        ),
        Field(
            "sales",
            "Total complete payment value",
            Kind.AMOUNT,
            required=False,
            aliases=_also("Total purchase value", "Complete payment value"),
            in_currency=True,
        ),
        Field("video_views", "Video views", Kind.WHOLE, required=False, aliases=_also("2-second video views")),
    ),
    levels=(("creative", "creative"), ("ad_group", "ad_group"), ("campaign", "campaign")),
    blank_is_total=True,
    values={"format": "'video_ad'"},
    any_of=(
        *("Ad name", "Clicks (destination)", "Complete payment", "Total complete payment", "By Day", "Stat Time"),
        *("Total complete payment value", "6-second video views", "2-second video views", "Cost per conversion"),
    ),
    forbids=(
        "Portfolio name",
        "Targeting",
        "Ad set name",
        "Spend in account currency",
        "Pin clicks",
        "Impr.",
        "Conv. value",
    ),
    known=(
        *(
            "Account name",
            "CTR (%)",
            "CTR",
            "CTR (destination)",
            "CPC",
            "CPC (destination)",
            "CPM",
            "Cost per conversion",
        ),
        *(
            "Conversion rate (CVR)",
            "CVR (%)",
            "Complete payment ROAS",
            "Payment completion ROAS (website)",
            "ROAS",
            "Frequency",
        ),
        *(
            "6-second video views",
            "Video views at 100%",
            "Results",
            "Cost per result",
            "Result rate (%)",
            "Primary status",
        ),
    ),
    share=0.75,
    status=Status.INFERRED,
    sources=("Headings and sample rows of exports in public parsers and their tests, 2026-11-22",),
)
