"""Conversion of amounts: the rate of the amount's own day, from the calendar-day table of exchange rates."""

from __future__ import annotations

from datetime import date
from functools import cache, partial
from typing import Any

from argosy.canonical.catalogue import table as canonical_table

MONEY_TYPE = "decimal(38, 4)"
CONVERTED_TYPE = "decimal(38, 8)"
"""What was converted keeps four digits more until it is added up: rounded each by itself, many small amounts would drift."""
OWN_RATES = "fx_rates"
DAY_COLUMNS = {"product_costs": "effective_on", "fx_rates": "rate_on"}
"""Tables without a partition whose rows have a day all the same."""


def rates_table(engine: Any, fact: Any, currency: str) -> Any:
    """Rates (rate_on, rate_currency, rate: target per unit) for the years the fact spans, as an Ibis table."""
    return rates_between(engine, fact.tables, currency)


def rates_between(engine: Any, tables: tuple[str, ...], currency: str) -> Any:
    """The same for the years that canonical tables span; the seller's own rates (fx_rates, source `own`) go before the bank's."""
    first, last = span_of(engine, tables)
    name = f"rates_{currency}_{first.year}_{last.year}"
    return engine.memory_table(name, engine.once(name, lambda: _rates(engine, currency, first.year, last.year)))


def _rates(engine: Any, currency: str, first_year: int, last_year: int) -> Any:
    """Official rates, and own ones in their place where the seller keeps a table."""
    if OWN_RATES not in engine.snapshot.tables:
        return rates_to(currency, first_year, last_year)
    table = engine.table(OWN_RATES).filter(lambda one: (one.source == "own") & (one.quote_currency == currency))
    own = engine.to_arrow(table.select("rate_on", rate_currency=table.base_currency, rate=table.fx_rate))
    return with_own_rates(rates_to(currency, first_year, last_year), own)


def with_own_rates(official: Any, own: Any) -> Any:
    """The rates with each (day, currency) the seller has a rate of replaced by it; both have rate_on, rate_currency, rate."""
    import pyarrow as pa

    if not own.num_rows:
        return official
    kept = official.join(own.select(["rate_on", "rate_currency"]), ["rate_on", "rate_currency"], join_type="left anti")
    names = ["rate_on", "rate_currency", "rate"]
    return pa.concat_tables([kept.select(names), own.select(names).cast(official.schema)])


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
        amount = joined[name].cast(CONVERTED_TYPE)
        abroad = (joined[name].cast("float64") * joined.rate).cast(CONVERTED_TYPE)
        columns[name] = is_home.ifelse(amount, abroad)
    has_amount = ibis.or_(*[joined[name].notnull() for name in amounts])
    missing = (~is_home & joined.rate.isnull() & has_amount).cast("int64")
    return joined.mutate(**columns, unrated=missing).drop("rate_on", "rate_currency", "rate")


def unrated(engine: Any, rows: Any, fact: Any, currency: str) -> list[tuple[str, date, date]]:
    """Currencies without a rate: (currency, first day, last day)."""
    rates = rates_table(engine, fact, currency)
    plain = rows.select(currency=rows.currency, day=rows[fact.rate_day or fact.day]).distinct()
    joined = plain.left_join(rates, (plain.day == rates.rate_on) & (plain.currency == rates.rate_currency))
    gaps = joined.filter(joined.rate.isnull() & (joined.currency != currency))
    table = engine.to_arrow(
        gaps.group_by("currency").aggregate(first=gaps.day.min(), last=gaps.day.max()).order_by("currency")
    )
    return [(row["currency"], row["first"], row["last"]) for row in table.to_pylist()]


def span_of(engine: Any, tables: tuple[str, ...]) -> tuple[date, date]:
    """First and last day of tables; for empty ones the newest quote's day, so that the table is typed all the same."""
    from argosy.reference import fx

    days = [day for name in tables for day in engine.once(f"span_{name}", partial(_days_of, engine, name)) if day]
    newest = fx.newest_on()
    return min(days, default=newest), max(days, default=newest)


def _days_of(engine: Any, name: str) -> tuple[date | None, date | None]:
    """First and last month of a table as their first days (its day, where it has no months); None where it is empty or has no day."""
    if name not in engine.snapshot.tables:
        return None, None
    if canonical_table(name).partition_on:
        months = [date.fromisoformat(f"{month}-01") for month in engine.months(name)]
        return min(months, default=None), max(months, default=None)
    if name not in DAY_COLUMNS:
        return None, None
    table, column = engine.table(name), DAY_COLUMNS[name]
    found = engine.to_arrow(table.aggregate(first=table[column].min(), last=table[column].max())).to_pylist()[0]
    return found["first"], found["last"]
