"""What an answer says of its conversions: the rates, their days and their source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from argosy.canonical.catalogue import table as canonical_table
from argosy.core.errors import RequestError
from argosy.core.text import Text, mark
from argosy.metrics.contract import Metric, Query
from argosy.metrics.conversion import OWN_RATES

MOST_NAMED = 4


def rates_named(engine: Any, query: Query, metrics: Sequence[Metric], currency: str) -> tuple[Text, ...]:
    """The note of an answer in one currency that is made of others; the rates themselves where it is of a single day."""
    from argosy.metrics.facts import FACTS

    tables = sorted({name for one in metrics if one.amount for name in FACTS[one.fact].tables})
    foreign = sorted(set(_currencies(engine, tuple(tables))) - {currency})
    if not foreign:
        return ()
    own = Text(mark("own rates (fx_rates) first, else ")) if OWN_RATES in engine.snapshot.tables else ""
    values: dict[str, object] = {"currency": currency, "foreign": ", ".join(foreign), "own": own}
    if query.start and query.end and query.end - query.start == timedelta(days=1) and not own:
        told = "; ".join(_told(one, currency, query.start) for one in foreign[:MOST_NAMED])
        return (
            Text(
                mark("Converted to {currency} by the European Central Bank's rates: {rates}"), {**values, "rates": told}
            ),
        )
    return (
        Text(
            mark(
                "Converted to {currency} from {foreign}: {own}the European Central Bank's reference rate of each amount's own day"
                " (of the last day before it with a rate, at most seven days back)"
            ),
            values,
        ),
    )


def _told(foreign: str, currency: str, day: date) -> str:
    from argosy.reference import fx

    try:
        rate = fx.rate(foreign, currency, day)
    except RequestError:
        return f"{foreign} -"
    return f"1 {foreign} = {rate.number:.6g} {currency} ({rate.valid_from})"


def _currencies(engine: Any, tables: tuple[str, ...]) -> tuple[str, ...]:
    """The currencies of the rows of tables, those with a currency and something loaded."""

    def look() -> tuple[str, ...]:
        known = [
            name
            for name in tables
            if name in engine.snapshot.tables and "currency" in canonical_table(name).column_names
        ]
        for name in known:
            engine.table(name)
        if not known:
            return ()
        sql = " UNION ".join(f"SELECT DISTINCT currency FROM {name} WHERE currency IS NOT NULL" for name in known)
        return tuple(engine.run(sql).column(0).to_pylist())

    found: tuple[str, ...] = engine.once(f"currencies_{'_'.join(tables)}", look)
    return found
