"""Advertising: what it cost, what platforms credit to it, and what it is of all sales."""

from __future__ import annotations

from argosy.metrics.contract import Better, Unit
from argosy.metrics.definitions import count, money, quotient

FACT = "ad_rows"
PLATFORM = (
    "column names of the advertising reports of Amazon, Google and Meta; attribution windows as the account has them"
)


METRICS = (
    count(
        "impressions",
        "Impressions",
        "times advertisements were shown",
        FACT,
        lambda rows: rows.impressions.sum(),
        source=PLATFORM,
    ),
    count("clicks", "Clicks", "clicks on advertisements", FACT, lambda rows: rows.clicks.sum(), source=PLATFORM),
    money(
        "ad_cost",
        "Ad cost",
        "spend_amount at one level of detail",
        fact=FACT,
        amount=lambda rows: rows.spend_amount,
        source=PLATFORM,
    ),
    money(
        "attributed_sales",
        "Sales credited to ads",
        "attributed_sales_amount within the account's window",
        fact=FACT,
        amount=lambda rows: rows.attributed_sales_amount,
        better=Better.UP,
        source=PLATFORM,
    ),
    count(
        "attributed_orders",
        "Orders credited to ads",
        "attributed_orders",
        FACT,
        lambda rows: rows.attributed_orders.sum(),
        source=PLATFORM,
    ),
    count(
        "new_to_brand_orders",
        "Orders of people new to the brand",
        "new_to_brand_orders by the platform's rule",
        FACT,
        lambda rows: rows.new_to_brand_orders.sum(),
        source=PLATFORM,
    ),
    quotient("click_through_rate", "Click-through rate (CTR)", "clicks", "impressions"),
    quotient("cost_per_click", "Cost per click (CPC)", "ad_cost", "clicks", Unit.MONEY, better=Better.DOWN),
    quotient("ad_conversion_rate", "Ad conversion rate (CVR)", "attributed_orders", "clicks"),
    quotient("acos", "Advertising cost of sales (ACOS)", "ad_cost", "attributed_sales", better=Better.DOWN),
    quotient("roas", "Return on ad spend (ROAS)", "attributed_sales", "ad_cost", Unit.RATIO),
    quotient("tacos", "Advertising, share of all sales (TACOS)", "ad_cost", "ordered_sales", better=Better.DOWN),
    quotient("new_to_brand_share", "New to the brand, share of ad orders", "new_to_brand_orders", "attributed_orders"),
    quotient(
        "cost_per_new_customer",
        "Cost of a new customer (CAC)",
        "advertising_cost",
        "new_customers",
        Unit.MONEY,
        better=Better.DOWN,
    ),
)
