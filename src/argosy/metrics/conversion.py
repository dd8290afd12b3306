"""Conversion of amounts: the rate of the amount's own day, from the calendar-day table of exchange rates."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

MONEY_TYPE = "decimal(38, 4)"


def rates_table(engine: Any, fact: Any, currency: str) -> Any:
    """Rates (rate_on, rate_currency, rate: target per unit) for the years the fact spans, as an Ibis table."""
    first, last = _span(engine, fact)
    return engine.memory_table(f"rates_{currency}_{first.year}_{last.year}", rates_to(currency, first.year, last.year))


@cache
def rates_to(currency: str, first_year: int, last_year: int) -> Any:
    """The same as a `pyarrow.Table`.

    The European Central Bank's daily reference rates, weekends and holidays carried forward at most seven days; empty for years
    without quotes, so that amounts in the target currency can still be told.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    from argosy.reference import fx

    start, end = date(first_year, 1, 1), date(last_year + 1, 1, 1)
    daily = fx.calendar_day_table(start, end)
    target = daily.filter(pc.equal(daily["currency"], currency)).select(["rate_on", "per_eur"])
    joined = daily.join(target.rename_columns(["rate_on", "target_per_eur"]), "rate_on", join_type="inner")
    rate = pc.divide(pc.cast(joined["target_per_eur"], "double"), pc.cast(joined["per_eur"], "double"))
    return pa.table({"rate_on": joined["rate_on"], "rate_currency": joined["currency"], "rate": rate})


def converted(rows: Any, rates: Any, amounts: list[str], currency: str) -> Any:
    """The rows with their amounts in `currency`; `unrated` counts amounts whose day has no rate.

    `rows` has the columns currency and day beside the amounts. An amount that is in the target currency already is left exactly as it is.
    """
    import ibis

    joined = rows.left_join(rates, (rows.day == rates.rate_on) & (rows.currency == rates.rate_currency))
    is_home = joined.currency == currency
    columns = {}
    for name in amounts:
        amount = joined[name].cast(MONEY_TYPE)
        abroad = (joined[name].cast("float64") * joined.rate).round(4).cast(MONEY_TYPE)
        columns[name] = is_home.ifelse(amount, abroad)
    has_amount = ibis.or_(*[joined[name].notnull() for name in amounts])
    missing = (~is_home & joined.rate.isnull() & has_amount).cast("int64")
    return joined.mutate(**columns, unrated=missing).drop("rate_on", "rate_currency", "rate")


def unrated(engine: Any, rows: Any, fact: Any, currency: str) -> list[tuple[str, date, date]]:
    """Currencies without a rate: (currency, first day, last day)."""
    rates = rates_table(engine, fact, currency)
    plain = rows.select(currency=rows.currency, day=rows[fact.day]).distinct()
    joined = plain.left_join(rates, (plain.day == rates.rate_on) & (plain.currency == rates.rate_currency))
    gaps = joined.filter(joined.rate.isnull() & (joined.currency != currency))
    table = engine.to_arrow(
        gaps.group_by("currency").aggregate(first=gaps.day.min(), last=gaps.day.max()).order_by("currency")
    )
    return [(row["currency"], row["first"], row["last"]) for row in table.to_pylist()]


def _span(engine: Any, fact: Any) -> tuple[date, date]:
    """First and last day of the fact; for an empty one the newest quote's day, so that the table is typed all the same."""
    from argosy.reference import fx

    table = engine.table(fact.table)
    found = engine.to_arrow(table.aggregate(first=table[fact.day].min(), last=table[fact.day].max())).to_pylist()[0]
    if found["first"] is None:
        newest = fx.newest_on()
        return newest, newest
    return found["first"], found["last"]
