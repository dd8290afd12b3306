"""Microsoft Advertising: search terms, keywords, products, campaigns and ad groups; headings of the reporting service and of the site.

Lines such as `Report Name:`, `Report Time:` (the days covered) and `Rows:` stand before the header, a line of copyright after the rows.
Column names of the reporting service are those of its published schema; those of the site (with blanks) are known in part.
"""

from __future__ import annotations

from pathlib import Path

from argosy.connectors.ad_tables import DAYS, advertising, day_fields
from argosy.connectors.contract import Report, Status
from argosy.connectors.tabular import Field, Kind

SOURCES = (
    "https://learn.microsoft.com/en-us/advertising/reporting-service/reporting-data-objects",
    "Lines before the header: bingads SDK for Python, v13 (MIT); headings of the site: public parsers, 2026-11-22",
    "Field list of the Airbyte source bing-ads (MIT)",
)


def _field(name: str, service: str, site: str, kind: Kind = Kind.TEXT, *more: str, required: bool = False) -> Field:
    """A column by its name in the reporting service, with the site's names of it."""
    return Field(name, service, kind, required=required, aliases=tuple((one, "") for one in (site, *more)))


TERM = _field("search_term", "SearchQuery", "Search query", Kind.TEXT, "Search term", required=True)
KEYWORD = _field("target", "Keyword", "Keyword text", required=True)
PRODUCT = _field("sku", "MerchantProductId", "Merchant product ID", Kind.ID, "Item ID", "Product ID", required=True)
SHARED = (
    *day_fields("TimePeriod", ("Gregorian date", ""), ("Time period", ""), ("Date", "")),
    Field("week", "Week", Kind.DAY, required=False, formats=DAYS),
    Field("month", "Month", Kind.DAY, required=False, formats=(*DAYS, "%B %Y", "%Y-%m")),
    _field("account", "AccountNumber", "Account number", Kind.ID, "AccountId", "Account ID"),
    _field("campaign", "CampaignName", "Campaign name", Kind.TEXT, "Campaign", required=True),
    _field("campaign_id", "CampaignId", "Campaign ID", Kind.ID),
    _field("ad_group", "AdGroupName", "Ad group name", Kind.TEXT, "Ad group"),
    _field("ad_group_id", "AdGroupId", "Ad group ID", Kind.ID),
    Field(
        "match_type",
        "DeliveredMatchType",
        Kind.WORD,
        required=False,
        otherwise="*",
        aliases=tuple((name, "") for name in ("Delivered match type", "BidMatchType", "Bid match type", "Match type")),
    ),
    Field("device", "DeviceType", Kind.WORD, required=False, otherwise="other", aliases=(("Device type", ""),)),
    _field("currency", "CurrencyCode", "Currency code", Kind.CURRENCY),
    _field("impressions", "Impressions", "Impr.", Kind.WHOLE, required=True),
    _field("clicks", "Clicks", "Clicks", Kind.WHOLE, required=True),
    _field("spend", "Spend", "Cost", Kind.AMOUNT, required=True),
    _field("orders", "Conversions", "Conv.", Kind.AMOUNT),
    _field("sales", "Revenue", "Conv. value", Kind.AMOUNT),
    _field("view_orders", "ViewThroughConversions", "View-through conversions", Kind.AMOUNT),
    _field("landing_page", "DestinationUrl", "Destination URL"),
)
KNOWN = (
    *(
        "AccountName",
        "Account name",
        "CampaignType",
        "Campaign type",
        "CampaignStatus",
        "AdGroupStatus",
        "KeywordStatus",
    ),
    *(
        "Network",
        "AdDistribution",
        "Ad distribution",
        "DeviceOS",
        "TopVsOther",
        "Language",
        "AdId",
        "AdType",
        "KeywordId",
    ),
    *(
        "Ctr",
        "CTR",
        "CTR (%)",
        "AverageCpc",
        "Avg. CPC",
        "Average CPC",
        "AverageCpm",
        "AveragePosition",
        "Avg. position",
    ),
    *("ConversionRate", "Conv. rate (%)", "Conv. rate", "CostPerConversion", "CPA", "Cost per acquisition", "Assists"),
    *("CostPerAssist", "ReturnOnAdSpend", "Return on ad spend", "RevenuePerConversion", "RevenuePerAssist", "Title"),
    *(
        "AllConversions",
        "AllRevenue",
        "AllConversionRate",
        "AllCostPerConversion",
        "AllReturnOnAdSpend",
        "Goal",
        "GoalType",
    ),
    *(
        "ConversionsQualified",
        "AllConversionsQualified",
        "AbsoluteTopImpressionRatePercent",
        "TopImpressionRatePercent",
    ),
    *(
        "CustomerId",
        "CustomerName",
        "AccountStatus",
        "AdStatus",
        "Daily budget",
        "LowQualityClicks",
        "Ptr",
        "PhoneCalls",
    ),
)
MICROSOFTS_OWN = (
    *("TimePeriod", "Gregorian date", "AccountNumber", "Account number", "CampaignName", "DeliveredMatchType"),
    *("Delivered match type", "BidMatchType", "Bid match type", "AdDistribution", "Ad distribution", "SearchQuery"),
    *("MerchantProductId", "Merchant product ID", "DeviceOS", "TopVsOther"),
)


def _names(*fields: Field) -> tuple[str, ...]:
    return tuple(name for one in fields for name in (one.heading, *(alias for alias, _ in one.aliases)))


def _report(
    id: str,  # noqa: A002 - the name the declaration of every report has
    label: str,
    own: tuple[Field, ...],
    level: str,
    forbids: tuple[str, ...],
) -> Report:
    finest = tuple((field.name, level) for field in own[:1])
    return advertising(
        "microsoft_ads",
        id=id,
        label=label,
        where="Microsoft Advertising: Reports > Default reports (Unit of time: Day) > Download > .csv.",
        folder=Path(__file__).parent,
        fields=(*own, *SHARED),
        levels=(*finest, ("ad_group", "ad_group"), ("campaign", "campaign")),
        any_of=MICROSOFTS_OWN,
        forbids=(*forbids, "Criterion", "CriterionId"),  # Yandex Direct names its columns alike
        known=KNOWN,
        share=0.75,
        status=Status.PARTIAL,
        sources=SOURCES,
    )


OPTIONAL_KEYWORD = _field("target", "Keyword", "Keyword text")
SEARCH_TERMS = _report(
    "search_terms",
    "Search term report (SearchQueryPerformanceReport)",
    (TERM, OPTIONAL_KEYWORD),
    "search_term",
    _names(PRODUCT),
)
KEYWORDS = _report("keywords", "Keyword report (KeywordPerformanceReport)", (KEYWORD,), "target", _names(TERM, PRODUCT))
PRODUCTS = _report(
    "products",
    "Product dimension report (ProductDimensionPerformanceReport)",
    (PRODUCT,),
    "product",
    _names(TERM, KEYWORD),
)
CAMPAIGNS = _report(
    "campaigns",
    "Campaign and ad group report (CampaignPerformanceReport, AdGroupPerformanceReport)",
    (),
    "campaign",
    _names(TERM, KEYWORD, PRODUCT),
)
