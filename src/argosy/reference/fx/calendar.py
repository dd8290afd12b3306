"""Exchange rates by calendar day, so that any table with a date joins them by equality."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from argosy.reference.fx.ecb import BUNDLED, daily_rates, rate_type
from argosy.reference.fx.quotes import BASE, CARRY_DAYS, pegs
from argosy.reference.loader import describe

if TYPE_CHECKING:
    import pyarrow as pa


def calendar_day_table(start: date, end: date, quotes: pa.Table | None = None) -> pa.Table:
    """Units of every known currency per euro on every calendar day from `start` up to, and without, `end`.

    Columns: `rate_on` (date), `currency` (text), `per_eur` (decimal 18, 8), `quoted_on` (date of the quote used), `source`
    (`file@version`). Sorted by day and currency. A quote is carried forward for at most seven days; after that the day has no row,
    so that an inner join finds what is missing. The euro is 1 on every day. `quotes` replaces the bundled quotes (a table like
    that of `daily_rates`).

    An amount in A becomes one in B by `amount / per_eur(A) * per_eur(B)`.
    """
    import numpy as np
    import pyarrow as pa

    days = np.arange(np.datetime64(start, "D"), np.datetime64(end, "D"))
    parts = [_euro(days), *_carried(daily_rates() if quotes is None else quotes, days)]
    parts.extend(_pegged({part["currency"][0].as_py(): part for part in parts if len(part)}))
    return _sorted(pa.concat_tables(parts), "rate_on", "currency")


def _part(days: Any, currency: str, per_eur: Any, quoted_on: Any, source: str) -> pa.Table:
    import pyarrow as pa

    count = len(days)
    return pa.table(
        {
            "rate_on": pa.array(days, pa.date32()),
            "currency": pa.repeat(currency, count),
            "per_eur": per_eur,
            "quoted_on": pa.array(quoted_on, pa.date32()),
            "source": pa.repeat(source, count),
        }
    )


def _euro(days: Any) -> pa.Table:
    import pyarrow as pa

    one = pa.repeat(pa.scalar(Decimal(1), rate_type()), len(days))
    return _part(days, BASE, one, days, describe("fx", BUNDLED.name).file_version)


def _carried(quotes: pa.Table, days: Any) -> Iterator[pa.Table]:
    """One part per currency: on each day the last quote not older than the limit."""
    import numpy as np
    import pyarrow as pa

    source = describe("fx", BUNDLED.name).file_version
    for currency, own in _by_currency(quotes):
        quoted = own["rate_on"].to_numpy().astype("datetime64[D]")
        last = np.searchsorted(quoted, days, side="right") - 1
        near = (last >= 0) & (days - quoted[np.maximum(last, 0)] <= np.timedelta64(CARRY_DAYS, "D"))
        chosen = last[near]
        per_eur = own["per_eur"].combine_chunks().take(pa.array(chosen)).cast(rate_type())
        yield _part(days[near], currency, per_eur, quoted[chosen], source)


def _by_currency(quotes: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    """The quotes of each currency, oldest first."""
    import pyarrow.compute as pc

    ordered = _sorted(quotes, "currency", "rate_on")
    start = 0
    for each in pc.value_counts(ordered["currency"]).to_pylist():  # in the order of appearance, which is sorted
        yield each["values"], ordered.slice(start, each["counts"])
        start += each["counts"]


def _sorted(table: pa.Table, *columns: str) -> pa.Table:
    """The table by these columns; `Table.sort_by` would load the whole of Arrow's data set engine for it."""
    import pyarrow.compute as pc

    keys = [(name, "ascending") for name in columns]
    return table.take(pc.sort_indices(table, sort_keys=keys)).combine_chunks()


def _pegged(parts: dict[str, pa.Table]) -> Iterator[pa.Table]:
    """One part per pegged currency, made from the part of its anchor."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for peg in pegs().values():
        anchor = parts.get(peg.anchor)
        if anchor is None:
            continue
        known = anchor.filter(pc.greater_equal(anchor["rate_on"], pa.scalar(peg.valid_from, pa.date32())))
        units = pa.scalar(peg.units, pa.decimal128(9, 6))
        per_eur = pc.multiply(known["per_eur"].combine_chunks(), units).cast(rate_type())
        days, quoted_on = known["rate_on"].to_numpy(), known["quoted_on"].to_numpy()
        yield _part(days, peg.currency, per_eur, quoted_on, peg.reference.file_version)
