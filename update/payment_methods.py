"""Rewrite the table of payment methods by provider, country and currency.

    python update/payment_methods.py pm_filters_wide.csv

The file has the columns env, section, psp, method, countries, currencies, made from the configuration that the payment switch
Hyperswitch publishes (charts/incubator/hyperswitch-app/configs of github.com/juspay/hyperswitch-helm); its production part is kept.
A new method needs a row in methods.csv, written by hand.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable
from pathlib import Path

from argosy.core.errors import ArgosyError, DataError
from argosy.core.money import is_currency_code
from argosy.reference.countries import is_country
from argosy.reference.payment_methods.catalogue import ANY, AVAILABILITY_FILE, methods

NO_PROVIDER = "default"  # what the switch assumes where a provider says nothing
OLD_CURRENCIES = {"ANG", "CUC", "SLL", "STD", "SVC", "ZWL", "CLF"}  # withdrawn, or no money to pay with


def main(arguments: list[str] | None = None) -> int:
    """Read, check, write; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, help="the CSV of filters")
    parser.add_argument("--target", type=Path, default=AVAILABILITY_FILE, help="the table to rewrite")
    options = parser.parse_args(arguments)
    try:
        rows = sorted(_rows(options.source))
    except (ArgosyError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    with options.target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["provider", "method", "countries", "currencies"])
        writer.writerows(rows)
    sys.stdout.write(f"{len(rows)} methods of {len({row[0] for row in rows})} providers\n")
    return 0


def _rows(path: Path) -> list[tuple[str, str, str, str]]:
    found = []
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if (row["env"], row["section"]) != ("production", "pm_filters") or row["psp"] == NO_PROVIDER:
                continue
            if row["method"] not in methods():
                raise DataError("The method {method} is new; describe it in methods.csv first.", method=row["method"])
            found.append(
                (
                    row["psp"],
                    row["method"],
                    _codes(row["countries"], is_country),
                    _codes(row["currencies"], is_currency_code),
                )
            )
    if not found:
        raise DataError("{file} has no filters of the production environment.", file=path.name)
    return found


def _codes(text: str, is_code: Callable[[str], bool]) -> str:
    """Codes in order, each once; any where the file sets no limit."""
    codes = sorted(set(text.split()) - OLD_CURRENCIES)
    if not codes or "*" in codes:
        return ANY
    for code in codes:
        if not is_code(code):
            raise DataError("{code!r} is not a code that is known.", code=code)
    return " ".join(codes)


if __name__ == "__main__":
    raise SystemExit(main())
