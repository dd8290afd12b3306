"""What is known of advertising: the only reader of this domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from argosy.decision.exchange import home_rates
from argosy.decision.freezing import frozen
from argosy.decision.parameters import SHARED, load_parameters
from argosy.decision.wording import cited
from argosy.domains.marketing.terms import Array, MarketingFacts, Terms
from argosy.metrics.contract import Measures

PARAMETERS = Path(__file__).with_name("parameters.yaml")
YEAR_DAYS = 365
AdGroup = tuple[str, ...]


def load(measures: Measures, as_of: date) -> MarketingFacts:
    """Read the facts as they were known at the end of `as_of`; the last days, whose sales are still being credited, are left out."""
    choices = load_parameters(PARAMETERS, SHARED)
    span = measures.span("ad_performance")
    last_on = first_on = None
    if span and span[0] <= as_of:
        last_on = min(span[1], as_of - timedelta(days=choices.count("maturing_days")))
        first_on = max(span[0], last_on - timedelta(days=choices.count("window_days") - 1))
    if first_on is None or last_on is None or last_on < first_on:
        first_on = last_on = None
    rows = _dataset(measures, "search_terms", first_on, last_on)
    return MarketingFacts(
        as_of=as_of,
        currency=measures.home_currency,
        snapshot=measures.snapshot_number,
        source=cited(measures.sources("ad_performance"), "ad_performance", measures.snapshot_number),
        cost_source=cited(measures.sources("product_costs"), "product_costs", measures.snapshot_number),
        first_on=first_on,
        last_on=last_on,
        terms=_terms(measures, as_of, rows, first_on, last_on, choices.number("selling_cost_share")),
        unrated=sum(rows.get("unrated", ())),
    )


def _dataset(measures: Measures, name: str, first_on: date | None, last_on: date | None) -> Mapping[str, list[Any]]:
    if first_on is None or last_on is None:
        return {}
    columns: Mapping[str, list[Any]] = measures.dataset(name, since=first_on, until=last_on).to_pydict()
    return columns


def _terms(
    measures: Measures,
    as_of: date,
    rows: Mapping[str, list[Any]],
    first_on: date | None,
    last_on: date | None,
    selling: float,
) -> Terms:
    def column(name: str) -> list[Any]:
        return rows.get(name, [])

    exact = _dataset(measures, "exact_targets", first_on, last_on)
    bid_on = set(zip(*(exact.get(name, []) for name in ("platform", "account_id", "market", "keyword")), strict=True))
    asked = zip(*(column(name) for name in ("platform", "account_id", "market", "search_term")), strict=True)
    return Terms(
        platforms=frozen(column("platform"), object),
        accounts=frozen(column("account_id"), object),
        markets=frozen(column("market"), object),
        campaigns=frozen(column("campaign_id"), object),
        campaign_names=frozen(column("campaign_name"), object),
        ad_groups=frozen(column("ad_group_id"), object),
        ad_group_names=frozen(column("ad_group_name"), object),
        terms=frozen(column("search_term"), object),
        impressions=frozen(column("impressions")),
        clicks=frozen(column("clicks")),
        orders=frozen(column("orders")),
        spend=frozen(column("spend")),
        sales=frozen(column("sales")),
        margin=_margins(measures, as_of, rows, _dataset(measures, "advertised_products", first_on, last_on), selling),
        currencies=frozen(column("currency"), object),
        account_rate=frozen(
            [
                there / here if here else 1.0
                for there, here in zip(column("spend_in_account"), column("spend"), strict=True)
            ]
        ),
        in_exact=frozen(column("in_exact"), np.bool_),
        bid_elsewhere=frozen([one in bid_on for one in asked], np.bool_),
    )


def _margins(
    measures: Measures,
    as_of: date,
    rows: Mapping[str, list[Any]],
    advertised: Mapping[str, list[Any]],
    selling: float,
) -> Array:
    """The margin of each term's ad group: that of its products by their clicks; that of the market where it is not known which."""
    by_product, by_market = _product_margins(measures, as_of, selling)
    keys = ("platform", "account_id", "market", "campaign_id", "ad_group_id")
    weighed: dict[AdGroup, list[tuple[float, float]]] = defaultdict(list)
    for group, sku, clicks in zip(
        _groups(advertised, keys), advertised.get("sku", []), advertised.get("clicks", []), strict=True
    ):
        margin = by_product.get((sku, group[2]), by_product.get((sku, "*")))
        if margin is not None:
            weighed[group].append((margin, clicks + 1.0))
    found = {
        group: sum(margin * weight for margin, weight in pairs) / sum(weight for _, weight in pairs)
        for group, pairs in weighed.items()
    }
    everywhere = by_market.get("*", np.nan)
    return frozen([found.get(group, by_market.get(group[2], everywhere)) for group in _groups(rows, keys)])


def _groups(rows: Mapping[str, list[Any]], keys: tuple[str, ...]) -> list[AdGroup]:
    return list(zip(*(rows.get(name, []) for name in keys), strict=True))


def _product_margins(
    measures: Measures, as_of: date, selling: float
) -> tuple[dict[tuple[str, str], float], dict[str, float]]:
    """Share of a sale left after product and selling costs: by product and market ('*' for all), and by market over its products."""
    costs = list(measures.dataset("unit_costs", until=as_of).to_pylist())
    rates = home_rates([row["currency"] for row in costs], measures.home_currency, as_of)
    parts: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for row in costs:
        if row["currency"] in rates:
            parts[row["product_id"], row["market"]][row["component"]] = row["unit_cost"] * rates[row["currency"]]
    if not parts:
        return {}, {}
    sold = measures.dataset("product_sales", until=as_of, days=YEAR_DAYS)
    totals: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
    columns = (sold[name].to_pylist() for name in ("product", "market", "units", "net_amount_home"))
    for product, market, units, amount in zip(*columns, strict=True):
        for place in (market or "*", "*"):
            totals[product, place][0] += units or 0.0
            totals[product, place][1] += amount or 0.0
    by_product: dict[tuple[str, str], float] = {}
    left: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for (product, place), (units, amount) in totals.items():
        components = {**parts.get((product, "*"), {}), **parts.get((product, place), {})}
        if components and units > 0 and amount > 0:
            by_product[product, place] = 1 - sum(components.values()) * units / amount - selling
            left[place][0] += by_product[product, place] * amount
            left[place][1] += amount
    return by_product, {place: margin / amount for place, (margin, amount) in left.items()}
