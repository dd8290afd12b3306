"""Pinterest Ads Manager: custom report by day with spend, clicks and conversions; English headings.

Outbound clicks leave Pinterest and are what is counted as clicks; Pin clicks only open the Pin and stand in where there are no others.
Checkouts are orders; `Total conversions` holds other events too and is not taken.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.ad_tables import DAYS, advertising
from argosy.connectors.contract import Status
from argosy.connectors.tabular import Field, Kind


def _also(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, "") for name in names)


ADS = advertising(
    "pinterest_ads",
    id="ads",
    label="Custom report (campaigns, ad groups, ads, conversions)",
    where="Pinterest Ads Manager: Reporting > Custom reports (Granularity: Day) > Export to CSV.",
    folder=Path(__file__).parent,
    fields=(
        Field("day", "Date", Kind.DAY, required=False, formats=DAYS, aliases=_also("Day")),
        Field("account", "Ad account ID", Kind.ID, required=False, aliases=_also("Advertiser ID")),
        Field("campaign", "Campaign name"),
        Field("campaign_id", "Campaign ID", Kind.ID, required=False),
        Field("ad_group", "Ad group name", required=False),
        Field("ad_group_id", "Ad group ID", Kind.ID, required=False),
        Field("creative", "Ad name", required=False, aliases=_also("Promoted Pin name")),
        Field("creative_id", "Ad ID", Kind.ID, required=False, aliases=_also("Pin ID")),
        Field("target", "Targeting value", required=False),
        Field("currency", "Currency", Kind.CURRENCY, required=False, aliases=_also("Account currency")),
        Field("spend", "Spend in account currency", Kind.AMOUNT, aliases=_also("Spend"), in_currency=True),
        Field("impressions", "Impressions", Kind.WHOLE, aliases=_also("Impression", "Paid impressions")),
        Field("clicks", "Outbound clicks", Kind.WHOLE, aliases=_also("Pin clicks", "Clicks")),
        Field(
            "orders",
            "Checkouts",
            Kind.AMOUNT,
            required=False,
            aliases=_also("Total conversions (Checkout)", "Total checkout"),
        ),
        Field(
            "sales",
            "Checkout value in account currency",
            Kind.AMOUNT,
            required=False,
            aliases=_also("Total order value (Checkout)", "Checkout order value"),
        ),
        Field(
            "add_to_carts", "Add to cart", Kind.AMOUNT, required=False, aliases=_also("Total conversions (Add to cart)")
        ),
    ),
    levels=(("creative", "creative"), ("target", "target"), ("ad_group", "ad_group"), ("campaign", "campaign")),
    values={"format": "'social_ad'"},
    any_of=("Spend in account currency", "Outbound clicks", "Pin clicks"),
    forbids=("Ad set name", "Impr."),
    known=(
        *("Pin clicks", "CTR", "eCTR", "eCPC", "CPC", "CPM", "eCPM", "Total conversions", "Total conversion value"),
        *("Checkout ROAS", "Saves", "Engagements", "Campaign status", "Reach", "Frequency", "CPA"),
    ),
    share=0.75,
    status=Status.INFERRED,
    sources=("Headings and sample rows of an export in a public parser's tests, 2026-11-22",),
)
