"""What others did at that time: rivals, buyers, carriers, card issuers, and the calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from statistics import median
from typing import Any

from argosy.core.errors import DataError
from argosy.core.text import Text
from argosy.decision.wording import decimal, money, percent
from argosy.domains.analytics.scene import Happening, Row, Scene, concerns
from argosy.domains.analytics.tree import Where

LEVEL = 0.05
"""Beyond chance: two-sided p at or below it."""

MOST_TOLD = 5


def featured_offer(scene: Scene, where: Where) -> Iterator[Happening]:
    """The share of page views with the featured offer: where traffic reports tell it, else where rivals were watched."""
    rows = scene.rows(
        "traffic", "visited_on", ("store_id", "channel", "market", "sku", "page_views", "featured_offer_share")
    )
    names = {"market": "market", "channel": "channel", "store": "store_id", "sku": "sku"}
    chosen = [row for row in rows if row["featured_offer_share"] is not None and concerns(row, where, names)]
    before, during = (_weighted(side) for side in scene.split(chosen, "visited_on"))
    if before is None or during is None or abs(during - before) < 0.01:  # a point less is rounding of the reports
        return
    text = Text(
        "The featured offer was held for {after} of page views, {before} before.",
        {"before": percent(before), "after": percent(during)},
    )
    yield Happening("featured_offer", text, 1 if during > before else -1, "traffic")


def _weighted(rows: Sequence[Row]) -> float | None:
    weight = sum(float(row["page_views"] or 0) for row in rows)
    if not weight:
        return None
    return sum(float(row["page_views"] or 0) * float(row["featured_offer_share"]) for row in rows) / weight


def competitor_prices(scene: Scene, where: Where) -> Iterator[Happening]:
    """Rivals' lowest prices against an own SKU, median of the days watched."""
    columns = ("channel", "market", "own_sku", "is_own", "currency", "price_amount", "shipping_amount")
    rows = scene.rows("competitor_offers", "observed_on", columns)
    names = {"market": "market", "channel": "channel", "sku": "own_sku"}
    rows = [
        row for row in rows if not row["is_own"] and row["price_amount"] is not None and concerns(row, where, names)
    ]
    sides = [_lowest(side) for side in scene.split(rows, "observed_on")]
    both = [(key, sides[0][key], sides[1][key]) for key in sides[0] if key in sides[1] and sides[0][key] > 0]
    both.sort(key=lambda one: -abs(one[2] / one[1] - 1))
    for (sku, market, currency), before, during in both[:MOST_TOLD]:
        if before == during:
            continue
        values = {"sku": sku, "market": market, "before": money(before, currency), "after": money(during, currency)}
        text = Text("The lowest rival price beside {sku} {market} went from {before} to {after}.", values)
        yield Happening("competitor_price", text, 1 if during > before else -1, "competitor_offers", None, sku, market)


def _lowest(rows: Sequence[Row]) -> dict[tuple[str, str, str], float]:
    daily: dict[tuple[str, str, str], dict[date, float]] = defaultdict(dict)
    for row in rows:
        key = (row["own_sku"] or "", row["market"] or "", row["currency"] or "")
        price = float(row["price_amount"]) + float(row["shipping_amount"] or 0)
        daily[key][row["observed_on"]] = min(price, daily[key].get(row["observed_on"], price))
    return {key: median(days.values()) for key, days in daily.items()}


def reviews(scene: Scene, where: Where) -> Iterator[Happening]:
    """The share of reviews with one or two stars, where it changed beyond chance."""
    rows = scene.rows("reviews", "written_on", ("store_id", "channel", "market", "sku", "rating"))
    names = {"market": "market", "channel": "channel", "store": "store_id", "sku": "sku"}
    rows = [row for row in rows if row["rating"] is not None and concerns(row, where, names)]
    sides = [[float(row["rating"]) <= 2 for row in side] for side in scene.split(rows, "written_on")]
    if not _differ(sides[0], sides[1]):
        return
    before, during = (sum(side) / len(side) for side in sides)
    values = {"before": percent(before), "after": percent(during), "count": len(sides[1])}
    text = Text("{after} of {count} reviews gave one or two stars, {before} before.", values)
    yield Happening("review", text, -1 if during > before else 1, "reviews")


def declines(scene: Scene, where: Where) -> Iterator[Happening]:
    """The share of payments that were declined, by market and method, where it changed beyond chance."""
    columns = ("store_id", "channel", "market", "issuer_country", "method", "outcome")
    rows = [
        {**row, "market": row["market"] or row["issuer_country"]}  # a card is mostly used where its bank is
        for row in scene.rows("payment_attempts", "attempted_on", columns)
    ]
    rows = [
        row for row in rows if concerns(row, where, {"market": "market", "channel": "channel", "store": "store_id"})
    ]
    tries: dict[tuple[str, str], tuple[list[bool], list[bool]]] = defaultdict(lambda: ([], []))
    for place, side in enumerate(scene.split(rows, "attempted_on")):
        for row in side:
            tries[row["market"] or "", row["method"] or ""][place].append(row["outcome"] == "declined")
    told = [(key, before, during) for key, (before, during) in tries.items() if _differ(before, during, len(tries))]
    told.sort(key=lambda one: -abs(sum(one[2]) / len(one[2]) - sum(one[1]) / len(one[1])) * len(one[2]))
    for (market, method), before, during in told[:MOST_TOLD]:
        shares = sum(before) / len(before), sum(during) / len(during)
        values = {"after": percent(shares[1]), "method": method, "market": market, "before": percent(shares[0])}
        text = Text("{after} of payments by {method} in {market} were declined, {before} before.", values)
        yield Happening("payment", text, -1 if shares[1] > shares[0] else 1, "payment_attempts", None, "", market)


def _differ(before: Sequence[bool], during: Sequence[bool], comparisons: int = 1) -> bool:
    """Whether two shares differ beyond chance (score test, Bonferroni)."""
    from argosy.methods.testing import Proportion, compare

    if not before or not during:
        return False
    try:
        return (
            compare(Proportion(len(during), sum(during)), Proportion(len(before), sum(before))).p <= LEVEL / comparisons
        )
    except DataError:
        return False


def delivery_days(scene: Scene, where: Where) -> Iterator[Happening]:
    """Days from hand-over to arrival by country and carrier, where the mean changed beyond chance; by the day of arrival."""
    columns = ("store_id", "destination_country", "carrier", "shipped_at", "purpose")
    rows = scene.rows("shipments", "delivered_at", columns)
    names = {"market": "destination_country", "store": "store_id"}
    took: dict[tuple[str, str], tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    chosen = [row for row in rows if row["shipped_at"] is not None and concerns(row, where, names)]
    for place, side in enumerate(scene.split(chosen, "delivered_at")):
        for row in side:
            days = (row["delivered_at"] - row["shipped_at"].date()).days
            took[row["destination_country"] or "", row["carrier"] or ""][place].append(float(days))
    for (country, carrier), (before, during) in sorted(took.items()):
        if not _means_differ(before, during, len(took)):
            continue
        means = sum(before) / len(before), sum(during) / len(during)
        values = {"carrier": carrier, "country": country, "after": decimal(means[1]), "before": decimal(means[0])}
        text = Text("{carrier} took {after} days to {country}, {before} before.", values)
        yield Happening("delivery", text, -1 if means[1] > means[0] else 1, "shipments", None, "", country)


def _means_differ(before: Sequence[float], during: Sequence[float], comparisons: int) -> bool:
    from argosy.methods.testing import SampleMean, compare

    if min(len(before), len(during)) < 2:
        return False
    try:
        found = compare(SampleMean.of(during), SampleMean.of(before))
    except DataError:
        return False
    return found.p <= LEVEL / comparisons


def holidays(scene: Scene, where: Where) -> Iterator[Happening]:
    """Public holidays of the slice's market that fall into one of the two periods only."""
    market = where.get("market")
    if not market or len(market) != 2 or not where.keys() <= {"market", "channel", "store"}:
        return  # a holiday is for a whole market, not for one of its products
    before, during = (_holidays(market, one.start, one.end) for one in (scene.versus, scene.period))
    for name in sorted(set(before) ^ set(during)):
        there = during.get(name) or before[name]
        values = {"holiday": name, "market": market, "day": there.isoformat()}
        if name in during:
            yield Happening(
                "holiday", Text("{holiday} ({market}) fell on {day}.", values), 0, "calendar", there, "", market
            )
        else:
            text = Text("{holiday} ({market}) was in the period before, on {day}.", values)
            yield Happening("holiday", text, 0, "calendar", there, "", market)


def _holidays(country: str, start: date, end: date) -> dict[str, date]:
    """Name to day of the public holidays from `start` up to, without, `end`; none for a country the library does not know."""
    import holidays as calendar

    if country not in calendar.list_supported_countries(include_aliases=False):
        return {}
    years = range(start.year, (end - timedelta(days=1)).year + 1)
    known: Any = calendar.country_holidays(country, years=list(years))
    return {str(name): day for day, name in sorted(known.items()) if start <= day < end}
