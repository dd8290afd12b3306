"""Which warehouses serve which market, and the demand of a product put together by them: demand is met where the stock lies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from argosy.decision.freezing import fixed, frozen
from argosy.domains.product.history import Array, Flags, Names

EVERYWHERE = "*"


@dataclass(frozen=True, eq=False)
class Demand:
    """Demand by product and pool, as `Lines` has it; `main_pool` is the pool of each product with the most demand."""

    products: Names
    pools: Names
    markets: tuple[tuple[str, ...], ...]
    units: Array
    censored: Flags
    price: Array
    main_pool: Mapping[str, str]


def pool_of_markets(sold: Any, stock: Mapping[tuple[str, str], Any]) -> dict[tuple[str, str], str]:
    """For every product and market the country of the warehouses that serve it.

    The market itself where the product lies there, else where most of it lies; without any stock known, the market is its own pool.
    """
    largest: dict[str, tuple[float, str]] = {}
    for (product, country), row in stock.items():
        lying = (float(row["available"]) + float(row["inbound"]), country)
        largest[product] = max(largest.get(product, lying), lying)
    pairs = zip(sold["product"].to_pylist(), sold["market"].to_pylist(), strict=True)
    found = {}
    for product, market in dict.fromkeys(pairs):
        here = market or EVERYWHERE
        found[product, here] = here if (product, here) in stock or product not in largest else largest[product][1]
    return found


def put_together(sold: Any, pools: Mapping[tuple[str, str], str], days: Any, weeks: int) -> Demand:
    """Weekly units of every product and pool, and what stood in the way of selling more."""
    markets = [market or EVERYWHERE for market in sold["market"].to_pylist()]
    names = sold["product"].to_pylist()
    pairs = [(product, pools[product, market]) for product, market in zip(names, markets, strict=True)]
    order = sorted(set(pairs))
    place = {pair: index for index, pair in enumerate(order)}
    at = np.array([place[pair] for pair in pairs], dtype=np.int64)
    week = weeks - 1 - np.array(sold["weeks_back"].to_numpy(), dtype=np.int64)
    units, amounts = np.zeros((len(order), weeks)), np.zeros((len(order), weeks))
    sizes = sold["units"].to_numpy(zero_copy_only=False)
    np.add.at(units, (at, week), sizes)
    np.add.at(amounts, (at, week), sold["net_amount_home"].to_numpy(zero_copy_only=False))
    censored = _empty_weeks(days, place, weeks)
    price = _price(units, amounts)
    first = np.argmax(units > 0, axis=1)
    units[np.arange(weeks) < first[:, None]] = np.nan
    censored &= ~np.isnan(units)
    fixed(censored)
    by_market: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for index, market, size in zip(at.tolist(), markets, sizes.tolist(), strict=True):
        by_market[index][market] += size
    served = tuple(
        tuple(sorted(by_market[index], key=lambda market: (-by_market[index][market], market)))
        for index in range(len(order))
    )
    main: dict[str, str] = {}
    for index in np.argsort(np.nansum(units, axis=1), kind="stable").tolist():
        main[order[index][0]] = order[index][1]
    return Demand(
        products=np.array([product for product, _ in order], dtype=str),
        pools=np.array([pool for _, pool in order], dtype=str),
        markets=served,
        units=frozen(units),
        censored=censored,
        price=price,
        main_pool=main,
    )


def _empty_weeks(days: Any, place: Mapping[tuple[str, str], int], weeks: int) -> Flags:
    """Weeks in which the warehouses of a product and pool were empty on a day they were looked at."""
    censored = np.zeros((len(place), weeks), dtype=bool)
    pairs = zip(days["product"].to_pylist(), days["country"].to_pylist(), strict=True)
    index = np.array([place.get(pair, -1) for pair in pairs], dtype=np.int64)
    week = weeks - 1 - np.array(days["weeks_back"].to_numpy(), dtype=np.int64)
    empty = np.array(days["empty_days"].to_numpy(), dtype=np.int64) > 0
    known = (index >= 0) & empty & (week >= 0)
    censored[index[known], week[known]] = True
    return censored


def _price(units: Array, amounts: Array) -> Array:
    """Net price of a unit over the last quarter, over everything where nothing was sold then."""
    recent, whole = slice(-13, None), slice(None)
    found = np.full(len(units), np.nan)
    for span in (whole, recent):
        sold, paid = units[:, span].sum(axis=1), amounts[:, span].sum(axis=1)
        found = np.where(sold > 0, paid / np.maximum(sold, 1), found)
    return frozen(found)
