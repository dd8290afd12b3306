"""What is known of what each store earns: the only reader of this domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from argosy.core.period import add_months
from argosy.decision.wording import cited
from argosy.domains.channel.history import Array, ChannelFacts, StoreResult
from argosy.metrics.contract import Measures, Query

LONGEST = 12
EVERY_STORE = "*"
METRICS = ("net_revenue", "contribution_margin_3", "product_cost", "advertising_cost", "units", "units_without_cost")


def load(measures: Measures, as_of: date) -> ChannelFacts:
    """Read the facts as they were known at the end of `as_of`."""
    booked = measures.dataset("store_bookings", until=as_of).to_pylist()
    months = complete_months(booked, as_of)
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
        stores=_stores(measures, as_of, months, {row["store_id"] for row in booked}),
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


def _stores(measures: Measures, as_of: date, months: tuple[date, ...], settled: set[str]) -> tuple[StoreResult, ...]:
    """Every store's months as the ledger has them; a month whose profit is not known for want of costs leaves the contribution at zero
    and shows in the share of units without cost."""
    if not months:
        return ()
    place = {f"{month:%Y-%m}": index for index, month in enumerate(months)}
    query = Query(METRICS, by=("store", "channel", "month"), start=months[0], end=add_months(months[-1], 1))
    steps: dict[tuple[str, str], dict[str, Array]] = defaultdict(
        lambda: {name: np.zeros(len(months)) for name in METRICS}
    )
    for row in measures.measure(query).rows:
        if row["store"] in (None, EVERY_STORE) or row["month"] not in place:
            continue
        for name in METRICS:
            steps[str(row["store"]), str(row["channel"])][name][place[str(row["month"])]] += float(str(row[name] or 0))
    spent = _advertising(measures, as_of, {month: index for index, month in enumerate(months)})
    return tuple(
        _result(store, channel, step, store in settled, spent.get(store))
        for (store, channel), step in sorted(steps.items())
    )


def _result(
    store: str, channel: str, step: dict[str, Array], is_settled: bool, attributed: Array | None
) -> StoreResult:
    """One store from its steps of the ledger."""
    goods, advertising = step["product_cost"], step["advertising_cost"]
    units = float(step["units"].sum())
    return StoreResult(
        store=store,
        channel=channel,
        sales=step["net_revenue"],
        settled=step["contribution_margin_3"] + goods + advertising,
        goods=goods,
        advertising=advertising,
        attributed=np.zeros(len(goods)) if attributed is None else attributed,
        units_without_cost=float(step["units_without_cost"].sum()) / units if units else 0.0,
        has_settlements=is_settled,
    )


def _advertising(measures: Measures, as_of: date, place: dict[date, int]) -> dict[str, Array]:
    """Sales credited to advertising by store and month; of the levels of one account the one that tells most."""
    levels: dict[tuple[str, str, str], dict[str, Array]] = defaultdict(dict)
    for row in measures.dataset("store_advertising", until=as_of).to_pylist():
        if row["month"] in place:
            account = levels[row["store_id"], row["platform"], row["account_id"]]
            credited = account.setdefault(row["level"], np.zeros(len(place)))
            credited[place[row["month"]]] += row["attributed_home"]
    found: dict[str, Array] = defaultdict(lambda: np.zeros(len(place)))
    for (store, _, _), account in levels.items():
        found[store] += account[max(sorted(account), key=lambda level: account[level].sum())]
    return dict(found)
