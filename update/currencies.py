"""Rewrite the table of currencies: those in use by Unicode CLDR (through Babel), and those the European Central Bank once quoted.

    python update/currencies.py

CLDR says how many decimals people use (none for the Serbian dinar); invoices and files follow ISO 4217, so the minor units are kept
here by hand, from list one of ISO 4217 (https://www.six-group.com/en/products-services/financial-information/data-standards.html),
read on 2026-11-22 in the copy https://github.com/datasets/currency-codes at commit 1434fbe.
"""

from __future__ import annotations

import argparse
import csv
import sys
from datetime import date
from pathlib import Path

from babel import Locale
from babel.core import get_global
from babel.numbers import get_currency_symbol

from argosy.reference.currencies import CURRENCIES_FILE
from argosy.reference.fx.quotes import quoted_currencies

MINOR_UNITS = {
    0: ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"],
    3: ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"],
}
NAMES = {"XCG": "Caribbean Guilder"}  # of ISO 4217 since 2025; Babel 2.18 has no name yet
ENDED = {"BGN": "2025-12-31"}  # the European Central Bank's last quote; CLDR does not know of it yet


def main(arguments: list[str] | None = None) -> int:
    """Collect, write; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", type=Path, default=CURRENCIES_FILE, help="the table to rewrite")
    options = parser.parse_args(arguments)
    in_use, ended = _tender()
    rows = [_row(code, "" if code in in_use else ended[code]) for code in sorted(in_use | set(quoted_currencies()))]
    with options.target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["code", "name", "name_zh", "symbol", "symbol_zh", "minor_units", "last_on"])
        writer.writerows(rows)
    sys.stdout.write(f"{len(rows)} currencies\n")
    return 0


def _tender() -> tuple[set[str], dict[str, str]]:
    """The currencies that are tender somewhere now, and the day the others ended."""
    in_use: set[str] = set()
    ended = dict(ENDED)
    for currencies in get_global("territory_currencies").values():
        for code, _start, end, is_tender in currencies:
            if is_tender and end is None and code not in ENDED:
                in_use.add(code)
            elif end is not None:
                ended[code] = max(ended.get(code, ""), date(*end).isoformat())
    return in_use, ended


def _row(code: str, last_on: str) -> list[str]:
    name = Locale("en").currencies.get(code) or NAMES[code]
    symbols = (get_currency_symbol(code, language) for language in ("en", "zh"))
    return [code, name, Locale("zh").currencies.get(code, name), *symbols, str(_minor_units(code)), last_on]


def _minor_units(code: str) -> int:
    return next((units for units, codes in MINOR_UNITS.items() if code in codes), 2)


if __name__ == "__main__":
    raise SystemExit(main())
