"""What is known of what each store earns: the only reader of this domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from argosy.canonical.fee_types import STEP_OF_FEE
from argosy.core.period import add_months
from argosy.decision.exchange import home_rates
from argosy.decision.wording import cited
from argosy.domains.channel.history import Array, ChannelFacts, StoreResult
from argosy.metrics.contract import Measures

LONGEST = 12
PASSES_THROUGH = ("sales_tax", "income_tax", "fee_tax", "transfer")


def load(measures: Measures, as_of: date) -> ChannelFacts:
    """Read the facts as they were known at the end of `as_of`."""
    booked = measures.dataset("store_bookings", until=as_of).to_pylist()
    ordered = measures.dataset("store_sales", until=as_of).to_pylist()
    months = complete_months(booked or ordered, as_of)
    return ChannelFacts(
        as_of=as_of,
        currency=measures.home_currency,
        snapshot=measures.snapshot_number,
        source=_cited(measures, "settlement_lines"),
        order_source=_cited(measures, "order_lines"),
        cost_source=_cited(measures, "product_costs"),
        advertising_source=_cited(measures, "ad_performance"),
        last_on=max((row["last_on"] for row in booked), default=None),
        months=months,
        stores=_stores(measures, as_of, months, booked, ordered),
    )


def _cited(measures: Measures, table: str) -> str:
    return cited(measures.sources(table), table, measures.snapshot_number)


def complete_months(rows: Sequence[dict[str, Any]], as_of: date) -> tuple[date, ...]:
    """First days of the newest twelve months with bookings that had ended by `as_of`; the first of all may have begun in its middle.

    >>> [str(month) for month in complete_months([{"month": date(2026, 8, 1)}, {"month": date(2026, 9, 1)}], date(2026, 9, 30))]
    ['2026-09-01']
    """
    known = sorted({row["month"] for row in rows})
    ended = [month for month in known if add_months(month, 1) - timedelta(days=1) <= as_of]
    if len(known) > 1 and ended and ended[0] == known[0]:
        ended = ended[1:]
    return tuple(ended[-LONGEST:])


def _stores(
    measures: Measures,
    as_of: date,
    months: tuple[date, ...],
    booked: list[dict[str, Any]],
    ordered: list[dict[str, Any]],
) -> tuple[StoreResult, ...]:
    place = {month: index for index, month in enumerate(months)}
    channel = {row["store_id"]: row["channel"] for row in (*ordered, *booked)}
    steps = _booked(booked, place)
    cost = _unit_costs(measures, as_of)
    moved = _goods(measures.dataset("store_goods", until=as_of).to_pydict(), place, cost)
    sales = _sales(ordered, place)
    spent = _advertising(measures, as_of, place)
    nothing = np.zeros(len(months))
    found = []
    for store in sorted(channel):
        step = steps.get(store, {})
        fees = sum((amounts for name, amounts in step.items() if name != "advertising"), nothing.copy())
        goods_cost, units, without = moved.get(store, (nothing, 0.0, 0.0))
        in_settlement = -step.get("advertising", nothing)
        spend, attributed = spent.get(store, (nothing, nothing))
        found.append(
            StoreResult(
                store=store,
                channel=channel[store],
                sales=sales.get(store, step.get("sales", nothing)),
                settled=fees,
                goods=goods_cost,
                advertising=np.maximum(in_settlement, spend),
                attributed=attributed,
                units_without_cost=without / units if units else 0.0,
                has_settlements=bool(step),
            )
        )
    return tuple(found)


def _booked(rows: list[dict[str, Any]], place: dict[date, int]) -> dict[str, dict[str, Array]]:
    """Amounts by store, step of the ledger and month; what only passes through is left out."""
    found: dict[str, dict[str, Array]] = defaultdict(lambda: defaultdict(lambda: np.zeros(len(place))))
    for row in rows:
        step = STEP_OF_FEE[row["fee_type"]]
        if row["month"] in place and step not in PASSES_THROUGH:
            found[row["store_id"]][step][place[row["month"]]] += row["amount_home"]
    return {store: dict(steps) for store, steps in found.items()}


def _sales(ordered: list[dict[str, Any]], place: dict[date, int]) -> dict[str, Array]:
    """Net sales by store and month."""
    found: dict[str, Array] = defaultdict(lambda: np.zeros(len(place)))
    for row in ordered:
        if row["month"] in place:
            found[row["store_id"]][place[row["month"]]] += row["net_amount_home"]
    return dict(found)


def _goods(
    goods: dict[str, list[Any]], place: dict[date, int], cost: dict[str, float]
) -> dict[str, tuple[Array, float, float]]:
    """By store: cost of goods by month, units, and units without a known cost (counted at the mean of the others)."""
    spent: dict[str, Array] = defaultdict(lambda: np.zeros(len(place)))
    units: dict[str, float] = defaultdict(float)
    without: dict[str, float] = defaultdict(float)
    for store, month, product, count in zip(
        *(goods[name] for name in ("store_id", "month", "product", "units")), strict=True
    ):
        if month not in place:
            continue
        units[store] += count
        if product in cost:
            spent[store][place[month]] += count * cost[product]
        else:
            without[store] += count
    return {
        store: (spent[store] * _scale(units[store], without[store]), units[store], without[store]) for store in units
    }


def _scale(units: float, without: float) -> float:
    return units / (units - without) if 0 < without < units else 1.0


def _unit_costs(measures: Measures, as_of: date) -> dict[str, float]:
    """What it costs to land a unit of each product: all components that hold everywhere."""
    rows = measures.dataset("unit_costs", until=as_of).to_pylist()
    rates = home_rates([row["currency"] for row in rows], measures.home_currency, as_of)
    parts: dict[str, dict[tuple[str, str], float]] = defaultdict(dict)
    for row in rows:
        if row["currency"] in rates:
            parts[row["product_id"]][row["market"], row["component"]] = row["unit_cost"] * rates[row["currency"]]
    found = {}
    for product, components in parts.items():
        names = {name for _, name in components}
        found[product] = sum(_one(components, name) for name in names)
    return found


def _one(components: dict[tuple[str, str], float], name: str) -> float:
    """One component of a cost: what holds everywhere, else the mean of the markets'."""
    own = components.get(("*", name))
    told = [value for (_, other), value in components.items() if other == name]
    return sum(told) / len(told) if own is None else own


def _advertising(measures: Measures, as_of: date, place: dict[date, int]) -> dict[str, tuple[Array, Array]]:
    """Spend and attributed sales by store and month; of the levels of one account the one that tells most."""
    levels: dict[tuple[str, str, str], dict[str, Array]] = defaultdict(dict)
    for row in measures.dataset("store_advertising", until=as_of).to_pylist():
        if row["month"] in place:
            account = levels[row["store_id"], row["platform"], row["account_id"]]
            both = account.setdefault(row["level"], np.zeros((2, len(place))))
            both[:, place[row["month"]]] += (row["spend_home"], row["attributed_home"])
    found: dict[str, Array] = defaultdict(lambda: np.zeros((2, len(place))))
    for (store, _, _), account in levels.items():
        found[store] += account[max(sorted(account), key=lambda level: account[level][0].sum())]
    return {store: (both[0], both[1]) for store, both in found.items()}
