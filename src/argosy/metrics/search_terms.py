"""Derived tables of advertising: what people typed, what it cost and sold, and what each ad group advertises and bids on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from argosy.metrics.conversion import converted, rates_table
from argosy.metrics.fact import Fact

ADVERTISING = Fact("ad_performance", "ad_performance", "performed_on")
PLACE = ["platform", "account_id", "market", "campaign_id", "ad_group_id"]


def search_terms(engine: Any, currency: str, *, since: date, until: date) -> Any:
    """One row per ad group, market and search term over the days: impressions, clicks, spend and sales in the home currency, orders.

    `in_exact` says whether the term is itself bid on exactly in that ad group; terms are lower case. `spend_in_account` is in the
    account's own `currency`, in which bids are made.
    """
    rows = _rows(engine, "search_term", since, until)
    rows = rows.filter(rows.search_term != "*")
    rows = rows.mutate(search_term=rows.search_term.lower().strip())
    plain = rows.select(
        *PLACE,
        "search_term",
        "currency",
        "clicks",
        "impressions",
        campaign_name=rows.campaign_name.coalesce(rows.campaign_id),
        ad_group_name=rows.ad_group_name.coalesce(rows.ad_group_id),
        day=rows.performed_on,
        orders=rows.attributed_orders.coalesce(0).cast("float64"),
        spend=rows.spend_amount,
        spend_in_account=rows.spend_amount.cast("float64"),
        sales=rows.attributed_sales_amount.coalesce(0),
        is_exact=(rows.match_type == "exact"),
    )
    rated = converted(plain, rates_table(engine, ADVERTISING, currency), ["spend", "sales"], currency)
    found = rated.group_by(*PLACE, "search_term").aggregate(
        campaign_name=rated.campaign_name.max(),
        ad_group_name=rated.ad_group_name.max(),
        impressions=rated.impressions.sum().cast("float64"),
        clicks=rated.clicks.sum().cast("float64"),
        orders=rated.orders.sum(),
        currency=rated.currency.max(),
        spend_in_account=rated.spend_in_account.sum(),
        spend=rated.spend.sum().coalesce(0).cast("float64"),
        sales=rated.sales.sum().coalesce(0).cast("float64"),
        in_exact=rated.is_exact.any(),
        unrated=rated.unrated.sum(),
    )
    return engine.to_arrow(found.order_by(*PLACE, "search_term"))


def advertised_products(engine: Any, _currency: str, *, since: date, until: date) -> Any:
    """One row per ad group, market and SKU advertised: its clicks over the days."""
    rows = _rows(engine, "product", since, until)
    rows = rows.filter(rows.sku != "*")
    found = rows.group_by(*PLACE, "sku").aggregate(clicks=rows.clicks.sum().cast("float64"))
    return engine.to_arrow(found.order_by(*PLACE, "sku"))


def exact_targets(engine: Any, _currency: str, *, since: date, until: date) -> Any:
    """One row per account, market and keyword that is bid on exactly anywhere in it, lower case."""
    rows = _rows(engine, "target", since, until)
    rows = rows.filter((rows.match_type == "exact") & (rows.target != "*"))
    rows = rows.mutate(keyword=rows.target.lower().strip())
    found = rows.select("platform", "account_id", "market", "keyword").distinct()
    return engine.to_arrow(found.order_by("platform", "account_id", "market", "keyword"))


def _rows(engine: Any, level: str, since: date, until: date) -> Any:
    rows = engine.table("ad_performance")
    return rows.filter((rows.level == level) & (rows.performed_on >= since) & (rows.performed_on <= until))


DATASETS: dict[str, Callable[..., Any]] = {
    "search_terms": search_terms,
    "advertised_products": advertised_products,
    "exact_targets": exact_targets,
}
"""Datasets by name."""
