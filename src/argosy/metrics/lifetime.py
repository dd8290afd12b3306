"""Lifetime value: what a customer has brought to date, by the day of the first order, with the interval of its mean.

Known customers only. The value is net of discounts and refunds, before costs, and of the past: what is still to come is forecast by
`customer.win_back`, not here. The interval is that of a mean of independent customers (normal, 95 %), and needs two of them.
"""

from __future__ import annotations

from typing import Any

from argosy.metrics.contract import Accumulates, Better, Metric, Unit

Z_95 = 1.959964
SOURCE = "trade usage; interval: normal approximation of the mean, 95 %"


def _mean(rows: Any) -> Any:
    return rows.amount.cast("float64").mean()


def _edge(rows: Any, sign: int) -> Any:
    amount = rows.amount.cast("float64")
    return _mean(rows) + sign * Z_95 * amount.std(how="sample") / rows.count().cast("float64").sqrt()


def _money(value: Any) -> Any:
    return value.round(4).cast("decimal(38, 4)")


def _metric(slug: str, title: str, formula: str, count: Any, unit: Unit = Unit.MONEY) -> Metric:
    return Metric(
        slug=slug,
        title=title,
        unit=unit,
        grain="customer",
        accumulates=Accumulates.RECOMPUTE,
        better=Better.UP,
        formula=formula,
        source=SOURCE,
        fact="customer_values",
        count=count,
    )


METRICS = (
    _metric(
        "lifetime_customers",
        "Customers won",
        "known customers whose first order falls into the period",
        lambda rows: rows.count(),
        Unit.COUNT,
    ),
    _metric(
        "lifetime_value",
        "Lifetime value to date (LTV)",
        "mean over customers won of all they bought to date, less discounts and refunds",
        lambda rows: _money(_mean(rows)),
    ),
    _metric(
        "lifetime_value_low",
        "Lifetime value, low end",
        "lifetime_value - 1.96 x standard deviation / square root of lifetime_customers",
        lambda rows: _money(_edge(rows, -1)),
    ),
    _metric(
        "lifetime_value_high",
        "Lifetime value, high end",
        "lifetime_value + 1.96 x standard deviation / square root of lifetime_customers",
        lambda rows: _money(_edge(rows, 1)),
    ),
)


def customer_values(engine: Any, query: Any) -> Any:
    """One row per known customer: day of the first order (`day`), the market most was spent in, and what was bought to date (`amount`)."""
    from argosy.metrics.datasets import sold_to

    sold = sold_to(engine, query.currency, None)
    sold = sold.filter(sold.customer_id.notnull())
    people = sold.group_by("store_id", "customer_id").aggregate(
        market=sold.market.argmax(sold.net_amount_home),
        day=sold.day.min(where=sold.is_order),
        amount=sold.net_amount_home.sum(),
    )
    return people.filter(people.day.notnull())
