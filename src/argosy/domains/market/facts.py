"""What is known of the markets the seller sells in: the only reader of this domain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np

from argosy.core.period import add_months
from argosy.decision.freezing import frozen
from argosy.decision.parameters import SHARED, load_parameters
from argosy.decision.wording import cited, place
from argosy.domains.market.abroad import look_abroad, sold_from
from argosy.domains.market.history import YEAR_MONTHS, Array, MarketFacts, MarketHistory
from argosy.metrics.contract import Measures, Query
from argosy.metrics.earned import earned

PARAMETERS = Path(__file__).with_name("parameters.yaml")
BORDER_DAYS = 3  # a month counts as complete where sales begin, or end, within so many days of its border


def load(measures: Measures, as_of: date) -> MarketFacts:
    """Read the facts as they were known at the end of `as_of`."""
    year_start = add_months(as_of + timedelta(days=1), -YEAR_MONTHS)
    span = measures.span("order_lines")
    known_to = min(as_of, span[1]) if span and span[0] <= as_of else None
    months = complete_months(span[0], known_to) if span and known_to else ()
    codes, without = _sales(measures, year_start, as_of)
    sold = {code: (year.orders, float(year.net_sales)) for code, year in codes.items()}
    choices = load_parameters(PARAMETERS, SHARED)
    counts = {code: year.orders for code, year in codes.items()}
    limit = sold_from(counts, choices.count("entered_orders"), choices.number("entered_share"))
    abroad, sizes = look_abroad(measures, as_of, sold, limit) if known_to else ((), {})
    return MarketFacts(
        as_of=as_of,
        currency=measures.home_currency,
        snapshot=measures.snapshot_number,
        source=cited(measures.sources("order_lines"), "order_lines", measures.snapshot_number),
        year_start=year_start,
        first_on=span[0] if span and known_to else None,
        last_on=known_to,
        months=months,
        markets=_histories(measures, as_of, months, codes) if known_to else (),
        net_sales_without_market=without,
        candidates=abroad,
        sizes=sizes,
        sold_from=limit,
        research_source=cited(measures.sources("market_research"), "market_research", measures.snapshot_number),
        traffic_source=cited(measures.sources("traffic"), "traffic", measures.snapshot_number),
    )


def complete_months(first_on: date, last_on: date) -> tuple[date, ...]:
    """First days of the months that lie wholly within the days known, give or take three days at the borders.

    >>> [str(month) for month in complete_months(date(2025, 1, 2), date(2025, 4, 12))]
    ['2025-01-01', '2025-02-01', '2025-03-01']
    """
    border = timedelta(days=BORDER_DAYS)
    month = first_on.replace(day=1)
    if first_on >= month + border:
        month = add_months(month, 1)
    found = []
    while (following := add_months(month, 1)) <= last_on + border:
        found.append(month)
        month = following
    return tuple(found)


@dataclass(frozen=True)
class _Year:
    """The year of a market as the metrics define it."""

    net_sales: Decimal
    orders: int
    customers: int
    repeat_purchase_rate: float | None
    refund_rate: float | None


def _sales(measures: Measures, start: date, as_of: date) -> tuple[dict[str, _Year], Decimal]:
    """The year by market, and the net sales of orders that name no market."""
    metrics = ("net_sales", "orders", "customers", "repeat_purchase_rate", "refund_rate")
    query = Query(metrics, by=("market",), start=start, end=as_of + timedelta(days=1))
    found: dict[str, _Year] = {}
    without = Decimal(0)
    for row in measures.measure(query).rows:
        net = Decimal(str(row["net_sales"] or 0))
        if not row["market"]:
            without += net
            continue
        repeat, refunds = (None if row[name] is None else float(str(row[name])) for name in metrics[3:])
        counts = [int(str(row[name] or 0)) for name in ("orders", "customers")]
        found[str(row["market"])] = _Year(net, counts[0], counts[1], repeat, refunds)
    return found, without


def _histories(
    measures: Measures, as_of: date, months: tuple[date, ...], sales: dict[str, _Year]
) -> tuple[MarketHistory, ...]:
    monthly = measures.dataset("market_months", until=as_of).to_pydict()
    customers = _by_market(measures, "market_customers", as_of, ("orders", "net_amount_home"))
    skus = _by_market(measures, "market_skus", as_of, ("net_amount_home",))
    position = {month: index for index, month in enumerate(months)}
    margins = earned(measures, as_of).of_market
    found = []
    for code, year in sorted(sales.items()):
        amounts = np.zeros((2, len(months)))
        for market, month, net, refunds in zip(
            monthly["market"], monthly["month"], monthly["net_amount_home"], monthly["refund_amount_home"], strict=True
        ):
            if market == code and month in position:
                amounts[:, position[month]] += (net or 0.0, refunds or 0.0)
        bought, spent = customers.get(code, (frozen([]), frozen([])))
        (sold,) = skus.get(code, (frozen([]),))
        found.append(
            MarketHistory(
                code=code,
                name=place(code),
                net_sales=year.net_sales,
                orders=year.orders,
                customers=year.customers,
                repeat_purchase_rate=year.repeat_purchase_rate,
                refund_rate=year.refund_rate,
                monthly_net=frozen(amounts[0]),
                monthly_refunds=frozen(amounts[1]),
                customer_orders=bought,
                customer_amounts=spent,
                sku_amounts=sold,
                margin=margins.get(code),
            )
        )
    return tuple(found)


def _by_market(measures: Measures, name: str, as_of: date, columns: Sequence[str]) -> dict[str, tuple[Array, ...]]:
    """The columns of a dataset as arrays, market by market."""
    table = measures.dataset(name, until=as_of)
    markets = np.array([market or "" for market in table["market"].to_pylist()])
    values = [np.nan_to_num(table[column].to_numpy(zero_copy_only=False).astype(np.float64)) for column in columns]
    order = np.argsort(markets, kind="stable")
    names, starts = np.unique(markets[order], return_index=True)
    parts = [np.split(column[order], starts[1:]) for column in values]
    return {str(market): tuple(frozen(part[index]) for part in parts) for index, market in enumerate(names)}
