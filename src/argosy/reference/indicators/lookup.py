"""The value of an indicator: of one country, or of all."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from argosy.core.errors import RequestError
from argosy.reference.indicators.catalogue import INDICATORS_FILE, Indicator, catalogue
from argosy.reference.loader import describe
from argosy.reference.model import Reference, Source

if TYPE_CHECKING:
    import pyarrow as pa


def indicator(name: str, country: str, year: int | None = None) -> Reference:
    """The newest value of an indicator for a country, or the newest that is not after `year`.

    `valid_from` is the first of January of the year the value speaks of: look at it, statistics come years late. `RequestError`
    where the indicator is not known, or has no value for the country by then.

    >>> found = indicator("urban_share", "DE", 2020)
    >>> found.unit, found.valid_from.year
    ('/1', 2020)
    """
    described = _described(name)
    years, values = _series().get((name, country), ([], []))
    index = len(years) if year is None else bisect_right(years, year)
    if index == 0:
        raise RequestError(
            "{name} of {country} is not on record{by}; the source has none.",
            name=name,
            country=country,
            by="" if year is None or not years else f" for {year} or before (first: {years[0]})",
        )
    table = describe("indicators", INDICATORS_FILE.name)
    return Reference(
        topic="indicators",
        place=country,
        name=name,
        value=Decimal(repr(values[index - 1]).removesuffix(".0")),
        unit=described.unit,
        source=_source(described),
        file_version=table.file_version,
        valid_from=date(years[index - 1], 1, 1),
        checked_on=table.checked_on,
        status=described.status,
        note=described.description,
    )


def indicator_table(name: str | None = None) -> pa.Table:
    """All values as `indicator, place, year, value` (text, ISO 3166-1, integer, double), of one indicator or of all."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.ParquetFile(INDICATORS_FILE).read()
    if name is None:
        return table
    return table.filter(pc.equal(table["indicator"], _described(name).name))


def _described(name: str) -> Indicator:
    found = catalogue().get(name)
    if found is None:
        raise RequestError("There is no indicator {name}; there are {known}.", name=name, known=", ".join(catalogue()))
    return found


def _source(described: Indicator) -> Source:
    """The publisher of this indicator; its address is the indicator's own page."""
    sources = describe("indicators", INDICATORS_FILE.name).sources
    publisher = next(source for source in sources if source.id == described.source)
    return replace(publisher, href=described.href)


@cache
def _series() -> dict[tuple[str, str], tuple[list[int], list[float]]]:
    """Years and values, oldest first, by indicator and country."""
    series: dict[tuple[str, str], tuple[list[int], list[float]]] = {}
    columns = indicator_table().to_pydict()
    for name, place, year, value in zip(*columns.values(), strict=True):
        years, values = series.setdefault((name, place), ([], []))
        years.append(year)
        values.append(value)
    return series
