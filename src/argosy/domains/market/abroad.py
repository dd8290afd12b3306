"""What is known of the countries the seller hardly sells in: dated indicators, own demand nobody asked for, research."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from argosy.core.errors import RequestError
from argosy.core.period import add_months
from argosy.decision.wording import place
from argosy.domains.market.history import YEAR_MONTHS, Candidate
from argosy.metrics.contract import Measures
from argosy.reference.model import Reference

FEW_PRODUCTS = 10

SIZE = ("population", "internet_user_share", "gdp_per_capita")
INDICATORS = (*SIZE, "logistics_performance", "account_ownership_share", "gdp_growth_rate")
SMALLEST_POPULATION = 1_000_000
WIDE_LANGUAGES = ("en",)  # spoken along in most countries, so it tells little of a market


def look_abroad(
    measures: Measures, as_of: date, sold: Mapping[str, tuple[int, float]], sold_from_orders: int
) -> tuple[tuple[Candidate, ...], dict[str, float]]:
    """Candidates, and the size of the markets sold in; `sold` is orders and net sales of the year by market,
    and from `sold_from_orders` on a market is one that is sold in."""
    entered = [code for code, (orders, _) in sold.items() if orders >= sold_from_orders]
    spoken = _languages(entered)
    visits = _sessions(measures, as_of)
    research = _research(measures, as_of)
    found = []
    for code in _countries(measures.home_currency):
        indicators = _indicators(code, as_of.year)
        if code in entered or size_of(indicators) is None:
            continue
        orders, net = sold.get(code, (0, 0.0))
        competition, demand = research.get(code, (None, None))
        found.append(
            Candidate(
                code=code,
                name=place(code),
                indicators=indicators,
                orders=orders,
                net_sales=net,
                sessions=visits.get(code, 0.0) if visits else None,
                competition=competition,
                demand=demand,
                speaks=next((language for language in _main_languages(code) if language in spoken), ""),
                vat_rate=_vat(code, as_of),
            )
        )
    sizes = {code: size_of(_indicators(code, as_of.year)) for code in sorted(entered)}
    return tuple(found), {code: size for code, size in sizes.items() if size is not None}


def sold_from(orders: Mapping[str, int], least: int, share: float) -> int:
    """From so many orders a year on a market is sold in, not merely visited: in number, and as a part of all orders. Where none has so
    many, every market with orders is sold in.

    >>> sold_from({"US": 900, "CH": 60, "AT": 3}, 50, 0.1), sold_from({"DE": 30, "AT": 3}, 50, 0.01)
    (97, 1)
    """
    limit = max(least, math.ceil(share * sum(orders.values())))
    return limit if max(orders.values(), default=0) >= limit else 1


def size_of(indicators: Iterable[Reference]) -> float | None:
    """What people online in a country have to spend in a year; None for small countries and where an indicator is missing."""
    known = {one.name: float(one.number) for one in indicators}
    if any(name not in known for name in SIZE) or known["population"] < SMALLEST_POPULATION:
        return None
    return known["population"] * known["internet_user_share"] * known["gdp_per_capita"]


@cache
def _countries(home_currency: str) -> tuple[str, ...]:
    """Every country but the seller's own; the euro has many, so none of them is left out for it."""
    from argosy.reference.countries import countries

    return tuple(
        one.code for one in countries() if one.is_assigned and (one.currency != home_currency or home_currency == "EUR")
    )


@cache
def _indicators(code: str, year: int) -> tuple[Reference, ...]:
    from argosy.reference.indicators.lookup import indicator

    found = []
    for name in INDICATORS:
        try:
            found.append(indicator(name, code, year))
        except RequestError:
            continue
    return tuple(found)


def _vat(code: str, as_of: date) -> Reference | None:
    from argosy.reference.loader import value

    try:
        return value("vat", code, as_of)
    except RequestError:
        return None


def _main_languages(code: str) -> tuple[str, ...]:
    """The language most spoken in a country, without its region, unless it is one that says little."""
    from argosy.reference.countries import country

    first = [tag.partition("-")[0] for tag in country(code).languages[:1]]
    return tuple(
        language for language in first if language not in WIDE_LANGUAGES or code in ("GB", "US", "AU", "NZ", "CA", "IE")
    )


def _languages(codes: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for code in codes:
        try:
            found.update(_main_languages(code))
        except RequestError:
            continue
    return found


def _sessions(measures: Measures, as_of: date) -> dict[str, float]:
    """Visits of the last twelve months by country; nothing where no report breaks them down by it."""
    columns = ("market", "visited_on", "sessions")
    start = add_months(as_of + timedelta(days=1), -YEAR_MONTHS)
    found: dict[str, float] = defaultdict(float)
    for row in measures.table("traffic", columns, {"level": ("store",)}).to_pylist():
        if row["market"] not in (None, "*") and start <= row["visited_on"] <= as_of:
            found[row["market"]] += row["sessions"] or 0
    return dict(found)


def _research(measures: Measures, as_of: date) -> dict[str, tuple[float | None, float | None]]:
    """Mean competition and demand by country in the last twelve months, on the tools' own scale.

    Where no tool names the competition, it is a hundred times the share of the first three brands in the sales an export of products
    estimates, the mean of the exports; an export of fewer than `FEW_PRODUCTS` products says nothing.
    """
    columns = (
        "market",
        "observed_on",
        "competition_index",
        "demand_index",
        "told_by",
        "kind",
        "brand",
        "estimated_units",
    )
    start = add_months(as_of + timedelta(days=1), -YEAR_MONTHS)
    told: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    sold: dict[tuple[str, str, date], list[tuple[str, float]]] = defaultdict(list)
    for row in measures.table("market_research", columns).to_pylist():
        if not start <= row["observed_on"] <= as_of:
            continue
        for values, name in zip(told[row["market"]], columns[2:4], strict=True):
            if row[name] is not None:
                values.append(float(row[name]))
        if row["kind"] == "product" and row["brand"] and row["estimated_units"]:
            export = (row["market"], row["told_by"], row["observed_on"])
            sold[export].append((row["brand"].casefold(), float(row["estimated_units"])))
    shares: dict[str, list[float]] = defaultdict(list)
    for (market, _, _), products in sold.items():
        if len(products) >= FEW_PRODUCTS:
            shares[market].append(_first_three(products))
    return {code: (_mean(competition or shares[code]), _mean(demand)) for code, (competition, demand) in told.items()}


def _first_three(products: Iterable[tuple[str, float]]) -> float:
    """The share of the first three brands in the units, times a hundred.

    >>> _first_three([("a", 40.0), ("b", 30.0), ("c", 10.0), ("d", 20.0)])
    90.0
    """
    units: dict[str, float] = defaultdict(float)
    for brand, count in products:
        units[brand] += count
    return 100 * sum(sorted(units.values(), reverse=True)[:3]) / sum(units.values())


def _mean(values: list[Any]) -> float | None:
    return sum(values) / len(values) if values else None
