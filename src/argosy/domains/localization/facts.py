"""What is known of live listings: the only reader of this domain."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from argosy.decision.parameters import SHARED, load_parameters
from argosy.decision.wording import cited
from argosy.domains.localization.pages import LocalizationFacts, Page
from argosy.metrics.contract import Measures
from argosy.metrics.earned import earned
from argosy.reference.countries import countries

PARAMETERS = Path(__file__).with_name("parameters.yaml")
YEAR_DAYS = 365
COLUMNS = (
    "channel",
    "market",
    "listing_id",
    "sku",
    "product_id",
    "title",
    "bullets",
    "description",
    "status",
)


def load(measures: Measures, as_of: date) -> LocalizationFacts:
    """Read the facts as they were known at the end of `as_of`."""
    days = load_parameters(PARAMETERS, SHARED).count("visit_days")
    live = [row for row in measures.table("listings", COLUMNS).to_pylist() if _is_live(row)]
    texts = [row for row in live if row["title"]]
    amounts, units = _sales(measures, as_of)
    visits = _visits(measures, as_of, days)
    total = sum(units.values())
    places = {country.code: country for country in countries()}
    return LocalizationFacts(
        as_of=as_of,
        currency=measures.home_currency,
        snapshot=measures.snapshot_number,
        source=cited(measures.sources("listings"), "listings", measures.snapshot_number),
        visit_source=cited(measures.sources("traffic"), "traffic", measures.snapshot_number),
        pages=tuple(_pages(texts, places, amounts, units, visits)),
        without_text=len(live) - len(texts),
        order_worth=sum(amounts.values()) / total if total > 0 else 0.0,
        visit_days=days,
        earned=earned(measures, as_of),
    )


def _is_live(row: Mapping[str, Any]) -> bool:
    return row["status"] in (None, "active") and row["market"] not in (None, "", "*")


def _product(row: Mapping[str, Any]) -> str:
    return str(row["product_id"] or row["sku"])


def _pages(
    rows: list[dict[str, Any]],
    places: Mapping[str, Any],
    amounts: Mapping[tuple[str, str], float],
    units: Mapping[tuple[str, str], float],
    visits: Mapping[tuple[str, str], tuple[float, float]],
) -> list[Page]:
    own = [_own(visits, row) for row in rows]
    markets: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    for row, (sessions, orders) in zip(rows, own, strict=True):
        sums = markets[_product(row)][row["market"]]
        sums[0] += sessions
        sums[1] += orders
    whole = _totals(markets.values())
    found = []
    for row, (sessions, orders) in zip(rows, own, strict=True):
        place = places.get(row["market"])
        siblings = _siblings(markets[_product(row)], row["market"], whole)
        sold = (_product(row), row["market"])
        found.append(
            Page(
                product=_product(row),
                market=row["market"],
                channel=row["channel"] or "*",
                listing=row["listing_id"],
                title=row["title"],
                bullets=_bullets(row["bullets"]),
                description=row["description"] or "",
                languages=tuple(name.partition("-")[0] for name in place.languages) if place else (),
                currency=place.currency if place else "",
                sessions=sessions,
                orders=orders,
                sibling_sessions=siblings[0],
                sibling_orders=siblings[1],
                net_sales=amounts.get(sold, 0.0),
                order_worth=max(amounts.get(sold, 0.0), 0.0) / units[sold] if units.get(sold, 0.0) > 0 else 0.0,
            )
        )
    return sorted(found, key=lambda page: (page.product, page.market, page.channel, page.listing))


def _totals(products: Iterable[Mapping[str, list[float]]]) -> dict[str, tuple[float, float]]:
    """Visits and orders of all products by market."""
    found: dict[str, tuple[float, float]] = {}
    for markets in products:
        for market, (sessions, orders) in markets.items():
            before = found.get(market, (0.0, 0.0))
            found[market] = (before[0] + sessions, before[1] + orders)
    return found


def _siblings(
    own: Mapping[str, list[float]], market: str, whole: Mapping[str, tuple[float, float]]
) -> tuple[float, float]:
    """Visits of a product in its other markets, and its orders there as this market's visitors would have placed them.

    Markets differ in how readily they buy whatever the page says: what the other products show of that is taken out.
    """
    elsewhere = {code: sums for code, sums in own.items() if code != market and sums[0] > 0}
    sessions, orders = sum(sums[0] for sums in elsewhere.values()), sum(sums[1] for sums in elsewhere.values())
    usual = sum(sums[0] * _rate(own, code, whole) for code, sums in elsewhere.items())
    here = _rate(own, market, whole)
    return sessions, orders * here * sessions / usual if here > 0 and usual > 0 else orders


def _rate(own: Mapping[str, list[float]], market: str, whole: Mapping[str, tuple[float, float]]) -> float:
    """Orders per visit of the other products of a market."""
    sessions, orders = (all_of_them - mine for all_of_them, mine in zip(whole[market], own[market], strict=True))
    return orders / sessions if sessions > 0 else 0.0


def _bullets(text: str | None) -> tuple[str, ...]:
    """The selling points; a text that is no JSON list is one point."""
    if not text:
        return ()
    try:
        read = json.loads(text)
    except ValueError:
        return (text,)
    return tuple(str(one) for one in read) if isinstance(read, list) else (str(read),)


def _own(visits: Mapping[tuple[str, str], tuple[float, float]], row: Mapping[str, Any]) -> tuple[float, float]:
    """Visits of a listing, by its SKU, else by its page."""
    by_sku = visits.get((row["market"], f"sku {row['sku']}"))
    return by_sku or visits.get((row["market"], f"page {row['listing_id']}"), (0.0, 0.0))


def _visits(measures: Measures, as_of: date, days: int) -> dict[tuple[str, str], tuple[float, float]]:
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for row in measures.dataset("listing_visits", until=as_of, days=days).to_pylist():
        name = f"sku {row['sku']}" if row["sku"] not in (None, "*") else f"page {row['listing_id']}"
        before = found.get((row["market"], name), (0.0, 0.0))
        found[row["market"], name] = (before[0] + row["sessions"], before[1] + row["orders"])
    return found


def _sales(measures: Measures, as_of: date) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
    sold = measures.dataset("product_sales", until=as_of, days=YEAR_DAYS)
    amounts: dict[tuple[str, str], float] = defaultdict(float)
    units: dict[tuple[str, str], float] = defaultdict(float)
    columns = (sold[name].to_pylist() for name in ("product", "market", "units", "net_amount_home"))
    for product, market, count, amount in zip(*columns, strict=True):
        amounts[product, market] += amount or 0.0
        units[product, market] += count or 0.0
    return amounts, units
