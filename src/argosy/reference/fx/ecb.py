"""The European Central Bank's reference rates: reading its own file, and the compact table that ships.

The bank publishes, on every business day around 16:00 Central European Time, how many units of some thirty currencies one euro
buys. `eurofxref-hist.csv` holds all of them since 4 January 1999, a column per currency, `N/A` where there was no quote.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from argosy.core.errors import DataError
from argosy.core.money import is_currency_code

if TYPE_CHECKING:
    import pyarrow as pa

OFFICIAL_ADDRESS = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip"
BUNDLED = Path(__file__).resolve().parent / "ecb_daily.parquet"
DECIMALS = 6  # of the bank's quotes, never more since 1999
Quotes = Mapping[date, Mapping[str, Decimal]]  # day to currency to units per euro


def daily_rates(path: Path = BUNDLED) -> pa.Table:
    """Every quote as `rate_on` (date), `currency` (text), `per_eur` (decimal, units of the currency for one euro).

    One row per business day and currency that was quoted, by currency and day; nothing is filled in. `path` is a file written by
    `write_rates`.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    wide = pq.ParquetFile(path).read()
    parts = []
    for currency in sorted(wide.column_names[1:]):
        quoted = pc.is_valid(wide[currency])
        days = wide["rate_on"].filter(quoted)
        parts.append(
            pa.table(
                {
                    "rate_on": days,
                    "currency": pa.repeat(currency, len(days)),
                    "per_eur": wide[currency].filter(quoted).cast(rate_type()),
                }
            )
        )
    return pa.concat_tables(parts).combine_chunks()


def rate_type() -> pa.DataType:
    """How a rate is stored: ten digits before the point and eight after, so that a quote times a peg is still exact."""
    import pyarrow as pa

    return pa.decimal128(18, 8)


def parse_official_file(content: bytes) -> Quotes:
    """The bank's `eurofxref-hist.csv`, or the ZIP that holds it; `DataError` where it is something else.

    >>> dict(parse_official_file(b"Date,USD,JPY,\\n2026-10-30,1.1172,N/A,\\n"))
    {datetime.date(2026, 10, 30): {'USD': Decimal('1.1172')}}
    """
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = archive.read(archive.namelist()[0])
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig", errors="replace")))
    header = [cell.strip() for cell in next(rows, [])]
    if header[:1] != ["Date"] or len(header) < 2:
        raise DataError("This is not the European Central Bank's file of rates: its first column is not Date.")
    quotes: dict[date, dict[str, Decimal]] = {}
    for line, row in enumerate(rows, start=2):
        if not row:
            continue
        try:
            day = date.fromisoformat(row[0].strip())
            cells = zip(header[1:], row[1:], strict=False)
            found = {name: Decimal(cell) for name, cell in cells if name and cell.strip() not in {"", "N/A"}}
        except (ValueError, InvalidOperation) as error:
            raise DataError("Line {line} of the file of rates cannot be read: {row}", line=line, row=row[:3]) from error
        if day in quotes:
            raise DataError("The file of rates has the day {day} twice.", day=day)
        quotes[day] = found
    return quotes


def check(quotes: Quotes) -> None:
    """Refuse quotes that cannot be: a wrong currency code, a rate that is not above zero or has too many decimals, a jump.

    A currency that doubles or halves from one quote to the next within a week is a fault of the file, not of the market (the
    widest move from 1999 to 2026 is the Turkish lira's of 22 February 2001: 68 % more lira for a euro).
    """
    previous: dict[str, tuple[date, Decimal]] = {}
    for day in sorted(quotes):
        for currency, per_eur in quotes[day].items():
            exponent = per_eur.as_tuple().exponent
            if not is_currency_code(currency) or not isinstance(exponent, int) or exponent < -DECIMALS or per_eur <= 0:
                raise DataError(
                    "The rate {currency} {rate} of {day} cannot be.", currency=currency, rate=per_eur, day=day
                )
            before, earlier = previous.get(currency, (day, per_eur))
            if (day - before).days <= 7 and not earlier / 2 < per_eur < earlier * 2:
                raise DataError(
                    "{currency} jumps from {earlier} to {rate} on {day}; check the file of rates.",
                    currency=currency,
                    earlier=earlier,
                    rate=per_eur,
                    day=day,
                )
            previous[currency] = (day, per_eur)


def write_rates(quotes: Quotes, path: Path) -> None:
    """Write the compact table: a row per day, a column per currency; the same quotes give the same bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    days = sorted(quotes)
    currencies = sorted({currency for quoted in quotes.values() for currency in quoted})
    columns = {"rate_on": pa.array(days, pa.date32())}
    for currency in currencies:
        columns[currency] = pa.array([quotes[day].get(currency) for day in days], pa.decimal128(18, DECIMALS))
    pq.write_table(
        pa.table(columns),
        path,
        compression="zstd",
        compression_level=19,
        use_dictionary=False,
        store_decimal_as_integer=True,
        column_encoding=dict.fromkeys(columns, "DELTA_BINARY_PACKED"),
        row_group_size=1_000_000,
    )


def read_quotes(path: Path = BUNDLED) -> Quotes:
    """The quotes of a file that `write_rates` wrote."""
    quotes: dict[date, dict[str, Decimal]] = {}
    for row in daily_rates(path).to_pylist():
        quotes.setdefault(row["rate_on"], {})[row["currency"]] = row["per_eur"]
    return quotes
