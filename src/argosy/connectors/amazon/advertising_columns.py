"""Columns of the advertising reports: the console's names until 2025 and those of the 2026 console, one list for all of them.

Purchases within 7 days of a click are Sponsored Products', within 14 days Sponsored Brands' and Display's. The 2026 console no longer
names the days.
"""

from __future__ import annotations

from argosy.connectors.contract import VendorColumn

CONSOLE_2026 = "2026-01-01"
"""Year of the console whose export renamed the columns (the day is not known)."""


def _windows(rest: str, *more: str) -> tuple[tuple[str, str], ...]:
    return (*((f"{days} Day {rest}", "") for days in (14, 30, 1)), *((name, CONSOLE_2026) for name in more))


SHARED = (
    VendorColumn("Campaign Name", "Name of the campaign."),
    VendorColumn("Impressions", "Times shown."),
    VendorColumn("Clicks", "Clicks."),
    VendorColumn("Spend", "What it cost.", aliases=(("Total cost", CONSOLE_2026),)),
    VendorColumn("Date", "Day, in a daily report.", required=False),
    VendorColumn("Start Date", "First day of the period.", required=False),
    VendorColumn("End Date", "Last day of the period.", required=False),
    VendorColumn("Date range", "First and last day, in the 2026 console.", required=False),
    VendorColumn("Currency", required=False, aliases=(("Budget currency", CONSOLE_2026),)),
    VendorColumn("Country", required=False),
    VendorColumn("Retailer", required=False),
    VendorColumn("Advertiser account ID", required=False),
    VendorColumn("Advertiser account name", required=False),
    VendorColumn("Portfolio name", required=False),
    VendorColumn("Portfolio ID", required=False),
    VendorColumn("Campaign ID", required=False),
    VendorColumn("Ad Group ID", required=False),
    VendorColumn("7 Day Total Sales", required=False, aliases=_windows("Total Sales", "Sales")),
    VendorColumn("7 Day Total Orders (#)", required=False, aliases=_windows("Total Orders (#)", "Purchases")),
    VendorColumn("7 Day Total Units (#)", required=False, aliases=_windows("Total Units (#)", "Units sold")),
    VendorColumn(
        "7 Day Advertised SKU Sales", required=False, aliases=_windows("Advertised SKU Sales", "Sales (promoted)")
    ),
    VendorColumn(
        "7 Day Advertised SKU Units (#)",
        required=False,
        aliases=_windows("Advertised SKU Units (#)", "Units sold (promoted)"),
    ),
    VendorColumn(
        "7 Day Advertised SKU Orders (#)",
        required=False,
        aliases=_windows("Advertised SKU Orders (#)", "Purchases (promoted)"),
    ),
    VendorColumn(
        "14 Day New-to-brand Orders (#)", required=False, aliases=(("Purchases (new to brand)", CONSOLE_2026),)
    ),
    VendorColumn("14 Day New-to-brand Sales", required=False, aliases=(("Sales (new to brand)", CONSOLE_2026),)),
    VendorColumn(
        "14 Day New-to-brand Units (#)", required=False, aliases=(("Units sold (new to brand)", CONSOLE_2026),)
    ),
    VendorColumn("14 Day Detail Page Views (DPV)", required=False),
    VendorColumn("Top-of-search Impression Share", required=False, aliases=(("Top-of-search IS", ""),)),
)

UNREAD = tuple(
    VendorColumn(name, required=False)
    for name in (
        *("Click-Thru Rate (CTR)", "CTR", "Cost Per Click (CPC)", "CPC", "ROAS", "Cost per purchase", "Purchase rate"),
        *("Total Advertising Cost of Sales (ACOS)", "Total Return on Advertising Spend (ROAS)"),
        *(f"{days} Day Conversion Rate" for days in (7, 14)),
        *(f"{days} Day Other SKU Units (#)" for days in (7, 14)),
        *(f"{days} Day Other SKU Sales" for days in (7, 14)),
        *("Purchases (halo)", "Sales (halo)", "Units sold (halo)", "Viewable Impressions", "Cost Type"),
        *("Bid Optimization", "% of Orders New-to-brand", "% of Sales New-to-brand", "% of Units New-to-brand"),
    )
)

AD_GROUP = VendorColumn("Ad Group Name", "Name of the ad group.", required=False)
SEARCH_TERM = VendorColumn("Customer Search Term", "What the person typed.", aliases=(("Search term", CONSOLE_2026),))
TARGETING = VendorColumn(
    "Targeting", "Keyword, product or audience bid on.", aliases=(("Target value", CONSOLE_2026), ("Keyword", ""))
)
MATCH_TYPE = VendorColumn("Match Type", required=False, aliases=(("Target match type", CONSOLE_2026),))
SKU = VendorColumn("Advertised SKU", "The SKU advertised.")
ASIN = VendorColumn("Advertised ASIN", "Its ASIN.", required=False, aliases=(("Advertised product ID", CONSOLE_2026),))
CAMPAIGN = tuple(
    VendorColumn(name, required=False)
    for name in ("Status", "Campaign Status", "Budget", "Budget Amount", "Targeting Type", "Bidding strategy", "Type")
)
