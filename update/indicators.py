"""Rewrite the table of country indicators.

    python update/indicators.py FOLDER

The folder holds `gapminder_country_indicators_long.parquet` (indicator, geo, year, value: Gapminder's systema globalis, one row per
data point), `lpi_2010_2016.csv` and `wdi_lpi_overall_2018_2022.csv` (logistics performance), and
`wdi_findex_account_ownership_2021_2024.csv`. What is kept, and how it is scaled, stands in indicators/_topic.yaml.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from argosy.core.errors import ArgosyError, DataError
from argosy.reference.countries import countries
from argosy.reference.indicators.catalogue import INDICATORS_FILE, catalogue

FIRST_YEAR = 2000
OWN_CODES = {"kos": "XK", "gbm": "IM", "gbg": "GG", "hos": "VA", "nld_curacao": "CW"}  # where Gapminder's is not ISO's
Point = tuple[str, str, int, float]  # indicator, country, year, value


def main(arguments: list[str] | None = None) -> int:
    """Read, scale, derive, check, write; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="the folder with the four files")
    parser.add_argument("--target", type=Path, default=INDICATORS_FILE, help="the Parquet file to rewrite")
    parser.add_argument(
        "--last-year", type=int, help="leave out later years (projections); the newest measured when left out"
    )
    options = parser.parse_args(arguments)
    try:
        points = sorted(_points(options.folder, options.last_year))
        _check(points)
    except (ArgosyError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    _write(points, options.target)
    sys.stdout.write(f"{len(points)} values of {len({point[0] for point in points})} indicators\n")
    return 0


def _points(folder: Path, last_year: int | None) -> Iterator[Point]:
    measured = _gapminder(folder / "gapminder_country_indicators_long.parquet")
    newest = last_year or max(year for _, year in measured["gdppercapita_us_inflation_adjusted"]) + 1
    for indicator in catalogue().values():
        for (country, year), value in measured.get(indicator.column, {}).items():
            if FIRST_YEAR <= year <= newest:
                yield indicator.name, country, year, _rounded(Decimal(repr(value)) * indicator.scale)
    yield from _derived(measured)
    yield from _csv(
        folder / "lpi_2010_2016.csv", "Code", "Year", "Overall LPI Score", "logistics_performance", Decimal(1)
    )
    yield from _csv(
        folder / "wdi_lpi_overall_2018_2022.csv", "geo", "time", "lp_lpi_ovrl_xq", "logistics_performance", Decimal(1)
    )
    findex = folder / "wdi_findex_account_ownership_2021_2024.csv"
    yield from _csv(findex, "geo", "time", "fx_own_totl_zs", "account_ownership_share", Decimal("0.01"))


def _gapminder(path: Path) -> dict[str, dict[tuple[str, int], float]]:
    """Values by column of the source, then by country and year."""
    import pyarrow.parquet as pq

    codes = _codes()
    measured: dict[str, dict[tuple[str, int], float]] = {}
    for row in pq.read_table(path).to_pylist():
        country = codes.get(row["geo"])
        if country is not None:
            measured.setdefault(row["indicator"], {})[country, row["year"]] = row["value"]
    return measured


def _codes() -> dict[str, str]:
    return {each.iso3.lower(): each.code for each in countries()} | OWN_CODES


def _derived(measured: dict[str, dict[tuple[str, int], float]]) -> Iterator[Point]:
    """Population and growth, from gross domestic product in total and per person."""
    product, per_person = measured["total_gdp_us_inflation_adjusted"], measured["gdppercapita_us_inflation_adjusted"]
    for (country, year), total in product.items():
        if year < FIRST_YEAR:
            continue
        if (country, year) in per_person:
            yield "population", country, year, float(round(total / per_person[country, year]))
        if (country, year - 1) in product:
            yield "gdp_growth_rate", country, year, round(total / product[country, year - 1] - 1, 6)


def _csv(path: Path, geo: str, year: str, value: str, name: str, scale: Decimal) -> Iterator[Point]:
    codes = _codes()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            country = codes.get(row[geo].lower())
            if country is not None and row[value]:
                yield name, country, int(row[year]), _rounded(Decimal(row[value]) * scale)


def _rounded(value: Decimal) -> float:
    return round(float(value), 7)  # the source has five decimals of a percentage


def _check(points: list[Point]) -> None:
    seen = {point[:3] for point in points}
    if len(seen) != len(points):
        raise DataError("An indicator has two values for one country and year.")
    for name, country, year, value in points:
        if name.endswith("_share") and not 0 <= value <= 1 and name != "imports_share":
            raise DataError(
                "{name} of {country} in {year} is {value}, not a share.",
                name=name,
                country=country,
                year=year,
                value=value,
            )
    missing = set(catalogue()) - {point[0] for point in points}
    if missing:
        raise DataError("The files hold nothing of {missing}.", missing=", ".join(sorted(missing)))


def _write(points: list[Point], target: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names, places, years, values = zip(*points, strict=True)
    table = pa.table(
        {
            "indicator": pa.array(names),
            "place": pa.array(places),
            "year": pa.array(years, pa.int16()),
            "value": pa.array(values, pa.float64()),
        }
    )
    pq.write_table(
        table,
        target,
        compression="zstd",
        compression_level=19,
        use_dictionary=["indicator", "place"],
        column_encoding={"year": "DELTA_BINARY_PACKED", "value": "BYTE_STREAM_SPLIT"},
    )


if __name__ == "__main__":
    raise SystemExit(main())
